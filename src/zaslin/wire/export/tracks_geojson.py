"""Tracks as GeoJSON (RFC 7946), for a map of somebody else's."""

from collections.abc import Sequence

import msgspec

from zaslin.domain.picture import Picture
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form.live_picture import LiveTrack
from zaslin.wire.moment import written
from zaslin.wire.write.live_picture import Seen, live_tracks
from zaslin.wire.write.plan import ADVICE


def encode(picture: Picture, seen: Sequence[Seen]) -> bytes:
    """A collection of points with the fields of a track as their properties."""
    tracks = live_tracks(LocalFrame(picture.origin), seen)
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "advice": ADVICE,
            "revision": picture.revision,
            "now": written(picture.now_s),
            "features": [_feature(each) for each in tracks],
        }
    )


def _feature(track: LiveTrack) -> dict[str, object]:
    properties = {
        name: getattr(track, name)
        for name in track.__struct_fields__
        if name not in ("latitude_deg", "longitude_deg", "altitude_m")
    }
    at = [track.longitude_deg, track.latitude_deg, track.altitude_m]
    return {
        "type": "Feature",
        "id": track.id,
        "geometry": {"type": "Point", "coordinates": at},
        "properties": properties,
    }

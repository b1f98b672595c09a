"""A raid that flies in real time, as the reports of several sources."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec
import numpy as np

from zaslin.domain.picture import Picture
from zaslin.geometry.frames import LocalFrame
from zaslin.sim.synthetic import synthetic_raid
from zaslin.wire import picture_json
from zaslin.wire.form.track import Track
from zaslin.wire.write.places import iso_time
from zaslin.wire.write.track import tracks_to_wire

MARKER = "MARK"
"""How the ids of the tracks begin by which reports are followed."""

_DECLARED_FOR_S = 24 * 3600.0
_METRES_IN_A_DEGREE = 111_320.0
_MOVES = ("id", "latitude_deg", "longitude_deg", "measured_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flight:
    """One track: where it was at the start, how it moves, and the rest as bytes."""

    name: str
    latitude_deg: float
    longitude_deg: float
    north_deg: float
    east_deg: float
    rest: bytes

    def report(self, after_s: float, moment: str) -> bytes:
        """The report of the track so long after the start."""
        return (
            b'{"id":"%b","latitude_deg":%.7f,"longitude_deg":%.7f,"measured_at":"%b",%b'
            % (
                self.name.encode(),
                self.latitude_deg + self.north_deg * after_s,
                self.longitude_deg + self.east_deg * after_s,
                moment.encode(),
                self.rest,
            )
        )


def stamp(time_s: float) -> str:
    """A time to the millisecond, as reports and pictures write it."""
    moment = datetime.fromtimestamp(time_s, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


class Source:
    """Some of the tracks, reported in turn; and a marker in every batch.

    Parameters
    ----------
    marker
        Id of a track of no importance, which is in every batch.
    """

    def __init__(self, flights: Sequence[_Flight], marker: _Flight, start_s: float):
        self.marker = marker.name
        self._flights, self._marker, self._start_s = flights, marker, start_s
        self._next = 0

    def batch(self, count: int, now_s: float) -> tuple[bytes, str]:
        """So many reports as NDJSON, and the time that they state."""
        moment, after_s = stamp(now_s), now_s - self._start_s
        lines = [self._marker.report(after_s, moment)]
        # A track is measured once at a time, however large the batch.
        for _ in range(min(count - 1, len(self._flights))):
            lines.append(self._flights[self._next].report(after_s, moment))
            self._next = (self._next + 1) % len(self._flights)
        repeated = count - len(lines)
        lines += lines[1:] * math.ceil(repeated / max(1, len(lines) - 1))
        return b"\n".join(lines[:count]) + b"\n", moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Raid:
    """The ground to open a desk with, and what the sources report of the air."""

    ground: bytes
    sources: tuple[Source, ...]


def make_raid(tracks: int, units: int, sources: int, seed: int, start_s: float) -> Raid:
    """A synthetic raid that begins to fly at a time (POSIX seconds)."""
    picture = synthetic_raid(tracks, units, np.random.default_rng(seed))
    flights = [_flight(track) for track in _declared(picture, start_s)]
    return Raid(
        ground=picture_json.encode(replace(picture, revision=0, tracks=())),
        sources=tuple(
            Source(flights[number::sources], _marker(flights[0], number), start_s)
            for number in range(sources)
        ),
    )


def _declared(picture: Picture, start_s: float) -> list[Track]:
    """The tracks of a picture as documents, declared hostile for the next day."""
    expires = iso_time(start_s + _DECLARED_FOR_S)
    written = tracks_to_wire(LocalFrame(picture.origin), picture.tracks)
    return [
        track
        if track.identification is None
        else msgspec.structs.replace(
            track,
            identification=msgspec.structs.replace(
                track.identification, expires=expires
            ),
        )
        for track in written
    ]


def _flight(track: Track) -> _Flight:
    course, latitude = math.radians(track.course_deg), math.radians(track.latitude_deg)
    north_mps = track.speed_mps * math.cos(course)
    east_mps = track.speed_mps * math.sin(course)
    stated = msgspec.to_builtins(track)
    rest = {key: value for key, value in stated.items() if key not in _MOVES}
    return _Flight(
        name=str(track.id),
        latitude_deg=track.latitude_deg,
        longitude_deg=track.longitude_deg,
        north_deg=north_mps / _METRES_IN_A_DEGREE,
        east_deg=east_mps / (_METRES_IN_A_DEGREE * math.cos(latitude)),
        rest=_body(rest),
    )


def _marker(like: _Flight, number: int) -> _Flight:
    """A track of no importance: unknown, so never engaged."""
    rest = json.loads(b"{" + like.rest)
    rest |= {"identity": "unknown", "identification": None}
    return replace(like, name=f"{MARKER}{number}", rest=_body(rest))


def _body(fields: dict[str, object]) -> bytes:
    """The fields as JSON, without the brace that opens it."""
    kept = {key: value for key, value in fields.items() if value is not None}
    return json.dumps(kept, separators=(",", ":")).encode()[1:]

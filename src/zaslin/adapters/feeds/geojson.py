"""Track reports as a GeoJSON feature collection (RFC 7946).

Each feature is a point ``[longitude, latitude, altitude]``; its properties are the
other fields of a track of the picture document.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from zaslin.adapters.fault import fault_of
from zaslin.adapters.rejected import Rejected, member
from zaslin.adapters.strict_json import decode_json
from zaslin.adapters.text import decode_text
from zaslin.adapters.track_reports import TrackReports
from zaslin.adapters.wire.scalar import Altitude, Given, Latitude, Longitude
from zaslin.adapters.wire.track import Track

_AXES = {"longitude_deg": 0, "latitude_deg": 1, "altitude_m": 2}


class Point(Given, frozen=True, kw_only=True):
    """Where the track is."""

    type: Literal["Point"]
    coordinates: Annotated[
        tuple[Longitude, Latitude, Altitude],
        Meta(extra={"accepted": "[longitude, latitude, altitude in metres]"}),
    ]


class Feature(Given, frozen=True, kw_only=True):
    """One track."""

    type: Literal["Feature"]
    geometry: Point
    properties: dict[str, Any]


class FeatureCollection(Given, frozen=True, kw_only=True):
    """All tracks."""

    type: Literal["FeatureCollection"]
    features: tuple[Feature, ...]


def decode_geojson(data: bytes, source: str) -> TrackReports:
    """The reports; places name the feature and the property."""
    text = decode_text(data, source, "a GeoJSON feature collection")
    collection = decode_json(text, FeatureCollection, source)
    tracks = [
        _track(feature, index, source)
        for index, feature in enumerate(collection.features)
    ]
    return TrackReports(source, tuple(tracks), _place)


def _place(index: int, field: str) -> str:
    feature = f"$.features[{index}]"
    if field in _AXES:
        return f"{feature}.geometry.coordinates[{_AXES[field]}]"
    return f"{feature}.properties.{field}" if field else feature


def _track(feature: Feature, index: int, source: str) -> Track:
    properties = f"$.features[{index}].properties"
    for name in _AXES:
        if name in feature.properties:
            accepted = "the position in the geometry alone"
            place = member(properties, name)
            raise Rejected(source, place, "beside the geometry", accepted)
    longitude_deg, latitude_deg, altitude_m = feature.geometry.coordinates
    raw = {
        **feature.properties,
        "longitude_deg": longitude_deg,
        "latitude_deg": latitude_deg,
        "altitude_m": altitude_m,
    }
    try:
        return msgspec.convert(raw, Track)
    except msgspec.ValidationError as error:
        fault = fault_of(raw, Track, properties, error)
        raise Rejected(source, fault.place, fault.value, fault.accepted) from None

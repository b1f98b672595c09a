"""Track reports as a GeoJSON feature collection (RFC 7946).

Each feature is a point ``[longitude, latitude, altitude]``; its properties are the
other fields of a track of the picture document.
What other programs write along is accepted and ignored: a bounding box anywhere, the
``id`` of a feature, and the collection's ``name`` and ``crs``. A ``crs`` that names
another reference system than WGS 84 is refused, as the places would be wrong.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from zaslin.wire.fault import fault_of
from zaslin.wire.form.scalar import Altitude, Given, Latitude, Longitude
from zaslin.wire.form.track import Track
from zaslin.wire.rejected import Rejected, member, shown
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text
from zaslin.wire.track_reports import TrackReports

_AXES = {"longitude_deg": 0, "latitude_deg": 1, "altitude_m": 2}

# RFC 7946 knows WGS 84 only, in the order longitude, latitude; programs that write
# its forerunner's "crs" call it by these names.
_WGS_84 = ("CRS84", "CRS84H", "4326", "4979")

Box = Annotated[
    tuple[float, ...],
    Meta(
        min_length=4,
        max_length=6,
        extra={"accepted": "4 or 6 numbers, a bounding box"},
    ),
]


class Point(Given, frozen=True, kw_only=True):
    """Where the track is."""

    type: Literal["Point"]
    coordinates: Annotated[
        tuple[Longitude, Latitude, Altitude],
        Meta(extra={"accepted": "[longitude, latitude, altitude in metres]"}),
    ]
    bbox: Box | None = None


class Feature(Given, frozen=True, kw_only=True):
    """One track."""

    type: Literal["Feature"]
    geometry: Point
    properties: dict[str, Any]
    id: str | float | None = None
    bbox: Box | None = None


class FeatureCollection(Given, frozen=True, kw_only=True):
    """All tracks."""

    type: Literal["FeatureCollection"]
    features: tuple[Feature, ...]
    bbox: Box | None = None
    name: Any = None
    crs: Any = None


def decode_geojson(data: bytes, source: str) -> TrackReports:
    """The reports; places name the feature and the property."""
    text = decode_text(data, source, "a GeoJSON feature collection")
    collection = decode_json(text, FeatureCollection, source)
    _accept_system(collection.crs, source)
    tracks = [
        _track(feature, index, source)
        for index, feature in enumerate(collection.features)
    ]
    return TrackReports(source, tuple(tracks), _place)


def _accept_system(crs: object, source: str) -> None:
    """Refuse coordinates that are said to be something else than WGS 84."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if name is None:
        return
    if not isinstance(name, str) or name.upper().split(":")[-1] not in _WGS_84:
        accepted = "WGS 84, such as urn:ogc:def:crs:OGC:1.3:CRS84, or no crs"
        raise Rejected(source, "$.crs.properties.name", shown(name), accepted)


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

"""What is particular to GeoJSON."""

import json
from typing import Any

import pytest

from zaslin.wire.feeds.geojson import decode_geojson
from zaslin.wire.rejected import Rejected

PROPERTIES: dict[str, Any] = {
    "id": "T1",
    "speed_mps": 50.0,
    "course_deg": 180.0,
    "measured_at": "2025-09-07T03:00:00Z",
    "identity": "hostile",
    "crew": "uncrewed",
    "class_probabilities": {"one_way_attack": 1.0},
}


def collection(
    properties: dict[str, Any] = PROPERTIES, coordinates: Any = (30.2, 50.1, 800.0)
) -> bytes:
    """A collection of one feature."""
    geometry = {"type": "Point", "coordinates": coordinates}
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def refusal(data: bytes) -> str:
    """The line for a file that cannot be read, without its name."""
    with pytest.raises(Rejected) as caught:
        decode_geojson(data, "t.geojson")
    return str(caught.value).removeprefix("zaslin: t.geojson: ")


def test_longitude_comes_first() -> None:
    """As RFC 7946 has it."""
    (track,) = decode_geojson(collection(), "t.geojson").tracks

    assert (track.longitude_deg, track.latitude_deg, track.altitude_m) == (
        30.2,
        50.1,
        800.0,
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            collection(coordinates=[30.2, 50.1]),
            "$.features[0].geometry.coordinates: an array of 2; accepted: [longitude, ",
        ),
        (
            collection(coordinates=[30.2, 95.0, 800.0]),
            "$.features[0].geometry.coordinates[1]: 95.0; accepted: -90 to 90",
        ),
        (
            collection(PROPERTIES | {"latitude_deg": 50.1}),
            "$.features[0].properties.latitude_deg: beside the geometry; accepted: ",
        ),
        (
            collection(PROPERTIES | {"colour": "red"}),
            "$.features[0].properties.colour: unknown field; accepted: one of id, ",
        ),
        (
            collection(PROPERTIES | {"id": 7}),
            "$.features[0].properties.id: 7; accepted: 1 to 64 printable characters",
        ),
        (
            collection().replace(b"50.0", b"1e999"),
            "$.features[0].properties.speed_mps: 1e999; accepted: a finite number",
        ),
        (
            collection().replace(b'"Point"', b'"Polygon"'),
            '$.features[0].geometry.type: "Polygon"; accepted: "Point"',
        ),
        (
            collection().replace(b'"crew"', b'"id"'),
            "$.features[0].properties.id: stated twice; accepted: each field once",
        ),
        (
            collection().replace(b'"uncrewed"', b"[" * 900 + b"]" * 900),
            "$.features[0].properties.crew: an array of 1; accepted: one of uncrewed",
        ),
        (
            collection().replace(b'"uncrewed"', b"[" * 90_000 + b"]" * 90_000),
            "$: nested too deeply; accepted: a flat document",
        ),
        (b'{"type": "Feature"}', "$.features: missing; accepted: an array"),
    ],
)
def test_a_faulty_feature_is_refused_by_its_place(data: bytes, line: str) -> None:
    """Feature and property, or the coordinate."""
    assert refusal(data).startswith(line)


WGS_84 = "urn:ogc:def:crs:OGC:1.3:CRS84"


def written_along(crs: object = None, **members: object) -> bytes:
    """The collection as other programs write it."""
    document = json.loads(collection())
    box = [30.0, 50.0, 31.0, 51.0]
    document |= {"bbox": box, "name": "tracks", "crs": crs} | members
    document["features"][0] |= {"id": 17, "bbox": [*box, 0, 1]}
    document["features"][0]["geometry"]["bbox"] = box
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "crs",
    [
        None,
        {},
        {"type": "name", "properties": {"name": WGS_84}},
        {"type": "name", "properties": {"name": "EPSG:4326"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4979"}},
    ],
)
def test_what_other_programs_write_along_is_ignored(crs: object) -> None:
    """Bounding boxes, names, ids of features and the crs of former times."""
    (track,) = decode_geojson(written_along(crs), "t.geojson").tracks

    assert (track.id, track.latitude_deg) == ("T1", 50.1)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            written_along({"type": "name", "properties": {"name": "EPSG:3857"}}),
            '$.crs.properties.name: "EPSG:3857"; accepted: WGS 84, such as urn:ogc:',
        ),
        (
            written_along({"type": "name", "properties": {"name": 4326}}),
            "$.crs.properties.name: 4326; accepted: WGS 84",
        ),
        (written_along(bbox=[1, 2]), "$.bbox: an array of 2; accepted: 4 or 6 numbers"),
        (written_along(bbox="all"), '$.bbox: "all"; accepted: 4 or 6 numbers'),
        (written_along(title="tracks"), "$.title: unknown field; accepted: "),
    ],
)
def test_what_would_mislead_is_refused(data: bytes, line: str) -> None:
    """Places in another reference system, and members that nobody knows."""
    assert refusal(data).startswith(line)

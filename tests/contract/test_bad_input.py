"""Bad input, as a table: one clear line with file, place, value, what is accepted."""

from typing import Any

import pytest

from tests.contract.documents import DOCUMENT, Raw, at, changed, without
from zaslin.wire.picture_json import decode
from zaslin.wire.rejected import Rejected

WHOLE = changed("revision", to=1)
TRACK, UNIT, TYPE = at("tracks", 0), at("fire_units", 1), at("interceptor_types", 0)
ID = "1 to 64 printable characters, no blank at either end"


def corner(latitude_deg: float, longitude_deg: float) -> dict[str, float]:
    """A point of a polygon."""
    return {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg}


def zone(**changes: Any) -> bytes:
    """The document with another first zone."""
    least = {"id": "Z"}
    return changed("control", "zones", 0, to=least | changes)


BOW_TIE = [
    corner(50.0, 30.0),
    corner(50.2, 30.3),
    corner(50.2, 30.0),
    corner(50.0, 30.4),
]
LINE = [corner(50.0, 30.0), corner(50.2, 30.3)]

BROKEN = changed("tracks", 0, "id", to=Raw('\n"\udc00"'))

# What is wrong, the document, then the place, the value and what is accepted; the last
# two may be the beginning of what is said.
TABLE: list[tuple[str, bytes, str, str, str]] = [
    # --- the file as text
    (
        "empty file",
        b"",
        "",
        "empty",
        "a picture: a JSON object, see zaslin schema picture",
    ),
    ("nothing but blanks", b" \n\t", "", "empty", "a picture"),
    (
        "broken UTF-8",
        b'{\n "id": "\xc3\x28"}',
        "byte 10 (line 2, column 9)",
        "0xc3",
        "UTF-8",
    ),
    (
        "UTF-16",
        '{"schema": 1}'.encode("utf-16"),
        "byte 0 (line 1, column 1)",
        "0xff",
        "UTF-8",
    ),
    # --- the file as JSON
    ("not JSON", b"hello", "line 1, column 1", "hello", "valid JSON"),
    ("comment", b"// a\n{}", "line 1, column 1", "/", "valid JSON"),
    (
        "cut off",
        WHOLE[:-1],
        f"line 1, column {len(WHOLE)}",
        "end of text",
        "the rest of the JSON document",
    ),
    (
        "a wrong value, and cut off behind it",
        changed("tracks", 0, "p_decoy", to=1.7)[:-2] + b"\n",
        "line 2, column 1",
        "end of text",
        "the rest of the JSON document",
    ),
    (
        "trailing garbage",
        WHOLE + b"\n}",
        "line 2, column 1",
        "}",
        "nothing after the document",
    ),
    (
        "two documents",
        WHOLE + b"\n" + WHOLE,
        "line 2, column 1",
        "{",
        "nothing after the document",
    ),
    ("trailing comma", WHOLE[:-1] + b",\n}", "line 2, column 1", "}", "valid JSON"),
    (
        "NaN",
        changed("tracks", 0, "p_decoy", to=Raw("\nNaN")),
        "line 2, column 1",
        "NaN",
        "a finite number",
    ),
    (
        "Infinity",
        changed("tracks", 0, "p_decoy", to=Raw("\n Infinity")),
        "line 2, column 2",
        "Infinity",
        "a finite number",
    ),
    (
        "minus Infinity",
        changed("tracks", 0, "p_decoy", to=Raw("\n-Infinity")),
        "line 2, column 1",
        "-Infinity",
        "a finite number",
    ),
    (
        "leading zero",
        changed("tracks", 0, "p_decoy", to=Raw("\n00.5")),
        "line 2, column 2",
        "0.5",
        "valid JSON",
    ),
    (
        "control character in a string",
        changed("tracks", 0, "id", to=Raw('\n"a\tb"')),
        "line 2, column 3",
        r"\t",
        "valid JSON",
    ),
    (
        "half a surrogate pair at the end",
        changed("tracks", 0, "id", to=Raw('\n"\\ud83d"')),
        "line 2, column 2",
        r"\ud83d",
        "a whole surrogate pair",
    ),
    (
        "second half of a surrogate pair",
        changed("tracks", 0, "id", to=Raw('\n"a\\udc00b"')),
        "line 2, column 3",
        r"\udc00",
        "a whole surrogate pair",
    ),
    (
        "a surrogate as three bytes",
        BROKEN,
        f"byte {BROKEN.index(0xED)} (line 2, column 2)",
        "0xed",
        "UTF-8",
    ),
    ("array", b"[]", "$", "an array of 0", "an object"),
    ("number", b"7", "$", "7", "an object"),
    ("deep array", b"[" * 1_000_000, "$", "nested too deeply", "a flat document"),
    (
        "deep object",
        changed("tracks", 0, "crew", to=Raw('{"a":' * 100_000)),
        "$",
        "nested too deeply",
        "a flat document",
    ),
    # --- fields
    (
        "unknown field",
        changed("tracks", 0, "p_decoi", to=0.5),
        "$.tracks[0].p_decoi",
        "unknown field",
        "p_decoy",
    ),
    (
        "unknown field like no other",
        changed("colour", to="red"),
        "$.colour",
        "unknown field",
        "one of schema, notional, revision, now, ",
    ),
    (
        "unknown field with a strange name",
        changed("a` - at `$.b\n", to=1),
        r'$["a` - at `$.b\n"]',
        "unknown field",
        "one of schema",
    ),
    (
        "missing field",
        without("tracks", 1, "crew"),
        "$.tracks[1].crew",
        "missing",
        "one of uncrewed, possibly_crewed, crewed",
    ),
    ("missing schema", without("schema"), "$.schema", "missing", '"zaslin/picture/1"'),
    (
        "other schema",
        changed("schema", to="zaslin/picture/2"),
        "$.schema",
        '"zaslin/picture/2"',
        '"zaslin/picture/1"',
    ),
    (
        "field stated twice",
        WHOLE[:-1] + b',"revision":2}',
        "$.revision",
        "stated twice",
        "each field once",
    ),
    (
        "field stated twice, once in escapes",
        WHOLE[:-1] + rb',"revisio\u006e":2}',
        "$.revision",
        "stated twice",
        "each field once",
    ),
    (
        "field of a track stated twice",
        changed("tracks", 2, "identification", to=Raw('{"method":1,"method":2}')),
        "$.tracks[2].identification.authority",
        "missing",
        "1 to 200 printable",
    ),
    (
        "probability stated twice",
        changed(
            "tracks",
            2,
            "class_probabilities",
            to=Raw('{"cruise_missile": 1, "cruise_missile": 1}'),
        ),
        "$.tracks[2].class_probabilities.cruise_missile",
        "stated twice",
        "each",
    ),
    # --- types and ranges
    (
        "text for a number",
        changed("tracks", 0, "speed_mps", to="50"),
        "$.tracks[0].speed_mps",
        '"50"',
        "a number, 0 to 3000",
    ),
    (
        "null for a number",
        changed("tracks", 0, "speed_mps", to=None),
        "$.tracks[0].speed_mps",
        "null",
        "a number, 0 to 3000",
    ),
    (
        "true for a number",
        changed("tracks", 0, "speed_mps", to=True),
        "$.tracks[0].speed_mps",
        "true",
        "a number, 0 to 3000",
    ),
    (
        "number for true",
        changed("tracks", 0, "civil", to=1),
        "$.tracks[0].civil",
        "1",
        "true or false",
    ),
    (
        "object for an array",
        changed("tracks", to={}),
        "$.tracks",
        "an object of 0 fields",
        "an array",
    ),
    (
        "array for an object",
        changed("tracks", 0, to=[]),
        "$.tracks[0]",
        "an array of 0",
        "an object",
    ),
    (
        "too large for a number",
        changed("tracks", 0, "speed_mps", to=Raw("1e999")),
        "$.tracks[0].speed_mps",
        "1e999",
        "0 to 3000",
    ),
    (
        "thousands of digits",
        changed("tracks", 0, "speed_mps", to=Raw("9" * 5_000)),
        "$.tracks[0].speed_mps",
        "9" * 59 + "…",
        "0 to 3000",
    ),
    (
        "thousands of digits for a whole number",
        changed("revision", to=Raw("9" * 5_000)),
        "$.revision",
        "9" * 59 + "…",
        "a whole number, 0 to 9007199254740991",
    ),
    (
        "probability above one",
        changed("tracks", 3, "p_decoy", to=1.7),
        "$.tracks[3].p_decoy",
        "1.7",
        "0 to 1",
    ),
    (
        "negative rounds",
        changed("fire_units", 0, "magazines", 0, "rounds_ready", to=-4),
        "$.fire_units[0].magazines[0].rounds_ready",
        "-4",
        "a whole number, 0 to 100000",
    ),
    (
        "half a round",
        changed("fire_units", 0, "magazines", 0, "rounds_ready", to=1.5),
        "$.fire_units[0].magazines[0].rounds_ready",
        "1.5",
        "a whole number, 0 to 100000",
    ),
    (
        "pk above one",
        changed("interceptor_types", 0, "pk", "one_way_attack", "high", to=1.2),
        "$.interceptor_types[0].pk.one_way_attack.high",
        "1.2",
        "0 to 1",
    ),
    (
        "pk below zero",
        changed("interceptor_types", 0, "pk", "one_way_attack", "low", to=-0.1),
        "$.interceptor_types[0].pk.one_way_attack.low",
        "-0.1",
        "0 to 1",
    ),
    (
        "pk the wrong way round",
        changed(
            "interceptor_types", 1, "pk", "reconnaissance", to={"low": 0.9, "high": 0.5}
        ),
        "$.interceptor_types[1].pk.reconnaissance.low",
        "0.9 above high 0.5",
        "low <= high",
    ),
    (
        "range the wrong way round",
        changed("interceptor_types", 0, "min_range_m", to=41_000.0),
        "$.interceptor_types[0].max_range_m",
        "40000.0",
        "41000 to 500000",
    ),
    (
        "a unit outside the Earth",
        changed("fire_units", 2, "latitude_deg", to=123.4),
        "$.fire_units[2].latitude_deg",
        "123.4",
        "-90 to 90",
    ),
    (
        "longitude outside the Earth",
        changed("assets", 0, "longitude_deg", to=-190.0),
        "$.assets[0].longitude_deg",
        "-190.0",
        "-180 to 180",
    ),
    (
        "altitude in orbit",
        changed("tracks", 0, "altitude_m", to=400_000),
        "$.tracks[0].altitude_m",
        "400000",
        "-500 to 40000",
    ),
    (
        "a unit on the other side of the Earth",
        changed("fire_units", 2, "latitude_deg", to=-50.0),
        "$.fire_units[2].latitude_deg",
        "-50°, 30°",
        "within 1500 km of the picture's origin",
    ),
    (
        "a prepared position far away",
        changed("fire_units", 1, "prepared_positions", 0, "longitude_deg", to=90.0),
        "$.fire_units[1].prepared_positions[0].latitude_deg",
        "50.0135°, 90°",
        "within 1500 km",
    ),
    (
        "an unknown identity",
        changed("tracks", 0, "identity", to="foe"),
        "$.tracks[0].identity",
        '"foe"',
        "one of pending, unknown, assumed_friend, friend, neutral, suspect, hostile",
    ),
    (
        "a class of track that does not exist",
        changed("tracks", 0, "class_probabilities", to={"fighter": 1.0}),
        "$.tracks[0].class_probabilities.fighter",
        '"fighter"',
        "one of one_way_attack, jet_one_way_attack, reconnaissance, cruise_missile",
    ),
    (
        "class probabilities that do not sum to one",
        changed("tracks", 4, "class_probabilities", to={"cruise_missile": 0.9}),
        "$.tracks[4].class_probabilities",
        "sums to 0.9",
        "probabilities summing to 1",
    ),
    (
        "no class probabilities",
        changed("forecast", 1, "track", "class_probabilities", to={}),
        "$.forecast[1].track.class_probabilities",
        "sums to 0.0",
        "probab",
    ),
    # --- times
    (
        "time without a zone",
        changed("now", to="2025-09-07T03:00:00"),
        "$.now",
        '"2025-09-07T03:00:00"',
        "a time with its zone, such as 2025-09-07T03:00:00Z",
    ),
    (
        "time as a number",
        changed("tracks", 0, "measured_at", to=1757214000),
        "$.tracks[0].measured_at",
        "1757214000",
        "a time with its zone",
    ),
    (
        "a day that does not exist",
        changed("now", to="2025-02-30T03:00:00Z"),
        "$.now",
        '"2025-02-30T03:00:00Z"',
        "a time with its zone",
    ),
    (
        "an intercept before its launch",
        changed("control", "pinned", 0, "intercept", to="2025-09-06T20:00:00Z"),
        "$.control.pinned[0].intercept",
        "2025-09-06T20:00:00+00:00",
        "launch, 2025-09-06T23:06:36+00:00, or later",
    ),
    (
        "a zone that ends before it begins",
        changed("control", "zones", 0, "active_until", to="2025-09-06T20:00:00Z"),
        "$.control.zones[0].active_until",
        "2025-09-06T20:00:00+00:00",
        "active_from, 2025-09-06T23:06:40+00:00, or later",
    ),
    # --- ids and references
    (
        "an empty id",
        changed("tracks", 0, "id", to=""),
        "$.tracks[0].id",
        '""',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "a long id",
        changed("tracks", 0, "id", to="T" * 65),
        "$.tracks[0].id",
        f'"{"T" * 57}…"',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "a blank at the end of an id",
        changed("tracks", 0, "id", to="T1 "),
        "$.tracks[0].id",
        '"T1 "',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "a line break in an id",
        changed("tracks", 0, "id", to="T1\n"),
        "$.tracks[0].id",
        r'"T1\n"',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "a change of direction in an id",
        changed("tracks", 0, "id", to="T\u202e1"),
        "$.tracks[0].id",
        r'"T\u202e1"',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "an invisible character in an id",
        changed("fire_units", 0, "id", to="U\u200b1"),
        "$.fire_units[0].id",
        r'"U\u200b1"',
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "a number for an id",
        changed("tracks", 0, "id", to=7),
        "$.tracks[0].id",
        "7",
        "1 to 64 printable characters, no blank at either end",
    ),
    (
        "two tracks of one id",
        changed("tracks", 2, "id", to="T1"),
        "$.tracks[2].id",
        '"T1"',
        "an id that is not used at $.tracks[0].id",
    ),
    (
        "a track and a forecast track of one id",
        changed("forecast", 0, "track", "id", to="T1"),
        "$.forecast[0].track.id",
        '"T1"',
        "an id that is not used at $.tracks[0].id",
    ),
    (
        "two units of one id",
        changed("fire_units", 1, "id", to="missile"),
        "$.fire_units[1].id",
        '"missile"',
        "an id that is not used at $.fire_units[0].id",
    ),
    (
        "two interceptor types of one id",
        changed("interceptor_types", 1, "id", to="missile"),
        "$.interceptor_types[1].id",
        '"missile"',
        "an id that is not used at $.interceptor_types[0].id",
    ),
    (
        "two assets of one id",
        changed("assets", 1, "id", to="A1"),
        "$.assets[1].id",
        '"A1"',
        "an id that is not used at $.assets[0].id",
    ),
    (
        "two populated areas of one id",
        changed("populated_areas", to=2 * at("populated_areas")),
        "$.populated_areas[1].id",
        '"town"',
        "an id that is not used at $.populated_areas[0].id",
    ),
    (
        "two zones of one id",
        changed("control", "zones", to=2 * at("control", "zones")),
        "$.control.zones[1].id",
        '"way in"',
        "an id that is not used at $.control.zones[0]",
    ),
    (
        "a zone that takes the id of a leg",
        changed(
            "control",
            "zones",
            to=[
                {"id": "Z", "corridor": {"line": LINE, "half_width_m": 100.0}},
                at("control", "zones", 0) | {"id": "Z/1"},
            ],
        ),
        "$.control.zones[1].id",
        '"Z/1"',
        "an id that is not used at $.control.zones[0]",
    ),
    (
        "two magazines of one type",
        changed("fire_units", 0, "magazines", to=2 * at("fire_units", 0, "magazines")),
        "$.fire_units[0].magazines[1].interceptor_type",
        '"missile"',
        "an id that is not used at $.fire_units[0].magazines[0].interceptor_type",
    ),
    (
        "a prepared position called current",
        changed("fire_units", 1, "prepared_positions", 0, "id", to="current"),
        "$.fire_units[1].prepared_positions[0].id",
        '"current"',
        "an id that is not used at $.fire_units[1], for where it stands",
    ),
    (
        "an unknown interceptor type",
        changed("fire_units", 0, "magazines", 0, "interceptor_type", to="misile"),
        "$.fire_units[0].magazines[0].interceptor_type",
        '"misile"',
        'an interceptor type of this picture: "missile"',
    ),
    (
        "a reserve of an unknown type",
        changed("control", "reserves", 0, "interceptor_type", to="zzz"),
        "$.control.reserves[0].interceptor_type",
        '"zzz"',
        'an interceptor type of this picture: one of "gun_round", "intercept',
    ),
    (
        "a reserve at an unknown unit",
        changed("control", "reserves", 0, "fire_unit", to="missiles"),
        "$.control.reserves[0].fire_unit",
        '"missiles"',
        'a fire unit of this picture: "missile"',
    ),
    (
        "a pin on an unknown unit",
        changed("control", "pinned", 1, "fire_unit", to="x"),
        "$.control.pinned[1].fire_unit",
        '"x"',
        "a fire unit of this picture: ",
    ),
    (
        "a pin at a position of another unit",
        changed("control", "pinned", 0, "position", to="east"),
        "$.control.pinned[0].position",
        '"east"',
        'a position of fire unit "missile" of this picture: one of "current"',
    ),
    (
        "a pin that intercepts in space",
        changed(
            "control",
            "pinned",
            0,
            "intercept_at",
            to={"latitude_deg": 50, "longitude_deg": 30, "altitude_m": 50_000},
        ),
        "$.control.pinned[0].intercept_at.altitude_m",
        "50000",
        "-500 to 40000",
    ),
    (
        "a pin that intercepts on another continent",
        changed(
            "control",
            "pinned",
            0,
            "intercept_at",
            to={"latitude_deg": -50, "longitude_deg": 30, "altitude_m": 500},
        ),
        "$.control.pinned[0].intercept_at.latitude_deg",
        "-50°, 30°",
        "within 1500 km",
    ),
    (
        "a priority of an unknown asset",
        changed("control", "priorities", to={"A1": 1, "A 9": 2}),
        '$.control.priorities["A 9"]',
        '"A 9"',
        "an asset of this picture: ",
    ),
    (
        "a priority out of range",
        changed("control", "priorities", to={"A1": 101}),
        "$.control.priorities.A1",
        "101",
        "0 to 100",
    ),
    (
        "no one to authorise",
        changed("control", "pinned", 0, "authorised_by", to="  "),
        "$.control.pinned[0].authorised_by",
        '"  "',
        "1 to 200 printable",
    ),
    (
        "identified by nobody",
        changed("tracks", 0, "identification", "authority", to=""),
        "$.tracks[0].identification.authority",
        '""',
        "1 to 200 printable",
    ),
    # --- shapes
    (
        "a polygon of two corners",
        zone(polygon=LINE),
        "$.control.zones[0].polygon",
        "an array of 2",
        "3 to 1000 corners",
    ),
    (
        "a polygon that crosses itself",
        zone(polygon=BOW_TIE),
        "$.control.zones[0].polygon",
        "edges 0 and 2 meet",
        "a polygon whose edges neither cross nor touch",
    ),
    (
        "a polygon of equal corners",
        zone(polygon=[*LINE, corner(50.1, 30.0), LINE[1]]),
        "$.control.zones[0].polygon[3]",
        "the same point as polygon[1]",
        "a point of its own",
    ),
    (
        "a polygon that encloses nothing",
        changed(
            "control", "orders", 0, "polygon", to=[*LINE, corner(50.0, 30.0000000001)]
        ),
        "$.control.orders[0].polygon",
        "corners that enclose nothing",
        "a polygon",
    ),
    (
        "a corner out of reach",
        zone(polygon=[*LINE, corner(50.0, 80.0)]),
        "$.control.zones[0].polygon[2]",
        "50°, 80°",
        "within 1500 km of",
    ),
    (
        "a corridor of one point",
        zone(corridor={"line": LINE[:1], "half_width_m": 1.0}),
        "$.control.zones[0].corridor.line",
        "an array of 1",
        "2 to 100 points",
    ),
    (
        "a corridor that stands still",
        zone(corridor={"line": [*LINE, LINE[1]], "half_width_m": 100.0}),
        "$.control.zones[0].corridor.line[2]",
        "the same point as line[1]",
        "a po",
    ),
    (
        "a corridor without width",
        zone(corridor={"line": LINE, "half_width_m": 0}),
        "$.control.zones[0].corridor.half_width_m",
        "0",
        "1 to 200000",
    ),
    (
        "a corridor whose id leaves no room for its legs",
        zone(id="Z" * 63, corridor={"line": LINE, "half_width_m": 100.0}),
        "$.control.zones[0].id",
        f'"{"Z" * 57}…"',
        "at most 62 characters for a corridor of 1 legs",
    ),
    (
        "a zone without a shape",
        zone(),
        "$.control.zones[0].polygon",
        "missing",
        "either a polygon or a corridor",
    ),
    (
        "a zone of two shapes",
        zone(
            polygon=at("control", "zones", 0, "polygon"),
            corridor={"line": LINE, "half_width_m": 100.0},
        ),
        "$.control.zones[0].corridor",
        "beside a polygon",
        "either a polygon or a",
    ),
    (
        "a zone whose ceiling is below its floor",
        changed("control", "zones", 0, "ceiling_m", to=200.0),
        "$.control.zones[0].ceiling_m",
        "200.0",
        "at least 300",
    ),
    # --- the label
    (
        "not notional",
        changed("notional", to=False),
        "$.notional",
        "false",
        "true: Zaslin works on notional data",
    ),
]


@pytest.mark.parametrize(
    ("data", "place", "value", "accepted"),
    [each[1:] for each in TABLE],
    ids=[title for title, *_ in TABLE],
)
def test_bad_input_is_refused_in_one_clear_line(
    data: bytes, place: str, value: str, accepted: str
) -> None:
    """File, place, value, what is accepted; nothing else and nothing over two lines."""
    with pytest.raises(Rejected) as caught:
        decode(data, "picture.json")

    line = str(caught.value)
    where = f"zaslin: picture.json: {place}: " if place else "zaslin: picture.json: "
    assert line.startswith(f"{where}{value}")
    assert f"; accepted: {accepted}" in line
    assert line.isprintable()
    assert len(line) < 400


def test_the_document_that_the_table_spoils_is_good() -> None:
    """Otherwise each row would be refused for a reason of its own."""
    assert decode(WHOLE, "picture.json").revision == 1
    assert len(DOCUMENT["tracks"]) == 5


def test_every_row_of_the_table_has_its_own_title() -> None:
    """Two rows of one name would hide one another in a report."""
    titles = [title for title, *_ in TABLE]

    assert len(titles) == len(set(titles))

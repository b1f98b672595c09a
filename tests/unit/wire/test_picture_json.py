"""Pictures to files and back."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from tests import pictures
from tests.unit.wire.sameness import differences
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind
from zaslin.domain.ids import AssetId, FireUnitId, TrackId, ZoneId
from zaslin.domain.picture import Picture
from zaslin.domain.space import GeoPoint, Position, Sector, Velocity
from zaslin.wire.picture_json import decode, encode, picture_schema
from zaslin.wire.rejected import Rejected

EARTH = Geod(ellps="WGS84")
VALIDATOR = jsonschema.Draft202012Validator(
    picture_schema(), format_checker=jsonschema.FormatChecker()
)
NAMED: list[Callable[[], Picture]] = [
    pictures.one_track_one_unit,
    pictures.empty_sky,
    pictures.two_units_one_round,
    pictures.saturated,
    pictures.all_friendly,
    pictures.hold,
    pictures.empty_magazines,
    pictures.mixed_types,
    pictures.with_pins_and_shown,
    pictures.with_forecast,
]
LEAST: dict[str, Any] = {
    "schema": "zaslin/picture/1",
    "revision": 7,
    "now": "2025-09-07T03:00:00Z",
    "origin": {"latitude_deg": 50.45, "longitude_deg": 30.52},
}


def everything() -> Picture:
    """A picture with every field of the domain away from its default."""
    picture = pictures.with_pins_and_shown()
    unit = replace(
        picture.fire_units[1],
        sector=Sector(math.radians(200.0), math.radians(90.0)),
        ready_at_s=pictures.NOW_S + 33.25,
        magazines=tuple(
            replace(each, saved_value_meur=1.5)
            for each in picture.fire_units[1].magazines
        ),
        prepared_positions=(
            replace(
                picture.fire_units[1].prepared_positions[0],
                sector=Sector(math.radians(350.0), math.radians(20.0)),
            ),
        ),
    )
    track = replace(
        picture.tracks[0],
        velocity=Velocity(-31.5, 17.25, -4.5),
        civil=True,
        p_decoy=0.4,
        position_sigma_m=250.0,
        velocity_sigma_mps=7.5,
    )
    asset = replace(picture.assets[0], name="Notional power plant № 1")
    return replace(
        picture,
        revision=2**53 - 1,
        tracks=(track, *picture.tracks[1:]),
        fire_units=(picture.fire_units[0], unit, *picture.fire_units[2:]),
        assets=(asset, *picture.assets[1:]),
        forecast=pictures.with_forecast().forecast,
        control=Control(
            weapons_control=WeaponsControlStatus.TIGHT,
            orders=(
                WeaponsControlOrder(
                    status=WeaponsControlStatus.HOLD,
                    area=pictures.square(1_000.0, 2_000.0, half_m=500.0),
                    kind=EffectorKind.GUN,
                ),
            ),
            zones=(
                NoEngagementZone(
                    id=ZoneId("way in"),
                    area=pictures.square(-5_000.0, 9_000.0, half_m=750.0),
                    floor_m=300.0,
                    ceiling_m=3_000.0,
                    active_from_s=pictures.NOW_S,
                    active_until_s=pictures.NOW_S + 600.5,
                    kinds=frozenset({EffectorKind.MISSILE, EffectorKind.GUN}),
                ),
            ),
            reserves=(
                ReserveOrder(
                    interceptor_type=pictures.MISSILE.id,
                    rounds=1,
                    fire_unit=FireUnitId("missile"),
                ),
            ),
            priorities={AssetId("A1"): 2.5},
            forbidden=(
                ForbiddenPairing(
                    track=TrackId("T3"),
                    fire_unit=FireUnitId("gun"),
                    interceptor_type=pictures.GUN_ROUND.id,
                ),
            ),
            pinned=(
                picture.control.pinned[0],
                replace(
                    picture.control.pinned[1],
                    fire_unit=unit.id,
                    position=unit.prepared_positions[0].id,
                    intercept_at=Position(-4_000.0, 22_000.0, 750.0),
                ),
            ),
        ),
    )


def document(**changes: Any) -> bytes:
    """The least document, with some fields more."""
    return json.dumps(LEAST | changes).encode()


def zone(**changes: Any) -> dict[str, Any]:
    """A control object with one zone."""
    return {"zones": [{"id": "Z", **changes}]}


def points(*degrees: tuple[float, float]) -> list[dict[str, float]]:
    """Points of a document by latitude and longitude."""
    return [{"latitude_deg": lat, "longitude_deg": lon} for lat, lon in degrees]


@pytest.mark.parametrize("make", [*NAMED, everything], ids=lambda make: make.__name__)
def test_a_picture_comes_back(make: Callable[[], Picture]) -> None:
    """To a millionth of a metre, second and radian; everything else exactly."""
    picture = make()

    back = decode(encode(picture), "picture.json")

    assert differences(picture, back) == []


@given(
    seed=st.integers(0, 2**32 - 1),
    latitude=st.floats(-89.0, 89.0),
    longitude=st.floats(-180.0, 180.0),
)
def test_any_picture_comes_back(seed: int, latitude: float, longitude: float) -> None:
    """Wherever on Earth it is."""
    picture = replace(
        pictures.random_picture(seed, forecast=2, pins=2, shown=3),
        origin=GeoPoint(latitude, longitude),
    )

    data = encode(picture)
    back = decode(data, "picture.json")

    assert differences(picture, back) == []
    VALIDATOR.validate(json.loads(data))


def test_far_from_the_origin_a_picture_comes_back() -> None:
    """At 700 km, where the frame's north is degrees away from true north."""
    picture = pictures.mixed_types()
    moved = tuple(
        replace(track, position=replace(track.position, east_m=-700_000.0))
        for track in picture.tracks
    )
    unit = replace(
        picture.fire_units[2], position=Position(500_000.0, 480_000.0, 210.0)
    )
    picture = replace(
        picture,
        tracks=moved,
        fire_units=(*picture.fire_units[:2], unit, picture.fire_units[3]),
    )

    assert differences(picture, decode(encode(picture), "picture.json")) == []


@pytest.mark.parametrize("make", [*NAMED, everything], ids=lambda make: make.__name__)
def test_documents_follow_the_published_schema(make: Callable[[], Picture]) -> None:
    """What Zaslin writes, a stranger's validator accepts."""
    VALIDATOR.validate(json.loads(encode(make())))


def test_the_schema_is_a_schema() -> None:
    """Draft 2020-12, with a description of every object and units of numbers."""
    schema = picture_schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:zaslin:picture:1"
    for name, each in json.loads(json.dumps(schema))["$defs"].items():
        assert each["description"], name


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    """Unknown fields, bounds, unprintable ids."""
    for changes in (
        {"colour": "red"},
        {"revision": -1},
        {"notional": False},
        {"assets": [{"id": "a\n", **points((50.0, 30.0))[0], "value_meur": 1}]},
        {"assets": [{"id": "a", **points((91.0, 30.0))[0], "value_meur": 1}]},
    ):
        assert not VALIDATOR.is_valid(LEAST | changes), changes
        with pytest.raises(Rejected):
            decode(document(**changes), "picture.json")


def test_the_same_picture_gives_the_same_bytes() -> None:
    """However its sets and mappings are ordered inside."""
    kinds = (EffectorKind.MISSILE, EffectorKind.GUN, EffectorKind.INTERCEPTOR_DRONE)
    picture = everything()

    def with_kinds(order: tuple[EffectorKind, ...]) -> bytes:
        only = replace(picture.control.zones[0], kinds=frozenset(order))
        return encode(replace(picture, control=replace(picture.control, zones=(only,))))

    assert with_kinds(kinds) == with_kinds(kinds[::-1])


def test_a_file_is_labelled_notional() -> None:
    """Every file that Zaslin writes says so; one that denies it is not read."""
    assert json.loads(encode(pictures.empty_sky()))["notional"] is True
    assert decode(document(notional=True), "f").revision == 7
    with pytest.raises(Rejected, match=r"\$\.notional: false; accepted: true"):
        decode(document(notional=False), "f")


def test_the_least_document_is_an_empty_picture_on_hold() -> None:
    """Silence about weapons control means HOLD."""
    picture = decode(document(), "f")

    assert picture == Picture(
        revision=7, now_s=1_757_214_000.0, origin=GeoPoint(50.45, 30.52)
    )
    assert picture.control.weapons_control is WeaponsControlStatus.HOLD


def test_an_empty_picture_comes_back() -> None:
    """No unit, no track, no asset."""
    picture = decode(document(), "f")

    assert decode(encode(picture), "f") == picture


def test_times_may_have_any_zone() -> None:
    """Kyiv summer time is three hours ahead."""
    assert decode(document(now="2025-09-07T06:00:00+03:00"), "f").now_s == (
        decode(document(), "f").now_s
    )


def test_a_byte_order_mark_is_no_fault() -> None:
    """Some programs write one in front of UTF-8."""
    assert decode(b"\xef\xbb\xbf" + document(), "f") == decode(document(), "f")


def test_a_unit_that_says_nothing_is_ready_now() -> None:
    """So are its sector, all round, and its doctrine."""
    unit = {"id": "U", **points((50.0, 30.0))[0], "channels": 1, "magazines": []}

    (made,) = decode(document(fire_units=[unit]), "f").fire_units

    assert made.ready_at_s == 0.0
    assert made.sector is None


def test_courses_and_sectors_are_from_true_north() -> None:
    """Six degrees of longitude east of the origin, north is not "up" any more."""
    spot = points((50.0, 36.5))[0]
    track = json.loads(encode(pictures.one_track_one_unit()))["tracks"][0]
    track |= {**spot, "course_deg": 0.0, "speed_mps": 60.0}
    unit = {"id": "U", **spot, "channels": 1, "magazines": []}
    unit["sector"] = {"centre_deg": 0.0, "width_deg": 90.0}

    picture = decode(document(tracks=[track], fire_units=[unit]), "f")

    convergence = math.radians(36.5 - 30.52) * math.sin(math.radians(50.0))
    velocity = picture.tracks[0].velocity
    assert math.hypot(velocity.east_mps, velocity.north_mps) == pytest.approx(60.0)
    course = math.atan2(velocity.east_mps, velocity.north_mps)
    sector = picture.fire_units[0].sector
    assert sector is not None
    # The sign: meridians lean towards the pole, so true north there points west.
    assert -1.2 * convergence < course < -0.8 * convergence
    assert math.remainder(sector.centre_rad - course, 2.0 * math.pi) == pytest.approx(
        0.0, abs=1e-9
    )


def test_a_corridor_becomes_one_zone_per_leg() -> None:
    """Named after the corridor, and each covers its leg and the half width."""
    line = points((50.3, 30.0), (50.4, 30.2), (50.3, 30.6))
    control = zone(corridor={"line": line, "half_width_m": 2_000.0}, floor_m=500.0)

    zones = decode(document(control=control), "f").control.zones

    assert [each.id for each in zones] == ["Z/1", "Z/2"]
    assert all(each.floor_m == 500.0 for each in zones)
    for each, start, end in zip(zones, line, line[1:], strict=False):
        _, _, length = EARTH.inv(
            start["longitude_deg"], start["latitude_deg"],
            end["longitude_deg"], end["latitude_deg"],
        )  # fmt: skip
        corners = np.array(each.area.vertices_m)
        sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
        assert sorted(sides)[:2] == pytest.approx([4_000.0] * 2)
        assert sorted(sides)[2:] == pytest.approx([length + 4_000.0] * 2, rel=1e-4)


def test_a_polygon_may_repeat_its_first_corner() -> None:
    """As GeoJSON rings do."""
    ring = points((50.0, 30.0), (50.0, 30.5), (50.3, 30.2))

    open_ring, closed_ring = (
        decode(document(control=zone(polygon=each)), "f").control.zones[0].area
        for each in (ring, [*ring, ring[0]])
    )

    assert open_ring == closed_ring
    assert len(open_ring.vertices_m) == 3


def test_what_a_file_cannot_hold_is_refused_on_writing() -> None:
    """A place off the map of the frame, a time beyond the calendar."""
    picture = pictures.one_track_one_unit()
    far = replace(picture.tracks[0], position=Position(2.0e6, 0.0, 100.0))

    with pytest.raises(ValueError, match="accepted: at most 1500000 m"):
        encode(replace(picture, tracks=(far,)))
    with pytest.raises(ValueError, match="up to the year 9999"):
        encode(replace(picture, now_s=1.0e12))


def test_the_domain_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it refuses and no check here foresaw is a refusal with the file name."""

    def refuse(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("zaslin.wire.picture_json.picture_from_wire", refuse)

    with pytest.raises(Rejected, match=r"^zaslin: f: \$: odd; accepted: a picture"):
        decode(document(), "f")


@pytest.mark.parametrize(
    ("time", "accepted"),
    [
        ("2025-09-07T03:00:00Z", True),
        ("2025-09-07T03:00:00.5+03:00", True),
        ("2025-09-07T03:00:00-0330", True),
        ("2025-09-07T03:00:00", False),
        ("2025-09-07T03:00:00+3", False),
    ],
)
def test_the_schema_demands_the_zone_that_the_decoder_demands(
    time: str, accepted: bool
) -> None:
    """Also without a format checker, which many validators lack."""
    document = LEAST | {"now": time}
    plain = jsonschema.Draft202012Validator(picture_schema())

    assert plain.is_valid(document) is accepted
    if accepted:
        decode(json.dumps(document).encode(), "picture.json")
    else:
        with pytest.raises(Rejected, match="a time with its zone"):
            decode(json.dumps(document).encode(), "picture.json")

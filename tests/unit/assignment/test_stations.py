"""Stations and mounts: where a unit may stand, and what it may fire from there."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import (
    FREE,
    GUN_ROUND,
    JAMMER,
    MISSILE,
    NOW_S,
    TYPES,
    gun_group,
    jammer_unit,
    missile_unit,
    one_track_one_unit,
    with_pins_and_shown,
)
from zaslin.assignment.stations import (
    KINDS,
    Mount,
    mount_records,
    mounts_of,
    reserve_of,
    stations_of,
)
from zaslin.domain.control import Control, ReserveOrder
from zaslin.domain.defence import EffectorKind, FireUnit, FiringDoctrine, Magazine
from zaslin.domain.ids import FireUnitId, PositionId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Sector

PIN = with_pins_and_shown().control.pinned[0]


def picture_of(*units: FireUnit, control: Control = FREE) -> Picture:
    """One track and these units."""
    return replace(one_track_one_unit(), fire_units=units, control=control)


def mounts_in(picture: Picture, strictness: int = 0) -> list[Mount]:
    """The mounts of a picture whose stations are all under one status."""
    pins = picture.control.pinned
    held = {pin.fire_unit: pin.position for pin in pins}
    stations = stations_of(picture.fire_units, held, NOW_S)
    strict = np.full((len(stations), len(KINDS)), strictness, dtype=np.int64)
    return mounts_of(stations, picture, pins, strict)


def test_a_unit_stands_where_it_is_or_where_it_may_drive() -> None:
    """There it is ready after travel and set-up, and has that place's sector."""
    unit = replace(
        gun_group("U"),
        ready_at_s=NOW_S + 7.0,
        setup_time_s=60.0,
        sector=Sector(1.0, 2.0),
    )

    here, there = stations_of([unit], {}, NOW_S)

    assert (here.position_id, here.ready_s) == ("current", NOW_S + 7.0)
    assert here.sector == Sector(1.0, 2.0)
    assert (there.position_id, there.ready_s) == ("east", NOW_S + 300.0)
    assert there.position.east_m == 5_000.0
    assert there.sector is None
    assert (here.unit_index, there.unit_index) == (0, 0)


@pytest.mark.parametrize("place", ["current", "east"])
def test_a_unit_that_is_held_has_one_position(place: str) -> None:
    """Only the unit of the pinned engagement, and only its other positions go."""
    held = {FireUnitId("U1"): PositionId(place)}

    stations = stations_of([gun_group("U1"), gun_group("U2")], held, NOW_S)

    places = [(station.unit.id, station.position_id) for station in stations]
    assert places == [("U1", place), ("U2", "current"), ("U2", "east")]
    assert [station.unit_index for station in stations] == [0, 1, 1]


@pytest.mark.parametrize(
    ("own", "orders", "expected"),
    [
        (0, (), 0),
        (2, (), 2),
        (2, (ReserveOrder(interceptor_type=MISSILE.id, rounds=1),), 2),
        (1, (ReserveOrder(interceptor_type=MISSILE.id, rounds=3),), 3),
        (
            0,
            (
                ReserveOrder(interceptor_type=MISSILE.id, rounds=1),
                ReserveOrder(
                    interceptor_type=MISSILE.id, rounds=2, fire_unit=FireUnitId("U")
                ),
            ),
            2,
        ),
        (0, (ReserveOrder(interceptor_type=GUN_ROUND.id, rounds=3),), 0),
        (
            0,
            (
                ReserveOrder(
                    interceptor_type=MISSILE.id, rounds=3, fire_unit=FireUnitId("V")
                ),
            ),
            0,
        ),
    ],
)
def test_the_largest_matching_reserve_binds(
    own: int, orders: tuple[ReserveOrder, ...], expected: int
) -> None:
    """The magazine's own, orders for every unit, and orders for this one."""
    magazine = Magazine(interceptor_type=MISSILE.id, rounds_ready=9, min_reserve=own)

    reserve = reserve_of(missile_unit("U"), magazine, replace(FREE, reserves=orders))

    assert reserve == expected


@pytest.mark.parametrize(
    ("unit", "strictness", "expected"),
    [
        (missile_unit("U"), 0, None),
        (missile_unit("U"), 1, None),
        (missile_unit("U"), 2, ReasonCode.WEAPONS_HOLD),
        (replace(missile_unit("U"), channels=0), 0, ReasonCode.NO_CHANNEL),
        (replace(missile_unit("U"), channels=0), 2, ReasonCode.WEAPONS_HOLD),
        (missile_unit("U", rounds=0), 0, ReasonCode.NO_ROUNDS),
        (jammer_unit("U"), 0, None),
        (replace(jammer_unit("U"), channels=0), 0, ReasonCode.NO_CHANNEL),
    ],
)
def test_a_mount_that_cannot_fire_says_why(
    unit: FireUnit, strictness: int, expected: ReasonCode | None
) -> None:
    """HOLD before channels before rounds; electronic warfare needs none."""
    (mount,) = mounts_in(picture_of(unit), strictness)

    assert mount.refusal is expected


@pytest.mark.parametrize(
    ("ready", "stored", "reserve", "rounds", "refusal"),
    [
        (4, 2, 0, 6, None),
        (4, 2, 5, 1, None),
        (4, 2, 6, 0, ReasonCode.RESERVE),
        (4, 2, 9, 0, ReasonCode.RESERVE),
        (0, 2, 0, 2, None),
        (0, 0, 3, 0, ReasonCode.NO_ROUNDS),
    ],
)
def test_rounds_are_ready_and_stored_ones_less_the_reserve(
    ready: int, stored: int, reserve: int, rounds: int, refusal: ReasonCode | None
) -> None:
    """Never below zero; what is only stored can be loaded."""
    magazine = Magazine(
        interceptor_type=MISSILE.id,
        rounds_ready=ready,
        rounds_stored=stored,
        reload_time_s=60.0,
        min_reserve=reserve,
    )
    (mount,) = mounts_in(picture_of(replace(missile_unit("U"), magazines=(magazine,))))

    assert (mount.rounds, mount.refusal) == (rounds, refusal)
    assert mount.reserve == reserve


@pytest.mark.parametrize(("launched", "left"), [(False, 1), (True, 4)])
def test_pinned_rounds_are_spent_once(*, launched: bool, left: int) -> None:
    """A round in flight has left the magazine already."""
    pin = replace(PIN, fire_unit=FireUnitId("U"), salvo_size=3, launched=launched)
    control = replace(FREE, pinned=(pin,))

    (mount,) = mounts_in(picture_of(missile_unit("U"), control=control))

    assert mount.rounds == left


def test_pinned_jamming_spends_nothing() -> None:
    """Electronic warfare has no rounds to reserve."""
    pin = replace(PIN, fire_unit=FireUnitId("U"), interceptor_type=JAMMER.id)
    picture = picture_of(jammer_unit("U"), control=replace(FREE, pinned=(pin,)))

    (mount,) = mounts_in(picture)

    assert (mount.rounds, mount.refusal) == (0, None)


def test_records_hold_what_the_kernels_read() -> None:
    """Times relative to now, half the sector's width, one bit per weapon class."""
    unit = replace(
        missile_unit("U", east_m=500.0),
        sector=Sector(1.0, 2.0),
        ready_at_s=NOW_S + 40.0,
        doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK,
    )
    picture = picture_of(unit)
    saved = replace(unit.magazines[0], saved_value_meur=0.5)
    dearer = picture_of(replace(unit, magazines=(saved,)))

    (record,) = mount_records(
        mounts_in(picture), picture, PlanParams(rounds_weight=3.0)
    )

    assert record["east_m"] == 500.0
    assert record["first_launch_s"] == 40.0
    assert (record["sector_centre_rad"], record["sector_half_rad"]) == (1.0, 1.0)
    assert record["largest_salvo"] == 2
    assert record["money_per_round"] == 3.0
    assert mount_records(mounts_in(dearer), dearer, PlanParams())[0][
        "money_per_round"
    ] == pytest.approx(1.5)
    assert record["kind_bit"] == 1 << KINDS.index(EffectorKind.MISSILE)
    assert record["type_index"] == TYPES.index(MISSILE)


def test_without_a_sector_a_unit_fires_all_round_after_its_reaction() -> None:
    """Half a full circle to each side; ready long ago."""
    picture = picture_of(missile_unit("U"))

    (record,) = mount_records(mounts_in(picture), picture, PlanParams())

    assert record["sector_half_rad"] == math.pi
    assert record["first_launch_s"] == 12.0


@pytest.mark.parametrize(
    ("unit", "most", "salvo"),
    [
        (missile_unit("U"), 2, 1),
        (replace(missile_unit("U"), doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK), 1, 1),
        (replace(missile_unit("U"), doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK), 3, 2),
        (replace(jammer_unit("U"), doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK), 3, 1),
    ],
)
def test_salvos_follow_doctrine_and_stage_and_jamming_is_always_one(
    unit: FireUnit, most: int, salvo: int
) -> None:
    """Two under shoot-shoot-look, never more than a stage holds."""
    picture = picture_of(unit)

    (record,) = mount_records(
        mounts_in(picture), picture, PlanParams(max_shots_per_stage=most)
    )

    assert record["largest_salvo"] == salvo


def test_no_units_have_no_mounts() -> None:
    """Empty in, empty out."""
    picture = picture_of()

    assert mounts_in(picture) == []
    assert len(mount_records([], picture, PlanParams())) == 0

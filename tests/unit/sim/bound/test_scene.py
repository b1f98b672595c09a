"""Tries leave nothing out: every launch that works is one, with as much to gain."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.closed_loop import STARTS_S, small_setting
from zaslin.domain.defence import (
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
    PreparedPosition,
)
from zaslin.domain.ids import FireUnitId, PositionId
from zaslin.domain.space import Position, Sector
from zaslin.sim.bound.scene import Ground, ground_of, pk_table, tries_at
from zaslin.sim.bound.tries import Tries
from zaslin.sim.meeting import class_of, meet
from zaslin.sim.raid import CLASSES, Raid
from zaslin.sim.route import Routes, dog_legs, with_holding
from zaslin.sim.scenario import Resupply
from zaslin.sim.setting import Setting

RAIDS = 12
LAUNCHES = 4000
_MILLISECOND = 2e-3
"""As finely as the simulator's own search knows the moment of a meeting."""


def field(seed: int) -> Setting:
    """Every type of the shipped ones at two units each, somewhere in 30 km."""
    rng = np.random.default_rng([seed, 1])
    setting = small_setting()
    kinds = setting.defence.interceptor_types
    units = tuple(
        unit_of(FireUnitId(f"{kind.id}-{number}"), kind, rng)
        for kind in kinds
        for number in range(2)
    )
    return replace(setting, defence=replace(setting.defence, fire_units=units))


def unit_of(
    name: FireUnitId, kind: InterceptorType, rng: np.random.Generator
) -> FireUnit:
    """A unit with one magazine; some have a sector, and a second place to stand."""
    east_m, north_m, away_m = rng.uniform(-15_000.0, 15_000.0, 3).tolist()
    there = PreparedPosition(
        id=PositionId("there"),
        position=Position(east_m + away_m / 3.0, north_m, 120.0),
        travel_time_s=60.0,
    )
    return FireUnit(
        id=name,
        position=Position(east_m, north_m, float(rng.choice([0.0, 150.0]))),
        channels=int(rng.integers(1, 3)),
        magazines=(Magazine(interceptor_type=kind.id, rounds_ready=4),),
        antenna_height_m=4.0,
        sensor_range_m=float(rng.choice([8000.0, 100_000.0])),
        sector=Sector(float(rng.uniform(0, 6.28)), 2.0) if rng.random() < 0.4 else None,
        doctrine=FiringDoctrine.SHOOT_LOOK_SHOOT,
        prepared_positions=(there,) if rng.random() < 0.4 else (),
    )


def raid_of(seed: int, count: int = 12) -> Raid:
    """Objects of every class that come in over bends and holding circles."""
    rng = np.random.default_rng([seed, 2])
    starts_m = rng.uniform(-60_000.0, 60_000.0, (count, 2))
    ends_m = rng.uniform(-12_000.0, 12_000.0, (count, 2))
    class_index = rng.integers(len(CLASSES), size=count)
    speed_mps = np.array([48.0, 140.0, 32.0, 220.0])[class_index]
    holding_m = speed_mps * np.where(rng.random(count) < 0.4, 200.0, 0.0)
    bent_m = dog_legs(starts_m, ends_m, 3, 0.2, rng)
    routes = Routes(with_holding(bent_m, holding_m, rng), speed_mps)
    launched_s = STARTS_S + rng.uniform(0.0, 200.0, count)
    return Raid(
        routes=routes,
        launched_s=launched_s,
        arrives_s=launched_s + routes.flight_times_s(),
        altitude_m=rng.uniform(40.0, 3000.0, count),
        class_index=class_index,
        decoy_prior=np.zeros(count),
        is_decoy=np.zeros(count, dtype=bool),
        asset_index=np.zeros(count, dtype=np.int64),
    )


def all_tries(setting: Setting, raid: Raid) -> tuple[Ground, Tries]:
    """Tries at everything, known from the start."""
    ground = ground_of(setting)
    kinds = setting.defence.interceptor_types
    pk = pk_table(kinds, {kind.id: 1.0 for kind in kinds})
    known_s = np.full(len(raid), STARTS_S)
    counted = np.ones(len(raid), dtype=bool)
    return ground, tries_at(ground, raid, known_s, ~counted, counted, pk, STARTS_S)


def placed(unit: FireUnit) -> Iterator[FireUnit]:
    """The unit at each of its places."""
    yield unit
    for place in unit.prepared_positions:
        yield replace(unit, position=place.position, sector=place.sector)


def earliest_s(raid: Raid, row: int, unit: FireUnit) -> float:
    """When the order for a launch at an object could have come through."""
    ordered_s = STARTS_S + 2.0 + unit.reaction_time_s
    return max(ordered_s, float(raid.launched_s[row]))


def launches_missed(setting: Setting, raid: Raid, tries: Tries, seed: int) -> list[str]:
    """Launches that work and that no try covers, or one with too little to gain."""
    rng = np.random.default_rng([seed, 3])
    table, missed, worked = tries.table, [], 0
    units = setting.defence.fire_units
    kinds = {kind.id: kind for kind in setting.defence.interceptor_types}
    for _ in range(LAUNCHES):
        mount, row = int(rng.integers(len(units))), int(rng.integers(len(raid)))
        unit = list(placed(units[mount]))[
            int(rng.integers(2)) % len(list(placed(units[mount])))
        ]
        kind = kinds[unit.magazines[0].interceptor_type]
        ready_s = earliest_s(raid, row, unit)
        launch_s = float(rng.uniform(ready_s, max(ready_s, raid.arrives_s[row])))
        believed = kind.pk.get(class_of(raid, row))
        meeting = meet(raid, row, unit, kind, launch_s)
        if meeting is None or believed is None or meeting.factor * believed.high <= 0.0:
            continue
        worked += 1
        since_s = launch_s - STARTS_S
        covers = (
            (table["object"] == row)
            & (table["mount"] == mount)
            & (table["opens_s"] <= since_s + _MILLISECOND)
            & (table["closes_s"] >= since_s - _MILLISECOND)
            & (table["busy_s"] <= meeting.known_s - launch_s + _MILLISECOND)
            & (table["p_kill"] >= meeting.factor * believed.high - 1e-9)
        )
        if not covers.any():
            missed.append(f"{unit.id} at row {row}, {since_s:.1f} s")
    assert worked > LAUNCHES // 100
    return missed


@pytest.mark.parametrize("seed", range(RAIDS))
def test_every_launch_that_works_is_covered_by_a_try(seed: int) -> None:
    """As late, as short and as sure as the simulator has it, or better."""
    setting, raid = field(seed), raid_of(seed)
    _, tries = all_tries(setting, raid)

    assert launches_missed(setting, raid, tries, seed) == []


@pytest.mark.parametrize(
    ("column", "change"),
    [("p_kill", -0.02), ("busy_s", 2.0), ("opens_s", 3.0), ("closes_s", -3.0)],
)
def test_tries_rounded_the_wrong_way_are_found_out(column: str, change: float) -> None:
    """Planted faults: less sure, longer, later or earlier than it really is."""
    setting, raid = field(0), raid_of(0)
    _, tries = all_tries(setting, raid)
    table = tries.table.copy()
    table[column] += change

    assert launches_missed(setting, raid, tries._replace(table=table), 0)


def test_no_unit_fits_more_launches_in_than_there_are_tries() -> None:
    """One launch after another at one object, each as soon as the last was assessed."""
    counted = 0
    for seed in range(2):
        setting, raid = field(seed), raid_of(seed)
        _, tries = all_tries(setting, raid)
        kinds = {kind.id: kind for kind in setting.defence.interceptor_types}
        for mount, unit in enumerate(setting.defence.fire_units):
            kind = kinds[unit.magazines[0].interceptor_type]
            for row in range(len(raid)):
                made = launches_in_a_row(raid, row, unit, kind)
                table = tries.table
                own = table[(table["object"] == row) & (table["mount"] == mount)]
                assert made <= own["copies"].sum()
                counted += made
    assert counted > 100


def launches_in_a_row(
    raid: Raid, row: int, unit: FireUnit, kind: InterceptorType
) -> int:
    """How often a unit launches at an object, always as soon as it has looked."""
    believed = kind.pk.get(class_of(raid, row))
    if believed is None or believed.high == 0.0:
        return 0
    made, at_s = 0, earliest_s(raid, row, unit)
    while at_s < raid.arrives_s[row]:
        meeting = meet(raid, row, unit, kind, at_s)
        if meeting is None or meeting.factor == 0.0:
            at_s += 5.0
            continue
        made += 1
        at_s = meeting.known_s
    return made


def test_a_round_that_is_not_known_is_not_shot_at() -> None:
    """No launch before an object is known, decided on and ordered; none if never."""
    setting, raid = field(1), raid_of(1)
    ground = ground_of(setting)
    kinds = setting.defence.interceptor_types
    pk = pk_table(kinds, {kind.id: 0.5 for kind in kinds})
    known_s = np.full(len(raid), STARTS_S + 300.0)
    known_s[0] = np.inf
    counted = np.ones(len(raid), dtype=bool)

    tries = tries_at(ground, raid, known_s, ~counted, counted, pk, STARTS_S)

    staff = setting.scenario.staff
    reactions_s = [unit.reaction_time_s for unit in setting.defence.fire_units]
    assert not np.any(tries.table["object"] == 0)
    assert tries.table["opens_s"].min() >= (
        300.0 + staff.decides_s.low + min(reactions_s) - 1e-9
    )


def test_rounds_come_with_resupply_and_the_reserve_stays() -> None:
    """Two of six rounds are kept back; three more may be launched after they came."""
    setting = field(2)
    unit = setting.defence.fire_units[0]
    kind = next(
        each for each in setting.defence.interceptor_types if each.spends_rounds
    )
    magazine = Magazine(
        interceptor_type=kind.id, rounds_ready=2, rounds_stored=4, min_reserve=2,
        reload_time_s=60.0,
    )  # fmt: skip
    unit = replace(unit, magazines=(magazine,))
    scenario = replace(
        setting.scenario,
        resupply=(Resupply(at_s=600.0, interceptor_type=str(kind.id), rounds=3),),
    )
    defence = replace(setting.defence, fire_units=(unit,))

    supply = ground_of(replace(setting, scenario=scenario, defence=defence)).supply

    np.testing.assert_array_equal(supply.before_s, [600.0, math.inf])
    np.testing.assert_array_equal(supply.rounds, [[4.0, 7.0]])
    np.testing.assert_array_equal(supply.channel_s[0, :2], [30.0 * unit.channels] * 2)
    np.testing.assert_array_equal(supply.rail_s[0, :2], [60.0, 60.0])

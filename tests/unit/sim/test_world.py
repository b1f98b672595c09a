"""Truth under fire: kills as often as pk says, nothing killed twice, common dice."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.sim.test_meeting import KIND, UNIT
from zaslin.domain.defence import InterceptorType, PopulatedArea
from zaslin.domain.ids import EngagementId
from zaslin.domain.space import Position
from zaslin.sim.draw import DICE, Draw
from zaslin.sim.raid import Raid
from zaslin.sim.route import Routes
from zaslin.sim.world import World

NAMES = tuple(EngagementId(f"E{number}") for number in range(10_000))


def drawn(count: int, seed: int = 1) -> Draw:
    """Objects that all come down the same line from the north, 8 km out at zero."""
    points_m = np.tile(np.array([[0.0, 8000.0], [0.0, 0.0]]), (count, 1, 1))
    return Draw(
        seed=seed,
        raid=Raid(
            routes=Routes(points_m, np.full(count, 50.0)),
            launched_s=np.zeros(count),
            arrives_s=np.full(count, 160.0),
            altitude_m=np.zeros(count),
            class_index=np.zeros(count, dtype=np.int64),
            decoy_prior=np.zeros(count),
            is_decoy=np.zeros(count, dtype=bool),
            asset_index=np.zeros(count, dtype=np.int64),
        ),
        damage_meur=np.ones(count),
        dice=np.random.default_rng(seed).random((count, DICE)),
        pk_point={KIND.id: 0.5},
        forecast=(),
    )


def shoot(
    world: World, row: int | None, number: int, launch_s: float = 0.0,
    salvo_size: int = 1, kind: InterceptorType = KIND,
) -> float:  # fmt: skip
    """Launch one engagement at a row."""
    aimed = world.aim(row, UNIT, kind, launch_s)
    world.launch(NAMES[number], row, kind, salvo_size, aimed)
    return aimed.known_s


@pytest.mark.parametrize(("salvo_size", "expected"), [(1, 0.6), (2, 0.84)])
def test_kill_frequencies_match_pk(salvo_size: int, expected: float) -> None:
    """Of 4,000 shots within best range, pk of them kill, to four standard errors."""
    count = 4000
    world = World(drawn(count), ())
    for row in range(count):
        shoot(world, row, row, salvo_size=salvo_size)

    effects = world.advance(100.0)

    assert len(effects) == count
    share = sum(effect.killed for effect in effects) / count
    assert share == pytest.approx(
        expected, abs=4.0 * math.sqrt(expected * (1.0 - expected) / count)
    )


def test_beyond_best_range_kills_fall_by_the_range_factor() -> None:
    """Where half of the pk is left, half as many come down."""
    count = 4000
    near = replace(KIND, best_range_m=1000.0, max_range_m=12_000.0)
    world = World(drawn(count), ())
    for row in range(count):
        shoot(world, row, row, kind=near)

    killed = sum(effect.killed for effect in world.advance(100.0))

    # Met at 8,000 · 300 / 350 m.
    met_m = 8000.0 * 300.0 / 350.0
    expected = 0.6 * (1.0 - 0.5 * (met_m - 1000.0) / 11_000.0)
    assert killed / count == pytest.approx(expected, abs=0.031)


def test_nothing_is_killed_twice() -> None:
    """Two sure rounds at one object: the first effect kills, the second finds none."""
    sure = drawn(1)
    sure.dice[:] = 0.0
    world = World(sure, ())
    shoot(world, 0, 0)
    shoot(world, 0, 1, launch_s=1.0)

    effects = world.advance(100.0)

    assert [effect.killed for effect in effects] == [True, False]
    assert not world.airborne(100.0)[0]
    assert not world.through(500.0)[0]
    assert not world.downed_on_the_ground()


def test_the_kth_shot_at_an_object_has_the_kth_die() -> None:
    """Whoever shoots, and whatever else was shot at: common random numbers."""
    dice = drawn(3)
    alone, among = World(dice, ()), World(dice, ())
    shoot(alone, 1, 0)
    for row in (0, 2, 0, 1):
        shoot(among, row, row)

    first = {e.row: e.killed for e in alone.advance(100.0)}
    last = {e.row: e.killed for e in among.advance(100.0)}

    assert first[1] == last[1] == (dice.dice[1, 0] < 0.6)


def test_a_shot_at_nothing_misses_and_is_known_when_a_round_would_be_over() -> None:
    """A false track costs its rounds and the time until nobody expects anything."""
    world = World(drawn(1), ())

    known_s = shoot(world, None, 0)

    flight_s = KIND.max_range_m / KIND.speed_mps
    assert known_s == pytest.approx(flight_s + KIND.assessment_time_s)
    assert [e.killed for e in world.advance(1000.0)] == [False]


def test_effects_come_in_the_order_of_their_time() -> None:
    """What was launched later may arrive earlier, and then counts first."""
    world = World(drawn(2), ())
    shoot(world, 0, 0, kind=replace(KIND, speed_mps=100.0))
    shoot(world, 1, 1, launch_s=5.0)

    assert [e.engagement for e in world.advance(200.0)] == [NAMES[1], NAMES[0]]


def test_what_is_not_shot_at_gets_through() -> None:
    """After its arrival an object is neither in the air nor down."""
    world = World(drawn(1), ())

    assert world.airborne(159.0)[0]
    assert not world.airborne(160.0)[0]
    assert world.through(160.0)[0]


def test_debris_falls_where_the_kill_was() -> None:
    """Over the centre of a populated area the whole of its debris damage counts."""
    sure = drawn(1)
    sure.dice[:] = 0.0
    met_m = 8000.0 * 300.0 / 350.0
    below = PopulatedArea(
        id="town", position=Position(0.0, met_m), radius_m=2000.0, debris_meur=0.3
    )
    aside = replace(below, id="village", position=Position(2000.0, met_m))
    world = World(sure, (below, aside))
    shoot(world, 0, 0)

    world.advance(100.0)

    assert world.debris_meur == pytest.approx(0.3 * (1.0 + math.exp(-0.5)), rel=1e-5)


def test_a_kill_on_the_ground_is_found() -> None:
    """Planted: an object that came down after its arrival is a defect of the world."""
    world = World(drawn(1), ())
    world.downed_s[0] = 170.0

    assert world.downed_on_the_ground()

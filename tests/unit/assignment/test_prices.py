"""Prices under the picture's names, and back on the rows of the next problem."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import (
    GUN_ROUND,
    MISSILE,
    NOW_S,
    gun_group,
    jammer_unit,
    missile_unit,
    one_track_one_unit,
)
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.prices import carry_prices, name_prices
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.ids import FireUnitId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, RoundPrice, SlotPrice

PARAMS = PlanParams()
PICTURE = replace(
    one_track_one_unit(),
    fire_units=(
        missile_unit("U1"),
        gun_group("U2", east_m=1.0),
        jammer_unit("U3", east_m=2.0),
    ),
)


def compiled_at(picture: Picture = PICTURE) -> Compiled:
    """Four stations and four mounts: missile, gun here, gun in the east, jammer."""
    return compile_picture(picture, PARAMS)


def prices_of(compiled: Compiled) -> DualPrices:
    """A different price on each kind of row."""
    prices = zero_prices(compiled.problem)
    prices.rounds[:] = [1.0, 2.0, 3.0, 4.0]
    prices.channels[0, 5] = 0.5
    prices.channels[2, 179] = 0.25
    prices.rails[1, 7] = 0.125
    return prices


def plan_with(compiled: Compiled, prices: DualPrices) -> Plan:
    """A plan that carries these prices; nothing else of it matters here."""
    rounds, slots = name_prices(compiled, prices)
    made = plan(compiled.picture, PARAMS, MaxIterations(0))
    return replace(made, prices=rounds, slot_prices=slots)


def test_prices_are_named_by_unit_position_and_type() -> None:
    """All round prices, also those of nothing; but jamming has no rounds."""
    compiled = compiled_at()

    rounds, slots = name_prices(compiled, prices_of(compiled))

    assert [(p.fire_unit, p.position, p.price_meur) for p in rounds] == [
        ("U1", "current", 1.0),
        ("U2", "current", 2.0),
        ("U2", "east", 3.0),
    ]
    assert rounds[1].interceptor_type == GUN_ROUND.id
    assert [
        (p.fire_unit, p.position, p.interceptor_type, p.starts_s, p.price_meur)
        for p in slots
    ] == [
        ("U1", "current", None, NOW_S + 50.0, 0.5),
        ("U2", "east", None, NOW_S + 1_790.0, 0.25),
        ("U2", "east", GUN_ROUND.id, NOW_S + 70.0, 0.125),
    ]


def test_slot_prices_of_nothing_are_left_out() -> None:
    """What rounding leaves is nothing."""
    compiled = compiled_at()
    prices = zero_prices(compiled.problem)
    prices.channels[0, 3] = 1e-10

    rounds, slots = name_prices(compiled, prices)

    assert [p.price_meur for p in rounds] == [0.0, 0.0, 0.0]
    assert slots == ()


def test_prices_come_back_to_their_rows() -> None:
    """Named and carried to the same picture, nothing is lost but the jammer's."""
    compiled = compiled_at()
    prices = prices_of(compiled)

    again = carry_prices(plan_with(compiled, prices), compiled)

    assert again.rounds.tolist() == [1.0, 2.0, 3.0, 0.0]
    assert np.array_equal(again.channels, prices.channels)
    assert np.array_equal(again.rails, prices.rails)


@pytest.mark.parametrize(
    ("seconds", "slot"), [(20.0, 3), (24.0, 3), (26.0, 2), (50.0, 0), (-10.0, 6)]
)
def test_slot_prices_move_on_with_time(seconds: float, slot: int) -> None:
    """To the nearest slot of the later picture."""
    compiled = compiled_at()
    made = plan_with(compiled, prices_of(compiled))
    later = compiled_at(replace(PICTURE, now_s=NOW_S + seconds))

    carried = carry_prices(made, later)

    assert np.flatnonzero(carried.channels[0]).tolist() == [slot]


def test_slots_gone_by_and_beyond_the_horizon_are_forgotten() -> None:
    """An hour later none is left, an hour earlier none has begun."""
    compiled = compiled_at()
    made = plan_with(compiled, prices_of(compiled))
    for hours in (1, -1):
        other = compiled_at(replace(PICTURE, now_s=NOW_S + 3_600.0 * hours))
        carried = carry_prices(made, other)
        assert not carried.channels.any()
        assert not carried.rails.any()
        assert carried.rounds.tolist() == [1.0, 2.0, 3.0, 0.0]


def test_what_is_gone_is_forgotten_and_what_is_new_costs_nothing() -> None:
    """The gun group has left, another missile unit has come."""
    compiled = compiled_at()
    made = plan_with(compiled, prices_of(compiled))
    units = (missile_unit("U1"), missile_unit("U9", east_m=9.0))
    other = compiled_at(replace(PICTURE, fire_units=units))

    carried = carry_prices(made, other)

    assert carried.rounds.tolist() == [1.0, 0.0]
    assert carried.channels[0, 5] == 0.5
    assert carried.channels.sum() == 0.5


def test_a_rail_that_is_no_longer_reloaded_has_no_price() -> None:
    """The price of its slots has no row any more."""
    made = plan_with(compiled_at(), zero_prices(compiled_at().problem))
    rail = SlotPrice(
        fire_unit=FireUnitId("U1"),
        position=made.prices[0].position,
        interceptor_type=MISSILE.id,
        starts_s=NOW_S + 10.0,
        price_meur=9.0,
    )
    unknown = replace(rail, fire_unit=FireUnitId("U8"))
    nobody = RoundPrice(
        fire_unit=FireUnitId("U8"),
        position=rail.position,
        interceptor_type=MISSILE.id,
        price_meur=9.0,
    )
    made = replace(
        made,
        prices=(nobody,),
        slot_prices=(rail, unknown, replace(unknown, interceptor_type=None)),
    )

    carried = carry_prices(made, compiled_at())

    assert not carried.rounds.any()
    assert not carried.channels.any()
    assert not carried.rails.any()

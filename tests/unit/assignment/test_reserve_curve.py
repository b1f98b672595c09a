"""The price of a saved round against the stock, over one night and several."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import MISSILE, random_picture
from zaslin.assignment.reserve import ReserveParams
from zaslin.assignment.reserve_curve import (
    NightCurve,
    convex_falling,
    night_curve,
    prices_of_stock,
    stock_of,
    with_stock,
)
from zaslin.domain.params import PlanParams

falling = st.lists(st.integers(0, 9), min_size=6, max_size=6).map(
    lambda steps: np.array(sorted(steps, reverse=True), dtype=float)
)
nights = st.integers(1, 4)
rounds = st.integers(0, 4)


def by_trying(
    tonight: Sequence[float],
    later: Sequence[float],
    count: int,
    resupply: int,
    cap: int,
) -> list[float]:
    """The prices from the recursion as it is written, every split tried."""

    @cache
    def least(night: int, stock: int) -> float:
        if night == count:
            return 0.0
        steps = tonight if night == 0 else later
        return min(
            -sum(steps[:spent]) + least(night + 1, min(cap, stock - spent + resupply))
            for spent in range(stock + 1)
        )

    return [least(0, stock) - least(0, stock + 1) for stock in range(cap)]


@given(tonight=falling, later=falling, count=nights, resupply=rounds)
def test_prices_are_those_of_the_recursion(
    tonight: np.ndarray, later: np.ndarray, count: int, resupply: int
) -> None:
    """Putting each round where it is worth most is the best of all ways to share."""
    found = prices_of_stock(tonight, later, count, resupply, cap=6)

    expected = by_trying(tuple(tonight), tuple(later), count, resupply, 6)

    assert found.tolist() == pytest.approx(expected)


@given(tonight=falling, later=falling, count=nights, resupply=rounds)
def test_prices_fall_as_the_stock_rises(
    tonight: np.ndarray, later: np.ndarray, count: int, resupply: int
) -> None:
    """The value of a stock is convex."""
    found = prices_of_stock(tonight, later, count, resupply, cap=6)

    assert (np.diff(found) <= 0.0).all()
    assert (found >= 0.0).all()


@given(tonight=falling, later=falling, count=nights, resupply=rounds)
def test_a_night_more_makes_a_round_dearer(
    tonight: np.ndarray, later: np.ndarray, count: int, resupply: int
) -> None:
    """And more resupply makes it cheaper."""
    found = prices_of_stock(tonight, later, count, resupply, cap=6)

    longer = prices_of_stock(tonight, later, count + 1, resupply, cap=6)
    richer = prices_of_stock(tonight, later, count, resupply + 1, cap=6)

    assert (longer >= found).all()
    assert (richer <= found).all()


def test_one_night_alone_prices_by_its_own_curve() -> None:
    """What comes afterwards has no use any more."""
    steps = np.array([5.0, 3.0, 1.0])

    assert prices_of_stock(steps, steps, 1, 2, cap=3).tolist() == [5.0, 3.0, 1.0]


def test_a_curve_is_cut_to_its_convex_hull() -> None:
    """What an ascent has not reached would otherwise look like a price."""
    stocks = (0, 2, 4, 8)
    costs = np.array([10.0, 9.0, 5.0, 6.0])

    assert convex_falling(stocks, costs).tolist() == [10.0, 7.5, 5.0, 5.0]


def test_the_steps_of_a_curve_are_prices_of_single_rounds() -> None:
    """Linear between the stocks that were valued."""
    curve = NightCurve(
        interceptor_type=MISSILE.id, rounds=(0, 2, 4), cost_meur=(10.0, 6.0, 5.0)
    )

    assert curve.steps(4).tolist() == [2.0, 2.0, 0.5, 0.5]


@pytest.mark.parametrize("total", [0, 1, 5, 7, 40])
def test_a_stock_is_shared_out_as_it_is_now(total: int) -> None:
    """It comes to the total, and nobody is a round off his share."""
    picture = random_picture(5, units=9)
    present = stock_of(picture, MISSILE.id)

    changed = with_stock(picture, MISSILE.id, total)

    assert stock_of(changed, MISSILE.id) == total
    for before, after in zip(picture.fire_units, changed.fire_units, strict=True):
        for one, other in zip(before.magazines, after.magazines, strict=True):
            if one.interceptor_type != MISSILE.id:
                assert one == other
                continue
            held = one.rounds_ready + one.rounds_stored
            share = total * held / present
            assert abs(other.rounds_ready + other.rounds_stored - share) < 1.0
            assert other.rounds_ready <= max(one.rail_count, other.rail_count)


def test_a_night_costs_less_the_more_rounds_there_are() -> None:
    """Convex and falling, from none to twice the stock."""
    pictures = [
        random_picture(seed, tracks=0, units=4, assets=4, forecast=20)
        for seed in (3, 3)
    ]
    calls: list[None] = []

    curve = night_curve(
        pictures,
        PlanParams(),
        MISSILE.id,
        ReserveParams(steps=100),
        shares=(0.0, 0.5, 1.0, 2.0),
        tell=lambda: calls.append(None),
    )

    slopes = np.diff(curve.cost_meur) / np.diff(curve.rounds)
    assert curve.rounds[0] == 0
    assert curve.rounds[-1] == 2 * stock_of(pictures[0], MISSILE.id)
    assert (slopes <= 0.0).all()
    assert (np.diff(slopes) >= -1e-9).all()
    assert slopes[0] < -0.1
    assert len(calls) == 2 * len(curve.rounds)

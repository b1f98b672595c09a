"""The certificate by hand, and what is no certificate."""

import math

import numpy as np
import pytest

from tests.problems import Choice, Rail, problem_of
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_recursion import DualPrices

ONE_SHOT = (Choice(launch=1, end=3, p_kill=0.5, money=1.0),)
RAIL = Rail(mount=0, rails=1, reload_slots=4)


def priced(problem: Problem, **tables: float) -> DualPrices:
    """One price on all rows of each kind named."""
    prices = zero_prices(problem)
    return prices._replace(
        **{
            name: np.full_like(getattr(prices, name), price)
            for name, price in tables.items()
        }
    )


@pytest.mark.parametrize(
    ("rounds_price", "expected"),
    [
        # 1 + 5 M€ for the shot and the leak; the one round is worth its price.
        (0.0, 6.0),
        (2.0, 1.0 + 2.0 + 5.0 - 2.0),
        # At 4 the shot no longer pays more than it costs, at 5 it does not pay.
        (4.0, 10.0 - 4.0),
        (5.0, 10.0 - 5.0),
    ],
)
def test_a_round_at_a_price(rounds_price: float, expected: float) -> None:
    """One track of 10 M€, one shot, one round."""
    problem = problem_of(ONE_SHOT, value=[10.0])

    bound = lower_bound(problem, priced(problem, rounds=rounds_price))

    assert bound == pytest.approx(expected)


def test_two_tracks_and_one_round_are_bounded_exactly() -> None:
    """At a price between the two gains (4 and 1.5) the bound is the optimum."""
    problem = problem_of(
        [*ONE_SHOT, Choice(track=1, launch=2, end=4, p_kill=0.5, money=1.0)],
        value=[10.0, 5.0],
    )

    bound = lower_bound(problem, priced(problem, rounds=2.0))

    assert bound == pytest.approx(1.0 + 5.0 + 5.0)


def test_channels_and_rails_are_priced_slot_by_slot() -> None:
    """Two slots of the channel; of four slots of the rail the three in the horizon."""
    problem = problem_of(ONE_SHOT, value=[10.0], channels=[1], rails=[RAIL], slots=4)

    channels = lower_bound(problem, priced(problem, channels=0.25))
    rails = lower_bound(problem, priced(problem, rails=0.25))

    assert channels == pytest.approx(6.0 + 2 * 0.25 - 4 * 0.25)
    assert rails == pytest.approx(6.0 + 3 * 0.25 - 4 * 0.25)


def test_the_dearest_station_of_a_unit_is_the_one_that_counts() -> None:
    """It fights from one place: not the sum, not the mean."""
    problem = problem_of(
        (), value=[10.0], rounds=[3, 1], mount_station=[0, 1], station_unit=[0, 0]
    )
    prices = priced(problem)._replace(rounds=np.array([1.0, 2.0]))

    assert lower_bound(problem, prices) == pytest.approx(10.0 - 3.0)


def test_units_add_up() -> None:
    """Two units owe both their prices."""
    problem = problem_of((), value=[10.0], rounds=[3, 1])

    assert lower_bound(problem, priced(problem, rounds=1.0)) == pytest.approx(6.0)


def test_without_tracks_there_is_the_constant() -> None:
    """Nothing can be gained, and no price changes that."""
    problem = problem_of((), value=[], constant=7.5)

    assert lower_bound(problem, priced(problem, rounds=100.0)) == 7.5


def test_weights_scale_what_is_expected_of_a_track() -> None:
    """A track that appears with a quarter chance costs a quarter."""
    problem = problem_of(ONE_SHOT, value=[10.0], weight=[0.25])

    assert lower_bound(problem, priced(problem)) == pytest.approx(1.5)


@pytest.mark.parametrize("table", ["rounds", "channels", "rails"])
@pytest.mark.parametrize("price", [-1e-12, math.nan, math.inf])
def test_what_is_no_price_is_refused(table: str, price: float) -> None:
    """Named by its table."""
    problem = problem_of(ONE_SHOT, value=[10.0], rails=[RAIL])

    with pytest.raises(ValueError, match=f"price of {table}"):
        lower_bound(problem, priced(problem, **{table: price}))


def test_the_bound_allows_for_rounding() -> None:
    """It is a hair below the exact sum, never above."""
    problem = problem_of(ONE_SHOT, value=[1e6], constant=1e6)
    exact = 1e6 + 1.0 + 5e5

    bound = lower_bound(problem, priced(problem))

    assert exact * (1.0 - 1e-10) < bound <= exact

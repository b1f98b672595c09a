"""Leaving unused rows out of a problem, and prices on the way back."""

import numpy as np
import pytest

from tests.pictures import random_picture
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.dual import find_prices, zero_prices
from zaslin.assignment.solvers.kernel_recursion import capacity_prices
from zaslin.assignment.solvers.narrowing import narrowed
from zaslin.assignment.stop import Never
from zaslin.domain.params import PlanParams

PARAMS = PlanParams(slot_s=15.0, starts_per_window=3)


def problem_of(seed: int) -> Problem:
    """Five tracks and twelve units, of which some have nothing in reach."""
    return compile_picture(random_picture(seed, tracks=5, units=12), PARAMS).problem


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_is_what_options_use(seed: int) -> None:
    """Every option finds its own rounds, channels and rails under the new numbers."""
    problem = problem_of(seed)
    narrow = narrowed(problem)
    wide, capacity = problem.capacity, narrow.capacity

    mount, before = narrow.options.mount, problem.options.mount
    assert (np.unique(mount) == np.arange(len(capacity.mount_rounds))).all()
    assert (capacity.mount_rounds[mount] == wide.mount_rounds[before]).all()
    assert (capacity.reload_slots[mount] == wide.reload_slots[before]).all()
    station, was = capacity.mount_station[mount], wide.mount_station[before]
    assert (capacity.channels[station] == wide.channels[was]).all()
    assert (capacity.station_unit[station] == wide.station_unit[was]).all()
    row, row_was = capacity.rail_row[mount], wide.rail_row[before]
    railed = row_was >= 0
    assert ((row >= 0) == railed).all()
    assert (capacity.rails[row[railed]] == wide.rails[row_was[railed]]).all()


@pytest.mark.parametrize("seed", range(6))
def test_prices_come_back_to_their_rows(seed: int) -> None:
    """Options owe the same in both, and rows left out are free."""
    problem = problem_of(seed)
    narrow, rng = narrowed(problem), np.random.default_rng(seed)
    prices = narrow.prices(zero_prices(problem))
    for table in prices:
        table[:] = rng.random(table.shape)

    wide = narrow.widened(prices, zero_prices(problem))

    owed = capacity_prices(narrow.options, narrow.capacity, prices)
    assert (owed == capacity_prices(problem.options, problem.capacity, wide)).all()
    for back, there in zip(narrow.prices(wide), prices, strict=True):
        assert (back == there).all()
    for whole, part in zip(wide, prices, strict=True):
        assert whole.sum() == pytest.approx(part.sum())


def test_a_problem_without_options_has_no_rows_left() -> None:
    """And prices of nothing."""
    picture = random_picture(1, tracks=0, units=3)
    problem = compile_picture(picture, PARAMS).problem

    narrow = narrowed(problem)

    assert len(narrow.capacity.mount_rounds) == len(narrow.capacity.channels) == 0
    prices, _ = find_prices(problem, None, 5, Never())
    assert all((table == 0.0).all() for table in prices)


@pytest.mark.parametrize("seed", range(4))
def test_prices_handed_over_are_not_changed(seed: int) -> None:
    """Those of the previous plan are still its own afterwards, and free of strays."""
    problem = problem_of(seed)
    warm, _ = find_prices(problem, None, 30, Never())
    unused = np.setdiff1d(
        np.arange(len(problem.capacity.mount_rounds)), problem.options.mount
    )
    warm.rounds[unused] = 7.0
    before = [table.copy() for table in warm]

    found, _ = find_prices(problem, warm, 10, Never())

    for table, was in zip(warm, before, strict=True):
        assert (table == was).all()
    assert (found.rounds[unused] == 0.0).all()
    assert lower_bound(problem, found) >= lower_bound(problem, warm) - 1e-9

"""The kernel's recursion against the same recursion as it is written, in Python."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exhaustive import Row, least_cost, options_at
from tests.problems import problem_of
from tests.property.strategies import choices, money, tiny_problems
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_recursion import DualPrices, price_tracks

PRICES = st.lists(money, min_size=8, max_size=8)


def prices_from(problem: Problem, drawn: list[float]) -> DualPrices:
    """Prices on every row, cycled from a few numbers."""
    empty = zero_prices(problem)
    tables = [
        np.resize(np.array(drawn[skip:] + drawn[:skip]), table.shape) * scale
        for skip, (table, scale) in enumerate(zip(empty, (1.0, 0.1, 0.1), strict=True))
    ]
    return DualPrices(*tables)


def expected_total(problem: Problem, prices: DualPrices) -> float:
    """Σ w F over the tracks, with the price of each option summed slot by slot."""
    total = 0.0
    for j in range(problem.track_count):
        own = options_at(problem, j)
        costs = [
            each.cost
            - each.keep
            + math.fsum(
                amount * price_of(prices, row)
                for row, amount in zip(each.rows, each.amounts, strict=True)
            )
            for each in own
        ]
        least = least_cost(
            own, costs, float(problem.value[j]), problem.max_shots_per_stage
        )
        total += float(problem.weight[j]) * least
    return total


def price_of(prices: DualPrices, row: Row) -> float:
    """Price of one capacity row."""
    kind, number, slot = row
    if kind == "rounds":
        return float(prices.rounds[number])
    table = prices.channels if kind == "channel" else prices.rails
    return float(table[number, slot])


def priced_total(problem: Problem, prices: DualPrices) -> float:
    """The same by the kernel."""
    capacity = problem.capacity
    return float(
        price_tracks(
            problem.options,
            capacity,
            capacity.station_unit[capacity.mount_station[problem.options.mount]],
            problem.value,
            problem.weight,
            problem.max_shots_per_stage,
            prices,
            zero_prices(problem),
        )
    )


@given(problem=tiny_problems(), drawn=PRICES)
def test_the_recursion_finds_the_least_cost(
    problem: Problem, drawn: list[float]
) -> None:
    """Random options, prices, rails, postures and stages of one to three rounds."""
    prices = prices_from(problem, drawn)

    assert priced_total(problem, prices) == pytest.approx(
        expected_total(problem, prices), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("most_shots", [1, 2, 3])
@given(data=st.data(), value=st.floats(0.1, 50.0))
def test_every_size_of_stage_is_exact(
    most_shots: int, data: st.DataObject, value: float
) -> None:
    """Nine options by four units, without prices, for each limit on a stage."""
    one = choices(track=0, mounts=4, most_shots=most_shots)
    own = data.draw(st.lists(one, min_size=4, max_size=9))
    problem = problem_of(own, value=[value], rounds=[9] * 4, most_shots=most_shots)
    prices = zero_prices(problem)

    assert priced_total(problem, prices) == pytest.approx(
        expected_total(problem, prices), rel=1e-9, abs=1e-9
    )


@given(problem=tiny_problems(), drawn=PRICES)
def test_the_bound_is_what_its_formula_says(
    problem: Problem, drawn: list[float]
) -> None:
    """Σ w F less each unit's dearest station, plus the constant."""
    prices = prices_from(problem, drawn)
    capacity = problem.capacity
    stations = len(capacity.station_unit)
    worth = [float(prices.channels[s] @ capacity.channels[s]) for s in range(stations)]
    for mount, station in enumerate(capacity.mount_station.tolist()):
        worth[station] += float(prices.rounds[mount] * capacity.mount_rounds[mount])
        rail = int(capacity.rail_row[mount])
        if rail >= 0:
            worth[station] += float(prices.rails[rail] @ capacity.rails[rail])
    units = set(capacity.station_unit.tolist())
    owed = math.fsum(
        max(worth[s] for s in range(stations) if capacity.station_unit[s] == unit)
        for unit in units
    )
    expected = expected_total(problem, prices) - owed + problem.constant

    assert lower_bound(problem, prices) == pytest.approx(expected, rel=1e-9, abs=1e-9)

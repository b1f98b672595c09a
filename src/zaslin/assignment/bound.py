"""The certificate: a lower bound recomputed from the prices alone."""

import numpy as np

from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_dual import priced_capacity
from zaslin.assignment.solvers.kernel_recursion import DualPrices, price_tracks

_ROUNDING = 1e-11
"""Relative allowance for rounding in sums of some 10⁵ terms, each good to 1e-16."""


def lower_bound(problem: Problem, prices: DualPrices) -> float:
    """Value that no staged policy can beat; docs/mathematics.md, section 8.

    Any non-negative prices give a valid bound, good prices a tight one.

    Raises
    ------
    ValueError
        If a price is negative or not finite.
    """
    for name, table in zip(DualPrices._fields, prices, strict=True):
        if not (np.isfinite(table).all() and (table >= 0.0).all()):
            raise ValueError(f"price of {name} is negative or not finite")
    if problem.track_count == 0:
        return problem.constant
    capacity = problem.capacity
    unit = capacity.station_unit[capacity.mount_station[problem.options.mount]]
    tracks = price_tracks(
        problem.options, capacity, unit, problem.value, problem.weight,
        problem.max_shots_per_stage, prices, zero_prices(problem),
    )  # fmt: skip
    chosen = np.empty(_unit_count(problem), dtype=np.int32)
    owed = priced_capacity(capacity, prices, chosen)
    allowance = _ROUNDING * (abs(tracks) + abs(owed) + abs(problem.constant))
    return tracks - owed + problem.constant - allowance


def _unit_count(problem: Problem) -> int:
    return int(problem.capacity.station_unit.max(initial=-1)) + 1

"""Prices by subgradient ascent: nearly the best bound, in a few dozen pricings.

The step is Polyak's (1969), towards the best value known, on a deflected direction
(Camerini, Fratta and Maffioli 1975).  In this problem all prices are of one size, so
that plain steps do; the live problem's are not, and its ascent scales them
(:mod:`zaslin.assignment.solvers.kernel_dual`).
"""

import numpy as np

from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.kernel_account import rounds_used
from zaslin.assignment.wta.kernel_fill import complete, first_prices
from zaslin.assignment.wta.search import Search

_STEPS = 150
_KEPT_FROM = 60
"""Patterns of the first steps are those of prices that are still far off."""
_PATIENCE, _SHRINK = 5, 0.6
_MEMORY = 0.7
_STEPS_PER_LOOK = 25


def warm_up(search: Search, columns: Columns) -> None:
    """Raise the bound; the patterns of later steps become columns."""
    reduced = search.reduced
    prices = first_prices(reduced, search.patterns)
    direction = np.zeros(len(prices))
    patterns, reach, bad = search.blank(), 1.0, 0
    for step in range(_STEPS):
        if search.is_late() or search.is_proven():
            break
        before = search.bound
        patterns, bound = search.price(prices, patterns)
        search.steps += 1
        if step >= _KEPT_FROM:
            columns.add(reduced, patterns)
        if bound > before + 1e-9 * abs(bound):
            bad = 0
        else:
            bad += 1
        if bad >= _PATIENCE:
            reach, bad = reach * _SHRINK, 0
            prices, direction = search.prices.copy(), np.zeros(len(prices))
        slope = rounds_used(patterns, len(prices)) - reduced.rounds
        slope[(prices <= 0.0) & (slope < 0.0)] = 0.0
        direction = _MEMORY * direction + slope
        square = float(direction @ direction)
        if square == 0.0:
            break
        size = reach * max(search.value - bound, 0.0) / square
        prices = np.maximum(0.0, prices + size * direction)
        if step % _STEPS_PER_LOOK == _STEPS_PER_LOOK - 1:
            trial = search.blank()
            complete(reduced, patterns, trial)
            search.offer(trial)
            search.note("prices")

"""Closing the gap: every pattern that an optimum could hold, one integer programme.

A pattern whose reduced cost at the best prices is not below value − bound cannot be
part of a better assignment: the reduced costs of an assignment's patterns and the
priced rounds that it leaves over add up to what its value is above the bound.  So the
patterns below that are listed in full, and the programme over them is the whole
problem.  Its objective is that sum, divided by the gap: the solver works on numbers
between 0 and 1 however small the gap is, and its tolerances are parts of the gap.
"""

import numpy as np
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.solvers.pattern_model import PatternModel
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_list import FULL, TOO_LONG, list_patterns
from zaslin.assignment.wta.search import Search

MOST_COLUMNS = 400_000
_FEW_FOR_EACH = 4
_MOST_NODES = 50_000
"""A node limit, not a time limit: the same answer on any machine."""
_SHARES = (0.25, 0.5, 1.0)
"""Of the gap: the optimum mostly lies in its lower part, and a smaller programme is
quicker than its size suggests."""
_ROUNDING = 1e-8
"""Of the gap: what the solver's tolerances may hide."""
_PARAMETERS = (
    f"limits/nodes = {_MOST_NODES}\n"
    "numerics/feastol = 1e-9\nnumerics/dualfeastol = 1e-9"
)


def close_gap(search: Search, columns: Columns) -> Columns | None:
    """Prove the optimum, or as much as time and size allow.

    Returns the patterns that could still have mattered, if they were listed.
    """
    least = search.price(search.prices, search.blank())[0].least
    rows, targets = len(search.reduced.rounds), len(search.reduced.value)
    reduced_cost = columns.priced(search.prices) - least[columns.target]
    order = np.argsort(reduced_cost, kind="stable")[: _FEW_FOR_EACH * (rows + targets)]
    near = order[reduced_cost[order] < search.value - search.bound]
    _choose(search, columns, near, reduced_cost, search.bound)
    search.note("restricted programme")
    if search.is_proven() or search.is_late():
        return None
    listed = list_columns(search, least)
    if listed is None:
        return None
    search.enumerated = len(listed)
    reduced_cost = listed.priced(search.prices) - least[listed.target]
    floor, gap = search.bound, search.value - search.bound
    for share in _SHARES:
        # Whatever is better than the bound and a share of the gap uses only these.
        reach = min(share * gap, search.value - floor)
        near = np.flatnonzero(
            reduced_cost < reach * (1.0 + 1e-9) + 1e-12 * search.value
        )
        bound = _choose(search, listed, near, reduced_cost, floor)
        search.bound = max(search.bound, min(search.value, bound, floor + reach))
        search.note("closing programme")
        if search.is_proven() or search.is_late():
            break
    return listed


def list_columns(search: Search, least: Floats) -> Columns | None:
    """All patterns of reduced cost below value − bound; None if there are too many."""
    gap = search.value - search.bound
    # A hair more than the gap, so that rounding leaves nothing out.
    cut = least + gap * (1.0 + 1e-9) + 1e-12 * search.value
    target = np.empty(MOST_COLUMNS, dtype=int32)
    length = np.empty(MOST_COLUMNS, dtype=int32)
    while True:
        target[:] = -1
        item = np.full((MOST_COLUMNS, search.width), -1, dtype=int32)
        count = list_patterns(
            search.reduced, search.prices, cut, search.bench(), target, length, item
        )
        if count != TOO_LONG:
            break
        search.width *= 2
    if count == FULL:
        return None
    columns = Columns(search.width, search.value)
    columns.append(search.reduced, target[:count], length[:count], item[:count])
    return columns


def _choose(
    search: Search,
    columns: Columns,
    near: NDArray[int64],
    reduced_cost: Floats,
    floor: float,
) -> float:
    """Choose among the given columns; returns a bound on what they can reach.

    ``floor`` is the bound that the search's prices prove.
    """
    reduced = search.reduced
    scale = search.value - floor
    model = PatternModel(
        len(reduced.value),
        reduced.rounds.tolist(),
        integer=True,
        parameters=_PARAMETERS,
    )
    for n in near.tolist():
        cost = max(0.0, float(reduced_cost[n])) / scale
        model.add(int(columns.target[n]), cost, columns.uses(n))
    for row, price in enumerate(search.prices.tolist()):
        if price > 0.0:
            model.add_slack(row, int(reduced.rounds[row]), price / scale)
    solved = model.solve(search.left_s())
    if solved is None:
        return floor
    if not len(solved.taken):
        return np.inf
    taken = near[solved.taken > 0.5]
    search.offer(columns.chosen(taken, len(reduced.value)))
    return floor + scale * (solved.bound - _ROUNDING)

"""Closing the gap: every pattern that an optimum could hold, one integer programme.

A pattern whose reduced cost at the best prices is not below value − bound cannot be
part of a better assignment: the reduced costs of an assignment's patterns and the
priced rounds that it leaves over add up to what its value is above the bound.  So the
patterns below that are listed in full, and the programme over them is the whole
problem.  Its objective is that sum, divided by the gap: the solver works on numbers
between 0 and 1 however small the gap is, and its tolerances are parts of the gap.
"""

import numpy as np
from numpy import int32

from zaslin.assignment.solvers.pattern_model import PatternModel
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_list import FULL, TOO_LONG, list_patterns
from zaslin.assignment.wta.search import Search

MOST_COLUMNS = 2**19
_FIRST_ROOM = 2**13
_FIRST_FOR_EACH = 3
"""Patterns for each target and row in the first programme."""
_FIRST_SHARE = 2.0**-12
_JUMP = 3.0
"""If no more than so much further, the whole gap comes next."""
_MOST_NODES = 50_000
"""A node limit, not a time limit: the same answer on any machine."""
_ROUNDING = 1e-8
"""Of the gap: what the solver's tolerances may hide."""
_PARAMETERS = (
    f"limits/nodes = {_MOST_NODES}\n"
    "numerics/feastol = 1e-9\nnumerics/dualfeastol = 1e-9"
)


def close_gap(search: Search) -> None:
    """Prove the optimum, or as much as time and size allow.

    The patterns of the least reduced costs come first: their programme is small and
    mostly finds a value near the optimum, which leaves less of the gap to list.
    Whatever a programme does not find costs at least the bound and the reach of its
    list.
    """
    least = search.price(search.prices, search.blank())[0].least
    # Of these very minima, whatever the best bound was made of.
    floor = float(least.sum()) - float(search.prices @ search.reduced.rounds)
    listed, reach = _first_list(search, least, floor)
    while listed is not None:
        bound = _choose(search, listed, least, floor)
        search.bound = max(search.bound, min(search.value, bound, floor + reach))
        search.enumerated = max(search.enumerated, len(listed))
        search.note("closing")
        if search.is_proven() or search.is_late():
            break
        left = search.value - floor
        if reach >= left:
            # All of the gap was listed, and the programme given up.
            break
        reach = left if left <= _JUMP * reach else 2.0 * reach
        listed = list_columns(search, least, reach)


def _first_list(
    search: Search, least: Floats, floor: float
) -> tuple[Columns | None, float]:
    """Patterns enough for a first programme, and how far above the least they reach."""
    gap = search.value - floor
    reach = _FIRST_SHARE * gap
    enough = _FIRST_FOR_EACH * (len(least) + len(search.reduced.rounds))
    while True:
        listed = list_columns(search, least, reach)
        if listed is None or len(listed) >= enough or reach >= gap:
            return listed, reach
        reach = min(2.0 * reach, gap)


def list_columns(search: Search, least: Floats, reach: float) -> Columns | None:
    """All patterns of reduced cost up to ``reach``; None if there are too many."""
    # A hair more, so that rounding leaves nothing out.
    cut = least + reach * (1.0 + 1e-9) + 1e-12 * search.value
    most = _FIRST_ROOM
    while True:
        target = np.full(most, -1, dtype=int32)
        length = np.zeros(most, dtype=int32)
        item = np.full((most, search.width), -1, dtype=int32)
        count = list_patterns(
            search.reduced, search.prices, cut, search.bench(), target, length, item
        )
        if count == TOO_LONG:
            search.width *= 2
        elif count == FULL and most < MOST_COLUMNS:
            most *= 4
        else:
            break
    if count == FULL:
        return None
    columns = Columns(search.width, search.value)
    columns.append(
        search.reduced, target[:count], length[:count], item[:count], are_distinct=True
    )
    return columns


def _choose(search: Search, columns: Columns, least: Floats, floor: float) -> float:
    """Choose among the columns; returns a bound on what they can reach.

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
    reduced_cost = columns.priced(search.prices) - least[columns.target]
    for n, cost in enumerate((np.maximum(reduced_cost, 0.0) / scale).tolist()):
        model.add(int(columns.target[n]), cost, columns.uses(n))
    for row, price in enumerate(search.prices.tolist()):
        if price > 0.0:
            model.add_slack(row, int(reduced.rounds[row]), price / scale)
    solved = model.solve(search.left_s())
    if solved is None:
        return floor
    if not len(solved.taken):
        return np.inf
    search.offer(columns.chosen(np.flatnonzero(solved.taken > 0.5), len(least)))
    return floor + scale * (solved.bound - _ROUNDING)

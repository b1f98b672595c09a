"""Prices of the pattern formulation's linear relaxation, by column generation.

Each round solves the linear programme over the patterns found so far and prices all
targets at a point between its prices and those of the best bound (smoothing, Wentges
1997): the prices of the programme itself jump about while patterns are missing.
"""

import numpy as np
from numpy import int32

from zaslin.assignment.solvers.pattern_model import PatternModel, Solved
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.kernel_account import own_costs
from zaslin.assignment.wta.kernel_fill import complete
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.search import Search

_SMOOTHING = 0.5
_MOST_ROUNDS = 500
_REDUCED_COST = 1e-10
"""Relative to the mean cost of a target: below it a pattern is not attractive."""

_PARAMETERS = (
    "use_preprocessing:false use_dual_simplex:false "
    "primal_feasibility_tolerance:1e-9 dual_feasibility_tolerance:1e-10"
)


class RelaxedMaster:
    """The linear programme over a growing set of columns.

    Costs are divided by the mean cost of a target, so that the solver's tolerances
    mean the same in every unit of money.
    """

    def __init__(self, search: Search, columns: Columns) -> None:
        reduced = search.reduced
        self._columns = columns
        self._scale = max(search.value / max(1, len(reduced.value)), 1e-300)
        self._model = PatternModel(
            len(reduced.value),
            reduced.rounds.tolist(),
            integer=False,
            parameters=_PARAMETERS,
        )
        self._added = 0

    def solve(self, search: Search) -> Solved | None:
        """Optimum over the columns there are now; None if time ran out."""
        columns = self._columns
        for n in range(self._added, len(columns)):
            cost = float(columns.cost[n]) / self._scale
            self._model.add(int(columns.target[n]), cost, columns.uses(n))
        self._added = len(columns)
        solved = self._model.solve(search.left_s())
        search.lp_solves += 1
        if solved is None:
            return None
        return solved._replace(
            value=solved.value * self._scale,
            bound=solved.bound * self._scale,
            group_dual=solved.group_dual * self._scale,
            row_price=solved.row_price * self._scale,
        )


def generate_columns(search: Search, columns: Columns) -> None:
    """Raise the bound to that of the relaxation; take its optimum where it is whole."""
    reduced = search.reduced
    columns.add(reduced, search.blank())
    columns.add(reduced, search.patterns)
    master = RelaxedMaster(search, columns)
    patterns = search.blank()
    tiny = _REDUCED_COST * max(search.value, 1e-300) / max(1, len(reduced.value))
    for _ in range(_MOST_ROUNDS):
        if search.is_late():
            return
        solved = master.solve(search)
        if solved is None:
            return
        _round_off(search, columns, solved)
        smoothed = _SMOOTHING * search.prices + (1.0 - _SMOOTHING) * solved.row_price
        added = 0
        for prices in (smoothed, solved.row_price):
            patterns, _ = search.price(prices, patterns)
            added = _add_attractive(search, columns, patterns, solved, tiny)
            if added:
                break
        search.note("columns")
        if not added or search.is_proven():
            return


def _add_attractive(
    search: Search, columns: Columns, patterns: Patterns, solved: Solved, tiny: float
) -> int:
    """Add the patterns that would lower the relaxation; how many are new."""
    targets = np.arange(len(patterns.length), dtype=int32)
    cost = own_costs(search.reduced, targets, patterns.length, patterns.item)
    inside = np.arange(patterns.item.shape[1]) < patterns.length[:, None]
    owed = np.where(inside, solved.row_price[patterns.item], 0.0).sum(axis=1)
    good = targets[cost + owed - solved.group_dual < -tiny]
    return columns.append(
        search.reduced, good, patterns.length[good], patterns.item[good]
    )


def _round_off(search: Search, columns: Columns, solved: Solved) -> None:
    """Make an assignment of each target's largest share.

    An optimum of whole patterns is one already; of the others, what is wanted twice
    goes to one of them, and the rest is given out anew.
    """
    rising = np.argsort(solved.taken, kind="stable")
    largest = np.zeros(len(search.reduced.value), dtype=np.int64)
    # The last one written, which is the largest, stays.
    largest[columns.target[rising]] = rising
    wanted = columns.chosen(largest, len(largest))
    assignment = search.blank()
    complete(search.reduced, wanted, assignment)
    search.offer(assignment)

"""CP-SAT on the pattern model."""

import numpy as np
from numpy import int64
from numpy.typing import NDArray

from zaslin.assignment.solvers.wta_cpsat import PatternSet, choose_patterns
from zaslin.assignment.wta.closing import list_columns
from zaslin.assignment.wta.column_generation import generate_columns
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.instance import Floats, Ints, WtaInstance
from zaslin.assignment.wta.lagrangian import warm_up
from zaslin.assignment.wta.marginal_return import by_marginal_return
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.result import Progress
from zaslin.assignment.wta.rivals.answer import Answer, Budget, answer_of, reduced_for
from zaslin.assignment.wta.rivals.local_search import descend, with_room
from zaslin.assignment.wta.search import Search

MOST_COLUMNS = 60_000
"""More only take CP-SAT's time for its presolve."""
_FEW_FOR_EACH = 4
_SHARES = (0.02, 0.1, 0.3, 1.0)
"""Of the gap: the optimum mostly lies in its lower part, and few patterns do."""
_SHARE = 0.3
"""Of the time left, for a choice that cannot be the last one."""
_CLOSED = 1e-8
_UNITS = 1e9
"""Whole units of cost in the gap that is to be closed."""


def pattern_cpsat(instance: WtaInstance, budget: Budget) -> Answer:
    """Every pattern that an optimum could hold, chosen among by CP-SAT.

    The usual CP-SAT models multiply survivals along chains of whole numbers and stop
    at a dozen weapons; this gives it the formulation that our solver owes its speed
    to, and our own prices and columns, by subgradient ascent and column generation.
    What the linear programme itself finds is put aside: CP-SAT starts from local
    search, and chooses among the patterns nearest to the prices, then among all whose
    reduced cost is below a growing part of the gap.  Without column generation it
    proved fewer instances.  Costs are reduced costs in billionths of the gap, rounded
    down, so that its bound holds for the real ones.  One worker.
    """
    reduction = reduced_for(instance, budget)
    search = _searched(reduction.reduced, budget)
    if not len(search.prices) or search.value == 0.0:
        return answer_of(instance, reduction, search.patterns, search.value)
    columns = Columns(search.width, search.value)
    start, value = search.patterns, search.value
    warm_up(search, columns)
    if not (search.is_proven() or search.is_late()):
        generate_columns(search, columns)
    search.patterns, search.value = start, value
    _close(search, columns, budget)
    return answer_of(instance, reduction, search.patterns, search.bound)


def _searched(reduced: Reduced, budget: Budget) -> Search:
    """The local optimum that the search starts from."""
    patterns = with_room(by_marginal_return(reduced))
    search = Search(
        reduced=reduced,
        gap=_CLOSED,
        constant=0.0,
        seconds=lambda: -budget.left_s(),
        limit_s=0.0,
        tell=_nobody,
        patterns=patterns,
        value=np.inf,
        prices=np.zeros(len(reduced.rounds)),
        width=patterns.item.shape[1],
    )
    descend(reduced, patterns, budget)
    search.offer(patterns)
    return search


def _close(search: Search, columns: Columns, budget: Budget) -> None:
    """Choose among the nearest patterns, then among all in growing parts of the gap."""
    few = _FEW_FOR_EACH * (len(search.reduced.value) + len(search.reduced.rounds))
    _decide(search, columns, budget, few, 0.0)
    for share in _SHARES:
        if search.is_late() or search.is_proven():
            return
        least = search.price(search.prices, search.blank())[0].least
        reach = share * (search.value - search.root_bound)
        listed = list_columns(search, least, reach)
        if listed is None or len(listed) > MOST_COLUMNS:
            _decide(search, columns, budget, MOST_COLUMNS, 0.0)
            return
        _decide(search, listed, budget, MOST_COLUMNS, reach)


def _decide(
    search: Search, columns: Columns, budget: Budget, most: int, reach: float
) -> None:
    """Let CP-SAT choose; offer what it chose and raise the bound to what it proved.

    If ``reach`` is positive, ``columns`` hold all patterns of reduced cost up to it.
    """
    reduced = search.reduced
    columns.add(reduced, search.patterns)
    least = search.price(search.prices, search.blank())[0].least
    cost = np.maximum(0.0, columns.priced(search.prices) - least[columns.target])
    kept = len(columns) if reach > 0.0 else most
    near = np.sort(np.argsort(cost, kind="stable")[:kept])
    floor, gap = search.root_bound, search.value - search.root_bound
    unit = max(gap, 1e-9 * search.value) / _UNITS
    if unit == 0.0:
        return
    chosen = choose_patterns(
        PatternSet(
            groups=len(reduced.value),
            group=columns.target[near].astype(int64),
            cost=_units(cost[near], unit),
            uses=[columns.uses(n) for n in near.tolist()],
            capacity=reduced.rounds,
            rest_cost=_units(search.prices, unit),
        ),
        _known(columns, near, search),
        budget.left_s() if most >= MOST_COLUMNS else _SHARE * budget.left_s(),
        budget.seed,
    )
    if len(chosen.taken):
        search.offer(columns.chosen(near[chosen.taken], len(reduced.value)))
    # Whatever is not among them is at least so much above the floor.
    if reach > 0.0:
        proven = floor + min(reach, chosen.bound * unit)
        search.bound = max(search.bound, min(proven, search.value))


def _units(cost: Floats, unit: float) -> Ints:
    return np.floor(np.minimum(cost / unit, 1e3 * _UNITS)).astype(int64)


def _known(columns: Columns, near: NDArray[np.intp], search: Search) -> Ints:
    """Which of the columns are the best assignment's."""
    wanted = {
        (j, *sorted(search.patterns.item[j, : search.patterns.length[j]].tolist()))
        for j in range(len(search.patterns.length))
    }
    known = [
        at
        for at, n in enumerate(near.tolist())
        if (
            int(columns.target[n]),
            *sorted(columns.item[n, : columns.length[n]].tolist()),
        )
        in wanted
    ]
    return np.array(known, dtype=int64)


def _nobody(_: Progress) -> None:
    """Nobody is listening."""

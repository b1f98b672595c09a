"""The door of the static solver: an instance in, an assignment and its proof out.

Manne's problem (1958) in the pattern formulation: each target takes one pattern of
rounds, and a price on every weapon's rounds separates the targets.

1. *Floor*: maximum marginal return, improved by swaps.
2. *Prices*: subgradient ascent gives most of the bound.
3. *Columns*: column generation gives all of the relaxation's, which mostly is whole.
4. *Closing*: if it is not, every pattern that could still matter is listed, and one
   integer programme decides.

Every phase leaves a valid bound and a feasible assignment behind.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import PCG64, Generator

from zaslin.assignment.wta.closing import close_gap
from zaslin.assignment.wta.column_generation import generate_columns
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.instance import Floats, WtaInstance
from zaslin.assignment.wta.kernel_fill import (
    leaks,
    least_leak,
    spent_rounds,
)
from zaslin.assignment.wta.lagrangian import warm_up
from zaslin.assignment.wta.marginal_return import by_marginal_return
from zaslin.assignment.wta.objective import passes, value_of
from zaslin.assignment.wta.reduced import Reduction, assigned, reduce_instance
from zaslin.assignment.wta.result import (
    Progress,
    TreeLeaf,
    Unmet,
    WtaResult,
    WtaStatistics,
    WtaStatus,
)
from zaslin.assignment.wta.search import Search
from zaslin.assignment.wta.tree import grow_tree

DEFAULT_GAP = 1e-8
OPTIMAL_GAP = 1e-7
"""Relative gap up to which a value is called optimal, whatever gap was asked for."""
_LOOKS = 2_000_000
"""At pairs of rounds in the floor: a tenth of a second."""
_MANY_LOOKS = 100_000_000
"""Before the closing, which the better value shortens: some seconds at the most."""


def solve(
    instance: WtaInstance,
    *,
    gap: float = DEFAULT_GAP,
    seed: int = 0,
    clock: Callable[[], float] | None = None,
    time_limit_s: float | None = None,
    tree: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> WtaResult:
    """Solve an instance to proven optimality, or as far as time allows.

    Parameters
    ----------
    gap
        Relative difference of value and bound to stop at.
    seed
        Decides between assignments that are equally good.
    clock
        Monotonic seconds; needed for a time limit and for the log's times.
    time_limit_s
        The best so far comes back after about so many seconds; the floor always does.
    tree
        Where the relaxation is not whole, prove the optimum by a search tree as well,
        whose leaves a stranger can recompute: the closing programme has to be believed.
    on_progress
        Called with each line of the log as it is written.

    Returns
    -------
    WtaResult
        The same for the same arguments, unless there is a time limit.

    Raises
    ------
    ValueError
        If gap, seed or time limit are no such numbers.
    """
    _accept(gap, seed, time_limit_s, clock)
    started_s = clock() if clock is not None else 0.0
    reduction = reduce_instance(instance, Generator(PCG64(seed)))
    search = _floor(
        reduction,
        gap,
        lambda: clock() - started_s if clock is not None else 0.0,
        None if time_limit_s == np.inf else time_limit_s,
        on_progress or _nobody,
    )
    columns = Columns(search.width, search.value)
    warm_up(search, columns)
    search.note("prices")
    if not (search.is_proven() or search.is_late()):
        generate_columns(search, columns)
    if not (search.is_proven() or search.is_late()):
        search.improve(_MANY_LOOKS)
    if not (search.is_proven() or search.is_late()):
        close_gap(search)
        # Twins are one row here; what is said of that row is said of none of them.
        told_apart = len(reduction.reduced.rounds) == instance.weapon_count
        if tree and told_apart and search.is_proven():
            grow_tree(search, _verifiers_slack(instance, search, reduction))
    return _result(instance, reduction, search, len(columns))


def _accept(
    gap: float, seed: int, time_limit_s: float | None, clock: Callable[[], float] | None
) -> None:
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed is {seed!r}; accepted: a whole number, 0 to 2^63 − 1")
    if not 0.0 <= gap < 1.0:
        raise ValueError(f"gap is {gap!r}; accepted: at least 0 and below 1")
    if time_limit_s is not None and not time_limit_s >= 0.0:
        raise ValueError(f"time_limit_s is {time_limit_s!r}; accepted: at least 0")
    if time_limit_s is not None and clock is None:
        raise ValueError("a time limit needs a clock")


def _floor(
    reduction: Reduction,
    gap: float,
    seconds: Callable[[], float],
    limit_s: float | None,
    tell: Callable[[Progress], None],
) -> Search:
    """The assignment that is there before any price is."""
    reduced = reduction.reduced
    patterns = by_marginal_return(reduced)
    search = Search(
        reduced=reduced,
        gap=gap,
        constant=reduction.constant,
        seconds=seconds,
        limit_s=limit_s,
        tell=tell,
        patterns=patterns,
        value=np.inf,
        prices=np.zeros(len(reduced.rounds)),
        width=patterns.item.shape[1],
    )
    search.offer(patterns)
    search.improve(_LOOKS)
    search.note("floor")
    return search


def _result(
    instance: WtaInstance, reduction: Reduction, search: Search, columns: int
) -> WtaResult:
    assignment = assigned(reduction, instance, spent_rounds(search.patterns))
    value = value_of(instance, assignment)
    bound = min(search.bound + reduction.constant, value)
    missed = _missed(instance, reduction, search, passes(instance, assignment))
    proven = value - bound <= OPTIMAL_GAP * value
    status = WtaStatus.OPTIMAL if proven else WtaStatus.FEASIBLE
    if missed:
        # An assignment that met everything would cost less than one penalty.
        status = (
            WtaStatus.INFEASIBLE
            if search.bound > 0.5 * search.reduced.penalty
            else WtaStatus.UNKNOWN
        )
        value = np.inf
        bound = np.inf if status is WtaStatus.INFEASIBLE else bound
    return WtaResult(
        instance=instance,
        status=status,
        value=value,
        bound=bound,
        root_bound=_root_bound(search, reduction, status, bound),
        assignment=assignment,
        prices=search.prices[reduction.row_of],
        leaves=_leaves(instance, reduction, search),
        unmet=missed,
        statistics=WtaStatistics(
            dual_steps=search.steps,
            lp_solves=search.lp_solves,
            columns=columns,
            enumerated=search.enumerated,
            tree_leaves=len(search.leaves),
            seconds=search.seconds(),
        ),
        log=tuple(search.log),
    )


def _verifiers_slack(
    instance: WtaInstance, search: Search, reduction: Reduction
) -> float:
    """By how much more than a claim the verifier looks at, and some more."""
    value = search.value + reduction.constant
    return 4.0 * (1e-9 * value + 1e-12 * float(instance.values.sum()))


def _root_bound(
    search: Search, reduction: Reduction, status: WtaStatus, bound: float
) -> float:
    """What the prices prove; of an instance without a solution they prove nothing."""
    if status is WtaStatus.INFEASIBLE:
        return -np.inf
    return min(bound, max(0.0, search.root_bound) + reduction.constant)


def _leaves(
    instance: WtaInstance, reduction: Reduction, search: Search
) -> tuple[TreeLeaf, ...]:
    """The tree's leaves in weapons instead of rows, pinned rounds included."""
    weapon_of = np.argsort(reduction.row_of).tolist()
    pinned = {(i, j): count for i, j, count in instance.pinned.tolist()}

    def told(branch: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        row, j, low, high = branch
        i = weapon_of[row]
        more = pinned.get((i, j), 0)
        return i, j, low + more, high + more

    return tuple(
        TreeLeaf(
            tuple(told(each) for each in leaf.branches), leaf.prices[reduction.row_of]
        )
        for leaf in search.leaves
    )


def _missed(
    instance: WtaInstance, reduction: Reduction, search: Search, through: Floats
) -> tuple[Unmet, ...]:
    """Requirements that the assignment does not meet; which cannot be met at all."""
    reduced = reduction.reduced
    leak = leaks(reduced, search.patterns)
    return tuple(
        Unmet(
            target=j,
            required=float(instance.min_survival[j]),
            reached=1.0 - float(through[j]),
            alone=bool(least_leak(reduced, j) > reduced.limit[j]),
        )
        for j in np.flatnonzero(leak > reduced.limit).tolist()
    )


def _nobody(_: Progress) -> None:
    """Nobody is listening."""

"""The static problem from Python: arrays in, a result out, with a real clock."""

import time
from collections.abc import Callable, Iterable

from numpy.typing import ArrayLike

from zaslin.assignment.wta.instance import wta_instance
from zaslin.assignment.wta.result import Progress, WtaResult
from zaslin.assignment.wta.solve import DEFAULT_GAP, solve


def solve_wta(
    values: ArrayLike,
    pk: ArrayLike,
    rounds: ArrayLike,
    *,
    time_limit_s: float | None = None,
    gap: float = DEFAULT_GAP,
    seed: int = 0,
    round_cost: ArrayLike | None = None,
    forbidden: ArrayLike | Iterable[tuple[int, int]] | None = None,
    pinned: Iterable[tuple[int, ...]] | None = None,
    max_per_target: ArrayLike | None = None,
    max_per_pair: int | None = None,
    min_survival: ArrayLike | None = None,
    tree: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> WtaResult:
    """Solve the static weapon-target assignment problem to proven optimality.

    Minimise ``Σ_j v_j Π_i (1 − p_ij)^x_ij + Σ_ij c_ij x_ij`` over whole numbers of
    rounds, ``Σ_j x_ij ≤ w_i``.  See docs/static.md.

    Parameters
    ----------
    values : (targets,)
        ``v_j`` ≥ 0, in any unit.
    pk : (weapons, targets)
        ``p_ij`` in [0, 1], of one round.
    rounds : (weapons,)
        ``w_i``, whole numbers.
    time_limit_s
        The best so far and its bound come back after about so many seconds.
    gap
        Relative difference of value and bound to stop at.
    seed
        Decides between assignments that are equally good.
    round_cost
        ``c_ij`` ≥ 0: one number, one for each weapon, or one for each pair.
    forbidden
        Truth values (weapons, targets), or pairs (weapon, target).
    pinned
        Pairs (weapon, target) that get at least one round, or triples with a number.
    max_per_target, max_per_pair
        The most rounds at a target, and of one weapon at one target.
    min_survival : (targets,)
        The least probability with which what a target threatens has to survive:
        ``Π_i (1 − p_ij)^x_ij ≤ 1 − min_survival_j``.
    tree
        Where prices alone do not prove the optimum, prove it by a search tree that a
        stranger can recompute.
    on_progress
        Called with each line of the log as it is written.

    Returns
    -------
    WtaResult
        Assignment, value, bound, prices, status and log.

    Raises
    ------
    ValueError
        Naming what is wrong, where, its value and what is accepted.
    """
    instance = wta_instance(
        values,
        pk,
        rounds,
        round_cost=round_cost,
        forbidden=forbidden,
        pinned=pinned,
        max_per_target=max_per_target,
        max_per_pair=max_per_pair,
        min_survival=min_survival,
    )
    return solve(
        instance,
        gap=gap,
        seed=seed,
        clock=time.monotonic,
        time_limit_s=time_limit_s,
        tree=tree,
        on_progress=on_progress,
    )

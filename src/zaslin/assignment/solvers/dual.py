"""Prices by dual ascent, from nothing or from an earlier plan's."""

import numpy as np

from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.kernel_dual import Ascent, ascend, natural_scale
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.assignment.solvers.narrowing import narrowed
from zaslin.assignment.stop import Stop

_STEP, _WARM_STEP, _FADE = 0.5, 0.1, 5.0
_STEPS_PER_LOOK = 5
_SETTLED, _SETTLING_STEPS = 1e-6, 100
"""Prices have settled if so many steps gain less than this share of the bound."""
_MOST_SETTLING_STEPS, _SETTLING_WORK = 2_000, 1_000_000
"""Most steps, and most steps times options, before settling is given up."""


def zero_prices(problem: Problem) -> DualPrices:
    """Prices of nothing, in the shapes of the problem's capacity rows."""
    capacity = problem.capacity
    return DualPrices(
        np.zeros(len(capacity.mount_rounds)),
        np.zeros(capacity.channels.shape),
        np.zeros(capacity.rails.shape),
    )


def find_prices(
    problem: Problem,
    warm: DualPrices | None,
    steps: int,
    stop: Stop,
    *,
    settle: bool = False,
) -> tuple[DualPrices, int]:
    """Prices of the best bound found, and the number of steps taken.

    ``warm`` prices, if any, are the start, and the steps then are smaller.
    ``settle`` goes on after ``steps`` until the bound hardly rises; problems of a
    live size have no room for it.
    """
    zero = zero_prices(problem)
    used = narrowed(problem)
    start = used.prices(zero if warm is None else warm)
    ascent = Ascent(
        prices=start,
        best=DualPrices(*(table.copy() for table in start)),
        scale=natural_scale(used.options, used.capacity, problem.value, problem.weight),
        mean=DualPrices(*(np.zeros_like(table) for table in start)),
        square=DualPrices(*(np.zeros_like(table) for table in start)),
        bound=np.array([-np.inf]),
        steps=np.zeros(1),
    )
    done, before = 0, -np.inf
    limit = max(steps, _settling_limit(problem)) if settle and steps > 0 else steps
    while done < limit and not stop.reached(done):
        if done >= steps and (done - steps) % _SETTLING_STEPS == 0:
            bound = float(ascent.bound[0])
            if bound - before <= _SETTLED * abs(bound):
                break
            before = bound
        chunk = min(_STEPS_PER_LOOK, (steps if done < steps else limit) - done)
        ascend(
            used.options, used.capacity, problem.value, problem.weight,
            problem.max_shots_per_stage, ascent,
            _STEP if warm is None else _WARM_STEP, _FADE, chunk,
        )  # fmt: skip
        done += chunk
    return used.widened(ascent.best, zero), done


def _settling_limit(problem: Problem) -> int:
    work = _SETTLING_WORK // max(1, problem.option_count)
    return min(_MOST_SETTLING_STEPS, work)

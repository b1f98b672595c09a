"""Prices by dual ascent, from nothing or from an earlier plan's."""

import numpy as np

from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.kernel_dual import Ascent, ascend, natural_scale
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.assignment.stop import Stop

_STEP, _WARM_STEP, _FADE = 0.5, 0.1, 5.0
_STEPS_PER_LOOK = 5


def zero_prices(problem: Problem) -> DualPrices:
    """Prices of nothing, in the shapes of the problem's capacity rows."""
    capacity = problem.capacity
    return DualPrices(
        np.zeros(len(capacity.mount_rounds)),
        np.zeros(capacity.channels.shape),
        np.zeros(capacity.rails.shape),
    )


def find_prices(
    problem: Problem, warm: DualPrices | None, steps: int, stop: Stop
) -> tuple[DualPrices, int]:
    """Prices of the best bound found, and the number of steps taken.

    ``warm`` prices, if any, are the start, and the steps then are smaller.
    """
    start = zero_prices(problem) if warm is None else warm
    zero = zero_prices(problem)
    ascent = Ascent(
        prices=start,
        best=DualPrices(*(table.copy() for table in start)),
        scale=natural_scale(
            problem.options, problem.capacity, problem.value, problem.weight
        ),
        mean=DualPrices(*(table.copy() for table in zero)),
        square=DualPrices(*(table.copy() for table in zero)),
        bound=np.array([-np.inf]),
        steps=np.zeros(1),
    )
    done = 0
    while done < steps and not stop.reached(done):
        chunk = min(_STEPS_PER_LOOK, steps - done)
        ascend(
            problem.options, problem.capacity, problem.value, problem.weight,
            problem.max_shots_per_stage, ascent,
            _STEP if warm is None else _WARM_STEP, _FADE, chunk,
        )  # fmt: skip
        done += chunk
    return ascent.best, done

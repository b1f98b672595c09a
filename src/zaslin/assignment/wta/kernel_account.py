"""What patterns cost by themselves, what they use, and a mark to know them by.

Compiled by numba.
"""

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.reduced import Reduced


@njit(cache=True)
def own_costs(
    reduced: Reduced, target: NDArray[int32], length: NDArray[int32],
    item: NDArray[int32],
) -> Floats:  # fmt: skip
    """What each pattern leaves of its target and its rounds cost, without prices."""
    flat = reduced.cost.shape[0] == 1
    cost = np.empty(len(target))
    for n in range(len(target)):
        j = target[n]
        x, spent = reduced.value[j], 0.0
        for k in range(length[n]):
            i = item[n, k]
            x *= 1.0 - reduced.pk[j, i]
            spent += reduced.cost[0 if flat else j, i]
        if x > reduced.limit[j]:
            spent += reduced.penalty
        cost[n] = x + spent
    return cost


@njit(cache=True)
def rounds_used(patterns: Patterns, rows: int) -> Floats:
    """Rounds of each row in all patterns together."""
    used = np.zeros(rows)
    for j in range(len(patterns.length)):
        for k in range(patterns.length[j]):
            used[patterns.item[j, k]] += 1.0
    return used


@njit(cache=True)
def fingerprints(length: NDArray[int32], item: NDArray[int32]) -> NDArray[int64]:
    """One number for each pattern, the same whatever the order of its rounds."""
    marks = np.empty(len(length), dtype=int64)
    for n in range(len(length)):
        mark = int64(0)
        for k in range(length[n]):
            # A sum over well mixed numbers does not depend on the order.
            z = (int64(item[n, k]) + 1) * 0x1E3779B97F4A7C15
            z = (z ^ (z >> 29)) * 0x3F58476D1CE4E5B9
            mark += z ^ (z >> 31)
        marks[n] = mark
    return marks

"""The regret rule, every choice of it exact.  Compiled by numba."""

import numpy as np
from numba import njit

from zaslin.assignment.wta.instance import Floats, Ints
from zaslin.assignment.wta.kernel_pattern import NO_USE, Patterns
from zaslin.assignment.wta.reduced import Reduced

_NOBODY = -1


@njit(cache=True)
def _two_best(
    pk: Floats, left: Ints, leak: float, useless: float
) -> tuple[float, float, int, int]:
    """Gains of the best and the second best row with rounds left, and the rows."""
    best, second, row, other = 0.0, 0.0, _NOBODY, _NOBODY
    for i in range(len(left)):
        gain = leak * pk[i]
        if gain > second and left[i] > 0:
            if gain > best:
                best, second, row, other = gain, best, i, row
            else:
                second, other = gain, i
    if best <= useless:
        return 0.0, 0.0, _NOBODY, _NOBODY
    return best, second, row, other


@njit(cache=True)
def regret_fill(reduced: Reduced, patterns: Patterns, left: Ints, share: float) -> None:
    """Give out what is left, the target with the largest key first.

    The key is ``share`` · gain + regret, regret being the gain over the second best
    row.  A target's gains are found anew whenever it takes a round, or one of its two
    rows runs out.
    """
    targets = len(reduced.value)
    if targets == 0:
        return
    leak = reduced.value.copy()
    gain, second = np.zeros(targets), np.zeros(targets)
    row, other = np.full(targets, _NOBODY), np.full(targets, _NOBODY)
    key = np.full(targets, -1.0)
    for j in range(targets):
        gain[j], second[j], row[j], other[j] = _two_best(
            reduced.pk[j], left, leak[j], NO_USE * reduced.value[j]
        )
        if row[j] != _NOBODY:
            key[j] = share * gain[j] + gain[j] - second[j]
    while True:
        j = int(np.argmax(key))
        i = row[j]
        if key[j] < 0.0 or patterns.length[j] >= patterns.item.shape[1]:
            return
        patterns.item[j, patterns.length[j]] = i
        patterns.length[j] += 1
        left[i] -= 1
        leak[j] *= 1.0 - reduced.pk[j, i]
        for k in range(targets):
            if k == j or (left[i] == 0 and (row[k] == i or other[k] == i)):
                gain[k], second[k], row[k], other[k] = _two_best(
                    reduced.pk[k], left, leak[k], NO_USE * reduced.value[k]
                )
                key[k] = -1.0
                if row[k] != _NOBODY:
                    key[k] = share * gain[k] + gain[k] - second[k]

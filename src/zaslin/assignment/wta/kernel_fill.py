"""Assignments without prices: maximum marginal return, and swaps that improve one.

Compiled by numba.
"""

import numpy as np
from numba import njit
from numpy import float64, int32, int64
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats, Ints
from zaslin.assignment.wta.kernel_pattern import NO_USE, Patterns
from zaslin.assignment.wta.reduced import Reduced

_NOBODY = -1
_NEEDED = 1e6
"""A round towards a requirement comes before every other."""


@njit(cache=True)
def rounds_at(patterns: Patterns, j: int, i: int) -> int:
    """Rounds of row i in the pattern of target j."""
    count = 0
    for k in range(patterns.length[j]):
        if patterns.item[j, k] == i:
            count += 1
    return count


@njit(cache=True)
def leaks(reduced: Reduced, patterns: Patterns) -> Floats:
    """What each pattern leaves of its target."""
    leak = reduced.value.copy()
    for j in range(len(leak)):
        for k in range(patterns.length[j]):
            leak[j] *= 1.0 - reduced.pk[j, patterns.item[j, k]]
    return leak


@njit(cache=True)
def _best_row(
    reduced: Reduced, patterns: Patterns, left: Ints, leak: float, j: int
) -> tuple[float, int]:
    """Gain of the best next round at target j, and its row."""
    flat, same = reduced.cost.shape[0] == 1, reduced.most_each.shape[0] == 1
    needy = leak > reduced.limit[j]
    best, row = 0.0, _NOBODY
    if patterns.length[j] >= min(reduced.most[j], patterns.item.shape[1]):
        return best, row
    for i in range(len(left)):
        gain = leak * reduced.pk[j, i] - reduced.cost[0 if flat else j, i]
        if needy:
            gain = (
                _NEEDED * (1.0 + leak * reduced.pk[j, i]) if reduced.pk[j, i] else 0.0
            )
        if gain > best and left[i] > 0:
            allowed = reduced.most_each[0 if same else j, i]
            if allowed >= reduced.rounds[i] or rounds_at(patterns, j, i) < allowed:
                best, row = gain, i
    if best <= NO_USE * reduced.value[j]:
        return 0.0, _NOBODY
    return best, row


@njit(cache=True)
def fill(reduced: Reduced, patterns: Patterns, left: Ints) -> None:
    """Give out what is left, the largest marginal return first."""
    targets = len(reduced.value)
    leak = leaks(reduced, patterns)
    gain, row = np.zeros(targets), np.full(targets, _NOBODY)
    for j in range(targets):
        gain[j], row[j] = _best_row(reduced, patterns, left, leak[j], j)
    while targets:
        j = int(np.argmax(gain))
        if gain[j] <= 0.0:
            return
        i = row[j]
        if left[i] > 0:
            left[i] -= 1
            leak[j] *= 1.0 - reduced.pk[j, i]
            patterns.item[j, patterns.length[j]] = i
            patterns.length[j] += 1
        gain[j], row[j] = _best_row(reduced, patterns, left, leak[j], j)


@njit(cache=True)
def complete(reduced: Reduced, wanted: Patterns, patterns: Patterns) -> None:
    """Make an assignment of patterns that together want too much.

    Targets come by what their pattern averts; each takes what is left of it, and the
    rest is given out by marginal return.
    """
    left = reduced.rounds.copy()
    averts = reduced.value - leaks(reduced, wanted)
    patterns.length[:] = 0
    for j in np.argsort(-averts, kind="mergesort"):
        for k in range(wanted.length[j]):
            i = wanted.item[j, k]
            if left[i] > 0:
                left[i] -= 1
                patterns.item[j, patterns.length[j]] = i
                patterns.length[j] += 1
    fill(reduced, patterns, left)


@njit(cache=True)
def _cost_of(reduced: Reduced, j: int, leak: float) -> float:
    return leak + (reduced.penalty if leak > reduced.limit[j] else 0.0)


@njit(cache=True)
def swap(reduced: Reduced, patterns: Patterns, sweeps: int) -> None:
    """Exchange rounds between targets, or move one, while that gains.

    One sweep looks at every pair of rounds once; first improvement is taken.
    """
    flat, same = reduced.cost.shape[0] == 1, reduced.most_each.shape[0] == 1
    targets = len(reduced.value)
    for _ in range(sweeps):
        gained = False
        leak = leaks(reduced, patterns)
        for a in range(targets):
            for k in range(patterns.length[a]):
                for b in range(targets):
                    if b == a or k >= patterns.length[a]:
                        continue
                    i = patterns.item[a, k]
                    rest_a = _without(reduced, patterns, a, k)
                    cost_i = reduced.cost[0 if flat else a, i]
                    moved_i = reduced.cost[0 if flat else b, i]
                    allowed = reduced.most_each[0 if same else b, i]
                    if not reduced.pk[b, i] or rounds_at(patterns, b, i) >= allowed:
                        continue
                    now = _cost_of(reduced, a, leak[a]) + _cost_of(reduced, b, leak[b])
                    # Move the round.
                    after = (
                        _cost_of(reduced, a, rest_a)
                        + _cost_of(reduced, b, leak[b] * (1.0 - reduced.pk[b, i]))
                        + moved_i
                        - cost_i
                    )
                    if after < now * (1.0 - 1e-12) and patterns.length[b] < min(
                        reduced.most[b], patterns.item.shape[1]
                    ):
                        patterns.item[b, patterns.length[b]] = i
                        patterns.length[b] += 1
                        patterns.length[a] -= 1
                        patterns.item[a, k] = patterns.item[a, patterns.length[a]]
                        leak[a], leak[b] = (
                            _leak(reduced, patterns, a),
                            _leak(reduced, patterns, b),
                        )
                        gained = True
                        continue
                    for n in range(patterns.length[b]):
                        h = patterns.item[b, n]
                        if h == i or not reduced.pk[a, h]:
                            continue
                        new_a = rest_a * (1.0 - reduced.pk[a, h])
                        rest_b = _without(reduced, patterns, b, n)
                        new_b = rest_b * (1.0 - reduced.pk[b, i])
                        after = (
                            _cost_of(reduced, a, new_a)
                            + _cost_of(reduced, b, new_b)
                            + moved_i
                            - cost_i
                            + reduced.cost[0 if flat else a, h]
                            - reduced.cost[0 if flat else b, h]
                        )
                        if (
                            after < now * (1.0 - 1e-12)
                            and rounds_at(patterns, a, h)
                            < reduced.most_each[0 if same else a, h]
                        ):
                            patterns.item[a, k], patterns.item[b, n] = h, i
                            leak[a], leak[b] = (
                                _leak(reduced, patterns, a),
                                _leak(reduced, patterns, b),
                            )
                            gained = True
                            break
        if not gained:
            return


@njit(cache=True)
def _leak(reduced: Reduced, patterns: Patterns, j: int) -> float:
    x = float(reduced.value[j])
    for k in range(patterns.length[j]):
        x *= 1.0 - reduced.pk[j, patterns.item[j, k]]
    return x


@njit(cache=True)
def _without(reduced: Reduced, patterns: Patterns, j: int, left_out: int) -> float:
    """What leaks of target j if one of its rounds is left out."""
    x = float(reduced.value[j])
    for k in range(patterns.length[j]):
        if k != left_out:
            x *= 1.0 - reduced.pk[j, patterns.item[j, k]]
    return x


@njit(cache=True)
def least_leak(reduced: Reduced, j: int) -> float:
    """What leaks of target j if every permitted round is spent on it, best first."""
    same = reduced.most_each.shape[0] == 1
    leak, left = float(reduced.value[j]), reduced.most[j]
    for i in np.argsort(-reduced.pk[j], kind="mergesort"):
        taken = min(left, reduced.most_each[0 if same else j, i])
        leak *= (1.0 - reduced.pk[j, i]) ** taken
        left -= taken
    return leak


@njit(cache=True)
def first_prices(reduced: Reduced, patterns: Patterns) -> Floats:
    """What a round of each row is worth beside an assignment: a start for the dual.

    The least that the assignment would lose without one of them, but no more than the
    best it could gain elsewhere.
    """
    rows = len(reduced.rounds)
    flat = reduced.cost.shape[0] == 1
    loss, gain = np.full(rows, np.inf), np.zeros(rows)
    leak = leaks(reduced, patterns)
    for j in range(len(leak)):
        for i in range(rows):
            earns = leak[j] * reduced.pk[j, i] - reduced.cost[0 if flat else j, i]
            gain[i] = max(gain[i], earns)
        for k in range(patterns.length[j]):
            i = patterns.item[j, k]
            lost = _without(reduced, patterns, j, k) - leak[j]
            loss[i] = min(loss[i], lost - reduced.cost[0 if flat else j, i])
    for i in range(rows):
        gain[i] = max(0.0, min(gain[i], loss[i])) if loss[i] < np.inf else 0.0
    return gain


def empty_patterns(targets: int, width: int) -> Patterns:
    """No rounds at any target, with room for ``width`` at each."""
    return Patterns(
        np.zeros(targets, dtype=int32),
        np.full((targets, width), _NOBODY, dtype=int32),
        np.zeros(targets, dtype=float64),
        np.zeros(targets, dtype=float64),
    )


def spent_rounds(patterns: Patterns) -> NDArray[int64]:
    """Rows (row, target, rounds) of all patterns."""
    width = patterns.item.shape[1]
    inside = np.arange(width) < patterns.length[:, None]
    target = np.nonzero(inside)[0]
    pairs = np.column_stack((patterns.item[inside], target)).astype(int64)
    unique, count = np.unique(pairs.reshape(-1, 2), axis=0, return_counts=True)
    return np.column_stack((unique, count)).astype(int64).reshape(-1, 3)

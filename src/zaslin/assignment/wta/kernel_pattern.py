"""The pricing problem: the cheapest pattern of rounds against one target.

Compiled by numba.  A pattern is a multiset of weapons.  At given prices its cost is
what it leaves of the target plus what its rounds cost.  The search goes depth first
through the candidates in order of price per log-survival.  It is exact: a branch is cut
only by a lower bound on everything below it (:func:`kernel_candidates.below`).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_candidates import (
    Bench,
    arrange,
    below,
    drop_dominated,
    gather,
    longest,
)
from zaslin.assignment.wta.reduced import Reduced

MOST_NODES = 200_000
"""Of one target's search; beyond it the open branches' bounds stand in for it."""

NO_USE = 1e-24
"""Share of a target's value below which what a round averts is nothing at all."""

NO_ROOM = -1

_WITHIN = 1e-14
"""Relative size below which a better pattern is only rounding."""

_FEW, _SHORT = 12, 64
"""Fewer candidates, or longer patterns, are not worth comparing for dominance."""


class Patterns(NamedTuple):
    """One pattern for each target.

    ``item[j, :length[j]]`` are row numbers, repeated for several rounds;
    ``priced`` the cost at the prices, ``least`` a lower bound on it, which is smaller
    only where the search was given up.
    """

    length: NDArray[int32]
    item: NDArray[int32]
    priced: Floats
    least: Floats


@njit(cache=True)
def cheapest_pattern(
    v: float, pk: Floats, most_each: NDArray[int32], limit: float, most: int,
    penalty: float, known: NDArray[int32], known_length: int, bench: Bench,
) -> tuple[float, float, int]:  # fmt: skip
    """Cost, lower bound and length of the cheapest pattern; it is in ``bench.best``.

    ``known`` is a pattern to beat.  The length is −1 if the bench is too small.
    """
    depth = len(bench.at) - 1
    pay = bench.pay
    best, length = v, 0
    if v > limit:
        best += penalty
    if most > 0:
        for i in range(len(pk)):
            x = v * (1.0 - pk[i])
            if x + pay[i] < best and most_each[i] > 0 and x <= limit:
                best, length = x + pay[i], 1
                bench.best[0] = i
    if 0 < known_length <= most:
        x, cost = v, 0.0
        for k in range(known_length):
            x *= 1.0 - pk[known[k]]
            cost += pay[known[k]]
        if x <= limit and x + cost < best:
            best, length = x + cost, known_length
            bench.best[:length] = known[:length]
    count = gather(v, pk, most_each, limit, most, best, v > limit, bench)
    if count == 0:
        return best, best, length
    if count > _FEW:
        least_pay, q = np.inf, 1.0
        for k in range(count):
            i = bench.row[k]
            least_pay, q = min(least_pay, pay[i]), min(q, 1.0 - pk[i])
        size = longest(v, least_pay, q, most, best)
        if size <= _SHORT:
            count = drop_dominated(pk, most_each, max(1, size), count, bench)
    arrange(pk, count, bench)
    d, nodes = 0, 0
    bench.at[0], bench.leak[0], bench.spent[0] = 0, v, 0.0
    while d >= 0:
        k, x, spent = bench.at[d], bench.leak[d], bench.spent[d]
        if k >= count or below(bench, k, x, spent, limit, most - d) >= best * (
            1.0 - _WITHIN
        ):
            d -= 1
            continue
        nodes += 1
        if nodes > MOST_NODES:
            break
        i = bench.row[bench.order[k]]
        bench.at[d] = k + 1
        again = 1
        if d > 0 and bench.used[d - 1] == i:
            again = bench.taken[d - 1] + 1
        # Where nothing is required, a round that does not earn its price is no use.
        if again > most_each[i] or (v <= limit and x * pk[i] <= pay[i] + NO_USE * v):
            continue
        if d >= depth:
            return best, best, NO_ROOM
        x *= 1.0 - pk[i]
        spent += pay[i]
        bench.used[d], bench.taken[d] = i, again
        if x <= limit and x + spent < best:
            best, length = x + spent, d + 1
            bench.best[:length] = bench.used[:length]
        if d + 1 < most:
            d += 1
            bench.at[d], bench.leak[d], bench.spent[d] = k, x, spent
    least = best
    while d >= 0:
        k = bench.at[d]
        if k < count:
            least = min(
                least,
                below(bench, k, bench.leak[d], bench.spent[d], limit, most - d),
            )
        d -= 1
    return best, least, length


@njit(cache=True)
def price_targets(
    reduced: Reduced, prices: Floats, patterns: Patterns, bench: Bench
) -> bool:
    """Find each target's cheapest pattern, starting from the one that is there.

    Returns False if a pattern is longer than there is room for.
    """
    flat = reduced.cost.shape[0] == 1
    same = reduced.most_each.shape[0] == 1
    width = patterns.item.shape[1]
    if flat:
        bench.pay[:] = prices + reduced.cost[0]
    for j in range(len(reduced.value)):
        if not flat:
            bench.pay[:] = prices + reduced.cost[j]
        cost, least, length = cheapest_pattern(
            reduced.value[j], reduced.pk[j], reduced.most_each[0 if same else j],
            reduced.limit[j], reduced.most[j], reduced.penalty,
            patterns.item[j], patterns.length[j], bench,
        )  # fmt: skip
        if length == NO_ROOM or length > width:
            return False
        patterns.length[j] = length
        patterns.item[j, :length] = bench.best[:length]
        patterns.priced[j], patterns.least[j] = cost, least
    return True

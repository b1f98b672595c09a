"""All patterns whose cost at given prices is below a cut, target by target.

Compiled by numba.  The search is that of :mod:`kernel_pattern`, but a round that does
not earn its price stays: in an assignment another round may be the dearer one.
"""

from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_candidates import Bench, arrange, below, gather
from zaslin.assignment.wta.reduced import Reduced

FULL, TOO_LONG = -1, -2


@njit(cache=True)
def list_patterns(
    reduced: Reduced, prices: Floats, cut: Floats, bench: Bench,
    target: NDArray[int32], length: NDArray[int32], item: NDArray[int32],
) -> int:  # fmt: skip
    """All patterns that cost less than ``cut[j]`` at the prices; how many.

    −1 if there are more than there is room for, −2 if one of them is too long.
    """
    flat = reduced.cost.shape[0] == 1
    same = reduced.most_each.shape[0] == 1
    if flat:
        bench.pay[:] = prices + reduced.cost[0]
    found = 0
    for j in range(len(reduced.value)):
        if not flat:
            bench.pay[:] = prices + reduced.cost[j]
        found = _list_one(
            reduced.value[j], reduced.pk[j], reduced.most_each[0 if same else j],
            reduced.limit[j], reduced.most[j], reduced.penalty, cut[j], bench, found,
            length, item,
        )  # fmt: skip
        if found < 0:
            return found
        for n in range(found - 1, -1, -1):
            if target[n] >= 0:
                break
            target[n] = j
    return found


@njit(cache=True)
def _list_one(
    v: float, pk: Floats, most_each: NDArray[int32], limit: float, most: int,
    penalty: float, cut: float, bench: Bench, found: int,
    length: NDArray[int32], item: NDArray[int32],
) -> int:  # fmt: skip
    """Append one target's patterns; the new count."""
    width = item.shape[1]
    empty = v if v <= limit else v + penalty
    if empty < cut:
        if found >= len(length):
            return FULL
        length[found] = 0
        found += 1
    count = gather(v, pk, most_each, limit, most, cut, True, bench)
    if count == 0:
        return found
    arrange(pk, count, bench)
    d = 0
    bench.at[0], bench.leak[0], bench.spent[0] = 0, v, 0.0
    while d >= 0:
        k, x, spent = bench.at[d], bench.leak[d], bench.spent[d]
        if k >= count or below(bench, k, x, spent, limit, most - d) >= cut:
            d -= 1
            continue
        i = bench.row[bench.order[k]]
        bench.at[d] = k + 1
        again = 1
        if d > 0 and bench.used[d - 1] == i:
            again = bench.taken[d - 1] + 1
        if again > most_each[i]:
            continue
        if d >= width:
            return TOO_LONG
        x *= 1.0 - pk[i]
        spent += bench.pay[i]
        bench.used[d], bench.taken[d] = i, again
        if x <= limit and x + spent < cut:
            if found >= len(length):
                return FULL
            length[found] = d + 1
            item[found, : d + 1] = bench.used[: d + 1]
            found += 1
        if d + 1 < most:
            d += 1
            bench.at[d], bench.leak[d], bench.spent[d] = k, x, spent
    return found

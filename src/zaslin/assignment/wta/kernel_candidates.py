"""Which weapons can sit in a cheap pattern, and bounds on what they can do together.

Compiled by numba.  ``x`` is what leaks so far, ``left`` the rounds still allowed.  Two
lower bounds on the cost of any pattern, of which the larger counts:

- *few*: t more rounds cost at least t times the least price and leave at least
  ``x · qmin^t``, both taken over the candidates that are still to come;
- *smooth*: with rounds divisible, the candidate with the least price per log-survival ρ
  would be used alone, until what is left is worth ρ: ``ρ (1 + ln(x / ρ))``.

Applied to one candidate and anything beside it, they shorten the list of candidates;
nearly all weapons go there.  Of those that stay, one goes if so many rounds are both
surer and cheaper that the longest pattern worth its price would take them all before it
(the domination and number bounding of Lu and Chen 2021).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats


class Bench(NamedTuple):
    """Room for one target's search; ``depth`` rows of stack."""

    pay: Floats
    row: NDArray[int64]
    ratio: Floats
    order: NDArray[int64]
    cheapest: Floats
    surest: Floats
    at: NDArray[int64]
    leak: Floats
    spent: Floats
    used: NDArray[int32]
    taken: NDArray[int32]
    best: NDArray[int32]


def room(rows: int, depth: int) -> Bench:
    """An empty bench for patterns of up to ``depth`` rounds."""
    return Bench(
        np.empty(rows),
        np.empty(rows, dtype=int64),
        np.empty(rows),
        np.empty(rows, dtype=int64),
        np.empty(rows + 1),
        np.empty(rows + 1),
        np.empty(depth + 1, dtype=int64),
        np.empty(depth + 1),
        np.empty(depth + 1),
        np.empty(depth + 1, dtype=int32),
        np.empty(depth + 1, dtype=int32),
        np.empty(depth + 1, dtype=int32),
    )


@njit(cache=True)
def few(x: float, pay: float, q: float, limit: float, left: int) -> float:
    """Least ``t · pay + x q^t`` over whole t in [0, left] with ``x q^t ≤ limit``."""
    if pay <= 0.0:
        end = x * q**left
        return end if end <= limit else np.inf
    best = x if x <= limit else np.inf
    cost = 0.0
    for _ in range(left):
        x *= q
        cost += pay
        if x <= limit:
            if cost + x >= best:
                break
            best = cost + x
        elif q >= 1.0:
            break
    return best


@njit(cache=True)
def smooth(x: float, ratio: float, limit: float) -> float:
    """Least ``y + ratio · ln(x / y)`` over 0 < y ≤ min(x, limit)."""
    if ratio <= 0.0:
        return 0.0
    y = min(x, limit, ratio)
    if y >= x:
        return x
    return y + ratio * np.log(x / y) if y > 0.0 else np.inf


@njit(cache=True)
def gather(
    v: float, pk: Floats, most_each: NDArray[int32], limit: float, left: int,
    cut: float, any_use: bool, bench: Bench,
) -> int:  # fmt: skip
    """List the rows that can be in a pattern of cost below ``cut``; how many.

    Unless ``any_use``, a round counts only if it can avert more than its price.
    """
    pay = bench.pay
    least_pay, best_pk = np.inf, 0.0
    for i in range(len(pk)):
        worth = v * pk[i] > (0.0 if any_use else pay[i])
        if worth and most_each[i] > 0:
            least_pay = min(least_pay, pay[i])
            best_pk = max(best_pk, pk[i])
    if best_pk == 0.0 or left < 1:
        return 0
    q = 1.0 - best_pk
    count = 0
    least_ratio = np.inf
    for i in range(len(pk)):
        # The cheap test first: it drops nearly all.
        x, y = v * (1.0 - pk[i]), pay[i]
        if y + min(x, least_pay) >= cut or most_each[i] < 1:
            continue
        if v * pk[i] <= (0.0 if any_use else y):
            continue
        if y + few(x, least_pay, q, limit, left - 1) < cut:
            bench.row[count] = i
            bench.ratio[count] = -y / np.log1p(-pk[i]) if pk[i] < 1.0 else 0.0
            least_ratio = min(least_ratio, bench.ratio[count])
            count += 1
    kept = 0
    for k in range(count):
        i = bench.row[k]
        if pay[i] + smooth(v * (1.0 - pk[i]), least_ratio, limit) < cut:
            bench.row[kept], bench.ratio[kept] = i, bench.ratio[k]
            kept += 1
    return kept


@njit(cache=True)
def longest(v: float, pay: float, q: float, most: int, cut: float) -> int:
    """Rounds in the longest pattern that can cost less than ``cut``."""
    if pay <= 0.0:
        return most
    # Convex in the number of rounds: beyond its least it only grows.
    if most * pay > cut:
        most = int(cut / pay) + 1
    while most > 0 and most * pay + v * q**most >= cut:
        most -= 1
    return most


@njit(cache=True)
def drop_dominated(
    pk: Floats, most_each: NDArray[int32], size: int, count: int, bench: Bench
) -> int:
    """Keep the candidates that fewer than ``size`` better rounds stand before."""
    surest_first = np.argsort(-pk[bench.row[:count]], kind="mergesort")
    # The least prices of what came so far, each as often as there are rounds.
    least = np.full(size, np.inf)
    is_kept = np.zeros(count, dtype=np.bool_)
    for k in surest_first:
        i = bench.row[k]
        if least[size - 1] <= bench.pay[i]:
            continue
        is_kept[k] = True
        for _ in range(min(most_each[i], size)):
            at = size - 1
            if bench.pay[i] >= least[at]:
                break
            while at > 0 and least[at - 1] > bench.pay[i]:
                least[at] = least[at - 1]
                at -= 1
            least[at] = bench.pay[i]
    kept = 0
    for k in range(count):
        if is_kept[k]:
            bench.row[kept], bench.ratio[kept] = bench.row[k], bench.ratio[k]
            kept += 1
    return kept


@njit(cache=True)
def arrange(pk: Floats, count: int, bench: Bench) -> None:
    """Order the candidates by ratio; what the rest offers at best, from each on."""
    order = np.argsort(bench.ratio[:count], kind="mergesort")
    bench.order[:count] = order
    bench.cheapest[count], bench.surest[count] = np.inf, 1.0
    for k in range(count - 1, -1, -1):
        i = bench.row[order[k]]
        bench.cheapest[k] = min(bench.cheapest[k + 1], bench.pay[i])
        bench.surest[k] = min(bench.surest[k + 1], 1.0 - pk[i])


@njit(cache=True)
def below(
    bench: Bench, k: int, x: float, spent: float, limit: float, left: int
) -> float:
    """Lower bound on every pattern that goes on with candidate k or a later one."""
    if left < 1:
        return np.inf
    one = bench.cheapest[k]
    q = bench.surest[k]
    return spent + max(
        float(one + few(x * q, one, q, limit, left - 1)),
        smooth(x, bench.ratio[bench.order[k]], limit),
    )

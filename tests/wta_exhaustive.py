"""Optima of tiny static instances by looking at everything, in plain Python.

Written from the problem's definition; nothing of the solver or of the checker takes
part, so that it can serve as the oracle of both.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from zaslin.assignment.wta.instance import WtaInstance

Rounds = tuple[int, ...]
"""So many of each weapon."""
Triples = list[tuple[int, int, int]]

MET = 1e-9
"""The share by which what gets through may exceed its limit, as the product allows."""


def least_cost(instance: WtaInstance) -> tuple[float, Triples] | None:
    """The optimum and (weapon, target, rounds) that reach it; None if infeasible.

    Target by target, every pattern is tried with every remainder of the magazines.
    """
    patterns = [list(patterns_at(instance, j)) for j in range(instance.target_count)]

    @cache
    def best_from(j: int, left: Rounds) -> tuple[float, tuple[Rounds, ...]]:
        if j == len(patterns):
            return 0.0, ()
        best: tuple[float, tuple[Rounds, ...]] = (math.inf, ())
        for cost, taken in patterns[j]:
            after = tuple(w - x for w, x in zip(left, taken, strict=True))
            if cost < best[0] and min(after, default=0) >= 0:
                rest, others = best_from(j + 1, after)
                if cost + rest < best[0]:
                    best = (cost + rest, (taken, *others))
        return best

    value, chosen = best_from(0, tuple(instance.rounds.tolist()))
    if value == math.inf:
        return None
    return value, [
        (i, j, x) for j, taken in enumerate(chosen) for i, x in enumerate(taken) if x
    ]


def patterns_at(instance: WtaInstance, j: int) -> Iterator[tuple[float, Rounds]]:
    """Every permitted pattern of a target, pinned rounds included, with its cost.

    Rounds that are pinned elsewhere are not there.
    """
    pins = {(i, k): count for i, k, count in instance.pinned.tolist()}
    most = int(instance.max_per_target[j])
    ranges = []
    for i, held in enumerate(instance.rounds.tolist()):
        elsewhere = sum(count for (k, at), count in pins.items() if k == i and at != j)
        banned = instance.forbidden is not None and bool(instance.forbidden[i, j])
        high = 0 if banned else min(held - elsewhere, instance.max_per_pair, most)
        ranges.append(range(pins.get((i, j), 0), high + 1))
    limit = (1.0 - float(instance.min_survival[j])) * (1.0 + MET)
    for taken in product(*ranges):
        through = survival(instance, j, taken)
        if sum(taken) <= most and through <= limit:
            spent = sum(_cost(instance, i, j) * x for i, x in enumerate(taken))
            yield float(instance.values[j]) * through + spent, taken


def survival(instance: WtaInstance, j: int, taken: Rounds) -> float:
    """The chance that target j gets through."""
    misses = (1.0 - instance.pk[:, j]).tolist()
    return float(math.prod(miss**x for miss, x in zip(misses, taken, strict=True)))


def priced_bound(instance: WtaInstance, prices: Sequence[float]) -> float:
    """L(π): Σ_j the least priced cost of a pattern − Σ w π."""
    total = 0.0
    for j in range(instance.target_count):
        total += min(
            (
                cost + sum(p * x for p, x in zip(prices, taken, strict=True))
                for cost, taken in patterns_at(instance, j)
            ),
            default=math.inf,
        )
    worth = sum(w * p for w, p in zip(instance.rounds.tolist(), prices, strict=True))
    return float(total - worth)


def good_prices(instance: WtaInstance, steps: int = 200) -> list[float]:
    """Prices that bound well: subgradient steps on L over all patterns."""
    patterns = [list(patterns_at(instance, j)) for j in range(instance.target_count)]
    prices = [0.0] * instance.weapon_count
    best, kept = -math.inf, list(prices)
    scale = float(instance.values.max(initial=0.0))
    if not all(patterns):
        return prices
    for step in range(steps):
        bound = -sum(
            w * p for w, p in zip(instance.rounds.tolist(), prices, strict=True)
        )
        wanted = [-w for w in instance.rounds.tolist()]
        for own in patterns:
            cost, taken = min(
                (cost + sum(p * x for p, x in zip(prices, taken, strict=True)), taken)
                for cost, taken in own
            )
            bound += cost
            wanted = [total + x for total, x in zip(wanted, taken, strict=True)]
        if bound > best:
            best, kept = bound, list(prices)
        size = 0.3 * scale / (1.0 + step) ** 0.7
        prices = [
            max(0.0, p + size * more) for p, more in zip(prices, wanted, strict=True)
        ]
    return kept


def _cost(instance: WtaInstance, i: int, j: int) -> float:
    return float(instance.round_cost[i, j % instance.round_cost.shape[1]])

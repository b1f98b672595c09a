"""Static instances to draw, and results whose proofs come from exhaustive search."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from tests.wta_exhaustive import (
    Rounds,
    good_prices,
    least_cost,
    patterns_at,
    priced_bound,
    survival,
)
from zaslin.assignment.wta.instance import Floats, WtaInstance, wta_instance
from zaslin.assignment.wta.result import TreeLeaf, Unmet, WtaResult, WtaStatus

Branch = tuple[int, int, int, int]
Patterns = Sequence[Sequence[tuple[float, Rounds]]]


def random_instance(
    rng: Generator,
    weapons: int,
    targets: int,
    *,
    most_rounds: int = 2,
    plain: bool = False,
) -> WtaInstance:
    """Any instance; unless it is plain, each kind of limit is there half of the time.

    Chances are 0 or 1 and values 0 now and then.
    """
    pk = rng.uniform(0.05, 0.95, (weapons, targets)).round(3)
    values = rng.integers(1, 100, targets).astype(float)
    rounds = rng.integers(0 if not plain else 1, most_rounds + 1, weapons)
    if plain:
        return wta_instance(values, pk, rounds)
    odd = rng.random((weapons, targets))
    pk[odd < 0.05] = 0.0
    pk[odd > 0.95] = 1.0
    values[rng.random(targets) < 0.1] = 0.0
    forbidden = rng.random((weapons, targets)) < 0.2 * rng.integers(0, 2)
    pinned = _pins(rng, rounds, forbidden) if rng.integers(0, 2) else []
    aimed = np.bincount([j for _, j, _ in pinned], minlength=targets)
    wanted = np.where(rng.random(targets) < 0.3, rng.random(targets), 0.0)
    cap = rng.integers(1, 4, targets)
    return wta_instance(
        values,
        pk,
        rounds,
        round_cost=_costs(rng, weapons, targets),
        forbidden=forbidden,
        pinned=pinned,
        max_per_target=np.maximum(aimed, cap) if rng.integers(0, 2) else None,
        max_per_pair=int(rng.integers(1, 3)) if rng.integers(0, 2) else None,
        min_survival=wanted.round(2) if rng.integers(0, 2) else None,
    )


def _costs(rng: Generator, weapons: int, targets: int) -> Floats | None:
    match rng.integers(0, 3):
        case 0:
            return None
        case 1:
            return rng.uniform(0.0, 3.0, weapons).round(2)
        case _:
            return rng.uniform(0.0, 3.0, (weapons, targets)).round(2)


def _pins(
    rng: Generator, rounds: np.ndarray, forbidden: np.ndarray
) -> list[tuple[int, int, int]]:
    """One round each, so that no limit of a pair is broken."""
    pins = []
    left = rounds.copy()
    for i, j in np.argwhere(~forbidden).tolist():
        if left[i] > 0 and rng.random() < 0.2:
            left[i] -= 1
            pins.append((i, j, 1))
    return pins


def proven_result(
    instance: WtaInstance,
    *,
    prices: Sequence[float] | None = None,
    with_tree: bool = False,
) -> WtaResult:
    """The optimum and what proves it; a tree only if asked for."""
    prices = good_prices(instance) if prices is None else prices
    found = least_cost(instance)
    if found is None:
        return infeasible_result(instance)
    value, assignment = found
    root = priced_bound(instance, prices)
    leaves = grown_tree(instance, value, prices) if with_tree else ()
    return WtaResult(
        instance=instance,
        status=WtaStatus.OPTIMAL if with_tree else WtaStatus.FEASIBLE,
        value=value,
        bound=value if with_tree else root,
        root_bound=root,
        assignment=np.array(assignment, dtype=np.int64).reshape(-1, 3),
        prices=np.array(prices, dtype=float),
        leaves=leaves,
    )


def infeasible_result(instance: WtaInstance) -> WtaResult:
    """Only the pinned rounds, and what they miss."""
    unmet = []
    pins = {(i, j): count for i, j, count in instance.pinned.tolist()}
    weapons = range(instance.weapon_count)
    for j, required in enumerate(instance.min_survival.tolist()):
        taken = tuple(pins.get((i, j), 0) for i in weapons)
        through = survival(instance, j, taken)
        if through > (1.0 - required) * (1.0 + 1e-9):
            alone = not any(True for _ in patterns_at(instance, j))
            unmet.append(Unmet(j, required, 1.0 - through, alone))
    return WtaResult(
        instance=instance,
        status=WtaStatus.INFEASIBLE,
        value=math.inf,
        bound=math.inf,
        root_bound=-math.inf,
        assignment=instance.pinned,
        prices=np.ones(instance.weapon_count),
        unmet=tuple(unmet),
    )


def grown_tree(
    instance: WtaInstance, value: float, prices: Sequence[float]
) -> tuple[TreeLeaf, ...]:
    """Leaves that prove a value: split pair after pair until some prices suffice."""
    patterns = [list(patterns_at(instance, j)) for j in range(instance.target_count)]
    pins = {(i, j): count for i, j, count in instance.pinned.tolist()}
    pairs = [
        (i, j)
        for j in range(instance.target_count)
        for i in range(instance.weapon_count)
    ]
    leaves: list[TreeLeaf] = []
    nodes: list[tuple[Branch, ...]] = [()]
    while nodes:
        branches = nodes.pop()
        allowed = [
            [each for each in own if _allows(branches, j, each[1])]
            for j, own in enumerate(patterns)
        ]
        enough = _enough(instance, allowed, value, prices)
        if enough is not None:
            leaves.append(TreeLeaf(branches, np.array(enough, dtype=float)))
            continue
        i, j = next(
            (i, j) for i, j in pairs if len({each[1][i] for each in allowed[j]}) > 1
        )
        low, high = pins.get((i, j), 0), int(instance.rounds[i])
        counts = sorted({each[1][i] for each in allowed[j]})
        for k, own in enumerate(branches):
            if own[:2] == (i, j):
                low, high = branches[k][2:]
        cut = counts[(len(counts) - 1) // 2]
        nodes += [(*branches, (i, j, low, cut)), (*branches, (i, j, cut + 1, high))]
    return tuple(leaves)


def _allows(branches: Sequence[Branch], target: int, taken: Rounds) -> bool:
    return all(low <= taken[i] <= high for i, j, low, high in branches if j == target)


def _enough(
    instance: WtaInstance, patterns: Patterns, value: float, prices: Sequence[float]
) -> Sequence[float] | None:
    """Prices under which nothing of the patterns is better than a value, if found."""
    weapons = instance.weapon_count
    single = [
        [value * 2.0 if i == k else 0.0 for i in range(weapons)] for k in range(weapons)
    ]
    for tried in ([0.0] * weapons, list(prices), *single):
        total = -sum(
            w * p for w, p in zip(instance.rounds.tolist(), tried, strict=True)
        )
        for own in patterns:
            total += min(
                (
                    cost + sum(p * x for p, x in zip(tried, taken, strict=True))
                    for cost, taken in own
                ),
                default=math.inf,
            )
        if total >= value * (1.0 - 1e-12):
            return tried
    return None

"""Exact pricing of one target, against a list of all its patterns."""

from itertools import product

import numpy as np
import pytest
from numpy import int32

from zaslin.assignment.wta.instance import Floats, WtaInstance, wta_instance
from zaslin.assignment.wta.kernel_candidates import few, longest, room, smooth
from zaslin.assignment.wta.kernel_fill import empty_patterns
from zaslin.assignment.wta.kernel_list import TOO_LONG, list_patterns
from zaslin.assignment.wta.kernel_pattern import price_targets
from zaslin.assignment.wta.reduced import Reduced, reduce_instance

WIDTH = 16


def instance(seed: int) -> WtaInstance:
    """One target, up to 14 weapons: enough for every shortcut of the search."""
    rng = np.random.default_rng(seed)
    weapons = int(rng.integers(1, 15))
    kinds = {
        0: rng.uniform(0.6, 0.9, (weapons, 1)),
        1: rng.uniform(0.0, 1.0, (weapons, 1)),
        2: rng.choice([0.0, 0.3, 0.5, 1.0], (weapons, 1)),
    }
    wanted = [0.0] if rng.random() < 0.7 else [float(rng.uniform(0.2, 0.99))]
    return wta_instance(
        [float(rng.integers(1, 100))],
        kinds[int(rng.integers(3))],
        rng.integers(0, 3, weapons) if weapons < 8 else np.ones(weapons),
        round_cost=rng.choice([0.0, 2.0], weapons),
        max_per_target=int(rng.integers(0, 9)),
        max_per_pair=int(rng.integers(1, 3)),
        min_survival=wanted,
    )


def reduced_of(seed: int) -> Reduced:
    """The instance as the kernels see it."""
    generator = np.random.Generator(np.random.PCG64(seed))
    return reduce_instance(instance(seed), generator).reduced


def prices_of(seed: int, reduced: Reduced) -> Floats:
    """Prices of a size that makes patterns of one to many rounds worth it."""
    rng = np.random.default_rng(1_000 + seed)
    like = float(reduced.value[0]) * rng.choice([0.02, 0.1, 0.3])
    prices: Floats = like * rng.uniform(0.8, 1.2, len(reduced.rounds))
    prices[rng.random(len(prices)) < 0.1] = 0.0
    return prices


def every_pattern(reduced: Reduced, prices: Floats) -> dict[tuple[int, ...], float]:
    """Priced cost of each pattern that is permitted, by its rounds of each row.

    Without rounds that have no chance: they can be dropped from any assignment.
    """
    most_each = reduced.most_each[0].tolist()
    found = {}
    for taken in product(*(range(most + 1) for most in most_each)):
        hopeless = np.array(taken) @ (reduced.pk[0] == 0.0)
        if sum(taken) > reduced.most[0] or hopeless:
            continue
        leak = float(reduced.value[0])
        for i, count in enumerate(taken):
            leak *= (1.0 - float(reduced.pk[0, i])) ** count
        owed = float((prices + reduced.cost[0]) @ np.array(taken))
        if leak <= reduced.limit[0]:
            found[taken] = leak + owed
        elif not any(taken):
            found[taken] = leak + reduced.penalty
    return found


@pytest.mark.parametrize("seed", range(150))
def test_the_cheapest_pattern_is_found(seed: int) -> None:
    """No pattern of the full list is cheaper, and the bound says the same."""
    reduced = reduced_of(seed)
    prices = prices_of(seed, reduced)
    patterns = empty_patterns(1, WIDTH)

    assert price_targets(reduced, prices, patterns, room(len(prices), WIDTH))

    cheapest = min(every_pattern(reduced, prices).values())
    assert patterns.priced[0] == pytest.approx(cheapest, rel=1e-12)
    assert patterns.least[0] == patterns.priced[0]


@pytest.mark.parametrize("seed", range(150))
def test_all_patterns_below_a_cut_are_listed(seed: int) -> None:
    """Each once, and none that is not below it."""
    reduced = reduced_of(seed)
    prices = prices_of(seed, reduced)
    every = every_pattern(reduced, prices)
    cut = min(every.values()) + 0.1 * float(reduced.value[0])
    target = np.full(50_000, -1, dtype=int32)
    length = np.zeros(50_000, dtype=int32)
    item = np.zeros((50_000, WIDTH), dtype=int32)

    count = list_patterns(
        reduced, prices, np.array([cut]), room(len(prices), WIDTH), target, length, item
    )

    listed = [
        tuple(np.bincount(item[n, : length[n]], minlength=len(prices)).tolist())
        for n in range(count)
    ]
    clearly = {taken for taken, cost in every.items() if cost < cut * (1.0 - 1e-12)}
    nearly = {taken for taken, cost in every.items() if cost < cut * (1.0 + 1e-12)}
    assert len(set(listed)) == len(listed)
    assert clearly <= set(listed) <= nearly


def test_a_list_of_longer_patterns_than_there_is_room_for_is_refused() -> None:
    """The caller makes more room; nothing is left out in silence."""
    generator = np.random.Generator(np.random.PCG64(0))
    given = wta_instance([100.0], [[0.1]], [9])
    reduced = reduce_instance(given, generator).reduced
    table = np.zeros((10, 4), dtype=int32)

    count = list_patterns(
        reduced, np.zeros(1), np.array([99.0]), room(1, 4), table[:, 0].copy() - 1,
        table[:, 0].copy(), table,
    )  # fmt: skip

    assert count == TOO_LONG


@pytest.mark.parametrize("limit", [np.inf, 3.0, 0.5])
@pytest.mark.parametrize("pay", [0.0, 0.1, 1.0, 20.0])
def test_few_is_the_least_over_whole_numbers(pay: float, limit: float) -> None:
    """By trying every number of rounds."""
    tried = [
        count * pay + 10.0 * 0.4**count
        for count in range(9)
        if 10.0 * 0.4**count <= limit
    ]

    assert few(10.0, pay, 0.4, limit, 8) == pytest.approx(min(tried, default=np.inf))


@pytest.mark.parametrize("limit", [np.inf, 3.0, 0.5])
@pytest.mark.parametrize("ratio", [0.1, 1.0, 20.0])
def test_smooth_is_below_every_divisible_choice(ratio: float, limit: float) -> None:
    """On a fine grid of what is left."""
    left = np.linspace(1e-3, min(10.0, limit), 20_001)
    tried = left + ratio * np.log(10.0 / left)

    assert smooth(10.0, ratio, limit) <= tried.min() + 1e-12
    assert smooth(10.0, ratio, limit) == pytest.approx(tried.min(), abs=1e-5)


def test_no_pattern_longer_than_the_longest_is_worth_it() -> None:
    """By trying every number of rounds."""
    for pay, q, cut in product((0.5, 2.0), (0.1, 0.5, 0.9), (3.0, 8.0)):
        worth = [n for n in range(60) if n * pay + 10.0 * q**n < cut]
        assert longest(10.0, pay, q, 50, cut) == max(worth, default=0)

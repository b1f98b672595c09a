"""Bounds on policies against the exact optimum of tiny raids."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from tests.exact_policy import (
    Launch,
    Tiny,
    as_supply,
    as_tries,
    least_damage,
    random_tiny,
)
from zaslin.sim.bound.chance import chance_bound, chances_of
from zaslin.sim.bound.fluid import find_prices, fluid_bound
from zaslin.sim.bound.tries import Floats, Prices, Tries, zero_prices

RAIDS = 100


def random_prices(like: Prices, seed: int) -> Prices:
    """Prices of all sizes, many of them zero."""
    rng = np.random.default_rng(seed)
    return Prices(
        *(
            rng.exponential(size, table.shape) * (rng.random(table.shape) < 0.4)
            for table, size in zip(like, (1.0, 0.05, 0.05), strict=True)
        )
    )


@given(seed=st.integers(0, 10_000), prices=st.integers(0, 1000))
def test_no_prices_promise_more_than_the_best_policy_keeps(
    seed: int, prices: int
) -> None:
    """Any prices, good or bad, bound the best policy of any tiny raid."""
    tiny = random_tiny(seed)
    tries, supply = as_tries(tiny), as_supply(tiny)
    drawn = random_prices(zero_prices(supply), prices)

    bound = fluid_bound(tries, supply, np.array(tiny.value), drawn)

    assert bound <= least_damage(tiny) + 1e-9


def bounds_of(tiny: Tiny, tries: Tries) -> tuple[float, float]:
    """Bound without chance, and the exact mean of the one with it."""
    supply, value = as_supply(tiny), np.array(tiny.value)
    prices = find_prices(tries, supply, value)
    chances = chances_of(tries, supply, value, prices)
    gain = sum(
        weight * chances.gain_meur(rounds)
        for weight, rounds in good_rounds(supply.rounds, chances.p_good)
    )
    fluid = fluid_bound(tries, supply, value, prices)
    return fluid, chances.before_meur + gain


def good_rounds(rounds: Floats, p_good: Floats) -> Iterator[tuple[float, Floats]]:
    """Every number of good rounds of each mount at each time, with its probability."""
    come = np.diff(rounds, axis=1, prepend=0.0).astype(int)
    p_each = np.broadcast_to(p_good[:, None], come.shape)
    for good in product(*(range(n + 1) for n in come.ravel().tolist())):
        table = np.array(good).reshape(come.shape)
        weight = float(np.prod(binom.pmf(table, come, p_each)))
        if weight > 0.0:
            yield weight, np.cumsum(table, axis=1).astype(float)


def test_both_bounds_hold_for_the_best_policies() -> None:
    """The best prices found stay below the optimum, and so does the mean over chances.

    That mean is there because it is the tighter bound at times.
    """
    tighter = 0
    for seed in range(RAIDS):
        tiny = random_tiny(seed)
        optimum = least_damage(tiny)
        fluid, chance = bounds_of(tiny, as_tries(tiny, block_s=30.0))
        assert fluid <= optimum + 1e-9, f"raid {seed}"
        assert chance <= optimum + 1e-9, f"raid {seed}"
        tighter += chance > fluid + 1e-3
    assert tighter >= RAIDS // 10


def faulty(tries: Tries, fault: str) -> Tries:
    """The tries of a compiler that rounds the wrong way."""
    table = tries.table.copy()
    match fault:
        case "pk":
            table["p_kill"] *= 0.9
        case "busy":
            table["busy_s"] += 10.0
        case "missing":
            table["copies"][::3] = 0
    return tries._replace(table=table)


@pytest.mark.parametrize("fault", ["pk", "busy", "missing"])
def test_a_compiler_that_rounds_the_wrong_way_is_found_out(fault: str) -> None:
    """Planted faults: a lower pk, a longer engagement or a lost try breaks a bound."""
    broken = 0
    for seed in range(RAIDS):
        tiny = random_tiny(seed)
        supply, value = as_supply(tiny), np.array(tiny.value)
        tries = faulty(as_tries(tiny, block_s=30.0), fault)
        prices = find_prices(tries, supply, value)
        broken += fluid_bound(tries, supply, value, prices) > least_damage(tiny) + 1e-6
    assert broken > 0


def test_one_object_and_one_round_leave_nothing_open() -> None:
    """Both bounds are the value itself, times the probability of a miss."""
    tiny = Tiny(value=(10.0,), launches=(Launch(at_s=5.0, known_s=9.0, p_kill=0.6),))

    fluid, chance = bounds_of(tiny, as_tries(tiny))

    assert least_damage(tiny) == pytest.approx(4.0)
    assert fluid == pytest.approx(4.0, abs=1e-3)
    assert chance == pytest.approx(4.0, abs=1e-3)


def test_one_round_more_never_raises_a_bound() -> None:
    """At any prices; and so for the best prices as well."""
    for seed in range(RAIDS // 5):
        tiny = random_tiny(seed)
        more = replace(tiny, rounds=(tiny.rounds[0] + 1, *tiny.rounds[1:]))
        tries, value = as_tries(tiny), np.array(tiny.value)
        fewer, richer = as_supply(tiny), as_supply(more)
        drawn = random_prices(zero_prices(fewer), seed)
        assert fluid_bound(tries, richer, value, drawn) <= fluid_bound(
            tries, fewer, value, drawn
        )


def test_chance_is_seen_where_rounds_suffice_on_average() -> None:
    """Two objects, four rounds of even odds: enough on average, and yet not always.

    Without chance the rounds just suffice and the bound is nothing; knowing which
    rounds are good, one object is left if one is, and both if none is.
    """
    launches = tuple(
        Launch(at_s=10.0 * k, known_s=10.0 * k + 5.0, p_kill=0.5, object=k % 2)
        for k in range(16)
    )
    tiny = Tiny(value=(1.0, 1.0), launches=launches, rounds=(4,))
    left = (4 * 1 + 1 * 2) / 16

    fluid, chance = bounds_of(tiny, as_tries(tiny))

    assert fluid == pytest.approx(0.0, abs=0.01)
    assert least_damage(tiny) == pytest.approx(left, abs=0.01)
    assert chance == pytest.approx(left, abs=0.01)


def test_drawing_chances_estimates_their_mean() -> None:
    """The mean over draws is that over all chances, to four standard errors."""
    tiny = random_tiny(5)
    tries, supply, value = as_tries(tiny), as_supply(tiny), np.array(tiny.value)
    prices = find_prices(tries, supply, value)
    rng = np.random.default_rng(1)

    drawn = chance_bound(tries, supply, value, prices, 200, rng)

    _, exact = bounds_of(tiny, tries)
    assert drawn.mean_meur == pytest.approx(exact, abs=4.0 * drawn.error_meur + 1e-9)

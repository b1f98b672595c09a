"""The static solver against exhaustive search, with and without side constraints."""

import numpy as np
import pytest

from tests.wta_exhaustive import least_cost, patterns_at
from tests.wta_results import random_instance
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.objective import passes, value_of
from zaslin.assignment.wta.result import WtaResult, WtaStatus
from zaslin.assignment.wta.solve import solve

PER_BATCH = 75
BATCHES = 8
WITHIN = 1e-8


def plain_instance(seed: int) -> WtaInstance:
    """Any sizes from nothing to four, with what is awkward drawn often."""
    rng = np.random.default_rng(seed)
    weapons, targets = int(rng.integers(0, 5)), int(rng.integers(0, 5))
    values = rng.choice([0.0, 1.0, 5.0, 99.0], targets)
    if seed % 2:
        values = rng.uniform(0.0, 100.0, targets)
    pk = rng.uniform(0.0, 1.0, (weapons, targets))
    pk[rng.random(pk.shape) < 0.1] = 0.0
    pk[rng.random(pk.shape) < 0.1] = 1.0
    if seed % 5 == 0:
        # Ties in plenty.
        pk = pk.round(1)
    return wta_instance(values, pk, rng.integers(0, 4, weapons))


def limited_instance(seed: int) -> WtaInstance:
    """With costs, forbidden and pinned pairs, caps and requirements, now and then."""
    rng = np.random.default_rng(seed)
    return random_instance(rng, int(rng.integers(1, 5)), int(rng.integers(1, 5)))


def assert_permitted(result: WtaResult) -> None:
    """The assignment breaks no rule of its instance."""
    given, spent = result.instance, result.matrix()
    assert (spent >= 0).all()
    assert (spent.sum(axis=1) <= given.rounds).all()
    assert (spent.sum(axis=0) <= given.max_per_target).all()
    assert (spent <= given.max_per_pair).all()
    assert given.forbidden is None or not spent[given.forbidden].any()
    for weapon, target, wanted in given.pinned.tolist():
        assert spent[weapon, target] >= wanted
    if result.status is not WtaStatus.INFEASIBLE:
        limit = (1.0 - given.min_survival) * (1.0 + 2e-9)
        assert (passes(given, result.assignment) <= limit).all()


def assert_exact(instance: WtaInstance, seed: int) -> bool:
    """Solver and exhaustive search agree; whether there is a solution."""
    best = least_cost(instance)
    result = solve(instance, seed=seed)
    assert_permitted(result)
    if best is None:
        assert result.status is WtaStatus.INFEASIBLE, f"instance {seed}"
        assert result.unmet
        assert result.value == result.bound == np.inf
        return False
    optimum = best[0]
    rounding = WITHIN * optimum + 1e-12 * float(instance.values.sum())
    assert result.status is WtaStatus.OPTIMAL, f"instance {seed}: gap {result.gap}"
    assert abs(result.value - optimum) <= rounding, f"instance {seed}"
    assert result.value == value_of(instance, result.assignment)
    assert result.bound <= optimum + rounding, f"instance {seed}: bound too high"
    assert result.root_bound <= result.bound + 1e-12 * abs(result.bound)
    return True


@pytest.mark.parametrize("batch", range(BATCHES))
def test_plain_instances_are_solved_exactly(batch: int) -> None:
    """Six hundred, values and chances of nothing and certainty among them."""
    for seed in range(batch * PER_BATCH, (batch + 1) * PER_BATCH):
        assert assert_exact(plain_instance(seed), seed)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_limited_instances_are_solved_exactly(batch: int) -> None:
    """Six hundred, and some of them have no solution, which is found out as well."""
    solved = [
        assert_exact(limited_instance(seed), seed)
        for seed in range(batch * PER_BATCH, (batch + 1) * PER_BATCH)
    ]
    assert 0 < sum(solved) < len(solved)


@pytest.mark.parametrize("seed", range(40))
def test_as_few_requirements_as_possible_are_missed(seed: int) -> None:
    """Where not all can be met, no other choice of requirements meets more."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(1.0, 9.0, 3)
    pk = rng.uniform(0.3, 0.8, (2, 3))
    wanted = rng.choice([0.0, 0.6, 0.75], 3, p=(0.2, 0.4, 0.4))
    instance = wta_instance(values, pk, [1, 2], min_survival=wanted)
    result = solve(instance)

    fewest = min(
        len(dropped)
        for dropped in ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))
        if least_cost(_without(instance, dropped)) is not None
    )

    assert len(result.unmet) == fewest
    for each in result.unmet:
        hopeless = all(cost is None for cost, _ in patterns_at(instance, each.target))
        assert each.alone == hopeless


def _without(instance: WtaInstance, dropped: tuple[int, ...]) -> WtaInstance:
    wanted = instance.min_survival.copy()
    wanted[list(dropped)] = 0.0
    return wta_instance(
        instance.values, instance.pk, instance.rounds, min_survival=wanted
    )


@pytest.mark.deep
def test_thousands_of_instances_are_solved_exactly() -> None:
    """Ten thousand more of each kind."""
    for seed in range(10_000, 20_000):
        assert_exact(plain_instance(seed), seed)
        assert_exact(limited_instance(seed), seed)

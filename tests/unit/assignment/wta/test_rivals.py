"""The rivals are feasible, honest about their bounds, and never beat an optimum."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.wta_exhaustive import least_cost
from tests.wta_results import random_instance
from zaslin.assignment.solvers.wta_cpsat import PatternSet, choose_patterns
from zaslin.assignment.solvers.wta_piecewise import TangentModel
from zaslin.assignment.wta.family import ahuja, andersen, layered
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.objective import value_of
from zaslin.assignment.wta.rivals import MOST_PAIRS, RIVALS, Budget
from zaslin.assignment.wta.solve import solve
from zaslin.bench.wta.run import is_feasible

BOUNDING = {"piecewise MIP", "pattern CP-SAT"}

each_rival = pytest.mark.parametrize("name", RIVALS)


def _budget(seconds: float = 3.0, seed: int = 0) -> Budget:
    started = time.monotonic()
    return Budget(seed, lambda: seconds - (time.monotonic() - started))


def _tiny() -> Iterator[tuple[WtaInstance, float]]:
    """Instances with their optima by exhaustive search."""
    rng = np.random.default_rng(11)
    for _ in range(6):
        weapons, targets = rng.integers(1, 5), rng.integers(1, 5)
        instance = random_instance(rng, int(weapons), int(targets), plain=True)
        found = least_cost(instance)
        assert found is not None
        yield instance, found[0]


TINY = tuple(_tiny())
ODD = {
    "no weapon": wta_instance([3.0, 4.0], np.zeros((0, 2)), []),
    "no target": wta_instance([], np.zeros((2, 0)), [1, 2]),
    "no rounds": wta_instance([3.0, 4.0], [[0.5, 0.5]], [0]),
    "no value": wta_instance([0.0, 0.0], [[0.5, 0.5]], [2]),
    "no chance": wta_instance([3.0, 4.0], [[0.0, 0.0]], [2]),
    "certain": wta_instance(
        [3.0, 4.0, 5.0], [[1.0, 1.0, 0.5], [0.5, 0.0, 1.0]], [1, 2]
    ),
    "more rounds than are of use": wta_instance([9.0], [[0.5], [0.1]], [30, 5]),
}


@each_rival
def test_no_rival_beats_the_optimum(name: str) -> None:
    """Feasible, with a value not below the optimum and a bound not above it."""
    for instance, optimum in TINY:
        answer = RIVALS[name](instance, _budget(1.0))

        assert is_feasible(instance, answer.assignment)
        assert value_of(instance, answer.assignment) >= optimum * (1.0 - 1e-9)
        if answer.bound is not None:
            assert answer.bound <= optimum * (1.0 + 1e-9)


@each_rival
@pytest.mark.parametrize("kind", ODD)
def test_odd_instances_are_answered(name: str, kind: str) -> None:
    """Nothing to do, or nothing to do it with, is no reason to fail."""
    instance = ODD[kind]
    found = least_cost(instance)
    assert found is not None

    answer = RIVALS[name](instance, _budget(1.0))

    assert is_feasible(instance, answer.assignment)
    assert value_of(instance, answer.assignment) >= found[0] - 1e-12
    assert answer.bound is None or answer.bound <= found[0] + 1e-12


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: ahuja(12, 12, rng),
        lambda rng: andersen(8, 16, rng, 3),
        lambda rng: layered(4, 30, rng),
    ],
    ids=["ahuja", "andersen", "layered"],
)
def test_every_rival_stands_up_to_our_proof(
    draw: Callable[[np.random.Generator], WtaInstance],
) -> None:
    """Our bound holds for all of them, and theirs for our optimum."""
    instance = draw(np.random.default_rng(3))
    proven = solve(instance)
    nothing = value_of(instance, np.zeros((0, 3), dtype=np.int64))

    for name, rival in RIVALS.items():
        answer = rival(instance, _budget(2.0))
        value = value_of(instance, answer.assignment)
        assert is_feasible(instance, answer.assignment), name
        assert proven.bound * (1.0 - 1e-9) <= value < nothing, name
        assert (answer.bound is not None) == (name in BOUNDING), name
        if answer.bound is not None:
            assert 0.0 <= answer.bound <= proven.value * (1.0 + 1e-9), name


@each_rival
def test_without_time_there_is_still_an_answer(name: str) -> None:
    """The rules that search fall back on those that do not."""
    instance = andersen(10, 20, np.random.default_rng(5), 2)

    answer = RIVALS[name](instance, _budget(0.0))

    assert is_feasible(instance, answer.assignment)
    assert len(answer.assignment)


@pytest.mark.parametrize("name", sorted(set(RIVALS) - BOUNDING))
def test_the_same_seed_gives_the_same_answer(name: str) -> None:
    """Where no clock decides."""
    instance = andersen(10, 20, np.random.default_rng(5), 2)

    first, second = (RIVALS[name](instance, _budget(60.0, seed=4)) for _ in range(2))

    assert np.array_equal(first.assignment, second.assignment)


@each_rival
def test_side_constraints_are_refused(name: str) -> None:
    """They would be ignored silently, and the comparison be none."""
    instance = wta_instance([3.0, 4.0], [[0.5, 0.5]], [2], max_per_target=1)

    with pytest.raises(ValueError, match="side constraints; accepted: values, pk"):
        RIVALS[name](instance, _budget())


def test_what_is_known_of_one_to_one_instances_holds() -> None:
    """As many weapons as targets, high probabilities: one matching is the optimum."""
    instance = ahuja(30, 30, np.random.default_rng(2))

    matched = RIVALS["linear assignment"](instance, _budget())

    assert value_of(instance, matched.assignment) == pytest.approx(
        solve(instance).value, rel=1e-9
    )


def test_searching_is_no_worse_than_what_it_starts_from() -> None:
    """Local search and annealing keep their start if they find nothing better."""
    instance = andersen(20, 40, np.random.default_rng(7), 2)
    simple = ("marginal return", "regret", "linear assignment")
    value = {
        name: value_of(instance, RIVALS[name](instance, _budget()).assignment)
        for name in (*simple, "local search", "simulated annealing")
    }

    assert value["local search"] <= min(value[name] for name in simple)
    assert value["simulated annealing"] <= value["marginal return"]


def test_limits_name_rivals() -> None:
    """A misspelt name would let a model grow without end."""
    assert set(MOST_PAIRS) <= set(RIVALS)


# --------------------------------------------------------------- the models alone


def test_more_tangents_bound_better() -> None:
    """Every tangent lies below the objective, and each set here holds the last."""
    instance, optimum = TINY[0]
    with np.errstate(divide="ignore"):
        fade = -np.log1p(-instance.pk.T)
    blank = np.zeros(fade.shape, dtype=np.int64)

    bounds = [
        TangentModel(instance.values, fade, instance.rounds, count)
        .solve(blank, 5.0)
        .bound
        for count in (3, 9, 33)
    ]

    assert bounds == sorted(bounds)
    assert bounds[-1] <= optimum
    assert bounds[-1] == pytest.approx(optimum, rel=0.01)


def test_patterns_are_chosen_within_capacities() -> None:
    """The cheaper pattern is taken only by who gains most from it."""
    patterns = PatternSet(
        groups=2,
        group=np.array([0, 0, 1, 1]),
        cost=np.array([10, 1, 20, 2]),
        uses=[[], [(0, 1.0)], [], [(0, 1.0)]],
        capacity=np.array([1]),
        rest_cost=np.array([0]),
    )

    chosen = choose_patterns(patterns, np.array([0, 2]), 5.0, seed=0)

    assert chosen.taken.tolist() == [0, 3]
    assert chosen.bound == 12.0


def test_what_is_left_over_is_paid_for() -> None:
    """A priced row makes idling as dear as its price."""
    patterns = PatternSet(
        groups=1,
        group=np.array([0, 0]),
        cost=np.array([1, 3]),
        uses=[[], [(0, 1.0)]],
        capacity=np.array([1]),
        rest_cost=np.array([5]),
    )

    chosen = choose_patterns(patterns, np.array([0]), 5.0, seed=0)

    assert chosen.taken.tolist() == [1]
    assert chosen.bound == 3.0


def test_no_choice_at_all_proves_nothing() -> None:
    """Two that need the only unit cannot both have it."""
    patterns = PatternSet(
        groups=2,
        group=np.array([0, 1]),
        cost=np.array([1, 1]),
        uses=[[(0, 1.0)], [(0, 1.0)]],
        capacity=np.array([1]),
        rest_cost=np.array([0]),
    )

    chosen = choose_patterns(patterns, np.array([0]), 5.0, seed=0)

    assert len(chosen.taken) == 0
    assert chosen.bound == -np.inf

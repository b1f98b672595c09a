"""The checker of static solutions against exhaustive search.

What it proves is never more than the optimum, whatever prices and leaves it is given;
and what exhaustive search proves, it accepts.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator

from tests.property.strategies import seeds
from tests.wta_exhaustive import least_cost, priced_bound
from tests.wta_results import proven_result, random_instance
from zaslin.assignment.wta.certificate import certificate_arrays, verify_certificate
from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.result import TreeLeaf, WtaResult, WtaStatus

sizes = st.tuples(st.integers(0, 3), st.integers(0, 4))


def drawn(seed: int, size: tuple[int, int]) -> tuple[Generator, WtaInstance]:
    """An instance of a size with any of the limits, and the generator after it."""
    rng = np.random.default_rng(seed)
    return rng, random_instance(rng, *size)


@given(seed=seeds, size=sizes, with_tree=st.booleans())
def test_what_exhaustive_search_proves_is_accepted(
    seed: int, size: tuple[int, int], with_tree: bool
) -> None:
    """Bounds by prices, trees grown leaf by leaf, and infeasible instances."""
    _, instance = drawn(seed, size)

    result = proven_result(instance, with_tree=with_tree)

    checked = verify_certificate(certificate_arrays(result))
    assert checked.holds, checked
    if with_tree and result.status is WtaStatus.OPTIMAL:
        assert checked.proof == "tree"
        assert checked.bound == pytest.approx(result.value, rel=1e-9, abs=1e-9)


@given(seed=seeds, size=sizes, scale=st.sampled_from([0.0, 0.1, 1.0, 10.0, 1000.0]))
def test_the_root_bound_is_that_of_all_patterns(
    seed: int, size: tuple[int, int], scale: float
) -> None:
    """L(π) by looking at every pattern, from below and to a trillionth."""
    rng, instance = drawn(seed, size)
    prices = (rng.random(len(instance.rounds)) * scale).round(3)
    prices[rng.random(len(prices)) < 0.3] = 0.0
    exact = priced_bound(instance, prices.tolist())
    if exact == math.inf:
        return
    # No cost is negative, which is a bound as well.
    exact = max(0.0, exact)

    checked = verify_certificate(certificate_arrays(_claiming(instance, prices)))

    worth = float(prices @ instance.rounds)
    assert checked.root_bound <= exact + 1e-13 * (abs(exact) + worth)
    assert checked.root_bound >= exact - 1e-11 * (
        abs(exact) + 2.0 * worth + float(instance.values.sum())
    )


@given(seed=seeds, size=st.tuples(st.integers(1, 3), st.integers(1, 4)))
def test_nothing_proven_exceeds_the_optimum(seed: int, size: tuple[int, int]) -> None:
    """Any prices, and any leaves: some trees, some with holes, some no trees at all."""
    rng, instance = drawn(seed, size)
    found = least_cost(instance)
    if found is None:
        return
    prices = rng.uniform(0.0, 60.0, len(instance.rounds))
    claimed = found[0] * float(rng.choice([0.5, 0.99, 1.0, 1.01, 2.0]))
    result = _claiming(instance, prices, bound=claimed, leaves=_any_leaves(rng, size))

    checked = verify_certificate(certificate_arrays(result))

    slack = 1e-9 * found[0] + 1e-12 * float(instance.values.sum())
    assert checked.bound <= found[0] + slack


def _claiming(
    instance: WtaInstance,
    prices: np.ndarray,
    *,
    bound: float = -math.inf,
    leaves: tuple[TreeLeaf, ...] = (),
) -> WtaResult:
    return WtaResult(
        instance=instance,
        status=WtaStatus.FEASIBLE,
        value=0.0,
        bound=bound,
        root_bound=-math.inf,
        assignment=instance.pinned,
        prices=prices,
        leaves=leaves,
    )


def _any_leaves(rng: Generator, size: tuple[int, int]) -> tuple[TreeLeaf, ...]:
    """Random splits, of which now and then a part is lost or shifted."""
    weapons, targets = size
    leaves: list[TreeLeaf] = []
    nodes: list[tuple[tuple[int, int, int, int], ...]] = [()]
    while nodes:
        branches = nodes.pop()
        if len(branches) == 3 or rng.random() < 0.2:
            leaves.append(TreeLeaf(branches, rng.uniform(0.0, 60.0, weapons)))
            continue
        i, j = int(rng.integers(weapons)), int(rng.integers(targets))
        cut = int(rng.integers(0, 2))
        shift = int(rng.random() < 0.1)
        parts = [(i, j, 0, cut), (i, j, cut + 1 + shift, 9)]
        nodes += [(*branches, part) for part in parts if rng.random() < 0.95]
    return tuple(leaves)

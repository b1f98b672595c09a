"""Every answer of the static solver passes the verifier that shares no code with it."""

from collections import Counter

import numpy as np
import pytest

from tests.property.test_wta_is_exact import limited_instance, plain_instance
from tests.unit.assignment.wta.test_solve import ANDERSEN, SHARED, SONUC, needs_shared
from zaslin.adapters.wta import read
from zaslin.adapters.wta.detect import WtaFormat
from zaslin.assignment.check.wta import Verification
from zaslin.assignment.wta.certificate import certificate_arrays, verify_certificate
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.result import WtaStatus
from zaslin.assignment.wta.solve import solve


def verified(instance: WtaInstance) -> Verification:
    """The verifier's words on the solver's answer, which hold."""
    verification = verify_certificate(certificate_arrays(solve(instance, tree=True)))
    assert verification.holds, verification.faults
    return verification


def gapped_instance(seed: int) -> WtaInstance:
    """Several rounds each and chances from 0 to 1: the relaxation is seldom whole."""
    rng = np.random.default_rng(seed)
    return wta_instance(
        rng.integers(1, 100, 12),
        rng.uniform(0.0, 1.0, (6, 12)),
        rng.integers(1, 5, 6),
    )


@pytest.mark.parametrize("batch", range(4))
def test_answers_to_any_instance_verify(batch: int) -> None:
    """With and without side constraints, infeasible ones included."""
    for seed in range(100 * batch, 100 * batch + 100):
        verified(plain_instance(seed))
        verified(limited_instance(seed))


@pytest.mark.parametrize("batch", range(2))
def test_where_the_relaxation_is_not_whole_a_tree_proves_the_optimum(
    batch: int,
) -> None:
    """Nothing has to be believed: prices or leaves prove all of it."""
    proofs = Counter(
        verified(gapped_instance(seed)).proof
        for seed in range(40 * batch, 40 * batch + 40)
    )

    assert set(proofs) == {"prices", "tree"}
    assert proofs["tree"] >= 10


def scattered_instance(seed: int) -> WtaInstance:
    """Any size up to forty by forty, in three kinds of chances."""
    rng = np.random.default_rng(seed)
    weapons, targets = int(rng.integers(8, 40)), int(rng.integers(8, 40))
    rounds = rng.integers(1, 4, weapons)
    low, high = ((0.0, 1.0), (0.3, 0.8), (0.6, 0.9))[seed % 3]
    pk = rng.uniform(low, high, (weapons, targets))
    return wta_instance(rng.integers(1, 100, targets), pk, rounds)


@pytest.mark.parametrize("seed", [*range(12), 118, 239])
def test_patterns_that_rounding_alone_keeps_out_do_no_harm(seed: int) -> None:
    """A verifier looks a little further than the gap, and its leaves still hold."""
    verified(scattered_instance(seed))


@pytest.mark.parametrize("batch", range(2))
def test_trees_of_pinned_instances_verify(batch: int) -> None:
    """Rounds that are pinned elsewhere belong to a weapon's range as well."""
    proofs = Counter[str]()
    for seed in range(30 * batch, 30 * batch + 30):
        plain = gapped_instance(seed)
        rounds = plain.rounds + 1
        pins = [(i, i) for i in range(plain.weapon_count)]
        pinned = wta_instance(plain.values, plain.pk, rounds, pinned=pins)
        proofs[verified(pinned).proof] += 1

    assert proofs["tree"] >= 3


@pytest.mark.parametrize("scale", [1e-12, 1e-9, 1e-6, 1.0, 1e9, 1e60])
def test_the_unit_of_the_values_does_not_matter(scale: float) -> None:
    """A worthless target with a requirement included."""
    pk = [[0.5, 0.6, 0.3], [0.4, 0.3, 0.5]]
    values = np.array([40.0, 30.0, 0.0])

    one, other = (
        verified(wta_instance(unit * values, pk, [3, 2], min_survival=[0.3, 0.0, 0.5]))
        for unit in (1.0, scale)
    )

    assert other.value == pytest.approx(scale * one.value)


def test_an_answer_that_came_too_early_verifies_as_such() -> None:
    """Unknown: no requirement was met in time, and nothing is claimed of the rest."""
    rng = np.random.default_rng(1)
    instance = wta_instance(
        np.full(40, 9.0), rng.uniform(0.4, 0.6, (20, 40)), np.ones(20), min_survival=0.3
    )
    answer = solve(instance, clock=lambda: 0.0, time_limit_s=0.0)

    verification = verify_certificate(certificate_arrays(answer))

    assert answer.status is WtaStatus.UNKNOWN
    assert answer.gap == np.inf
    assert verification.holds, verification.faults


def test_without_a_tree_the_verifier_says_what_it_takes_on_trust() -> None:
    """The bound of the closing programme is the solver's word."""
    seed = next(
        seed for seed in range(100) if verified(gapped_instance(seed)).proof == "tree"
    )

    answer = solve(gapped_instance(seed))
    verification = verify_certificate(certificate_arrays(answer))

    assert verification.holds
    assert verification.proof == "solver"
    assert verification.remark
    assert answer.root_bound < answer.bound


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        *(f"sonuc/WTA{number}" for number in range(1, len(SONUC) + 1)),
        *(f"andersen/wta_{name}.txt" for name in ANDERSEN),
    ],
)
def test_proofs_of_the_published_instances_verify(name: str) -> None:
    """All 21, without a word to be believed."""
    verification = verified(read.read(str(SHARED / name), None, WtaFormat.AUTO))

    assert verification.proof in {"prices", "tree"}
    assert verification.bound >= verification.value * (1.0 - 1e-7)

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

"""Certificates as arrays: what is in them, what binds them, and what is no certificate.

What the arrays claim is the checker's business; see ../check/wta.
"""

import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.wta_results import proven_result, random_instance
from zaslin.assignment.wta.certificate import (
    certificate_arrays,
    digest_of,
    verify_certificate,
)
from zaslin.assignment.wta.instance import wta_instance
from zaslin.assignment.wta.result import TreeLeaf, WtaResult, WtaStatus
from zaslin.assignment.wta.solve import solve

Arrays = dict[str, NDArray[Any]]

INSTANCE = wta_instance(
    [10.0, 10.0, 4.0],
    [[0.5, 0.5, 0.0], [0.8, 0.1, 0.9]],
    [1, 2],
    round_cost=[0.25, 0.5],
    forbidden=[(0, 2)],
    pinned=[(1, 2)],
    max_per_target=2,
    max_per_pair=2,
    min_survival=[0.0, 0.5, 0.9],
)
"""Of every limit one: 10 · 0.2 + 5 + 0.4 leak, and 0.25 + 2 · 0.5 are paid.

Only weapon 0 can do what is required at target 1, so that a price on it changes
nothing, and the other round that is not pinned saves most at target 0.
"""


def honest() -> Arrays:
    """A certificate whose tree has two leaves."""
    leaves = (
        TreeLeaf(((0, 1, 0, 0),), np.array([9.0, 7.0])),
        TreeLeaf(((0, 1, 1, 1),), np.array([4.0, 0.0])),
    )
    return certificate_arrays(
        WtaResult(
            instance=INSTANCE,
            status=WtaStatus.OPTIMAL,
            value=8.65,
            bound=8.65,
            root_bound=8.65,
            assignment=np.array([(1, 0, 1), (0, 1, 1), (1, 2, 1)]),
            prices=np.array([3.0, 0.0]),
            leaves=leaves,
        )
    )


def test_every_limit_is_in_the_certificate_and_it_holds() -> None:
    """8.65 is worked out on paper, above."""
    checked = verify_certificate(honest())

    assert checked.holds, checked
    assert checked.proof == "tree"
    assert checked.value == pytest.approx(8.65, rel=1e-12)


def test_a_certificate_survives_its_file() -> None:
    """Written without pickle, read back, and still bound to its digest."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **honest())
    file.seek(0)
    with np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}

    assert verify_certificate(arrays).holds


def test_the_digest_does_not_depend_on_how_arrays_lie_in_memory() -> None:
    """Order of names, rows or columns first, and the machine's byte order."""
    arrays = honest()
    shuffled = {name: arrays[name] for name in reversed(arrays)}
    shuffled["pk"] = np.asfortranarray(shuffled["pk"]).astype(">f8")

    assert np.array_equal(digest_of(shuffled), arrays["digest"])
    assert verify_certificate(shuffled).holds


@pytest.mark.parametrize("name", sorted(set(honest()) - {"digest"}))
def test_the_digest_covers_every_array(name: str) -> None:
    """Its shape and its name; for its bytes see the mutated certificates."""
    arrays = honest()
    arrays[name] = arrays[name].reshape(*arrays[name].shape, 1)

    assert not np.array_equal(digest_of(arrays), arrays["digest"])
    del arrays[name]
    assert not np.array_equal(digest_of(arrays), arrays["digest"])


def test_a_claim_of_another_instance_is_refused() -> None:
    """Even one that would be true of it: the digest binds them."""
    arrays = honest()
    arrays["status"] = np.array("feasible")

    checked = verify_certificate(arrays)

    assert not checked.holds
    assert [fault.split(":")[0] for fault in checked.faults] == ["digest"]


@pytest.mark.parametrize("name", sorted(honest()))
def test_a_missing_array_is_named(name: str) -> None:
    """The error names it and lists what is accepted."""
    arrays = honest()
    del arrays[name]

    with pytest.raises(ValueError, match=rf"^{name} is missing; accepted: values, pk"):
        verify_certificate(arrays)


def test_an_unknown_array_is_named() -> None:
    """A stranger may have put it there for a reason that the checker does not know."""
    with pytest.raises(ValueError, match=r"^extra is unknown; accepted"):
        verify_certificate(honest() | {"extra": np.zeros(1)})


@pytest.mark.parametrize("name", sorted(honest()))
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda table: table.astype("complex64"), id="type"),
        pytest.param(lambda table: table.astype(object), id="objects"),
        pytest.param(lambda table: table.reshape(*table.shape, 1), id="dimension"),
    ],
)
def test_another_type_or_dimension_is_refused(
    name: str, change: Callable[[NDArray[Any]], NDArray[Any]]
) -> None:
    """The error names the array and what is accepted."""
    arrays = honest()
    if name == "status":
        arrays[name] = np.array(0)
    arrays[name] = change(arrays[name])

    with pytest.raises(ValueError, match=rf"^{name} .*accepted: "):
        verify_certificate(arrays)


@pytest.mark.parametrize(
    "name", sorted(name for name, table in honest().items() if table.ndim)
)
def test_another_length_is_refused(name: str) -> None:
    """Lengths have to agree with each other; the error names one that does not."""
    arrays = honest()
    table = arrays[name]
    arrays[name] = np.concatenate(
        [table, np.zeros_like(table, shape=(1, *table.shape[1:]))]
    )
    if name == "assignment":
        assert not verify_certificate(arrays).holds
        return

    with pytest.raises(ValueError, match=r"accepted: "):
        verify_certificate(arrays)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("values", math.nan),
        ("values", -1.0),
        ("pk", 1.5),
        ("pk", math.nan),
        ("rounds", -1),
        ("round_cost", math.inf),
        ("min_survival", 2.0),
        ("max_per_target", -1),
        ("pinned", 99),
    ],
)
def test_a_bad_number_in_the_instance_is_named(name: str, number: float) -> None:
    """No proof rests on it."""
    arrays = honest()
    arrays[name].flat[0] = number

    with pytest.raises(ValueError, match=rf"^{name} .*accepted: "):
        verify_certificate(arrays)


@pytest.mark.parametrize("offsets", [[0, 2, 1], [1, 1, 2], [0, 1, 3], [0, 3, 2]])
def test_offsets_that_do_not_cut_the_branches_are_refused(offsets: list[int]) -> None:
    """They rise from 0 to the number of branches."""
    arrays = honest()
    arrays["leaf_offset"] = np.array(offsets)

    with pytest.raises(ValueError, match=r"^leaf_offset .*accepted: 3 numbers"):
        verify_certificate(arrays)


@pytest.mark.parametrize(("weapons", "targets"), [(0, 0), (0, 3), (2, 0), (1, 1)])
def test_empty_instances_have_certificates(weapons: int, targets: int) -> None:
    """No weapon, no target, or neither."""
    instance = wta_instance(
        np.ones(targets), np.full((weapons, targets), 0.5), np.ones(weapons)
    )

    checked = verify_certificate(certificate_arrays(proven_result(instance)))

    assert checked.holds, checked
    assert checked.value == max(0.0, targets - 0.5 * min(weapons, targets))


def test_the_solvers_results_verify() -> None:
    """Weapons without magazines to speak of, and more targets than rounds."""
    rng = np.random.default_rng(5)
    instance = random_instance(rng, 20, 30, plain=True)

    checked = verify_certificate(certificate_arrays(solve(instance)))

    assert checked.holds, checked

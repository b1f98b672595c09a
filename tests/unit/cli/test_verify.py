"""``zaslin verify``: a stranger's view of a plan."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.pictures import mixed_types
from tests.unit.cli.running import Run, assert_refused
from zaslin.assignment.plan import plan_with_witness

Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def arrays() -> Arrays:
    """The witness of a small plan."""
    return plan_with_witness(mixed_types())[1]


def _stored(path: Path, arrays: Arrays) -> Path:
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


def test_a_true_witness_holds(tmp_path: Path, arrays: Arrays, run: Run) -> None:
    """Exit 0, with both figures."""
    outcome = run("verify", _stored(tmp_path / "plan.npz", arrays))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("The witness holds.")
    assert "value  " in outcome.out
    assert "bound  " in outcome.out


@pytest.mark.parametrize(
    ("name", "factor"), [("value", 0.9), ("bound", 1.1), ("mount_rounds", 0)]
)
def test_a_false_witness_fails(
    name: str, factor: float, tmp_path: Path, arrays: Arrays, run: Run
) -> None:
    """A better value, a better bound, or rounds that are not there: exit 1."""
    false = arrays | {name: (arrays[name] * factor).astype(arrays[name].dtype)}
    path = _stored(tmp_path / "plan.npz", false)

    outcome, document = run("verify", path), run("verify", path, "--json")

    assert outcome.code == document.code == 1
    assert outcome.out.startswith("The witness DOES NOT HOLD.")
    assert "\nfault  " in outcome.out
    assert not json.loads(document.out)["holds"]


def test_prices_that_are_none_give_no_bound(
    tmp_path: Path, arrays: Arrays, run: Run
) -> None:
    """The entry is named, and nothing is computed from it."""
    path = _stored(
        tmp_path / "plan.npz", arrays | {"price_rounds": arrays["price_rounds"] - 1e9}
    )

    outcome, document = run("verify", path), run("verify", path, "--json")

    assert outcome.code == document.code == 1
    assert "bound  not computed, claimed" in outcome.out
    assert "fault  price_rounds[0] is -" in outcome.out
    assert json.loads(document.out)["bound_meur"] is None


@pytest.mark.parametrize("name", ["value", "bound", "option_p_kill", "price_channels"])
@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_what_is_no_number_is_a_fault_in_json_too(
    name: str, number: float, tmp_path: Path, arrays: Arrays, run: Run
) -> None:
    """JSON has no word for it: null, and the fault says what stood there."""
    false = arrays | {name: np.full_like(arrays[name], number)}

    outcome = run("verify", _stored(tmp_path / "plan.npz", false), "--json")

    document = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (1, "")
    assert document["faults"][0].startswith(name)
    assert f" is {number}" in document["faults"][0]


def test_a_weaker_claim_holds_and_is_named(
    tmp_path: Path, arrays: Arrays, run: Run
) -> None:
    """Exit 0, but a reader learns that more is proven than claimed."""
    path = _stored(tmp_path / "plan.npz", arrays | {"bound": arrays["bound"] * 0.5})

    outcome, document = run("verify", path), run("verify", path, "--json")

    assert outcome.code == document.code == 0
    assert "it claims less than it proves" in outcome.out
    assert json.loads(document.out)["claims_less"]


@pytest.mark.parametrize("damage", ["missing", "scalar", "objects"])
def test_a_file_with_other_arrays_is_refused(
    damage: str, tmp_path: Path, arrays: Arrays, run: Run
) -> None:
    """Exit 2; pickled objects are not even looked at."""
    false = dict(arrays)
    del false["chain"]
    if damage == "scalar":
        false["chain"] = np.array(3)
    elif damage == "objects":
        false["chain"] = np.array([{}], dtype=object)

    outcome = run("verify", _stored(tmp_path / "plan.npz", false))

    assert_refused(outcome, "plan.npz", "; accepted: ")
    for word in ("Error", "allow_pickle", "ndarray", "dtype"):
        assert word not in outcome.err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip file"])
def test_another_file_is_refused(content: bytes, tmp_path: Path, run: Run) -> None:
    """In one line that names it."""
    path = tmp_path / "plan.npz"
    path.write_bytes(content)

    assert_refused(
        run("verify", path),
        f"zaslin: {path}: not a zip file, or damaged; accepted: a witness",
        "zaslin plan --witness",
    )


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path, run: Run) -> None:
    """Exit 2."""
    none = tmp_path / "none.npz"

    assert_refused(run("verify", none), f"zaslin: {none}: no such file; accepted: ")
    assert_refused(run("verify", tmp_path), f"{tmp_path}: a directory; accepted: ")
    assert_refused(run("verify", ""), "zaslin: '': an empty file name; accepted: ")

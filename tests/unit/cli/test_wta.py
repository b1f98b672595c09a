"""``zaslin wta``: instances in, assignments with proofs out."""

import doctest
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.architecture.source import ROOT
from tests.unit.adapters.wta.instances import RICH, SQUARE, assert_same, stored
from tests.unit.cli.running import Outcome, Run, assert_refused
from tests.unit.cli.test_terminal import terminal
from zaslin.adapters.wta import result_json
from zaslin.adapters.wta.detect import WtaFormat
from zaslin.adapters.wta.read import read
from zaslin.assignment.wta.family import andersen
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.result import Progress, Unmet, WtaResult, WtaStatus
from zaslin.cli.streams import render
from zaslin.cli.wta import figures
from zaslin.cli.wta.figures import exact, relative_gap
from zaslin.cli.wta.report import report, why_infeasible
from zaslin.cli.wta.solve import progress_line

SHARED = ROOT.parent / "shared" / "data" / "wta"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the published instances are not at {SHARED}"
)
KEYS = ["status", "value", "bound", "gap", "seconds", "assignment", "prices"]

HOPELESS = wta_instance([5.0, 7.0], [[0.5, 0.5]], [2], min_survival=[0.9, 0.0])


@pytest.fixture
def square(tmp_path: Path) -> Path:
    """Two weapons, two targets; best is 0.2194 · 36 + 0 = 7.8984."""
    return _file(tmp_path, SQUARE)


def _file(folder: Path, instance: WtaInstance) -> Path:
    path = folder / "instance.npz"
    path.write_bytes(stored(instance, WtaFormat.NPZ))
    return path


def _json(outcome: Outcome) -> dict[str, Any]:
    document = json.loads(outcome.out)
    assert isinstance(document, dict)
    return document


def test_the_answer_as_json_has_its_keys(square: Path, run: Run) -> None:
    """In their order, and in one line; nothing on standard error."""
    outcome = run("wta", "solve", square, "--json")
    document = _json(outcome)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.count("\n") == 1
    assert list(document)[: len(KEYS)] == KEYS
    assert document["status"] == "optimal"
    assert document["value"] == pytest.approx(7.8984, rel=1e-9)
    assert document["bound"] == pytest.approx(7.8984, rel=1e-7)
    assert 0.0 <= document["gap"] <= 1e-7
    assert document["seconds"] >= 0.0
    assert sorted(document["assignment"]) == [[0, 0, 1], [1, 1, 1]]
    assert len(document["prices"]) == 2


def test_the_report_says_what_a_person_asks(square: Path, run: Run) -> None:
    """How good, how sure, what to do, and what would help."""
    outcome = run("wta", "solve", square)

    assert (outcome.code, outcome.err) == (0, "")
    assert "ADVICE ONLY · NOTIONAL DATA" in outcome.out
    assert "2 weapons with 2 rounds, 2 targets worth 133" in outcome.out
    assert "optimal: proven, no assignment is better" in outcome.out
    assert "7.898400 expected to be lost · 6%" in outcome.out
    assert "2 used of 2 rounds" in outcome.out
    assert "ROUNDS AT A TARGET" in outcome.out
    assert "ASSIGNMENT" in outcome.out


def test_every_extra_of_an_archive_is_heeded(tmp_path: Path, run: Run) -> None:
    """Costs, forbidden and pinned pairs, caps, required survival."""
    document = _json(run("wta", "solve", _file(tmp_path, RICH), "--json"))
    spent = {(i, j): rounds for i, j, rounds in document["assignment"]}

    assert document["status"] == "optimal"
    assert (0, 1) not in spent
    assert spent[1, 1] >= 2
    assert spent.get((0, 0), 0) + spent.get((1, 0), 0) <= 3
    assert 0.5 ** spent.get((0, 0), 0) * 0.9 ** spent.get((1, 0), 0) <= 0.5


@needs_shared
@pytest.mark.parametrize(
    ("name", "optimum"),
    [("sonuc/WTA5", 305.501600), ("andersen/wta_50x100x3.txt", 20.590016)],
)
def test_a_published_instance_is_solved_and_verifies(
    name: str, optimum: float, tmp_path: Path, run: Run
) -> None:
    """To the listed optimum; and a stranger comes to the same figures."""
    proof = tmp_path / "proof.npz"

    solved = run("wta", "solve", SHARED / name, "--json", "--certificate", proof)
    verified = run("wta", "verify", proof)
    document = _json(run("wta", "verify", proof, "--json"))

    assert solved.code == 0
    assert solved.err == f"zaslin: wrote {proof}\n"
    assert _json(solved)["value"] == pytest.approx(optimum, rel=1e-6)
    assert (verified.code, verified.err) == (0, "")
    assert verified.out.startswith("The certificate holds. ADVICE ONLY")
    assert document["holds"]
    assert document["value"] == pytest.approx(optimum, rel=1e-6)
    assert document["faults"] == []


def test_a_format_may_be_told(tmp_path: Path, run: Run) -> None:
    """Where the file's beginning could be taken for another."""
    path = tmp_path / "one line"
    path.write_bytes(b"1 30 0.75\n")

    assert_refused(run("wta", "solve", path), "0.75")
    told = run("wta", "solve", path, "--format", "sonuc", "--json")
    assert _json(told)["value"] == pytest.approx(7.5)


def test_a_time_limit_of_nothing_still_answers(tmp_path: Path, run: Run) -> None:
    """The best so far, and a bound that is one."""
    instance = andersen(30, 60, np.random.default_rng(1), rounds=3)
    path = _file(tmp_path, instance)

    hurried = _json(run("wta", "solve", path, "--time-limit", "0", "--json"))
    proven = _json(run("wta", "solve", path, "--json"))

    assert hurried["status"] in ("feasible", "optimal")
    assert hurried["value"] >= proven["value"] * (1.0 - 1e-9)
    assert hurried["bound"] is None or hurried["bound"] <= proven["value"] * (1 + 1e-9)


def test_equal_seeds_give_equal_answers(tmp_path: Path, run: Run) -> None:
    """But for the seconds."""
    path = _file(tmp_path, andersen(20, 40, np.random.default_rng(2), rounds=2))
    options = ("wta", "solve", path, "--json", "--seed", "5")

    one, other = _json(run(*options)), _json(run(*options))

    for document in (one, other):
        del document["seconds"], document["statistics"]["seconds"]
    assert one == other


def test_what_cannot_be_met_is_a_clear_failure(tmp_path: Path, run: Run) -> None:
    """Exit 1, one line with target and figures; the report says as much."""
    path = _file(tmp_path, HOPELESS)

    outcome, document = run("wta", "solve", path), run("wta", "solve", path, "--json")

    assert outcome.code == document.code == 1
    assert outcome.err == document.err
    assert outcome.err.startswith("zaslin: infeasible: target 0 requires a survival of")
    assert outcome.err.count("\n") == 1
    assert "infeasible: no assignment meets every required survival" in outcome.out
    answer = _json(document)
    assert answer["status"] == "infeasible"
    assert answer["value"] is answer["bound"] is answer["gap"] is None
    (unmet,) = answer["unmet"]
    assert (unmet["target"], unmet["required"], unmet["alone"]) == (0, 0.9, True)
    assert unmet["reached"] <= 0.75


def test_a_terminal_sees_what_goes_on(square: Path) -> None:
    """A line on standard error, which goes away."""
    with terminal("wta", "solve", str(square)) as opened:
        code, seen = opened.end()

    assert code == 0
    assert b"reading " in seen
    assert b"\x1b[1m" in seen


def test_progress_names_phase_bound_incumbent_and_gap() -> None:
    """And what is not known yet, as that."""
    assert progress_line(Progress(1.25, "columns", 99.0, 100.0)) == (
        "1.2 s · columns · incumbent 100 · bound 99 · gap 1.00%"
    )
    assert progress_line(Progress(0.0, "floor", -np.inf, np.inf)) == (
        "0.0 s · floor · incumbent none · bound none · gap unknown"
    )


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--format", "xml"), ["'xml'", "sonuc", "andersen", "npz"]),
        (("--time-limit", "-1"), ["--time-limit", "'-1'", "seconds, 0 to"]),
        (("--time-limit", "nan"), ["'nan'"]),
        (("--gap", "1"), ["--gap", "'1'", "0 to 0.99"]),
        (("--gap", "-1e-9"), ["--gap"]),
        (("--seed", "x"), ["--seed", "'x'"]),
        (
            ("--certificate", "no/such/folder/x.npz"),
            ["--certificate", "no such folder"],
        ),
        (("--certificate", "."), ["--certificate", "accepted: .npz"]),
        (("--certificate", "proof.txt"), ["--certificate", "accepted: .npz"]),
    ],
    ids=str,
)
def test_unusable_options_are_refused(
    options: tuple[str, ...], parts: list[str], square: Path, run: Run
) -> None:
    """Before the instance is even read."""
    assert_refused(run("wta", "solve", square, *options), *parts)


def test_a_certificate_does_not_replace_its_instance(tmp_path: Path, run: Run) -> None:
    """However the path is spelt."""
    path = tmp_path / "a.npz"
    size = ("--weapons", "3", "--targets", "3")
    run("wta", "generate", "--family", "ahuja", *size, "--out", path)
    before = path.read_bytes()
    link = tmp_path / "link.npz"
    link.symlink_to(path)

    for same in (path, link):
        outcome = run("wta", "solve", path, "--certificate", same)
        assert_refused(outcome, "--certificate", "a file that this command reads")

    assert path.read_bytes() == before


def test_a_wide_gap_is_not_called_optimal(tmp_path: Path, run: Run) -> None:
    """What was asked for is reached, and called what it is; the certificate agrees."""
    path, proof = tmp_path / "a.txt", tmp_path / "proof.npz"
    size = ("--weapons", "10", "--targets", "20", "--rounds", "3")
    shape = ("--family", "andersen", "--format", "andersen")
    run("wta", "generate", *shape, *size, "--out", path)

    wide = run("wta", "solve", path, "--gap", "0.5", "--json", "--certificate", proof)

    assert json.loads(wide.out)["status"] == "feasible"
    assert run("wta", "verify", proof).code == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip file"])
def test_what_is_no_certificate_is_refused(
    content: bytes, tmp_path: Path, run: Run
) -> None:
    """Exit 2, in one line."""
    path = tmp_path / "proof.npz"
    path.write_bytes(content)

    assert_refused(
        run("wta", "verify", path),
        f"zaslin: {path}: not a zip file, or damaged; accepted: a certificate",
        "zaslin wta solve --certificate",
    )


def test_an_instance_is_no_certificate(square: Path, tmp_path: Path, run: Run) -> None:
    """Nor is a missing file, or a directory."""
    assert_refused(run("wta", "verify", square), "accepted: a certificate written by")
    assert_refused(run("wta", "verify", tmp_path / "none"), "no such file")
    assert_refused(run("wta", "verify", tmp_path), "a directory")
    assert_refused(run("wta", "verify", ""), "an empty file name")


def test_a_false_certificate_fails(square: Path, tmp_path: Path, run: Run) -> None:
    """A better value than the assignment has: exit 1, with the fault."""
    proof = tmp_path / "proof.npz"
    run("wta", "solve", square, "--certificate", proof)
    with np.load(proof) as arrays:
        false = dict(arrays)
    false["value"] = false["value"] * 0.5
    np.savez(proof, **false)

    outcome, document = (
        run("wta", "verify", proof),
        run("wta", "verify", proof, "--json"),
    )

    assert outcome.code == document.code == 1
    assert outcome.out.startswith("The certificate DOES NOT HOLD.")
    assert "\nfault  " in outcome.out
    assert not _json(document)["holds"]
    assert _json(document)["faults"]


@pytest.mark.parametrize("family", ["ahuja", "andersen", "layered"])
@pytest.mark.parametrize("file_format", ["npz", "andersen", "sonuc"])
def test_a_drawn_instance_can_be_solved(
    family: str, file_format: str, tmp_path: Path, run: Run
) -> None:
    """In every format; equal arguments give equal bytes."""
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        drawn = run(
            *("wta", "generate", "--family", family, "--weapons", 6, "--targets", 6),
            *("--rounds", 1, "--seed", 3, "--format", file_format, "--out", path),
        )
        assert drawn == (0, "", f"zaslin: wrote {path}\n")

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert run("wta", "solve", paths[0], "--json").code == 0


def test_a_drawn_instance_is_the_same_in_every_format(tmp_path: Path, run: Run) -> None:
    """The format decides nothing but the bytes."""
    instances = []
    for file_format in ("npz", "andersen", "sonuc"):
        path = tmp_path / file_format
        run(
            *("wta", "generate", "--family", "ahuja", "--weapons", 4, "--targets", 4),
            *("--format", file_format, "--out", path),
        )
        instances.append(read(str(path)))

    assert_same(instances[0], instances[1])
    assert_same(instances[0], instances[2])


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"--family": "uniform"}, ["'uniform'", "ahuja", "andersen", "layered"]),
        ({"--weapons": "0"}, ["--weapons", "'0'", "1 to 1000000"]),
        ({"--targets": "1e3"}, ["--targets", "'1e3'", "a whole number"]),
        ({"--rounds": "-1"}, ["--rounds", "'-1'", "0 to"]),
        (
            {"--weapons": "1000000", "--targets": "1000000"},
            ["--weapons 1000000, --targets 1000000; accepted: at most 134217728 pairs"],
        ),
        (
            {"--weapons": "9000", "--targets": "9000", "--format": "sonuc"},
            ["accepted: at most 33554432 pairs as text, or --format npz"],
        ),
        ({"--format": "sonuc"}, ["--format sonuc cannot hold 3 weapons, 4 targets;"]),
        (
            {"--format": "andersen", "--family": "layered"},
            ["--format andersen cannot hold rounds of", "the same rounds for all"],
        ),
        ({"--format": "auto"}, ["'auto'", "npz"]),
        ({"--out": "no/such/folder/x"}, ["--out no/such/folder/x: no such folder"]),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_is_refused(
    changes: dict[str, str], parts: list[str], tmp_path: Path, run: Run
) -> None:
    """Exit 2, and no file."""
    out = tmp_path / "out"
    asked = {"--family": "ahuja", "--weapons": "3", "--targets": "4", "--out": str(out)}
    arguments = [word for pair in (asked | changes).items() for word in pair]

    assert_refused(run("wta", "generate", *arguments), *parts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["--family", "--weapons", "--targets", "--out"])
def test_what_to_draw_has_to_be_said(missing: str, tmp_path: Path, run: Run) -> None:
    """There is no default that anybody would guess."""
    asked = {"--family": "ahuja", "--weapons": "3", "--targets": "4"}
    asked["--out"] = str(tmp_path / "out")
    del asked[missing]

    arguments = [word for pair in asked.items() for word in pair]

    assert_refused(run("wta", "generate", *arguments), missing)


# --- reports of answers that are made up, so that each kind is seen


def _answer(instance: WtaInstance, **changes: Any) -> WtaResult:
    plain = WtaResult(
        instance=instance,
        status=WtaStatus.FEASIBLE,
        value=100.0,
        bound=90.0,
        root_bound=90.0,
        assignment=np.array([[0, 0, 1], [1, 1, 1]]),
        prices=np.array([0.0, 2.5]),
    )
    return replace(plain, **changes)


def _report(result: WtaResult) -> str:
    return render(report(result, 1.5), width=100)


def test_a_feasible_answer_says_how_far_it_can_be_off() -> None:
    """Not optimal, and by how much at most; only weapons with a price are dear."""
    text = _report(_answer(SQUARE))

    assert "feasible: the best so far" in text
    assert "gap 10.00%" in text
    assert "Took     1.50 s" in text
    assert re.search(r"^ +1 2\.500000 +1 +1$", text, re.MULTILINE)


def test_an_answer_without_a_bound_says_so() -> None:
    """An interrupted solver may have none yet."""
    result = _answer(SQUARE, bound=-np.inf, root_bound=-np.inf)

    assert "Bound    none · gap unknown" in _report(result)
    assert json.loads(result_json.encode(result, 0.0))["bound"] is None


def test_round_costs_are_named_where_there_are_any() -> None:
    """Otherwise the value is what is lost."""
    assert "round costs" not in _report(_answer(SQUARE))
    assert "lost, round costs included" in _report(
        _answer(replace(SQUARE, round_cost=np.ones((2, 1))))
    )


def test_unmet_requirements_come_with_their_reasons() -> None:
    """Out of reach, or only out of reach of everything at once."""
    unmet = (Unmet(0, 0.9, 0.75, True), Unmet(1, 0.5, 0.25, False))
    result = _answer(
        SQUARE, status=WtaStatus.INFEASIBLE, value=np.inf, bound=np.inf, unmet=unmet
    )
    text = _report(result)

    assert "2 UNMET REQUIREMENTS" in text
    assert "out of reach even with every permitted round to itself" in text
    assert "within reach only at the cost of another requirement" in text
    assert why_infeasible(result) == (
        "infeasible: target 0 requires a survival of 0.9 and gets 0.75, out of reach "
        "even with every permitted round to itself; 1 more target likewise"
    )


def test_long_lists_are_cut_and_say_so() -> None:
    """The JSON answer has them all."""
    many = andersen(40, 40, np.random.default_rng(1))
    pairs = np.column_stack([np.arange(40), np.arange(40), np.ones(40, dtype=int)])
    text = _report(_answer(many, assignment=pairs, prices=np.arange(40.0)))

    assert "… and 28 more pairs: --json has all" in text
    assert "… and 27 more weapons with a price: --json has all" in text


def test_an_empty_problem_has_a_report_too() -> None:
    """No weapon, no target, nothing to do."""
    empty = wta_instance([], np.zeros((0, 0)), [])
    result = _answer(
        empty,
        value=0.0,
        bound=0.0,
        assignment=np.zeros((0, 3), int),
        prices=np.zeros(0),
    )

    assert "0 weapons with 0 rounds, 0 targets worth 0" in _report(result)


def test_figures_hide_nothing() -> None:
    """Small values and gaps keep their digits; the examples beside them hold."""
    assert doctest.testmod(figures).failed == 0
    assert exact(1234567.25) == "1,234,567.250000"
    assert exact(4.2e-7) == "4.2e-07"
    assert relative_gap(3.0, 3.0) == "0%"
    assert relative_gap(1.0, 1.0 - 1e-6) == "0.0001%"

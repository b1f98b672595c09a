"""``zaslin plan``: the main job from the outside."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.pictures import hold, mixed_types
from tests.unit.cli.running import Run, Written, assert_refused
from zaslin.assignment import plan as planning
from zaslin.assignment.check import PlanRejected, Rule, Violation
from zaslin.wire import picture_json
from zaslin.wire.plan_json import plan_schema


def test_the_report_says_what_it_is_and_what_to_do_next(small: str, run: Run) -> None:
    """Advice and notional data come first, the next decision last."""
    outcome = run("plan", small)

    assert outcome.code == 0
    assert outcome.err == ""
    lines = outcome.out.splitlines()
    assert lines[0] == " ADVICE ONLY · NOTIONAL DATA  a named person decides"
    assert "Next: U1 on T1, last order in" in outcome.out
    assert lines[-1].endswith("a named person decides.")


def test_json_is_one_document_that_fits_its_schema(mixed: str, run: Run) -> None:
    """And nothing else on standard output."""
    outcome = run("plan", mixed, "--json")

    assert outcome.code == 0
    assert outcome.err == ""
    document = json.loads(outcome.out)
    jsonschema.validate(document, plan_schema())
    assert document["times"]["total_s"] > 0.0


def test_a_floor_plan_fits_the_schema_as_well(mixed: str, run: Run) -> None:
    """A deadline that is over before it began still gives a checked plan."""
    outcome = run("plan", mixed, "--deadline", "0", "--json")

    assert outcome.code == 0
    jsonschema.validate(json.loads(outcome.out), plan_schema())


def test_a_reproducible_plan_has_the_same_bytes(mixed: str, run: Run) -> None:
    """Times are left out, everything else is decided by picture and seed."""
    arguments = ("plan", mixed, "--json", "--reproducible", "--seed", "7")

    first, second = run(*arguments), run(*arguments)

    assert first == second
    assert not any(json.loads(first.out)["times"].values())


def test_a_deadline_is_said_to_have_cut_the_plan_short(mixed: str, run: Run) -> None:
    """An honest word when time ran out."""
    outcome = run("plan", mixed, "--deadline", "0")

    assert outcome.code == 0
    assert "Stopped by the deadline of 0 s" in outcome.out
    assert "Stopped by" not in run("plan", mixed, "--deadline", "600").out
    assert "explanation and check always run in full" in " ".join(
        run("plan", "--help").out.replace("│", " ").split()
    )


def test_standard_input_is_a_picture_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``zaslin raid … | zaslin plan -``."""
    given = io.TextIOWrapper(io.BytesIO(picture_json.encode(mixed_types())))
    monkeypatch.setattr(sys, "stdin", given)

    outcome = run("plan", "-", "--json")

    assert outcome.code == 0
    assert json.loads(outcome.out)["revision"] == 1


def test_track_reports_are_laid_over_the_picture(
    tmp_path: Path, written: Written, run: Run
) -> None:
    """The tracks of one picture as a feed beside the defence of another."""
    document = json.loads(picture_json.encode(mixed_types()))
    feed = tmp_path / "reports.ndjson"
    feed.write_text("".join(f"{json.dumps(t)}\n" for t in document["tracks"]))
    defence = written(replace(mixed_types(), tracks=()))

    outcome = run("plan", defence, "--tracks", feed, "--json", "--reproducible")

    whole = run("plan", written(mixed_types()), "--json", "--reproducible")
    assert outcome == whole


def test_shipped_and_own_parameters_are_taken(
    tmp_path: Path, small: str, run: Run
) -> None:
    """By name or by file."""
    own = tmp_path / "own.toml"
    own.write_text("commit_horizon_s = 0.0\n", encoding="utf-8")

    assert run("plan", small, "--params", "fast").code == 0
    outcome = run("plan", small, "--params", own)

    assert "NO FIRM SHOT" in outcome.out


def test_a_track_is_explained_on_request(mixed: str, run: Run) -> None:
    """What it threatens, its shots, what a refusal costs; not the whole list."""
    outcome = run("plan", mixed, "--why", "T1", "--why", "T5")

    assert outcome.code == 0
    assert "WHY: T1 · " in outcome.out
    assert "threat value" in outcome.out
    assert "if refused: " in outcome.out
    assert "assumes: pk " in outcome.out
    assert "WHY: T5 · not engaged" in outcome.out
    assert "identity unknown: identification requested" in outcome.out
    assert "STOCK AFTER" not in outcome.out


def test_a_witness_is_written_and_verified(
    tmp_path: Path, mixed: str, run: Run
) -> None:
    """What the plan claims, a stranger recomputes."""
    witness = tmp_path / "plan.npz"

    outcome = run("plan", mixed, "--json", "--witness", witness)

    assert outcome.code == 0
    assert outcome.err == f"zaslin: wrote {witness}\n"
    plan = json.loads(outcome.out)
    verified = json.loads(run("verify", witness, "--json").out)
    assert verified["holds"]
    assert verified["value_meur"] == pytest.approx(plan["value"])
    assert verified["bound_claimed_meur"] == pytest.approx(plan["bound"])


@pytest.mark.parametrize("read_as", ["PICTURE", "--tracks", "--params"])
def test_a_witness_never_replaces_an_input(
    read_as: str, small: str, tmp_path: Path, run: Run
) -> None:
    """Nor does it take another ending: both are refused, and the file stays."""
    path = tmp_path / "input.npz"
    path.write_bytes(Path(small).read_bytes())
    given = [path] if read_as == "PICTURE" else [small, read_as, path]

    assert_refused(run("plan", *given, "--witness", path), "that this command reads")
    assert_refused(run("plan", small, "--witness", small), "'.json'; accepted: .npz")
    assert path.read_bytes() == Path(small).read_bytes()


def test_a_witness_that_cannot_be_written_stops_it_before_the_work(
    small: str, run: Run
) -> None:
    """Exit 2, nothing printed."""
    outcome = run("plan", small, "--witness", "/no/such/folder/plan.npz")

    assert_refused(outcome, "--witness", "no such folder")


def test_a_plan_that_the_checker_rejects_is_not_shown(
    tmp_path: Path, small: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect: exit 1, one line, no plan and no witness."""

    def reject(*_: object) -> None:
        raise PlanRejected((Violation(Rule.MAGAZINE, "U1", "5 of 4 rounds"),))

    monkeypatch.setattr(planning, "check_plan", reject)

    outcome = run("plan", small, "--witness", tmp_path / "plan.npz")

    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert "the independent checker rejected the plan" in outcome.err
    assert not list(tmp_path.glob("*.npz*"))


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["no/such/file"], ["no/such/file: no such file"]),
        (["/"], ["/: a directory"]),
        ([""], ["'': an empty file name; accepted: a readable file, or -"]),
        (["-", "--tracks", "-"], ["PICTURE and --tracks", "a file for one"]),
        (["{}", "--params", "nonsense"], ["--params", "'nonsense'", "default, fast"]),
        (["{}", "--why", "nobody"], ["--why", "'nobody'"]),
        (["{}", "--deadline", "1", "--reproducible"], ["--deadline", "one of them"]),
        (["{}", "--why", "T1", "--json"], ["--why and --json", "one of them"]),
        (["{}", "--tracks", "/"], ["/: a directory"]),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_in_one_line(
    arguments: list[str], parts: list[str], small: str, run: Run
) -> None:
    """Exit 2 and nothing on standard output."""
    assert_refused(run("plan", *(each.format(small) for each in arguments)), *parts)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"schema": 1}', b"{" * 10_000]
)
def test_a_bad_picture_is_refused_in_one_line(
    content: bytes, tmp_path: Path, run: Run
) -> None:
    """Whatever is in the file, its name comes first."""
    path = tmp_path / "picture.json"
    path.write_bytes(content)

    assert_refused(run("plan", path), str(path))


def test_weapons_hold_is_an_empty_plan_with_its_reason(
    written: Written, run: Run
) -> None:
    """Success: there is a plan, and it says why it is empty."""
    outcome = run("plan", written(hold()))

    assert outcome.code == 0
    assert "weapons HOLD" in outcome.out
    assert "no shot is advised" in outcome.out
    assert "12.0 LEAKERS EXPECTED" in outcome.out

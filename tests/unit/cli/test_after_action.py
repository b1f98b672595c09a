"""``zaslin report``: one page from a journal or a campaign, or one line of refusal."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.reports import journal_bytes
from tests.unit.cli.running import Run, assert_refused


@pytest.fixture
def night(tmp_path: Path, run: Run) -> Path:
    """A flown night with its truth."""
    path = tmp_path / "night.ndjson"
    outcome = run(
        "simulate", "--policy", "greedy_soonest", "--journal", path, "--bound"
    )
    assert outcome.code == 0
    return path


def test_a_simulated_night_is_reported_with_its_truth(
    night: Path, tmp_path: Path, run: Run
) -> None:
    """In Ukrainian unless asked otherwise; the same bytes each time."""
    out = tmp_path / "night.html"

    outcome = run("report", night, "--out", out)
    first = out.read_bytes()
    assert (outcome.code, outcome.out, outcome.err) == (0, "", f"zaslin: wrote {out}\n")
    assert '<html lang="uk">' in first.decode()
    assert "МОДЕЛЮВАННЯ: ДІЙСНИЙ СТАН" in first.decode()

    assert run("report", night, "--out", out).code == 0
    assert out.read_bytes() == first
    assert len(first) < 200_000


def test_a_journal_alone_tells_only_what_the_desk_knew(
    night: Path, tmp_path: Path, run: Run
) -> None:
    """And with --plans why tracks got no shot."""
    out = tmp_path / "night.html"
    night.with_suffix(".truth.json").unlink()

    assert run("report", night, "--out", out, "--lang", "en").code == 0
    bare = out.read_text()
    assert "ONLY WHAT THE DESK KNEW" in bare
    assert "launch window" not in bare

    outcome = run("report", night, "--out", out, "--lang", "en", "--plans")
    assert (outcome.code, outcome.err) == (0, f"zaslin: wrote {out}\n")
    assert "ONLY WHAT THE DESK KNEW" in out.read_text()
    assert "launch window" in out.read_text()


def test_a_journal_on_standard_input(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no truth beside it."""
    out = tmp_path / "night.html"
    stdin = SimpleNamespace(buffer=io.BytesIO(journal_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert run("report", "-", "--out", out, "--lang", "en").code == 0
    assert "ONLY WHAT THE DESK KNEW" in out.read_text()


def test_a_campaign_is_reported(tmp_path: Path, run: Run) -> None:
    """Policies with their intervals."""
    study, out = tmp_path / "study", tmp_path / "study.html"
    policies = "greedy_soonest,most_rounds_left"
    flown = run(
        "campaign", "tiny", "--policies", policies, "--runs", 2, "--workers", 0,
        "--no-bounds", "--out", study,
    )  # fmt: skip
    assert flown.code == 0, flown.err

    outcome = run("report", study, "--out", out, "--lang", "en")

    assert (outcome.code, outcome.err) == (0, f"zaslin: wrote {out}\n")
    assert "most_rounds_left" in out.read_text()
    assert_refused(run("report", study, "--out", out, "--plans"), "--plans", "a folder")


def test_a_campaign_that_has_not_ended_says_so(tmp_path: Path, run: Run) -> None:
    """And how to go on."""
    study = tmp_path / "study"
    arguments = ("campaign", "tiny", "--policies", "greedy_soonest", "--runs", 1)
    run(*arguments, "--workers", 0, "--no-bounds", "--out", study)
    (study / "summary.json").unlink()

    outcome = run("report", study, "--out", tmp_path / "a.html")

    assert_refused(outcome, "has not come to its end", "the same command")


def test_the_truth_of_another_night_is_refused(
    night: Path, tmp_path: Path, run: Run
) -> None:
    """Nothing is written then."""
    out = tmp_path / "night.html"
    other = tmp_path / "other.ndjson"
    run("simulate", "--policy", "greedy_soonest", "--seed", 2, "--journal", other)
    other.with_suffix(".truth.json").replace(night.with_suffix(".truth.json"))

    assert_refused(run("report", night, "--out", out), "truth of another journal")
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("none.ndjson", None, "no such file"),
        ("empty.ndjson", b"", "empty.ndjson"),
        ("garbage.ndjson", b"\x00\xff", "garbage.ndjson"),
        ("other.json", b'{"schema":"zaslin/truth/1"}\n', "line 1, $."),
    ],
)
def test_what_is_no_journal_is_refused(
    tmp_path: Path, run: Run, name: str, text: bytes | None, part: str
) -> None:
    """In one line, and nothing is written."""
    path, out = tmp_path / name, tmp_path / "a.html"
    if text is not None:
        path.write_bytes(text)

    assert_refused(run("report", path, "--out", out), part)
    assert not out.exists()


def test_a_journal_that_is_cut_short_or_only_a_header_is_refused(
    tmp_path: Path, run: Run
) -> None:
    """The line is named."""
    whole, path = journal_bytes(), tmp_path / "night.ndjson"
    path.write_bytes(whole[:-20])
    assert_refused(run("report", path, "--out", tmp_path / "a.html"), "cut short")
    path.write_bytes(whole[: whole.index(b"\n") + 1])
    assert_refused(run("report", path, "--out", tmp_path / "a.html"), "no entry")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("--lang", "de"), ("--lang", "uk, en")),
        (("--out", "."), ("--out", "a directory")),
        (("--out", "/no/such/folder/a.html"), ("--out", "no such folder")),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(
    tmp_path: Path, run: Run, arguments: tuple[str, str], parts: tuple[str, str]
) -> None:
    """Before anything is read."""
    path = tmp_path / "night.ndjson"
    path.write_bytes(journal_bytes())
    out = () if "--out" in arguments else ("--out", tmp_path / "a.html")

    assert_refused(run("report", path, *out, *arguments), *parts)


def test_the_page_never_replaces_what_it_is_made_of(night: Path, run: Run) -> None:
    """Neither the journal nor the truth."""
    for path in (night, night.with_suffix(".truth.json")):
        before = path.read_bytes()
        assert_refused(run("report", night, "--out", path), "this command reads")
        assert path.read_bytes() == before


def test_plans_cannot_be_made_again_without_a_policy(tmp_path: Path, run: Run) -> None:
    """A desk's journal that does not say who planned."""
    path = tmp_path / "night.ndjson"
    _, _, rest = journal_bytes().partition(b"\n")
    header = b'{"schema":"zaslin/journal/1","notional":true,"about":{}}\n'
    path.write_bytes(header + rest)

    outcome = run("report", path, "--out", tmp_path / "a.html", "--plans")

    assert_refused(outcome, "does not state policy")

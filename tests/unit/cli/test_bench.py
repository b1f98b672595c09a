"""``zaslin bench live``: a small run from the outside."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.bench.live_render import BEGIN, END

SMALL = ("bench", "live", "--sizes", "6x2,8x3", "--pictures", "2")


def test_a_report_compares_with_baselines(run: Run) -> None:
    """Speed and value, one column for each size."""
    outcome = run(*SMALL)

    assert (outcome.code, outcome.err) == (0, "")
    assert "6×2" in outcome.out
    assert "8×3" in outcome.out
    assert "warm re-plan with bound" in outcome.out


def test_json_and_document_hold_the_same_run(tmp_path: Path, run: Run) -> None:
    """The document keeps what stands around the markers."""
    path = tmp_path / "speed.md"
    path.write_text(f"# Speed\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")

    outcome = run(*SMALL, "--json", "--write", path)

    assert (outcome.code, outcome.err) == (0, f"zaslin: wrote {path}\n")
    assert len(json.loads(outcome.out)["sizes"]) == 2
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# Speed\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nAfter.\n")
    assert "old" not in text
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--sizes", "5"], ["'5'", "500x200"]),
        (["--sizes", "0x5"], ["'0x5'"]),
        (["--sizes", ""], ["''"]),
        (["--pictures", "0"], ["--pictures", "'0'"]),
        (["--write", "/no/such/folder/a.md"], ["no such folder"]),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_before_the_work(
    arguments: list[str], parts: list[str], run: Run
) -> None:
    """Exit 2 and nothing on standard output."""
    assert_refused(run("bench", "live", *arguments), *parts)


def test_a_document_without_a_place_is_refused(tmp_path: Path, run: Run) -> None:
    """The markers say where the report goes."""
    path = tmp_path / "speed.md"
    path.write_text("# Speed\n", encoding="utf-8")

    assert_refused(run(*SMALL, "--write", path), str(path), BEGIN)
    assert_refused(run(*SMALL, "--write", tmp_path / "none.md"), "none.md")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--seconds", "1"], ["'1'", "seconds, 2 to 86400"]),
        (["--rate", "0"], ["'0'", "reports a second"]),
        (["--consoles", "2"], ["'2'", "3 to 150"]),
        (["--flood", "-1"], ["'-1'", "times the rate"]),
        (["--write", "nowhere.md"], ["--write nowhere.md"]),
    ],
)
def test_a_load_that_cannot_be_is_refused_before_a_service_is_started(
    run: Run, arguments: list[str], parts: list[str]
) -> None:
    """One line for each."""
    assert_refused(run("bench", "serve", *arguments), *parts)

"""``zaslin score``: each track against each inventory, in four forms."""

import csv
import io
import json
import re
from importlib import util
from pathlib import Path

import jsonschema
import pytest

from tests.pictures import mixed_types
from tests.unit.cli.running import Run, assert_refused
from zaslin.assignment.score import score
from zaslin.wire.export.score_json import score_schema


def test_the_table_has_the_best_on_top(mixed: str, run: Run) -> None:
    """And says how many there are, and why the others have none."""
    outcome = run("score", mixed)

    assert outcome.code == 0
    assert outcome.err == ""
    assert "\x1b" not in outcome.out
    best = max(each.best.net_gain_meur for each in score(mixed_types()) if each.best)
    rows = [line for line in outcome.out.splitlines() if line.strip().startswith("+")]
    assert rows[0].split()[0] == f"+{best:.2f}"
    assert "PAIRINGS WITHOUT A SHOT" in outcome.out


def test_a_short_table_says_that_it_is_short(mixed: str, run: Run) -> None:
    """With the limit that would show all of it."""
    outcome = run("score", mixed, "--limit", 2)

    found = sum(each.best is not None for each in score(mixed_types()))
    assert f"… and {found - 2} more: --limit {found}, or --csv" in outcome.out


def test_one_track_can_be_asked_for(mixed: str, run: Run) -> None:
    """In every form."""
    outcome = run("score", mixed, "--track", "T4", "--csv")

    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert {row["track"] for row in rows} == {"T4"}


def test_csv_has_a_row_for_every_pairing(mixed: str, run: Run) -> None:
    """Numbers as they are, empty where nothing applies, a reason where it does."""
    outcome = run("score", mixed, "--csv")

    assert (outcome.code, outcome.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    scores = score(mixed_types())
    assert len(rows) == len(scores)
    for row, each in zip(rows, scores, strict=True):
        assert row["track"] == each.track
        assert row["reason"] == (each.reason or "")
        gain = row["net_gain_meur"]
        if each.best is None:
            assert gain == ""
        else:
            assert float(gain) == pytest.approx(each.best.net_gain_meur, rel=1e-9)


def test_json_is_one_document_that_fits_its_schema(mixed: str, run: Run) -> None:
    """Exactly one of best and reason is given."""
    outcome = run("score", mixed, "--json")

    assert (outcome.code, outcome.err) == (0, "")
    document = json.loads(outcome.out)
    jsonschema.validate(document, score_schema())
    assert all(
        (each["best"] is None) != (each["reason"] is None)
        for each in document["scores"]
    )


@pytest.mark.parametrize(
    ("suffix", "start"), [("png", b"\x89PNG\r\n"), ("svg", b"<?xml")]
)
def test_a_heat_map_is_written(
    suffix: str, start: bytes, tmp_path: Path, mixed: str, run: Run
) -> None:
    """Whole, under its name; nothing goes to standard output."""
    path = tmp_path / f"scores.{suffix}"

    outcome = run("score", mixed, "--heatmap", path)

    assert outcome == (0, "", f"zaslin: wrote {path}\n")
    assert path.read_bytes().startswith(start)
    assert not list(tmp_path.glob(".*"))


def test_a_heat_map_never_replaces_the_picture(
    tmp_path: Path, mixed: str, run: Run
) -> None:
    """Whatever the picture is called."""
    path = Path(mixed).rename(tmp_path / "picture.png")
    before = path.read_bytes()

    assert_refused(run("score", path, "--heatmap", path), "that this command reads")
    assert path.read_bytes() == before


def test_a_heat_map_needs_matplotlib(
    mixed: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra; who lacks it is told what to install."""
    monkeypatch.setattr(util, "find_spec", lambda _: None)

    outcome = run("score", mixed, "--heatmap", "scores.png")

    assert_refused(outcome, "matplotlib", "zaslin[report]")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--csv", "--json"], ["--csv and --json", "one of them"]),
        (["--json", "--heatmap", "a.png"], ["--json and --heatmap"]),
        (["--heatmap", "a.gif"], ["'.gif'", ".png, .svg"]),
        (["--heatmap", "/no/such/folder/a.png"], ["no such folder"]),
        (["--track", "nobody"], ["--track", "'nobody'"]),
        (["--limit", "-1"], ["--limit", "'-1'"]),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_in_one_line(
    arguments: list[str], parts: list[str], mixed: str, run: Run
) -> None:
    """Exit 2 and nothing on standard output."""
    assert_refused(run("score", mixed, *arguments), *parts)


def test_table_and_heat_map_count_alike(tmp_path: Path, mixed: str, run: Run) -> None:
    """The table counts each position of a unit, the map its best; both say so."""
    path = tmp_path / "scores.svg"
    table = " ".join(run("score", mixed).out.split())
    run("score", mixed, "--heatmap", path)

    by_position = re.search(r"(\d+) have a shot", table)
    by_unit = re.search(r"--heatmap: (\d+) pairings, (\d+) with a shot", table)
    drawn = re.search(
        r"= (\d+) pairings, (\d+) have a shot \((\d+) with each position by itself\)",
        path.read_text(encoding="utf-8"),
    )
    assert by_position
    assert by_unit
    assert drawn
    assert by_unit.groups() == drawn.groups()[:2]
    assert by_position[1] == drawn[3]

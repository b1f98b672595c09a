"""``zaslin wta bench``: a small run from the outside."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.bench.wta.render import BENCH_MARKERS, SCALING_MARKERS

SMALL = ("wta", "bench", "--sizes", "4x4,3x5x2", "--families", "andersen")
QUICK = (*SMALL, "--limit", "0.3")
SCALED = ("wta", "bench", "--scaling", "--largest", "100", "--families", "layered")


def test_a_report_compares_with_rivals(run: Run) -> None:
    """One table for each instance."""
    outcome = run(*QUICK)

    assert (outcome.code, outcome.err) == (0, "")
    assert "andersen, 4 weapons × 4 targets, 4 rounds" in outcome.out
    assert "andersen, 3 weapons × 5 targets, 6 rounds" in outcome.out
    assert outcome.out.count("piecewise MIP") == 2


def test_json_document_and_plot_hold_the_same_run(tmp_path: Path, run: Run) -> None:
    """The document keeps what stands around the markers."""
    pytest.importorskip("matplotlib")
    page, plot = tmp_path / "page.md", tmp_path / "plot.svg"
    begin, end = BENCH_MARKERS
    page.write_text(f"# A\n\n{begin}\nold\n{end}\n\nAfter.\n", encoding="utf-8")

    outcome = run(*QUICK, "--json", "--write", page, "--plot", plot, "--seed", "5")

    assert outcome.code == 0
    assert outcome.err == f"zaslin: wrote {page}\nzaslin: wrote {plot}\n"
    document = json.loads(outcome.out)
    assert (document["seed"], len(document["cases"])) == (5, 2)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# A\n\n{begin}\n")
    assert text.endswith(f"{end}\n\nAfter.\n")
    assert "old" not in text
    assert plot.read_bytes().startswith(b"<?xml")
    assert sorted(tmp_path.iterdir()) == [page, plot]


def test_scaling_has_a_place_of_its_own(tmp_path: Path, run: Run) -> None:
    """In the same document."""
    page = tmp_path / "page.md"
    begin, end = SCALING_MARKERS
    page.write_text(f"{begin}\n{end}\n", encoding="utf-8")

    outcome = run(*SCALED, "--write", page)

    assert (outcome.code, outcome.err) == (0, f"zaslin: wrote {page}\n")
    assert "peak MB" in outcome.out
    assert "layered, T = 20W" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--sizes", "5"], ["'5'", "100x60"]),
        (["--sizes", "0x5"], ["'0x5'"]),
        (["--sizes", "5x5x0"], ["'5x5x0'"]),
        (["--sizes", "99999x99999"], ["'99999x99999'", "at most 100000000 pairs"]),
        (["--sizes", ""], ["''"]),
        (["--families", "uniform"], ["'uniform'", "ahuja, andersen, layered"]),
        (["--limit", "0"], ["--limit", "'0'", "seconds"]),
        (["--largest", "200"], ["--largest belongs to --scaling"]),
        (["--scaling", "--sizes", "5x5"], ["--scaling has sizes of its own"]),
        (["--scaling", "--largest", "10001"], ["--largest", "'10001'", "100 to 10000"]),
        (["--write", "/no/such/folder/a.md"], ["no such folder"]),
        (["--plot", "plot.pdf"], ["plot.pdf", "accepted: .png, .svg"]),
        (["--plot", "/no/such/folder/a.png"], ["no such folder"]),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_before_the_work(
    arguments: list[str], parts: list[str], run: Run
) -> None:
    """Exit 2 and nothing on standard output."""
    assert_refused(run("wta", "bench", *arguments), *parts)


def test_a_document_without_its_place_is_refused(tmp_path: Path, run: Run) -> None:
    """The markers of the other report are not the place."""
    page = tmp_path / "page.md"
    page.write_text("\n".join(SCALING_MARKERS), encoding="utf-8")

    assert_refused(run(*QUICK, "--write", page), str(page), BENCH_MARKERS[0])
    page.write_text("\n".join(BENCH_MARKERS), encoding="utf-8")
    assert_refused(run(*SCALED, "--write", page), str(page), SCALING_MARKERS[0])
    assert_refused(run(*QUICK, "--write", tmp_path / "none.md"), "none.md")


def test_help_shows_an_example(run: Run) -> None:
    """To copy."""
    outcome = run("wta", "bench", "--help")

    assert outcome.code == 0
    assert "    zaslin wta bench --scaling --largest 2000" in outcome.out

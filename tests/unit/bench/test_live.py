"""The live benchmark measures what it says; no test here looks at a time."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from zaslin.assignment.baselines import BASELINES
from zaslin.bench.live import DONE, FIRST, FLOOR, FULL, run_live
from zaslin.bench.live_render import (
    BEGIN,
    END,
    render,
    to_markdown,
    write_into,
)
from zaslin.bench.live_report import (
    SIZES,
    LiveReport,
    Mean,
    Size,
    mean_of,
    ratio,
    spread_of,
)
from zaslin.bench.tables import to_json

TINY = (Size(tracks=12, units=6), Size(tracks=20, units=8))
PICTURES = 3


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the run said about its progress."""
    return []


@pytest.fixture(scope="module")
def report(told: list[str]) -> LiveReport:
    """One run on tiny pictures."""
    return run_live(TINY, PICTURES, seed=3, progress=told.append)


def test_the_sizes_of_the_claim_are_the_default() -> None:
    """Tracks × fire units, as documented."""
    assert [str(size) for size in SIZES] == ["100×20", "500×200", "1000×200"]


def test_every_size_is_measured(report: LiveReport, told: list[str]) -> None:
    """All pictures of all sizes, announced one by one."""
    assert [each.size for each in report.sizes] == list(TINY)
    assert [each.pictures for each in report.sizes] == [PICTURES] * 2
    assert told[0] == "warming the kernels"
    assert told[-1] == "20×8: picture 3 of 3"
    assert len(told) == 1 + 2 * PICTURES


def test_every_time_has_a_median_and_a_p99(report: LiveReport) -> None:
    """Times are positive, and the largest is not below the middle."""
    for each in report.sizes:
        assert list(each.seconds) == list(DONE)
        for spread in each.seconds.values():
            assert 0.0 < spread.median_s <= spread.p99_s


def test_the_parts_of_a_re_plan_are_named(report: LiveReport) -> None:
    """Which part goes where."""
    for each in report.sizes:
        assert list(each.floor_parts) == ["floor", "write", "check"]
        assert {"compile", "price steps", "bound", "check"} <= set(each.warm_parts)


def test_every_method_is_compared(report: LiveReport) -> None:
    """The plan, its earlier stages and all baselines, on the same pictures."""
    for each in report.sizes:
        assert list(each.standings) == [FULL, FIRST, FLOOR, *BASELINES]
        for standing in each.standings.values():
            assert standing.to_bound.least >= 1.0 - 1e-9
            assert standing.value_meur.mean <= each.undefended_meur.mean
            assert 0.0 <= standing.averted.mean <= 1.0 + 1e-9
        assert each.standings[FULL].plan_to_it == Mean(mean=1.0, least=1.0, largest=1.0)
        assert each.standings[FIRST].plan_to_it.largest <= 1.0 + 1e-9
        assert each.warm_to_bound.least >= 1.0 - 1e-9


def test_values_depend_on_the_seed_alone(report: LiveReport) -> None:
    """A second run finds the same values; a size of its own finds them too."""
    again = run_live(TINY[1:], PICTURES, seed=3)

    assert again.sizes[0].standings == report.sizes[1].standings
    assert again.sizes[0].options == report.sizes[1].options


def test_no_pictures_are_refused() -> None:
    """With the value and what is accepted."""
    with pytest.raises(ValueError, match="pictures is 0; accepted: at least 1"):
        run_live(TINY, 0)


# -------------------------------------------------------------------------- showing


def test_the_tables_name_every_size_and_method(report: LiveReport) -> None:
    """Nothing measured is left out of what is shown."""
    paper = io.StringIO()
    Console(file=paper, width=200).print(render(report))
    text = paper.getvalue()

    for each in ("12×6", "20×8", *DONE.values(), "shoot look shoot", "zaslin: floor"):
        assert each in text
    assert "seed: 3" in text
    assert "cores" in text
    assert "Python" in text


def test_json_holds_everything(report: LiveReport) -> None:
    """One document, with the seeds and the machine."""
    document = json.loads(to_json(report))

    assert document["seed"] == 3
    assert document["machine"]["cores"] >= 1
    first = document["sizes"][0]
    assert first["size"] == {"tracks": 12, "units": 6}
    assert set(first["seconds"]) == set(DONE)
    assert first["seconds"]["warm_plan"]["median_s"] > 0.0
    assert set(BASELINES) < set(first["standings"])


def test_json_has_no_numbers_that_json_does_not_have(report: LiveReport) -> None:
    """A ratio to a bound of zero is no number."""
    endless = Mean(mean=float("inf"), least=1.0, largest=float("inf"))
    odd = replace(report, sizes=(replace(report.sizes[0], warm_to_bound=endless),))

    found = json.loads(to_json(odd))["sizes"][0]["warm_to_bound"]

    assert found == {"mean": None, "least": 1.0, "largest": None}


def test_a_document_gets_the_tables_between_its_markers(
    report: LiveReport, tmp_path: Path
) -> None:
    """What stands before and after stays; a second time changes nothing more."""
    page = tmp_path / "bench.md"
    page.write_text(f"# Bench\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")

    write_into(page, report)
    once = page.read_text(encoding="utf-8")
    write_into(page, report)

    assert once.startswith(f"# Bench\n\n{BEGIN}\n")
    assert once.endswith(f"{END}\n\nAfter.\n")
    assert "old" not in once
    assert to_markdown(report) in once
    assert page.read_text(encoding="utf-8") == once


def test_a_document_without_markers_is_left_alone(
    report: LiveReport, tmp_path: Path
) -> None:
    """There is no telling where the tables should go."""
    page = tmp_path / "bench.md"
    page.write_text(f"{END}\n{BEGIN}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="does not hold the markers"):
        write_into(page, report)
    assert page.read_text(encoding="utf-8") == f"{END}\n{BEGIN}\n"


def test_the_tables_are_well_formed_markdown(report: LiveReport) -> None:
    """Every row of a table has as many cells as its head."""
    blocks = to_markdown(report).split("\n\n")
    tables = [block.splitlines() for block in blocks if block.startswith("|")]

    assert len(tables) == 3 + len(TINY)
    for table in tables:
        assert len({row.count("|") for row in table}) == 1


# -------------------------------------------------------------------------- figures


def test_the_99th_percentile_is_a_time_that_was_measured() -> None:
    """Nearest rank: the largest of thirty, the second largest of two hundred."""
    thirty = [float(number) for number in range(1, 31)]
    many = [float(number) for number in range(1, 201)]

    assert (spread_of(thirty).median_s, spread_of(thirty).p99_s) == (15.5, 30.0)
    assert (spread_of(many).median_s, spread_of(many).p99_s) == (100.5, 198.0)
    assert spread_of([3.0, 1.0, 2.0]).median_s == 2.0


def test_a_mean_comes_with_its_range() -> None:
    """Mean, least, largest."""
    assert mean_of([3.0, 1.0, 2.0]) == Mean(mean=2.0, least=1.0, largest=3.0)


def test_a_ratio_of_nothing_to_nothing_is_one() -> None:
    """And of something to nothing it is infinite."""
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(0.0, 0.0) == 1.0
    assert ratio(1.0, 0.0) == float("inf")

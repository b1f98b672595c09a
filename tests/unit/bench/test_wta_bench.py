"""The static benchmark measures what it says; no test here looks at a time."""

import doctest
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import zaslin.bench.wta.run as bench
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.rivals import RIVALS, Answer, Budget
from zaslin.bench.tables import to_json
from zaslin.bench.wta import render as rendering
from zaslin.bench.wta.instances import CASES, FAMILIES, Case, instance_of
from zaslin.bench.wta.plot import draw
from zaslin.bench.wta.render import (
    BENCH_MARKERS,
    SCALING_MARKERS,
    figure,
    gap_text,
    ratio_text,
    render,
    seconds_text,
    to_markdown,
    write_into,
)
from zaslin.bench.wta.report import OURS, BenchReport, Point, Run, ScalingReport
from zaslin.bench.wta.run import is_feasible, run_bench
from zaslin.bench.wta.scaling import LADDERS, fitted, run_scaling, sizes_to

TINY = (
    Case(family="ahuja", weapons=5, targets=5),
    Case(family="andersen", weapons=3, targets=6, rounds=2),
    Case(family="layered", weapons=3, targets=8, rounds=0),
)


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the runs said about their progress."""
    return []


@pytest.fixture(scope="module")
def report(told: list[str]) -> BenchReport:
    """One run on tiny instances."""
    return run_bench(TINY, seed=3, limit_s=0.5, progress=told.append)


@pytest.fixture(scope="module")
def scaling() -> ScalingReport:
    """Two families over their two least sizes."""
    return run_scaling(LADDERS[2::3], largest=200, seed=3)


# ------------------------------------------------------------------------ instances


def test_an_instance_is_fixed_by_its_name_and_seed() -> None:
    """And another seed is another instance."""
    for case in TINY:
        first, again = instance_of(case, 1), instance_of(case, 1)
        assert np.array_equal(first.pk, again.pk)
        assert np.array_equal(first.rounds, again.rounds)
        assert not np.array_equal(first.pk, instance_of(case, 2).pk)
        assert first.pk.shape == (case.weapons, case.targets)


def test_rounds_are_those_of_the_case_or_of_the_family() -> None:
    """Nought leaves the layered magazines to their layers."""
    assert instance_of(TINY[1], 1).rounds.tolist() == [2, 2, 2]
    assert instance_of(TINY[2], 1).rounds.min() > 1
    assert instance_of(replace(TINY[2], rounds=2), 1).rounds.tolist() == [2, 2, 2]


def test_the_default_covers_what_matters() -> None:
    """Every family, more weapons than targets and fewer, magazines."""
    assert {case.family for case in CASES} == set(FAMILIES)
    assert any(case.weapons > case.targets for case in CASES)
    assert any(case.weapons < case.targets for case in CASES)
    assert {case.rounds for case in CASES} == {0, 1, 2, 3}
    assert str(CASES[5]) == "andersen 50×100, 3 rounds"


# -------------------------------------------------------------------------- running


def test_every_method_runs_on_every_instance(
    report: BenchReport, told: list[str]
) -> None:
    """Ours first, announced one by one."""
    assert [each.case for each in report.cases] == list(TINY)
    for each in report.cases:
        assert [run.solver for run in each.runs] == [OURS, *RIVALS]
        assert not any(run.skipped for run in each.runs)
    assert told[0] == "warming the kernels"
    assert told[1] == "ahuja 5×5: zaslin"
    assert len(told) == 1 + len(TINY) * (1 + len(RIVALS))


def test_nobody_is_better_than_ours(report: BenchReport) -> None:
    """Ours is proven; ratios and bounds agree with that."""
    for each in report.cases:
        ours = each.runs[0]
        assert ours.value is not None
        assert ours.bound == pytest.approx(ours.value, rel=1e-7)
        assert ours.ratio == 1.0
        for run in each.runs:
            assert run.value is not None
            assert run.ratio is not None
            assert run.ratio >= 1.0 - 1e-8
            assert run.ratio == pytest.approx(run.value / ours.value)
            assert run.bound is None or run.bound <= ours.value * (1.0 + 1e-8)
            assert run.seconds is not None
            assert run.seconds > 0.0


def test_what_is_too_large_is_named_not_run() -> None:
    """A model of a million whole numbers would only fill memory."""
    case = Case(family="andersen", weapons=150, targets=200)

    run = {run.solver: run for run in run_bench((case,), limit_s=0.1).cases[0].runs}[
        "piecewise MIP"
    ]

    assert (run.value, run.bound, run.seconds, run.ratio) == (None, None, None, None)
    assert run.skipped == "more than 25,000 pairs of weapons and targets"


def test_an_overspent_magazine_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison with what is not feasible would be none."""

    def greedy_for_real(instance: WtaInstance, budget: Budget) -> Answer:
        del budget
        return Answer(np.array([[0, 0, int(instance.rounds[0]) + 1]]))

    monkeypatch.setattr(bench, "RIVALS", {"cheat": greedy_for_real})

    with pytest.raises(RuntimeError, match="cheat returned an assignment that is not"):
        run_bench(TINY[:1], limit_s=0.1)


@pytest.mark.parametrize(
    ("assignment", "accepted"),
    [
        ([[0, 0, 1], [1, 1, 2]], True),
        ([], True),
        ([[0, 0, 2]], False),
        ([[1, 0, 1], [1, 1, 2]], False),
        ([[0, 2, 1]], False),
        ([[0, -1, 1]], False),
        ([[0, 0, 0]], False),
    ],
)
def test_feasible_means_within_the_magazines(
    assignment: list[list[int]], accepted: bool
) -> None:
    """One round of the first weapon, two of the second."""
    instance = wta_instance([1.0, 1.0], [[0.5, 0.5], [0.5, 0.5]], [1, 2])
    rows = np.array(assignment, dtype=np.int64).reshape(-1, 3)

    assert is_feasible(instance, rows) is accepted


def test_a_solver_cannot_write_into_the_answer(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """HiGHS prints a line of its own now and then, past everything Python does."""

    def loud(instance: WtaInstance, budget: Budget) -> Answer:
        del instance, budget
        import os

        os.write(1, b"noise")
        return Answer(np.zeros((0, 3), dtype=np.int64))

    monkeypatch.setattr(bench, "RIVALS", {"loud": loud})

    run_bench(TINY[:1], limit_s=0.1)

    assert capfd.readouterr().out == ""


# -------------------------------------------------------------------------- scaling


def test_a_family_is_solved_at_growing_sizes(scaling: ScalingReport) -> None:
    """Each proven, with its time and memory."""
    assert [family.family for family in scaling.families] == [
        "andersen, 1 round",
        "layered, T = 20W",
    ]
    for family in scaling.families:
        assert [point.size for point in family.points] == [100, 200]
        for point in family.points:
            assert point.is_proven
            assert point.seconds > 0.0
            assert point.peak_mb > 1.0
            assert max(point.case.weapons, point.case.targets) == point.size
        assert family.exponent is None


def test_a_family_without_a_proof_goes_no_further() -> None:
    """Larger instances would only take the limit once more."""
    ladder = LADDERS[4]

    report = run_scaling((ladder,), largest=500, seed=1, limit_s=1e-6)

    assert [point.is_proven for point in report.families[0].points] == [False]


def test_sizes_end_with_the_largest() -> None:
    """Whatever it is."""
    assert sizes_to(1000) == (100, 200, 500, 1000)
    assert sizes_to(700) == (100, 200, 500, 700)
    assert sizes_to(100) == (100,)


def _point(size: int, seconds: float, is_proven: bool = True) -> Point:
    return Point(
        case=Case(family="ahuja", weapons=size, targets=size),
        size=size,
        rounds=size,
        value=1.0,
        bound=1.0 if is_proven else 0.5,
        is_proven=is_proven,
        seconds=seconds,
        peak_mb=100.0,
    )


def test_the_exponent_is_that_of_a_power_law() -> None:
    """The smallest size and whatever is not proven do not count."""
    points = [_point(100, 9.0), *(_point(n, 2.0 * n**1.5) for n in (200, 500, 1000))]

    assert fitted(points) == pytest.approx(1.5)
    assert fitted([*points, _point(2000, 1.0, False)]) == pytest.approx(1.5)
    assert fitted(points[:2]) is None


# -------------------------------------------------------------------------- showing


def test_the_tables_name_every_instance_and_method(report: BenchReport) -> None:
    """Nothing measured is left out of what is shown."""
    paper = io.StringIO()
    Console(file=paper, width=200).print(render(report))
    text = paper.getvalue()

    for name in (OURS, *RIVALS):
        assert text.count(f"{name} ") >= len(TINY)
    assert "andersen, 3 weapons × 6 targets, 6 rounds" in text
    assert "Seed: 3; limit for each solve: 0.5 s." in text
    assert "cores" in text


def test_json_holds_everything(report: BenchReport, scaling: ScalingReport) -> None:
    """One document; what is unknown is null."""
    document = json.loads(to_json(report))
    runs = document["cases"][0]["runs"]

    assert len(runs) == 1 + len(RIVALS)
    assert runs[0]["solver"] == "zaslin"
    assert runs[1]["bound"] is None
    assert json.loads(to_json(scaling))["families"][0]["points"][0]["size"] == 100


def test_each_report_has_its_own_place(
    report: BenchReport, scaling: ScalingReport, tmp_path: Path
) -> None:
    """Writing one leaves the other alone, and writing twice changes nothing."""
    path = tmp_path / "page.md"
    (a, b), (c, d) = BENCH_MARKERS, SCALING_MARKERS
    path.write_text(f"# A\n\n{a}\n{b}\n\nBetween.\n\n{c}\nold\n{d}\n", encoding="utf-8")

    write_into(path, report)
    write_into(path, scaling)
    text = path.read_text(encoding="utf-8")
    write_into(path, scaling)

    assert path.read_text(encoding="utf-8") == text
    assert f"{a}\n\n{to_markdown(report)}\n\n{b}\n\nBetween.\n\n{c}" in text
    assert "old" not in text
    assert "| layered, T = 20W | 10 | 200 |" in text


def test_a_page_without_markers_is_refused(report: BenchReport, tmp_path: Path) -> None:
    """And stays as it is."""
    path = tmp_path / "page.md"
    path.write_text(f"{BENCH_MARKERS[1]} {BENCH_MARKERS[0]}", encoding="utf-8")

    with pytest.raises(ValueError, match="does not hold the markers"):
        write_into(path, report)


def test_the_page_of_the_project_has_both_places() -> None:
    """`make bench` writes into it."""
    page = Path(__file__).parents[3] / "docs" / "bench-wta.md"
    text = page.read_text(encoding="utf-8")

    for begin, end in (BENCH_MARKERS, SCALING_MARKERS):
        assert end in text.partition(begin)[2]


def test_figures_hide_nothing() -> None:
    """Small values, gaps and ratios keep their digits."""
    assert figure(684.0310812) == "684.0311"
    assert figure(0.000012345678) == "0.00001234568"
    assert figure(0.0) == "0"
    assert gap_text(1.0, 1.0 - 1e-6) == "0.0001 %"
    assert gap_text(1.0, 1.0) == "proven"
    assert ratio_text(1.00003) == "1.0000+"
    assert ratio_text(0.99997) == "1.0000-"
    assert ratio_text(math.inf) == "inf"
    assert seconds_text(1234.5) == "1,234.5"
    assert not doctest.testmod(rendering).failed


@pytest.mark.parametrize("file_format", ["png", "svg"])
def test_the_same_report_is_the_same_picture(
    report: BenchReport, scaling: ScalingReport, file_format: str
) -> None:
    """Byte for byte."""
    pytest.importorskip("matplotlib")
    start = b"\x89PNG" if file_format == "png" else b"<?xml"

    for each in (report, scaling):
        drawn = draw(each, file_format)
        assert drawn.startswith(start)
        assert draw(each, file_format) == drawn


def test_odd_reports_are_drawn(report: BenchReport, scaling: ScalingReport) -> None:
    """Methods that were not run, four panels, sizes without a proof."""
    pytest.importorskip("matplotlib")
    skipped = Run(solver=OURS, skipped="too large")
    first = replace(report.cases[0], runs=(skipped, *report.cases[0].runs[1:]))
    growth = scaling.families[0]
    open_ = replace(growth, points=(replace(growth.points[0], is_proven=False),))

    assert draw(replace(report, cases=(first, *report.cases)), "png")
    assert draw(replace(report, cases=(first,)), "png")
    assert draw(replace(scaling, families=(open_,)), "png")

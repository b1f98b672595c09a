"""Both reports of the static benchmark as tables and as Markdown."""

import math
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from zaslin.bench.machine import Machine
from zaslin.bench.tables import Row, pipes, table, write_between
from zaslin.bench.wta.report import (
    OURS,
    BenchReport,
    CaseReport,
    Growth,
    Point,
    Run,
    ScalingReport,
)

Report = BenchReport | ScalingReport

BENCH_MARKERS = (
    "<!-- zaslin wta bench: begin -->",
    "<!-- zaslin wta bench: end -->",
)
SCALING_MARKERS = (
    "<!-- zaslin wta bench scaling: begin -->",
    "<!-- zaslin wta bench scaling: end -->",
)

_RUN = ("solver", "value", "proven bound", "gap", "seconds", "÷ ours")
_POINT = (
    "family",
    "weapons",
    "targets",
    "rounds",
    "value",
    "gap",
    "seconds",
    "peak MB",
)
_NOT_RUN = "–"
_SAME = 5e-8
"""Relative; what rounding may do to the same assignment."""


def markers(report: Report) -> tuple[str, str]:
    """Between what a report stands in a document."""
    return BENCH_MARKERS if isinstance(report, BenchReport) else SCALING_MARKERS


def render(report: Report) -> RenderableType:
    """A report as it is read on a terminal."""
    parts: list[RenderableType] = [Text(line) for line in _preamble(report)]
    for title, rows in _tables(report):
        parts += [Text(f"\n{title}", style="bold"), table(rows)]
    parts += [Text(line) for line in ("", *_notes(report))]
    return Group(*parts)


def to_markdown(report: Report) -> str:
    """A report as a section of a Markdown document."""
    parts = ["\n".join(_preamble(report))]
    for title, rows in _tables(report):
        parts += [f"{title}:", pipes(rows)]
    parts.append("\n".join(_notes(report)))
    return "\n\n".join(parts)


def write_into(path: Path, report: Report) -> None:
    """Replace what stands between a report's markers in a document.

    Raises
    ------
    ValueError
        If the document does not hold both markers, in order.
    """
    write_between(path, markers(report), to_markdown(report))


def _preamble(report: Report) -> list[str]:
    return [
        f"Seed: {report.seed}; limit for each solve: {report.limit_s:g} s.",
        _machine(report.machine),
    ]


def _machine(machine: Machine) -> str:
    return (
        f"{machine.cores} cores ({machine.architecture}), every solver on one of them; "
        f"Python {machine.python}, numpy {machine.numpy}, numba {machine.numba}; "
        f"load before the start {machine.load:.1f}."
    )


def _tables(report: Report) -> list[tuple[str, list[Row]]]:
    if isinstance(report, BenchReport):
        return [(_case_title(each), _case_rows(each)) for each in report.cases]
    return [
        ("Time and memory against the size", _point_rows(report.families)),
        ("Growth, seconds ∝ size^exponent", _growth_rows(report.families)),
    ]


def _notes(report: Report) -> list[str]:
    if isinstance(report, BenchReport):
        return [
            "Value: what is expected to get through, smaller is better.",
            "Gap: (value − bound) / value by its own bound; – where it has none.",
            "÷ ours: value over that of zaslin.",
            *_skipped(report),
        ]
    return [
        "Size: the larger of weapons and targets; the fit leaves out the smallest.",
        "A family stops at the first size that is not proven within the limit.",
        "Peak: the most memory of the process, interpreter and instance included.",
    ]


def _skipped(report: BenchReport) -> list[str]:
    """Why methods were not run, each reason once."""
    reasons = {
        f"{run.solver} not run: {run.skipped}.": None
        for case in report.cases
        for run in case.runs
        if run.value is None
    }
    return list(reasons)


def _case_title(report: CaseReport) -> str:
    case = report.case
    return (
        f"{case.family}, {case.weapons:,} weapons × {case.targets:,} targets, "
        f"{report.rounds:,} rounds"
    )


def _case_rows(report: CaseReport) -> list[Row]:
    return [_RUN, *(_run_row(run) for run in report.runs)]


def _run_row(run: Run) -> Row:
    if run.value is None or run.seconds is None or run.ratio is None:
        return (run.solver, "not run", "", "", "", "")
    bound = _NOT_RUN if run.bound is None else figure(run.bound)
    gap = _NOT_RUN if run.bound is None else gap_text(run.value, run.bound)
    return (
        run.solver,
        figure(run.value),
        bound,
        gap,
        seconds_text(run.seconds),
        ratio_text(run.ratio) if run.solver != OURS else "1",
    )


def _point_rows(families: Sequence[Growth]) -> list[Row]:
    rows: list[Row] = [_POINT]
    for family in families:
        rows += [_point_row(family.family, point) for point in family.points]
    return rows


def _point_row(family: str, point: Point) -> Row:
    return (
        family,
        f"{point.case.weapons:,}",
        f"{point.case.targets:,}",
        f"{point.rounds:,}",
        figure(point.value),
        gap_text(point.value, point.bound),
        seconds_text(point.seconds),
        f"{point.peak_mb:,.0f}",
    )


def _growth_rows(families: Sequence[Growth]) -> list[Row]:
    rows: list[Row] = [("family", "sizes", "exponent")]
    for family in families:
        sizes = ", ".join(f"{p.size:,}" for p in family.points[1:] if p.is_proven)
        fit = _NOT_RUN if family.exponent is None else f"{family.exponent:.2f}"
        rows.append((family.family, sizes or _NOT_RUN, fit))
    return rows


def figure(value: float) -> str:
    """A value in seven digits, so that equal optima look equal.

    >>> figure(684.0310812), figure(14.57913301), figure(13826.0734), figure(0.0)
    ('684.0311', '14.57913', '13,826.07', '0')
    """
    if value == 0.0:
        return "0"
    digits = 6 - math.floor(math.log10(abs(value)))
    return f"{value:,.{min(12, max(0, digits))}f}"


def gap_text(value: float, bound: float) -> str:
    """How far a value can be above the optimum, as a share of it.

    >>> gap_text(100.0, 99.0), gap_text(100.0, 100.0 - 1e-4), gap_text(1.0, 1.0)
    ('1.00 %', '0.0001 %', 'proven')
    """
    share = (value - bound) / value if value > bound else 0.0
    if share <= _SAME:
        return "proven"
    percent = 100.0 * share
    return f"{percent:.2f} %" if percent >= 0.005 else f"{percent:.1g} %"


def seconds_text(seconds: float) -> str:
    """Three digits, none below a millisecond.

    >>> seconds_text(0.00042), seconds_text(0.0123), seconds_text(12.34)
    ('0.000', '0.012', '12.3')
    """
    if seconds >= 9.995:
        return f"{seconds:,.1f}"
    return f"{seconds:.2f}" if seconds >= 0.9995 else f"{seconds:.3f}"


def ratio_text(ratio: float) -> str:
    """A ratio with four decimals, and 1 only where it is.

    >>> ratio_text(1.0 + 1e-12), ratio_text(1.00003), ratio_text(1.0342)
    ('1', '1.0000+', '1.0342')
    """
    if abs(ratio - 1.0) <= _SAME:
        return "1"
    text = f"{ratio:.4f}"
    return text if text != "1.0000" else f"{text}{'+' if ratio > 1.0 else '-'}"

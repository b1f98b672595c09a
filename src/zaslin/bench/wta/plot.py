"""The two plots of the static benchmark.

Needs matplotlib, the extra ``report``; import this module only when it is wanted.
"""

import io
import math
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from zaslin.bench.wta.report import BenchReport, CaseReport, Run, ScalingReport

FORMATS = ("png", "svg")

_INK, _HAIRLINE, _BAND = "#333333", "#dddddd", "#eef4fa"
# Told apart by shape first: colours are those of Okabe and Ito, which people who
# confuse red and green can tell apart as well.
# Sizes differ, so that of two in one place both are seen.
_MARKS = (
    ("*", "#0072b2", 13.0),
    ("o", "#999999", 5.0),
    ("s", "#e69f00", 8.0),
    ("D", "#56b4e9", 6.0),
    ("^", "#009e73", 10.0),
    ("v", "#cc79a7", 7.0),
    ("P", "#d55e00", 8.0),
    ("X", "#444444", 8.0),
)
_PROVEN = 5e-8
_LEAST_EXCESS = 1e-5
"""Whatever is nearer to ours is drawn on the line "as ours"."""
_AS_OURS = 10**-5.7


def draw(report: BenchReport | ScalingReport, file_format: str) -> bytes:
    """The plot of a report, as PNG or SVG.

    The same report gives the same bytes with the same version of matplotlib.
    """
    # Identifiers in an SVG are hashed with a salt that is random otherwise.
    with mpl.rc_context({"svg.hashsalt": "zaslin", "font.size": 8.5}):
        figure = (
            _beside(report) if isinstance(report, BenchReport) else _against(report)
        )
        data = io.BytesIO()
        metadata = {"Date": None} if file_format == "svg" else {"Software": None}
        figure.savefig(data, format=file_format, dpi=150, metadata=metadata)
    return data.getvalue()


def _beside(report: BenchReport) -> Figure:
    """Excess over our value against seconds, a panel for each instance."""
    cases = report.cases
    columns = min(3, max(1, len(cases)))
    rows = max(1, math.ceil(len(cases) / columns))
    high = 1.6 + 2.5 * rows
    figure = Figure(figsize=(1.3 + 3.1 * columns, high))
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    solvers = [run.solver for run in cases[0].runs] if cases else []
    limits = _limits(report)
    for number, panel in enumerate(axes.flat):
        if number >= len(cases):
            panel.set_axis_off()
            # The panel above then has to say what the axis means.
            axes[rows - 2, number % columns].tick_params(labelbottom=True)
            continue
        _panel(panel, cases[number], solvers, limits)
    figure.subplots_adjust(
        left=1.05 / figure.get_figwidth(),
        right=1.0 - 0.15 / figure.get_figwidth(),
        bottom=0.55 / high,
        top=1.0 - 1.05 / high,
        wspace=0.07,
        hspace=0.24,
    )
    figure.supxlabel("seconds", y=0.12 / high, fontsize=9.0)
    figure.supylabel(
        "value above zaslin's", x=0.1 / figure.get_figwidth(), fontsize=9.0
    )
    _key(figure, solvers, high)
    return figure


def _limits(report: BenchReport) -> tuple[float, float, float]:
    """Least and most seconds, and the largest excess, with a margin."""
    runs = [run for case in report.cases for run in case.runs]
    seconds = [max(1e-4, run.seconds) for run in runs if run.seconds is not None]
    excess = [run.ratio - 1.0 for run in runs if run.ratio is not None]
    largest = max((each for each in excess if math.isfinite(each)), default=0.0)
    return (
        min(seconds, default=1e-3) / 2.0,
        max(seconds, default=1.0) * 2.0,
        max(0.2, 2.5 * largest),
    )


def _panel(
    axes: Axes, case: CaseReport, solvers: Sequence[str], limits: tuple[float, ...]
) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(limits[0], limits[1])
    axes.set_ylim(10**-6.1, limits[2])
    axes.axhspan(10**-6.1, _LEAST_EXCESS / 2.0, color=_BAND, zorder=0)
    ticks = [10.0**power for power in range(-5, 3) if 10.0**power < limits[2]]
    axes.set_yticks([_AS_OURS, *ticks])
    axes.yaxis.set_major_formatter(FuncFormatter(_excess))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.grid(color=_HAIRLINE, linewidth=0.6, zorder=0)
    axes.set_title(f"{case.case}", fontsize=9.0, loc="left", pad=4.0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for run in reversed(case.runs):
        if run.ratio is None or run.seconds is None:
            continue
        mark, colour, size = _mark(solvers.index(run.solver))
        excess = run.ratio - 1.0
        proven = gap_of(run) <= _PROVEN
        axes.plot(
            max(1e-4, run.seconds),
            excess if excess >= _LEAST_EXCESS else _AS_OURS,
            mark,
            color=colour,
            markersize=size,
            markeredgecolor="black" if proven else "white",
            markeredgewidth=1.1 if proven else 0.6,
            linestyle="none",
            clip_on=False,
            zorder=3,
        )


def gap_of(run: Run) -> float:
    """How far a value can be above the optimum by the method's own bound."""
    if run.value is None or run.bound is None:
        return math.inf
    return (run.value - run.bound) / run.value if run.value > run.bound else 0.0


def _excess(value: float, _: int | None = None) -> str:
    return "none" if value < 0.9 * _LEAST_EXCESS else f"+{100.0 * value:g} %"


def _mark(number: int) -> tuple[str, str, float]:
    return _MARKS[number % len(_MARKS)]


def _key(figure: Figure, solvers: Sequence[str], high: float) -> None:
    handles = [
        Line2D(
            [],
            [],
            marker=_mark(number)[0],
            color=_mark(number)[1],
            markersize=_mark(number)[2],
            linestyle="none",
            label=solver,
        )
        for number, solver in enumerate(solvers)
    ]
    figure.text(
        0.15 / figure.get_figwidth(),
        1.0 - 0.27 / high,
        "Static weapon-target assignment: lower and further left is better; "
        "a black edge is a proof",
        fontsize=11.0,
        fontweight="bold",
        color=_INK,
    )
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.05 / figure.get_figwidth(), 1.0 - 0.3 / high),
        ncols=4 if figure.get_figwidth() > 7.0 else 2,
        frameon=False,
        handletextpad=0.2,
        columnspacing=1.4,
    )


def _against(report: ScalingReport) -> Figure:
    """Seconds and peak memory against the size, a line for each family."""
    figure = Figure(figsize=(10.0, 4.6), layout="constrained")
    time, memory = figure.subplots(1, 2)
    for number, family in enumerate(report.families):
        mark, colour, _ = _mark(number)
        size = [point.size for point in family.points]
        fit = "" if family.exponent is None else f"  (exponent {family.exponent:.2f})"
        for axes, heights, label in (
            (time, [point.seconds for point in family.points], f"{family.family}{fit}"),
            (memory, [point.peak_mb for point in family.points], family.family),
        ):
            axes.plot(
                size,
                heights,
                f"{mark}-",
                color=colour,
                markersize=6.0,
                linewidth=1.2,
                label=label,
            )
        # Open where there is no proof: the time is then only that of the limit.
        open_ = [point for point in family.points if not point.is_proven]
        time.plot(
            [point.size for point in open_],
            [point.seconds for point in open_],
            mark,
            color=colour,
            markerfacecolor="white",
            markersize=6.0,
        )
    sizes = sorted({p.size for family in report.families for p in family.points})
    for axes, title in ((time, "seconds to the proof"), (memory, "peak memory, MB")):
        _log_axes(axes, sizes, title)
    time.legend(frameon=False, fontsize=8.0, loc="upper left")
    return figure


def _log_axes(axes: Axes, sizes: Sequence[int], title: str) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    low, high = axes.get_ylim()
    ticks = [
        digit * 10.0**power
        for power in range(math.floor(np.log10(low)), math.ceil(np.log10(high)) + 1)
        for digit in (1.0, 2.0, 5.0)
    ]
    if high / low > 300.0:
        ticks = ticks[::3]
    # From the last tick below everything to the first one above.
    below = max((tick for tick in ticks if tick <= low), default=low)
    above = min((tick for tick in ticks if tick >= high), default=high)
    ticks = [tick for tick in ticks if below <= tick <= above]
    axes.set_ylim(below, above)
    axes.set_yticks(ticks, [f"{tick:,g}" for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.grid(color=_HAIRLINE, linewidth=0.6)
    axes.set_xlabel("size: the larger of weapons and targets")
    axes.set_title(title, loc="left", fontsize=10.0, fontweight="bold")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)

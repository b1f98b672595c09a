"""All scenarios: the share of each raid that gets through."""

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from zaslin.bench.campaign.figures import between
from zaslin.bench.campaign.plot_paper import (
    BOUND,
    INK,
    OTHER,
    REFERENCE,
    RIVAL,
    heading,
    in_words,
    put,
    row_axes,
    whisker,
)
from zaslin.sim.comparison import Comparison, ScenarioFigures


def overview(comparison: Comparison) -> Figure:
    """A row for each scenario: the reference, its best rival, the others, the bound."""
    scenarios = comparison.scenarios[::-1]
    high = 1.75 + 0.36 * len(scenarios)
    figure = Figure(figsize=(10.0, high))
    axes = figure.subplots()
    row_axes(axes, len(scenarios))
    for row, scenario in enumerate(scenarios):
        _shares(axes, row, scenario, comparison.reference)
    names = [in_words(each.scenario) for each in scenarios]
    axes.set_yticks(range(len(scenarios)), names, fontsize=9.0)
    axes.set_xlim(0.0, 1.0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{100.0 * x:.0f} %"))
    figure.subplots_adjust(
        left=0.165, right=0.8, top=1.0 - 1.12 / high, bottom=0.35 / high
    )
    heading(
        figure,
        "What gets through, of what the raid would do undefended",
        f"means of {comparison.runs} paired runs, {comparison.confidence:.0%} "
        "intervals · further left is better · notional",
    )
    axes.annotate(
        f"{comparison.reference} ÷ best rival",
        (1.0, 1.0),
        xycoords="axes fraction",
        xytext=(10.0, 6.0),
        textcoords="offset points",
        fontsize=8.5,
        color=INK,
        annotation_clip=False,
    )
    _key(figure, comparison)
    return figure


def _shares(axes: Axes, row: int, scenario: ScenarioFigures, reference: str) -> None:
    whole = scenario.undefended_meur.value
    if whole <= 0.0:
        return
    for policy in scenario.policies:
        if policy.policy not in (reference, scenario.rival):
            put(axes, policy.leaked.value / whole, row, OTHER, over=1.5)
    if scenario.bound_meur is not None:
        put(axes, scenario.bound_meur.value / whole, row, BOUND, over=1.8)
    if scenario.rival is not None:
        whisker(axes, row, scenario.of(scenario.rival).leaked, RIVAL, whole)
    whisker(axes, row, scenario.of(reference).leaked, REFERENCE, whole)
    axes.annotate(
        between(scenario.to_rival),
        (1.0, row),
        xytext=(10.0, 0.0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        color=INK,
        annotation_clip=False,
    )


def _key(figure: Figure, comparison: Comparison) -> None:
    high = figure.get_figheight()
    ours = replace(REFERENCE, label=comparison.reference)
    handles = [
        Line2D(
            [],
            [],
            marker=mark.shape,
            color=mark.colour,
            markersize=mark.size,
            markeredgecolor=mark.edge,
            markeredgewidth=2.2 if mark is BOUND else 0.7,
            linestyle="none",
            label=mark.label,
        )
        for mark in (ours, RIVAL, OTHER, BOUND)
    ]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.155, 1.0 - 0.6 / high),
        ncols=4,
        frameon=False,
        handletextpad=0.3,
        columnspacing=1.6,
        borderaxespad=0.0,
    )

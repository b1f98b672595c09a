"""One scenario: what each policy leaks, how much more than ours, what it spends."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from zaslin.bench.campaign.figures import money
from zaslin.bench.campaign.plot_paper import (
    BOUND,
    INK,
    OTHER,
    REFERENCE,
    RIVAL,
    Mark,
    heading,
    in_words,
    row_axes,
    whisker,
)
from zaslin.sim.comparison import Comparison, ScenarioFigures


def one_scenario(scenario: ScenarioFigures, comparison: Comparison) -> Figure:
    """A row for each policy, those that leak least on top."""
    ranked = sorted(scenario.policies, key=lambda each: -each.leaked.value)
    marks = [_mark(each.policy, scenario, comparison) for each in ranked]
    high = 1.6 + 0.28 * len(ranked)
    figure = Figure(figsize=(10.0, high))
    leaked, more, spent = figure.subplots(1, 3, sharey=True, width_ratios=(10, 8, 5))
    for axes, title, ticks in (
        (leaked, "leaked, M€", 5),
        (more, f"more than {comparison.reference}, M€", 5),
        (spent, "spent on rounds, M€", 3),
    ):
        row_axes(axes, len(ranked))
        axes.set_title(title, loc="left", fontsize=8.5, color=INK, pad=5.0)
        axes.xaxis.set_major_locator(MaxNLocator(ticks))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,g}"))
    more.axvline(0.0, color=REFERENCE.colour, linewidth=1.0, zorder=1)
    for row, (policy, mark) in enumerate(zip(ranked, marks, strict=True)):
        whisker(leaked, row, policy.leaked, mark)
        if policy.difference_meur is not None:
            whisker(more, row, policy.difference_meur, mark)
        money_meur = policy.means["rounds_meur"].value
        spent.barh(row, money_meur, height=0.42, color=mark.colour, zorder=2)
    leaked.set_xlim(left=0.0)
    spent.set_xlim(left=0.0)
    _bound(leaked, scenario)
    leaked.set_yticks(range(len(ranked)), [each.policy for each in ranked])
    for label, mark in zip(leaked.get_yticklabels(), marks, strict=True):
        label.set_color(INK if mark is OTHER else mark.colour)
        label.set_fontweight("normal" if mark is OTHER else "bold")
    figure.subplots_adjust(
        left=0.2, right=0.975, top=1.0 - 0.95 / high, bottom=0.35 / high, wspace=0.07
    )
    heading(
        figure,
        in_words(scenario.scenario),
        f"{scenario.objects:,.0f} objects, {money(scenario.undefended_meur.value)} M€ "
        f"undefended · {comparison.runs} paired runs, {comparison.confidence:.0%} "
        "intervals · notional",
    )
    return figure


def _mark(name: str, scenario: ScenarioFigures, comparison: Comparison) -> Mark:
    if name == comparison.reference:
        return REFERENCE
    return RIVAL if name == scenario.rival else OTHER


def _bound(axes: Axes, scenario: ScenarioFigures) -> None:
    bound = scenario.bound_meur
    if bound is None:
        return
    colour = BOUND.colour
    if bound.low is not None and bound.high is not None:
        low = max(0.0, bound.low)
        axes.axvspan(low, bound.high, color=colour, alpha=0.12, zorder=1, linewidth=0)
    axes.axvline(bound.value, color=colour, linewidth=1.2, linestyle=(0, (4, 2)))
    right = bound.value < 0.7 * axes.get_xlim()[1]
    axes.annotate(
        "no policy\nbelow",
        (bound.value, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(4.0 if right else -4.0, 0.0),
        textcoords="offset points",
        ha="left" if right else "right",
        color=colour,
        fontsize=7.5,
        linespacing=0.95,
    )

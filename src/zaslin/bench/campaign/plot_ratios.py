"""All scenarios by all policies: how many times as much as the reference leaks."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from zaslin.bench.campaign.figures import quotient
from zaslin.bench.campaign.plot_paper import FAINT, INK, heading, in_words
from zaslin.sim.comparison import Comparison, PolicyFigures, ScenarioFigures

_LESS, _SAME, _MORE = "#e69f3a", "#fafafa", "#22649c"
_MOST = 4.0
"""From this ratio on, and its inverse, the colour stays the same."""


def ratios(comparison: Comparison) -> Figure:
    """A cell for each scenario and policy; blue where it leaks more than ours."""
    others = [
        each.policy
        for each in comparison.scenarios[0].policies
        if each.policy != comparison.reference
    ]
    others.sort(key=lambda name: _middle(comparison.scenarios, name))
    rows, columns = len(comparison.scenarios), len(others)
    wide, high = max(6.4, 2.3 + 0.62 * columns), 2.1 + 0.33 * rows
    figure = Figure(figsize=(wide, high))
    axes = figure.subplots()
    shades = np.array(
        [
            [_shade(scenario.of(name)) for name in others]
            for scenario in comparison.scenarios
        ]
    )
    colours = LinearSegmentedColormap.from_list("ratio", [_LESS, _SAME, _MORE])
    axes.imshow(shades, cmap=colours, vmin=-1.0, vmax=1.0, aspect="auto")
    for row, scenario in enumerate(comparison.scenarios):
        for column, name in enumerate(others):
            _cell(axes, row, column, scenario.of(name), float(shades[row, column]))
    axes.set_xticks(
        range(columns), others, rotation=38, ha="right", rotation_mode="anchor"
    )
    axes.set_yticks(range(rows), [in_words(x.scenario) for x in comparison.scenarios])
    axes.set_xticks(np.arange(columns + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(rows + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2.0)
    axes.tick_params(which="both", length=0, colors=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.subplots_adjust(
        left=1.6 / wide, right=1.0 - 0.15 / wide, top=1 - 0.7 / high, bottom=1.28 / high
    )
    heading(
        figure,
        f"Leaked value, times that of {comparison.reference}",
        "above 1 (blue): it leaks more · grey: the runs do not tell the two apart · "
        "notional",
    )
    return figure


def _middle(scenarios: Sequence[ScenarioFigures], name: str) -> float:
    """Geometric mean of a policy's ratios, which says how it does on the whole."""
    logs = [
        math.log(ratio.value)
        for scenario in scenarios
        if (ratio := scenario.of(name).to_reference) is not None and ratio.value > 0.0
    ]
    return math.fsum(logs) / len(logs) if logs else math.inf


def _shade(policy: PolicyFigures) -> float:
    """From -1, a quarter of the reference's, over 0, the same, to 1, four times."""
    ratio = policy.to_reference
    if ratio is None:
        return 0.0
    if ratio.value <= 0.0:
        return -1.0
    return min(1.0, max(-1.0, math.log(ratio.value) / math.log(_MOST)))


def _cell(
    axes: Axes, row: int, column: int, policy: PolicyFigures, shade: float
) -> None:
    ratio, difference = policy.to_reference, policy.difference_meur
    told = (
        difference is not None
        and difference.low is not None
        and difference.high is not None
        and not difference.low <= 0.0 <= difference.high
    )
    colour = "white" if shade > 0.62 else INK
    axes.text(
        column,
        row,
        "–" if ratio is None else quotient(ratio.value),
        ha="center",
        va="center",
        fontsize=8.5,
        color=colour if told or abs(shade) > 0.5 else FAINT,
        fontweight="bold" if told else "normal",
    )

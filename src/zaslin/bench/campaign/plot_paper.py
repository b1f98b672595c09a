"""What the plots of a campaign have in common: colours, marks, rows, headings."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zaslin.sim.statistics import Estimate

INK, FAINT, HAIRLINE = "#333333", "#777777", "#dddddd"
_STRIPE = "#f5f6f8"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a kind of policy is drawn: by shape first, then by colour."""

    label: str
    shape: str
    colour: str
    size: float
    edge: str = "white"


# Colours of Okabe and Ito, which people who confuse red and green can tell apart.
REFERENCE = Mark("", "*", "#0072b2", 14.0)
RIVAL = Mark("best rival", "D", "#d55e00", 7.0)
OTHER = Mark("other policies", "o", "#a3a8ae", 5.0)
BOUND = Mark("no policy below", "|", "#009e73", 13.0, "#009e73")


def row_axes(axes: Axes, count: int) -> None:
    """An axis whose rows the eye can follow from side to side."""
    axes.set_ylim(-0.6, count - 0.4)
    for row in range(count):
        if (count - 1 - row) % 2 == 0:
            axes.axhspan(row - 0.5, row + 0.5, color=_STRIPE, zorder=0, linewidth=0)
    axes.grid(axis="x", color=HAIRLINE, linewidth=0.6, zorder=0)
    axes.tick_params(length=0, colors=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def put(axes: Axes, x: float, row: float, mark: Mark, *, over: float = 3.0) -> None:
    """One mark, over what has a smaller number."""
    axes.plot(
        x,
        row,
        mark.shape,
        color=mark.colour,
        markersize=mark.size,
        markeredgecolor=mark.edge,
        markeredgewidth=2.2 if mark.shape == "|" else 0.7,
        linestyle="none",
        zorder=over,
        clip_on=False,
    )


def whisker(
    axes: Axes, row: float, estimate: Estimate, mark: Mark, scale: float = 1.0
) -> None:
    """A mean on its interval."""
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low / scale, estimate.high / scale],
            [row, row],
            color=mark.colour,
            linewidth=2.4,
            alpha=0.45,
            solid_capstyle="butt",
            zorder=2,
        )
    put(axes, estimate.value / scale, row, mark)


def heading(figure: Figure, title: str, note: str) -> None:
    """A title in words, and below it what to know before one reads on."""
    wide, high = figure.get_size_inches()
    figure.text(
        0.15 / wide,
        1.0 - 0.29 / high,
        title,
        fontsize=12.0,
        fontweight="bold",
        color=INK,
    )
    figure.text(0.15 / wide, 1.0 - 0.52 / high, note, fontsize=8.5, color=FAINT)


def in_words(name: str) -> str:
    """A name from a file as it stands in a sentence."""
    return name.replace("_", " ")

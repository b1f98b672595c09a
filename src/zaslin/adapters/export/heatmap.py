"""The score matrix as a picture: who could profitably shoot at what.

Needs matplotlib, the extra ``report``; import this module only when it is wanted.
"""

import io
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import AsinhNorm, LinearSegmentedColormap, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from zaslin.adapters.export.score_matrix import (
    REASON_CLASSES,
    ScoreMatrix,
    score_matrix,
)
from zaslin.domain.picture import Picture
from zaslin.domain.score import Score

FORMATS = ("png", "svg")

# Loss is brown, gain is green to blue, zero is yellow: each stands out from the
# greys, and people who confuse red and green can tell them apart.
_GAINS = LinearSegmentedColormap.from_list(
    "net gain",
    ["#5b2a06", "#b35806", "#f3b45f", "#fdf6b5", "#7fcdbb", "#1d91a0", "#0b3c5d"],
)
# As far apart as they can be and still be greys; letters tell them apart for certain.
_GREYS = ("#fafafa", "#dedede", "#c2c2c2", "#a6a6a6", "#8a8a8a", "#6e6e6e")
_LETTERS = "abcdef"
_INK, _HAIRLINE = "#333333", "#d0d0d0"

_WHOLE_UP_TO = 60
"""Rows or columns of which the empty ones are drawn as well."""

_SMALLEST_CELL_IN, _LARGEST_CELL_IN = 0.05, 0.6
_LARGEST_GRID_IN = (17.0, 13.0)
_NUMBERED_CELL_IN, _SEPARATE_CELL_IN = 0.42, 0.2
_BAR_LABEL_IN = 1.9
_LABEL_IN = 0.115
_LETTER_IN = 0.056
"""Height and mean width of the small print of the axes."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sizes in inches: the grid, the margins around it, and the whole."""

    width_in: float
    height_in: float
    left_in: float
    bottom_in: float
    whole_in: tuple[float, float]

    def box(
        self, left_in: float, bottom_in: float, width_in: float, height_in: float
    ) -> tuple[float, float, float, float]:
        """A rectangle as shares of the figure."""
        wide, high = self.whole_in
        return left_in / wide, bottom_in / high, width_in / wide, height_in / high


def draw(scores: Sequence[Score], picture: Picture, file_format: str) -> bytes:
    """A heat map of the scores of a picture, as PNG or SVG.

    The same scores give the same bytes with the same version of matplotlib.
    Of a large matrix, tracks and inventories without any opportunity are counted
    in the title and left out of the grid.
    """
    # Identifiers in an SVG are hashed with a salt that is random otherwise.
    with mpl.rc_context({"svg.hashsalt": "zaslin"}):
        data = io.BytesIO()
        metadata = {"Date": None} if file_format == "svg" else {"Software": None}
        figure(scores, picture).savefig(
            data, format=file_format, dpi=150, metadata=metadata
        )
    return data.getvalue()


def figure(scores: Sequence[Score], picture: Picture) -> Figure:
    """The heat map before it is written."""
    with mpl.rc_context({"font.size": 8.0}):
        return _figure(score_matrix(scores), picture)


def _figure(everything: ScoreMatrix, picture: Picture) -> Figure:
    matrix = _drawn(everything)
    layout = _layout(matrix)
    figure = Figure(figsize=layout.whole_in)
    axes = figure.add_axes(
        layout.box(layout.left_in, layout.bottom_in, layout.width_in, layout.height_in)
    )
    if matrix.gain_meur.size:
        _greys(axes, matrix, layout)
        _gains(figure, axes, matrix, layout)
        _lines(axes, matrix, layout)
        _name_tracks(axes, matrix, layout)
        _name_units(axes, matrix, layout)
    else:
        axes.set_axis_off()
        axes.text(0.0, 0.5, "no opportunity at all", transform=axes.transAxes)
    _title(figure, everything, matrix, picture, layout)
    _legend(figure, layout)
    return figure


def _drawn(matrix: ScoreMatrix) -> ScoreMatrix:
    """The part of a matrix that is worth its room."""
    rows, columns = matrix.with_opportunity
    if len(rows) <= _WHOLE_UP_TO:
        rows = np.ones_like(rows)
    if len(columns) <= _WHOLE_UP_TO:
        columns = np.ones_like(columns)
    return matrix.only(rows, columns)


def _layout(matrix: ScoreMatrix) -> _Layout:
    width_in = _side(len(matrix.columns), _LARGEST_GRID_IN[0])
    height_in = _side(len(matrix.tracks), _LARGEST_GRID_IN[1])
    longest_track = max((len(track) for track in matrix.tracks), default=0)
    longest_unit = max((len(unit) for _, unit in matrix.columns), default=0)
    left_in = 0.55 + _LETTER_IN * longest_track
    bottom_in = 1.15 + _LETTER_IN * longest_unit
    whole_in = (max(6.5, left_in + width_in + 1.4), bottom_in + height_in + 2.1)
    return _Layout(width_in, height_in, left_in, bottom_in, whole_in)


def _side(cells: int, largest_in: float) -> float:
    """Length of a side: cells as large as comfortable, as small as still visible."""
    cell_in = largest_in / max(1, cells)
    cell_in = min(_LARGEST_CELL_IN, max(_SMALLEST_CELL_IN, cell_in))
    return max(1.5, cells * cell_in)


def _greys(axes: Axes, matrix: ScoreMatrix, layout: _Layout) -> None:
    axes.imshow(
        np.where(matrix.opportunities, np.nan, matrix.why),
        cmap=ListedColormap(_GREYS),
        vmin=-0.5,
        vmax=len(_GREYS) - 0.5,
        aspect="auto",
        interpolation="nearest",
    )
    if min(_cell_in(matrix, layout)) < _SEPARATE_CELL_IN:
        return
    for row, column in np.argwhere(~matrix.opportunities).tolist():
        why = int(matrix.why[row, column])
        axes.text(
            column,
            row,
            _LETTERS[why],
            ha="center",
            va="center",
            fontsize=6.0,
            color=_INK if why < len(_GREYS) - 2 else "white",
        )


def _gains(figure: Figure, axes: Axes, matrix: ScoreMatrix, layout: _Layout) -> None:
    gains = matrix.gain_meur[matrix.opportunities]
    # A few outliers must not wash out the rest.
    largest = float(np.percentile(np.abs(gains), 99.0)) if gains.size else 1.0
    largest = max(largest, 0.1)
    image = axes.imshow(
        matrix.gain_meur,
        cmap=_GAINS,
        norm=AsinhNorm(linear_width=largest / 10.0, vmin=-largest, vmax=largest),
        aspect="auto",
        interpolation="nearest",
    )
    # As long as its label, and never below the grid, where the legend is.
    long_in = min(5.0, max(_BAR_LABEL_IN, layout.height_in))
    bar = figure.add_axes(
        layout.box(
            layout.left_in + layout.width_in + 0.35,
            layout.bottom_in + max(0.0, layout.height_in - long_in),
            0.16,
            long_in,
        )
    )
    ticks = list(_ticks(largest))
    colours = figure.colorbar(image, cax=bar, ticks=ticks, extend="both")
    colours.ax.set_yticklabels([f"{tick:+g}" if tick else "0" for tick in ticks])
    colours.ax.minorticks_off()
    colours.set_label("net gain in M€:\ndamage averted − cost − price")
    if min(_cell_in(matrix, layout)) >= _NUMBERED_CELL_IN:
        _numbers(axes, matrix)


def _ticks(largest: float) -> Iterator[float]:
    """Round amounts of money, as far apart as they can be read."""
    first = math.floor(math.log10(largest / 10.0))
    series = [
        digit * 10.0**power
        for power in range(first, first + 3)
        for digit in (1.0, 3.0)
        if largest / 15.0 <= digit * 10.0**power <= largest
    ]
    yield from (-tick for tick in reversed(series))
    yield 0.0
    yield from series


def _numbers(axes: Axes, matrix: ScoreMatrix) -> None:
    """The gain in each cell, where cells are large enough."""
    shades = axes.images[-1].to_rgba(matrix.gain_meur)
    for row, column in np.argwhere(matrix.opportunities).tolist():
        red, green, blue, _ = shades[row, column]
        axes.text(
            column,
            row,
            # Adding zero turns a rounded minus nought into nought.
            f"{round(float(matrix.gain_meur[row, column]), 1) + 0.0:.1f}",
            ha="center",
            va="center",
            fontsize=7.0,
            color="white" if red + green + blue < 1.3 else _INK,
        )


def _lines(axes: Axes, matrix: ScoreMatrix, layout: _Layout) -> None:
    rows, columns = len(matrix.tracks), len(matrix.columns)
    axes.hlines(np.arange(9.5, rows - 1, 10.0), -0.5, columns - 0.5, _HAIRLINE, lw=0.4)
    ends = [end - 0.5 for end in _type_ends(matrix)][:-1]
    if min(_cell_in(matrix, layout)) >= _SEPARATE_CELL_IN:
        axes.hlines(np.arange(0.5, rows - 1), -0.5, columns - 0.5, "white", lw=1.0)
        axes.vlines(np.arange(0.5, columns - 1), -0.5, rows - 0.5, "white", lw=1.0)
    axes.vlines(ends, -0.5, rows - 0.5, _INK, lw=0.8)
    axes.tick_params(length=2.0, width=0.5)
    for spine in axes.spines.values():
        spine.set_linewidth(0.6)


def _type_ends(matrix: ScoreMatrix) -> Iterator[int]:
    """First column after each interceptor type."""
    end = 0
    for _, group in itertools.groupby(matrix.columns, key=lambda column: column[0]):
        end += len(list(group))
        yield end


def _name_tracks(axes: Axes, matrix: ScoreMatrix, layout: _Layout) -> None:
    every = _every(len(matrix.tracks), layout.height_in)
    shown = range(0, len(matrix.tracks), every)
    axes.set_yticks(list(shown), [matrix.tracks[row] for row in shown], fontsize=6.5)
    axes.set_ylabel(f"tracks, highest threat value on top{_skipped(every)}")


def _name_units(axes: Axes, matrix: ScoreMatrix, layout: _Layout) -> None:
    count = len(matrix.columns)
    every = _every(count, layout.width_in)
    shown = range(0, count, every)
    names = [matrix.columns[column][1] for column in shown]
    axes.set_xticks(list(shown), names, fontsize=6.5, rotation=90)
    axes.set_xlabel(f"fire units{_skipped(every)}")
    start = 0
    for end in _type_ends(matrix):
        kind = matrix.columns[start][0].replace("_", " ")
        fits = layout.width_in * (end - start) / count > 0.07 * len(kind)
        axes.annotate(
            kind,
            ((start + end - 1) / 2.0, -0.5),
            xytext=(0.0, 4.0),
            textcoords="offset points",
            ha="center" if fits else "left",
            va="bottom",
            rotation=0.0 if fits else 35.0,
            rotation_mode="anchor",
        )
        start = end


def _cell_in(matrix: ScoreMatrix, layout: _Layout) -> tuple[float, float]:
    return (
        layout.width_in / max(1, len(matrix.columns)),
        layout.height_in / max(1, len(matrix.tracks)),
    )


def _every(count: int, length_in: float) -> int:
    """Distance of labels that leaves room for each."""
    return max(1, math.ceil(count * _LABEL_IN / length_in))


def _skipped(every: int) -> str:
    """That names are left out, where they are."""
    if every == 1:
        return ""
    ending = {2: "nd", 3: "rd"}.get(every, "th")
    return f" (every {every}{ending} name shown)"


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _title(
    figure: Figure,
    everything: ScoreMatrix,
    matrix: ScoreMatrix,
    picture: Picture,
    layout: _Layout,
) -> None:
    at = datetime.fromtimestamp(math.floor(picture.now_s), UTC)
    tracks = _counted(len(everything.tracks), "track", "tracks")
    columns = _counted(len(everything.columns), "inventory", "inventories")
    found = _counted(
        int(everything.opportunities.sum()), "opportunity", "opportunities"
    )
    subtitle = (
        f"picture revision {picture.revision}, {at:%Y-%m-%d %H:%M:%S} UTC · "
        f"{tracks} × {columns}, {found}"
    )
    for text, below_in, size, weight in (
        ("NOTIONAL · advice only", 0.32, 13.0, "bold"),
        ("Best shot of each fire unit at each track", 0.56, 10.0, "normal"),
        (subtitle, 0.76, 8.0, "normal"),
        (_left_out(everything, matrix), 0.93, 8.0, "normal"),
    ):
        figure.text(
            0.2 / layout.whole_in[0],
            1.0 - below_in / layout.whole_in[1],
            text,
            fontsize=size,
            fontweight=weight,
        )


def _left_out(everything: ScoreMatrix, matrix: ScoreMatrix) -> str:
    """What the grid does not show, with its reasons."""
    parts = []
    if len(matrix.tracks) < len(everything.tracks):
        empty = ~everything.with_opportunity[0]
        reasons = ", ".join(
            f"{count} {name}" for name, count in everything.verdicts(empty).items()
        )
        tracks = _counted(int(empty.sum()), "track", "tracks")
        parts.append(f"{tracks} without any ({reasons})")
    if len(matrix.columns) < len(everything.columns):
        unused = len(everything.columns) - len(matrix.columns)
        parts.append(f"{_counted(unused, 'inventory', 'inventories')} without any")
    return f"left out: {'; '.join(parts)}" if parts else ""


def _legend(figure: Figure, layout: _Layout) -> None:
    figure.legend(
        handles=[
            Patch(facecolor=grey, edgecolor="#888888", linewidth=0.5, label=label)
            for label, grey in zip(_labels(), _GREYS, strict=True)
        ],
        loc="lower left",
        bbox_to_anchor=(0.1 / layout.whole_in[0], 0.02),
        ncols=3,
        fontsize=7.0,
        title="grey: no opportunity, because",
        title_fontsize=7.0,
        alignment="left",
        frameon=False,
    )


def _labels() -> Iterator[str]:
    for letter, name in zip(_LETTERS, REASON_CLASSES, strict=True):
        yield f"{letter}: {name}"

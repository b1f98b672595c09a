"""The score matrix as a picture: who could profitably shoot at what.

Needs matplotlib, the extra ``report``; import this module only when it is wanted.
"""

import io
import math
from collections.abc import Iterator, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import AsinhNorm, LinearSegmentedColormap, ListedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Patch

from zaslin.adapters.export.heatmap_layout import (
    BAR_IN,
    LABEL_IN,
    LETTER_IN,
    LINE_IN,
    MARGIN_IN,
    NUMBERED_CELL_IN,
    SEPARATE_CELL_IN,
    Bar,
    Layout,
    Title,
    kinds_of,
    layout_of,
    titles_of,
    type_ends,
)
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
    titles = titles_of(everything, matrix, picture)
    layout = layout_of(matrix, titles)
    figure = Figure(figsize=layout.whole_in)
    if matrix.gain_meur.size:
        axes = figure.add_axes(
            layout.box(
                layout.left_in, layout.bottom_in, layout.width_in, layout.height_in
            )
        )
        _greys(axes, matrix, layout)
        _gains(figure, axes, matrix, layout)
        _lines(axes, matrix, layout)
        _name_tracks(axes, matrix, layout)
        _name_units(axes, matrix, layout)
    _write_titles(figure, titles, layout)
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


def _greys(axes: Axes, matrix: ScoreMatrix, layout: Layout) -> None:
    axes.imshow(
        np.where(matrix.opportunities, np.nan, matrix.why),
        cmap=ListedColormap(_GREYS),
        vmin=-0.5,
        vmax=len(_GREYS) - 0.5,
        aspect="auto",
        interpolation="nearest",
    )
    if min(_cell_in(matrix, layout)) < SEPARATE_CELL_IN:
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


def _gains(figure: Figure, axes: Axes, matrix: ScoreMatrix, layout: Layout) -> None:
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
    if layout.bar is not Bar.NONE:
        _bar(figure, image, largest, layout)
    if min(_cell_in(matrix, layout)) >= NUMBERED_CELL_IN:
        _numbers(axes, matrix)


def _bar(figure: Figure, image: AxesImage, largest: float, layout: Layout) -> None:
    """The colours and what they mean, no longer than it reads well."""
    beside = layout.bar is Bar.BESIDE
    if beside:
        long_in = min(5.0, layout.height_in)
        top_in = layout.bottom_in + layout.height_in
        box = layout.box(
            layout.left_in + layout.width_in + 0.3,
            top_in - long_in,
            BAR_IN[0],
            long_in,
        )
    else:
        below_in = 0.35 + LINE_IN * (2.0 + layout.legend_lines)
        box = layout.box(layout.left_in, below_in, BAR_IN[1], BAR_IN[0])
    ticks = list(_ticks(largest))
    colours = figure.colorbar(
        image,
        cax=figure.add_axes(box),
        ticks=ticks,
        extend="both",
        orientation="vertical" if beside else "horizontal",
    )
    labels = [f"{tick:+g}".replace("-", "−") if tick else "0" for tick in ticks]
    colours.set_ticklabels(labels)
    colours.ax.minorticks_off()
    colours.set_label("net gain in M€:\ndamage averted − cost − price")


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


def _lines(axes: Axes, matrix: ScoreMatrix, layout: Layout) -> None:
    rows, columns = len(matrix.tracks), len(matrix.columns)
    axes.hlines(np.arange(9.5, rows - 1, 10.0), -0.5, columns - 0.5, _HAIRLINE, lw=0.4)
    ends = [end - 0.5 for end in type_ends(matrix)][:-1]
    if min(_cell_in(matrix, layout)) >= SEPARATE_CELL_IN:
        axes.hlines(np.arange(0.5, rows - 1), -0.5, columns - 0.5, "white", lw=1.0)
        axes.vlines(np.arange(0.5, columns - 1), -0.5, rows - 0.5, "white", lw=1.0)
    axes.vlines(ends, -0.5, rows - 0.5, _INK, lw=0.8)
    axes.tick_params(length=2.0, width=0.5)
    for spine in axes.spines.values():
        spine.set_linewidth(0.6)


def _name_tracks(axes: Axes, matrix: ScoreMatrix, layout: Layout) -> None:
    every = _every(len(matrix.tracks), layout.height_in)
    shown = range(0, len(matrix.tracks), every)
    axes.set_yticks(list(shown), [matrix.tracks[row] for row in shown], fontsize=6.5)
    label = f"tracks, highest threat value on top{_skipped(every)}"
    if len(label) * LETTER_IN > layout.height_in:
        label = "track" if len(matrix.tracks) == 1 else "tracks"
    axes.set_ylabel(label)


def _name_units(axes: Axes, matrix: ScoreMatrix, layout: Layout) -> None:
    count = len(matrix.columns)
    every = _every(count, layout.width_in)
    shown = range(0, count, every)
    names = [matrix.columns[column][1] for column in shown]
    axes.set_xticks(list(shown), names, fontsize=6.5, rotation=90)
    label = "fire unit" if count == 1 else "fire units"
    axes.set_xlabel(f"{label}{_skipped(every)}")
    for kind, start, end, fits in kinds_of(matrix, layout.width_in):
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


def _cell_in(matrix: ScoreMatrix, layout: Layout) -> tuple[float, float]:
    return (
        layout.width_in / max(1, len(matrix.columns)),
        layout.height_in / max(1, len(matrix.tracks)),
    )


def _every(count: int, length_in: float) -> int:
    """Distance of labels that leaves room for each."""
    return max(1, math.ceil(count * LABEL_IN / length_in))


def _skipped(every: int) -> str:
    """That names are left out, where they are."""
    if every == 1:
        return ""
    ending = {2: "nd", 3: "rd"}.get(every, "th")
    return f" (every {every}{ending} name shown)"


def _write_titles(figure: Figure, titles: Sequence[Title], layout: Layout) -> None:
    for title in titles:
        figure.text(
            MARGIN_IN / layout.whole_in[0],
            1.0 - title.below_in / layout.whole_in[1],
            title.text,
            fontsize=title.size,
            fontweight=title.weight,
        )


def _legend(figure: Figure, layout: Layout) -> None:
    """The reasons that occur, and no others."""
    if not layout.classes:
        return
    names = list(REASON_CLASSES)
    figure.legend(
        handles=[
            Patch(
                facecolor=_GREYS[each],
                edgecolor="#888888",
                linewidth=0.5,
                label=f"{_LETTERS[each]}: {names[each]}",
            )
            for each in layout.classes
        ],
        loc="lower left",
        bbox_to_anchor=layout.box(MARGIN_IN, 0.12, 0.0, 0.0)[:2],
        ncols=layout.legend_columns,
        fontsize=7.0,
        title="grey: no shot, because",
        title_fontsize=7.0,
        alignment="left",
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
    )

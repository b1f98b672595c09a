"""How large a heat map is: as much paper as its words and its grid need."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

import numpy as np

from zaslin.adapters.export.score_matrix import ScoreMatrix
from zaslin.domain.picture import Picture

_SMALLEST_CELL_IN, _LARGEST_CELL_IN = 0.05, 0.6
_LARGEST_GRID_IN = (17.0, 13.0)
NUMBERED_CELL_IN, SEPARATE_CELL_IN = 0.42, 0.2
MARGIN_IN = 0.2
BAR_IN = (0.16, 2.4)
"""Breadth and least length of the colour bar, which its label needs."""
LABEL_IN = 0.115
LETTER_IN = 0.056
"""Height and mean width of the small print of the axes."""
_KIND_LETTER_IN = 0.07
LINE_IN = 0.165
"""Height of a line of the legend."""


class Bar(Enum):
    """Where the colour bar goes: along the side that has room for it."""

    NONE = "none"
    BESIDE = "beside"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in inches: the grid, the margins around it, and the whole.

    ``classes`` are the classes of reasons that occur, by their place in order.
    """

    width_in: float
    height_in: float
    left_in: float
    bottom_in: float
    whole_in: tuple[float, float]
    bar: Bar
    classes: tuple[int, ...]
    legend_columns: int

    @property
    def legend_lines(self) -> int:
        """Lines of the legend without its title."""
        return math.ceil(len(self.classes) / self.legend_columns)

    def box(
        self, left_in: float, bottom_in: float, width_in: float, height_in: float
    ) -> tuple[float, float, float, float]:
        """A rectangle as shares of the figure."""
        wide, high = self.whole_in
        return left_in / wide, bottom_in / high, width_in / wide, height_in / high


class Title(NamedTuple):
    """A line at the top: how far below the edge it stands, in what size."""

    text: str
    below_in: float
    size: float
    weight: str

    @property
    def width_in(self) -> float:
        """About how wide it is."""
        broad = 1.15 if self.weight == "bold" else 1.0
        return len(self.text) * self.size * LETTER_IN / 7.6 * broad


def titles_of(
    everything: ScoreMatrix, matrix: ScoreMatrix, picture: Picture
) -> list[Title]:
    """What stands above the grid, line by line."""
    at = datetime.fromtimestamp(math.floor(picture.now_s), UTC)
    lines = [
        Title("NOTIONAL · advice only", 0.32, 13.0, "bold"),
        Title("Best shot of each fire unit at each track", 0.56, 10.0, "normal"),
    ]
    small = [
        f"picture revision {picture.revision}, {at:%Y-%m-%d %H:%M:%S} UTC",
        _sums(everything),
        _left_out(everything, matrix),
    ]
    below_in = 0.76
    for text in small:
        if text:
            lines.append(Title(text, below_in, 8.0, "normal"))
            below_in += 0.17
    return lines


def _sums(matrix: ScoreMatrix) -> str:
    """How large the matrix is and how much of it is filled."""
    tracks = _counted(len(matrix.tracks), "track", "tracks")
    columns = _counted(len(matrix.columns), "inventory", "inventories")
    if not matrix.gain_meur.size:
        return f"{tracks}, {columns}: nothing to draw"
    found = int(matrix.opportunities.sum())
    cells = _counted(matrix.gain_meur.size, "pairing", "pairings")
    have = {0: "none has", 1: "1 has"}.get(found, f"{found:,} have")
    by_position = (
        f" ({matrix.opportunities_by_position:,} with each position by itself)"
        if matrix.opportunities_by_position > found
        else ""
    )
    return f"{tracks} × {columns} = {cells}, {have} a shot{by_position}"


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


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def layout_of(matrix: ScoreMatrix, titles: "Sequence[Title]") -> Layout:
    """As much paper as the words and the grid need, and no more."""
    text_in = max(each.width_in for each in titles)
    head_in = titles[-1].below_in + MARGIN_IN
    if not matrix.gain_meur.size:
        whole_in = (text_in + 2 * MARGIN_IN, head_in)
        return Layout(0.0, 0.0, 0.0, 0.0, whole_in, Bar.NONE, (), 1)
    width_in = _side(len(matrix.columns), _LARGEST_GRID_IN[0])
    height_in = _side(len(matrix.tracks), _LARGEST_GRID_IN[1])
    bar = Bar.BESIDE if height_in >= BAR_IN[1] else Bar.BELOW
    if not matrix.opportunities.any():
        bar = Bar.NONE
    left_in = 0.55 + LETTER_IN * max(len(track) for track in matrix.tracks)
    right_in = 1.25 if bar is Bar.BESIDE else 0.0
    slanted = any(not fits for _, _, _, fits in kinds_of(matrix, width_in))
    longest = max(len(kind) for kind, _, _, _ in kinds_of(matrix, width_in))
    if slanted:
        # The last name may lean over the right edge of the grid.
        right_in = max(right_in, _KIND_LETTER_IN * longest)
    bar_in = BAR_IN[1] if bar is Bar.BELOW else 0.0
    wide_in = max(left_in + max(width_in, bar_in) + right_in, text_in + MARGIN_IN)
    wide_in += MARGIN_IN
    classes = tuple(np.unique(matrix.why[~matrix.opportunities]).tolist())
    columns = max(1, min(3, int(wide_in / 2.3)))
    lines = math.ceil(len(classes) / columns)
    bottom_in = MARGIN_IN + (LINE_IN * (lines + 1.5) if classes else 0.0)
    bottom_in += 0.65 if bar is Bar.BELOW else 0.0
    bottom_in += 0.35 + LETTER_IN * max(len(unit) for _, unit in matrix.columns)
    kinds_in = 0.6 * _KIND_LETTER_IN * longest + 0.15 if slanted else 0.2
    return Layout(
        width_in,
        height_in,
        left_in,
        bottom_in,
        (wide_in, bottom_in + height_in + kinds_in + head_in),
        bar,
        classes,
        columns,
    )


def _side(cells: int, largest_in: float) -> float:
    """Length of a side: cells as large as comfortable, as small as still visible."""
    cell_in = largest_in / max(1, cells)
    cell_in = min(_LARGEST_CELL_IN, max(_SMALLEST_CELL_IN, cell_in))
    return cells * cell_in


def kinds_of(
    matrix: ScoreMatrix, width_in: float
) -> Iterator[tuple[str, int, int, bool]]:
    """Each interceptor type with its columns, and whether they are as wide as it."""
    start, count = 0, len(matrix.columns)
    for end in type_ends(matrix):
        kind = matrix.columns[start][0].replace("_", " ")
        column_in = width_in / count
        fits = column_in * (end - start) > _KIND_LETTER_IN * len(kind)
        yield kind, start, end, fits
        start = end


def type_ends(matrix: ScoreMatrix) -> Iterator[int]:
    """First column after each interceptor type."""
    end = 0
    for _, group in itertools.groupby(matrix.columns, key=lambda column: column[0]):
        end += len(list(group))
        yield end

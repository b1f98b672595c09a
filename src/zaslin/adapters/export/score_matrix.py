"""The scores as a matrix: tracks down, fire units across, grouped by type."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.reason import ReasonCode
from zaslin.domain.score import Score

REASON_CLASSES: dict[str, frozenset[ReasonCode]] = {
    "out of reach": frozenset(
        {
            ReasonCode.OUT_OF_REACH,
            ReasonCode.ALTITUDE,
            ReasonCode.HORIZON,
            ReasonCode.SECTOR,
            ReasonCode.NO_UNITS,
        }
    ),
    "too late, or not due yet": frozenset(
        {
            ReasonCode.TOO_LATE,
            ReasonCode.BEYOND_HORIZON,
            ReasonCode.PINNED,
            ReasonCode.ORDER_MISSED,
        }
    ),
    "no rounds, channel or effect": frozenset(
        {
            ReasonCode.NO_ROUNDS,
            ReasonCode.NO_CHANNEL,
            ReasonCode.NO_PK,
            ReasonCode.NO_CAPACITY,
            ReasonCode.NOT_WORTH_A_ROUND,
        }
    ),
    "held back by control": frozenset(
        {
            ReasonCode.WEAPONS_HOLD,
            ReasonCode.WEAPONS_TIGHT,
            ReasonCode.ZONE,
            ReasonCode.FORBIDDEN,
            ReasonCode.RESERVE,
            ReasonCode.OTHER_POSITION,
        }
    ),
    "identify or report first": frozenset(
        {
            ReasonCode.IDENTIFY_PENDING,
            ReasonCode.IDENTIFY_UNKNOWN,
            ReasonCode.IDENTIFY_SUSPECT,
            ReasonCode.NO_IDENTIFICATION,
            ReasonCode.IDENTIFICATION_EXPIRED,
            ReasonCode.STALE,
            ReasonCode.MEASURED_AFTER_NOW,
        }
    ),
    "never engaged": frozenset(
        {
            ReasonCode.FRIEND,
            ReasonCode.ASSUMED_FRIEND,
            ReasonCode.NEUTRAL,
            ReasonCode.CIVIL,
            ReasonCode.CREWED,
            ReasonCode.POSSIBLY_CREWED,
        }
    ),
}
"""Why a cell is empty, in the classes that a picture can tell apart."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreMatrix:
    """Best net gain of each track and (interceptor type, fire unit).

    ``gain_meur[track, column]`` is not a number where there is no opportunity;
    ``why[track, column]`` then indexes ``REASON_CLASSES``.
    Of several positions of a unit the best counts; without any, the class of its
    last reason in the order above, which is the hardest to remove.
    ``opportunities_by_position`` counts each position of a unit by itself, as the
    scores do.
    """

    tracks: tuple[TrackId, ...]
    columns: tuple[tuple[InterceptorTypeId, FireUnitId], ...]
    gain_meur: NDArray[np.float64]
    why: NDArray[np.int8]
    opportunities_by_position: int

    @property
    def opportunities(self) -> NDArray[np.bool_]:
        """Where there is an opportunity, by track and column."""
        return np.isfinite(self.gain_meur)

    @property
    def with_opportunity(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tracks and columns that have any opportunity."""
        some = self.opportunities
        return (
            np.asarray(some.any(axis=1), dtype=np.bool_),
            np.asarray(some.any(axis=0), dtype=np.bool_),
        )

    def only(
        self, rows: NDArray[np.bool_], columns: NDArray[np.bool_]
    ) -> "ScoreMatrix":
        """The matrix of some of its tracks and columns."""
        return ScoreMatrix(
            tuple(itertools.compress(self.tracks, rows.tolist())),
            tuple(itertools.compress(self.columns, columns.tolist())),
            self.gain_meur[rows][:, columns],
            self.why[rows][:, columns],
            self.opportunities_by_position,
        )

    def verdicts(self, rows: NDArray[np.bool_]) -> dict[str, int]:
        """How many of some tracks without an opportunity have which class of reason.

        The class is that of the inventory which came closest to a shot, as far as
        the order of the classes tells.
        """
        classes = list(REASON_CLASSES)
        hardest = self.why[rows].max(axis=1, initial=0)
        counts = np.bincount(hardest, minlength=len(classes)).tolist()
        return {name: n for name, n in zip(classes, counts, strict=True) if n}


def score_matrix(scores: Sequence[Score]) -> ScoreMatrix:
    """Lay scores out; tracks keep their order, columns are sorted by type and name."""
    tracks = {track: row for row, track in enumerate(dict.fromkeys(_tracks(scores)))}
    names = sorted({(each.interceptor_type, each.fire_unit) for each in scores})
    columns = {name: column for column, name in enumerate(names)}
    gain = np.full((len(tracks), len(columns)), np.nan)
    why = np.zeros(gain.shape, dtype=np.int8)
    class_of = {
        code: index
        for index, codes in enumerate(REASON_CLASSES.values())
        for code in codes
    }
    for each in scores:
        at = tracks[each.track], columns[each.interceptor_type, each.fire_unit]
        if each.best is not None:
            gain[at] = np.fmax(gain[at], each.best.net_gain_meur)
        elif each.reason is not None:
            why[at] = max(why[at], class_of[each.reason])
    found = sum(each.best is not None for each in scores)
    return ScoreMatrix(tuple(tracks), tuple(names), gain, why, found)


def _tracks(scores: Sequence[Score]) -> list[TrackId]:
    return [each.track for each in scores]

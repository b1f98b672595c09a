"""Why a track gets no shot."""

import numpy as np
from numpy import bool_
from numpy.typing import NDArray

from zaslin.assignment.compile import Compiled
from zaslin.assignment.problem import Floats
from zaslin.assignment.reason_index import REASON_INDEX, REASONS
from zaslin.domain.reason import ReasonCode

_NEAR_MISSES = (
    ReasonCode.FORBIDDEN,
    ReasonCode.ZONE,
    ReasonCode.WEAPONS_TIGHT,
    ReasonCode.HORIZON,
    ReasonCode.ALTITUDE,
    ReasonCode.SECTOR,
    ReasonCode.TOO_LATE,
    ReasonCode.BEYOND_HORIZON,
)
"""Reasons found close to a shot, most telling first; they outrank mere distance."""


def reason_without_options(compiled: Compiled, j: int) -> ReasonCode:
    """The most telling of the reasons that the mounts give against track ``j``."""
    row = compiled.reason[j]
    if len(row) == 0:
        # Units without any magazine are there, and have no round.
        units = compiled.picture.fire_units
        return ReasonCode.NO_ROUNDS if units else ReasonCode.NO_UNITS
    present = set(np.unique(row).tolist())
    for code in _NEAR_MISSES:
        if REASON_INDEX[code] in present:
            return code
    if REASON_INDEX[ReasonCode.OUT_OF_REACH] in present:
        return ReasonCode.OUT_OF_REACH
    counts = np.bincount(row, minlength=len(REASONS))
    counts[0] = 0
    code = REASONS[int(np.argmax(counts))]
    return ReasonCode.NO_UNITS if code is None else code


def reasons_with_options(compiled: Compiled, left: Floats) -> list[ReasonCode]:
    """Why each track with opportunities would get none of them.

    ``left[mount]`` are the rounds that the plan leaves unused in expectation.
    """
    problem, options = compiled.problem, compiled.problem.options
    value, weight = problem.value[options.track], problem.weight[options.track]
    gain = options.p_kill * value - options.money - options.debris
    worth = (gain > 0.0) & (weight > 0.0)
    # Rounds that are there, but kept back by the commander, are not "elsewhere".
    kept = np.array([mount.reserve for mount in compiled.mounts], dtype=np.int64)
    short = (left[options.mount] < options.rounds) & (kept[options.mount] > 0)

    def some(which: NDArray[bool_]) -> list[bool]:
        """Whether a track has any such option."""
        count = np.bincount(options.track[which], minlength=problem.track_count)
        return [bool(each) for each in count.tolist()]

    return [
        ReasonCode.NOT_WORTH_A_ROUND
        if not is_worth
        else ReasonCode.RESERVE
        if is_short
        else ReasonCode.NO_CAPACITY
        for is_worth, is_short in zip(some(worth), some(worth & short), strict=True)
    ]

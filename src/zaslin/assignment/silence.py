"""Why a track gets no shot."""

import numpy as np

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


def reason_with_options(compiled: Compiled, j: int, left: Floats) -> ReasonCode:
    """Why a track with opportunities gets none of them.

    ``left[mount]`` are the rounds that the plan leaves unused in expectation.
    """
    problem, options = compiled.problem, compiled.problem.options
    span = slice(int(options.of_track[j]), int(options.of_track[j + 1]))
    gain = (
        options.p_kill[span] * problem.value[j]
        - options.money[span]
        - options.debris[span]
    )
    worth = (gain > 0.0) & (problem.weight[j] > 0.0)
    if not worth.any():
        return ReasonCode.NOT_WORTH_A_ROUND
    # Rounds that are there, but kept back by the commander, are not "elsewhere".
    kept = np.array([mount.reserve for mount in compiled.mounts])
    mount = options.mount[span][worth]
    short = (left[mount] < options.rounds[span][worth]) & (kept[mount] > 0)
    return ReasonCode.RESERVE if short.any() else ReasonCode.NO_CAPACITY

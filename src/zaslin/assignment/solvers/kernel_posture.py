"""Move a unit to another of its stations: strip it, rebuild it there, keep if better.

Compiled by numba. A mobile unit stands where its first shot put it, and every other
move of the search keeps it there: one station is left only if all shots from it go
at once, which is what happens here.
"""

import numpy as np
from numba import njit
from numpy import int64
from numpy.typing import NDArray

from zaslin.assignment.solvers.kernel_board import MAX_CHAIN, Board, Field
from zaslin.assignment.solvers.kernel_greedy import fill_tracks
from zaslin.assignment.solvers.kernel_ruin import copy_board, strip
from zaslin.assignment.solvers.kernel_search import (
    improve_track,
    make_roster,
    make_scratch,
)

_GAIN = 1e-9


@njit(cache=True)
def _tracks_near(board: Board, field: Field, unit: int, station: int) -> NDArray[int64]:
    """Tracks that the unit shoots at, and those it could from another station."""
    near = np.empty(len(field.value), dtype=np.int64)
    count = 0
    for j in range(len(near)):
        is_near = False
        for k in range(board.length[j]):
            is_near = is_near or field.moves[board.chain[j, k]].unit == unit
        i = field.of_track[j]
        while i < field.of_track[j + 1] and not is_near:
            is_near = field.moves[i].station == station
            i += 1
        if is_near:
            near[count] = j
            count += 1
    return near[:count]


@njit(cache=True)
def _move(
    board: Board, trial: Board, field: Field, unit: int, station: int, share: float
) -> float:
    """Rebuild the board with the unit at a station; returns the gain, kept if any."""
    scratch = make_scratch()
    near = _tracks_near(board, field, unit, station)
    touched = np.empty(len(near), dtype=np.int32)
    before = board.cost.sum()
    copy_board(board, trial)
    strip(trial, field, unit, 0.0, touched, scratch)
    # A shot that is not there holds the unit at the station while it is rebuilt.
    trial.stand[unit] = station
    trial.standing[unit] += 1
    if share > 0.0:
        fill_tracks(trial, field, near, share, MAX_CHAIN)
    fill_tracks(trial, field, near, 0.0, MAX_CHAIN)
    roster = make_roster(trial, field)
    for j in near:
        improve_track(trial, roster, field, j, scratch)
    trial.standing[unit] -= 1
    gain = float(before - trial.cost.sum())
    if gain <= _GAIN:
        return 0.0
    copy_board(trial, board)
    return gain


@njit(cache=True)
def change_posture(
    board: Board,
    trial: Board,
    field: Field,
    stations: NDArray[int64],
    units: NDArray[int64],
) -> float:
    """Try every listed station of its unit where that does not fight there already.

    ``stations[i]`` belongs to ``units[i]``; ``trial`` is a board to work on.
    Returns the gain. Each station is tried with a unit that respects the prices and
    with one that takes what it can.
    """
    total = 0.0
    for i in range(len(stations)):
        for share in (1.0, 0.0):
            unit = units[i]
            if board.standing[unit] == 0 or board.stand[unit] == stations[i]:
                break
            total += _move(board, trial, field, unit, stations[i], share)
    return total

"""Ruin and recreate: strip one unit or clear some tracks, rebuild, keep if better.

Compiled by numba; the idea is Schrimpf and others' (2000). The generator's numbers
come in as an array, so that a plan depends on nothing but its arguments.
"""

import numpy as np
from numba import njit
from numpy import float64, int32
from numpy.typing import NDArray

from zaslin.assignment.solvers.kernel_board import (
    Board,
    Field,
    best_insertion,
    chain_with,
    chain_without,
    set_chain,
    try_chain,
)
from zaslin.assignment.solvers.kernel_search import (
    Scratch,
    improve_track,
    make_roster,
    make_scratch,
)

_TOUCHED = 12
"""Most tracks stripped of a unit in one round."""
_CLEARED = 4
"""Tracks cleared of every shot in one round; they may change their units in a ring."""


@njit(cache=True)
def copy_board(source: Board, copy: Board) -> None:
    """Make the copy equal to the source."""
    copy.chain[:] = source.chain
    copy.length[:] = source.length
    copy.rounds[:] = source.rounds
    copy.channels[:] = source.channels
    copy.rails[:] = source.rails
    copy.stand[:] = source.stand
    copy.standing[:] = source.standing
    copy.cost[:] = source.cost


@njit(cache=True)
def strip(
    board: Board, field: Field, unit: int, draw: float, touched: NDArray[int32],
    scratch: Scratch,
) -> int:  # fmt: skip
    """Remove a unit's shots at some tracks; returns how many tracks were touched."""
    tracks = len(field.value)
    count = 0
    start = int(draw * tracks)
    for step in range(tracks):
        j = (start + step) % tracks
        hit = False
        for k in range(board.length[j]):
            hit = hit or field.moves[board.chain[j, k]].unit == unit
        if not hit:
            continue
        scratch.one[: board.length[j]] = board.chain[j, : board.length[j]]
        length = board.length[j]
        for k in range(board.length[j]):
            option = board.chain[j, k]
            if field.moves[option].unit == unit:
                length = chain_without(scratch.one, length, option, scratch.two)
                scratch.one[:length] = scratch.two[:length]
        # Without the unit later shots are needed more often; if they then no longer
        # fit, the whole chain goes.
        if not try_chain(board, field, j, scratch.one, length):
            set_chain(board, field, j, scratch.one, 0)
        touched[count] = j
        count += 1
        if count == len(touched):
            break
    return count


@njit(cache=True)
def _clear(
    board: Board, field: Field, draw: float, step: int, touched: NDArray[int32],
    scratch: Scratch,
) -> int:  # fmt: skip
    """Remove every shot at a few tracks, ``step`` rows apart; returns how many."""
    tracks = len(field.value)
    count = min(_CLEARED, tracks)
    start = int(draw * tracks)
    for k in range(count):
        j = (start + k * step) % tracks
        set_chain(board, field, j, scratch.one, 0)
        touched[k] = j
    return count


@njit(cache=True)
def ruin_and_recreate(
    board: Board, trial: Board, field: Field, draws: NDArray[float64]
) -> float:
    """One round per row of ``draws`` (uniform, three columns); returns the gain.

    ``trial`` is a board of the same shape to work on.
    """
    scratch = make_scratch()
    touched = np.empty(_TOUCHED, dtype=np.int32)
    units = len(board.stand)
    before = board.cost.sum()
    value = before
    copy_board(board, trial)
    for r in range(len(draws)):
        if r % 2 == 0:
            unit = int(draws[r, 0] * units)
            count = strip(trial, field, unit, draws[r, 1], touched, scratch)
        else:
            step = 1 + int(draws[r, 0] * (len(field.value) - 1))
            count = _clear(trial, field, draws[r, 1], step, touched, scratch)
        if count == 0:
            continue
        # Rebuild in a random cyclic order; half of the rounds respect the prices.
        share = 0.0 if draws[r, 2] < 0.5 else 1.0
        offset = int(draws[r, 2] * count)
        for step in range(count):
            j = touched[(offset + step) % count]
            option, _ = best_insertion(trial, field, j, share, -1, scratch.one)
            if option >= 0:
                length = trial.length[j]
                chain_with(field.moves, trial.chain[j], length, option, scratch.two)
                set_chain(trial, field, j, scratch.two, length + 1)
        roster = make_roster(trial, field)
        for step in range(count):
            improve_track(trial, roster, field, touched[step], scratch)
        now = trial.cost.sum()
        if now < value - 1e-9:
            value = now
            copy_board(trial, board)
        else:
            copy_board(board, trial)
    return float(before - value)

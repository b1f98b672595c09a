"""Serving from the fullest magazine; compiled by numba."""

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.baselines.kernel_epoch import (
    WORTH,
    Sky,
    gain_of,
    may_launch,
    need_now,
    take,
)
from zaslin.assignment.solvers.kernel_board import MAX_CHAIN, Board, Field, fits


@njit(cache=True)
def serve_fullest(
    board: Board, sky: Sky, field: Field, rounds_per_look: int,
    ordered: NDArray[int32],
) -> None:  # fmt: skip
    """Serve tracks in the order given, each from the magazine with most rounds left.

    The options of a track stand together in ``ordered``, the better shot first: it
    wins between equal magazines. A unit that spends no rounds comes after all others.
    """
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    position = 0
    while position < len(ordered):
        j = field.moves[ordered[position]].track
        best, most = -1, -1.0
        while position < len(ordered) and field.moves[ordered[position]].track == j:
            i = ordered[position]
            position += 1
            move = field.moves[i]
            left = board.rounds[move.mount] if move.rounds > 0 else 0.0
            if left <= most or not may_launch(sky, field, i, rounds_per_look):
                continue
            if gain_of(board, field, i, scratch) <= WORTH:
                continue
            if fits(board, field.moves, i, need_now(board, sky, field, i)):
                best, most = i, left
        if best >= 0:
            take(board, sky, field, best)

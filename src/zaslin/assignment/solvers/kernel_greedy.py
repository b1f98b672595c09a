"""Greedy construction: always the insertion that gains most, net of its price.

Compiled by numba. With a price share of zero this is the maximum marginal return
rule (den Broeder, Ellison and Emerling 1959), the floor every plan stands on.
"""

import numpy as np
from numba import njit
from numpy import int64
from numpy.typing import NDArray

from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    best_insertion,
    chain_with,
    fits,
    need_of,
    set_chain,
)


@njit(cache=True)
def fill(board: Board, field: Field, price_share: float, depth: int) -> None:
    """Insert shots, largest gain first, until none gains more than its price share.

    ``depth`` is the most shots at one track.
    """
    fill_tracks(board, field, np.arange(len(field.value)), price_share, depth)


@njit(cache=True)
def fill_tracks(
    board: Board, field: Field, chosen: NDArray[int64], price_share: float, depth: int
) -> None:
    """As :func:`fill`, at some of the tracks."""
    tracks = len(chosen)
    best = np.full(tracks, -1, dtype=np.int64)
    gain = np.zeros(tracks)
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    for k in range(tracks):
        best[k], gain[k] = best_insertion(
            board, field, chosen[k], price_share, -1, scratch
        )
    while tracks > 0:
        k = int(np.argmax(gain))
        if best[k] < 0:
            return
        j = chosen[k]
        length = board.length[j]
        chain_with(field.moves, board.chain[j], length, best[k], scratch)
        needed = need_of(field, j, scratch, length + 1, best[k])
        # Others may have taken the capacity since; then the track chooses again.
        if fits(board, field.moves, best[k], needed):
            set_chain(board, field, j, scratch, length + 1)
        if board.length[j] >= depth:
            best[k], gain[k] = -1, 0.0
            continue
        best[k], gain[k] = best_insertion(board, field, j, price_share, -1, scratch)

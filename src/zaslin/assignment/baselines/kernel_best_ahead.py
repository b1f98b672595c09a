"""The best pk a track can still wait for; compiled by numba."""

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.baselines.kernel_epoch import WORTH, Sky, gain_of
from zaslin.assignment.problem import Floats
from zaslin.assignment.solvers.kernel_board import MAX_CHAIN, Board, Field, fits


@njit(cache=True)
def best_ahead(
    board: Board, sky: Sky, field: Field, rounds_per_look: int,
    options: NDArray[int32],
) -> Floats:  # fmt: skip
    """For each option, the largest p_kill its track has from this launch slot on.

    Counted are shots of up to ``rounds_per_look`` rounds that the capacity left
    admits and that gain; the options' tracks are free.
    """
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    best = np.full(len(field.value), -1.0)
    ahead = np.empty(len(options))
    for position in range(len(options)):
        now = field.moves[options[position]]
        j = now.track
        if best[j] < 0.0:
            for i in range(field.of_track[j], field.of_track[j + 1]):
                move = field.moves[i]
                if move.launch < now.launch or move.salvo > rounds_per_look:
                    continue
                if move.p_kill <= best[j]:
                    continue
                if gain_of(board, field, i, scratch) <= WORTH:
                    continue
                if fits(board, field.moves, i, sky.alive[j]):
                    best[j] = move.p_kill
        ahead[position] = best[j]
    return ahead

"""Maximum marginal return within one epoch; compiled by numba."""

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.baselines.kernel_epoch import WORTH, Sky
from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    chain_with,
    chain_without,
    fits,
    miss_probability,
    need_of,
    occupy,
    set_chain,
    weighted_cost,
)

_NOBODY = -1


@njit(cache=True)
def _smaller_salvo(board: Board, field: Field, option: int) -> int:
    """Shot of the same launch that a larger salvo would replace, −1 for none."""
    move = field.moves[option]
    for k in range(board.length[move.track]):
        shot = field.moves[board.chain[move.track, k]]
        same = shot.mount == move.mount and shot.launch == move.launch
        if same and shot.salvo < move.salvo:
            return int(board.chain[move.track, k])
    return _NOBODY


@njit(cache=True)
def _chain_then(
    board: Board, field: Field, option: int, kept: NDArray[int32], out: NDArray[int32]
) -> int:
    """Write the track's chain with the option into ``out``; its length, −1 if full."""
    j = field.moves[option].track
    length = chain_without(
        board.chain[j], board.length[j], _smaller_salvo(board, field, option), kept
    )
    if length >= MAX_CHAIN:
        return _NOBODY
    chain_with(field.moves, kept, length, option, out)
    return length + 1


@njit(cache=True)
def _best_return(
    board: Board, field: Field, options: NDArray[int32], kept: NDArray[int32],
    out: NDArray[int32],
) -> tuple[int, float]:  # fmt: skip
    """Option of one track that gains most per further round: (option, that gain)."""
    best, most = _NOBODY, 0.0
    for i in options:
        move = field.moves[i]
        length = _chain_then(board, field, i, kept, out)
        if length < 0:
            continue
        gain = board.cost[move.track] - weighted_cost(field, move.track, out, length)
        smaller = _smaller_salvo(board, field, i)
        rounds = move.rounds - (field.moves[smaller].rounds if smaller >= 0 else 0)
        if gain <= WORTH or gain / max(1, rounds) <= most:
            continue
        needed = need_of(field, move.track, out, length, i)
        if smaller >= 0:
            occupy(board, field.moves, smaller, needed, -1)
        admitted = fits(board, field.moves, i, needed)
        if smaller >= 0:
            occupy(board, field.moves, smaller, needed, 1)
        if admitted:
            best, most = i, gain / max(1, rounds)
    return best, most


@njit(cache=True)
def fill_epoch(
    board: Board, sky: Sky, field: Field, options: NDArray[int32], first: NDArray[int64]
) -> None:
    """Add shots of one epoch, largest return first, until none gains.

    Parameters
    ----------
    board, sky, field
        The walk so far; board and sky are changed.
    options
        Those of the epoch whose track is not in the air when it begins, by track.
    first
        Where in ``options`` each track begins, and one more for the end.
    """
    kept = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    out = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    groups = len(first) - 1
    best = np.full(groups, _NOBODY, dtype=np.int64)
    most = np.zeros(groups)
    for g in range(groups):
        own = options[first[g] : first[g + 1]]
        best[g], most[g] = _best_return(board, field, own, kept, out)
    while groups > 0:
        g = int(np.argmax(most))
        if best[g] < 0:
            break
        own = options[first[g] : first[g + 1]]
        # Others may have taken the capacity since; then the track chooses again.
        again, gain = _best_return(board, field, own, kept, out)
        if again == best[g]:
            length = _chain_then(board, field, again, kept, out)
            set_chain(board, field, field.moves[again].track, out, length)
            again, gain = _best_return(board, field, own, kept, out)
        best[g] = again
        most[g] = gain
    for g in range(groups):
        j = field.moves[options[first[g]]].track
        length = board.length[j]
        missed = miss_probability(field.moves, board.chain[j], length)
        sky.alive[j] = field.weight[j] * missed
        for k in range(length):
            sky.free[j] = max(sky.free[j], field.moves[board.chain[j, k]].end)

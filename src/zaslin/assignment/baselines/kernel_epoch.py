"""One epoch of a rule: which shots are open at a launch slot, and taking them.

Compiled by numba. Every baseline walks the launch slots forward with these pieces and
differs from the others only in what it serves first.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.problem import Floats
from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    chain_with,
    fits,
    miss_probability,
    set_chain,
    weighted_cost,
)

WORTH = 1e-9
"""Least expected gain for which a rule shoots."""


class Sky(NamedTuple):
    """What a rule knows of each track when it comes to a launch slot.

    Arrays
    ------
    alive : (tracks,)
        Probability that the track still flies after all shots so far.
    free : (tracks,)
        Slot in which the result of all of them is known.
    look : (tracks,)
        Slot of the first result of the running stage; until then it may be joined.
    launched : (tracks,)
        Rounds of the running stage; a shot without rounds counts one.
    """

    alive: Floats
    free: NDArray[int32]
    look: NDArray[int32]
    launched: NDArray[int32]


@njit(cache=True)
def may_launch(sky: Sky, field: Field, option: int, rounds_per_look: int) -> bool:
    """Whether the rule's stages allow the option: after a look, or to fill a stage."""
    move = field.moves[option]
    if move.launch >= sky.free[move.track]:
        return bool(move.salvo <= rounds_per_look)
    if move.launch >= sky.look[move.track]:
        return False
    return bool(sky.launched[move.track] + move.salvo <= rounds_per_look)


@njit(cache=True)
def gain_of(board: Board, field: Field, option: int, scratch: NDArray[int32]) -> float:
    """Fall of the objective if the option is added to its track's shots."""
    j = field.moves[option].track
    length = board.length[j]
    if length >= MAX_CHAIN:
        return -np.inf
    chain_with(field.moves, board.chain[j], length, option, scratch)
    return float(board.cost[j] - weighted_cost(field, j, scratch, length + 1))


@njit(cache=True)
def need_now(board: Board, sky: Sky, field: Field, option: int) -> float:
    """Probability that a shot is needed which is launched now."""
    move = field.moves[option]
    if move.launch >= sky.free[move.track]:
        return float(sky.alive[move.track])
    # It joins a stage: what that stage's shots may do is not known yet.
    needed = field.weight[move.track]
    for k in range(board.length[move.track]):
        shot = field.moves[board.chain[move.track, k]]
        if shot.end <= move.launch:
            needed *= 1.0 - shot.p_kill
    return float(needed)


@njit(cache=True)
def worth_now(
    board: Board, sky: Sky, field: Field, rounds_per_look: int,
    options: NDArray[int32],
) -> Floats:  # fmt: skip
    """Gain of each option if launched, −∞ where stages or capacity forbid it."""
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    worth = np.full(len(options), -np.inf)
    for position in range(len(options)):
        i = options[position]
        if not may_launch(sky, field, i, rounds_per_look):
            continue
        if not fits(board, field.moves, i, need_now(board, sky, field, i)):
            continue
        worth[position] = gain_of(board, field, i, scratch)
    return worth


@njit(cache=True)
def take(board: Board, sky: Sky, field: Field, option: int) -> None:
    """Add a shot that is known to fit, and keep the sky in step."""
    move = field.moves[option]
    j = move.track
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    length = board.length[j]
    chain_with(field.moves, board.chain[j], length, option, scratch)
    set_chain(board, field, j, scratch, length + 1)
    missed = miss_probability(field.moves, board.chain[j], board.length[j])
    sky.alive[j] = field.weight[j] * missed
    if move.launch >= sky.free[j]:
        sky.free[j] = sky.look[j] = move.end
        sky.launched[j] = move.salvo
    else:
        sky.free[j] = max(sky.free[j], move.end)
        sky.look[j] = min(sky.look[j], move.end)
        sky.launched[j] += move.salvo


@njit(cache=True)
def serve(
    board: Board, sky: Sky, field: Field, rounds_per_look: int,
    ordered: NDArray[int32],
) -> int:  # fmt: skip
    """Take options in the order given, as far as they still fit and gain."""
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    taken = 0
    for position in range(len(ordered)):
        i = ordered[position]
        if not may_launch(sky, field, i, rounds_per_look):
            continue
        if gain_of(board, field, i, scratch) <= WORTH:
            continue
        if fits(board, field.moves, i, need_now(board, sky, field, i)):
            take(board, sky, field, i)
            taken += 1
    return taken

"""What each shot is worth against its alternatives and against its refusal.

Compiled by numba. Alternatives are tried on the board and taken back; a refusal is the
track's own problem solved anew, at the prices, without the unit.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import float64, int32
from numpy.typing import NDArray

from zaslin.assignment.problem import Floats, Options
from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    chain_with,
    chain_without,
    fits,
    need_of,
    set_chain,
    try_chain,
    weighted_cost,
)
from zaslin.assignment.solvers.kernel_recursion import (
    Workspace,
    make_workspace,
    recurse,
)

RANKS = 3
"""Alternatives kept of each shot."""


class Reasons(NamedTuple):
    """Per shot, in the order asked.

    Arrays
    ------
    alternative : (shots, RANKS) options by other units, best first, −1 for none
    difference : (shots, RANKS) rise of the value if taken instead
    refusal : (shots,) rise of the least priced cost without the unit
    replacement : (shots,) option that then comes first, −1 for none
    """

    alternative: NDArray[int32]
    difference: NDArray[float64]
    refusal: NDArray[float64]
    replacement: NDArray[int32]


@njit(cache=True)
def _trim(
    board: Board, field: Field, j: int, chain: NDArray[int32], length: int
) -> int:
    """Give the track the longest beginning of the chain that fits; its length.

    Without a shot the later ones are needed more often and may no longer fit.
    """
    while not try_chain(board, field, j, chain, length):
        length -= 1
    return length


@njit(cache=True)
def _rank(
    reasons: Reasons, row: int, option: int, unit: int, rise: float, field: Field
) -> None:
    """Insert into the ranking, at most one option per unit."""
    place = RANKS
    for r in range(RANKS):
        known = reasons.alternative[row, r]
        if known >= 0 and field.moves[known].unit == unit:
            if reasons.difference[row, r] <= rise:
                return
            for later in range(r, RANKS - 1):
                reasons.alternative[row, later] = reasons.alternative[row, later + 1]
                reasons.difference[row, later] = reasons.difference[row, later + 1]
            reasons.alternative[row, RANKS - 1] = -1
            reasons.difference[row, RANKS - 1] = np.inf
            break
    for r in range(RANKS):
        if rise < reasons.difference[row, r]:
            place = r
            break
    for r in range(RANKS - 1, place, -1):
        reasons.alternative[row, r] = reasons.alternative[row, r - 1]
        reasons.difference[row, r] = reasons.difference[row, r - 1]
    if place < RANKS:
        reasons.alternative[row, place] = option
        reasons.difference[row, place] = rise


@njit(cache=True)
def _alternatives(
    board: Board, field: Field, j: int, option: int, kept: NDArray[int32], length: int,
    before: float, row: int, reasons: Reasons, scratch: NDArray[int32],
) -> None:  # fmt: skip
    """Rank what could take the shot's place, with the shot already off the board."""
    unit = field.moves[option].unit
    for i in range(field.of_track[j], field.of_track[j + 1]):
        if field.moves[i].unit == unit:
            continue
        used = False
        for k in range(length):
            used = used or kept[k] == i
        if used:
            continue
        chain_with(field.moves, kept, length, i, scratch)
        rise = weighted_cost(field, j, scratch, length + 1) - before
        if rise >= reasons.difference[row, RANKS - 1]:
            continue
        if fits(board, field.moves, i, need_of(field, j, scratch, length + 1, i)):
            _rank(reasons, row, i, field.moves[i].unit, rise, field)


@njit(cache=True)
def _refuse(
    options: Options, field: Field, j: int, barred_unit: int, unit: NDArray[int32],
    cost: Floats, allowed: Floats, work: Workspace,
) -> tuple[float, int]:  # fmt: skip
    """The track's least priced cost without one unit, and that policy's first option.

    The exact recursion, with all capacity there at its price: so the track, and
    everything that competes with it, adapts at the margin.
    """
    first, last = field.of_track[j], field.of_track[j + 1]
    for i in range(first, last):
        allowed[i] = np.inf if unit[i] == barred_unit else cost[i]
    least, count = recurse(
        options, unit, first, last, allowed, field.value[j], field.most_shots, work
    )
    for k in range(count):
        if work.second[k] != k:
            return field.weight[j] * least, int(work.option[k])
    return field.weight[j] * least, -1


@njit(cache=True)
def explain_shots(
    board: Board, field: Field, options: Options, shots: NDArray[int32]
) -> Reasons:
    """Alternatives and refusal effect of each shot; the board comes back unchanged."""
    count = len(shots)
    reasons = Reasons(
        np.full((count, RANKS), -1, dtype=np.int32),
        np.full((count, RANKS), np.inf),
        np.zeros(count),
        np.full(count, -1, dtype=np.int32),
    )
    unit = np.empty(len(field.moves), dtype=np.int32)
    cost = np.empty(len(field.moves))
    for i in range(len(cost)):
        move = field.moves[i]
        unit[i] = move.unit
        cost[i] = move.cost - move.keep + move.price
    allowed = np.empty(len(cost))
    work = make_workspace(options)
    kept = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    old = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    least, before_track = 0.0, -1
    for row in range(count):
        option = shots[row]
        move = field.moves[option]
        j = move.track
        if j != before_track:
            least, _ = _refuse(options, field, j, -1, unit, cost, allowed, work)
            before_track = j
        without, reasons.replacement[row] = _refuse(
            options, field, j, move.unit, unit, cost, allowed, work
        )
        reasons.refusal[row] = without - least

        before = board.cost[j]
        old_length = board.length[j]
        old[:old_length] = board.chain[j, :old_length]
        length = chain_without(old, old_length, option, kept)
        length = _trim(board, field, j, kept, length)
        _alternatives(
            board, field, j, option, kept, length, before, row, reasons, scratch
        )
        set_chain(board, field, j, old, old_length)
    return reasons

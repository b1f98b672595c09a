"""Local search on a board: insert, exchange within a track, eject and reinsert.

Compiled by numba. Every accepted move lowers the exact objective, so stopping at any
time leaves a better plan than before.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    best_insertion,
    chain_with,
    chain_without,
    fits,
    miss_probability,
    need_of,
    set_chain,
    try_chain,
    weighted_cost,
)

_GAIN = 1e-9
_NOBODY = -1
_HOPELESS = 0.05
"""Regret, as a share of the threat value, above which an option is not tried."""


class Roster(NamedTuple):
    """Shots standing at each station, as doubly linked lists through the options.

    Arrays
    ------
    head : (stations,), after, before : (options,)
        ``NOBODY`` ends a list.
    """

    head: NDArray[int32]
    after: NDArray[int32]
    before: NDArray[int32]


class Scratch(NamedTuple):
    """Room for candidate chains, so that the inner loops allocate nothing."""

    one: NDArray[int32]
    two: NDArray[int32]
    old: NDArray[int32]


@njit(cache=True)
def make_roster(board: Board, field: Field) -> Roster:
    """List the standing shots of each station."""
    roster = Roster(
        np.full(len(board.channels), _NOBODY, dtype=np.int32),
        np.full(len(field.moves), _NOBODY, dtype=np.int32),
        np.full(len(field.moves), _NOBODY, dtype=np.int32),
    )
    for j in range(len(board.length)):
        for k in range(board.length[j]):
            _enlist(roster, field, board.chain[j, k])
    return roster


@njit(cache=True)
def _enlist(roster: Roster, field: Field, option: int) -> None:
    s = field.moves[option].station
    follower = roster.head[s]
    roster.after[option] = follower
    roster.before[option] = _NOBODY
    if follower != _NOBODY:
        roster.before[follower] = option
    roster.head[s] = option


@njit(cache=True)
def _strike(roster: Roster, field: Field, option: int) -> None:
    before, after = roster.before[option], roster.after[option]
    if before == _NOBODY:
        roster.head[field.moves[option].station] = after
    else:
        roster.after[before] = after
    if after != _NOBODY:
        roster.before[after] = before


@njit(cache=True)
def _replace(
    board: Board,
    roster: Roster,
    field: Field,
    j: int,
    chain: NDArray[int32],
    length: int,
) -> bool:
    """Give track j a new chain if it fits, on the board and in the roster."""
    before = board.length[j]
    old = board.chain[j, :before].copy()
    if not try_chain(board, field, j, chain, length):
        return False
    for k in range(before):
        _strike(roster, field, old[k])
    for k in range(length):
        _enlist(roster, field, chain[k])
    return True


@njit(cache=True)
def _in_chain(board: Board, j: int, option: int) -> bool:
    present = False
    for k in range(board.length[j]):
        present = present or board.chain[j, k] == option
    return present


@njit(cache=True)
def _exchange(
    board: Board, roster: Roster, field: Field, j: int, option: int, scratch: Scratch
) -> float:
    """Put the option in the place of one shot at the same track, if that gains."""
    length = board.length[j]
    for k in range(length):
        dropped = board.chain[j, k]
        kept = chain_without(board.chain[j], length, dropped, scratch.one)
        chain_with(field.moves, scratch.one, kept, option, scratch.two)
        gain = board.cost[j] - weighted_cost(field, j, scratch.two, length)
        if gain > _GAIN and _replace(board, roster, field, j, scratch.two, length):
            return float(gain)
    return 0.0


@njit(cache=True)
def _cheapest_victim(
    board: Board, roster: Roster, field: Field, j: int, option: int, needed: float,
    limit: float, scratch: Scratch,
) -> tuple[int, float]:  # fmt: skip
    """Shot at another track whose ejection lets the option in at the least loss."""
    move = field.moves[option]
    best, least = _NOBODY, limit
    following = roster.head[move.station]
    while following != _NOBODY:
        victim = following
        following = roster.after[victim]
        other = field.moves[victim]
        if other.track == j:
            continue
        overlaps = other.launch < move.end and move.launch < other.end
        same_rounds = other.mount == move.mount and other.rounds > 0
        if not overlaps and not same_rounds:
            continue
        t = other.track
        length = board.length[t]
        kept = chain_without(board.chain[t], length, victim, scratch.one)
        loss = weighted_cost(field, t, scratch.one, kept) - board.cost[t]
        if loss >= least:
            continue
        scratch.old[:length] = board.chain[t, :length]
        if not try_chain(board, field, t, scratch.one, kept):
            continue
        if fits(board, field.moves, option, needed):
            best, least = victim, loss
        set_chain(board, field, t, scratch.old, length)
    return best, least


@njit(cache=True)
def _eject(
    board: Board, roster: Roster, field: Field, j: int, option: int, gain: float,
    scratch: Scratch,
) -> float:  # fmt: skip
    """Let the option in by ejecting a shot, whose track then looks for another.

    Returns the net gain, 0 if the board was left as it was.
    """
    length = board.length[j]
    chain_with(field.moves, board.chain[j], length, option, scratch.two)
    needed = need_of(field, j, scratch.two, length + 1, option)
    victim, loss = _cheapest_victim(
        board, roster, field, j, option, needed, 2.0 * gain, scratch
    )
    if victim == _NOBODY:
        return 0.0
    t = field.moves[victim].track
    old_length = board.length[t]
    scratch.old[:old_length] = board.chain[t, :old_length]
    kept = chain_without(board.chain[t], old_length, victim, scratch.one)
    _replace(board, roster, field, t, scratch.one, kept)
    _replace(board, roster, field, j, scratch.two, length + 1)
    again, back = best_insertion(board, field, t, 0.0, _NOBODY, scratch.one)
    if gain - loss + back <= _GAIN:
        chain_without(board.chain[j], length + 1, option, scratch.one)
        _replace(board, roster, field, j, scratch.one, length)
        _replace(board, roster, field, t, scratch.old, old_length)
        return 0.0
    if again >= 0:
        chain_with(field.moves, board.chain[t], kept, again, scratch.one)
        _replace(board, roster, field, t, scratch.one, kept + 1)
    return gain - loss + back


@njit(cache=True)
def improve_track(
    board: Board, roster: Roster, field: Field, j: int, scratch: Scratch
) -> float:
    """Try every option of one track once; returns what was gained."""
    total = 0.0
    regret = _HOPELESS * field.value[j]
    for i in range(field.of_track[j], field.of_track[j + 1]):
        move = field.moves[i]
        if move.regret > regret or _in_chain(board, j, i):
            continue
        length = board.length[j]
        missed = miss_probability(field.moves, board.chain[j], length)
        if board.cost[j] + move.keep <= _GAIN:
            continue
        if length > 0:
            total += _exchange(board, roster, field, j, i, scratch)
            if _in_chain(board, j, i):
                continue
        at_stake = field.weight[j] * missed * field.value[j]
        later = max(0.0, board.cost[j] - at_stake)
        if length >= MAX_CHAIN or move.p_kill * at_stake + later + move.keep <= _GAIN:
            continue
        chain_with(field.moves, board.chain[j], length, i, scratch.two)
        gain = board.cost[j] - weighted_cost(field, j, scratch.two, length + 1)
        if gain <= _GAIN:
            continue
        if _replace(board, roster, field, j, scratch.two, length + 1):
            total += gain
        else:
            total += _eject(board, roster, field, j, i, gain, scratch)
    return total


@njit(cache=True)
def make_scratch() -> Scratch:
    """Room for three chains."""
    return Scratch(
        np.empty(MAX_CHAIN + 1, dtype=np.int32),
        np.empty(MAX_CHAIN + 1, dtype=np.int32),
        np.empty(MAX_CHAIN + 1, dtype=np.int32),
    )


@njit(cache=True)
def improve(board: Board, field: Field, first: int, last: int) -> float:
    """Try the options of tracks ``first`` to ``last``; returns what was gained."""
    scratch = make_scratch()
    roster = make_roster(board, field)
    total = 0.0
    for j in range(first, last):
        total += improve_track(board, roster, field, j, scratch)
    return total

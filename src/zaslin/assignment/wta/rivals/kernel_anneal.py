"""Simulated annealing over the targets of single rounds.  Compiled by numba."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.random import Generator
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats

MOST_AT_ONE = 256
"""Rounds at one target that there is room for; a move beyond is not proposed."""


class Field(NamedTuple):
    """What does not change: the rounds, and what each can reach.

    ``row`` (rounds,) of each round; ``reach[first[i]:first[i + 1]]`` the targets of
    row i; ``bite`` (targets, rows) = −ln(1 − p).
    """

    value: Floats
    bite: Floats
    row: NDArray[int32]
    first: NDArray[int64]
    reach: NDArray[int32]


class Board(NamedTuple):
    """What changes: where each round is, and which rounds each target has."""

    at: NDArray[int32]
    place: NDArray[int32]
    member: NDArray[int32]
    held: NDArray[int32]
    bitten: Floats
    leak: Floats


@njit(cache=True)
def put_all(field: Field, board: Board) -> float:
    """Fill the board from ``board.at``; what gets through."""
    board.held[:] = 0
    board.bitten[:] = 0.0
    for r in range(len(board.at)):
        j = board.at[r]
        board.place[r] = board.held[j]
        board.member[j, board.held[j]] = r
        board.held[j] += 1
        board.bitten[j] += field.bite[j, field.row[r]]
    board.leak[:] = field.value * np.exp(-board.bitten)
    return float(board.leak.sum())


@njit(cache=True)
def anneal(
    field: Field, board: Board, temperature: float, proposals: int, rng: Generator
) -> int:
    """Propose so many moves and swaps at one temperature; how many were accepted.

    A round is drawn, and a target that it can reach.  Half of the time it moves there;
    else it changes places with a round that is there.
    """
    rounds, accepted = len(board.at), 0
    for _ in range(proposals):
        r = int(rng.random() * rounds)
        i = field.row[r]
        start, end = field.first[i], field.first[i + 1]
        a = board.at[r]
        b = field.reach[start + int(rng.random() * (end - start))]
        if a == b:
            continue
        s = -1
        if board.held[b] > 0 and rng.random() < 0.5:
            s = board.member[b, int(rng.random() * board.held[b])]
        elif board.held[b] >= MOST_AT_ONE:
            continue
        bitten_a = board.bitten[a] - field.bite[a, i]
        bitten_b = board.bitten[b] + field.bite[b, i]
        if s >= 0:
            h = field.row[s]
            if h == i or field.bite[a, h] == 0.0:
                continue
            bitten_a += field.bite[a, h]
            bitten_b -= field.bite[b, h]
        leak_a = field.value[a] * np.exp(-bitten_a)
        leak_b = field.value[b] * np.exp(-bitten_b)
        worse = leak_a + leak_b - board.leak[a] - board.leak[b]
        if worse > 0.0 and rng.random() >= np.exp(-worse / temperature):
            continue
        accepted += 1
        board.bitten[a], board.bitten[b] = bitten_a, bitten_b
        board.leak[a], board.leak[b] = leak_a, leak_b
        board.at[r] = b
        if s >= 0:
            board.at[s] = a
            board.member[a, board.place[r]] = s
            board.member[b, board.place[s]] = r
            board.place[r], board.place[s] = board.place[s], board.place[r]
        else:
            last = board.member[a, board.held[a] - 1]
            board.member[a, board.place[r]] = last
            board.place[last] = board.place[r]
            board.held[a] -= 1
            board.member[b, board.held[b]] = r
            board.place[r] = board.held[b]
            board.held[b] += 1
    return accepted

"""Lay each track's own best chain under the prices, as far as capacity admits it.

Compiled by numba. At good prices the tracks' separate optima nearly fit together;
what does not is left out here and mended by filling and local search.
"""

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.problem import Options
from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    chain_with,
    fits,
    need_of,
    set_chain,
    weighted_cost,
)
from zaslin.assignment.solvers.kernel_recursion import (
    MAX_STAGE,
    NOBODY,
    Workspace,
    make_workspace,
    recurse,
    stage_member,
)

_LITTLE = 0.05
"""Share of a shot whose capacity must be left for it to be considered."""


@njit(cache=True)
def _lay_stage(
    board: Board, field: Field, j: int, work: Workspace, k: int, scratch: NDArray[int32]
) -> int:
    """Add one stage's shots where they fit and gain; returns the place to go on."""
    following = k
    for position in range(MAX_STAGE):
        member = stage_member(work, k, position)
        if member == NOBODY:
            continue
        following = max(following, work.following[member])
        length = board.length[j]
        if length >= MAX_CHAIN:
            continue
        option = work.option[member]
        chain_with(field.moves, board.chain[j], length, option, scratch)
        if weighted_cost(field, j, scratch, length + 1) >= board.cost[j]:
            continue
        needed = need_of(field, j, scratch, length + 1, option)
        if fits(board, field.moves, option, needed):
            set_chain(board, field, j, scratch, length + 1)
    return following


@njit(cache=True)
def assemble(
    board: Board,
    field: Field,
    options: Options,
    order: NDArray[int64],
    price_share: float,
) -> None:
    """Let each track, in order, take its priced optimum as far as it fits."""
    unit = np.empty(len(field.moves), dtype=np.int32)
    cost = np.empty(len(field.moves))
    for i in range(len(cost)):
        move = field.moves[i]
        unit[i] = move.unit
        cost[i] = move.cost - move.keep + price_share * move.price
    work = make_workspace(options)
    scratch = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    for j in order:
        first, last = field.of_track[j], field.of_track[j + 1]
        for i in range(first, last):
            # What cannot even be had with a small probability is out of the question.
            if not fits(board, field.moves, i, _LITTLE * field.weight[j]):
                cost[i] = np.inf
        _, count = recurse(
            options, unit, first, last, cost, field.value[j], field.most_shots, work
        )
        k = 0
        while k < count:
            if work.second[k] == k:
                k += 1
            else:
                k = _lay_stage(board, field, j, work, k, scratch)

"""The exact static solver as a rule: each epoch's allocation is solved to its optimum.

What a static weapon-target assignment does when it is applied over and over: at each
epoch the shots open now are Manne's problem (one or more rounds at each track, no
thought of a second look or of later tracks), and the exact solver finds its optimum.
"""

import numpy as np
from numpy import int64

from zaslin.assignment.baselines.epoch import (
    Walk,
    epochs,
    open_now,
    solution_of,
    start_walk,
    take_in_order,
)
from zaslin.assignment.problem import Floats, Index, Ints, Problem
from zaslin.assignment.solvers.solve import Solution
from zaslin.assignment.wta.instance import wta_instance
from zaslin.assignment.wta.solve import solve

METHOD = "static"
EPOCH_SLOTS = 6
"""Slots that are decided together: a minute, if a slot is ten seconds."""
_NONE = -1


def static_epochs(problem: Problem) -> Solution:
    """In each epoch, the static allocation solved exactly; then the next epoch.

    A weapon is a mount with its whole rounds left, but no more than its unit has
    channels free; a pair is worth the best single round that it has in the epoch.
    What rails, posture or a channel still rule out is left out, smallest gain first,
    and the rest is solved once more until nothing is added.
    """
    walk = start_walk(problem, problem.max_shots_per_stage)
    for options in epochs(problem, EPOCH_SLOTS):
        while _allocate(walk, options) > 0:
            pass
    return solution_of(walk, METHOD)


def _allocate(walk: Walk, options: Index) -> int:
    """One static allocation; how many of its shots were taken."""
    now, gains = open_now(walk, options)
    single = walk.problem.options.salvo[now] == 1
    now, gains = now[single], gains[single]
    if len(now) == 0:
        return 0
    table = walk.problem.options
    tracks, column = np.unique(table.track[now], return_inverse=True)
    mounts, row = np.unique(table.mount[now], return_inverse=True)
    option, gain = _best_of_pairs(now, gains, row, column, (len(mounts), len(tracks)))
    taken = option != _NONE
    alive = walk.sky.alive[tracks]
    cost = np.where(taken, (table.money + table.debris)[option] * alive, 0.0)
    result = solve(
        wta_instance(
            alive * walk.problem.value[tracks],
            np.where(taken, table.p_kill[option], 0.0),
            _rounds(walk, mounts, now, row),
            round_cost=cost,
            max_per_target=walk.rounds_per_look,
            max_per_pair=1,
        )
    )
    rows, columns = result.assignment[:, 0], result.assignment[:, 1]
    chosen, worth = option[rows, columns], gain[rows, columns]
    chosen, worth = chosen[chosen != _NONE], worth[chosen != _NONE]
    return take_in_order(walk, chosen[np.argsort(-worth, kind="stable")])


def _best_of_pairs(
    options: Index, gains: Floats, row: Ints, column: Ints, shape: tuple[int, int]
) -> tuple[Index, Floats]:
    """The option of each (mount, track) that gains most, and its gain."""
    best: Index = np.full(shape, _NONE, dtype=np.int32)
    gain = np.zeros(shape)
    # The largest gain last, of equals the earliest launch last.
    order = np.lexsort((-np.arange(len(options)), gains))
    best[row[order], column[order]] = options[order]
    gain[row[order], column[order]] = gains[order]
    return best, gain


def _rounds(walk: Walk, mounts: Index, options: Index, row: Ints) -> Ints:
    """Whole rounds of each mount that a free channel could launch in this epoch."""
    problem, board = walk.problem, walk.board
    table, capacity = problem.options, problem.capacity
    station = capacity.mount_station[table.mount[options]]
    left = np.floor(board.channels[station, table.launch[options]] + 1e-9)
    channels = np.zeros(len(mounts))
    np.maximum.at(channels, row, left)
    spends = np.zeros(len(mounts), dtype=np.bool_)
    np.logical_or.at(spends, row, table.rounds[options] > 0)
    rounds = np.floor(board.rounds[mounts] + 1e-9)
    limit = np.where(spends, np.minimum(rounds, channels), channels)
    return np.maximum(limit, 0.0).astype(int64)

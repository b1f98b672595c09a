"""Linear assignment, epoch by epoch."""

import numpy as np
from numpy import bool_, int64
from numpy.typing import NDArray

from zaslin.assignment.baselines.epoch import (
    Walk,
    epochs,
    open_now,
    slot_count,
    solution_of,
    start_walk,
    take_in_order,
)
from zaslin.assignment.problem import Floats, Index, Problem
from zaslin.assignment.solvers.matching import best_matching
from zaslin.assignment.solvers.solve import Solution

EPOCH_SLOTS = 30
"""Slots that are decided together; chosen as for marginal_return."""


def linear_assignment(problem: Problem) -> Solution:
    """In each epoch, match tracks and fire channels one to one at the largest gain.

    Where each unit has one shot and each track gets one, this is the optimum of the
    static allocation (Manne 1958). Here each free channel of a unit is a partner; a
    pair is worth the best single shot it has in the epoch. Matching is repeated, for
    tracks once looked at and for channels free again, until nothing more gains; tracks
    in the air wait for the look. Of pairs that rounds, rails or posture rule out
    together the larger gain is taken, and the rest goes into the next matching.
    """
    return _by_epochs(problem, EPOCH_SLOTS, "linear_assignment")


def linear_assignment_at_once(problem: Problem) -> Solution:
    """Linear assignment with the whole horizon as one epoch, repeated as above."""
    return _by_epochs(problem, slot_count(problem), "linear_assignment_at_once")


def _by_epochs(problem: Problem, slots: int, method: str) -> Solution:
    walk = start_walk(problem)
    for options in epochs(problem, slots):
        while _match(walk, options) > 0:
            pass
    return solution_of(walk, method)


def _match(walk: Walk, options: Index) -> int:
    """One matching; how many of its shots were taken."""
    now, gains = open_now(walk, options)
    if len(now) == 0:
        return 0
    unit = _unit_of(walk.problem, now)
    best = _best_of_pairs(walk.problem.options.track[now], unit, gains)
    now, gains, unit = now[best], gains[best], unit[best]
    copies = _free_channels(walk, now)
    pair = np.repeat(np.arange(len(now)), copies)
    copy = np.arange(len(pair)) - np.repeat(np.cumsum(copies) - copies, copies)
    rows = np.unique(walk.problem.options.track[now[pair]], return_inverse=True)[1]
    partner = unit[pair].astype(int64) * (int(copies.max()) + 1) + copy
    columns = np.unique(partner, return_inverse=True)[1]
    picked = pair[best_matching(rows, columns, gains[pair])]
    return take_in_order(walk, now[picked[np.argsort(-gains[picked], kind="stable")]])


def _unit_of(problem: Problem, options: Index) -> Index:
    capacity = problem.capacity
    return capacity.station_unit[capacity.mount_station[problem.options.mount[options]]]


def _best_of_pairs(track: Index, unit: Index, gains: Floats) -> NDArray[bool_]:
    """Of the options of each track and unit, the first with the largest gain."""
    order = np.lexsort((-gains, unit, track))
    fresh = np.ones(len(order), dtype=bool_)
    fresh[1:] = (np.diff(track[order]) != 0) | (np.diff(unit[order]) != 0)
    chosen = np.zeros(len(order), dtype=bool_)
    chosen[order[fresh]] = True
    return chosen


def _free_channels(walk: Walk, options: Index) -> NDArray[int64]:
    """Whole channels free at each launch; a part of one serves one likely follow-up."""
    table = walk.problem.options
    station = walk.problem.capacity.mount_station[table.mount[options]]
    left = walk.board.channels[station, table.launch[options]]
    return np.maximum(1, np.floor(left + 1e-9)).astype(int64)

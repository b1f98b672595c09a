"""Maximum marginal return, epoch by epoch."""

import numpy as np

from zaslin.assignment.baselines.epoch import (
    Walk,
    epochs,
    slot_count,
    solution_of,
    start_walk,
)
from zaslin.assignment.baselines.kernel_marginal import fill_epoch
from zaslin.assignment.problem import Index, Problem
from zaslin.assignment.solvers.solve import Solution

EPOCH_SLOTS = 30
"""Slots that are decided together, five minutes at the default slot: of 1, 2, 3, 6, 12
and 30 the best on synthetic raids and recorded nights. Longer ones are better still,
so the limit, all slots at once, is compared against as well."""


def marginal_return(problem: Problem) -> Solution:
    """In each epoch, add the shot that gains most per round; then the next, and so on.

    The maximum marginal return rule (den Broeder, Ellison and Emerling 1959), which is
    optimal for one stage if a track is equally hard for all units, repeated stage by
    stage. A gain is the fall of the whole objective. Tracks with a shot in the air when
    the epoch begins wait for the look; within the epoch a track may get further shots,
    at once or after a look, and a larger salvo in the place of a smaller one. Ties go
    to the canonical order.
    """
    return _by_epochs(problem, EPOCH_SLOTS, "marginal_return")


def marginal_return_at_once(problem: Problem) -> Solution:
    """Maximum marginal return with the whole horizon as one epoch.

    No longer a rule without foresight: it sees every later shot of every track. The
    strongest quick heuristic we know, and what zaslin's own floor resembles.
    """
    return _by_epochs(problem, slot_count(problem), "marginal_return_at_once")


def _by_epochs(problem: Problem, slots: int, method: str) -> Solution:
    walk = start_walk(problem)
    for options in epochs(problem, slots):
        waiting = _not_in_the_air(walk, options)
        first = np.flatnonzero(np.diff(problem.options.track[waiting], prepend=-1))
        heads = np.append(first, len(waiting)).astype(np.int64)
        if len(waiting):
            fill_epoch(walk.board, walk.sky, walk.field, waiting, heads)
    return solution_of(walk, method)


def _not_in_the_air(walk: Walk, options: Index) -> Index:
    table = walk.problem.options
    return options[table.launch[options] >= walk.sky.free[table.track[options]]]

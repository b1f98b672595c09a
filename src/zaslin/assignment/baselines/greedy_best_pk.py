"""Greedy that waits for each track's best pk."""

import numpy as np

from zaslin.assignment.baselines.epoch import Walk, at_stake, shoot_in_order
from zaslin.assignment.baselines.kernel_best_ahead import best_ahead
from zaslin.assignment.problem import Index, Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "greedy_best_pk"

_NEARLY = 0.8
"""Share of the best pk that is good enough to shoot at once: of 1, 0.95, 0.9 and 0.8
the strongest on synthetic raids and recorded nights."""


def greedy_best_pk(problem: Problem) -> Solution:
    """Hold fire on each track until its best pk has come; then largest value first.

    The "wait until it is close" rule: a track is shot at only at a launch whose pk is
    nearly the largest of all launches that the capacity left still admits. If another
    track takes that shot, it waits for the best of those left; after a look that
    missed it waits for the best of the rest. Tracks whose time comes together are
    served by value × pk, ties in the canonical order.
    """
    return shoot_in_order(problem, METHOD, _best_or_wait)


def _best_or_wait(walk: Walk, options: Index) -> Index:
    p_kill = walk.problem.options.p_kill[options]
    ahead = best_ahead(walk.board, walk.sky, walk.field, walk.rounds_per_look, options)
    ripe = options[p_kill >= _NEARLY * ahead]
    score = at_stake(walk, ripe) * walk.problem.options.p_kill[ripe]
    return ripe[np.lexsort((ripe, -score))]

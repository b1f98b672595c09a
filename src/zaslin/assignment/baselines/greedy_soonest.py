"""Greedy by value × pk, as soon as possible."""

import numpy as np

from zaslin.assignment.baselines.epoch import Walk, at_stake, shoot_in_order
from zaslin.assignment.problem import Index, Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "greedy_soonest"


def greedy_soonest(problem: Problem) -> Solution:
    """Of all shots open now, take the one with the largest value × pk; then the next.

    The rule of thumb of most allocation aids and the usual first comparison in the
    literature on weapon assignment: a shot is launched at the first slot at which it
    is possible, largest expected kill of value first. Value is that of the track
    times the probability that it survived its earlier shots; pk is the planned one of
    the shot. One round at a time, then a look: with rounds scarce that is the
    efficient number (Atkinson and Kress 2025). Ties go to the cheaper shot, then to
    the canonical order of options.
    """
    return shoot_in_order(problem, METHOD, _largest_first)


def _largest_first(walk: Walk, options: Index) -> Index:
    table = walk.problem.options
    score = at_stake(walk, options) * table.p_kill[options]
    cost = table.money[options] + table.debris[options]
    return options[np.lexsort((options, cost, -score))]

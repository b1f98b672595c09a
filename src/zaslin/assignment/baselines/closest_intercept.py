"""Closest intercept first."""

import numpy as np

from zaslin.assignment.baselines.epoch import Walk, at_stake, shoot_in_order
from zaslin.assignment.problem import Index, Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "closest_intercept"


def closest_intercept(problem: Problem) -> Solution:
    """Of all shots open now, take the one that meets its track soonest; then the next.

    The nearest-first rule of manual fire control: each track is shot at by the unit
    that reaches it earliest, and the track that can be met first is served first,
    whatever it is worth. It keeps the most time for second looks. Ties go to the
    larger value × pk, then to the canonical order of options.
    """
    return shoot_in_order(problem, METHOD, _nearest_first)


def _nearest_first(walk: Walk, options: Index) -> Index:
    table = walk.problem.options
    score = at_stake(walk, options) * table.p_kill[options]
    return options[np.lexsort((options, -score, table.intercept_s[options]))]

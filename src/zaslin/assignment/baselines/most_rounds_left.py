"""The unit with most rounds left."""

import numpy as np

from zaslin.assignment.baselines.epoch import (
    Walk,
    at_stake,
    epochs,
    open_now,
    solution_of,
    start_walk,
)
from zaslin.assignment.baselines.kernel_fullest import serve_fullest
from zaslin.assignment.problem import Index, Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "most_rounds_left"


def most_rounds_left(problem: Problem) -> Solution:
    """Shoot at the most valuable track first, from the magazine with most rounds left.

    The load-levelling rule: no unit runs dry while its neighbour is full. Tracks are
    served by value times the probability that they survived their earlier shots, as
    soon as a shot is open; between equal magazines the larger pk shoots, then the
    canonical order decides. Units that spend no rounds shoot where no other can: the
    other way round they kept tracks busy that a round would have met (tried on the
    recorded nights, where this is the stronger choice).
    """
    walk = start_walk(problem)
    for options in epochs(problem):
        now, _ = open_now(walk, options)
        ordered = _most_valuable_track_first(walk, now)
        serve_fullest(walk.board, walk.sky, walk.field, walk.rounds_per_look, ordered)
    return solution_of(walk, METHOD)


def _most_valuable_track_first(walk: Walk, options: Index) -> Index:
    table = walk.problem.options
    return options[
        np.lexsort(
            (
                options,
                -table.p_kill[options],
                table.track[options],
                -at_stake(walk, options),
            )
        )
    ]

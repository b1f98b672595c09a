"""Fixed doctrine shoot-shoot-look."""

from zaslin.assignment.baselines.doctrine import gravest_threat_first
from zaslin.assignment.baselines.epoch import shoot_in_order
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "shoot_shoot_look"

_ROUNDS = 2


def shoot_shoot_look(problem: Problem) -> Solution:
    """Two rounds at each track as soon as it can be met, a look, and again on a miss.

    The "fixed 2-shot policy" of the same comparison. The two rounds come from one
    unit as a salvo where its doctrine allows that, else from two units, the second
    one no later than the first look; where only one round can be had, one is
    launched. Tracks and units are chosen as under shoot-look-shoot.
    """
    return shoot_in_order(
        problem, METHOD, gravest_threat_first, rounds_per_look=_ROUNDS
    )

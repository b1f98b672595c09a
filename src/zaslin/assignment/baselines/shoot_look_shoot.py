"""Fixed doctrine shoot-look-shoot."""

from zaslin.assignment.baselines.doctrine import gravest_threat_first
from zaslin.assignment.baselines.epoch import shoot_in_order
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution

METHOD = "shoot_look_shoot"


def shoot_look_shoot(problem: Problem) -> Solution:
    """One round at each track as soon as it can be met, a look, and again on a miss.

    The "fixed 1-shot policy" that adaptive methods are measured against (Summers,
    Robbins and Lunday 2020, where it wins long conflicts with simple weapons). The
    gravest threat is served first, by the unit with the best pk; looks are repeated
    as long as the window allows, because stopping after two was weaker.
    """
    return shoot_in_order(problem, METHOD, gravest_threat_first)

"""Baselines: the rules that the priced plan is compared against, done in earnest.

Each takes a compiled problem and returns a solution of the same kind as the
optimiser's, feasible under the same capacities and valued by the same objective, so
that the same checker judges it (:func:`zaslin.assignment.plan.plan_by`). None shoots
where a shot is expected to lose. Where a rule leaves a choice open, the variant that
did best on synthetic raids and recorded nights was taken; its docstring says which.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from zaslin.assignment.baselines.closest_intercept import closest_intercept
from zaslin.assignment.baselines.greedy_best_pk import greedy_best_pk
from zaslin.assignment.baselines.greedy_soonest import greedy_soonest
from zaslin.assignment.baselines.linear_assignment import (
    linear_assignment,
    linear_assignment_at_once,
)
from zaslin.assignment.baselines.marginal_return import (
    marginal_return,
    marginal_return_at_once,
)
from zaslin.assignment.baselines.most_rounds_left import most_rounds_left
from zaslin.assignment.baselines.shoot_look_shoot import shoot_look_shoot
from zaslin.assignment.baselines.shoot_shoot_look import shoot_shoot_look
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution

Baseline = Callable[[Problem], Solution]

BASELINES: Mapping[str, Baseline] = MappingProxyType(
    {
        "greedy_soonest": greedy_soonest,
        "greedy_best_pk": greedy_best_pk,
        "marginal_return": marginal_return,
        "marginal_return_at_once": marginal_return_at_once,
        "linear_assignment": linear_assignment,
        "linear_assignment_at_once": linear_assignment_at_once,
        "closest_intercept": closest_intercept,
        "most_rounds_left": most_rounds_left,
        "shoot_look_shoot": shoot_look_shoot,
        "shoot_shoot_look": shoot_shoot_look,
    }
)
"""Every baseline by its name, which is also the method of its plans."""

__all__ = ["BASELINES", "Baseline"]

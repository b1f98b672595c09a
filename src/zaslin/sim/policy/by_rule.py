"""Planning by a rule: a baseline, or any other method on the compiled problem."""

from collections.abc import Callable
from dataclasses import replace

from zaslin.assignment.plan import plan_by
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


class ByRule:
    """Each picture by itself, without prices, forecast or memory."""

    def __init__(
        self, method: Callable[[Problem], Solution], params: PlanParams
    ) -> None:
        self._method, self._params = method, params

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:  # noqa: ARG002  a rule starts anew
        """The rule's plan, checked like any other."""
        return plan_by(replace(picture, forecast=()), self._params, self._method)

"""No plan is handed on unless this process has checked it: the one gate of planning."""

import math
from dataclasses import dataclass

from zaslin.assignment.bound import lower_bound
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.prices import carry_prices
from zaslin.assignment.solvers.solve import floor
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

FLOOR_INSTEAD = "floor, better plan rejected"
"""How a plan is called whose maker found its better plan to be against the rules."""
METHODS = ("floor", FLOOR_INSTEAD, "priced", "priced+exact", "static")
"""What a plan may say it was made by; people read it, so not just anything."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan that the checker of this process has nothing against.

    Made by :class:`Judge` alone.
    """

    plan: Plan


class Judge:
    """Judges the plans for one picture.

    Beside the independent checker, which needs nothing but the picture, it holds the
    stated bound against what the stated prices prove, and the value against that of
    the floor: the checker cannot, as it shares no code with the optimiser, and whoever
    made the plan is not to be trusted.
    """

    def __init__(self, picture: Picture, params: PlanParams) -> None:
        self._picture = picture
        self._params = params
        self._compiled: Compiled | None = None
        self._floor_value = 0.0

    def checked(self, made: Plan) -> Checked:
        """The plan, fit to be handed on.

        Raises
        ------
        zaslin.assignment.check.PlanRejected
            If the checker objects.
        ValueError
            If the plan says something of itself that is not so.
        """
        _accept_word(made)
        check_plan(self._picture, self._params, made)
        self._accept_quality(made)
        return Checked(made)

    def floor(self) -> Checked:
        """The greedy plan, made and checked here."""
        made = plan(self._picture, self._params, MaxIterations(0))
        # Nothing leaves the optimiser unchecked.
        return Checked(made)

    def _accept_quality(self, made: Plan) -> None:
        """Raise ``ValueError`` for a plan that is worse than it says, or than greedy.

        That is, for a bound above what the prices prove, and a value above the
        floor's: both cost next to nothing once the picture is compiled.
        """
        if self._compiled is None:
            self._compiled = compile_picture(self._picture, self._params)
            self._floor_value = floor(self._compiled.problem).value
        if made.value > self._floor_value + _TOLERANCE * max(1.0, self._floor_value):
            raise ValueError(
                f"plan has value {made.value!r}; accepted: up to "
                f"{self._floor_value!r}, that of the floor"
            )
        prices = carry_prices(made, self._compiled)
        proven = max(0.0, lower_bound(self._compiled.problem, prices))
        if made.bound > proven + _TOLERANCE * max(1.0, made.value):
            raise ValueError(
                f"plan has bound {made.bound!r}; accepted: up to {proven!r}, which "
                "its prices prove"
            )


def _accept_word(made: Plan) -> None:
    """Raise ``ValueError`` for what the checker leaves to whoever made the plan."""
    if made.method not in METHODS:
        raise ValueError(
            f"plan has method {made.method[:40]!r}; accepted: {', '.join(METHODS)}"
        )
    if made.bound_all_launches is not None:
        raise ValueError(
            f"plan has bound_all_launches {made.bound_all_launches!r}; accepted: None, "
            "under a deadline nobody computes it"
        )
    spent = made.times
    if not all(
        math.isfinite(each) and each >= 0.0
        for each in (
            spent.compile_s,
            spent.floor_s,
            spent.prices_s,
            spent.improve_s,
            spent.explain_s,
            spent.check_s,
            spent.total_s,
        )
    ):
        raise ValueError(f"plan has times {spent}; accepted: seconds, at least 0")


__all__ = ["FLOOR_INSTEAD", "METHODS", "Checked", "Judge", "PlanRejected"]

"""The priced plan, of what is in the air alone."""

from dataclasses import replace

from zaslin.assignment.plan import replan
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


class Priced:
    """The optimiser's plan as if nothing more were to come."""

    def __init__(self, params: PlanParams) -> None:
        self._params = params

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """The plan, warmed up by the previous one's prices."""
        seen = replace(picture, forecast=())
        return replan(seen, self._params, previous=previous)

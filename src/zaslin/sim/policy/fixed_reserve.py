"""The rule of thumb: never touch the last tenth."""

import math
from dataclasses import replace

from zaslin.assignment.plan import replan
from zaslin.domain.control import ReserveOrder
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

SHARE = 0.1
"""Of the rounds that each magazine holds when the policy first sees it."""


class FixedReserve:
    """The priced plan, with a tenth of each magazine's first stock held back."""

    def __init__(self, params: PlanParams) -> None:
        self._params = params
        self._orders: tuple[ReserveOrder, ...] | None = None

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """The plan above the reserve of the first picture, rounded up."""
        if self._orders is None:
            self._orders = _reserves(picture)
        control = picture.control
        control = replace(control, reserves=(*control.reserves, *self._orders))
        seen = replace(picture, forecast=(), control=control)
        return replan(seen, self._params, previous=previous)


def _reserves(picture: Picture) -> tuple[ReserveOrder, ...]:
    spends = {kind.id: kind.spends_rounds for kind in picture.interceptor_types}
    return tuple(
        ReserveOrder(
            interceptor_type=each.interceptor_type,
            rounds=math.ceil(SHARE * (each.rounds_ready + each.rounds_stored) - 1e-9),
            fire_unit=unit.id,
        )
        for unit in picture.fire_units
        for each in unit.magazines
        if spends[each.interceptor_type]
    )

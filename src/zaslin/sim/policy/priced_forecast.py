"""The priced plan that knows what a round may be worth later."""

from dataclasses import replace

from zaslin.assignment.plan import replan
from zaslin.assignment.reserve import (
    MagazineKey,
    ReserveParams,
    Valuation,
    husband,
    value_rounds,
)
from zaslin.domain.defence import FireUnit
from zaslin.domain.ids import FireUnitId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

REVALUE_S = 180.0
"""How long a valuation of the rounds holds."""


class PricedForecast:
    """The optimiser's plan, each round being charged with what it may earn later.

    Every three minutes the rounds are valued over the live tracks and all that the
    forecast still expects; in between the plan sees only what is in the air, and
    these values.
    """

    def __init__(
        self, params: PlanParams, reserve: ReserveParams | None = None
    ) -> None:
        self._params, self._reserve = params, reserve or ReserveParams()
        self._valuation: Valuation | None = None
        self._valued_at_s = -float("inf")
        self._worth = dict[MagazineKey, float]()
        self._units = dict[FireUnitId, tuple[FireUnit, FireUnit]]()

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """The plan, warmed up by the previous one's prices."""
        if picture.now_s - self._valued_at_s >= REVALUE_S:
            self._value(picture)
        units = tuple(map(self._husbanded, picture.fire_units))
        seen = replace(picture, forecast=(), fire_units=units)
        return replan(seen, self._params, previous=previous)

    def _value(self, picture: Picture) -> None:
        self._valuation = value_rounds(
            picture, self._params, self._reserve, self._valuation
        )
        self._worth = dict(self._valuation.by_magazine()) if picture.forecast else {}
        self._valued_at_s = picture.now_s
        self._units = {}

    def _husbanded(self, unit: FireUnit) -> FireUnit:
        """The unit with its rounds' worth; the same object for the same unit."""
        before = self._units.get(unit.id)
        if before is None or before[0] is not unit:
            before = unit, husband(unit, self._worth)
            self._units[unit.id] = before
        return before[1]

"""The rule of thumb: never touch the last tenth."""

from dataclasses import replace

from zaslin.assignment.plan import replan
from zaslin.domain.control import ReserveOrder
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

SHARE = 0.1
"""Of the rounds of each type that there are when the policy first sees them."""


class FixedReserve:
    """The priced plan, with a tenth of the first stock of each type held back."""

    def __init__(self, params: PlanParams) -> None:
        self._params = params
        self._orders: tuple[ReserveOrder, ...] | None = None

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """The plan above the reserve of the first picture."""
        if self._orders is None:
            self._orders = _reserves(picture)
        control = picture.control
        control = replace(control, reserves=(*control.reserves, *self._orders))
        seen = replace(picture, forecast=(), control=control)
        return replan(seen, self._params, previous=previous)


def _reserves(picture: Picture) -> tuple[ReserveOrder, ...]:
    """A tenth of each type over all units, held where most of it is.

    A tenth of each magazine, rounded up, would be the whole of a small one.
    """
    spends = {kind.id: kind.spends_rounds for kind in picture.interceptor_types}
    rounds = {
        (unit.id, each.interceptor_type): each.rounds_ready + each.rounds_stored
        for unit in picture.fire_units
        for each in unit.magazines
        if spends[each.interceptor_type]
    }
    held = dict.fromkeys(rounds, 0)
    for kind in sorted({kind for _, kind in rounds}):
        mine = sorted(key for key in rounds if key[1] == kind)
        for _ in range(round(SHARE * sum(rounds[key] for key in mine))):
            fullest = max(mine, key=lambda key: rounds[key] - held[key])
            held[fullest] += 1
    return tuple(
        ReserveOrder(interceptor_type=kind, rounds=count, fire_unit=unit)
        for (unit, kind), count in held.items()
        if count
    )

"""Time for people: what a plan keeps free between its order and its launch."""

from dataclasses import replace

from zaslin.domain.defence import FireUnit
from zaslin.domain.ids import FireUnitId

_LONGEST_REACTION_S = 3600.0
_LONGEST_SETUP_S = 86_400.0


class Lead:
    """Makes units as slow as they are with the people who decide in front of them.

    The same unit comes out as the same object, so that what was worked out about it
    for one picture holds for the next one.
    """

    def __init__(self, lead_s: float) -> None:
        self.lead_s = lead_s
        self._led = dict[FireUnitId, tuple[FireUnit, FireUnit]]()

    def __call__(self, unit: FireUnit) -> FireUnit:
        """The unit, each of its orders taking ``lead_s`` longer."""
        if not self.lead_s:
            return unit
        known = self._led.get(unit.id)
        if known is None or known[0] is not unit:
            known = unit, _led(unit, self.lead_s)
            self._led[unit.id] = known
        return known[1]


def _led(unit: FireUnit, lead_s: float) -> FireUnit:
    return replace(
        unit,
        reaction_time_s=min(unit.reaction_time_s + lead_s, _LONGEST_REACTION_S),
        setup_time_s=min(unit.setup_time_s + lead_s, _LONGEST_SETUP_S),
    )

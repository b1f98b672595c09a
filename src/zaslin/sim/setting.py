"""A scenario with all that it names: everything of a run but its seed and policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zaslin.domain.defence import FireUnit
from zaslin.domain.params import PlanParams
from zaslin.sim.laydown import Defence
from zaslin.sim.night import Night
from zaslin.sim.place import Places
from zaslin.sim.profile import RaidProfile
from zaslin.sim.scenario import Scenario

# What sees no farther than this has no radar, but eyes and a search light.
_BY_EYE_M = 10_000.0
# How much farther eyes see by day: notional.
DAYLIGHT_SIGHT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A scenario and everything that it names.

    ``night`` is the recorded night of the scenario; None if waves state the raid.
    ``record`` holds all recorded nights if the forecast rests on them.
    """

    name: str
    scenario: Scenario
    defence: Defence
    places: Places
    profile: RaidProfile
    params: PlanParams
    night: Night | None = None
    record: Mapping[date, Night] = field(default_factory=dict)


def setting_of(
    name: str,
    scenario: Scenario,
    defence: Defence,
    places: Places,
    profile: RaidProfile,
    params: PlanParams,
    night: Night | None = None,
    record: Mapping[date, Night] | None = None,
) -> Setting:
    """Put a setting together.

    By day, gun groups and portable teams see ``DAYLIGHT_SIGHT`` times as far.
    The defence keeps the rounds of its laydown; see ``stocked_units`` for those of the
    scenario.
    """
    if scenario.daylight:
        units = tuple(_by_day(unit) for unit in defence.fire_units)
        defence = replace(defence, fire_units=units)
    return Setting(
        name=name,
        scenario=scenario,
        defence=defence,
        places=places,
        profile=profile,
        params=params,
        night=night,
        record=record or {},
    )


def _by_day(unit: FireUnit) -> FireUnit:
    if unit.sensor_range_m > _BY_EYE_M:
        return unit
    return replace(unit, sensor_range_m=unit.sensor_range_m * DAYLIGHT_SIGHT)

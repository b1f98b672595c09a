"""Rounds of a run before it begins: the laydown's, as the scenario multiplies them."""

import math
from dataclasses import replace

from zaslin.domain.defence import FireUnit, Magazine
from zaslin.sim.scenario import Scenario
from zaslin.sim.setting import Setting


def stocked_units(setting: Setting) -> tuple[FireUnit, ...]:
    """The fire units with the rounds that they have when the run begins.

    All units together hold exactly the rounded multiple: what rounding takes from one
    goes to a later one, so that a tenth of four rounds each is a round at two units in
    five.  The reserve of a magazine shrinks with it, rounded down.
    Rails are stated, so that there are as many of them when rounds have left.

    Raises
    ------
    ValueError
        If the scenario names a type or a team that the laydown does not hold.
    """
    _accept_names(setting)
    before: dict[str, int] = {}
    units = []
    for unit in setting.defence.fire_units:
        magazines = []
        for magazine in unit.magazines:
            kind = magazine.interceptor_type
            factor = setting.scenario.stock.get(kind, 1.0)
            earlier = before.get(kind, 0)
            before[kind] = earlier + magazine.rounds_ready + magazine.rounds_stored
            rounds = _times(before[kind], factor) - _times(earlier, factor)
            magazines.append(_filled(magazine, rounds, factor))
        units.append(replace(unit, magazines=tuple(magazines)))
    return tuple(units)


def _times(rounds: int, factor: float) -> int:
    return math.floor(rounds * factor + 0.5)


def _filled(magazine: Magazine, rounds: int, factor: float) -> Magazine:
    """Rails are loaded first; what does not fit on them goes into the store."""
    rails = magazine.rail_count or None
    if factor == 1.0:
        return replace(magazine, rails=rails)
    ready = min(rails or 0, rounds)
    return replace(
        magazine,
        rounds_ready=ready,
        rounds_stored=rounds - ready,
        min_reserve=math.floor(magazine.min_reserve * min(factor, 1.0)),
        rails=rails,
    )


def _accept_names(setting: Setting) -> None:
    scenario, defence = setting.scenario, setting.defence
    types = [str(kind.id) for kind in defence.interceptor_types]
    teams = sorted(set(defence.team_of_unit.values()))
    for where, name, accepted in (
        *(("stock", name, types) for name in scenario.stock),
        *(("resupply", each.interceptor_type, types) for each in scenario.resupply),
        *(("outage", team, teams) for team in _teams_out(scenario)),
    ):
        if name not in accepted:
            raise ValueError(
                f"{where} of scenario {setting.name!r} names {name!r}; accepted: what "
                f"laydown {scenario.laydown!r} holds: {', '.join(accepted)}"
            )


def _teams_out(scenario: Scenario) -> tuple[str, ...]:
    return tuple(team for outage in scenario.outages for team in outage.teams)

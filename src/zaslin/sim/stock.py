"""Rounds of a run before it begins: the laydown's, as the scenario multiplies them."""

import math
from collections.abc import Mapping
from dataclasses import replace

from zaslin.domain.defence import FireUnit, Magazine
from zaslin.sim.scenario import Scenario
from zaslin.sim.setting import Setting


def stocked_units(setting: Setting) -> tuple[FireUnit, ...]:
    """The fire units with the rounds that they have when the run begins.

    Rails are stated, so that there are as many of them when rounds have left.

    Raises
    ------
    ValueError
        If the scenario names a type or a team that the laydown does not hold.
    """
    _accept_names(setting)
    return tuple(
        replace(
            unit,
            magazines=tuple(
                _filled(magazine, setting.scenario.stock) for magazine in unit.magazines
            ),
        )
        for unit in setting.defence.fire_units
    )


def _filled(magazine: Magazine, stock: Mapping[str, float]) -> Magazine:
    """Rails are loaded first; what does not fit on them goes into the store."""
    rails = magazine.rail_count or None
    factor = stock.get(magazine.interceptor_type)
    if factor is None:
        return replace(magazine, rails=rails)
    rounds = magazine.rounds_ready + magazine.rounds_stored
    rounds = math.floor(factor * rounds + 0.5)
    ready = min(rails or 0, rounds)
    return replace(
        magazine, rounds_ready=ready, rounds_stored=rounds - ready, rails=rails
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

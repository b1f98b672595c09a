"""Scenarios of the simulator from ``configs/scenarios``."""

from pathlib import Path

from zaslin.config.defence import read_laydown
from zaslin.config.folder import ConfigError, find
from zaslin.config.nights import read_night
from zaslin.config.params import read_params
from zaslin.config.table import read_into
from zaslin.sim.laydown import Laydown
from zaslin.sim.night import instant
from zaslin.sim.scenario import Scenario


def read_scenario(name: str | Path) -> Scenario:
    """A scenario by shipped name or by path, with everything it names checked."""
    path = find("scenarios", name)
    scenario = read_into(Scenario, path)
    try:
        _accept_names(scenario)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None
    return scenario


def _accept_names(scenario: Scenario) -> None:
    """Refuse a laydown, parameters, night, type or team that does not exist."""
    laydown = read_laydown(scenario.laydown)
    read_params(scenario.params)
    if scenario.night is not None:
        instant(read_night(scenario.night), f"{scenario.starts:%Y-%m-%dT%H:%M}")
    types = _types(laydown)
    for kind in scenario.stock:
        _accept_known("stock", kind, types)
    for index, resupply in enumerate(scenario.resupply):
        place = f"resupply[{index}].interceptor_type"
        _accept_known(place, resupply.interceptor_type, types)
    for index, outage in enumerate(scenario.outages):
        for team in outage.teams:
            _accept_known(f"outages[{index}].teams", team, sorted(laydown.teams))


def _types(laydown: Laydown) -> list[str]:
    """Interceptor types that some unit of a laydown holds."""
    teams = {
        team for each in laydown.cities for team, count in each.units.items() if count
    }
    return sorted(
        {
            str(magazine.interceptor_type)
            for team in teams
            for magazine in laydown.teams[team].magazines
        }
    )


def _accept_known(place: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise ValueError(f"{place} names {name!r}; accepted: {', '.join(known)}")

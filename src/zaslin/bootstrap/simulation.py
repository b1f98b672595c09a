"""Settings of the simulator, from a scenario's name or file."""

from pathlib import Path

from zaslin.bootstrap import build_defence, load_params
from zaslin.config import (
    read_night,
    read_nights,
    read_places,
    read_raid_profile,
    read_scenario,
    shipped,
)
from zaslin.config.folder import find
from zaslin.sim.scenario import ForecastFrom
from zaslin.sim.setting import Setting, setting_of


def shipped_scenarios() -> tuple[str, ...]:
    """Names of the scenarios that come with the package."""
    return tuple(shipped("scenarios"))


def load_setting(scenario: str | Path) -> Setting:
    """A shipped scenario by its name, or one from a file, with all that it names."""
    stated = read_scenario(scenario)
    return setting_of(
        find("scenarios", scenario).stem,
        stated,
        build_defence(stated.laydown),
        read_places(),
        read_raid_profile(),
        load_params(stated.params),
        None if stated.night is None else read_night(stated.night),
        read_nights() if stated.forecast_from is ForecastFrom.RECORD else None,
    )

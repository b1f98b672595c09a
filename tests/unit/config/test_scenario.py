"""Scenarios are read, and what they name must exist."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.scenario_table import table, written
from zaslin.bootstrap.simulation import load_setting, shipped_scenarios
from zaslin.config import ConfigError, config_folder, read_scenario
from zaslin.sim.scenario import Arrival

GOOD = """\
title = "Mine"
laydown = "notional_city"
starts = 2025-09-07T02:00:00Z
duration_s = 600.0
night = "2025-09-07"
"""
WAVES = (
    GOOD.replace('night = "2025-09-07"\n', "")
    + """
[[waves]]
count = 3
threat_class = "one_way_attack"
arrives_s = { low = 60.0, high = 500.0 }
bearing_deg = 90.0
arrival = "salvo"
"""
)


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_that_the_brief_asks_for_is_shipped() -> None:
    """Four nights, seven that test one thing each, and a tutorial."""
    assert set(shipped_scenarios()) == {
        "daylight",
        "decoy_heavy",
        "night_2022_10_17",
        "night_2024_11_26",
        "night_2025_09_07",
        "night_2026_05_13",
        "plentiful",
        "saturation",
        "scarce_missiles",
        "sensors_half",
        "tiny",
        "two_waves",
    }


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_loads_and_says_what_it_tests(name: str) -> None:
    """By its name; the file states that it is notional and what it is for."""
    setting = load_setting(name)
    text = (config_folder() / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")

    assert setting.name == name
    assert "# Tests: " in text
    assert "NOTIONAL" in text


def test_the_documented_sizes_are_those_that_are_drawn() -> None:
    """`python -m tests.scenario_table` writes the table of docs/scenarios.md anew."""
    assert written() == table()


def test_a_file_of_one_s_own_is_read(tmp_path: Path) -> None:
    """A night or waves; the time is TOML's own, in whatever zone."""
    night = load_setting(_write(tmp_path, GOOD))
    assert night.name == "mine"
    assert night.night is not None
    assert night.scenario.starts == datetime(2025, 9, 7, 2, tzinfo=UTC)

    text = WAVES.replace("02:00:00Z", "05:00:00+03:00")
    waves = read_scenario(_write(tmp_path, text))
    assert waves.starts_s == night.scenario.starts_s
    assert waves.waves[0].arrival is Arrival.SALVO


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("02:00:00Z", "02:00:00"), "starts is 2025-09-07 02:00:00; acc"),
        (
            GOOD.replace("2025-09-07T02:00:00Z", '"2 o\'clock"'),
            'starts is "2 o\'clock"; accepted: a date and time without quotes',
        ),
        (
            GOOD.replace("2025-09-07T02:00:00Z", "2025-09-07"),
            "starts is 2025-09-07; accepted: a date and time without quotes",
        ),
        (
            GOOD.replace('"2025-09-07"', "2025-09-07"),
            "night is 2025-09-07; accepted: t",
        ),
        (
            GOOD.replace('"2025-09-07"', '"2025-99-07"'),
            "night '2025-99-07' is not a da",
        ),
        (
            GOOD.replace('"2025-09-07"', '"1999-09-07"'),
            "night 1999-09-07 is not in the",
        ),
        (GOOD.replace("T02:", "T22:"), "time '2025-09-07T22:00' is outside the record"),
        (
            GOOD.replace("notional_city", "atlantis"),
            "defence 'atlantis' is not shipped",
        ),
        (
            GOOD + 'params = "slow"',
            "params 'slow' is not shipped; accepted: closed_loop",
        ),
        (
            GOOD + "[stock]\nlaser = 2.0",
            "stock names 'laser'; accepted: electronic_war",
        ),
        (GOOD + "[stock]\nmobile_gun = -1", r"stock\.mobile_gun is -1"),
        (
            GOOD + "raid_share = 1.5",
            r"raid_share is 1\.5; accepted: a finite number, 0",
        ),
        (GOOD + "wind = 3", "wind is 3, but no such key exists; accepted: title, layd"),
        (
            GOOD.replace('night = "2025-09-07"\n', ""),
            "night and waves: accepted is exa",
        ),
        (
            WAVES.replace('"salvo"', '"slowly"'),
            r"waves\[0\]\.arrival is 'slowly'; accepted: even, hump, salvo",
        ),
        (
            WAVES.replace("high = 500.0", "high = 5.0"),
            r"waves\[0\]\.arrives_s\.high is 5",
        ),
        (
            WAVES.replace("bearing_deg = 90.0", ""),
            r"waves\[0\]\.bearing_deg is missing",
        ),
        (WAVES.replace("= 3\n", "= -3\n"), r"waves\[0\]\.count is -3; accepted"),
        (
            GOOD + '[[resupply]]\nat_s = 5\ninterceptor_type = "laser"\nrounds = 1',
            r"resupply\[0\]\.interceptor_type names 'laser'; accepted: electronic_war",
        ),
        (
            GOOD
            + '[[outages]]\nfrom_s = 0\nuntil_s = 5\nshare = 0.5\nteams = ["navy"]',
            r"outages\[0\]\.teams names 'navy'; accepted: drone, gun, jammer, long",
        ),
    ],
)
def test_bad_scenarios_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """One line: file, key, value, accepted."""
    path = _write(tmp_path, text)

    with pytest.raises(ConfigError, match=message) as caught:
        load_setting(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_an_unknown_name_is_refused_with_those_that_are_shipped() -> None:
    """And a path is accepted as well."""
    with pytest.raises(
        ConfigError, match="'three_waves' is not shipped; accepted: day"
    ):
        load_setting("three_waves")

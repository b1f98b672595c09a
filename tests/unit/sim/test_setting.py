"""A setting is a scenario with all that it names."""

from dataclasses import replace

from zaslin.bootstrap.simulation import load_setting
from zaslin.sim.setting import DAYLIGHT_SIGHT, Setting, setting_of

TINY = load_setting("tiny")


def _made(daylight: bool) -> Setting:
    return setting_of(
        "mine",
        replace(TINY.scenario, daylight=daylight),
        TINY.defence,
        TINY.places,
        TINY.profile,
        TINY.params,
    )


def test_by_day_eyes_see_farther_and_radars_do_not() -> None:
    """Gun groups and portable teams half as far again, and nothing else changes."""
    night, day = _made(daylight=False), _made(daylight=True)

    assert night.defence is TINY.defence
    for dark, light in zip(
        night.defence.fire_units, day.defence.fire_units, strict=True
    ):
        by_eye = any(team in dark.id for team in ("gun", "portable"))
        factor = DAYLIGHT_SIGHT if by_eye else 1.0
        assert light == replace(dark, sensor_range_m=factor * dark.sensor_range_m)


def test_a_recorded_night_goes_with_its_scenario() -> None:
    """Waves need none."""
    assert TINY.night is None
    night = load_setting("night_2022_10_17").night
    assert night is not None
    assert f"{night.ends_on}" == "2022-10-17"

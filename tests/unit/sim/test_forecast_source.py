"""Forecasts from the record and from stated waves know nothing of tonight's dice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from zaslin.bootstrap.simulation import load_setting
from zaslin.config import read_nights
from zaslin.domain.track import ThreatClass
from zaslin.sim.forecast_source import from_record, from_waves, night_of, past_nights
from zaslin.sim.night import Night, ReportingWindow

NIGHTS = read_nights()
SETTING = load_setting("night_2025_09_07")
TONIGHT = date(2025, 9, 7)


def _rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def _size(night: Night) -> int:
    return sum(window.launched for window in night.windows)


def test_the_record_gives_the_sizes_of_the_nights_before() -> None:
    """Their mean over many draws is that of all days of the span, quiet ones too."""
    days = [TONIGHT - timedelta(days=ago) for ago in range(1, 184)]
    sizes = [_size(NIGHTS[day]) if day in NIGHTS else 0 for day in days]

    drawn = [_size(each) for each in past_nights(NIGHTS, TONIGHT, _rng(), 6, 1000)]

    # Strata of the sorted sizes: much closer than chance alone would come.
    assert np.mean(drawn) == pytest.approx(np.mean(sizes), rel=0.02)
    assert max(drawn) <= max(sizes)
    assert set(drawn) <= set(sizes)


def test_tonight_itself_and_later_nights_are_not_looked_at() -> None:
    """Without them in the table, everything stays the same."""
    earlier = {day: night for day, night in NIGHTS.items() if day < TONIGHT}

    assert past_nights(earlier, TONIGHT, _rng(), 6, 40) == past_nights(
        NIGHTS, TONIGHT, _rng(), 6, 40
    )


def test_a_past_night_keeps_its_hours_and_classes_on_another_date() -> None:
    """Moved by whole days; a quiet day is a night without windows."""
    window = ReportingWindow(
        starts=datetime(2025, 9, 5, 20, tzinfo=UTC),
        ends=datetime(2025, 9, 6, 8, tzinfo=UTC),
        threat_class=ThreatClass.ONE_WAY_ATTACK,
        model="drone",
        launched=50,
        launch_areas=("kursk",),
    )
    table = {date(2025, 9, 6): Night(date(2025, 9, 6), (window,))}

    drawn = past_nights(table, TONIGHT, _rng(), 1, 30)

    busy = [night for night in drawn if night.windows]
    assert {night.ends_on for night in drawn} == {TONIGHT}
    assert len(busy) == 1
    assert busy[0].windows[0].starts == datetime(2025, 9, 6, 20, tzinfo=UTC)
    assert busy[0].windows[0].launch_areas == ("kursk",)


def test_a_night_ends_on_the_next_day_from_the_afternoon_on() -> None:
    """As the record names it."""
    assert night_of(datetime(2025, 9, 6, 22, tzinfo=UTC)) == TONIGHT
    assert night_of(datetime(2025, 9, 7, 2, tzinfo=UTC)) == TONIGHT
    assert night_of(datetime(2025, 9, 7, 15, tzinfo=UTC)) == TONIGHT


def test_a_forecast_from_the_record_shares_its_probability_out() -> None:
    """Five nights at a fifth each, twice that for twice the scale; same seed, same."""
    single = from_record(SETTING, NIGHTS, _rng(), draws=5)
    double = from_record(SETTING, NIGHTS, _rng(), draws=5, scale=2.0)

    assert {ghost.p_appears for ghost in single} == {0.2}
    assert [ghost.track for ghost in single] == [ghost.track for ghost in double]
    assert {ghost.p_appears for ghost in double} == {0.4}
    start_s = SETTING.scenario.starts_s
    assert all(ghost.track.measured_at_s > start_s for ghost in single)


def test_a_forecast_from_the_record_does_not_see_tonight_s_raid() -> None:
    """The setting's own night may be another: nothing changes."""
    other = replace(SETTING, night=Night(TONIGHT, ()))

    assert from_record(other, NIGHTS, _rng()) == from_record(SETTING, NIGHTS, _rng())


def test_stated_waves_become_ghosts() -> None:
    """All of those that come from beyond the coverage; none at scale 0."""
    setting = load_setting("tiny")
    jets = replace(setting.scenario.waves[1], count=40, p_decoy=0.15)

    ghosts = from_waves(setting, (jets,), _rng())

    assert len(ghosts) == 40
    assert {ghost.track.p_decoy for ghost in ghosts} == {0.15}
    assert from_waves(setting, (jets,), _rng(), scale=0.0) == ()


def test_bad_sizes_are_refused() -> None:
    """With the range."""
    with pytest.raises(ValueError, match="months is 0; accepted"):
        from_record(SETTING, NIGHTS, _rng(), months=0)
    with pytest.raises(ValueError, match="draws is 0; accepted"):
        from_record(SETTING, NIGHTS, _rng(), draws=0)
    with pytest.raises(ValueError, match="forecast scale is -1; accepted"):
        from_waves(SETTING, (), _rng(), scale=-1)

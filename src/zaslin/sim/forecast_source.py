"""What a forecast may rest on: other draws, nights of the record, or stated waves.

None of them knows the dice of the raid that comes.
A night of the record does not even know its size, only what nights have been like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from zaslin.domain.accept import accept_range
from zaslin.domain.track import ForecastTrack
from zaslin.sim.forecast import draws_needed, ghosts
from zaslin.sim.night import Night
from zaslin.sim.raid import Raid, draw_raid
from zaslin.sim.scenario import Wave
from zaslin.sim.script import wave_raid
from zaslin.sim.setting import Setting

_DAYS_PER_MONTH = 30.4375
# From 16:00 UTC on a raid belongs to the night that ends on the next day.
_EVENING = timedelta(hours=8)


def expected(
    setting: Setting, raids: Sequence[Raid], scale: float
) -> tuple[ForecastTrack, ...]:
    """Ghosts of raids that may come: what enters the coverage during the scenario.

    Each appears with probability ``scale`` over the number of raids, so that together
    they are ``scale`` times one of them.
    """
    scenario = setting.scenario
    return ghosts(
        list(raids),
        scale,
        setting.defence.centres_m,
        scenario.surveillance.range_m,
        scenario.starts_s,
        scenario.duration_s,
    )


def from_waves(
    setting: Setting,
    waves: Sequence[Wave],
    rng: np.random.Generator,
    *,
    scale: float = 1.0,
) -> tuple[ForecastTrack, ...]:
    """The forecast of someone who states the waves that are to come."""
    accept_range("forecast scale", scale, 0.0, 10.0)
    starts_s = setting.scenario.starts_s
    raids = [
        wave_raid(waves, starts_s, setting.defence, setting.profile, each)
        for each in rng.spawn(draws_needed(scale))
    ]
    return expected(setting, raids, scale)


def from_record(
    setting: Setting,
    nights: Mapping[date, Night],
    rng: np.random.Generator,
    *,
    months: int = 6,
    draws: int = 4,
    scale: float = 1.0,
) -> tuple[ForecastTrack, ...]:
    """The forecast of someone who only knows what the nights before were like.

    Parameters
    ----------
    setting
        Where and when; its own raid is not looked at.
    nights
        The recorded table.
    rng
        Where the chances come from.
    months
        How far back nights count.
    draws
        How many of them the forecast is made from.
    scale
        Size of the forecast, as a multiple of what the nights were like.
    """
    accept_range("forecast scale", scale, 0.0, 10.0)
    pick_rng, raid_rng = rng.spawn(2)
    chosen = past_nights(
        nights, night_of(setting.scenario.starts), pick_rng, months, draws
    )
    raids = [
        draw_raid(night, setting.places, setting.defence, setting.profile, each)
        for night, each in zip(chosen, raid_rng.spawn(draws), strict=True)
    ]
    return expected(setting, raids, scale)


def night_of(moment: datetime) -> date:
    """The date on which the night of a moment ends, as the record names it."""
    return (moment.astimezone(UTC) + _EVENING).date()


def past_nights(
    nights: Mapping[date, Night],
    tonight: date,
    rng: np.random.Generator,
    months: int,
    draws: int,
) -> list[Night]:
    """Nights before this one, with their classes, windows and areas, moved to tonight.

    Every day of the last months counts alike, quiet ones too.
    One day is drawn from each of ``draws`` equal parts of them by size, so that few
    draws already show how much nights differ.
    """
    accept_range("months", months, 1, 1200)
    accept_range("draws", draws, 1, 1000)
    past = round(months * _DAYS_PER_MONTH)
    days = [tonight - timedelta(days=ago) for ago in range(1, past + 1)]
    days.sort(key=lambda day: (_size(nights.get(day)), day))
    at = (np.arange(draws) + rng.random(draws)) / draws * len(days)
    return [
        _moved(nights.get(days[int(index)]), days[int(index)], tonight) for index in at
    ]


def _size(night: Night | None) -> int:
    return 0 if night is None else sum(window.launched for window in night.windows)


def _moved(night: Night | None, day: date, tonight: date) -> Night:
    """The same night on another date."""
    if night is None:
        return Night(tonight, ())
    later = tonight - day
    windows = tuple(
        replace(window, starts=window.starts + later, ends=window.ends + later)
        for window in night.windows
    )
    return Night(tonight, windows)

"""One instant of a recorded night over a laydown, as the picture an operator has."""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from zaslin.domain.accept import accept_range
from zaslin.domain.picture import Picture
from zaslin.sim.forecast import draws_needed, ghosts
from zaslin.sim.laydown import Defence
from zaslin.sim.night import Night
from zaslin.sim.place import Places
from zaslin.sim.profile import RaidProfile
from zaslin.sim.raid import draw_raid
from zaslin.sim.sensor import covered, estimate, tracks_at
from zaslin.sim.traffic import other_tracks

# Enough to show each kind of bystander once, however small the raid.
_FEWEST_OTHERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How much of what is to come goes into a picture."""

    scale: float = 0.0
    horizon_s: float = 1800.0

    def __post_init__(self) -> None:
        accept_range("forecast scale", self.scale, 0.0, 10.0)
        accept_range("forecast horizon_s", self.horizon_s, 0.0, 86_400.0)


NO_FORECAST = Forecast()


def raid_picture(
    night: Night,
    at: datetime,
    defence: Defence,
    places: Places,
    profile: RaidProfile,
    rng: np.random.Generator,
    forecast: Forecast = NO_FORECAST,
) -> Picture:
    """Build the picture of a recorded night at one instant.

    The same generator state gives the same raid at every instant, so that pictures
    of one seed follow one another.

    Parameters
    ----------
    night
        What was launched, from where, in which windows.
    at
        The instant, aware of its time zone.
    defence
        The laydown it flies against.
    places
        Cities and launch areas.
    profile
        How the record is played out.
    rng
        Where all chances come from.
    forecast
        Ghost tracks of what is still to come; none by default.
    """
    raid_rng, sensor_rng, traffic_rng, forecast_rng = rng.spawn(4)
    at_s = at.timestamp()
    coverage_m = profile.sensor.coverage_m
    raid = draw_raid(night, places, defence, profile, raid_rng)
    believed = estimate(raid, profile.sensor, profile.identity, sensor_rng)
    position_m, _ = raid.routes.at(at_s - raid.launched_s)
    seen = raid.airborne(at_s) & covered(position_m, defence.centres_m, coverage_m)
    tracks = tracks_at(raid, believed, seen, at_s, profile.identity.authority)
    others = other_tracks(
        max(_FEWEST_OTHERS, math.ceil(profile.identity.other_share * len(tracks))),
        len(raid) + 1,
        defence.centres_m,
        coverage_m / 2.0,
        at_s,
        traffic_rng,
    )
    other_draws = [
        draw_raid(night, places, defence, profile, each)
        for each in forecast_rng.spawn(draws_needed(forecast.scale))
    ]
    return Picture(
        revision=1,
        now_s=at_s,
        origin=defence.frame.origin,
        tracks=tracks + others,
        fire_units=defence.fire_units,
        interceptor_types=defence.interceptor_types,
        assets=defence.assets,
        populated_areas=defence.populated_areas,
        control=defence.control,
        forecast=ghosts(
            other_draws,
            forecast.scale,
            defence.centres_m,
            coverage_m,
            at_s,
            forecast.horizon_s,
        ),
    )

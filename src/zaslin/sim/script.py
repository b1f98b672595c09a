"""Raids from a script: waves with axes, bends, holding circles and arrivals.

A recorded night is flown here too: the hours of it that a scenario asks for.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zaslin.sim.laydown import Defence
from zaslin.sim.night import Night
from zaslin.sim.place import Places
from zaslin.sim.profile import RaidProfile
from zaslin.sim.raid import (
    AT_NO_ASSET,
    CLASSES,
    Raid,
    altitudes_m,
    choose,
    draw_raid,
    joined,
)
from zaslin.sim.route import Routes, dog_legs, with_holding
from zaslin.sim.scenario import Arrival, Wave
from zaslin.sim.sensor import covered

Floats = NDArray[np.float64]

# What flies past a city goes on for so long before anyone forgets about it.
_BEYOND_M = 40_000.0
_HUMP = 2.5
_SALVOS = 3
# Standard deviation of a salvo, as a share of the wave's window.
_SALVO_SPREAD = 0.03
_STEP_S = 60.0


def wave_raid(
    waves: Sequence[Wave],
    starts_s: float,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> Raid:
    """Draw the raid that waves state: as many objects as they say.

    Parameters
    ----------
    waves
        The parts of the raid.
    starts_s
        When the scenario starts, seconds since the epoch.
    defence
        Whose middle the axes are seen from, and whose assets objects are bound for.
    profile
        Speeds, altitudes, and how far off what aims at no asset flies past a city.
    rng
        Where the chances come from; each wave has its own.
    """
    chances = rng.spawn(len(waves))
    return joined(
        [
            _draw_wave(wave, starts_s, defence, profile, chance)
            for wave, chance in zip(waves, chances, strict=True)
        ]
    )


def night_raid(
    night: Night,
    share: float,
    places: Places,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> Raid:
    """Draw a recorded night, of whose objects a share flies."""
    raid_rng, share_rng = rng.spawn(2)
    raid = draw_raid(night, places, defence, profile, raid_rng)
    return raid.only(share_rng.random(len(raid)) < share)


def comes_into_coverage(
    raid: Raid, centres_m: Floats, range_m: float, from_s: float, until_s: float
) -> NDArray[np.bool_]:
    """Which objects are in coverage at some minute of an interval."""
    seen = np.zeros(len(raid), dtype=bool)
    for moment_s in np.arange(from_s, until_s, _STEP_S):
        position_m, _ = raid.routes.at(moment_s - raid.launched_s)
        near = covered(position_m, centres_m, range_m)
        seen |= raid.airborne(moment_s) & near
    return seen


def _draw_wave(
    wave: Wave,
    starts_s: float,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> Raid:
    flight = profile.flight[wave.threat_class]
    starts_m = _starts(wave, defence.centres_m.mean(axis=0), rng)
    ends_m, asset_index = _destinations(wave, starts_m, defence, profile, rng)
    speed_mps = rng.uniform(flight.speed_mps.low, flight.speed_mps.high, wave.count)
    points_m = dog_legs(starts_m, ends_m, wave.bends, wave.bend_share, rng)
    routes = Routes(
        with_holding(points_m, _loiter_s(wave, rng) * speed_mps, rng), speed_mps
    )
    arrives_s = starts_s + arrivals_s(wave, rng)
    return Raid(
        routes=routes,
        launched_s=arrives_s - routes.flight_times_s(),
        arrives_s=arrives_s,
        altitude_m=altitudes_m(flight, wave.count, rng),
        class_index=np.full(wave.count, CLASSES.index(wave.threat_class)),
        decoy_prior=np.full(wave.count, wave.p_decoy),
        is_decoy=rng.random(wave.count) < wave.p_decoy,
        asset_index=asset_index,
    )


def _starts(wave: Wave, middle_m: Floats, rng: np.random.Generator) -> Floats:
    spread_rad = math.radians(wave.bearing_spread_deg)
    bearing = math.radians(wave.bearing_deg) + rng.uniform(
        -spread_rad, spread_rad, wave.count
    )
    distance_m = rng.uniform(wave.distance_m.low, wave.distance_m.high, wave.count)
    outwards = np.column_stack((np.sin(bearing), np.cos(bearing)))
    starts_m: Floats = middle_m + outwards * distance_m[:, None]
    return starts_m


def _destinations(
    wave: Wave,
    starts_m: Floats,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> tuple[Floats, NDArray[np.int64]]:
    """An asset, dearer ones more often, or past a city and on."""
    city = rng.integers(len(defence.centres_m), size=wave.count)
    scatter_m = rng.standard_normal((wave.count, 2)) * profile.aim_scatter_m
    past_m = defence.centres_m[city] + scatter_m
    away_m = past_m - starts_m
    length_m = np.maximum(np.linalg.norm(away_m, axis=1, keepdims=True), 1.0)
    ends_m = past_m + away_m / length_m * _BEYOND_M
    values = np.array([each.value_meur for each in defence.assets])
    aimed = rng.random(wave.count) < wave.p_aimed
    asset_index = np.full(wave.count, AT_NO_ASSET)
    if values.sum() > 0.0:
        chosen = choose(np.broadcast_to(values, (wave.count, len(values))), rng)
        asset_index = np.where(aimed, chosen, AT_NO_ASSET)
        assets_m = np.array(
            [(each.position.east_m, each.position.north_m) for each in defence.assets]
        )
        ends_m = np.where(aimed[:, None], assets_m[chosen], ends_m)
    return ends_m, asset_index


def _loiter_s(wave: Wave, rng: np.random.Generator) -> Floats:
    """How long each object holds on its way; zero for those that do not."""
    holds = rng.random(wave.count) < wave.p_loiter
    time_s = rng.uniform(wave.loiter_s.low, wave.loiter_s.high, wave.count)
    return np.where(holds, time_s, 0.0)


def arrivals_s(wave: Wave, rng: np.random.Generator) -> Floats:
    """When each object of a wave arrives, in seconds after the scenario starts.

    EVEN: at any time of the window alike.
    HUMP: few early, few late, most in the middle, a Beta(2.5, 2.5).
    SALVO: at three moments of the window, drawn evenly, each with a little spread.
    """
    if wave.arrival is Arrival.HUMP:
        share = rng.beta(_HUMP, _HUMP, wave.count)
    elif wave.arrival is Arrival.SALVO:
        moments = rng.uniform(0.0, 1.0, _SALVOS)
        spread = _SALVO_SPREAD * rng.standard_normal(wave.count)
        share = moments[rng.integers(_SALVOS, size=wave.count)] + spread
    else:
        share = rng.uniform(0.0, 1.0, wave.count)
    window = wave.arrives_s
    time_s: Floats = window.low + (window.high - window.low) * np.clip(share, 0.0, 1.0)
    return time_s

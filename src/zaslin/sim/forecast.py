"""What is still to come of a raid, as ghost tracks from other draws of it.

A forecast knows how large the raid is and where it comes from, as a bulletin of the
evening might; it knows nothing of this raid's own dice.
"""

import math

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.ids import TrackId
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    Track,
)
from zaslin.sim.raid import CLASSES, Raid
from zaslin.sim.sensor import covered

Floats = NDArray[np.float64]

_STEP_S = 60.0


def draws_needed(scale: float) -> int:
    """How many other raids a forecast of this scale is made from."""
    return math.ceil(scale)


def ghosts(
    raids: list[Raid],
    scale: float,
    centres_m: Floats,
    coverage_m: float,
    at_s: float,
    horizon_s: float,
) -> tuple[ForecastTrack, ...]:
    """Objects that come into coverage after ``at_s`` and within the horizon.

    Parameters
    ----------
    raids
        Other draws of the same night, ``draws_needed(scale)`` of them.
    scale
        Size of the forecast as a multiple of the recorded raid; 1.5 plans for more
        than was recorded, which costs far less than planning for too little.
    centres_m, coverage_m
        What the surveillance network covers.
    at_s, horizon_s
        The instant, and how far the forecast looks.
    """
    tracks = []
    for draw, raid in enumerate(raids):
        appears_s = _appearances(raid, centres_m, coverage_m, at_s, horizon_s)
        for row in np.flatnonzero(np.isfinite(appears_s)):
            name = TrackId(f"F{draw + 1}-{row + 1:04d}")
            track = _ghost(raid, int(row), float(appears_s[row]), name)
            tracks.append(
                ForecastTrack(track=track, p_appears=round(scale / len(raids), 6))
            )
    return tuple(tracks)


def _appearances(
    raid: Raid, centres_m: Floats, coverage_m: float, at_s: float, horizon_s: float
) -> Floats:
    """When each object first comes into coverage; infinite if not in time."""
    appears_s = np.full(len(raid), np.inf)
    known = _covered_at(raid, centres_m, coverage_m, at_s)
    for step in range(1, int(horizon_s // _STEP_S) + 1):
        moment_s = at_s + step * _STEP_S
        now = _covered_at(raid, centres_m, coverage_m, moment_s)
        appears_s[now & ~known] = moment_s
        known |= now
    return appears_s


def _covered_at(
    raid: Raid, centres_m: Floats, coverage_m: float, moment_s: float
) -> NDArray[np.bool_]:
    position_m, _ = raid.routes.at(moment_s - raid.launched_s)
    return raid.airborne(moment_s) & covered(position_m, centres_m, coverage_m)


def _ghost(raid: Raid, row: int, appears_s: float, name: TrackId) -> Track:
    position_m, velocity_mps = raid.routes.at(appears_s - raid.launched_s)
    east_m, north_m = np.round(position_m[row]).tolist()
    east_mps, north_mps = np.round(velocity_mps[row], 2).tolist()
    return Track(
        id=name,
        position=Position(east_m, north_m, float(np.round(raid.altitude_m[row]))),
        velocity=Velocity(east_mps, north_mps),
        measured_at_s=appears_s,
        identity=StandardIdentity.HOSTILE,
        crew=Crew.UNCREWED,
        class_probabilities={CLASSES[raid.class_index[row]]: 1.0},
        identification=Identification(
            authority="raid forecast",
            method=IdentificationMethod.PROCEDURAL,
            expires_s=appears_s + 86_400.0,
        ),
        # A forecast cannot look: it has the night's share of decoys, no more.
        p_decoy=round(float(raid.decoy_prior[row]), 3),
    )

"""What a track of each object says, apart from where it is: fixed when it is drawn.

Truth goes in, belief comes out; nothing of the truth is kept here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)
from zaslin.sim.raid import CLASSES, Raid
from zaslin.sim.scenario import Surveillance
from zaslin.sim.sensor import as_mapping, class_probabilities, decoy_probabilities

Floats = NDArray[np.float64]

_AT_FIRST = (StandardIdentity.PENDING, StandardIdentity.UNKNOWN)
_NEVER = (StandardIdentity.UNKNOWN, StandardIdentity.SUSPECT)
_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is believed about one object.

    It is ``at_first`` until it has been reported for ``identify_s``, and ``settled``
    from then on; ``method`` is how it was identified (None: it is not).
    """

    altitude_m: float
    position_sigma_m: float
    velocity_sigma_mps: float
    at_first: StandardIdentity
    settled: StandardIdentity
    identify_s: float
    class_probabilities: Mapping[ThreatClass, float]
    method: IdentificationMethod | None = None
    crew: Crew = Crew.UNCREWED
    civil: bool = False
    p_decoy: float = 0.0


def raid_looks(
    raid: Raid, surveillance: Surveillance, rng: np.random.Generator
) -> list[Look]:
    """What is believed about every object of a raid."""
    return _looks(
        raid.altitude_m,
        class_probabilities(
            raid.class_index, raid.class_mix(), surveillance.class_evidence, rng
        ),
        decoy_probabilities(
            raid.is_decoy, raid.decoy_prior, surveillance.decoy_evidence, rng
        ),
        surveillance,
        rng,
    )


def echo_looks(
    altitude_m: Floats, raid: Raid, surveillance: Surveillance, rng: np.random.Generator
) -> list[Look]:
    """What is believed about echoes: they look like the one-way drones of the raid."""
    count = len(altitude_m)
    drone = CLASSES.index(ThreatClass.ONE_WAY_ATTACK)
    drones = raid.class_index == drone
    share = float(np.mean(raid.decoy_prior[drones])) if np.any(drones) else 0.0
    prior = np.full(count, share)
    return _looks(
        altitude_m,
        class_probabilities(
            np.full(count, drone), raid.class_mix(), surveillance.class_evidence, rng
        ),
        decoy_probabilities(
            rng.random(count) < prior, prior, surveillance.decoy_evidence, rng
        ),
        surveillance,
        rng,
    )


def bystander_looks(
    tracks: tuple[Track, ...], surveillance: Surveillance, rng: np.random.Generator
) -> list[Look]:
    """What is known about bystanders: all there is to know, from the first report."""
    position_sigma_m, velocity_sigma_mps = _sigmas(len(tracks), surveillance, rng)
    return [
        Look(
            altitude_m=track.position.altitude_m,
            position_sigma_m=position_sigma_m[index],
            velocity_sigma_mps=velocity_sigma_mps[index],
            at_first=track.identity,
            settled=track.identity,
            identify_s=0.0,
            class_probabilities=track.class_probabilities,
            crew=track.crew,
            civil=track.civil,
        )
        for index, track in enumerate(tracks)
    ]


def _looks(
    altitude_m: Floats,
    p_class: Floats,
    p_decoy: Floats,
    surveillance: Surveillance,
    rng: np.random.Generator,
) -> list[Look]:
    count = len(altitude_m)
    position_sigma_m, velocity_sigma_mps = _sigmas(count, surveillance, rng)
    first, never = rng.integers(2, size=(2, count)).tolist()
    unidentified = rng.random(count) < surveillance.p_unidentified
    positive = rng.random(count) < surveillance.p_positive
    wait = surveillance.identify_s
    identify_s = rng.uniform(wait.low, wait.high, count).tolist()
    return [
        Look(
            altitude_m=float(np.round(altitude_m[row])),
            position_sigma_m=position_sigma_m[row],
            velocity_sigma_mps=velocity_sigma_mps[row],
            at_first=_AT_FIRST[first[row]],
            settled=(
                _NEVER[never[row]] if unidentified[row] else StandardIdentity.HOSTILE
            ),
            identify_s=identify_s[row],
            class_probabilities=as_mapping(p_class[row]),
            method=_method(bool(unidentified[row]), bool(positive[row])),
            p_decoy=round(float(p_decoy[row]), _DECIMALS),
        )
        for row in range(count)
    ]


def _method(unidentified: bool, positive: bool) -> IdentificationMethod | None:
    if unidentified:
        return None
    if positive:
        return IdentificationMethod.POSITIVE
    return IdentificationMethod.PROCEDURAL


def _sigmas(
    count: int, surveillance: Surveillance, rng: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Standard deviations of position and velocity, as they are stated."""
    place, speed = surveillance.position_sigma_m, surveillance.velocity_sigma_mps
    return (
        np.round(rng.uniform(place.low, place.high, count), 1).tolist(),
        np.round(rng.uniform(speed.low, speed.high, count), 2).tolist(),
    )

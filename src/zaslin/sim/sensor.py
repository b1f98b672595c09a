"""What surveillance and identification make of a raid: truth in, tracks out.

Estimates are uncertain, but honest: of the objects said to be decoys with probability
0.7, seven in ten are, on average.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.ids import TrackId
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import (
    Crew,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)
from zaslin.sim.profile import IdentityProfile, SensorProfile, Span
from zaslin.sim.raid import CLASSES, Raid

Floats = NDArray[np.float64]

_UNIDENTIFIED = (
    StandardIdentity.PENDING,
    StandardIdentity.UNKNOWN,
    StandardIdentity.SUSPECT,
)
# No class is ruled out before it has been looked at.
_LEAST_PRIOR = 0.02
_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is believed about each object of a raid, one row each.

    Drawn once for all objects, so that an object looks the same in every picture
    of its raid.
    """

    number: NDArray[np.int64]
    p_class: Floats
    p_decoy: Floats
    position_error: Floats
    velocity_error: Floats
    position_sigma_m: Floats
    velocity_sigma_mps: Floats
    age_s: Floats
    identity: tuple[StandardIdentity, ...]
    positive: NDArray[np.bool_]
    lapsed: NDArray[np.bool_]
    holds_s: Floats


def estimate(
    raid: Raid,
    sensor: SensorProfile,
    identity: IdentityProfile,
    rng: np.random.Generator,
) -> Estimate:
    """Draw what is believed about every object of a raid."""
    count = len(raid)
    stale = rng.random(count) < sensor.p_stale
    age_s = np.where(
        stale,
        _uniform(sensor.stale_age_s, count, rng),
        _uniform(sensor.age_s, count, rng),
    )
    unidentified = rng.random(count) < identity.p_unidentified
    doubts = rng.integers(len(_UNIDENTIFIED), size=count)
    return Estimate(
        # Numbers say nothing about the class, the window or the truth.
        number=rng.permutation(count) + 1,
        p_class=class_probabilities(
            raid.class_index, raid.class_mix(), sensor.class_evidence, rng
        ),
        p_decoy=decoy_probabilities(
            raid.is_decoy, raid.decoy_prior, sensor.decoy_evidence, rng
        ),
        position_error=rng.standard_normal((count, 2)),
        velocity_error=rng.standard_normal((count, 2)),
        position_sigma_m=_uniform(sensor.position_sigma_m, count, rng),
        velocity_sigma_mps=_uniform(sensor.velocity_sigma_mps, count, rng),
        age_s=age_s,
        identity=tuple(
            _UNIDENTIFIED[doubt] if unclear else StandardIdentity.HOSTILE
            for unclear, doubt in zip(unidentified, doubts, strict=True)
        ),
        positive=rng.random(count) < identity.p_positive,
        lapsed=rng.random(count) < identity.p_lapsed,
        holds_s=_uniform(identity.holds_s, count, rng),
    )


def covered(
    position_m: Floats, centres_m: Floats, coverage_m: float
) -> NDArray[np.bool_]:
    """Whether each position is within the coverage of any centre."""
    distance_m = np.linalg.norm(position_m[:, None] - centres_m[None], axis=2)
    near: NDArray[np.bool_] = np.any(distance_m <= coverage_m, axis=1)
    return near


def tracks_at(
    raid: Raid,
    believed: Estimate,
    seen: NDArray[np.bool_],
    at_s: float,
    authority: str,
) -> tuple[Track, ...]:
    """Tracks of the objects that are seen at an instant, by track number."""
    measured_s = at_s - believed.age_s
    # A fresh object was first measured at its launch, never before.
    measured_s = np.maximum(measured_s, np.minimum(raid.launched_s, at_s))
    position_m, velocity_mps = raid.routes.at(measured_s - raid.launched_s)
    sigma_m, sigma_mps = believed.position_sigma_m, believed.velocity_sigma_mps
    position_m = position_m + believed.position_error * sigma_m[:, None]
    velocity_mps = velocity_mps + believed.velocity_error * sigma_mps[:, None]
    rows = np.flatnonzero(seen)
    tracks = []
    for row in rows[np.argsort(believed.number[rows])]:
        east_m, north_m = np.round(position_m[row], 1).tolist()
        east_mps, north_mps = np.round(velocity_mps[row], 2).tolist()
        tracks.append(
            Track(
                id=track_id(int(believed.number[row])),
                position=Position(
                    east_m, north_m, float(np.round(raid.altitude_m[row]))
                ),
                velocity=Velocity(east_mps, north_mps),
                measured_at_s=round(float(measured_s[row]), 1),
                identity=believed.identity[row],
                crew=Crew.UNCREWED,
                class_probabilities=as_mapping(believed.p_class[row]),
                identification=_identification(believed, int(row), at_s, authority),
                p_decoy=round(float(believed.p_decoy[row]), _DECIMALS),
                position_sigma_m=round(float(believed.position_sigma_m[row]), 1),
                velocity_sigma_mps=round(float(believed.velocity_sigma_mps[row]), 2),
            )
        )
    return tuple(tracks)


def track_id(number: int) -> TrackId:
    """The name of a track in a simulated picture."""
    return TrackId(f"T{number:04d}")


def as_mapping(probabilities: Floats) -> dict[ThreatClass, float]:
    """Class probabilities to three decimals, without zeros, summing to one."""
    thousandths = np.round(probabilities * 10**_DECIMALS).astype(int)
    thousandths[int(np.argmax(probabilities))] += 10**_DECIMALS - thousandths.sum()
    return {
        threat_class: int(share) / 10**_DECIMALS
        for threat_class, share in zip(CLASSES, thousandths, strict=True)
        if share > 0
    }


def class_probabilities(
    class_index: NDArray[np.int64],
    class_mix: Floats,
    separation: Span,
    rng: np.random.Generator,
) -> Floats:
    """Bayes over the raid's mix of classes, from one Gaussian look per class.

    Parameters
    ----------
    class_index
        True class of each object, an index into CLASSES.
    class_mix
        Share of each class in the raid.
    separation
        How far apart classes look, in standard deviations.
    rng
        Where the looks come from.
    """
    count = len(class_index)
    evidence = _uniform(separation, count, rng)[:, None]
    prior = np.maximum(class_mix, _LEAST_PRIOR)
    look = rng.standard_normal((count, len(CLASSES)))
    look[np.arange(count), class_index] += evidence[:, 0]
    odds = np.log(prior) + evidence * look
    weight = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Floats = weight / weight.sum(axis=1, keepdims=True)
    return shares


def decoy_probabilities(
    is_decoy: NDArray[np.bool_],
    prior: Floats,
    separation: Span,
    rng: np.random.Generator,
) -> Floats:
    """Bayes over the share of decoys, from one Gaussian look.

    Parameters
    ----------
    is_decoy
        The truth about each object.
    prior
        Share of decoys among objects like it.
    separation
        How far apart decoys and others look, in standard deviations.
    rng
        Where the looks come from.
    """
    count = len(is_decoy)
    evidence = _uniform(separation, count, rng)
    look = rng.standard_normal(count) + evidence * is_decoy
    likelihood_ratio = np.exp(evidence * look - evidence**2 / 2.0)
    p_decoy: Floats = (
        prior * likelihood_ratio / (prior * likelihood_ratio + 1.0 - prior)
    )
    return p_decoy


def _identification(
    believed: Estimate, row: int, at_s: float, authority: str
) -> Identification | None:
    if believed.identity[row] is not StandardIdentity.HOSTILE:
        return None
    holds_s = float(np.round(believed.holds_s[row]))
    return Identification(
        authority=authority,
        method=(
            IdentificationMethod.POSITIVE
            if believed.positive[row]
            else IdentificationMethod.PROCEDURAL
        ),
        expires_s=at_s - holds_s if believed.lapsed[row] else at_s + holds_s,
    )


def _uniform(span: Span, count: int, rng: np.random.Generator) -> Floats:
    return rng.uniform(span.low, span.high, count)

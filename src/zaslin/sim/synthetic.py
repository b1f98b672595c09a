"""Parametric pictures of any size, for benchmarks and for tests of scale.

Drones arrive over an hour and a half at assets of four values, defended by many
short-range units, some short-range missiles and few of medium range, with about one
round per track: enough work for a planner, and too few rounds to shoot at everything.
Every number is notional.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.accept import accept_range
from zaslin.domain.control import Control, WeaponsControlStatus
from zaslin.domain.defence import (
    DefendedAsset,
    EffectorKind,
    FireUnit,
    InterceptorType,
    Magazine,
    PkRange,
)
from zaslin.domain.ids import AssetId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.space import GeoPoint, Position, Velocity
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)

Floats = NDArray[np.float64]

ORIGIN = GeoPoint(49.0, 32.0)
NOW_S = 1_757_214_000.0

_VALUES_MEUR = (10.0, 25.0, 60.0, 100.0)
_SPEED_MPS = {
    ThreatClass.ONE_WAY_ATTACK: (42.0, 54.0),
    ThreatClass.JET_ONE_WAY_ATTACK: (120.0, 165.0),
    ThreatClass.CRUISE_MISSILE: (200.0, 240.0),
}
_CLASS_MIX = (0.93, 0.04, 0.03)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arm:
    """A kind of unit of the synthetic defence, and how often it occurs."""

    share: float
    type: InterceptorType
    channels: int
    ring_m: tuple[float, float]
    rounds_weight: float


def _pk(low: float, high: float, hard: float) -> dict[ThreatClass, PkRange]:
    """Against drones as stated; against jets and cruise missiles ``hard`` times it."""
    return {
        ThreatClass.ONE_WAY_ATTACK: PkRange(low, high),
        ThreatClass.RECONNAISSANCE: PkRange(low, high),
        ThreatClass.JET_ONE_WAY_ATTACK: PkRange(low * hard, high * hard),
        ThreatClass.CRUISE_MISSILE: PkRange(low * hard, high * hard),
    }


_ARMS = (
    _Arm(
        share=0.3,
        type=InterceptorType(
            id=InterceptorTypeId("synthetic_gun"),
            kind=EffectorKind.GUN,
            speed_mps=700.0,
            min_range_m=100.0,
            max_range_m=3000.0,
            best_range_m=1500.0,
            edge_pk_factor=0.5,
            min_altitude_m=0.0,
            max_altitude_m=2000.0,
            pk=_pk(0.25, 0.5, 0.2),
            dwell_s=5.0,
            cost_meur=0.001,
        ),
        channels=1,
        ring_m=(1000.0, 9000.0),
        rounds_weight=1.0,
    ),
    _Arm(
        share=0.3,
        type=InterceptorType(
            id=InterceptorTypeId("synthetic_drone"),
            kind=EffectorKind.INTERCEPTOR_DRONE,
            speed_mps=80.0,
            min_range_m=300.0,
            max_range_m=10_000.0,
            best_range_m=7000.0,
            edge_pk_factor=0.6,
            min_altitude_m=50.0,
            max_altitude_m=4000.0,
            pk=_pk(0.25, 0.55, 0.1),
            dwell_s=15.0,
            assessment_time_s=15.0,
            cost_meur=0.004,
        ),
        channels=1,
        ring_m=(1000.0, 12_000.0),
        rounds_weight=1.0,
    ),
    _Arm(
        share=0.3,
        type=InterceptorType(
            id=InterceptorTypeId("synthetic_short"),
            kind=EffectorKind.MISSILE,
            speed_mps=600.0,
            min_range_m=1000.0,
            max_range_m=12_000.0,
            best_range_m=8000.0,
            edge_pk_factor=0.6,
            min_altitude_m=20.0,
            max_altitude_m=6000.0,
            pk=_pk(0.55, 0.8, 0.7),
            cost_meur=0.15,
        ),
        channels=2,
        ring_m=(1000.0, 8000.0),
        rounds_weight=1.0,
    ),
    _Arm(
        share=0.1,
        type=InterceptorType(
            id=InterceptorTypeId("synthetic_medium"),
            kind=EffectorKind.MISSILE,
            speed_mps=800.0,
            min_range_m=1500.0,
            max_range_m=35_000.0,
            best_range_m=22_000.0,
            edge_pk_factor=0.7,
            min_altitude_m=40.0,
            max_altitude_m=14_000.0,
            pk=_pk(0.65, 0.88, 0.9),
            cost_meur=0.45,
        ),
        channels=3,
        ring_m=(0.0, 6000.0),
        rounds_weight=2.0,
    ),
)


def synthetic_raid(
    tracks: int,
    units: int,
    rng: np.random.Generator,
    *,
    assets: int = 25,
    rounds_per_track: float = 1.0,
    arrival_span_s: float = 5400.0,
    side_m: float = 300_000.0,
    forecast: int = 0,
) -> Picture:
    """A picture of so many live hostile tracks against so many fire units.

    Parameters
    ----------
    tracks, units, assets
        How many of each.
    rng
        Where all chances come from; the same state gives the same picture.
    rounds_per_track
        All rounds of the defence over all live tracks; about 1 is scarce.
    arrival_span_s
        The tracks reach their assets evenly over this time from now on.
    side_m
        Assets lie evenly in a square of this side.
    forecast
        Ghost tracks of the same kind, appearing evenly over the same time.
    """
    accept_range("tracks", tracks, 0, 100_000)
    accept_range("units", units, 0, 100_000)
    accept_range("assets", assets, 1, 10_000)
    accept_range("rounds_per_track", rounds_per_track, 0.0, 1000.0)
    accept_range("arrival_span_s", arrival_span_s, 1.0, 86_400.0)
    accept_range("side_m", side_m, 1000.0, 2.0e6)
    accept_range("forecast", forecast, 0, 100_000)
    defended = _assets(assets, side_m, rng)
    coming_s = rng.uniform(30.0, max(30.0, arrival_span_s), tracks)
    live = _tracks("T", defended, coming_s, NOW_S, rng)
    appears_s = NOW_S + rng.uniform(0.0, arrival_span_s, forecast)
    notice_s = rng.uniform(300.0, 900.0, forecast)
    ghosts = _tracks("F", defended, notice_s, NOW_S, rng)
    return Picture(
        revision=1,
        now_s=NOW_S,
        origin=ORIGIN,
        tracks=tuple(live),
        fire_units=tuple(
            _units(units, round(rounds_per_track * tracks), defended, rng)
        ),
        interceptor_types=tuple(arm.type for arm in _ARMS),
        assets=defended,
        control=Control(weapons_control=WeaponsControlStatus.FREE),
        forecast=tuple(
            ForecastTrack(
                track=replace(track, measured_at_s=round(float(moment_s), 1)),
                p_appears=1.0,
            )
            for track, moment_s in zip(ghosts, appears_s, strict=True)
        ),
    )


def moved(
    picture: Picture,
    dt_s: float,
    rng: np.random.Generator,
    *,
    p_lost: float = 0.005,
    arrival_span_s: float = 5400.0,
) -> Picture:
    """The same raid a little later, as a warm re-plan meets it.

    Every track has moved on and is measured anew; those that reached an asset, and
    a share ``p_lost`` of the others, are gone; as many new ones have come up, to
    arrive at the end of ``arrival_span_s``.
    Nothing that the operator was shown is carried over: add it with ``replace``.
    """
    accept_range("dt_s", dt_s, 0.0, 86_400.0)
    now_s = picture.now_s + dt_s
    assets_m = _positions(picture.assets)
    kept = []
    for track in picture.tracks:
        here = _advanced(track, now_s, rng)
        lost = rng.random() < p_lost
        if not lost and not _arrived(track, here, assets_m):
            kept.append(here)
    gone = len(picture.tracks) - len(kept)
    fresh: Iterator[Track] = iter(())
    if picture.assets:
        coming_s = rng.uniform(0.9 * arrival_span_s, arrival_span_s, gone)
        prefix = f"N{picture.revision + 1}-"
        fresh = _tracks(prefix, picture.assets, coming_s, now_s, rng)
    return replace(
        picture,
        revision=picture.revision + 1,
        now_s=now_s,
        tracks=(*kept, *fresh),
        forecast=tuple(
            ghost for ghost in picture.forecast if ghost.track.measured_at_s > now_s
        ),
    )


def _assets(
    count: int, side_m: float, rng: np.random.Generator
) -> tuple[DefendedAsset, ...]:
    places_m = np.round(rng.uniform(-side_m / 2.0, side_m / 2.0, (count, 2)))
    return tuple(
        DefendedAsset(
            id=AssetId(f"asset-{index + 1:02d}"),
            position=Position(float(place_m[0]), float(place_m[1])),
            value_meur=_VALUES_MEUR[index % len(_VALUES_MEUR)],
        )
        for index, place_m in enumerate(places_m)
    )


def _units(
    count: int,
    rounds: int,
    assets: tuple[DefendedAsset, ...],
    rng: np.random.Generator,
) -> Iterator[FireUnit]:
    """Units near assets, dearer ones more often, sharing out all the rounds."""
    if count == 0:
        return
    shares = np.array([arm.share for arm in _ARMS])
    bounds = np.round(np.cumsum(shares) / shares.sum() * count)
    arms = [_ARMS[int(np.sum(bounds <= index))] for index in range(count)]
    weight = np.array([arm.rounds_weight for arm in arms])
    ready = rng.multinomial(rounds, weight / weight.sum())
    value = np.sqrt([asset.value_meur for asset in assets])
    near = rng.choice(len(assets), size=count, p=value / value.sum())
    for index, arm in enumerate(arms):
        asset = assets[near[index]].position
        radius_m, bearing = rng.uniform(*arm.ring_m), rng.uniform(0.0, math.tau)
        yield FireUnit(
            id=FireUnitId(f"unit-{index + 1:03d}"),
            position=Position(
                float(np.round(asset.east_m + radius_m * math.sin(bearing))),
                float(np.round(asset.north_m + radius_m * math.cos(bearing))),
            ),
            channels=arm.channels,
            magazines=(
                Magazine(interceptor_type=arm.type.id, rounds_ready=int(ready[index])),
            ),
            antenna_height_m=10.0,
            sensor_range_m=60_000.0,
        )


def _tracks(
    prefix: str,
    assets: tuple[DefendedAsset, ...],
    coming_s: Floats,
    now_s: float,
    rng: np.random.Generator,
) -> Iterator[Track]:
    """Hostile drones, each ``coming_s`` seconds from its asset, out of the east."""
    value = np.sqrt([asset.value_meur for asset in assets])
    bound = rng.choice(len(assets), size=len(coming_s), p=value / value.sum())
    classes = tuple(_SPEED_MPS)
    drawn = rng.choice(len(classes), size=len(coming_s), p=_CLASS_MIX)
    for index, time_s in enumerate(coming_s):
        threat_class = classes[drawn[index]]
        speed_mps = rng.uniform(*_SPEED_MPS[threat_class])
        # Where it comes from, seen from its asset: north-east to south-east.
        bearing = rng.uniform(math.radians(20.0), math.radians(160.0))
        course = bearing + math.pi + 0.05 * rng.standard_normal()
        there = assets[bound[index]].position
        distance_m = speed_mps * time_s
        altitude_m = 900.0 * math.exp(0.7 * rng.standard_normal())
        yield Track(
            id=TrackId(f"{prefix}{index + 1:04d}"),
            position=Position(
                round(there.east_m + distance_m * math.sin(bearing), 1),
                round(there.north_m + distance_m * math.cos(bearing), 1),
                float(round(min(max(altitude_m, 60.0), 4000.0))),
            ),
            velocity=Velocity(
                round(speed_mps * math.sin(course), 2),
                round(speed_mps * math.cos(course), 2),
            ),
            measured_at_s=now_s,
            identity=StandardIdentity.HOSTILE,
            crew=Crew.UNCREWED,
            class_probabilities=_class_probabilities(threat_class, rng),
            identification=Identification(
                authority="benchmark (notional)",
                method=IdentificationMethod.POSITIVE,
                expires_s=now_s + 86_400.0,
            ),
            p_decoy=round(rng.beta(2.0, 3.0), 3),
            position_sigma_m=round(rng.uniform(40.0, 300.0), 1),
            velocity_sigma_mps=round(rng.uniform(0.5, 2.0), 2),
        )


def _class_probabilities(
    threat_class: ThreatClass, rng: np.random.Generator
) -> dict[ThreatClass, float]:
    """Mostly what it is, and for the rest a drone (or, of a drone, a jet)."""
    certain = round(rng.uniform(0.8, 1.0), 3)
    other = (
        ThreatClass.JET_ONE_WAY_ATTACK
        if threat_class is ThreatClass.ONE_WAY_ATTACK
        else ThreatClass.ONE_WAY_ATTACK
    )
    return {threat_class: certain, other: round(1.0 - certain, 3)}


def _positions(assets: tuple[DefendedAsset, ...]) -> Floats:
    return np.array(
        [(asset.position.east_m, asset.position.north_m) for asset in assets],
        dtype=float,
    ).reshape(-1, 2)


def _advanced(track: Track, now_s: float, rng: np.random.Generator) -> Track:
    """The track at a later time, measured anew with its own noise."""
    age_s = now_s - track.measured_at_s
    noise_m = 0.3 * track.position_sigma_m * rng.standard_normal(2)
    noise_mps = 0.1 * track.velocity_sigma_mps * rng.standard_normal(2)
    position, velocity = track.position, track.velocity
    return replace(
        track,
        position=replace(
            position,
            east_m=position.east_m + velocity.east_mps * age_s + float(noise_m[0]),
            north_m=position.north_m + velocity.north_mps * age_s + float(noise_m[1]),
        ),
        velocity=replace(
            velocity,
            east_mps=velocity.east_mps + float(noise_mps[0]),
            north_mps=velocity.north_mps + float(noise_mps[1]),
        ),
        measured_at_s=now_s,
    )


def _arrived(before: Track, after: Track, assets_m: Floats) -> bool:
    """Whether the way from one position to the next passed an asset closely."""
    start = np.array([before.position.east_m, before.position.north_m])
    way = np.array([after.position.east_m, after.position.north_m]) - start
    length_2 = max(float(way @ way), 1e-9)
    share = np.clip((assets_m - start) @ way / length_2, 0.0, 1.0)
    nearest_m = np.linalg.norm(start + share[:, None] * way - assets_m, axis=1)
    return bool(np.any(nearest_m < 1000.0))

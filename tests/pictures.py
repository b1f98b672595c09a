"""Named tiny pictures and a seeded generator of random ones.

Every number is notional.
Tests derive variants with ``dataclasses.replace`` instead of typing them again.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import (
    DefendedAsset,
    EffectorKind,
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
    PkRange,
    PopulatedArea,
    PreparedPosition,
)
from zaslin.domain.ids import (
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
    ZoneId,
)
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.space import Area, GeoPoint, Position, Sector, Velocity
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)

NOW_S = 1_757_200_000.0
ORIGIN = GeoPoint(50.0, 30.0)
FREE = Control(weapons_control=WeaponsControlStatus.FREE)

SHAHED: dict[ThreatClass, float] = {ThreatClass.ONE_WAY_ATTACK: 1.0}
CRUISE: dict[ThreatClass, float] = {ThreatClass.CRUISE_MISSILE: 1.0}
MOSTLY_SHAHED: dict[ThreatClass, float] = {
    ThreatClass.ONE_WAY_ATTACK: 0.8,
    ThreatClass.JET_ONE_WAY_ATTACK: 0.15,
    ThreatClass.RECONNAISSANCE: 0.05,
}


# ------------------------------------------------------------------- the round types

MISSILE = InterceptorType(
    id=InterceptorTypeId("missile"),
    kind=EffectorKind.MISSILE,
    speed_mps=900.0,
    min_range_m=1_000.0,
    max_range_m=40_000.0,
    min_altitude_m=30.0,
    max_altitude_m=15_000.0,
    pk={
        ThreatClass.ONE_WAY_ATTACK: PkRange(0.7, 0.9),
        ThreatClass.JET_ONE_WAY_ATTACK: PkRange(0.6, 0.85),
        ThreatClass.RECONNAISSANCE: PkRange(0.7, 0.9),
        ThreatClass.CRUISE_MISSILE: PkRange(0.55, 0.8),
    },
    best_range_m=30_000.0,
    edge_pk_factor=0.6,
    dwell_s=0.0,
    assessment_time_s=8.0,
    cost_meur=1.0,
)
"""A scarce, costly round with a long reach."""

GUN_ROUND = InterceptorType(
    id=InterceptorTypeId("gun_round"),
    kind=EffectorKind.GUN,
    speed_mps=1_000.0,
    min_range_m=0.0,
    max_range_m=3_500.0,
    min_altitude_m=0.0,
    max_altitude_m=3_000.0,
    pk={
        ThreatClass.ONE_WAY_ATTACK: PkRange(0.35, 0.6),
        ThreatClass.JET_ONE_WAY_ATTACK: PkRange(0.1, 0.3),
        ThreatClass.RECONNAISSANCE: PkRange(0.3, 0.6),
    },
    best_range_m=2_000.0,
    edge_pk_factor=0.5,
    dwell_s=4.0,
    assessment_time_s=6.0,
    cost_meur=0.004,
)
"""One gun salvo: cheap and short; useless against cruise missiles."""

INTERCEPTOR_DRONE = InterceptorType(
    id=InterceptorTypeId("interceptor_drone"),
    kind=EffectorKind.INTERCEPTOR_DRONE,
    speed_mps=80.0,
    min_range_m=500.0,
    max_range_m=15_000.0,
    min_altitude_m=50.0,
    max_altitude_m=4_000.0,
    pk={
        ThreatClass.ONE_WAY_ATTACK: PkRange(0.3, 0.6),
        ThreatClass.RECONNAISSANCE: PkRange(0.4, 0.7),
    },
    best_range_m=8_000.0,
    edge_pk_factor=0.4,
    dwell_s=15.0,
    assessment_time_s=20.0,
    cost_meur=0.003,
)
"""Slow, cheap, several sorties for one kill; too slow for the fastest tracks."""

JAMMER = InterceptorType(
    id=InterceptorTypeId("jammer"),
    kind=EffectorKind.ELECTRONIC_WARFARE,
    speed_mps=3.0e8,
    min_range_m=0.0,
    max_range_m=8_000.0,
    min_altitude_m=0.0,
    max_altitude_m=5_000.0,
    pk={
        ThreatClass.ONE_WAY_ATTACK: PkRange(0.05, 0.25),
        ThreatClass.RECONNAISSANCE: PkRange(0.1, 0.4),
    },
    best_range_m=4_000.0,
    edge_pk_factor=0.3,
    dwell_s=30.0,
    assessment_time_s=10.0,
)
"""Electronic warfare: spends no rounds and needs time on the track."""

TYPES = (MISSILE, GUN_ROUND, INTERCEPTOR_DRONE, JAMMER)


# ------------------------------------------------------------------ tracks and units


def identification(
    *,
    method: IdentificationMethod = IdentificationMethod.POSITIVE,
    expires_s: float = NOW_S + 3_600.0,
) -> Identification:
    """A hostile declaration by a named officer, good for an hour."""
    return Identification(authority="Lt Koval", method=method, expires_s=expires_s)


def hostile(
    name: str,
    *,
    east_m: float = 0.0,
    north_m: float = 30_000.0,
    altitude_m: float = 800.0,
    east_mps: float = 0.0,
    north_mps: float = -50.0,
    classes: Mapping[ThreatClass, float] = SHAHED,
    measured_at_s: float = NOW_S,
    p_decoy: float = 0.0,
) -> Track:
    """An uncrewed track, positively identified as hostile; by default south-bound."""
    return Track(
        id=TrackId(name),
        position=Position(east_m, north_m, altitude_m),
        velocity=Velocity(east_mps, north_mps),
        measured_at_s=measured_at_s,
        identity=StandardIdentity.HOSTILE,
        crew=Crew.UNCREWED,
        class_probabilities=classes,
        identification=identification(),
        p_decoy=p_decoy,
    )


def asset(
    name: str, *, east_m: float = 0.0, north_m: float = 0.0, value_meur: float = 20.0
) -> DefendedAsset:
    """Something worth defending, by default at the origin."""
    return DefendedAsset(
        id=AssetId(name), position=Position(east_m, north_m, 0.0), value_meur=value_meur
    )


def missile_unit(
    name: str, *, east_m: float = 0.0, north_m: float = 0.0, rounds: int = 4
) -> FireUnit:
    """Two channels, a tall mast, everything on the rails."""
    return FireUnit(
        id=FireUnitId(name),
        position=Position(east_m, north_m, 100.0),
        channels=2,
        magazines=(Magazine(interceptor_type=MISSILE.id, rounds_ready=rounds),),
        reaction_time_s=12.0,
        antenna_height_m=20.0,
        sensor_range_m=80_000.0,
    )


def gun_group(name: str, *, east_m: float = 0.0, north_m: float = 0.0) -> FireUnit:
    """A mobile group that reloads, fires twice before it looks, and may move east."""
    return FireUnit(
        id=FireUnitId(name),
        position=Position(east_m, north_m, 100.0),
        channels=1,
        magazines=(
            Magazine(
                interceptor_type=GUN_ROUND.id,
                rounds_ready=2,
                rounds_stored=6,
                reload_time_s=40.0,
            ),
        ),
        reaction_time_s=8.0,
        antenna_height_m=3.0,
        sensor_range_m=12_000.0,
        doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK,
        prepared_positions=(
            PreparedPosition(
                id=PositionId("east"),
                position=Position(east_m + 5_000.0, north_m, 120.0),
                travel_time_s=240.0,
            ),
        ),
    )


def drone_team(name: str, *, east_m: float = 0.0, north_m: float = 0.0) -> FireUnit:
    """A team with interceptor drones that watches the northern half only."""
    return FireUnit(
        id=FireUnitId(name),
        position=Position(east_m, north_m, 100.0),
        channels=2,
        magazines=(
            Magazine(
                interceptor_type=INTERCEPTOR_DRONE.id,
                rounds_ready=2,
                rounds_stored=4,
                reload_time_s=120.0,
            ),
        ),
        reaction_time_s=20.0,
        sector=Sector(0.0, math.pi),
        antenna_height_m=5.0,
        sensor_range_m=20_000.0,
    )


def jammer_unit(name: str, *, east_m: float = 0.0, north_m: float = 0.0) -> FireUnit:
    """An electronic-warfare unit; its magazine of no rounds only names the type."""
    return FireUnit(
        id=FireUnitId(name),
        position=Position(east_m, north_m, 100.0),
        channels=1,
        magazines=(Magazine(interceptor_type=JAMMER.id, rounds_ready=0),),
        reaction_time_s=5.0,
        antenna_height_m=15.0,
        sensor_range_m=30_000.0,
    )


# ------------------------------------------------------------------- named pictures


def one_track_one_unit() -> Picture:
    """One drone flying straight at the only asset, one missile unit beside it."""
    return Picture(
        revision=1,
        now_s=NOW_S,
        origin=ORIGIN,
        tracks=(hostile("T1"),),
        fire_units=(missile_unit("U1", east_m=500.0),),
        interceptor_types=TYPES,
        assets=(asset("A1"),),
        control=FREE,
    )


def empty_sky() -> Picture:
    """Units and assets, but nothing in the air."""
    return replace(one_track_one_unit(), tracks=())


def two_units_one_round() -> Picture:
    """Two tracks, two units, one round each; each unit is better against one track."""
    return replace(
        one_track_one_unit(),
        tracks=(
            hostile("T1", east_m=-10_000.0),
            hostile("T2", east_m=10_000.0, classes=CRUISE, north_mps=-220.0),
        ),
        fire_units=(
            missile_unit("U1", east_m=-9_000.0, rounds=1),
            missile_unit("U2", east_m=9_000.0, rounds=1),
        ),
        assets=(asset("A1", east_m=-10_000.0), asset("A2", east_m=10_000.0)),
    )


def saturated() -> Picture:
    """Twelve tracks at once against two units with four rounds each."""
    return replace(
        one_track_one_unit(),
        tracks=tuple(
            hostile(
                f"T{number:02}",
                east_m=1_500.0 * (number - 6),
                north_m=32_000.0 + 700.0 * (number % 5),
                classes=CRUISE if number % 4 == 0 else SHAHED,
                p_decoy=0.1 * (number % 6),
            )
            for number in range(12)
        ),
        fire_units=(
            missile_unit("U1", east_m=-3_000.0),
            missile_unit("U2", east_m=4_000.0),
        ),
        assets=(asset("A1"), asset("A2", east_m=6_000.0, value_meur=35.0)),
    )


def all_friendly() -> Picture:
    """Every kind of track that must never be engaged, and nothing else."""
    track = hostile("T")
    never = (
        StandardIdentity.FRIEND,
        StandardIdentity.ASSUMED_FRIEND,
        StandardIdentity.NEUTRAL,
    )
    return replace(
        one_track_one_unit(),
        tracks=(
            *(replace(track, id=TrackId(each.value), identity=each) for each in never),
            replace(track, id=TrackId("civil"), civil=True),
            replace(track, id=TrackId("crewed"), crew=Crew.CREWED),
            replace(track, id=TrackId("possibly"), crew=Crew.POSSIBLY_CREWED),
        ),
    )


def hold() -> Picture:
    """The saturated picture with every weapon class on HOLD."""
    return replace(saturated(), control=Control())


def empty_magazines() -> Picture:
    """The saturated picture with nothing left to fire."""
    units = saturated().fire_units
    empty = (Magazine(interceptor_type=MISSILE.id, rounds_ready=0),)
    return replace(
        saturated(),
        fire_units=tuple(replace(unit, magazines=empty) for unit in units),
    )


def mixed_types() -> Picture:
    """All four kinds of unit, one of them mobile, a town below and a zone aside."""
    return replace(
        one_track_one_unit(),
        tracks=(
            hostile("T1", east_m=200.0, north_m=18_000.0, classes=MOSTLY_SHAHED),
            hostile("T2", east_m=4_800.0, north_m=24_000.0, p_decoy=0.4),
            hostile("T3", east_m=-6_000.0, north_m=9_000.0, east_mps=30.0),
            hostile("T4", north_m=60_000.0, north_mps=-230.0, classes=CRUISE),
            replace(hostile("T5"), identity=StandardIdentity.UNKNOWN),
        ),
        fire_units=(
            missile_unit("missile", east_m=-1_000.0),
            gun_group("gun", east_m=300.0, north_m=1_500.0),
            drone_team("drones", north_m=-500.0),
            jammer_unit("jammer", east_m=100.0),
        ),
        assets=(asset("A1"), asset("A2", east_m=5_000.0, value_meur=40.0)),
        populated_areas=(
            PopulatedArea(
                id="town",
                position=Position(1_000.0, 6_000.0),
                radius_m=2_500.0,
                debris_meur=0.4,
            ),
        ),
        control=replace(
            FREE,
            zones=(
                NoEngagementZone(
                    id=ZoneId("corridor"),
                    area=square(-14_000.0, 8_000.0, half_m=2_000.0),
                ),
            ),
        ),
    )


def with_pins_and_shown() -> Picture:
    """The mixed picture while one missile flies and another is authorised."""
    picture = mixed_types()
    pin = PinnedEngagement(
        track=TrackId("T1"),
        fire_unit=FireUnitId("missile"),
        interceptor_type=MISSILE.id,
        salvo_size=1,
        launch_s=NOW_S - 4.0,
        intercept_s=NOW_S + 14.0,
        assessed_s=NOW_S + 22.0,
        pk=0.8,
        authorised_by="Maj Bondar",
        launched=True,
    )
    authorised = replace(
        pin,
        track=TrackId("T2"),
        launch_s=NOW_S + 15.0,
        intercept_s=NOW_S + 39.0,
        assessed_s=NOW_S + 47.0,
        launched=False,
    )
    shown = ShownShot(
        track=TrackId("T4"),
        fire_unit=FireUnitId("missile"),
        interceptor_type=MISSILE.id,
        salvo_size=1,
        launch_s=NOW_S + 130.0,
    )
    control = replace(picture.control, pinned=(pin, authorised))
    return replace(picture, control=control, shown=(shown,))


def with_forecast() -> Picture:
    """The mixed picture with a second wave expected in five minutes."""
    ghosts = tuple(
        ForecastTrack(
            track=hostile(
                f"G{number}",
                east_m=2_000.0 * number,
                north_m=28_000.0,
                measured_at_s=NOW_S + 300.0,
            ),
            p_appears=0.25 * number,
        )
        for number in (1, 2, 3)
    )
    return replace(mixed_types(), forecast=ghosts)


def square(east_m: float, north_m: float, *, half_m: float) -> Area:
    """A square area around a point."""
    return Area(
        (
            (east_m - half_m, north_m - half_m),
            (east_m + half_m, north_m - half_m),
            (east_m + half_m, north_m + half_m),
            (east_m - half_m, north_m + half_m),
        )
    )


# ------------------------------------------------------------------- random pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How often a random picture shows what makes planning hard; 0 never, 1 always."""

    not_engageable: float = 0.15
    late_report: float = 0.3
    sector: float = 0.3
    mobile: float = 0.3
    control: float = 0.3


def random_picture(
    seed: int,
    *,
    tracks: int = 8,
    units: int = 5,
    assets: int = 4,
    forecast: int = 0,
    pins: int = 0,
    shown: int = 0,
    share: Share = Share(),
) -> Picture:
    """A valid picture drawn from a seed: tracks inbound from all sides to 40 km."""
    rng = np.random.default_rng(seed)
    fire_units = tuple(_random_unit(rng, number, share) for number in range(units))
    live = tuple(_random_track(rng, f"T{number:03}", share) for number in range(tracks))
    return Picture(
        revision=seed,
        now_s=NOW_S,
        origin=ORIGIN,
        tracks=live,
        fire_units=fire_units,
        interceptor_types=TYPES,
        assets=tuple(
            asset(
                f"A{number:02}",
                east_m=float(rng.uniform(-12_000.0, 12_000.0)),
                north_m=float(rng.uniform(-12_000.0, 12_000.0)),
                value_meur=float(rng.uniform(2.0, 60.0)),
            )
            for number in range(assets)
        ),
        populated_areas=(
            PopulatedArea(
                id="town",
                position=Position(float(rng.uniform(-8_000.0, 8_000.0)), 3_000.0),
                radius_m=float(rng.uniform(1_000.0, 5_000.0)),
                debris_meur=float(rng.uniform(0.0, 0.5)),
            ),
        ),
        control=_random_control(rng, live, fire_units, pins, share),
        forecast=tuple(_random_ghost(rng, f"G{each:03}") for each in range(forecast)),
        shown=_random_shown(rng, live, fire_units, shown),
    )


def _random_track(rng: np.random.Generator, name: str, share: Share) -> Track:
    bearing = float(rng.uniform(0.0, 2.0 * math.pi))
    distance_m = float(rng.uniform(4_000.0, 40_000.0))
    course = bearing + math.pi + float(rng.normal(0.0, 0.25))
    cruise = rng.random() < 0.2
    speed_mps = float(rng.uniform(180.0, 240.0) if cruise else rng.uniform(35.0, 60.0))
    age_s = float(rng.uniform(0.0, 20.0)) if rng.random() < share.late_report else 0.0
    track = hostile(
        name,
        east_m=distance_m * math.sin(bearing),
        north_m=distance_m * math.cos(bearing),
        altitude_m=float(rng.uniform(60.0, 2_500.0)),
        east_mps=speed_mps * math.sin(course),
        north_mps=speed_mps * math.cos(course),
        classes=CRUISE if cruise else MOSTLY_SHAHED if rng.random() < 0.5 else SHAHED,
        measured_at_s=NOW_S - age_s,
        p_decoy=0.0 if cruise else float(rng.uniform(0.0, 0.6)),
    )
    if rng.random() < 0.3:
        procedural = identification(method=IdentificationMethod.PROCEDURAL)
        track = replace(track, identification=procedural)
    if rng.random() < share.not_engageable:
        track = _not_engageable(rng, track)
    return track


def _not_engageable(rng: np.random.Generator, track: Track) -> Track:
    """The same track with one fact that takes it out of the plan."""
    lapsed = identification(expires_s=NOW_S)
    variants = (
        replace(track, identity=StandardIdentity.UNKNOWN),
        replace(track, identity=StandardIdentity.FRIEND),
        replace(track, civil=True),
        replace(track, crew=Crew.POSSIBLY_CREWED),
        replace(track, identification=None),
        replace(track, identification=lapsed),
        replace(track, measured_at_s=NOW_S - 90.0),
    )
    return variants[int(rng.integers(len(variants)))]


def _random_unit(rng: np.random.Generator, number: int, share: Share) -> FireUnit:
    make = (missile_unit, gun_group, drone_team, jammer_unit)[number % 4]
    east_m = float(rng.uniform(-12_000.0, 12_000.0))
    north_m = float(rng.uniform(-12_000.0, 12_000.0))
    unit = make(f"U{number:03}", east_m=east_m, north_m=north_m)
    if rng.random() < share.sector:
        sector = Sector(
            float(rng.uniform(-math.pi, math.pi)),
            float(rng.uniform(math.pi / 3.0, 2.0 * math.pi)),
        )
        unit = replace(unit, sector=sector)
    place = PreparedPosition(
        id=PositionId("alternative"),
        position=Position(
            east_m + float(rng.uniform(-6_000.0, 6_000.0)), north_m, 90.0
        ),
        travel_time_s=float(rng.uniform(60.0, 300.0)),
    )
    return replace(
        unit,
        doctrine=tuple(FiringDoctrine)[int(rng.integers(2))],
        ready_at_s=NOW_S + float(rng.uniform(-60.0, 60.0)),
        prepared_positions=(place,) if rng.random() < share.mobile else (),
    )


def _random_ghost(rng: np.random.Generator, name: str) -> ForecastTrack:
    appears_s = NOW_S + float(rng.uniform(60.0, 600.0))
    track = _random_track(rng, name, Share(not_engageable=0.0))
    return ForecastTrack(
        track=replace(track, measured_at_s=appears_s),
        p_appears=float(rng.uniform(0.05, 1.0)),
    )


def _random_control(
    rng: np.random.Generator,
    tracks: tuple[Track, ...],
    units: tuple[FireUnit, ...],
    pins: int,
    share: Share,
) -> Control:
    control = replace(FREE, pinned=_random_pins(rng, tracks, units, pins))
    if not tracks or not units or rng.random() >= share.control:
        return control
    east_m, north_m = rng.uniform(-15_000.0, 15_000.0, 2)
    away = square(float(east_m), float(north_m), half_m=3_000.0)
    return replace(
        control,
        orders=(
            WeaponsControlOrder(status=WeaponsControlStatus.TIGHT, area=away),
            WeaponsControlOrder(
                status=WeaponsControlStatus.HOLD, area=away, kind=EffectorKind.MISSILE
            ),
        ),
        zones=(
            NoEngagementZone(
                id=ZoneId("corridor"),
                area=square(float(north_m), float(east_m), half_m=1_500.0),
                floor_m=300.0,
                ceiling_m=6_000.0,
                active_until_s=NOW_S + 400.0,
            ),
        ),
        reserves=(ReserveOrder(interceptor_type=MISSILE.id, rounds=1),),
        forbidden=(ForbiddenPairing(track=tracks[0].id, fire_unit=units[0].id),),
    )


def _random_pins(
    rng: np.random.Generator,
    tracks: tuple[Track, ...],
    units: tuple[FireUnit, ...],
    count: int,
) -> tuple[PinnedEngagement, ...]:
    """At most one pin per unit, so that pins alone never exceed a capacity."""
    usable = [unit for unit in units if unit.magazines[0].rounds_ready > 0]
    count = min(count, len(usable), len(tracks))
    chosen = rng.permutation(len(tracks))[:count]
    pins = []
    for unit, index in zip(usable, chosen, strict=False):
        launched = bool(rng.random() < 0.5)
        launch_s = NOW_S + float(rng.uniform(-15.0, -1.0) if launched else 12.0)
        intercept_s = launch_s + float(rng.uniform(16.0, 40.0))
        pins.append(
            PinnedEngagement(
                track=tracks[int(index)].id,
                fire_unit=unit.id,
                interceptor_type=unit.magazines[0].interceptor_type,
                salvo_size=1,
                launch_s=launch_s,
                intercept_s=intercept_s,
                assessed_s=intercept_s + 8.0,
                pk=float(rng.uniform(0.2, 0.9)),
                authorised_by="Maj Bondar",
                launched=launched,
            )
        )
    return tuple(pins)


def _random_shown(
    rng: np.random.Generator,
    tracks: tuple[Track, ...],
    units: tuple[FireUnit, ...],
    count: int,
) -> tuple[ShownShot, ...]:
    count = min(count, len(tracks)) if units else 0
    return tuple(
        ShownShot(
            track=tracks[index].id,
            fire_unit=(unit := units[int(rng.integers(len(units)))]).id,
            interceptor_type=unit.magazines[0].interceptor_type,
            salvo_size=1,
            launch_s=NOW_S + 10.0 * float(rng.integers(1, 60)),
        )
        for index in range(count)
    )

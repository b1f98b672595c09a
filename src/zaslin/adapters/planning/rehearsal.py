"""A tiny notional raid, planned once so that every kernel is loaded in time."""

from collections.abc import Callable

from zaslin.assignment.plan import plan
from zaslin.assignment.stop import Deadline, MaxIterations
from zaslin.domain.control import Control, WeaponsControlStatus
from zaslin.domain.defence import (
    DefendedAsset,
    EffectorKind,
    FireUnit,
    InterceptorType,
    Magazine,
    PkRange,
    PreparedPosition,
)
from zaslin.domain.ids import (
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.space import GeoPoint, Position, Velocity
from zaslin.domain.track import (
    Crew,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)
from zaslin.live.judgement import Judge

_LONG_ENOUGH_S = 3600.0
_ROUND = InterceptorTypeId("rehearsal")


def rehearse(params: PlanParams, monotonic: Callable[[], float]) -> None:
    """Plan for a made-up raid from nothing and from prices, and judge the plans."""
    picture = rehearsal_picture()
    judge = Judge(picture, params)
    judge.floor()
    first = plan(picture, params, Deadline(monotonic, _LONG_ENOUGH_S), clock=monotonic)
    judge.checked(first)
    again = plan(picture, params, MaxIterations(10), previous=first)
    judge.checked(again)


def rehearsal_picture() -> Picture:
    """Six drones, two units, one of them mobile, one asset; nothing of it is real."""
    return Picture(
        revision=0,
        now_s=0.0,
        origin=GeoPoint(0.0, 0.0),
        tracks=tuple(_drone(number) for number in range(6)),
        fire_units=(_unit("fixed", 0.0), _unit("mobile", 4_000.0, is_mobile=True)),
        interceptor_types=(_interceptor(),),
        assets=(
            DefendedAsset(id=AssetId("asset"), position=Position(0, 0), value_meur=9.0),
        ),
        control=Control(weapons_control=WeaponsControlStatus.FREE),
    )


def _interceptor() -> InterceptorType:
    return InterceptorType(
        id=_ROUND,
        kind=EffectorKind.MISSILE,
        speed_mps=800.0,
        min_range_m=500.0,
        max_range_m=30_000.0,
        best_range_m=20_000.0,
        min_altitude_m=0.0,
        max_altitude_m=10_000.0,
        pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.6, 0.8)},
        cost_meur=0.1,
    )


def _unit(name: str, north_m: float, *, is_mobile: bool = False) -> FireUnit:
    place = PreparedPosition(
        id=PositionId("other"), position=Position(2_000, north_m), travel_time_s=60.0
    )
    return FireUnit(
        id=FireUnitId(name),
        position=Position(0.0, north_m),
        channels=1,
        magazines=(
            Magazine(
                interceptor_type=_ROUND,
                rounds_ready=2,
                rounds_stored=2,
                reload_time_s=60.0,
            ),
        ),
        prepared_positions=(place,) if is_mobile else (),
    )


def _drone(number: int) -> Track:
    return Track(
        id=TrackId(f"drone {number}"),
        position=Position(30_000.0 + 1_500.0 * number, 500.0 * number, 1_000.0),
        velocity=Velocity(-50.0, 0.0),
        measured_at_s=0.0,
        identity=StandardIdentity.HOSTILE,
        crew=Crew.UNCREWED,
        class_probabilities={ThreatClass.ONE_WAY_ATTACK: 1.0},
        identification=Identification(
            authority="nobody, a rehearsal",
            method=IdentificationMethod.POSITIVE,
            expires_s=1.0e9,
        ),
    )

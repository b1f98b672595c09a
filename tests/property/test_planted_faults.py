"""Each safety test is itself tested: a fault is planted, and has to be found.

The fault makes the optimiser plan what it must not.
First the checker has to reject that plan; then, the checker silenced as well,
the count by hand (``tests/audit.py``) has to fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from tests import pictures
from tests.audit import audit, no_better_plan_was_rejected
from tests.pictures import NOW_S, hostile, missile_unit, square
from zaslin.assignment import compile as compiler
from zaslin.assignment import eligibility
from zaslin.assignment import pins as pinning
from zaslin.assignment import plan as planner
from zaslin.assignment.check import PlanRejected, Rule
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.control import (
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind, Magazine, PreparedPosition
from zaslin.domain.ids import FireUnitId, PositionId, TrackId, ZoneId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position, Sector
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity, Track

Patch = pytest.MonkeyPatch

PARAMS = PlanParams(price_steps=10, sweeps=1, ruin_rounds=0)


@dataclass(frozen=True, slots=True)
class Plant:
    """A picture on which a fault shows, the fault, and the rule that finds it.

    ``by_hand``: the count by hand finds it as well; it computes no figure of a shot.
    """

    picture: Picture
    fault: Callable[[Patch], None]
    rule: Rule
    by_hand: bool = True


def one_against(track: Track) -> Picture:
    """One track, worth a round, straight at one unit."""
    return replace(pictures.one_track_one_unit(), tracks=(track,))


def one_let_through(
    reason: ReasonCode, module: Any = compiler
) -> Callable[[Patch], None]:
    """The hard filter forgets one of its reasons."""

    def fault(patch: Patch) -> None:
        def forgetful(
            track: Track, now_s: float, params: PlanParams
        ) -> ReasonCode | None:
            why = eligibility.refusal(track, now_s, params)
            return None if why is reason else why

        patch.setattr(module, "refusal", forgetful)

    return fault


def with_result(
    name: str, change: Callable[[Any], Any], module: Any = compiler
) -> Callable[[Patch], None]:
    """A function of the compiler gives back something else."""

    def fault(patch: Patch) -> None:
        honest = getattr(module, name)
        patch.setattr(module, name, lambda *given: change(honest(*given)))

    return fault


def with_unit(**changes: Any) -> Picture:
    """Four tracks one after the other against one unit with little of something."""
    unit = replace(missile_unit("U1", east_m=500.0), **changes)
    tracks = tuple(
        hostile(f"T{n}", east_m=100.0 * n, north_m=26_000.0 + 400.0 * n)
        for n in range(6)
    )
    base = pictures.one_track_one_unit()
    return replace(base, tracks=tracks, fire_units=(unit,))


def under(**measures: Any) -> Picture:
    """One track, worth a round, under a control measure."""
    base = pictures.one_track_one_unit()
    return replace(base, control=replace(base.control, **measures))


HOSTILE = hostile("T1")
ROUNDS_FOR_TWO = (
    Magazine(interceptor_type=pictures.MISSILE.id, rounds_ready=2, min_reserve=0),
)
ZONE = NoEngagementZone(id=ZoneId("Z"), area=square(250.0, 12_000.0, half_m=9_000.0))


def without_zones(measures: Any) -> Any:
    """The same measures with every zone in the far past."""
    measures.zones["until_s"] = -1e9
    return measures


def as_free(strictness: Any) -> Any:
    """Every station under FREE."""
    return np.zeros_like(strictness)


def reckless_mounts(mounts: Any) -> Any:
    """Nine rounds in every magazine, and no refusal."""
    return [replace(mount, rounds=9, refusal=None) for mount in mounts]


def more_channels(capacity: Any) -> Any:
    """Nine channels everywhere."""
    return capacity._replace(channels=np.full_like(capacity.channels, 9))


def all_round(records: Any) -> Any:
    """No sector of fire."""
    records["sector_half_rad"] = np.pi
    return records


def at_once(records: Any) -> Any:
    """No reaction time, and ready already."""
    records["first_launch_s"] = 0.0
    return records


def nothing_forbidden(reasons: Any) -> Any:
    """No pairing refused by anybody."""
    return np.zeros_like(reasons)


def expiring_soon() -> Track:
    """Identified, but not for as long as it takes to come into range."""
    lapse = pictures.identification(expires_s=NOW_S + 15.0)
    return replace(hostile("T1", north_m=60_000.0), identification=lapse)


def never_expiring(records: Any) -> Any:
    """Identifications that hold for ever."""
    records["expires_s"] = np.inf
    return records


def lapsed_let_through(patch: Patch) -> None:
    """Neither the filter nor the launch times look at when the identity expires."""
    one_let_through(ReasonCode.IDENTIFICATION_EXPIRED)(patch)
    with_result("_track_records", never_expiring)(patch)


PIN = PinnedEngagement(
    track=TrackId("T1"),
    fire_unit=FireUnitId("U1"),
    interceptor_type=pictures.MISSILE.id,
    salvo_size=1,
    launch_s=NOW_S - 300.0,
    intercept_s=NOW_S - 250.0,
    assessed_s=NOW_S - 240.0,
    pk=0.9,
    authorised_by="Maj Bondar",
    launched=True,
)


def with_pin(pin: PinnedEngagement = PIN) -> Picture:
    """Two tracks, the first of them engaged by an authorised shot."""
    base = under(pinned=(pin,))
    other = hostile("T2", east_m=400.0, north_m=26_000.0)
    return replace(base, tracks=(*base.tracks, other))


WAITING = replace(
    PIN,
    launch_s=NOW_S + 20.0,
    intercept_s=NOW_S + 50.0,
    assessed_s=NOW_S + 60.0,
    launched=False,
)


def two_orders_for_one_round() -> Picture:
    """Two authorised shots, one round, and another unit for the rest."""
    base = with_pin()
    poor = missile_unit("U1", east_m=500.0, rounds=1)
    second = replace(WAITING, track=TrackId("T2"), launch_s=NOW_S + 30.0)
    far = hostile("T3", north_m=32_000.0)
    return replace(
        base,
        tracks=(*base.tracks, far),
        fire_units=(poor, missile_unit("U2", east_m=900.0)),
        control=replace(base.control, pinned=(WAITING, second)),
    )


def zone_before_the_first() -> Picture:
    """A small zone where the first track will be met, far from the other one's way."""
    base = with_pin(WAITING)
    first, other = base.tracks
    other = replace(other, position=Position(-12_000.0, 20_000.0, 800.0))
    zone = NoEngagementZone(id=ZoneId("T1"), area=square(0.0, 27_500.0, half_m=400.0))
    control = replace(base.control, zones=(zone,))
    return replace(base, tracks=(first, other), control=control)


def lapsing_before_the_launch() -> Picture:
    """The first track's identification does not last until its shot is launched."""
    base = with_pin(WAITING)
    first, other = base.tracks
    brief = pictures.identification(expires_s=NOW_S + 15.0)
    return replace(base, tracks=(replace(first, identification=brief), other))


def forgetting(name: str, answer: Any) -> Callable[[Patch], None]:
    """A test of pinned engagements that always comes out the same."""

    def fault(patch: Patch) -> None:
        patch.setattr(pinning, name, lambda *_: answer)

    return fault


AWAY = PositionId("away")
FROM_AWAY = replace(WAITING, track=TrackId("T2"), position=AWAY)


def ordered_from_away(pin: PinnedEngagement = FROM_AWAY, **measures: Any) -> Picture:
    """A unit that may go far away, and is ordered to; tracks at either place."""
    base = between_two_places()
    more = hostile("T3", east_m=121_000.0, north_m=27_000.0)
    control = replace(base.control, pinned=(pin,), **measures)
    return replace(base, tracks=(*base.tracks, more), control=control)


def ordered_to_both_places() -> Picture:
    """Two orders to one unit, the later one from another position."""
    later = replace(WAITING, launch_s=NOW_S + 30.0)
    base = ordered_from_away()
    return replace(base, control=replace(base.control, pinned=(FROM_AWAY, later)))


def drawn_back() -> Picture:
    """All that is left to shoot at is where the unit must not go back to."""
    base = ordered_from_away(replace(FROM_AWAY, pk=1.0))
    return replace(base, tracks=base.tracks[:2])


def at_the_wrong_station(patch: Patch) -> None:
    """Orders are judged where their unit stands, not where they are launched from."""
    patch.setattr(pinning, "_station", lambda pin: (pin.fire_unit, "current"))


def as_it_flies_now(patch: Patch) -> None:
    """The place where the intercept was planned is forgotten."""
    name = "_planned_place"
    honest = getattr(pinning, name)

    def forgetful(track: Track, pin: PinnedEngagement) -> Position:
        planned: Position = honest(track, replace(pin, intercept_at=None))
        return planned

    patch.setattr(pinning, name, forgetful)


def free_to_leave(pins: Any) -> Any:
    """No pinned engagement keeps its unit anywhere."""
    return replace(pins, held={})


OVER_HERE = WeaponsControlOrder(
    status=WeaponsControlStatus.HOLD, area=square(500.0, 0.0, half_m=400.0)
)
# Between the far position and where its track will be, 27.5 km to the north.
FAR_ZONE = NoEngagementZone(
    id=ZoneId("far"), area=square(120_000.0, 20_000.0, half_m=150.0)
)
# On the way to the place as planned only.
WEST_ZONE = NoEngagementZone(
    id=ZoneId("west"), area=square(116_000.0, 20_000.0, half_m=300.0)
)
PLANNED_WEST = replace(FROM_AWAY, intercept_at=Position(114_000.0, 30_000.0, 800.0))


def with_type(**changes: Any) -> Picture:
    """One track, worth a round, and one unit whose rounds are different."""
    base = pictures.one_track_one_unit()
    kind = replace(pictures.MISSILE, **changes)
    others = [each for each in base.interceptor_types if each.id != kind.id]
    return replace(base, interceptor_types=(kind, *others))


def worth_many_looks() -> Picture:
    """One track at a costly asset; cheap rounds that take minutes to arrive."""
    slow = with_type(speed_mps=60.0, assessment_time_s=120.0, cost_meur=0.01)
    return replace(slow, assets=(pictures.asset("A1", value_meur=5_000.0),))


def in_doubt() -> Picture:
    """TIGHT, and a track identified by behaviour only."""
    means = pictures.identification(method=IdentificationMethod.PROCEDURAL)
    picture = one_against(replace(HOSTILE, identification=means))
    control = replace(pictures.FREE, weapons_control=WeaponsControlStatus.TIGHT)
    return replace(picture, control=control)


def all_positive(records: Any) -> Any:
    """Every track identified by its own signature."""
    records["positive"] = 1
    return records


def nothing_ordered(measures: Any) -> Any:
    """Every order over an area is FREE."""
    measures.orders["strictness"] = 0
    return measures


def records_with(**values: float) -> Callable[[Any], Any]:
    """Every mount with other figures."""

    def change(records: Any) -> Any:
        for name, value in values.items():
            records[name] = value
        return records

    return change


def more_rails(capacity: Any) -> Any:
    """Nine rails in every slot."""
    return capacity._replace(rails=np.full_like(capacity.rails, 9))


def in_two_places(capacity: Any) -> Any:
    """Every station a unit of its own."""
    stations = np.arange(len(capacity.station_unit), dtype=np.int32)
    return capacity._replace(station_unit=stations)


def seen_at_once(options: Any) -> Any:
    """Every look one slot after the launch."""
    return options._replace(end=options.launch + np.int32(1))


def flattered(mixture: Any) -> Any:
    """Every pk a fifth higher."""
    return tuple(np.minimum(1.0, 1.2 * each) for each in mixture)


def between_two_places() -> Picture:
    """A unit with a prepared position; each place has a track of its own in reach."""
    away = PreparedPosition(
        id=PositionId("away"),
        position=Position(120_000.0, 0.0, 0.0),
        travel_time_s=10.0,
    )
    base = pictures.one_track_one_unit()
    unit = replace(missile_unit("U1", east_m=500.0), prepared_positions=(away,))
    tracks = (HOSTILE, hostile("T2", east_m=120_000.0, north_m=30_000.0))
    town = pictures.asset("away", east_m=120_000.0, value_meur=500.0)
    return replace(base, tracks=tracks, fire_units=(unit,), assets=(*base.assets, town))


def pinned_at_a_friend() -> Picture:
    """Somebody pinned an engagement of what has turned out to be a friend."""
    base = pictures.one_track_one_unit()
    friend = replace(hostile("F", north_m=20_000.0), identity=StandardIdentity.FRIEND)
    unit = base.fire_units[0]
    pin = PinnedEngagement(
        track=friend.id,
        fire_unit=unit.id,
        interceptor_type=unit.magazines[0].interceptor_type,
        salvo_size=1,
        launch_s=NOW_S + 20.0,
        intercept_s=NOW_S + 40.0,
        assessed_s=NOW_S + 50.0,
        pk=0.9,
        authorised_by="Maj Bondar",
    )
    control = replace(base.control, pinned=(pin,))
    return replace(base, tracks=(*base.tracks, friend), control=control)


NOT_HOSTILE = {
    StandardIdentity.FRIEND: ReasonCode.FRIEND,
    StandardIdentity.ASSUMED_FRIEND: ReasonCode.ASSUMED_FRIEND,
    StandardIdentity.NEUTRAL: ReasonCode.NEUTRAL,
    StandardIdentity.PENDING: ReasonCode.IDENTIFY_PENDING,
    StandardIdentity.UNKNOWN: ReasonCode.IDENTIFY_UNKNOWN,
    StandardIdentity.SUSPECT: ReasonCode.IDENTIFY_SUSPECT,
}

PLANTS: dict[str, Plant] = {
    **{
        identity.value: Plant(
            one_against(replace(HOSTILE, identity=identity)),
            one_let_through(reason),
            Rule.IDENTITY,
        )
        for identity, reason in NOT_HOSTILE.items()
    },
    "civil": Plant(
        one_against(replace(HOSTILE, civil=True)),
        one_let_through(ReasonCode.CIVIL),
        Rule.IDENTITY,
    ),
    "crewed": Plant(
        one_against(replace(HOSTILE, crew=Crew.CREWED)),
        one_let_through(ReasonCode.CREWED),
        Rule.IDENTITY,
    ),
    "possibly crewed": Plant(
        one_against(replace(HOSTILE, crew=Crew.POSSIBLY_CREWED)),
        one_let_through(ReasonCode.POSSIBLY_CREWED),
        Rule.IDENTITY,
    ),
    "identified by nobody": Plant(
        one_against(replace(HOSTILE, identification=None)),
        one_let_through(ReasonCode.NO_IDENTIFICATION),
        Rule.IDENTITY,
    ),
    "identification lapsed": Plant(
        one_against(
            replace(HOSTILE, identification=pictures.identification(expires_s=NOW_S))
        ),
        lapsed_let_through,
        Rule.IDENTITY,
    ),
    "identification lapses": Plant(
        one_against(expiring_soon()),
        with_result("_track_records", never_expiring),
        Rule.IDENTITY,
    ),
    "stale": Plant(
        one_against(replace(HOSTILE, measured_at_s=NOW_S - 61.0)),
        one_let_through(ReasonCode.STALE),
        Rule.STALE,
    ),
    "weapons hold": Plant(
        under(weapons_control=WeaponsControlStatus.HOLD),
        with_result("station_strictness", as_free),
        Rule.WEAPONS_CONTROL,
    ),
    "hold for the weapon class": Plant(
        under(
            orders=(
                WeaponsControlOrder(
                    status=WeaponsControlStatus.HOLD, kind=EffectorKind.MISSILE
                ),
            )
        ),
        with_result("station_strictness", as_free),
        Rule.WEAPONS_CONTROL,
    ),
    "zone": Plant(
        under(zones=(ZONE,)), with_result("measures_of", without_zones), Rule.ZONE
    ),
    "forbidden pairing": Plant(
        under(
            forbidden=(
                ForbiddenPairing(track=TrackId("T1"), fire_unit=FireUnitId("U1")),
            )
        ),
        with_result("_prior_reasons", nothing_forbidden),
        Rule.FORBIDDEN,
    ),
    "magazine": Plant(
        with_unit(magazines=ROUNDS_FOR_TWO, channels=9),
        with_result("mounts_of", reckless_mounts),
        Rule.MAGAZINE,
    ),
    "reserve of the magazine": Plant(
        with_unit(
            magazines=(replace(ROUNDS_FOR_TWO[0], rounds_ready=9, min_reserve=8),),
            channels=9,
        ),
        with_result("mounts_of", reckless_mounts),
        Rule.RESERVE,
    ),
    "reserve by order": Plant(
        replace(
            with_unit(
                magazines=(replace(ROUNDS_FOR_TWO[0], rounds_ready=9),), channels=9
            ),
            control=replace(
                pictures.FREE,
                reserves=(
                    ReserveOrder(interceptor_type=pictures.MISSILE.id, rounds=8),
                ),
            ),
        ),
        with_result("mounts_of", reckless_mounts),
        Rule.RESERVE,
    ),
    "channels": Plant(
        with_unit(channels=1), with_result("_capacity", more_channels), Rule.CHANNEL
    ),
    "sector": Plant(
        with_unit(sector=Sector(np.pi, 1.0)),
        with_result("mount_records", all_round),
        Rule.SECTOR,
    ),
    "too early": Plant(
        with_unit(ready_at_s=NOW_S + 1_200.0),
        with_result("mount_records", at_once),
        Rule.WINDOW,
    ),
    "pinned, and over": Plant(
        with_pin(), forgetting("_is_over", answer=False), Rule.P_NEEDED
    ),
    "pinned, and missed": Plant(
        with_pin(replace(PIN, launched=False)),
        forgetting("_is_missed", answer=False),
        Rule.WITHDRAWN,
    ),
    "pinned, and lapsing": Plant(
        lapsing_before_the_launch(),
        forgetting("_lapses", answer=False),
        Rule.WITHDRAWN,
    ),
    "pinned, and in a zone": Plant(
        zone_before_the_first(),
        forgetting("_enters_zone", answer=False),
        Rule.WITHDRAWN,
    ),
    "pinned, without rounds": Plant(
        two_orders_for_one_round(),
        forgetting("_is_short", answer=False),
        Rule.WITHDRAWN,
    ),
    "pinned, and needed elsewhere": Plant(
        ordered_to_both_places(),
        forgetting("_is_elsewhere", answer=False),
        Rule.WITHDRAWN,
    ),
    "pinned, held back at the wrong station": Plant(
        ordered_from_away(orders=(OVER_HERE,)), at_the_wrong_station, Rule.WITHDRAWN
    ),
    "pinned, let through at the wrong station": Plant(
        ordered_from_away(zones=(FAR_ZONE,)), at_the_wrong_station, Rule.WITHDRAWN
    ),
    "pinned, to another place than planned": Plant(
        ordered_from_away(PLANNED_WEST, zones=(WEST_ZONE,)),
        as_it_flies_now,
        Rule.WITHDRAWN,
    ),
    "pinned, and elsewhere": Plant(
        drawn_back(),
        with_result("sort_pins", free_to_leave),
        Rule.POSTURE,
    ),
    "weapons tight": Plant(
        in_doubt(), with_result("_track_records", all_positive), Rule.WEAPONS_CONTROL
    ),
    "hold over an area": Plant(
        under(
            orders=(
                WeaponsControlOrder(status=WeaponsControlStatus.HOLD, area=ZONE.area),
            )
        ),
        with_result("measures_of", nothing_ordered),
        Rule.WEAPONS_CONTROL,
    ),
    "rails": Plant(
        with_unit(
            magazines=(
                replace(
                    ROUNDS_FOR_TWO[0],
                    rounds_ready=1,
                    rounds_stored=5,
                    reload_time_s=600.0,
                ),
            ),
            channels=9,
        ),
        with_result("_capacity", more_rails),
        Rule.RAILS,
        by_hand=False,
    ),
    "posture": Plant(
        between_two_places(), with_result("_capacity", in_two_places), Rule.POSTURE
    ),
    "stage order": Plant(
        worth_many_looks(),
        with_result("_options", seen_at_once),
        Rule.STAGE,
        by_hand=False,
    ),
    "radar horizon": Plant(
        with_unit(
            position=Position(500.0, 0.0, 1_000.0),
            antenna_height_m=0.0,
            prepared_positions=(),
        ),
        with_result("mount_records", records_with(antenna_m=1e6)),
        Rule.HORIZON,
        by_hand=False,
    ),
    "altitude": Plant(
        with_type(max_altitude_m=pictures.MISSILE.min_altitude_m + 1.0),
        with_result("mount_records", records_with(max_altitude_m=1e6)),
        Rule.ALTITUDE,
    ),
    "range": Plant(
        with_type(min_range_m=0.0, best_range_m=1.0, max_range_m=2.0),
        with_result("mount_records", records_with(best_range_m=3e4, max_range_m=4e4)),
        Rule.ENVELOPE,
    ),
    "pk": Plant(
        pictures.one_track_one_unit(),
        with_result("_pk_mixture", flattered),
        Rule.PK,
        by_hand=False,
    ),
    "a pin at a friend": Plant(
        pinned_at_a_friend(),
        one_let_through(ReasonCode.FRIEND, pinning),
        Rule.WITHDRAWN,
    ),
}

planted = pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())


@planted
def test_without_the_fault_all_is_well(plant: Plant) -> None:
    """The picture itself is harmless."""
    made = plan(plant.picture, PARAMS)

    audit(plant.picture, PARAMS, made)


@planted
def test_the_checker_rejects_what_the_fault_lets_through(
    plant: Plant, monkeypatch: Patch
) -> None:
    """No such plan leaves the planner."""
    plant.fault(monkeypatch)

    with pytest.raises(PlanRejected) as rejected:
        plan(plant.picture, PARAMS)

    rules = {violation.rule for violation in rejected.value.violations}
    assert plant.rule in rules


@planted
def test_the_count_by_hand_finds_what_the_checker_would_miss(
    plant: Plant, monkeypatch: Patch
) -> None:
    """The audit of the property tests does not rely on the checker."""
    if not plant.by_hand:
        pytest.skip("takes a figure of a shot, which is not counted by hand")
    plant.fault(monkeypatch)
    monkeypatch.setattr(planner, "check_plan", lambda *_: None)

    made = plan(plant.picture, PARAMS)

    assert made.shots
    with pytest.raises(AssertionError):
        audit(plant.picture, PARAMS, made)


def test_a_rejected_improvement_is_noticed(monkeypatch: Patch) -> None:
    """The planner falls back to its floor then, and the audit says so."""
    calls = iter([None, PlanRejected(()), PlanRejected(()), None])

    def rejecting_once(*_: object) -> None:
        verdict = next(calls)
        if verdict is not None:
            raise verdict

    monkeypatch.setattr(planner, "check_plan", rejecting_once)
    shown: list[str] = []
    made = plan(
        pictures.saturated(),
        PARAMS,
        MaxIterations(100),
        on_plan=lambda each: shown.append(each.method),
    )

    assert shown == ["floor", made.method]
    with pytest.raises(AssertionError, match="rejected"):
        no_better_plan_was_rejected(made)

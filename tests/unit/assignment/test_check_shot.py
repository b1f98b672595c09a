"""One shot, worked out on paper, and every way in which it can be wrong."""

import math
from dataclasses import replace

import pytest

from tests.pictures import NOW_S, identification, square
from tests.unit.assignment.by_hand import (
    P_AVAILABLE,
    P_KILL,
    PICTURE,
    PLAN,
    SHOT,
    UNIT,
    plan_of,
    rules,
    rules_in,
    rules_of_shot,
    shot_at,
    with_control,
    with_round,
    with_track,
    with_unit,
)
from zaslin.assignment.check import Rule
from zaslin.domain.control import (
    ForbiddenPairing,
    NoEngagementZone,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind, FiringDoctrine, PkRange
from zaslin.domain.ids import (
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
    ZoneId,
)
from zaslin.domain.space import Position, Sector, Velocity
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
)


def test_the_plan_worked_out_on_paper_is_accepted() -> None:
    """Availability 0.8 · Φ(1), pk 0.6 of it, meeting after 50 s at 15 km."""
    assert SHOT.p_available == pytest.approx(P_AVAILABLE, rel=1e-12)
    assert SHOT.p_kill == pytest.approx(P_KILL, rel=1e-12)
    assert SHOT.intercept_s == NOW_S + 60.0
    assert rules() == set()


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("track", TrackId("nobody"), Rule.UNKNOWN),
        ("fire_unit", FireUnitId("nobody"), Rule.UNKNOWN),
        ("position", PositionId("nowhere"), Rule.UNKNOWN),
        ("interceptor_type", InterceptorTypeId("stone"), Rule.UNKNOWN),
        ("launch_s", NOW_S + 10.5, Rule.GRID),
        ("launch_s", NOW_S - 10.0, Rule.GRID),
        ("launch_s", NOW_S + 1_800.0, Rule.GRID),
        ("launch_s", math.nan, Rule.GRID),
        ("launch_s", NOW_S, Rule.WINDOW),
        ("position", PositionId("hill"), Rule.WINDOW),
        ("salvo_size", 0, Rule.DOCTRINE),
        ("salvo_size", -1, Rule.DOCTRINE),
        ("salvo_size", 3, Rule.DOCTRINE),
        ("salvo_size", 2, Rule.PK),
        ("intercept_s", NOW_S + 60.1, Rule.INTERCEPT),
        ("intercept_at", Position(1.0, 15_000.0, 100.0), Rule.INTERCEPT),
        ("intercept_at", Position(0.0, 15_001.0, 100.0), Rule.INTERCEPT),
        ("intercept_at", Position(0.0, 15_000.0, 90.0), Rule.INTERCEPT),
        ("assessed_s", NOW_S + 69.0, Rule.ASSESSED),
        ("p_available", P_AVAILABLE * 1.001, Rule.PK),
        ("pk_low", SHOT.pk_low * 0.999, Rule.PK),
        ("pk_planned", SHOT.pk_planned * 1.001, Rule.PK),
        ("pk_high", SHOT.pk_high * 1.001, Rule.PK),
        ("p_kill", SHOT.p_kill * 1.001, Rule.PK),
        ("p_kill", math.nan, Rule.PK),
        ("debris_meur", 0.0, Rule.DEBRIS),
        ("stage", 2, Rule.STAGE),
        ("p_needed", 0.9, Rule.P_NEEDED),
    ],
)
def test_each_field_of_a_shot_is_checked(field: str, value: object, rule: Rule) -> None:
    """One changed field breaks the rule that is named after it."""
    assert rule in rules_of_shot(**{field: value})


def test_a_billionth_is_no_difference() -> None:
    """Rounding is not a lie."""
    assert rules_of_shot(p_kill=SHOT.p_kill * (1.0 + 1e-9)) == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"identity": each}, Rule.IDENTITY)
        for each in StandardIdentity
        if each is not StandardIdentity.HOSTILE
    ]
    + [
        ({"civil": True}, Rule.IDENTITY),
        ({"crew": Crew.CREWED}, Rule.IDENTITY),
        ({"crew": Crew.POSSIBLY_CREWED}, Rule.IDENTITY),
        ({"identification": None}, Rule.IDENTITY),
        ({"identification": identification(expires_s=NOW_S)}, Rule.IDENTITY),
        ({"measured_at_s": NOW_S - 61.0}, Rule.STALE),
        ({"measured_at_s": NOW_S + 61.0}, Rule.STALE),
    ],
)
def test_the_hard_filter_binds_every_shot(
    changes: dict[str, object], rule: Rule
) -> None:
    """Whatever the plan says, such a track is not engaged."""
    assert rule in rules_in(with_track(**changes))


HERE = square(0.0, 0.0, half_m=100.0)
THERE = square(0.0, 15_000.0, half_m=100.0)
BETWEEN = square(0.0, 7_000.0, half_m=100.0)
HOLD, TIGHT = WeaponsControlStatus.HOLD, WeaponsControlStatus.TIGHT


@pytest.mark.parametrize(
    "order",
    [
        WeaponsControlOrder(status=HOLD),
        WeaponsControlOrder(status=HOLD, kind=EffectorKind.MISSILE),
        WeaponsControlOrder(status=HOLD, area=HERE),
        WeaponsControlOrder(status=HOLD, area=THERE, kind=EffectorKind.MISSILE),
    ],
)
def test_hold_forbids_the_shot(order: WeaponsControlOrder) -> None:
    """An order binds the unit inside its area and the intercept inside its area."""
    assert Rule.WEAPONS_CONTROL in rules_in(with_control(orders=(order,)))


@pytest.mark.parametrize(
    "order",
    [
        WeaponsControlOrder(status=HOLD, kind=EffectorKind.GUN),
        WeaponsControlOrder(status=HOLD, area=BETWEEN),
        WeaponsControlOrder(status=TIGHT),
    ],
)
def test_an_order_for_others_or_elsewhere_does_not_bind(
    order: WeaponsControlOrder,
) -> None:
    """Another kind, airspace only passed through, TIGHT with a positive identity."""
    assert rules_in(with_control(orders=(order,))) == set()


def test_the_global_status_binds() -> None:
    """HOLD is the default of a silent control."""
    assert Rule.WEAPONS_CONTROL in rules_in(with_control(weapons_control=HOLD))


def test_tight_demands_positive_identification() -> None:
    """Behaviour alone is not enough under TIGHT, and is under FREE."""
    means = identification(method=IdentificationMethod.PROCEDURAL)
    picture = with_track(identification=means)
    assert rules_in(picture) == set()
    control = replace(picture.control, weapons_control=TIGHT)
    found = rules_in(replace(picture, control=control))
    assert found == {Rule.WEAPONS_CONTROL, Rule.WINDOW}


ZONE = NoEngagementZone(id=ZoneId("Z"), area=BETWEEN)


@pytest.mark.parametrize(
    "zone",
    [
        ZONE,
        replace(ZONE, area=HERE),
        replace(ZONE, area=THERE),
        replace(ZONE, kinds=frozenset({EffectorKind.MISSILE})),
        replace(ZONE, floor_m=100.0, ceiling_m=200.0),
        replace(ZONE, active_until_s=NOW_S + 10.0),
        replace(ZONE, active_from_s=NOW_S + 60.0),
    ],
)
def test_no_round_may_enter_a_zone(zone: NoEngagementZone) -> None:
    """Crossed, started in or ended in, at its height and in its time."""
    found = rules_in(with_control(zones=(zone,)))
    # An end of the window may lie behind the zone as well.
    assert found - {Rule.WINDOW} == {Rule.ZONE}


@pytest.mark.parametrize(
    "zone",
    [
        replace(ZONE, area=square(200.0, 7_000.0, half_m=100.0)),
        replace(ZONE, kinds=frozenset({EffectorKind.GUN})),
        replace(ZONE, floor_m=101.0),
        replace(ZONE, ceiling_m=99.0),
        replace(ZONE, active_until_s=NOW_S + 9.0),
        replace(ZONE, active_from_s=NOW_S + 61.0),
    ],
)
def test_a_zone_aside_does_not_bind(zone: NoEngagementZone) -> None:
    """Beside it, above or below it, before or after it, or not for this kind."""
    assert rules_in(with_control(zones=(zone,))) == set()


@pytest.mark.parametrize(
    ("pairing", "found"),
    [
        (ForbiddenPairing(track=SHOT.track), {Rule.FORBIDDEN}),
        (
            ForbiddenPairing(track=SHOT.track, fire_unit=SHOT.fire_unit),
            {Rule.FORBIDDEN},
        ),
        (
            ForbiddenPairing(track=SHOT.track, interceptor_type=SHOT.interceptor_type),
            {Rule.FORBIDDEN},
        ),
        (ForbiddenPairing(track=SHOT.track, fire_unit=FireUnitId("other")), set()),
        (ForbiddenPairing(track=TrackId("other")), set()),
    ],
)
def test_a_refused_pairing_stays_refused(
    pairing: ForbiddenPairing, found: set[Rule]
) -> None:
    """By track, by track and unit, by track and type."""
    picture = replace(
        PICTURE,
        fire_units=(UNIT, replace(UNIT, id=FireUnitId("other"), magazines=())),
        control=replace(PICTURE.control, forbidden=(pairing,)),
    )
    assert rules_in(picture) == found


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"max_range_m": 14_999.0}, Rule.ENVELOPE),
        ({"min_range_m": 15_001.0}, Rule.ENVELOPE),
        ({"max_altitude_m": 99.0}, Rule.ALTITUDE),
        ({"min_altitude_m": 101.0}, Rule.ALTITUDE),
        ({"pk": {}}, Rule.PK),
        ({"pk": {ThreatClass.CRUISE_MISSILE: PkRange(0.5, 0.7)}}, Rule.PK),
        ({"dwell_s": 5.0}, Rule.INTERCEPT),
        ({"assessment_time_s": 11.0}, Rule.ASSESSED),
        ({"edge_pk_factor": 0.5}, Rule.PK),
    ],
)
def test_the_round_must_be_able_to_do_it(
    changes: dict[str, object], rule: Rule
) -> None:
    """Envelope, altitudes, effect on the class, time on the track."""
    assert rule in rules_in(with_round(**changes))


def test_a_track_faster_than_the_round_that_flies_away_is_out_of_reach() -> None:
    """No root, no shot."""
    picture = with_track(velocity=Velocity(0.0, 310.0))
    assert Rule.ENVELOPE in rules_in(picture)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"reaction_time_s": 10.1}, Rule.WINDOW),
        ({"ready_at_s": NOW_S + 10.1}, Rule.WINDOW),
        ({"sensor_range_m": 17_499.0}, Rule.HORIZON),
        # 17,500 m need a mast of (17,500 / 4,121.8)² = 18.03 m.
        ({"antenna_height_m": 18.0}, Rule.HORIZON),
        ({"sector": Sector(math.pi, 1.0)}, Rule.SECTOR),
        ({"sector": Sector(0.3, 0.59)}, Rule.SECTOR),
        ({"doctrine": FiringDoctrine.SHOOT_LOOK_SHOOT}, None),
        ({"sensor_range_m": 17_501.0}, None),
        ({"antenna_height_m": 18.1}, None),
        ({"sector": Sector(0.3, 0.61)}, None),
        ({"magazines": ()}, Rule.MAGAZINE),
    ],
)
def test_the_unit_must_be_able_to_do_it(
    changes: dict[str, object], rule: Rule | None
) -> None:
    """Reaction, readiness, sensor, horizon, sector, magazine, to their very limits."""
    found = rules_in(with_unit(**changes))
    assert rule in found if rule else found == set()


def test_one_round_at_a_time_under_shoot_look_shoot() -> None:
    """A salvo of two needs the doctrine that allows it."""
    plan = plan_of(shot_at(10.0, salvo_size=2))
    assert rules(plan) == set()
    careful = with_unit(doctrine=FiringDoctrine.SHOOT_LOOK_SHOOT)
    assert rules(plan, picture=careful) == {Rule.DOCTRINE}


def test_shots_at_live_tracks_are_not_held_for_the_forecast() -> None:
    """And shots at forecast tracks are not recommended."""
    held = replace(PLAN, shots=(), recommendations=(), held_for_forecast=(SHOT,))
    assert Rule.IDENTITY in rules(held)
    ghost = replace(PICTURE, tracks=(), forecast=(_ghost(),))
    assert Rule.IDENTITY in rules_in(ghost)


def _ghost() -> ForecastTrack:
    return ForecastTrack(track=PICTURE.tracks[0], p_appears=1.0)

"""Pinned engagements: which still stand, and what they take from the rest."""

from dataclasses import replace

import pytest

from tests.pictures import (
    FREE,
    GUN_ROUND,
    MISSILE,
    NOW_S,
    hostile,
    identification,
    missile_unit,
    one_track_one_unit,
    square,
)
from zaslin.assignment.pins import Pins, sort_pins
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind
from zaslin.domain.ids import FireUnitId, TrackId, ZoneId
from zaslin.domain.params import PlanParams
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    Track,
)

HOLD, TIGHT = WeaponsControlStatus.HOLD, WeaponsControlStatus.TIGHT
PIN = PinnedEngagement(
    track=TrackId("T1"),
    fire_unit=FireUnitId("U1"),
    interceptor_type=MISSILE.id,
    salvo_size=2,
    launch_s=NOW_S + 10.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 50.0,
    pk=0.5,
    authorised_by="Maj Bondar",
)
IN_FLIGHT = replace(PIN, launch_s=NOW_S - 10.0, launched=True)


def sorted_pins(
    *pins: PinnedEngagement,
    tracks: tuple[Track, ...] = (hostile("T1"), hostile("T2")),
    control: Control = FREE,
) -> Pins:
    """What becomes of pinned engagements at two hostile tracks."""
    picture = replace(
        one_track_one_unit(),
        tracks=tracks,
        fire_units=(missile_unit("U1"), missile_unit("U2", east_m=5_000.0)),
        control=replace(control, pinned=pins),
    )
    return sort_pins(picture, PlanParams())


def test_a_pin_that_stands_holds_spends_and_kills() -> None:
    """A channel, two rounds, and three quarters of the track; known after 50 s."""
    pins = sorted_pins(PIN)

    assert pins.holding == (PIN,)
    assert pins.spending == (PIN,)
    assert pins.survival == {"T1": 0.25}
    assert pins.assessed_s == {"T1": NOW_S + 50.0}
    assert pins.withdrawn == ()


def test_what_is_in_flight_is_not_spent_again() -> None:
    """It holds its channel and counts its effect."""
    pins = sorted_pins(IN_FLIGHT)

    assert pins.holding == (IN_FLIGHT,)
    assert pins.spending == ()
    assert pins.survival == {"T1": 0.25}


def test_pins_at_one_track_multiply_and_the_last_look_counts() -> None:
    """0.25 of one times 0.9 of the other, known after the later of both."""
    other = replace(
        PIN,
        fire_unit=FireUnitId("U2"),
        salvo_size=1,
        pk=0.1,
        assessed_s=NOW_S + 45.0,
    )

    pins = sorted_pins(PIN, other)

    assert pins.survival[PIN.track] == pytest.approx(0.225)
    assert pins.assessed_s == {"T1": NOW_S + 50.0}


REFUSED = {
    ReasonCode.FRIEND: replace(hostile("T1"), identity=StandardIdentity.FRIEND),
    ReasonCode.CIVIL: replace(hostile("T1"), civil=True),
    ReasonCode.CREWED: replace(hostile("T1"), crew=Crew.CREWED),
    ReasonCode.IDENTIFY_UNKNOWN: replace(
        hostile("T1"), identity=StandardIdentity.UNKNOWN
    ),
}
LAPSED = {
    ReasonCode.NO_IDENTIFICATION: replace(hostile("T1"), identification=None),
    ReasonCode.STALE: hostile("T1", measured_at_s=NOW_S - 100.0),
    ReasonCode.MEASURED_AFTER_NOW: hostile("T1", measured_at_s=NOW_S + 100.0),
}


@pytest.mark.parametrize("reason", [*REFUSED, *LAPSED])
def test_a_pin_at_a_track_that_may_not_be_engaged_is_withdrawn(
    reason: ReasonCode,
) -> None:
    """As if it had never been, if it is not launched; with the filter's reason."""
    track = {**REFUSED, **LAPSED}[reason]

    pins = sorted_pins(PIN, tracks=(track,))

    (withdrawn,) = pins.withdrawn
    assert (withdrawn.track, withdrawn.fire_unit) == ("T1", "U1")
    assert withdrawn.reason is reason
    assert not withdrawn.launched
    assert withdrawn.text
    assert (pins.holding, pins.spending) == ((), ())
    assert (pins.survival, pins.assessed_s) == ({}, {})


@pytest.mark.parametrize("reason", REFUSED)
def test_a_round_in_flight_at_a_friend_is_named_and_lowers_no_threat(
    reason: ReasonCode,
) -> None:
    """It still keeps its unit and its channel busy."""
    pins = sorted_pins(IN_FLIGHT, tracks=(REFUSED[reason],))

    assert pins.holding == (IN_FLIGHT,)
    assert pins.withdrawn[0].launched
    assert pins.survival == {}


@pytest.mark.parametrize("reason", LAPSED)
def test_a_round_in_flight_at_a_lapsed_threat_still_counts(reason: ReasonCode) -> None:
    """The track is a threat, and it may be hit."""
    pins = sorted_pins(IN_FLIGHT, tracks=(LAPSED[reason],))

    assert pins.survival == {"T1": 0.25}
    assert pins.withdrawn[0].reason is reason


def test_a_pin_at_a_track_that_is_gone_is_withdrawn_as_stale() -> None:
    """Nobody shoots at what nobody sees; what is in flight keeps its channel."""
    pins = sorted_pins(PIN, IN_FLIGHT, tracks=(hostile("T2"),))

    assert [each.reason for each in pins.withdrawn] == [ReasonCode.STALE] * 2
    assert pins.holding == (IN_FLIGHT,)
    assert pins.survival == {}


ORDER_HERE = WeaponsControlOrder(
    status=HOLD, area=square(0.0, 0.0, half_m=1_000.0), kind=EffectorKind.MISSILE
)
PROCEDURAL = replace(
    hostile("T1"),
    identification=identification(method=IdentificationMethod.PROCEDURAL),
)


@pytest.mark.parametrize(
    ("control", "track", "expected"),
    [
        (replace(FREE, weapons_control=HOLD), hostile("T1"), ReasonCode.WEAPONS_HOLD),
        (replace(FREE, orders=(ORDER_HERE,)), hostile("T1"), ReasonCode.WEAPONS_HOLD),
        (replace(FREE, weapons_control=TIGHT), PROCEDURAL, ReasonCode.WEAPONS_TIGHT),
        (replace(FREE, weapons_control=TIGHT), hostile("T1"), None),
        (
            replace(FREE, forbidden=(ForbiddenPairing(track=TrackId("T1")),)),
            hostile("T1"),
            ReasonCode.FORBIDDEN,
        ),
        (
            replace(
                FREE,
                forbidden=(
                    ForbiddenPairing(track=TrackId("T1"), fire_unit=FireUnitId("U2")),
                ),
            ),
            hostile("T1"),
            None,
        ),
        (
            replace(
                FREE,
                forbidden=(
                    ForbiddenPairing(track=TrackId("T1"), interceptor_type=MISSILE.id),
                ),
            ),
            hostile("T1"),
            ReasonCode.FORBIDDEN,
        ),
    ],
)
def test_what_people_order_later_reaches_what_is_not_launched(
    control: Control, track: Track, expected: ReasonCode | None
) -> None:
    """HOLD, TIGHT without positive identification, and a refused pairing."""
    pins = sorted_pins(PIN, tracks=(track,), control=control)

    assert [each.reason for each in pins.withdrawn] == ([expected] if expected else [])
    assert bool(pins.spending) is (expected is None)


def test_an_area_order_reaches_only_the_units_inside() -> None:
    """The second unit stands five kilometres off."""
    away = replace(PIN, fire_unit=FireUnitId("U2"))

    pins = sorted_pins(PIN, away, control=replace(FREE, orders=(ORDER_HERE,)))

    assert [each.fire_unit for each in pins.withdrawn] == ["U1"]
    assert pins.holding == (away,)


def test_a_withdrawn_round_in_flight_still_lowers_its_threat() -> None:
    """HOLD cannot call back what has left."""
    pins = sorted_pins(IN_FLIGHT, control=replace(FREE, weapons_control=HOLD))

    assert pins.withdrawn[0].reason is ReasonCode.WEAPONS_HOLD
    assert pins.holding == (IN_FLIGHT,)
    assert pins.survival == {"T1": 0.25}


OVER = replace(IN_FLIGHT, launch_s=NOW_S - 60.0, intercept_s=NOW_S - 20.0)


@pytest.mark.parametrize("track", [hostile("T1"), *REFUSED.values(), hostile("T2")])
def test_what_is_over_counts_no_more(track: Track) -> None:
    """Its result is known, or never will be; there is nothing left to withdraw."""
    pins = sorted_pins(replace(OVER, assessed_s=NOW_S), tracks=(track,))

    assert (pins.holding, pins.spending, pins.withdrawn) == ((), (), ())
    assert (pins.survival, pins.assessed_s) == ({}, {})


def test_what_is_not_assessed_yet_still_counts() -> None:
    """The intercept is past, the look is not."""
    waiting = replace(OVER, assessed_s=NOW_S + 0.5)

    pins = sorted_pins(waiting)

    assert pins.holding == (waiting,)
    assert pins.survival == {"T1": 0.25}


@pytest.mark.parametrize("assessed_s", [NOW_S - 100.0, NOW_S + 100.0])
def test_an_order_that_was_missed_is_withdrawn(assessed_s: float) -> None:
    """No launch was reported by its time, so none is counted on."""
    missed = replace(
        PIN,
        launch_s=NOW_S - 300.0,
        intercept_s=NOW_S - 250.0,
        assessed_s=assessed_s,
    )

    pins = sorted_pins(missed)

    assert [each.reason for each in pins.withdrawn] == [ReasonCode.ORDER_MISSED]
    assert (pins.holding, pins.spending, pins.survival) == ((), (), {})
    assert sorted_pins(replace(missed, launch_s=NOW_S, intercept_s=NOW_S,
                               assessed_s=NOW_S + 9.0)).spending  # fmt: skip


def test_an_order_is_withdrawn_if_the_identification_lapses_before_its_launch() -> None:
    """At that very moment it still holds; what is in flight has been launched."""
    lapse = identification(expires_s=NOW_S + 5.0)
    track = replace(hostile("T1"), identification=lapse)

    late = sorted_pins(PIN, tracks=(track,))
    in_time = sorted_pins(replace(PIN, launch_s=NOW_S + 5.0), tracks=(track,))

    assert [p.reason for p in late.withdrawn] == [ReasonCode.IDENTIFICATION_EXPIRED]
    assert (late.holding, late.survival) == ((), {})
    assert in_time.spending
    assert sorted_pins(IN_FLIGHT, tracks=(track,)).withdrawn == ()


# The track flies from 30 km north at 50 m/s, so it is 28 km north at the intercept.
IN_THE_WAY = NoEngagementZone(
    id=ZoneId("way"), area=square(0.0, 27_500.0, half_m=1_000.0)
)


@pytest.mark.parametrize(
    ("changes", "crosses"),
    [
        ({}, True),
        ({"area": square(0.0, 0.0, half_m=500.0)}, True),
        ({"area": square(0.0, 30_000.0, half_m=1_500.0)}, False),
        ({"area": square(4_000.0, 15_000.0, half_m=1_000.0)}, False),
        ({"ceiling_m": 50.0}, False),
        ({"floor_m": 850.0}, False),
        ({"floor_m": 700.0}, True),
        ({"kinds": frozenset({EffectorKind.GUN})}, False),
        ({"kinds": frozenset({EffectorKind.MISSILE})}, True),
        ({"active_until_s": NOW_S + 5.0}, False),
        ({"active_until_s": NOW_S + 15.0}, True),
        ({"active_from_s": NOW_S + 45.0}, False),
        ({"active_from_s": NOW_S + 35.0}, True),
    ],
)
def test_an_order_is_withdrawn_if_a_zone_has_come_in_its_way(
    changes: dict[str, object], crosses: bool
) -> None:
    """Between the unit and where the track will be; what is in flight flies on."""
    zone = replace(IN_THE_WAY, **changes)  # type: ignore[arg-type]
    control = replace(FREE, zones=(zone,))

    pins = sorted_pins(PIN, control=control)

    assert [p.reason for p in pins.withdrawn] == [ReasonCode.ZONE] * crosses
    assert bool(pins.holding) is not crosses
    assert sorted_pins(IN_FLIGHT, control=control).withdrawn == ()


def test_a_zone_is_tested_where_the_track_will_be() -> None:
    """Dead-reckoned from its measurement, not from now."""
    zone = replace(IN_THE_WAY, area=square(0.0, 30_100.0, half_m=1_200.0))
    control = replace(FREE, zones=(zone,))
    old = hostile("T1", north_m=31_000.0, measured_at_s=NOW_S - 20.0)
    older = hostile("T1", north_m=31_000.0, measured_at_s=NOW_S - 40.0)

    assert sorted_pins(PIN, tracks=(old,), control=control).holding
    later = replace(PIN, intercept_s=NOW_S + 15.0, assessed_s=NOW_S + 50.0)
    assert sorted_pins(later, tracks=(old,), control=control).withdrawn
    assert sorted_pins(later, tracks=(older,), control=control).holding


def test_orders_are_withdrawn_for_which_there_are_no_rounds() -> None:
    """Four rounds: the first two of two each get theirs, in the order of launch."""
    first, second, third, small = (
        replace(PIN, launch_s=NOW_S + launch_s, salvo_size=size)
        for launch_s, size in ((10.0, 2), (11.0, 1), (12.0, 2), (13.0, 1))
    )

    pins = sorted_pins(small, third, second, first)

    assert pins.spending == (small, second, first)
    assert [each.reason for each in pins.withdrawn] == [ReasonCode.NO_ROUNDS]


def test_what_is_withdrawn_or_in_flight_leaves_its_rounds_to_others() -> None:
    """One has left the magazine, the other stays in it."""
    gone = replace(PIN, launch_s=NOW_S, salvo_size=4, track=TrackId("gone"))
    flown = replace(IN_FLIGHT, salvo_size=4)
    last = replace(PIN, salvo_size=4)

    pins = sorted_pins(gone, flown, last)

    assert pins.spending == (last,)


def test_an_order_without_a_magazine_is_withdrawn() -> None:
    """The unit has no such rounds at all."""
    pins = sorted_pins(replace(PIN, interceptor_type=GUN_ROUND.id))

    assert [each.reason for each in pins.withdrawn] == [ReasonCode.NO_ROUNDS]


def test_without_pins_there_is_nothing_to_sort() -> None:
    """All empty."""
    pins = sorted_pins()

    assert (pins.holding, pins.spending, pins.withdrawn) == ((), (), ())
    assert (pins.survival, pins.assessed_s) == ({}, {})

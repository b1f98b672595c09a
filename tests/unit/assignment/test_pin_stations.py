"""Where a pinned engagement is launched from and meets its track, on both sides.

Compiler and checker are independent; each claim is made about both.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from tests.pictures import FREE, MISSILE, NOW_S, hostile, missile_unit, square
from tests.pictures import one_track_one_unit as small
from zaslin.assignment.check.scene import set_scene
from zaslin.assignment.pins import sort_pins
from zaslin.domain.control import (
    Control,
    NoEngagementZone,
    PinnedEngagement,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import PreparedPosition
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    PositionId,
    TrackId,
    ZoneId,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Area, Position

HILL = PositionId("hill")
UNIT = replace(
    missile_unit("U1"),
    prepared_positions=(
        PreparedPosition(
            id=HILL, position=Position(9_000.0, 0.0, 600.0), travel_time_s=0.0
        ),
    ),
)
# The track flies from 30 km north at 50 m/s: 28 km north, straight on.
PIN = PinnedEngagement(
    track=TrackId("T1"),
    fire_unit=UNIT.id,
    interceptor_type=MISSILE.id,
    salvo_size=1,
    launch_s=NOW_S + 10.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 50.0,
    pk=0.5,
    authorised_by="Maj Bondar",
)
FROM_HILL = replace(PIN, position=HILL)
FLYING = replace(PIN, launch_s=NOW_S - 10.0, launched=True)

Outcome = tuple[list[tuple[str, ReasonCode | None]], Mapping[FireUnitId, PositionId]]
Side = Callable[[Picture], Outcome]


def compiled(picture: Picture) -> Outcome:
    """Tracks and reasons of what the compiler withdraws, and where units are held."""
    pins = sort_pins(picture, PlanParams())
    return [(each.track, each.reason) for each in pins.withdrawn], pins.held


def checked(picture: Picture) -> Outcome:
    """The same of the checker."""
    scene = set_scene(picture, PlanParams())
    return [(pin.track, reason) for pin, reason in scene.withdrawn], scene.bound


both_sides = pytest.mark.parametrize("side", [compiled, checked])


def picture_of(*pins: PinnedEngagement, control: Control = FREE) -> Picture:
    """One unit with a hill to drive to, two hostile tracks."""
    return replace(
        small(),
        tracks=(hostile("T1"), hostile("T2")),
        fire_units=(UNIT,),
        control=replace(control, pinned=pins),
    )


def zone(area: Area, **changes: float) -> Control:
    """FREE with one zone."""
    made = NoEngagementZone(id=ZoneId("Z"), area=area, **changes)  # type: ignore[arg-type]
    return replace(FREE, zones=(made,))


def held_over(area: Area) -> Control:
    """FREE with a HOLD over an area."""
    order = WeaponsControlOrder(status=WeaponsControlStatus.HOLD, area=area)
    return replace(FREE, orders=(order,))


HERE = square(0.0, 0.0, half_m=500.0)
THERE = square(9_000.0, 0.0, half_m=500.0)


@both_sides
@pytest.mark.parametrize(
    ("pin", "area", "withdrawn"),
    [
        (PIN, HERE, True),
        (PIN, THERE, False),
        (FROM_HILL, HERE, False),
        (FROM_HILL, THERE, True),
    ],
)
def test_weapons_control_is_that_of_the_station(
    side: Side, pin: PinnedEngagement, area: Area, withdrawn: bool
) -> None:
    """A HOLD over the place that the unit leaves does not bind it where it goes."""
    found, held = side(picture_of(pin, control=held_over(area)))

    assert found == [("T1", ReasonCode.WEAPONS_HOLD)] * withdrawn
    assert held == ({} if withdrawn else {UNIT.id: pin.position})


@both_sides
@pytest.mark.parametrize(
    ("pin", "control", "withdrawn"),
    [
        (PIN, zone(HERE), True),
        (FROM_HILL, zone(HERE), False),
        (FROM_HILL, zone(THERE), True),
        # Half way to 28 km north, from either place.
        (PIN, zone(square(0.0, 14_000.0, half_m=200.0)), True),
        (FROM_HILL, zone(square(0.0, 14_000.0, half_m=200.0)), False),
        (FROM_HILL, zone(square(4_500.0, 14_000.0, half_m=200.0)), True),
        # The unit is at 100 m, the hill at 600 m, the track at 800 m.
        (PIN, zone(square(0.0, 14_000.0, half_m=9_000.0), ceiling_m=500.0), True),
        (
            FROM_HILL,
            zone(square(0.0, 14_000.0, half_m=9_000.0), ceiling_m=500.0),
            False,
        ),
    ],
)
def test_a_zone_is_in_the_way_from_the_station(
    side: Side, pin: PinnedEngagement, control: Control, withdrawn: bool
) -> None:
    """Segment and altitudes begin where the round does."""
    found, _ = side(picture_of(pin, control=control))

    assert found == [("T1", ReasonCode.ZONE)] * withdrawn


@both_sides
@pytest.mark.parametrize(
    ("at", "area", "floor_m", "withdrawn"),
    [
        (None, square(0.0, 20_000.0, half_m=500.0), 0.0, True),
        (Position(-9_000.0, 27_000.0, 800.0), square(0.0, 20_000.0, half_m=500.0), 0.0,
         False),
        (Position(-9_000.0, 27_000.0, 800.0), square(-6_000.0, 18_000.0, half_m=500.0),
         0.0, True),
        (Position(0.0, 19_000.0, 800.0), square(0.0, 20_000.0, half_m=500.0), 0.0,
         False),
        (Position(0.0, 27_000.0, 900.0), square(0.0, 20_000.0, half_m=500.0), 850.0,
         True),
        (Position(0.0, 27_000.0, 800.0), square(0.0, 20_000.0, half_m=500.0), 850.0,
         False),
    ],
)  # fmt: skip
def test_a_zone_is_in_the_way_to_the_intercept_as_planned(
    side: Side, at: Position | None, area: Area, floor_m: float, withdrawn: bool
) -> None:
    """Unstated, it is where the track is as it flies now."""
    pin = replace(PIN, intercept_at=at)

    found, _ = side(picture_of(pin, control=zone(area, floor_m=floor_m)))

    assert found == [("T1", ReasonCode.ZONE)] * withdrawn


@both_sides
@pytest.mark.parametrize(
    ("changes", "withdrawn"),
    [
        ({"active_until_s": PIN.launch_s}, False),
        ({"active_until_s": PIN.launch_s + 0.001}, True),
        ({"active_from_s": PIN.intercept_s}, False),
        ({"active_from_s": PIN.intercept_s - 0.001}, True),
    ],
)
def test_a_zone_that_ends_with_the_launch_is_not_in_the_way(
    side: Side, changes: dict[str, float], withdrawn: bool
) -> None:
    """Nor one that begins with the intercept: rounding takes nothing back."""
    found, _ = side(picture_of(PIN, control=zone(HERE, **changes)))

    assert found == [("T1", ReasonCode.ZONE)] * withdrawn


SECOND = replace(FROM_HILL, track=TrackId("T2"), launch_s=NOW_S + 20.0)


@both_sides
@pytest.mark.parametrize("first", [PIN, FROM_HILL])
def test_of_two_positions_the_first_order_holds(
    side: Side, first: PinnedEngagement
) -> None:
    """By launch, however they are listed; the other is withdrawn with its reason."""
    other = CURRENT_POSITION if first.position == HILL else HILL
    second = replace(SECOND, position=other)

    found, held = side(picture_of(second, first))

    assert found == [("T2", ReasonCode.OTHER_POSITION)]
    assert held == {UNIT.id: first.position}


@both_sides
def test_orders_from_one_position_stand_together(side: Side) -> None:
    """The unit drives there once."""
    found, held = side(picture_of(SECOND, FROM_HILL))

    assert found == []
    assert held == {UNIT.id: HILL}


@both_sides
def test_an_order_that_falls_holds_nobody(side: Side) -> None:
    """Neither one on HOLD nor one without rounds keeps the unit from the hill."""
    on_hold = picture_of(PIN, SECOND, control=held_over(HERE))
    short = picture_of(replace(PIN, salvo_size=9), SECOND)

    assert side(on_hold) == ([("T1", ReasonCode.WEAPONS_HOLD)], {UNIT.id: HILL})
    assert side(short) == ([("T1", ReasonCode.NO_ROUNDS)], {UNIT.id: HILL})


@both_sides
def test_an_order_for_elsewhere_leaves_its_rounds(side: Side) -> None:
    """What cannot be launched takes nothing from what can."""
    greedy = replace(SECOND, salvo_size=4)
    third = replace(PIN, launch_s=NOW_S + 30.0, salvo_size=3)

    found, _ = side(picture_of(PIN, greedy, third))

    assert found == [("T2", ReasonCode.OTHER_POSITION)]


@both_sides
@pytest.mark.parametrize("track", ["T1", "gone"])
def test_what_flies_says_where_its_unit_is(side: Side, track: str) -> None:
    """Even if its track is gone; an order from elsewhere is withdrawn."""
    flying = replace(FLYING, position=HILL, track=TrackId(track))
    order = replace(SECOND, position=CURRENT_POSITION)

    found, held = side(picture_of(order, flying))

    assert ("T2", ReasonCode.OTHER_POSITION) in found
    assert held == {UNIT.id: HILL}


@both_sides
def test_of_two_in_flight_the_last_one_says_where_the_unit_is(side: Side) -> None:
    """It has moved since the first."""
    later = replace(FLYING, launch_s=NOW_S - 5.0, position=HILL, track=TrackId("T2"))

    found, held = side(picture_of(later, FLYING, SECOND))

    assert found == []
    assert held == {UNIT.id: HILL}


@both_sides
def test_what_is_over_holds_nobody(side: Side) -> None:
    """The unit is free to drive."""
    over = replace(
        FLYING, launch_s=NOW_S - 60.0, intercept_s=NOW_S - 30.0, assessed_s=NOW_S
    )

    assert side(picture_of(over)) == ([], {})
    assert side(picture_of(over, SECOND)) == ([], {UNIT.id: HILL})


def test_a_position_that_the_unit_does_not_have_is_refused() -> None:
    """The message names the unit and what it has."""
    lost = replace(PIN, position=PositionId("valley"))

    with pytest.raises(ValueError, match=r"'valley'; .*'U1': 'current', 'hill'"):
        picture_of(lost)

"""Rounds, rails, channels and posture, each filled to the brim and one beyond."""

from dataclasses import replace

import pytest

from tests.pictures import NOW_S
from tests.unit.assignment.by_hand import (
    FOLLOW_UP,
    PARAMS,
    PICTURE,
    PLAN,
    ROUND,
    SHOT,
    UNIT,
    plan_of,
    rules,
    rules_in,
    shot_at,
    with_unit,
)
from zaslin.assignment.check import Rule
from zaslin.assignment.check.capacity import overbooked
from zaslin.domain.control import Control, PinnedEngagement, ReserveOrder
from zaslin.domain.defence import Magazine
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Posture

CAPACITIES = {Rule.MAGAZINE, Rule.RESERVE, Rule.RAILS, Rule.CHANNEL, Rule.POSTURE}
SALVO = shot_at(10.0, salvo_size=2)

PIN = PinnedEngagement(
    track=TrackId("X"),
    fire_unit=UNIT.id,
    interceptor_type=ROUND.id,
    salvo_size=1,
    launch_s=NOW_S + 15.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 50.0,
    pk=0.5,
    authorised_by="Maj Bondar",
)


def magazine(**changes: object) -> tuple[Magazine, ...]:
    """The unit's magazines with one thing changed."""
    return (replace(UNIT.magazines[0], **changes),)  # type: ignore[arg-type]


def broken(picture: Picture) -> set[Rule]:
    """Capacities that the plan of one shot exceeds in another picture."""
    return rules_in(picture) & CAPACITIES


def with_pin(pin: PinnedEngagement, **changes: object) -> Picture:
    """The picture with a pinned engagement at a second hostile track."""
    other = replace(PICTURE.tracks[0], id=TrackId("X"))
    control = Control(weapons_control=PICTURE.control.weapons_control, pinned=(pin,))
    unit = replace(UNIT, **changes)  # type: ignore[arg-type]
    return replace(
        PICTURE,
        tracks=(*PICTURE.tracks, other),
        fire_units=(unit,),
        control=control,
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rounds_ready": 1}, set()),
        ({"rounds_ready": 0}, {Rule.MAGAZINE}),
        ({"min_reserve": 3}, set()),
        ({"min_reserve": 4}, {Rule.RESERVE}),
    ],
)
def test_rounds_end_at_the_reserve(
    changes: dict[str, object], found: set[Rule]
) -> None:
    """The last round above the reserve may go, the next one not."""
    assert broken(with_unit(magazines=magazine(**changes))) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (ReserveOrder(interceptor_type=ROUND.id, rounds=3), set()),
        (ReserveOrder(interceptor_type=ROUND.id, rounds=4), {Rule.RESERVE}),
        (
            ReserveOrder(interceptor_type=ROUND.id, rounds=4, fire_unit=UNIT.id),
            {Rule.RESERVE},
        ),
        (
            ReserveOrder(
                interceptor_type=ROUND.id, rounds=4, fire_unit=FireUnitId("V")
            ),
            set(),
        ),
        (
            ReserveOrder(interceptor_type=InterceptorTypeId("stone"), rounds=4),
            set(),
        ),
    ],
)
def test_the_largest_matching_reserve_counts(
    order: ReserveOrder, found: set[Rule]
) -> None:
    """Ordered for all units or for this one."""
    stone = replace(ROUND, id=InterceptorTypeId("stone"))
    picture = replace(
        PICTURE,
        interceptor_types=(ROUND, stone),
        fire_units=(UNIT, replace(UNIT, id=FireUnitId("V"))),
        control=replace(PICTURE.control, reserves=(order,)),
    )
    assert broken(picture) == found


def test_every_round_of_a_salvo_counts() -> None:
    """Two rounds do not come out of one."""
    one = with_unit(magazines=magazine(rounds_ready=1))
    assert Rule.MAGAZINE in rules(plan_of(SALVO), picture=one)


def test_pinned_rounds_are_reserved_until_they_are_launched() -> None:
    """One round, and the pin needs it, unless it has left the magazine."""
    one = magazine(rounds_ready=1)
    assert broken(with_pin(PIN, magazines=one)) == {Rule.MAGAZINE}
    assert broken(with_pin(replace(PIN, launched=True), magazines=one)) == set()


def test_what_pins_exceed_alone_is_not_the_plans_fault() -> None:
    """A plan that does nothing at the unit is accepted there."""
    picture = with_pin(PIN, magazines=magazine(rounds_ready=0), channels=0)
    assert rules(plan_of(), picture=picture) & CAPACITIES == set()


def test_follow_ups_take_rounds_as_far_as_they_are_needed() -> None:
    """1 + 0.60 rounds fit into two, but neither into one nor above a reserve of one."""
    plan = plan_of(SHOT, FOLLOW_UP)
    for rounds, found in ((1, {Rule.MAGAZINE}), (2, set())):
        picture = with_unit(magazines=magazine(rounds_ready=rounds))
        assert rules(plan, picture=picture) & CAPACITIES == found
    picture = with_unit(magazines=magazine(rounds_ready=2, min_reserve=1))
    assert rules(plan, picture=picture) & CAPACITIES == {Rule.RESERVE}


RAILS = magazine(rounds_ready=1, rounds_stored=3, reload_time_s=60.0)


def test_a_rail_is_busy_until_it_is_loaded_again() -> None:
    """Launches in slots 1 and 7 are six slots apart: 60 s suffice, 61 do not."""
    plan = plan_of(SHOT, FOLLOW_UP)
    assert rules(plan, picture=with_unit(magazines=RAILS)) & CAPACITIES == set()
    slower = (replace(RAILS[0], reload_time_s=61.0),)
    assert rules(plan, picture=with_unit(magazines=slower)) & CAPACITIES == {Rule.RAILS}


def test_a_salvo_needs_a_rail_for_each_round() -> None:
    """Two rounds leave from two rails."""
    found = rules(plan_of(SALVO), picture=with_unit(magazines=RAILS))
    assert found & CAPACITIES == {Rule.RAILS}


def test_a_rail_that_is_empty_now_is_being_loaded() -> None:
    """The shot is launched after 10 s: ready by then or not, with one rail or two."""
    for stated, rails in ((None, set()), (2, set())):
        soon = magazine(
            rounds_ready=0, rounds_stored=8, reload_time_s=10.0, rails=stated
        )
        late = (replace(soon[0], reload_time_s=11.0),)
        assert rules(PLAN, picture=with_unit(magazines=soon)) & CAPACITIES == rails
        found = rules(PLAN, picture=with_unit(magazines=late)) & CAPACITIES
        assert found == {Rule.RAILS}


def test_more_rails_than_ready_rounds_are_loaded_beside_each_other() -> None:
    """A salvo of two after 10 s, one of them ready and the other just loaded."""
    one = magazine(rounds_ready=1, rounds_stored=3, reload_time_s=10.0)
    two = (replace(one[0], rails=2),)
    late = (replace(two[0], reload_time_s=11.0),)
    plan = plan_of(SALVO)
    for magazines, found in ((one, {Rule.RAILS}), (two, set()), (late, {Rule.RAILS})):
        picture = with_unit(magazines=magazines)
        assert rules(plan, picture=picture) & CAPACITIES == found


def test_without_stored_rounds_rails_do_not_bind() -> None:
    """What is on the rails may all be launched at once."""
    only = magazine(rounds_ready=2, rounds_stored=0, reload_time_s=600.0)
    assert (
        rules(plan_of(SALVO), picture=with_unit(magazines=only)) & CAPACITIES == set()
    )


def test_pinned_rounds_hold_a_rail_from_the_slot_of_their_launch() -> None:
    """Launched at 15 s it takes slot 1; at 70 s it leaves slots 1 to 6 free."""
    assert broken(with_pin(PIN, magazines=RAILS)) == {Rule.RAILS}
    flown = replace(PIN, launched=True)
    assert broken(with_pin(flown, magazines=RAILS)) == set()
    late = replace(
        PIN,
        launch_s=NOW_S + 70.0,
        intercept_s=NOW_S + 90.0,
        assessed_s=NOW_S + 100.0,
    )
    assert broken(with_pin(late, magazines=RAILS)) == set()


@pytest.mark.parametrize(
    ("launch_s", "assessed_s", "found"),
    [
        (-20.0, 10.0, set()),
        (-20.0, 10.1, {Rule.CHANNEL}),
        (15.0, 50.0, {Rule.CHANNEL}),
        (69.9, 99.0, {Rule.CHANNEL}),
        (70.0, 99.0, set()),
    ],
)
def test_a_pin_holds_its_channel_from_launch_to_look(
    launch_s: float, assessed_s: float, found: set[Rule]
) -> None:
    """One channel, used by the shot in slots 1 to 6, that is from 10 to 70 s."""
    pin = replace(
        PIN,
        launch_s=NOW_S + launch_s,
        intercept_s=NOW_S + launch_s + 5.0,
        assessed_s=NOW_S + assessed_s,
        launched=True,
    )
    assert broken(with_pin(pin, channels=1)) == found


def test_a_unit_without_channels_does_not_shoot() -> None:
    """Zero is a number of channels too."""
    assert broken(with_unit(channels=0)) == {Rule.CHANNEL}


def test_a_launched_pin_that_was_withdrawn_still_holds_its_channel() -> None:
    """Its round is in the air, whatever became of the track; an order is not."""
    flown = replace(PIN, launched=True, track=TrackId("gone"))
    assert broken(with_pin(flown, channels=1)) == {Rule.CHANNEL}
    assert broken(with_pin(replace(flown, launched=False), channels=1)) == set()


def test_a_unit_shoots_from_one_place() -> None:
    """The one that its posture states."""
    hill = Posture(fire_unit=UNIT.id, position=PositionId("hill"))
    assert Rule.POSTURE in rules(replace(PLAN, postures=(hill,)))
    moved = replace(FOLLOW_UP, position=PositionId("hill"))
    assert Rule.POSTURE in rules(plan_of(SHOT, moved))
    assert Rule.POSTURE not in rules(replace(PLAN, postures=()))


def test_a_unit_does_not_move_during_a_pinned_engagement() -> None:
    """Nor is a move proposed that no shot needs."""
    hill = Posture(fire_unit=UNIT.id, position=PositionId("hill"))
    moving = replace(plan_of(), postures=(hill,))
    assert rules(moving, picture=with_pin(PIN)) & CAPACITIES == {Rule.POSTURE}
    shot = replace(SHOT, position=PositionId("hill"))
    from_hill = replace(plan_of(shot), postures=(hill,))
    flown = replace(PIN, launched=True, track=TrackId("gone"))
    assert Rule.POSTURE in rules(from_hill, picture=with_pin(flown))


def test_a_unit_is_where_its_pinned_engagement_is_launched_from() -> None:
    """Its posture says so, even if no other shot needs it there."""
    hill = Posture(fire_unit=UNIT.id, position=PositionId("hill"))
    away = with_pin(replace(PIN, position=PositionId("hill")))
    assert Rule.POSTURE in rules(PLAN, picture=away)
    assert Rule.POSTURE in rules(replace(plan_of(), postures=()), picture=away)
    assert Rule.POSTURE not in rules(replace(plan_of(), postures=(hill,)), picture=away)
    shot = replace(SHOT, position=PositionId("hill"))
    from_hill = replace(plan_of(shot), postures=(hill,))
    assert Rule.POSTURE not in rules(from_hill, picture=away)


def test_postures_name_what_exists_and_only_once() -> None:
    """A place of the unit, and one of them."""
    here = PLAN.postures[0]
    lost = Posture(fire_unit=UNIT.id, position=PositionId("nowhere"))
    assert Rule.UNKNOWN in rules(replace(PLAN, postures=(lost,)))
    assert rules(replace(PLAN, postures=(here, here))) == {Rule.DUPLICATE}


def test_the_first_overbooked_slot_of_the_horizon_is_found() -> None:
    """Half-open spans; pins alone and slots past the horizon do not count."""
    assert overbooked([(0, 3, 1), (3, 6, 1)], [], 1, 10) is None
    assert overbooked([(0, 4, 1), (3, 6, 1)], [], 1, 10) == 3
    assert overbooked([(0, 4, 1), (3, 6, 1)], [], 1, 3) is None
    assert overbooked([(5, 6, 1)], [(-3, 9, 2)], 1, 10) == 5
    assert overbooked([], [(-3, 9, 2)], 1, 10) is None
    assert overbooked([(5, 6, 1)], [(-3, 0, 2), (-4, -2, 1), (6, 9, 2)], 1, 10) is None
    assert overbooked([(0, 4, 0.5), (3, 6, 0.5)], [], 1, 10) is None
    assert overbooked([(0, 4, 0.5), (3, 6, 0.6)], [], 1, 10) == 3


def test_the_horizon_has_as_many_slots_as_fit() -> None:
    """1,800 s in slots of 10 s."""
    assert PARAMS.slot_count == 180

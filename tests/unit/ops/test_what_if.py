"""The picture as it would be; the one that is stays as it is."""

from dataclasses import replace

import pytest

from tests.desks import Scripted, authorised, desk_on, launch_of, saturated_plan
from tests.pictures import FREE, MISSILE, NOW_S, saturated, square
from zaslin.assignment.plan import plan
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.ids import FireUnitId, TrackId, ZoneId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Recommendation
from zaslin.domain.reason import ReasonCode
from zaslin.ops.amend import amended
from zaslin.ops.orders import pin_of
from zaslin.ops.what_if import AddedRounds, Change, changed

U1, U2 = FireUnitId("U1"), FireUnitId("U2")
HOLD = WeaponsControlStatus.HOLD
REFUSED = ForbiddenPairing(track=TrackId("T00"))
ZONE = NoEngagementZone(id=ZoneId("Z"), area=square(0.0, 0.0, half_m=100.0))
ORDER = WeaponsControlOrder(status=HOLD, area=ZONE.area)
RESERVE = ReserveOrder(interceptor_type=MISSILE.id, rounds=1)


def engaged() -> Picture:
    """A shot authorised, another one in the air, and a refusal."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    authorised(desk, NOW_S)
    flying = authorised(desk, NOW_S, which=1)
    desk.record(launch_of(flying), NOW_S)
    picture = desk.situation.picture_at(NOW_S)
    return replace(picture, control=replace(picture.control, forbidden=(REFUSED,)))


def test_no_change_is_the_same_picture() -> None:
    """Of the same revision."""
    assert changed(engaged(), Change()) == engaged()


def test_measures_stand_in_the_place_of_those_in_force() -> None:
    """Each by itself or all together; what is pinned and refused stays."""
    one_by_one = changed(
        engaged(),
        Change(
            weapons_control=HOLD, orders=(ORDER,), zones=(ZONE,), reserves=(RESERVE,)
        ),
    )
    together = changed(
        engaged(),
        Change(
            control=Control(orders=(ORDER,), zones=(ZONE,), reserves=(RESERVE,)),
        ),
    )

    assert one_by_one == together
    assert one_by_one.control.pinned == engaged().control.pinned
    assert one_by_one.control.forbidden == (REFUSED,)
    assert plan(one_by_one).shots == ()


def test_pairings_are_refused_and_released() -> None:
    """As if somebody had."""
    other = ForbiddenPairing(track=TrackId("T01"), fire_unit=U1)

    picture = changed(engaged(), Change(forbids=(other,), released=(REFUSED,)))

    assert picture.control.forbidden == (other,)


def test_shots_are_authorised_and_taken_back() -> None:
    """The best of a pairing as one that is; not one in the air."""
    picture = engaged()
    waiting, flying = picture.control.pinned
    found = amended(
        picture, desk_on(saturated()).params, TrackId("T05"), U2, MISSILE.id
    )
    assert isinstance(found, Recommendation)
    tried = pin_of(found, "what-if")

    after = changed(picture, Change(pins=(tried,), unpinned=(waiting,)))

    assert after.control.pinned == (flying, tried)
    assert plan(after).withdrawn == ()
    with pytest.raises(ValueError, match="authorised and not launched"):
        changed(picture, Change(unpinned=(flying,)))


def test_a_lost_unit_launches_nothing_more() -> None:
    """Its orders are off, its round in the air is not, and its lines are gone."""
    picture = engaged()
    flying = next(pin for pin in picture.control.pinned if pin.launched)

    after = changed(picture, Change(lost_units=(U1, U2)))

    assert all(pin.launched for pin in after.control.pinned)
    assert (flying in after.control.pinned) == (flying.fire_unit in (U1, U2))
    assert after.shown == ()
    made = plan(after)
    assert made.shots == ()
    reasons = {each.reason for each in made.not_engaged}
    assert ReasonCode.NO_CHANNEL in reasons or ReasonCode.NO_ROUNDS in reasons


def test_rounds_are_added_to_the_store() -> None:
    """They have to be loaded first, as real ones."""
    more = AddedRounds(fire_unit=U1, interceptor_type=MISSILE.id, rounds=7)

    (unit,) = (
        each
        for each in changed(saturated(), Change(added_rounds=(more, more))).fire_units
        if each.id == U1
    )

    assert unit.magazines[0].rounds_stored == 14


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (Change(lost_units=(FireUnitId("U9"),)), "'U9'; accepted: a fire unit"),
        (
            Change(
                added_rounds=(
                    AddedRounds(
                        fire_unit=FireUnitId("U9"),
                        interceptor_type=MISSILE.id,
                        rounds=1,
                    ),
                )
            ),
            "'U9'; accepted: a fire unit",
        ),
        (Change(released=(REFUSED,)), "'T00' is not forbidden; accepted: one of the 0"),
        (
            Change(
                forbids=(
                    ForbiddenPairing(track=TrackId("T1"), fire_unit=FireUnitId("U9")),
                )
            ),
            "names 'U9'",
        ),
    ],
)
def test_what_is_not_there_cannot_change(change: Change, match: str) -> None:
    """It is named."""
    with pytest.raises(ValueError, match=match):
        changed(saturated(), change)


def test_the_picture_that_is_stays_as_it_is() -> None:
    """Nothing of it is done."""
    picture = engaged()
    changed(picture, Change(control=FREE, lost_units=(U1,), released=(REFUSED,)))

    assert picture == engaged()

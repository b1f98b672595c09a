"""Looks between shots: order, size and the probability of being needed."""

from dataclasses import replace

import pytest

from tests.pictures import NOW_S
from tests.unit.assignment.by_hand import (
    FOLLOW_UP,
    P_KILL,
    PICTURE,
    PLAN,
    SHOT,
    UNIT,
    plan_of,
    rules,
    shot_at,
    with_control,
)
from zaslin.assignment.check import Rule
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.domain.plan import Plan, Shot

TWIN = replace(UNIT, id=FireUnitId("V"))
TWO_UNITS = replace(PICTURE, fire_units=(UNIT, TWIN))


def by_twin(shot: Shot) -> Shot:
    """The same shot by the unit's twin."""
    return replace(shot, fire_unit=TWIN.id)


def two_unit_plan(*shots: Shot) -> Plan:
    """The account of two units, of which the second has the last shot."""
    theirs = replace(plan_of(*shots[-1:]).stock_after[0], fire_unit=TWIN.id)
    ours = plan_of(*shots[:-1]).stock_after[0]
    return replace(plan_of(*shots), stock_after=(ours, theirs))


def test_a_follow_up_after_the_look_is_accepted() -> None:
    """Launched in the slot in which the first was assessed, needed if it missed."""
    assert FOLLOW_UP.p_needed == pytest.approx(1.0 - P_KILL)
    assert rules(plan_of(SHOT, FOLLOW_UP)) == set()


def test_the_order_in_the_plan_does_not_matter() -> None:
    """Stages follow launch times."""
    assert rules(plan_of(FOLLOW_UP, SHOT)) == set()


def test_two_units_may_share_a_stage() -> None:
    """Both launched before the first look, both in stage 1."""
    later = by_twin(shot_at(60.0))
    assert rules(two_unit_plan(SHOT, later), picture=TWO_UNITS) == set()


def test_one_unit_shoots_once_per_stage() -> None:
    """A second shot before the look, from the same unit, is no plan."""
    assert rules(plan_of(SHOT, shot_at(20.0))) == {Rule.STAGE}


def test_a_stage_waits_for_its_last_look() -> None:
    """The twin's late shot is assessed in slot 10; slot 8 is too early for a next one.

    The first shot ends in slot 7, so slot 8 begins another stage, but the last look
    of the stage before comes later.
    """
    late = by_twin(shot_at(60.0))
    both_miss = (1.0 - P_KILL) * (1.0 - late.p_kill)
    third = shot_at(80.0, stage=2, p_needed=both_miss)
    found = rules(two_unit_plan(SHOT, third, late), picture=TWO_UNITS)
    assert found == {Rule.STAGE}


def test_a_stage_holds_so_many_rounds() -> None:
    """A salvo of two and another shot make three, where two are accepted."""
    salvo = shot_at(10.0, salvo_size=2)
    plan = two_unit_plan(salvo, by_twin(shot_at(20.0)))
    assert rules(plan, picture=TWO_UNITS) == {Rule.STAGE}


@pytest.mark.parametrize("stage", [0, 1, 3])
def test_the_stage_is_a_number_that_must_be_right(stage: int) -> None:
    """The follow-up is stage 2 and no other."""
    assert Rule.STAGE in rules(plan_of(SHOT, replace(FOLLOW_UP, stage=stage)))


@pytest.mark.parametrize("p_needed", [1.0, 0.5, 0.0])
def test_the_chance_of_being_needed_must_be_right(p_needed: float) -> None:
    """It is what the stages before leave over."""
    found = rules(plan_of(SHOT, replace(FOLLOW_UP, p_needed=p_needed)))
    assert Rule.P_NEEDED in found


PIN = PinnedEngagement(
    track=SHOT.track,
    fire_unit=UNIT.id,
    interceptor_type=SHOT.interceptor_type,
    salvo_size=2,
    launch_s=NOW_S - 5.0,
    intercept_s=NOW_S + 50.0,
    assessed_s=NOW_S + 65.0,
    pk=0.4,
    authorised_by="Maj Bondar",
    launched=True,
)


def after_pin(pin: PinnedEngagement, *shots: Shot) -> set[Rule]:
    """What is wrong with shots at the track of a pinned engagement."""
    return rules(plan_of(*shots), picture=with_control(pinned=(pin,)))


def test_a_shot_after_a_pinned_one_is_needed_if_that_misses() -> None:
    """Two rounds of 0.4 miss with probability 0.36; the account changes with it."""
    shot = shot_at(70.0, p_needed=0.36)
    found = after_pin(PIN, shot)
    assert not found & {Rule.P_NEEDED, Rule.PINNED, Rule.STAGE}
    assert Rule.P_NEEDED in after_pin(PIN, replace(shot, p_needed=1.0))


def test_pinned_engagements_come_first() -> None:
    """Nothing is launched at the track before their look."""
    assert Rule.PINNED in after_pin(PIN, shot_at(60.0, p_needed=0.36))


def test_a_withdrawn_pin_that_is_not_launched_holds_nothing_back() -> None:
    """It counts as absent: the shot is needed for certain and need not wait."""
    gone = replace(PIN, launched=False, track=TrackId("gone"))
    assert rules(PLAN, picture=with_control(pinned=(gone,))) == {Rule.WITHDRAWN}

"""When to plan anew, and which of two plans stays on the screen."""

from dataclasses import replace

import pytest

from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    decision_on,
    desk_on,
    firm,
    launch_of,
    saturated_plan,
)
from tests.pictures import FREE, MISSILE, NOW_S, hostile, saturated
from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Decided,
    Event,
    Expired,
    Forecast,
    Lost,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import EngagementId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.track import StandardIdentity, Track
from zaslin.ops.replan import ReplanParams, due, firm_shots, keeps, urges
from zaslin.ops.situation import Situation

PARAMS = PlanParams()
PLAN = saturated_plan()
E1 = EngagementId("E1")


@pytest.mark.parametrize(
    ("since_s", "urged", "expected"),
    [
        (None, False, True),
        (9.9, True, False),
        (10.0, True, True),
        (10.0, False, False),
        (29.9, False, False),
        (30.0, False, True),
    ],
)
def test_a_plan_is_due_after_its_interval_or_sooner_if_it_is_urged(
    since_s: float | None, urged: bool, expected: bool
) -> None:
    """Never before the shortest time, and at once if there has been none."""
    planned_at_s = None if since_s is None else NOW_S - since_s

    assert due(ReplanParams(), NOW_S, planned_at_s, urged=urged) is expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interval_s", 0.5),
        ("shortest_s", 31.0),
        ("decision_lead_s", -1.0),
        ("report_grace_s", float("nan")),
    ],
)
def test_parameters_out_of_their_range_are_refused(name: str, value: float) -> None:
    """By their name."""
    with pytest.raises(ValueError, match=f"{name} is {value}"):
        ReplanParams(**{name: value})


def situation(*, flying: bool = False) -> Situation:
    """The saturated picture with an engagement of T00 or another, authorised."""
    desk = desk_on(saturated(), Scripted(PLAN))
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)
    if flying:
        desk.record(launch_of(engagement), engagement.pin.launch_s)
    return desk.situation


BEFORE = situation()
ENGAGED = BEFORE.pins[E1].track
OTHER = next(track for track in BEFORE.tracks if track != ENGAGED)


def again(name: TrackId, identity: StandardIdentity, civil: bool = False) -> Track:
    """A later report of a track."""
    track = BEFORE.tracks[name]
    return replace(track, measured_at_s=NOW_S + 1.0, identity=identity, civil=civil)


HOSTILE, FRIEND = StandardIdentity.HOSTILE, StandardIdentity.FRIEND
UNIT = saturated().fire_units[0]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Reported(tracks=(hostile("T50"),)), True),
        (Reported(tracks=(replace(hostile("T50"), civil=True),)), False),
        (Reported(tracks=(again(ENGAGED, HOSTILE), again(OTHER, HOSTILE))), False),
        (Reported(tracks=(again(ENGAGED, HOSTILE), again(ENGAGED, FRIEND))), True),
        (Reported(tracks=(again(OTHER, FRIEND),)), False),
        (Lost(tracks=(OTHER,)), False),
        (Lost(tracks=(OTHER, ENGAGED)), True),
        (Assessed(engagement=E1, outcome=Outcome.MISSED), True),
        (Assessed(engagement=E1, outcome=Outcome.UNKNOWN), True),
        (Assessed(engagement=E1, outcome=Outcome.KILLED), False),
        (Aborted(engagement=E1, why="mist"), True),
        (Expired(engagement=E1), True),
        (UnitReported(fire_unit=UNIT), True),
        (Controlled(control=FREE), True),
        (Resupplied(fire_unit=UNIT.id, interceptor_type=MISSILE.id, rounds=2), True),
        (Reloaded(fire_unit=UNIT.id, interceptor_type=MISSILE.id, rounds=2), False),
        (Forecast(tracks=()), False),
    ],
)
def test_what_urges_a_plan_and_what_can_wait(event: Event, expected: bool) -> None:
    """New threats, lost orders and changed means do; what the plan expects does not."""
    assert urges(event, BEFORE, NOW_S + 1.0, PARAMS) is expected


def test_a_track_that_becomes_hostile_urges_a_plan_once() -> None:
    """Its identification does, its next measurement does not."""
    unknown = replace(saturated(), tracks=(again(OTHER, StandardIdentity.PENDING),))
    before = desk_on(unknown).situation
    report = Reported(tracks=(again(OTHER, HOSTILE),))

    assert urges(report, before, NOW_S + 1.0, PARAMS)
    assert not urges(report, BEFORE, NOW_S + 1.0, PARAMS)


def test_a_refusal_urges_a_plan_and_an_authorisation_does_not() -> None:
    """The one takes a shot out of the plan, the other is what the plan was made for."""
    engagement = BEFORE.engagements[E1]
    line = firm(PLAN)[1]
    no = decision_on(line, 1, NOW_S, Verdict.REFUSE)
    refused = Decided(decision=no, forbidden=ForbiddenPairing(track=no.track))
    accepted = Decided(decision=engagement.decision, engagement=engagement)

    assert urges(refused, BEFORE, NOW_S, PARAMS)
    assert not urges(accepted, BEFORE, NOW_S, PARAMS)


# ------------------------------------------------------------------- keep or replace


def test_a_plan_that_asks_for_the_same_decisions_is_kept() -> None:
    """Whatever else is in it: value, intentions, reasons."""
    made = replace(PLAN, value=PLAN.value + 1.0, shots=(), not_engaged=())

    assert keeps(PLAN, firm_shots(PLAN), made)


def test_a_plan_that_asks_for_another_decision_is_shown() -> None:
    """One more, one fewer, at another time, from another place."""
    first, *others = PLAN.recommendations
    later = replace(first, shot=replace(first.shot, launch_s=first.shot.launch_s + 10))
    moved = replace(first, shot=replace(first.shot, position=PositionId("east")))
    softened = replace(first, firm=False)
    shown = firm_shots(PLAN)

    for line in (later, moved, softened):
        made = replace(PLAN, recommendations=(line, *others))
        assert not keeps(PLAN, shown, made)
    assert not keeps(replace(PLAN, recommendations=tuple(others)), shown[1:], PLAN)


def test_what_is_decided_already_is_not_asked_for_again() -> None:
    """The plan without the decided line is the one that is kept."""
    first, *others = PLAN.recommendations
    assert first.firm
    rest = replace(PLAN, recommendations=tuple(others))

    assert keeps(PLAN, firm_shots(PLAN)[1:], rest)
    assert not keeps(PLAN, firm_shots(PLAN)[1:], PLAN)


def test_without_a_decision_to_make_the_new_plan_is_shown() -> None:
    """Nobody is disturbed, and its reasons are those of now."""
    idle = replace(PLAN, recommendations=())

    assert not keeps(idle, (), idle)


def test_firm_shots_are_the_firm_lines_of_a_plan() -> None:
    """In their order; intentions are not asked for."""
    assert [shot.track for shot in firm_shots(PLAN)] == [
        line.shot.track for line in PLAN.recommendations if line.firm
    ]
    assert len(firm_shots(PLAN)) < len(PLAN.recommendations)


def test_a_plan_may_grow_three_intervals_old() -> None:
    """Then it is withdrawn, if nothing has replaced it."""
    assert ReplanParams(interval_s=20.0).oldest_s == 60.0
    assert PROMPT.oldest_s == 90.0

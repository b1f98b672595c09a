"""A recommendation becomes an engagement by a named person's decision, and only so."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.architecture.source import PACKAGE, modules, parse
from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    decision_on,
    desk_on,
    entered,
    firm,
    journal_of,
)
from tests.pictures import (
    FREE,
    NOW_S,
    hostile,
    mixed_types,
    one_track_one_unit,
    saturated,
)
from zaslin.assignment.plan import plan
from zaslin.domain.control import Control, ForbiddenPairing, WeaponsControlStatus
from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import Controlled, Decided, Event, Lost, Reported, UnitReported
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.plan import Plan, Recommendation
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import StandardIdentity
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.state import fold

PICTURE = one_track_one_unit()
PLAN = plan(PICTURE)
LINE = PLAN.recommendations[0]
WHEN = NOW_S + 3.0


def shown(made: Plan = PLAN) -> Desk:
    """A desk of one track and one unit that shows a plan."""
    desk = desk_on(PICTURE, Scripted(made))
    desk.tick(NOW_S)
    return desk


def moved(line: Recommendation, **changes: Any) -> Recommendation:
    """The line with another shot on it."""
    return replace(line, shot=replace(line.shot, **changes))


def assert_refused(desk: Desk, decision: Any, match: str) -> None:
    """Nothing is entered, nothing changes, and it is said what would be accepted."""
    before, entries = desk.situation, journal_of(desk)

    with pytest.raises(DecisionRefusedError, match=match) as refused:
        entered(desk, decision)

    assert "accepted: " in str(refused.value)
    assert desk.situation is before
    assert journal_of(desk) == entries


def test_an_authorised_shot_is_pinned_under_the_persons_name() -> None:
    """With the times and the place of the plan, not launched; entered as decided."""
    desk = shown()
    decision = decision_on(LINE, 1, WHEN)

    engagement = entered(desk, decision)

    assert engagement is not None
    assert engagement.decision == decision
    assert engagement.state is EngagementState.AUTHORISED
    pin, shot = engagement.pin, LINE.shot
    assert pin.authorised_by == "Maj Bondar"
    assert (pin.track, pin.fire_unit) == (shot.track, shot.fire_unit)
    assert pin.interceptor_type == shot.interceptor_type
    assert (pin.launch_s, pin.intercept_s) == (shot.launch_s, shot.intercept_s)
    assert pin.assessed_s == shot.assessed_s
    assert pin.salvo_size == shot.salvo_size
    assert (pin.position, pin.intercept_at) == (shot.position, shot.intercept_at)
    assert not pin.launched
    assert desk.situation.picture.control.pinned == (pin,)
    assert desk.situation.engagements == {engagement.id: engagement}
    last = journal_of(desk)[-1]
    assert last.event == Decided(decision=decision, engagement=engagement)
    assert last.at_s == WHEN


def test_the_next_plan_keeps_the_pin_and_shoots_again_only_after_its_look() -> None:
    """What was planned once is not planned twice."""
    desk = shown()
    authorised(desk, WHEN)

    again = plan(desk.situation.picture, previous=PLAN)

    assert again.withdrawn == ()
    assert all(shot.launch_s >= LINE.shot.assessed_s for shot in again.shots)


@pytest.mark.parametrize(("salvo", "p_kill"), [(1, 0.8), (2, 0.75), (2, 1.0), (3, 0.0)])
def test_a_salvo_is_pinned_so_that_its_survival_is_the_planned_one(
    salvo: int, p_kill: float
) -> None:
    """(1 − pk) to the power of its rounds."""
    line = moved(LINE, salvo_size=salvo, p_kill=p_kill)

    pin = authorised(shown(replace(PLAN, recommendations=(line,))), WHEN).pin

    assert (1.0 - pin.pk) ** salvo == pytest.approx(1.0 - p_kill)


def test_a_refused_pairing_is_forbidden_and_not_planned_again() -> None:
    """The track by the unit with the type; anything else stays allowed."""
    desk = shown()

    assert entered(desk, decision_on(LINE, 1, WHEN, Verdict.REFUSE)) is None

    control = desk.situation.picture.control
    assert control.forbidden == (
        ForbiddenPairing(
            track=LINE.shot.track,
            fire_unit=LINE.shot.fire_unit,
            interceptor_type=LINE.shot.interceptor_type,
        ),
    )
    assert control.pinned == ()
    again = plan(desk.situation.picture)
    assert again.shots == ()
    assert again.not_engaged[0].reason is ReasonCode.FORBIDDEN


def test_the_lines_of_one_plan_are_decided_one_after_the_other() -> None:
    """Each once, however the revision of the picture has grown meanwhile."""
    desk = desk_on(saturated())
    made = desk.tick(NOW_S)
    lines = firm(made)
    assert made is not None
    assert len(lines) >= 3

    for number, line in enumerate(lines):
        verdict = Verdict.REFUSE if number == 1 else Verdict.AUTHORISE
        entered(desk, decision_on(line, made.revision, WHEN, verdict))

    assert desk.situation.shown == ()
    assert desk.situation.picture.shown == ()
    assert len(desk.situation.picture.control.pinned) == len(lines) - 1
    assert len(desk.situation.picture.control.forbidden) == 1
    assert desk.situation.revision > made.revision


PLAIN = (Verdict.AUTHORISE, Verdict.REFUSE)


@pytest.mark.parametrize("first", PLAIN)
@pytest.mark.parametrize("second", PLAIN)
def test_a_line_is_decided_once(first: Verdict, second: Verdict) -> None:
    """Neither twice the same, nor one thing and then the other."""
    desk = shown()
    entered(desk, decision_on(LINE, 1, WHEN, first))

    assert_refused(desk, decision_on(LINE, 1, WHEN + 1.0, second), "decided already")


@pytest.mark.parametrize("revision", [0, 2, 7])
def test_a_decision_on_another_revision_changes_nothing(revision: int) -> None:
    """The plan that is shown is named in the refusal."""
    assert_refused(shown(), decision_on(LINE, revision, WHEN), "accepted: 1, the plan")


def test_without_a_shown_plan_there_is_nothing_to_decide() -> None:
    """Before the first one, and after planning has failed, which is then said."""
    desk = desk_on(PICTURE, Scripted(PLAN, RuntimeError("out of memory")))
    assert_refused(desk, decision_on(LINE, 1, WHEN), "no plan is shown")

    desk.tick(NOW_S)
    desk.tick(NOW_S + 60.0)

    assert_refused(desk, decision_on(LINE, 1, NOW_S + 61.0), "RuntimeError: out of mem")


def test_a_plan_of_long_ago_is_not_decided_on() -> None:
    """Three intervals after it was made, even if nobody has let the time pass."""
    shot = {"launch_s": NOW_S + 500.0, "intercept_s": NOW_S + 520.0}
    line = moved(LINE, **shot, assessed_s=NOW_S + 530.0)
    desk = shown(replace(PLAN, recommendations=(line,)))
    oldest_s = PROMPT.oldest_s

    late = decision_on(line, 1, NOW_S + oldest_s + 1.0)
    assert_refused(desk, late, f"accepted: at most {oldest_s:g} s")

    desk.receive([hostile("T1", measured_at_s=NOW_S + 80.0)], NOW_S + oldest_s - 1.0)
    assert entered(desk, decision_on(line, 1, NOW_S + oldest_s - 1.0)) is not None


def test_a_decision_does_not_lie_before_its_plan() -> None:
    """Nobody has decided on what was not there."""
    assert_refused(shown(), decision_on(LINE, 1, NOW_S - 1.0), "when the plan was made")


@pytest.mark.parametrize(
    "changes",
    [
        {"track": TrackId("T9")},
        {"fire_unit": FireUnitId("U9")},
        {"interceptor_type": InterceptorTypeId("gun_round")},
        {"launch_s": LINE.shot.launch_s + 10.0},
    ],
    ids=["track", "unit", "type", "time"],
)
@pytest.mark.parametrize("verdict", PLAIN)
def test_what_is_not_recommended_cannot_be_decided(
    changes: dict[str, Any], verdict: Verdict
) -> None:
    """Neither authorised nor refused: the shot is another one."""
    decision = replace(decision_on(LINE, 1, WHEN, verdict), **changes)

    assert_refused(shown(), decision, "recommends no shot")


def test_an_intention_cannot_be_authorised() -> None:
    """Only a firm recommendation can; a follow-up is none."""
    follow_up = next(line for line in PLAN.recommendations if not line.firm)

    assert_refused(shown(), decision_on(follow_up, 1, WHEN), "firm recommendation")


def test_an_empty_plan_has_nothing_to_decide() -> None:
    """There is no bulk decision either."""
    desk = shown(replace(PLAN, recommendations=()))

    assert_refused(desk, decision_on(LINE, 1, WHEN), "recommends no shot")


# --------------------------------------------------- what has changed since the plan


def a_friend() -> Event:
    """The track turns out to be one of ours."""
    friend = replace(hostile("T1"), identity=StandardIdentity.FRIEND)
    return Reported(tracks=(replace(friend, measured_at_s=NOW_S + 1.0),))


def on_hold() -> Event:
    """Weapons HOLD everywhere."""
    return Controlled(control=Control(weapons_control=WeaponsControlStatus.HOLD))


def nothing_left() -> Event:
    """The unit reports an empty magazine."""
    (unit,) = PICTURE.fire_units
    (magazine,) = unit.magazines
    return UnitReported(
        fire_unit=replace(unit, magazines=(replace(magazine, rounds_ready=0),))
    )


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (a_friend, "identified friend: never engaged"),
        (on_hold, "weapons hold"),
        (nothing_left, "too few rounds left"),
        (lambda: Lost(tracks=(TrackId("T1"),)), "a track that has gone"),
    ],
)
def test_a_shot_that_would_be_withdrawn_at_once_is_not_authorised(
    event: Callable[[], Event], reason: str
) -> None:
    """With the reason; the plan on the screen is of before."""
    desk = shown()
    desk.record(event(), NOW_S + 1.0)

    assert_refused(desk, decision_on(LINE, 1, WHEN), reason)


def test_a_shot_at_a_stale_track_is_not_authorised() -> None:
    """Measured longer ago than the parameters of the plan allow."""
    desk = desk_on(
        PICTURE,
        Scripted(PLAN),
        params=replace(desk_on(PICTURE).params, stale_after_s=2),
    )
    desk.tick(NOW_S)

    assert_refused(desk, decision_on(LINE, 1, WHEN), "track is stale")


def test_an_order_that_comes_too_late_for_its_crew_is_not_given() -> None:
    """Up to its reaction time before the launch, and no later."""
    (unit,) = PICTURE.fire_units
    last_s = LINE.shot.launch_s - unit.reaction_time_s

    assert_refused(
        shown(), decision_on(LINE, 1, last_s + 0.1), "at least the 12.0 s that its crew"
    )
    assert authorised(shown(), last_s).pin.launch_s == LINE.shot.launch_s


def test_a_unit_that_has_to_drive_first_is_ordered_in_time_for_that() -> None:
    """Travel and set-up; if it is on its way already, its reaction time will do."""
    picture = mixed_types()
    gun = next(unit for unit in picture.fire_units if unit.id == "gun")
    (place,) = gun.prepared_positions
    drive_s = place.travel_time_s + gun.setup_time_s
    first = moved(
        LINE,
        fire_unit=gun.id,
        interceptor_type=gun.magazines[0].interceptor_type,
        position=place.id,
        launch_s=NOW_S + drive_s + 5.0,
        intercept_s=NOW_S + drive_s + 10.0,
        assessed_s=NOW_S + drive_s + 20.0,
    )
    second = moved(first, track=TrackId("T2"), launch_s=NOW_S + drive_s + 6.0)
    desk = desk_on(picture, Scripted(replace(PLAN, recommendations=(first, second))))
    desk.tick(NOW_S)

    assert_refused(desk, decision_on(first, 1, NOW_S + 5.5), "300.0 s that its crew")
    entered(desk, decision_on(first, 1, NOW_S + 5.0))
    entered(desk, decision_on(second, 1, NOW_S + 50.0))

    assert [pin.position for pin in desk.situation.pins.values()] == [place.id] * 2


def test_a_shot_that_would_take_away_another_persons_is_not_authorised() -> None:
    """Its unit would have to be elsewhere before."""
    picture = mixed_types()
    gun = next(unit for unit in picture.fire_units if unit.id == "gun")
    kind = gun.magazines[0].interceptor_type
    later = moved(
        LINE,
        fire_unit=gun.id,
        interceptor_type=kind,
        position=PositionId("east"),
        launch_s=NOW_S + 400.0,
        intercept_s=NOW_S + 405.0,
        assessed_s=NOW_S + 415.0,
    )
    sooner = moved(
        LINE,
        fire_unit=gun.id,
        interceptor_type=kind,
        track=TrackId("T2"),
        launch_s=NOW_S + 100.0,
        intercept_s=NOW_S + 105.0,
        assessed_s=NOW_S + 115.0,
    )
    desk = desk_on(picture, Scripted(replace(PLAN, recommendations=(later, sooner))))
    desk.tick(NOW_S)
    authorised(desk, WHEN)

    assert_refused(desk, decision_on(sooner, 1, WHEN), "take away the one at T1")


def test_a_decision_that_comes_in_late_is_entered_when_it_comes_in() -> None:
    """Time in the journal does not go back."""
    desk = shown()
    desk.record(Controlled(control=FREE), NOW_S + 5.0)

    authorise(desk, decision_on(LINE, 1, WHEN), NOW_S + 5.0)

    last = journal_of(desk)[-1]
    assert last.at_s == NOW_S + 5.0
    assert isinstance(last.event, Decided)
    assert last.event.decision.decided_at_s == WHEN
    assert fold(journal_of(desk)) == desk.situation


@pytest.mark.parametrize("now_s", [WHEN - 0.5, WHEN - 85.0, WHEN + 5.5, WHEN + 80.0])
def test_a_decision_is_of_now_by_the_clock_of_the_desk(now_s: float) -> None:
    """Dated ahead it would stop that clock, dated back it would hide lost time."""
    desk = shown()

    with pytest.raises(DecisionRefusedError, match="accepted: 0 to 5 s"):
        authorise(desk, decision_on(LINE, 1, WHEN), now_s)

    desk.receive([hostile("T9", measured_at_s=NOW_S)], NOW_S + 5.0)


# -------------------------------------------------------------- nobody else does it


def makers(tree: ast.AST, names: set[str]) -> set[str]:
    """Which of these a module calls into being."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
    }


def test_only_this_module_makes_a_decided_event_or_an_engagement() -> None:
    """The import contract guards the function; this guards what it makes."""
    found = {
        module.relative_to(PACKAGE).as_posix()
        for module in modules()
        if makers(parse(module), {"Decided", "Engagement"})
    }

    assert found == {"ops/authorise.py"}


def test_a_module_that_made_one_would_be_found() -> None:
    """The smallest example of the fault."""
    assert makers(ast.parse("def f():\n    g(Decided(decision=d))"), {"Decided"})
    assert not makers(ast.parse("match e:\n    case Decided(): pass"), {"Decided"})

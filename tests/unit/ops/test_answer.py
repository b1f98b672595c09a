"""A desk whose plans are made elsewhere: it asks, things happen, a plan comes in."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    decision_on,
    desk_on,
    entered,
    journal_of,
    saturated_plan,
)
from tests.pictures import FREE, MISSILE, NOW_S, hostile, saturated
from zaslin.domain.decision import Verdict
from zaslin.domain.event import (
    Controlled,
    Corrected,
    Event,
    Forecast,
    Identified,
    Lost,
    Planned,
    Released,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import FireUnitId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import IdentificationMethod, StandardIdentity
from zaslin.ops.desk import Answer, Desk
from zaslin.ops.lines import key_of
from zaslin.ops.refused import DecisionRefusedError, PlanMovedOnError
from zaslin.ops.replan import ReplanParams
from zaslin.ops.state import fold

PLAN = saturated_plan()
FEWER = replace(PLAN, recommendations=PLAN.recommendations[1:])
BETTER = replace(FEWER, value=PLAN.value - 1.0)
STEADY = ReplanParams(
    interval_s=1.0,
    shortest_s=0.0,
    decision_lead_s=0.0,
    same_shot_s=20.0,
    refresh_s=10.0,
    withdraw_after_s=5.0,
)
"""A plan every second."""


def of(picture: Picture, plan: Plan = PLAN) -> Plan:
    """The plan as one of this picture."""
    return replace(plan, revision=picture.revision, made_at_s=picture.now_s)


def later(plan: Plan, by_s: float) -> Plan:
    """Every shot launched so much later."""
    lines = tuple(
        replace(
            line,
            shot=replace(
                line.shot,
                launch_s=line.shot.launch_s + by_s,
                intercept_s=line.shot.intercept_s + by_s,
                assessed_s=line.shot.assessed_s + by_s,
            ),
        )
        for line in plan.recommendations
    )
    return replace(plan, recommendations=lines)


def asked(desk: Desk, at_s: float) -> Picture:
    """The picture that a plan is wanted of."""
    picture = desk.asks(at_s)
    assert picture is not None
    return picture


def showing(replan: ReplanParams = PROMPT, plan: Plan = PLAN) -> Desk:
    """A desk that shows a plan that was made elsewhere."""
    desk = desk_on(saturated(), replan=replan)
    made = of(asked(desk, NOW_S), plan)
    assert desk.answer(made, NOW_S) is Answer.SHOWN
    return desk


def shown_revision(desk: Desk) -> int:
    """Of the plan on the screen."""
    assert desk.shown is not None
    return desk.shown.revision


def test_asking_and_answering_is_ticking() -> None:
    """The same entries, to the last bit."""
    ticks = desk_on(saturated(), Scripted(PLAN))
    ticks.tick(NOW_S)
    ticks.tick(NOW_S + 30.0)
    asks = showing()
    asks.answer(of(asked(asks, NOW_S + 30.0)), NOW_S + 30.0)

    assert journal_of(asks) == journal_of(ticks)
    assert asks.confirmed_at_s == ticks.confirmed_at_s == NOW_S + 30.0


def test_a_plan_is_asked_for_once() -> None:
    """While it is made nobody asks again, until the interval has passed."""
    desk = desk_on(saturated())
    asked(desk, NOW_S)

    assert desk.asks(NOW_S + 1.0) is None
    assert desk.asks(NOW_S + 30.0) is not None


def test_an_answer_to_an_older_question_is_overtaken() -> None:
    """Newest picture only."""
    desk = desk_on(saturated())
    old = of(asked(desk, NOW_S))
    asked(desk, NOW_S + 30.0)

    assert desk.answer(old, NOW_S + 31.0) is Answer.OVERTAKEN
    assert desk.shown is None


def test_nobody_asked_is_overtaken() -> None:
    """So is what comes after planning was given up."""
    desk = desk_on(saturated())
    assert desk.answer(PLAN, NOW_S) is Answer.OVERTAKEN
    made = of(asked(desk, NOW_S))
    desk.fail("killed", NOW_S + 1.0)

    assert desk.answer(made, NOW_S + 2.0) is Answer.OVERTAKEN
    assert desk.degraded == "killed"


def test_a_plan_of_a_picture_that_was_never_there_is_a_fault() -> None:
    """Of whoever made it."""
    desk = desk_on(saturated())
    picture = asked(desk, NOW_S)

    with pytest.raises(ValueError, match="revision 8; accepted: 1"):
        desk.answer(replace(of(picture), revision=8), NOW_S)


# ------------------------------------------------------- what happens in between

LATE = later(PLAN, 60.0)
LINE, OTHER = LATE.recommendations[:2]
UNIT = saturated().fire_units[0]
WHEN = NOW_S + 31.0


def decided(verdict: Verdict) -> Callable[[Desk], object]:
    """Somebody decides on the first line."""

    def happens(desk: Desk) -> None:
        entered(desk, decision_on(LINE, shown_revision(desk), WHEN, verdict))

    return happens


def reported(event: Event) -> Callable[[Desk], object]:
    """Somebody reports it."""
    return lambda desk: desk.record(event, WHEN)


def released(desk: Desk) -> None:
    """What was refused before is allowed again."""
    desk.record(Released(forbidden=desk.situation.control.forbidden[0]), WHEN)


def seen(identity: StandardIdentity) -> Reported:
    """The track of the first line, as measured now."""
    track = hostile(LINE.shot.track, measured_at_s=WHEN)
    return Reported(tracks=(replace(track, identity=identity),))


COUNT = Corrected(
    fire_unit=UNIT.id,
    interceptor_type=MISSILE.id,
    rounds_ready=1,
    rounds_stored=0,
    why="counted",
)
SUPPLY = Resupplied(fire_unit=UNIT.id, interceptor_type=MISSILE.id, rounds=2)
UNCLEAR = Identified(
    track=LINE.shot.track,
    identity=StandardIdentity.UNKNOWN,
    method=IdentificationMethod.PROCEDURAL,
    authority="Capt Koval",
    evidence="flight plan",
    expires_s=NOW_S + 600.0,
)


def asked_late() -> tuple[Desk, Plan]:
    """A desk that shows a plan, and the same one again, not yet answered."""
    desk = showing(plan=LATE)
    entered(desk, decision_on(OTHER, shown_revision(desk), NOW_S, Verdict.REFUSE))
    return desk, of(asked(desk, NOW_S + 30.0), later(BETTER, 60.0))


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(decided(Verdict.AUTHORISE), id="authorised"),
        pytest.param(decided(Verdict.REFUSE), id="refused"),
        pytest.param(decided(Verdict.HOLD), id="held"),
        pytest.param(released, id="released"),
        pytest.param(reported(Controlled(control=FREE)), id="controlled"),
        pytest.param(reported(UnitReported(fire_unit=UNIT)), id="unit"),
        pytest.param(reported(SUPPLY), id="resupplied"),
        pytest.param(reported(COUNT), id="counted"),
        pytest.param(reported(UNCLEAR), id="identified"),
    ],
)
def test_a_plan_that_does_not_know_what_happened_is_never_shown(
    happens: Callable[[Desk], object],
) -> None:
    """It is thrown away, nothing of it is entered, and another is wanted at once."""
    desk, made = asked_late()
    before = desk.shown
    happens(desk)
    entries = len(journal_of(desk))

    assert desk.answer(made, NOW_S + 32.0) is Answer.OVERTAKEN

    assert desk.shown is before
    assert len(journal_of(desk)) == entries
    assert desk.asks(NOW_S + 32.0) is not None
    assert fold(journal_of(desk)) == desk.situation


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(reported(Lost(tracks=(LINE.shot.track,))), id="lost"),
        pytest.param(reported(seen(StandardIdentity.FRIEND)), id="friend"),
        pytest.param(reported(seen(StandardIdentity.PENDING)), id="pending"),
    ],
)
def test_a_plan_with_a_shot_at_who_may_not_be_engaged_now_is_never_shown(
    happens: Callable[[Desk], object],
) -> None:
    """Reports come all the time; those that change who may be shot at count."""
    desk = showing(plan=LATE)
    made = of(asked(desk, NOW_S + 30.0), replace(LATE, value=1.0))
    happens(desk)

    assert desk.answer(made, NOW_S + 32.0) is Answer.OVERTAKEN


def test_a_track_that_went_stale_meanwhile_is_not_shot_at() -> None:
    """Time alone can overtake a plan."""
    desk = desk_on(saturated())
    made = of(asked(desk, NOW_S), LATE)

    assert desk.answer(made, NOW_S + 61.0) is Answer.OVERTAKEN


@pytest.mark.parametrize(
    "happens",
    [
        reported(seen(StandardIdentity.HOSTILE)),
        reported(Reported(tracks=(hostile("T50", measured_at_s=WHEN),))),
        reported(Forecast(tracks=())),
    ],
    ids=["again", "another", "forecast"],
)
def test_a_plan_is_shown_for_all_that_does_not_matter_to_it(
    happens: Callable[[Desk], object],
) -> None:
    """Or on a busy night there would never be one."""
    desk, made = asked_late()
    happens(desk)

    assert desk.answer(made, NOW_S + 32.0) is Answer.SHOWN


# ------------------------------------------------------------- two plans of a picture


def test_a_better_plan_replaces_the_quick_one_under_its_own_revision() -> None:
    """So that a revision never means two plans; the journal keeps what was shown."""
    desk = desk_on(saturated())
    picture = asked(desk, NOW_S)
    written: list[Plan] = []

    def document(plan: Plan) -> bytes:
        written.append(plan)
        return b"{}"

    quick = desk.answer(of(picture), NOW_S + 0.1, document=document)
    first = shown_revision(desk)
    better = desk.answer(of(picture, BETTER), NOW_S + 0.9, document=document)

    assert (quick, better) == (Answer.SHOWN, Answer.SHOWN)
    assert shown_revision(desk) == first + 1 == desk.situation.shown_revision
    assert [plan.revision for plan in written] == [first, first + 1]
    assert desk.previous is desk.shown
    assert fold(journal_of(desk)) == desk.situation


def test_a_second_plan_that_is_no_better_is_not_shown() -> None:
    """It asks for something else and is worth less."""
    desk = desk_on(saturated())
    picture = asked(desk, NOW_S)
    desk.answer(of(picture), NOW_S)

    worse = of(picture, replace(FEWER, value=PLAN.value + 1.0))

    assert desk.answer(worse, NOW_S + 1.0) is Answer.KEPT
    assert shown_revision(desk) == picture.revision
    assert len(journal_of(desk)) == 2


def test_a_second_plan_that_asks_for_the_same_confirms_the_first() -> None:
    """It stays on the screen, and nothing of it is written out."""
    desk = desk_on(saturated())
    picture = asked(desk, NOW_S)
    desk.answer(of(picture), NOW_S)

    answer = desk.answer(of(picture), NOW_S + 1.0, document=lambda _: 1 / 0)  # type: ignore[arg-type,return-value]

    assert answer is Answer.KEPT
    assert [e.event.kept for e in journal_of(desk) if isinstance(e.event, Planned)] == [
        False,
        True,
    ]


# ----------------------------------------------------------------- a plan every second


def test_a_line_stands_while_plans_come_and_go() -> None:
    """Others change, its launch moves a little: a decision on it is still good."""
    desk = showing(STEADY, LATE)
    first = shown_revision(desk)
    moved = later(PLAN, 70.0)
    without = replace(moved, recommendations=(moved.recommendations[0],))
    desk.answer(of(asked(desk, NOW_S + 1.0), without), NOW_S + 1.0)
    assert shown_revision(desk) > first
    assert desk.standing == {key_of(LINE): first}

    engagement = entered(desk, decision_on(LINE, first, NOW_S + 2.0))

    assert engagement is not None
    decision = engagement.decision
    assert (decision.revision, decision.seen_revision) == (shown_revision(desk), first)
    assert decision.launch_s == engagement.pin.launch_s == LINE.shot.launch_s + 10.0


def test_a_line_that_changed_is_not_the_one_that_was_seen() -> None:
    """Another salvo, another unit, or gone with its track: each is told."""
    desk = showing(STEADY, LATE)
    seen_at = shown_revision(desk)
    twice = replace(LINE, shot=replace(LINE.shot, salvo_size=2))
    desk.answer(
        of(asked(desk, NOW_S + 1.0), replace(LATE, recommendations=(twice,))),
        NOW_S + 1.0,
    )
    decision = decision_on(LINE, seen_at, NOW_S + 2.0)

    with pytest.raises(PlanMovedOnError, match="another launch, salvo") as salvo:
        entered(desk, decision)
    elsewhere = replace(decision, fire_unit=FireUnitId("U9"))
    with pytest.raises(PlanMovedOnError, match="any more, but one of U1") as unit:
        entered(desk, elsewhere)
    desk.record(Lost(tracks=(LINE.shot.track,)), NOW_S + 2.0)
    with pytest.raises(PlanMovedOnError, match="has left the picture") as gone:
        entered(desk, decision)
    with pytest.raises(DecisionRefusedError, match="accepted: 2, the plan") as ahead:
        entered(desk, replace(decision, revision=9))

    became = [each.value.became for each in (salvo, unit, gone)]
    assert became == ["changed", "changed", "gone"]
    assert ahead.value.code == "unknown_revision"


def test_a_line_that_moved_further_stands_anew() -> None:
    """From where it came, not from the plan before: it cannot creep away."""
    desk = showing(STEADY, LATE)
    first = shown_revision(desk)
    for step, by_s in enumerate((75.0, 96.0), start=1):
        at_s = NOW_S + step
        only = replace(PLAN, recommendations=(PLAN.recommendations[0],))
        desk.answer(of(asked(desk, at_s), later(only, by_s)), at_s)

    assert desk.standing[key_of(LINE)] == shown_revision(desk) > first


def test_plans_that_ask_for_the_same_are_kept_and_confirm() -> None:
    """The screen is quiet; that it holds is known; it is refreshed now and then."""
    desk = showing(STEADY, LATE)
    shown = desk.shown
    answers = []
    for step in range(1, 11):
        at_s = NOW_S + step
        again = of(asked(desk, at_s), later(PLAN, 60.0 + step))
        answers.append(desk.answer(again, at_s))
        if step == 9:
            assert desk.shown is shown
            assert desk.confirmed_at_s == at_s
            assert not desk.is_outdated(at_s + 5.0)

    assert answers == [Answer.KEPT] * 9 + [Answer.SHOWN]
    assert desk.is_outdated(NOW_S + 15.1)


def test_an_empty_sky_is_kept_too() -> None:
    """Without a shot to decide on nothing changes every second either."""
    nothing = replace(PLAN, recommendations=())
    desk = showing(STEADY, nothing)

    answer = desk.answer(of(asked(desk, NOW_S + 1.0), nothing), NOW_S + 1.0)

    assert answer is Answer.KEPT


# ----------------------------------------------------------------------- opened anew


def test_a_desk_goes_on_where_its_journal_ends() -> None:
    """It knows all it knew, shows nothing, and plans at once."""
    desk = showing(plan=LATE)
    authorised(desk, NOW_S + 1.0)
    journal = desk.ledger.journal

    again = Desk.resumed(journal.entries(), NOW_S + 2.0, None, PROMPT, journal)

    assert again.shown is None
    assert again.degraded == "the desk was opened anew"
    assert again.situation.shown_revision is None
    assert again.situation.engagements == desk.situation.engagements
    assert fold(journal.entries()) == again.situation
    assert again.asks(NOW_S + 2.0) is not None


def test_a_desk_goes_on_from_a_situation_that_was_kept() -> None:
    """And never before it, whatever a clock says."""
    desk = showing(plan=LATE)
    desk.receive([hostile("T50", measured_at_s=NOW_S)], NOW_S + 5.0)

    again = Desk.resumed(
        desk.situation, NOW_S - 60.0, None, PROMPT, desk.ledger.journal
    )

    assert again.situation.at_s == NOW_S + 5.0
    assert fold(journal_of(again)) == again.situation


def test_there_is_no_desk_without_an_entry() -> None:
    """Nothing was opened."""
    journal = showing().ledger.journal

    with pytest.raises(ValueError, match="no entry; accepted: at least Opened"):
        Desk.resumed((), NOW_S, None, PROMPT, journal)


def test_a_desk_without_a_planner_does_not_tick() -> None:
    """It says so instead of showing the plan of before."""
    before = showing()
    journal = before.ledger.journal
    desk = Desk.resumed(before.situation, NOW_S, None, PROMPT, journal)

    assert desk.tick(NOW_S + 30.0) is None
    assert desk.shown is None
    assert desk.degraded == "planning failed, nobody makes plans here"


def test_reloading_is_known_to_plans_too() -> None:
    """Planted in the list of what overtakes: it moves rounds onto rails."""
    desk = showing(plan=LATE)
    unit = desk.situation.fire_units[UNIT.id]
    magazine = replace(unit.magazines[0], rounds_ready=1, rounds_stored=2, rails=3)
    desk.record(UnitReported(fire_unit=replace(unit, magazines=(magazine,))), NOW_S)
    made = of(asked(desk, NOW_S + 30.0), LATE)
    desk.record(
        Reloaded(fire_unit=UNIT.id, interceptor_type=MISSILE.id, rounds=1), WHEN
    )

    assert desk.answer(made, NOW_S + 32.0) is Answer.OVERTAKEN

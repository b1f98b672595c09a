"""The desk through a night: what it takes in, what it shows, and how it fails."""

from dataclasses import replace

import pytest

from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    decision_on,
    desk_on,
    entered,
    firm,
    journal_of,
    launch_of,
    saturated_plan,
)
from tests.pictures import NOW_S, hostile, saturated
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.domain.event import (
    Assessed,
    Decided,
    Entry,
    Event,
    Lost,
    Opened,
    Planned,
)
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.domain.plan import WithdrawnPin
from zaslin.domain.reason import ReasonCode
from zaslin.ops.desk import Desk
from zaslin.ops.digest import plan_digest
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ports import NOTHING, Booked
from zaslin.ops.replan import ReplanParams, firm_shots
from zaslin.ops.situation import Situation
from zaslin.ops.state import fold

PLAN = saturated_plan()
FIRST, *OTHERS = PLAN.recommendations
FEWER = replace(PLAN, recommendations=tuple(OTHERS))
"""Another plan: it asks for one decision less."""


def plans_of(desk: Desk) -> list[Planned]:
    """What was entered about plans."""
    events = [entry.event for entry in journal_of(desk)]
    return [event for event in events if isinstance(event, Planned)]


def folded(desk: Desk) -> Situation:
    """What the journal alone comes to."""
    made = fold(journal_of(desk))
    assert made is not None
    return made


def assert_replayable(desk: Desk) -> None:
    """The journal alone gives the live situation."""
    assert fold(journal_of(desk)) == desk.situation


def test_the_first_tick_shows_a_plan_of_the_opened_picture() -> None:
    """And enters it, with its digest and the shots to decide on."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner)

    made = desk.tick(NOW_S)

    assert made is not None
    assert made is desk.shown
    assert planner.asked == [(saturated(), None)]
    assert desk.situation.shown == desk.situation.picture.shown == firm_shots(made)
    (planned,) = plans_of(desk)
    assert (planned.revision, planned.method) == (1, PLAN.method)
    assert (planned.value, planned.bound) == (PLAN.value, PLAN.bound)
    assert planned.digest == plan_digest(made)
    assert not planned.kept
    assert_replayable(desk)


def test_the_planner_is_given_the_time_that_people_need() -> None:
    """Every unit is that much slower, in its picture alone."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner, replan=ReplanParams(decision_lead_s=15.0))

    desk.tick(NOW_S)

    ((picture, _),) = planner.asked
    slow = [unit.reaction_time_s for unit in picture.fire_units]
    own = [unit.reaction_time_s for unit in desk.situation.picture.fire_units]
    assert slow == [each + 15.0 for each in own] == [27.0, 27.0]


def test_between_plans_nothing_is_shown_anew() -> None:
    """Until the interval has passed."""
    planner = Scripted(PLAN, FEWER)
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)

    assert desk.tick(NOW_S + 29.0) is None
    assert len(planner.asked) == 1
    made = desk.tick(NOW_S + 30.0)

    assert made is not None
    assert made is desk.shown
    assert made.recommendations == FEWER.recommendations
    assert made.made_at_s == NOW_S + 30.0


def test_a_new_threat_is_planned_for_after_the_shortest_time() -> None:
    """Not at once: people have to read the plan before."""
    planner = Scripted(PLAN, FEWER)
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)
    desk.receive([hostile("T50")], NOW_S + 1.0)

    assert desk.tick(NOW_S + 9.0) is None
    assert desk.tick(NOW_S + 10.0) is not None
    picture, previous = planner.asked[1]
    assert TrackId("T50") in {track.id for track in picture.tracks}
    assert previous is not None
    assert previous.recommendations == PLAN.recommendations


def test_no_report_is_no_entry() -> None:
    """A silent sensor fills no journal."""
    desk = desk_on(saturated())

    desk.receive([], NOW_S)

    assert len(journal_of(desk)) == 1


@pytest.mark.parametrize("urged", [True, False])
def test_a_plan_that_asks_for_the_same_decisions_does_not_come_on_the_screen(
    urged: bool,
) -> None:
    """The person who is deciding finds the revision that the decision is about."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner, replan=replace(PROMPT, interval_s=20.0))
    shown = desk.tick(NOW_S)
    authorised(desk, NOW_S + 1.0)
    planner.script = [FEWER]
    if urged:
        desk.receive([hostile("T50")], NOW_S + 2.0)

    assert desk.tick(NOW_S + 10.0) is None

    assert desk.shown is shown
    assert [each.kept for each in plans_of(desk)] == [False, True][: 1 + urged]
    # Made up while the desk was planning, and still about what is shown.
    authorised(desk, NOW_S + 8.0, which=1, now_s=NOW_S + 10.0)
    assert_replayable(desk)


def test_a_kept_plan_is_shown_when_the_one_on_the_screen_is_an_interval_old() -> None:
    """Its reasons and its prices are to be those of now."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner)
    first = desk.tick(NOW_S)
    desk.receive([hostile("T50")], NOW_S + 2.0)
    assert desk.tick(NOW_S + 10.0) is None

    second = desk.tick(NOW_S + 40.0)

    assert second is not None
    assert second is not first
    assert [each.kept for each in plans_of(desk)] == [False, True, False]
    previous = [given for _, given in planner.asked]
    assert previous[0] is None
    # A kept plan warms up the next one, though nobody has seen it.
    assert [each.made_at_s - NOW_S for each in previous[1:] if each] == [0.0, 10.0]


# --------------------------------------------------------------------- how it fails


class TwoRevisionsAgo(Scripted):
    """A planner that answers late: its plan is of another picture."""

    def __call__(self, picture, previous):  # type: ignore[no-untyped-def]
        """The plan of before."""
        made = super().__call__(picture, previous)
        return replace(made, revision=made.revision - 1)


def wrong(**changes: object) -> Scripted:
    """A planner whose first plan is right, and the second one is not."""
    line = replace(FIRST, shot=replace(FIRST.shot, **changes))  # type: ignore[arg-type]
    return Scripted(PLAN, replace(PLAN, recommendations=(line,)))


@pytest.mark.parametrize(
    ("planner", "why"),
    [
        (Scripted(PLAN, ZeroDivisionError("dual")), "ZeroDivisionError: dual"),
        (Scripted(PLAN, MemoryError()), "MemoryError: "),
        (Scripted(PLAN, replace(PLAN, value=float("nan"))), "value nan and bound"),
        (wrong(track=TrackId("T99")), "'T99' with 'missile'; accepted: what the pict"),
        (wrong(fire_unit=FireUnitId("U9")), "a shot of 'U9'"),
        (wrong(interceptor_type="gun_round"), "with 'gun_round'"),
    ],
)
def test_when_planning_fails_the_old_plan_is_withdrawn(
    planner: Scripted, why: str
) -> None:
    """The desk lives on and says so; yesterday's plan is not today's."""
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)

    assert desk.tick(NOW_S + 30.0) is None

    assert desk.shown is None
    assert desk.degraded is not None
    assert why in desk.degraded
    assert desk.situation.shown == ()
    assert desk.situation.shown_revision is None
    last = plans_of(desk)[-1]
    assert (last.digest, last.shown) == ("", ())
    assert last.method.startswith("withdrawn, planning failed")
    assert_replayable(desk)


def test_a_plan_of_another_revision_is_not_shown() -> None:
    """Not even the first one."""
    desk = desk_on(saturated(), TwoRevisionsAgo(PLAN))

    assert desk.tick(NOW_S) is None

    assert desk.shown is None
    assert desk.degraded is not None
    assert "of revision 0; accepted: 1" in desk.degraded
    assert plans_of(desk) == []


def test_a_desk_that_failed_plans_again_and_recovers() -> None:
    """After the shortest time, from nothing, and it is no longer degraded."""
    planner = Scripted(PLAN, RuntimeError("once"), PLAN)
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)
    desk.tick(NOW_S + 30.0)

    assert desk.tick(NOW_S + 39.0) is None
    made = desk.tick(NOW_S + 40.0)

    assert made is not None
    assert made is desk.shown
    assert desk.degraded is None
    assert planner.asked[-1][1] is None


def test_a_failure_without_a_plan_on_the_screen_takes_nothing_away() -> None:
    """There is nothing to enter."""
    desk = desk_on(saturated(), Scripted(RuntimeError("from the start")))

    for second in (0.0, 10.0, 20.0):
        assert desk.tick(NOW_S + second) is None

    assert len(journal_of(desk)) == 1


def test_a_plan_that_nobody_has_replaced_is_withdrawn_when_it_is_old() -> None:
    """The desk was left alone: what it shows next is made from nothing."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)

    made = desk.tick(NOW_S + 3_600.0)

    assert made is not None
    assert [bool(each.digest) for each in plans_of(desk)] == [True, False, True]
    assert "over 90 s old" in plans_of(desk)[1].method
    assert planner.asked[-1][1] is None
    assert desk.degraded is None


class Full(MemoryJournal):
    """Takes entries while there is room."""

    has_room = True

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep one more, if there is room."""
        if not self.has_room:
            raise OSError("no space left on device")
        super().append(entry, booked)


def test_a_journal_that_is_full_shows_no_plan_at_all() -> None:
    """The error is the caller's; what is not written down is not shown.

    Neither is the plan of before: it would be yesterday's as today's.
    """
    journal = Full()
    desk = Desk(saturated(), NOW_S, Scripted(PLAN, FEWER), PROMPT, journal)
    desk.tick(NOW_S)
    journal.has_room = False

    with pytest.raises(OSError, match="no space left"):
        desk.tick(NOW_S + 30.0)

    assert desk.shown is None
    assert desk.degraded == "the journal took no plan, OSError: no space left on device"


def test_a_withdrawal_that_could_not_be_written_is_written_later() -> None:
    """Until then nothing is shown; with room again the journal agrees with the desk."""
    journal = Full()
    desk = Desk(saturated(), NOW_S, Scripted(PLAN, RuntimeError("no")), PROMPT, journal)
    desk.tick(NOW_S)
    journal.has_room = False
    with pytest.raises(OSError, match="no space left"):
        desk.tick(NOW_S + 30.0)
    assert desk.shown is None
    assert folded(desk).shown_revision is not None

    journal.has_room = True
    desk.tick(NOW_S + 31.0)

    assert desk.shown is None
    assert folded(desk).shown_revision is None
    assert_replayable(desk)


def test_a_plan_that_withdraws_an_authorised_shot_always_comes() -> None:
    """Planted: it asks for the same decisions, and would be kept but for that."""
    planner = Scripted(PLAN)
    desk = desk_on(saturated(), planner)
    desk.tick(NOW_S)
    pin = authorised(desk, NOW_S + 1.0).pin
    gone = WithdrawnPin(
        track=pin.track,
        fire_unit=pin.fire_unit,
        launched=False,
        reason=ReasonCode.FRIEND,
        text="friend",
    )
    planner.script = [replace(FEWER, withdrawn=(gone,))]
    desk.receive([hostile("T50")], NOW_S + 2.0)

    made = desk.tick(NOW_S + 10.0)

    assert made is not None
    assert made.withdrawn == (gone,)


# ------------------------------------------------------------------ what it takes in


@pytest.mark.parametrize("kind", [Opened, Planned, Decided])
def test_what_is_made_at_the_desk_cannot_be_reported_to_it(kind: type[Event]) -> None:
    """No feed opens, plans or decides."""
    desk = desk_on(saturated(), Scripted(PLAN))
    desk.tick(NOW_S)
    authorised(desk, NOW_S)
    events = [entry.event for entry in journal_of(desk)]
    forged = next(event for event in events if isinstance(event, kind))
    before = desk.situation

    with pytest.raises(ValueError, match=f"event is {kind.__name__}; accepted: what"):
        desk.record(forged, NOW_S)

    assert desk.situation is before


def test_what_is_reported_gets_its_entry() -> None:
    """Numbered, with the time it was learnt at."""
    desk = desk_on(saturated())

    entry = desk.record(Lost(tracks=(TrackId("T01"),)), NOW_S + 4.0)

    assert (entry.number, entry.at_s) == (1, NOW_S + 4.0)
    assert journal_of(desk)[-1] == entry


def test_an_order_that_nobody_reports_carried_out_expires() -> None:
    """After a grace, so that a late report still counts."""
    desk = desk_on(saturated(), Scripted(PLAN))
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)
    launched, name = authorised(desk, NOW_S, which=1), engagement.id
    grace_s = PROMPT.report_grace_s
    desk.record(launch_of(launched), launched.pin.launch_s)

    desk.tick(engagement.pin.launch_s + grace_s)
    state = desk.situation.engagements[name].state
    assert state is EngagementState.AUTHORISED
    desk.tick(engagement.pin.launch_s + grace_s + 0.1)

    assert desk.situation.engagements[name].state is EngagementState.EXPIRED
    assert launched.id in desk.situation.pins
    assert_replayable(desk)


def test_a_whole_engagement_from_the_screen_to_the_look() -> None:
    """Shown, authorised, launched, assessed; the picture at each step."""
    desk = desk_on(saturated(), Scripted(PLAN, FEWER))
    made = desk.tick(NOW_S)
    assert made is not None
    line = firm(made)[0]

    engagement = entered(desk, decision_on(line, made.revision, NOW_S + 3.0))

    assert engagement is not None
    picture = desk.situation.picture
    assert picture.control.pinned == (engagement.pin,)
    assert len(picture.shown) == len(firm(made)) - 1
    desk.record(launch_of(engagement), engagement.pin.launch_s)
    assert desk.situation.picture.control.pinned[0].launched
    killed = Assessed(engagement=engagement.id, outcome=Outcome.KILLED)
    desk.record(killed, engagement.pin.assessed_s)
    picture = desk.situation.picture
    assert picture.control.pinned == ()
    assert line.shot.track not in {track.id for track in picture.tracks}
    assert_replayable(desk)


def test_a_plan_shown_is_never_of_two_revisions() -> None:
    """Each shown plan has its own: a decision names one plan and no other."""
    planner = Scripted(PLAN, FEWER, PLAN, FEWER)
    desk = desk_on(saturated(), planner)
    shown = []
    for step in range(4):
        made = desk.tick(NOW_S + 30.0 * step)
        assert made is not None
        shown.append(made)

    revisions = [made.revision for made in shown]
    assert revisions == sorted(set(revisions))

"""A live desk turn by turn: what it shows, and that nothing ends it."""

from dataclasses import replace

import pytest

from tests.desks import Scripted, authorised, decision_on, firm, saturated_plan
from tests.live_desks import EVERY_SECOND, Bench, Workers, bench, optimising, track
from tests.pictures import NOW_S, saturated
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import Entry, Lost, Planned, Reported
from zaslin.domain.space import Position
from zaslin.live.health import Code, State
from zaslin.live.planning import PlanningFailedError, Source
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.live.stage import StageName
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import JournalMovedError, JournalUnavailableError


@pytest.fixture(name="on")
def _on() -> Bench:
    """A desk that has been at work for three seconds."""
    on = bench()
    on.turns(3.0)
    return on


def state_of(on: Bench) -> State:
    """What the board says the desk is worth."""
    return on.live.board.health.standing.state


def advised(on: Bench) -> bool:
    """Whether the board shows a plan."""
    return on.live.board.shown is not None


def events(on: Bench, kind: type) -> list[Entry]:
    """Entries of one kind of event."""
    return [entry for entry in on.journal.entries() if isinstance(entry.event, kind)]


def test_a_desk_at_work_is_live_and_shows_its_plan(on: Bench) -> None:
    """The good day, by which all the others are measured."""
    board = on.live.board
    assert board.health.standing.state is State.LIVE
    assert board.health.standing.reasons == ()
    assert board.shown is not None
    assert board.shown is on.desk.shown
    assert board.plan_document.startswith(b"{")
    assert board.shown_picture is not None
    assert board.shown_picture.revision == board.shown.revision
    assert board.standing


def test_reports_of_a_cycle_are_one_entry_with_their_source(on: Bench) -> None:
    """The journal grows with time, not with the number of reports."""
    before = len(events(on, Reported))
    for number in range(20):
        moment_s = on.clock.now_s() + number * 1e-3
        on.live.reports("radar", [track(measured_at_s=moment_s)])
    on.live.reports("camera", [track("T91", measured_at_s=on.clock.now_s())])
    on.turns(1.0, reporting=False)
    after = events(on, Reported)
    assert len(after) == before + 1
    event = after[-1].event
    assert isinstance(event, Reported)
    assert sorted(each.id for each in event.tracks) == ["T90", "T91"]
    assert after[-1].by == "camera, radar"


def test_a_report_is_on_the_board_at_the_next_look(on: Bench) -> None:
    """Whoever looks does not wait for the journal."""
    on.live.reports("radar", [track(measured_at_s=on.clock.now_s())])
    on.turns(0.2, reporting=False)
    assert "T90" in {each.id for each in on.live.board.picture.tracks}
    assert "T90" not in on.live.board.situation.tracks


def test_a_command_sees_the_desk_and_its_time_and_is_on_the_board(on: Bench) -> None:
    """Who gets an answer finds it on the board."""

    def lose(desk: Desk, now_s: float) -> float:
        desk.record(Lost(tracks=(desk.shown.shots[0].track,)), now_s)  # type: ignore[union-attr]
        return now_s

    assert on.do(lose) == pytest.approx(on.clock.now_s())
    assert len(on.live.board.picture.tracks) == len(saturated().tracks) - 1


def test_a_command_that_is_refused_tells_only_who_wanted_it(on: Bench) -> None:
    """What a person did wrong is no fault of the desk."""

    def wrong(*_: object) -> None:
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        on.do(wrong)
    on.turns(1.0)
    assert on.codes == []


def test_decisions_are_taken_while_a_plan_is_being_made(on: Bench) -> None:
    """Planning never makes a person wait, and a plan that was overtaken is dropped."""
    on.workers.planner = Scripted(saturated_plan())
    shown = on.desk.shown
    assert shown is not None
    line = firm(shown)[0]
    made = on.do(
        lambda desk, now_s: authorise(
            desk, decision_on(line, shown.revision, now_s), now_s
        )
    )
    assert made is not None
    assert len(on.live.board.situation.engagements) == 1


def test_what_happens_at_once_with_a_question_leaves_its_answer_behind() -> None:
    """Planted: a decision falls between the question and its answer."""
    on = bench()
    on.turns(3.0)
    number = len(on.workers.asked)
    while len(on.workers.asked) == number:
        on.turns(0.2, reporting=False)
    # The answer lies in the inbox; a decision comes before it.
    shown = on.desk.shown
    assert shown is not None
    authorised(on.desk, on.clock.now_s())
    on.live.core.turn()
    assert on.desk.ledger.urged
    on.turns(1.0)
    assert len(on.workers.asked) >= number + 2


def test_a_failing_planner_takes_the_plan_away_and_says_so(on: Bench) -> None:
    """No plan of before is shown for one that could not be made."""
    on.workers.planner = Scripted(PlanningFailedError("all dead"))
    on.turns(2.0)
    assert not advised(on)
    assert on.live.board.plan_document == b""
    assert state_of(on) is State.NO_ADVICE
    assert Code.PLANNING_FAILED in on.codes
    on.workers.planner = Scripted(saturated_plan())
    on.turns(2.0)
    assert state_of(on) is State.LIVE


def test_a_question_that_nobody_answers_is_given_up() -> None:
    """Planted: those who plan hang for good."""
    on = bench()
    on.turns(3.0)

    class Silent:
        def ask(self, *_: object) -> None:
            """Never answers."""

        def workforce(self) -> None:
            """Unknown."""

        def close(self) -> None:
            """Nothing."""

    on.live.core.advice._asker = Silent()  # noqa: SLF001
    on.turns(on.live.params.patience_s + 2.0)
    assert not advised(on)
    assert Code.PLANNING_FAILED in on.codes


def test_a_plan_of_the_floor_degrades_until_a_better_one_comes(on: Bench) -> None:
    """Who made the plan is to be seen."""
    on.workers.source = Source.FLOOR
    on.turns(2.0)
    assert on.codes == [Code.PLAN_FROM_FLOOR]
    on.workers.source = Source.SOLVER
    on.turns(2.0)
    assert on.codes == []


def test_a_silent_sky_with_tracks_is_stale_and_shows_no_plan(on: Bench) -> None:
    """The picture is of then, and so would be the advice."""
    on.turns(on.live.params.silent_s - 1.0, reporting=False)
    assert advised(on)
    on.turns(2.5, reporting=False)
    assert state_of(on) is State.STALE
    assert Code.NO_REPORTS in on.codes
    assert not advised(on)
    assert on.desk.shown is None
    assert on.live.board.situation.shown == ()
    on.turns(2.0)
    assert state_of(on) is State.LIVE
    assert advised(on)


def test_reports_that_cannot_be_used_are_as_good_as_none(on: Bench) -> None:
    """Planted: a radar whose clock is an hour ahead."""
    for _ in range(20):
        late_s = on.clock.now_s() + 3600.0
        on.live.reports("radar", [track(measured_at_s=late_s)])
        on.turns(1.0, reporting=False)
    assert Code.NO_REPORTS in on.codes
    assert Code.FEED_CLOCK_AHEAD in on.codes


def test_a_lost_journal_takes_advice_and_decisions_away_but_not_the_tracks(
    on: Bench,
) -> None:
    """And all of it comes back when the journal does."""
    on.journal.fault, on.journal.deaf = JournalUnavailableError("gone"), True
    entries = len(on.journal.entries())
    on.turns(2.0)
    board = on.live.board
    assert board.health.standing.state is State.NO_ADVICE
    assert Code.JOURNAL_UNAVAILABLE in on.codes
    assert board.shown is None
    assert on.desk.shown is None
    with pytest.raises(DeskUnavailableError) as refused:
        on.do(lambda desk, now_s: desk.record(Lost(tracks=()), now_s))
    assert refused.value.code is Refusal.JOURNAL_UNAVAILABLE
    on.live.reports("radar", [track(measured_at_s=on.clock.now_s())])
    on.turns(0.2)
    assert "T90" in {each.id for each in on.live.board.picture.tracks}
    assert len(on.journal.entries()) == entries
    on.journal.fault, on.journal.deaf = None, False
    on.turns(5.0)
    assert state_of(on) is State.LIVE
    assert advised(on)
    assert "T90" in on.live.board.situation.tracks


def test_an_entry_that_was_kept_without_a_word_is_taken_over(on: Bench) -> None:
    """The outcome was unknown: the journal has the entry, the desk does not."""
    on.live.core.turn()
    on.journal.fault, on.journal.keeps = JournalUnavailableError("unknown"), True
    shown = on.desk.shown
    assert shown is not None
    line = firm(shown)[0]
    with pytest.raises(JournalUnavailableError):
        on.do(
            lambda desk, now_s: authorise(
                desk, decision_on(line, shown.revision, now_s), now_s
            )
        )
    assert on.live.board.situation.engagements == {}
    assert not advised(on)
    on.journal.fault, on.journal.keeps = None, False
    on.turns(5.0)
    assert len(on.live.board.situation.engagements) == 1
    assert [e.number for e in on.journal.entries()] == list(
        range(len(on.journal.entries()))
    )
    assert state_of(on) is State.LIVE


def test_without_taking_over_the_desk_would_never_write_again(
    on: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a desk that does not read what became of its entry."""
    monkeypatch.setattr("zaslin.live.link.catch_up", lambda *_: 0)
    on.journal.fault, on.journal.keeps = JournalUnavailableError("unknown"), True
    on.turns(1.2)
    on.journal.fault, on.journal.keeps = None, False
    on.turns(5.0)
    assert state_of(on) is State.NO_ADVICE


def test_a_journal_that_another_desk_writes_ends_this_one(on: Bench) -> None:
    """There is one writer; who is not it any more stops for good."""
    on.journal.fault = JournalMovedError("epoch 7 leads")
    on.turns(1.2)
    on.journal.fault = None
    on.turns(5.0)
    assert on.codes[0] is Code.JOURNAL_MOVED
    with pytest.raises(DeskUnavailableError) as refused:
        on.do(lambda *_: None)
    assert refused.value.code is Refusal.JOURNAL_MOVED


def test_a_journal_that_can_only_be_read_is_lost_all_the_time(on: Bench) -> None:
    """A full disk: reading works, writing does not, and the state does not flap."""
    on.journal.fault = JournalUnavailableError("disk full")
    seen = set()
    on.turns(1.2)
    for _ in range(30):
        on.turns(0.2)
        seen.add(on.live.board.health.standing.reasons[0].code)
    assert seen == {Code.JOURNAL_UNAVAILABLE}


def test_a_report_that_the_desk_cannot_take_is_put_aside(
    on: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: one track of many breaks the desk; the others are taken in."""
    true_receive = Desk.receive

    def choking(
        self: Desk, tracks: "list[object]", at_s: float, *, by: str = ""
    ) -> None:
        if any(each.id == "T95" for each in tracks):  # type: ignore[attr-defined]
            raise ValueError("poison")
        true_receive(self, tracks, at_s, by=by)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "receive", choking)
    now_s = on.clock.now_s()
    on.live.reports(
        "radar", [track(f"T{n}", measured_at_s=now_s) for n in range(90, 99)]
    )
    on.turns(1.2, reporting=False)
    there = on.live.board.situation.tracks
    assert {f"T{n}" for n in range(90, 99)} - set(there) == {"T95"}
    assert on.codes == [Code.REPORTS_QUARANTINED]
    assert on.live.board.health.quarantined[0].why == "poison"
    on.turns(3.0)
    assert on.live.board.health.facts.quarantined == 1


def test_a_stage_that_fails_is_told_and_the_others_go_on(on: Bench) -> None:
    """Planted: what happens around an exercise breaks."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    played = bench(field=broken)
    played.turns(2.0)
    assert played.codes == [Code.STAGE_FAILED]
    assert played.live.board.shown is not None
    stages = {s.name: s for s in played.live.stages.told()}
    assert stages[StageName.FIELD].failed >= 9
    assert on.codes == []


def test_tracks_that_nobody_measures_any_more_are_dropped(on: Bench) -> None:
    """Memory and picture hold what is there, not what was."""
    on.live.reports("radar", [track(measured_at_s=on.clock.now_s())])
    on.turns(on.live.params.drop_after_s + 3.0)
    assert "T90" not in on.live.board.situation.tracks
    assert len(events(on, Lost)) == 1


def test_a_wall_clock_that_is_set_does_no_harm_and_is_told(on: Bench) -> None:
    """An hour forth and an hour back: durations are of another clock."""
    for step_s in (3600.0, -7200.0):
        on.wall.s += step_s
        before_s = on.live.board.at_s
        on.turns(3.0)
        assert on.live.board.at_s == pytest.approx(before_s + 3.0)
        assert on.codes == [Code.CLOCK_STEPPED]
        assert advised(on)
    on.wall.s += 3600.0
    on.turns(1.0)
    assert on.codes == []


def test_a_desk_never_goes_back_behind_its_journal(on: Bench) -> None:
    """Planted: a restart with a clock that is an hour behind."""
    on.clock.set_to(NOW_S - 3600.0)
    on.turns(2.0)
    numbers = [entry.at_s for entry in on.journal.entries()]
    assert numbers == sorted(numbers)
    assert Code.CLOCK_HELD in on.codes


def test_a_jump_is_told_and_believed_all_the_same(on: Bench) -> None:
    """Neither silently believed nor silently deleted."""
    name = on.sky[0].id
    far = Position(400_000.0, 0.0, 100.0)
    now_s = on.clock.now_s()
    on.live.reports("radar", [replace(on.sky[0], position=far, measured_at_s=now_s)])
    on.turns(0.2, reporting=False)
    (jumped,) = on.live.board.health.jumps
    assert jumped.track == name
    assert on.codes == [Code.TRACKS_JUMPED]
    assert state_of(on) is State.LIVE


def test_the_floor_does_not_disturb_a_plan_that_is_being_read() -> None:
    """Of two answers to one question only the better one replaces what is shown."""
    quick = replace(saturated_plan(), value=saturated_plan().value + 1.0, shots=())
    quick = replace(quick, recommendations=quick.recommendations[1:])

    class Both(Workers):
        def plan(self, picture, previous, *, deadline_s, on_plan):  # type: ignore[no-untyped-def]
            stamp = {"revision": picture.revision, "made_at_s": picture.now_s}
            on_plan(replace(quick, **stamp), Source.FLOOR)
            return super().plan(
                picture, previous, deadline_s=deadline_s, on_plan=on_plan
            )

    on = bench(Both())
    on.turns(4.0)
    made = [e.event for e in events(on, Planned)]
    # The floor was shown once, when nothing else was.
    lengths = [len(each.shown) for each in made if isinstance(each, Planned)]
    assert lengths[0] == 3
    assert set(lengths[1:]) == {4}
    assert on.codes == []


def test_a_held_exercise_is_not_stale() -> None:
    """While time is held nobody is expected to report."""
    on = bench(walled=False)
    on.turns(3.0)
    on.clock.pause()
    on.turns(60.0, reporting=False)
    assert on.codes == [Code.PAUSED]
    assert advised(on)


def test_an_empty_sky_is_planned_for_now_and_then() -> None:
    """A quiet night does not fill the journal, and its plan stays fresh enough."""
    on = bench(Workers(optimising), picture=replace(saturated(), tracks=()))
    on.live.reports("radar", [])
    on.turns(3.0)
    before = len(on.journal.entries())
    on.turns(60.0)
    assert len(on.journal.entries()) - before <= 61
    assert on.codes == []
    on = bench(
        Workers(optimising),
        picture=replace(saturated(), tracks=()),
        replan=replace(EVERY_SECOND, withdraw_after_s=15.0),
    )
    on.turns(3.0)
    before = len(on.journal.entries())
    on.turns(60.0)
    assert len(on.journal.entries()) - before <= 13
    assert on.codes == []
    assert advised(on)


def test_orders_expire_under_a_silent_sky_as_well(on: Bench) -> None:
    """What was authorised and not launched ends, whether or not anybody plans."""
    on.do(authorised)
    on.turns(120.0, reporting=False)
    assert state_of(on) is State.STALE
    (engagement,) = on.live.board.situation.engagements.values()
    assert engagement.state is EngagementState.EXPIRED


@pytest.mark.parametrize("shown_before", [True, False])
def test_a_plan_that_came_before_planning_broke_down_is_used(
    shown_before: bool,
) -> None:
    """It was checked; that nothing better came is no reason to show nothing."""

    class Breaking(Workers):
        def plan(self, picture, previous, *, deadline_s, on_plan):  # type: ignore[no-untyped-def]
            made = super().plan(
                picture, previous, deadline_s=deadline_s, on_plan=on_plan
            )
            if self.hangs:
                raise PlanningFailedError("killed")
            return made

    workers = Breaking()
    workers.hangs = not shown_before
    on = bench(workers)
    on.turns(3.0)
    workers.hangs, workers.source = True, Source.FLOOR
    on.turns(3.0)
    assert advised(on)
    assert on.codes == [Code.PLAN_FROM_FLOOR]

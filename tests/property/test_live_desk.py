"""A live desk under everything at once: what it promises holds after every step."""

from collections.abc import Callable
from concurrent.futures import Future  # noqa: TC003
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.desks import Scripted, decision_on, firm, saturated_plan
from tests.live_desks import Bench, Workers, bench, track
from zaslin.domain.decision import Verdict
from zaslin.domain.event import Decided, Lost
from zaslin.domain.ids import EngagementId, TrackId
from zaslin.domain.track import Track  # noqa: TC001
from zaslin.live import publisher
from zaslin.live.advice import Advice
from zaslin.live.board import Board, changes
from zaslin.live.planning import PlanningFailedError, Source
from zaslin.live.refusals import DeskUnavailableError
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import JournalFaultError, JournalUnavailableError
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.state import apply

NAMES = st.sampled_from(["X1", "X2", "X3", "X4"])


class LiveDeskMachine(RuleBasedStateMachine):
    """Feeds, people, planners, clocks and a journal, all at their worst."""

    @initialize()
    def open_desk(self) -> None:
        """A desk as on any evening."""
        self.on: Bench = bench(Workers(Scripted(saturated_plan())))
        self.reader = self.on.live.broadcast.subscribe(lambda: None)
        self.copy: dict[TrackId, Track] = {}
        self.version = self.on.live.board.version
        self.folded = apply(None, self.on.journal.entries()[0])
        self.read()

    def read(self) -> None:
        """What a console does."""
        delta = self.reader.take()
        if delta is None:
            return
        if delta.full:
            self.copy = {}
        self.copy |= {each.id: each for each in delta.tracks}
        for name in delta.gone:
            self.copy.pop(name, None)

    def do(self, work: Callable[[Desk, float], object]) -> "Future[object]":
        """Have something done, now."""
        future = self.on.live.submit(work)
        self.on.live.core.turn()
        assert future.done(), "somebody is left waiting"
        with suppress(
            DecisionRefusedError, DeskUnavailableError, JournalFaultError, ValueError
        ):
            future.result(0)
        return future

    @rule(seconds=st.sampled_from([0.2, 0.6, 1.0, 3.0, 20.0]), quiet=st.booleans())
    def time_passes(self, seconds: float, quiet: bool) -> None:
        """With or without a radar."""
        self.on.turns(seconds, reporting=not quiet)

    @rule(name=NAMES, ago_s=st.sampled_from([-60.0, -3.0, 0.0, 2.0, 200.0, 4000.0]))
    def a_report_comes(self, name: str, ago_s: float) -> None:
        """Of now, late, or of a time that has not come."""
        moment_s = self.on.clock.now_s() - ago_s
        self.on.live.reports("camera", [track(name, measured_at_s=moment_s)])

    @rule(name=NAMES)
    def a_track_is_dropped(self, name: str) -> None:
        """By its feed."""
        self.do(lambda desk, now_s: desk.record(Lost(tracks=(TrackId(name),)), now_s))

    @rule(which=st.integers(0, 3), verdict=st.sampled_from(Verdict))
    def somebody_decides(self, which: int, verdict: Verdict) -> None:
        """On what the board shows, whatever has happened since."""
        shown = self.on.live.board.shown
        if shown is None or verdict is Verdict.AMEND:
            return
        line = firm(shown)[which]

        def decide(desk: Desk, now_s: float) -> object:
            decision = decision_on(line, shown.revision, now_s, verdict)
            return authorise(desk, decision, now_s)

        self.do(decide)

    @rule(keeps=st.booleans(), deaf=st.booleans())
    def the_journal_goes(self, keeps: bool, deaf: bool) -> None:
        """It keeps what it is given and does not say so, or not; readable or not."""
        self.on.journal.fault = JournalUnavailableError("gone")
        self.on.journal.keeps, self.on.journal.deaf = keeps, deaf

    @rule()
    def the_journal_is_back(self) -> None:
        """As if nothing had been."""
        self.on.journal.fault, self.on.journal.deaf = None, False

    @rule(fails=st.booleans(), source=st.sampled_from(Source))
    def planning_changes(self, fails: bool, source: Source) -> None:
        """It breaks down, works again, or works badly."""
        planned = PlanningFailedError("dead") if fails else saturated_plan()
        self.on.workers.planner = Scripted(planned)
        self.on.workers.source = source

    @rule(step_s=st.sampled_from([-3600.0, 3600.0]))
    def the_wall_clock_is_set(self, step_s: float) -> None:
        """By an hour."""
        self.on.wall.s += step_s

    @rule()
    def a_console_reads(self) -> None:
        """When it likes."""
        self.read()
        assert self.copy == {t.id: t for t in self.on.live.board.picture.tracks}

    @invariant()
    def nothing_is_shown_that_nobody_stands_for(self) -> None:
        """No plan without advice, and none that is too old or not in the journal."""
        board = self.on.live.board
        if not board.health.standing.advises:
            assert board.shown is None
            assert board.plan_document == b""
            assert board.standing == {}
        if board.shown is not None:
            self.shown_plan_holds(board)

    def shown_plan_holds(self, board: Board) -> None:
        """The plan of a board is that of its situation, and young."""
        assert board.shown is not None
        assert board.shown.revision == board.situation.shown_revision
        assert board.shown_picture is not None
        assert board.shown_picture.revision == board.shown.revision
        assert board.confirmed_at_s is not None
        oldest_s = self.on.live.plan_oldest_s + self.on.live.params.patience_s
        assert board.at_s - board.confirmed_at_s <= oldest_s

    @invariant()
    def every_engagement_has_a_person_who_decided(self) -> None:
        """In the journal, by name."""
        decided = [
            entry.event.engagement.id
            for entry in self.on.journal.entries()
            if isinstance(entry.event, Decided) and entry.event.engagement
        ]
        assert set(self.on.desk.situation.engagements) <= set(decided)

    @invariant()
    def the_desk_is_what_its_journal_comes_to(self) -> None:
        """But for the one entry that nobody has answered for."""
        entries = self.on.journal.entries()
        assert [entry.number for entry in entries] == list(range(len(entries)))
        known = self.on.desk.situation.entries
        assert known <= len(entries) <= known + 1
        for entry in entries[self.folded.entries : known]:
            self.folded = apply(self.folded, entry)
        assert self.folded == self.on.desk.situation

    @invariant()
    def boards_come_one_after_the_other(self) -> None:
        """And time on them does not go back."""
        version = self.on.live.board.version
        assert version >= self.version
        self.version = version

    def teardown(self) -> None:
        """When everything works again, the desk does, too."""
        if not hasattr(self, "on"):
            return
        self.the_journal_is_back()
        self.planning_changes(fails=False, source=Source.SOLVER)
        self.on.wall.s = self.on.clock.now_s()
        self.on.turns(8.0)
        board = self.on.live.board
        assert board.health.standing.advises
        assert board.situation.entries == len(self.on.journal.entries())


TestLiveDesk = LiveDeskMachine.TestCase
TestLiveDesk.settings = settings(
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def opened() -> LiveDeskMachine:
    """The machine with its desk open, and a plan shown."""
    machine = LiveDeskMachine()
    machine.open_desk()
    machine.time_passes(3.0, quiet=False)
    machine.nothing_is_shown_that_nobody_stands_for()
    return machine


def test_the_machine_finds_advice_that_is_not_taken_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: neither desk nor board takes the plan away under a silent sky."""
    monkeypatch.setattr(publisher, "_NO_ADVICE", {})
    monkeypatch.setattr(Advice, "withdraw", lambda *_: None)
    monkeypatch.setattr(Advice, "wait", lambda *_: None)
    machine = opened()
    machine.time_passes(20.0, quiet=True)

    with pytest.raises(AssertionError):
        machine.nothing_is_shown_that_nobody_stands_for()


def test_the_machine_finds_a_desk_that_does_not_catch_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: an entry whose outcome was unknown is never looked for."""
    monkeypatch.setattr("zaslin.live.link.catch_up", lambda *_: 0)
    machine = opened()
    machine.the_journal_goes(keeps=True, deaf=False)
    machine.time_passes(1.0, quiet=False)

    with pytest.raises(AssertionError):
        machine.teardown()


def test_the_machine_finds_a_reader_that_is_told_too_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: what has gone is not told."""

    def forgetful(before: Board, after: Board) -> object:
        return replace(changes(before, after), gone=())

    monkeypatch.setattr(publisher, "changes", forgetful)
    machine = opened()
    machine.a_report_comes("X1", 0.0)
    machine.time_passes(1.0, quiet=False)
    machine.a_console_reads()
    machine.a_track_is_dropped("X1")

    with pytest.raises(AssertionError):
        machine.a_console_reads()


def test_the_machine_finds_an_engagement_that_nobody_decided() -> None:
    """Planted: a desk whose situation holds one engagement more than its journal."""
    machine = opened()
    machine.somebody_decides(0, Verdict.AUTHORISE)
    machine.every_engagement_has_a_person_who_decided()
    ledger = machine.on.desk.ledger
    (engagement,) = ledger.situation.engagements.values()
    forged = {EngagementId("E9"): engagement}
    ledger.situation = replace(ledger.situation, engagements=forged)

    with pytest.raises(AssertionError):
        machine.every_engagement_has_a_person_who_decided()

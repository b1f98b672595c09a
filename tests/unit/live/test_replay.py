"""A recorded journal on a desk of its own: the boards that there were, and no other."""

from dataclasses import dataclass
from threading import Event

import pytest

from tests.desks import authorised
from tests.live_desks import Time, Workers, bench, optimising, track
from tests.pictures import NOW_S
from zaslin.domain.event import Entry, Lost
from zaslin.domain.ids import TrackId
from zaslin.domain.plan import Plan
from zaslin.live.board import Board
from zaslin.live.clock import DeskClock
from zaslin.live.health import Code, Mode, State
from zaslin.live.past import Past
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.live.replay import PastDesk


@dataclass
class Recorded:
    """A desk's journal with the boards that there were, and the plans shown."""

    entries: tuple[Entry, ...]
    boards: list[Board]
    plans: dict[int, Plan]
    documents: dict[int, bytes]

    def read(self, number: int, limit: int) -> tuple[Entry, ...]:
        """As a journal is read."""
        return self.entries[number : number + limit]


def recorded() -> Recorded:
    """Twelve seconds at a desk: reports, plans, a decision, a loss, a silence."""
    on = bench(Workers(optimising))
    boards, plans, documents = [], {}, {}
    for second in range(60):
        if second == 4:
            now_s = on.clock.now_s()
            on.live.reports("radar", [track(measured_at_s=now_s)])
        if second == 12:
            on.do(authorised)
        if second == 20:
            on.do(lambda d, now_s: d.record(Lost(tracks=(TrackId("T90"),)), now_s))
        on.turns(0.2, reporting=second % 5 == 0 and second < 30)
        # So that what came at this very look is in the journal's time.
        board = on.live.board
        boards.append(board)
        if board.shown is not None:
            plans[board.shown.revision] = board.shown
            documents[board.shown.revision] = board.plan_document
    return Recorded(on.journal.entries(), boards, plans, documents)


@pytest.fixture(scope="module", name="tape")
def _tape() -> Recorded:
    return recorded()


def shown_again(tape: Recorded) -> tuple[PastDesk, DeskClock, Time]:
    """The recording on a desk, held at its beginning."""
    time = Time()
    clock = DeskClock(NOW_S, time, speed=1.0)
    desk = PastDesk(
        "replay",
        tape.read,
        tape.documents.get,
        clock,
        tape.entries[-1].at_s,
        "era2",
        plan_of=tape.plans.get,
    )
    return desk, clock, time


def codes(board: Board) -> list[Code]:
    """The reasons that a board gives."""
    return [reason.code for reason in board.health.standing.reasons]


def same(was: Board, now: Board) -> bool:
    """Whether two boards show the same of the journal."""
    return (
        was.situation == now.situation
        and was.plan_document == now.plan_document
        and was.shown == now.shown
    )


def test_a_replay_has_the_boards_that_there_were(tape: Recorded) -> None:
    """At each moment whose entries are all of before it, the same board."""
    desk, clock, _ = shown_again(tape)
    compared = 0
    for was in tape.boards:
        clock.set_to(was.at_s)
        desk.turn()
        now = desk.board
        # A board may be of between two entries of one time; the replay is after both.
        if now.situation.entries != was.situation.entries:
            continue
        assert same(was, now)
        assert now.picture == now.situation.picture_at(now.at_s)
        assert (was.confirmed_at_s is None) == (now.confirmed_at_s is None)
        compared += 1
    assert compared >= len(tape.boards) * 0.8


def test_the_comparison_finds_a_journal_that_was_cut_short(tape: Recorded) -> None:
    """Planted: the second half of the journal is not there."""
    short = Recorded(
        tape.entries[: len(tape.entries) // 2], [], tape.plans, tape.documents
    )
    desk, clock, _ = shown_again(short)
    clock.set_to(tape.boards[-1].at_s)
    desk.turn()
    assert not same(tape.boards[-1], desk.board)


def test_going_back_comes_to_the_same_as_going_forth(tape: Recorded) -> None:
    """Whichever way somebody comes to a time."""
    there = [Past(tape.read).move(board.at_s) for board in tape.boards]
    past = Past(tape.read)
    for board, moment in reversed(list(zip(tape.boards, there, strict=True))):
        assert past.move(board.at_s) == moment
        past.move(tape.entries[-1].at_s)


def test_marks_stay_few_however_long_the_journal_is(
    tape: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory does not grow with what is replayed, and leaps still land right."""
    monkeypatch.setattr("zaslin.live.past._AT_ONCE", 1)
    monkeypatch.setattr("zaslin.live.past._MOST_MARKS", 4)
    past = Past(tape.read)
    past.move(tape.entries[-1].at_s)
    assert len(past._marks) <= 4  # noqa: SLF001
    for board in tape.boards[::-7]:
        assert past.move(board.at_s) == Past(tape.read).move(board.at_s)


def test_time_of_a_replay_runs_is_held_hurried_and_set(tape: Recorded) -> None:
    """All that somebody wants who looks at what was."""
    desk, clock, time = shown_again(tape)
    time.s += 2.0
    desk.turn()
    assert desk.board.at_s == NOW_S + 2.0
    clock.pause()
    time.s += 5.0
    desk.turn()
    assert desk.board.at_s == NOW_S + 2.0
    clock.resume()
    clock.run_at(4.0)
    time.s += 1.0
    desk.turn()
    assert desk.board.at_s == NOW_S + 6.0
    desk.seek(NOW_S + 1.0)
    assert desk.board.at_s == NOW_S + 1.0
    desk.seek(0.0)
    assert desk.board.at_s == desk.starts_s
    desk.seek(NOW_S * 2.0)
    assert desk.board.at_s == desk.ends_s
    assert desk.over


def test_nothing_can_be_done_to_what_was(tape: Recorded) -> None:
    """A replay takes no command and no report."""
    desk, _, _ = shown_again(tape)
    with pytest.raises(DeskUnavailableError) as refused:
        desk.submit(lambda *_: None).result(0)
    assert refused.value.code is Refusal.READ_ONLY
    with pytest.raises(DeskUnavailableError):
        desk.reports("radar", [])
    assert desk.board.mode is Mode.REPLAY
    assert desk.board.health.standing.state is State.REPLAY


def test_a_journal_that_cannot_be_read_is_told_and_read_later(tape: Recorded) -> None:
    """Planted: a database that goes away."""
    fails = False

    def read(number: int, limit: int) -> tuple[Entry, ...]:
        if fails:
            raise OSError("gone")
        return tape.entries[number : number + min(limit, 3)]

    time = Time()
    clock = DeskClock(NOW_S, time)
    desk = PastDesk(
        "replay", read, lambda _: None, clock, tape.entries[-1].at_s, "era2"
    )
    fails = True
    time.s += 6.0
    desk.turn()
    assert Code.STAGE_FAILED in codes(desk.board)
    fails = False
    desk.turn()
    assert desk.board.situation.entries > 3
    time.s += 1.0
    desk.turn()
    assert Code.STAGE_FAILED not in codes(desk.board)


def test_a_replay_runs_by_itself_and_ends(tape: Recorded) -> None:
    """With its own thread."""
    desk, clock, time = shown_again(tape)
    news = Event()
    reader = desk.broadcast.subscribe(news.set, desk.board.event_id)
    desk.start()
    time.s += 2.0
    assert news.wait(30.0)
    delta = reader.take()
    desk.stop()
    assert delta is not None
    assert delta.board.at_s == NOW_S + 2.0
    assert not desk.board.health.facts.running
    assert clock.now_s() == NOW_S + 2.0
    with pytest.raises(ValueError, match="at least Opened"):
        Past(lambda *_: ())

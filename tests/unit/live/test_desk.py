"""A live desk with its threads: many doors, one writer, and a watchdog."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread, get_ident

import pytest

from tests.desks import decision_on, firm
from tests.live_desks import EVERY_SECOND, BrittleJournal, Time, Workers, track
from tests.pictures import NOW_S, saturated
from zaslin.live.board import Board
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.health import Code, State
from zaslin.live.params import LiveParams
from zaslin.live.planning import Made, OnPlan
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.wire.plan_json import encode

LONG_S = 60.0
"""Nothing here takes so long, unless it is broken."""

Make = Callable[..., LiveDesk]


@pytest.fixture(name="made")
def _made() -> Iterator[Make]:
    """Makes live desks that are stopped in the end."""
    desks: list[LiveDesk] = []

    def make(time: Time, workers: Workers | None = None, **limits: float) -> LiveDesk:
        desk = Desk(saturated(), NOW_S, None, EVERY_SECOND, BrittleJournal())
        params = LiveParams(look_s=0.02, cycle_s=0.1, stuck_s=2.0, **limits)  # type: ignore[arg-type]
        live = LiveDesk(
            "live",
            desk,
            workers or Workers(),
            encode,
            DeskClock(NOW_S, time),
            "era1",
            params=params,
        )
        desks.append(live)
        return live

    yield make
    for live in desks:
        live.stop()


def seen(live: LiveDesk, time: Time, wanted: Callable[[Board], bool]) -> Board:
    """The first board that is as wanted, time going on and a radar being there."""
    news = Event()
    reader = live.broadcast.subscribe(news.set)
    while not wanted(board := live.board):
        live.reports("radar", [])
        time.s += 0.02
        # Not every moment brings news: time has to go on without any.
        news.wait(0.01)
        news.clear()
        reader.take()
    reader.close()
    return board


def codes(board: Board) -> list[Code]:
    """The reasons of a board."""
    return [reason.code for reason in board.health.standing.reasons]


def test_a_desk_lives_by_itself(made: Make) -> None:
    """Reports in, a plan out, a decision by a person, and an orderly end."""
    time = Time()
    live = made(time)
    live.start()
    live.reports("radar", [track(measured_at_s=live.clock.now_s())])
    board = seen(live, time, lambda each: each.shown is not None)
    shown = board.shown
    assert shown is not None

    def decide(desk: Desk, now_s: float) -> object:
        return authorise(
            desk, decision_on(firm(shown)[0], shown.revision, now_s), now_s
        )

    assert live.submit(decide).result(LONG_S) is not None
    assert len(live.board.situation.engagements) == 1
    live.stop()
    assert codes(live.board) == [Code.DESK_STOPPED]
    assert live.board.shown is None
    with pytest.raises(DeskUnavailableError) as refused:
        live.submit(decide).result(0)
    assert refused.value.code is Refusal.DESK_STOPPED


def test_everything_is_done_on_one_thread_in_the_order_it_came(made: Make) -> None:
    """Eight threads want something; one writes, and nobody waits for ever."""
    live = made(Time())
    live.start()
    done: list[tuple[int, int]] = []

    def work(number: int) -> Callable[[Desk, float], None]:
        def note(desk: Desk, now_s: float) -> None:
            del desk, now_s
            done.append((number, get_ident()))

        return note

    with ThreadPoolExecutor(8) as pool:
        futures = list(pool.map(lambda n: live.submit(work(n)), range(400)))
    for future in futures:
        future.result(LONG_S)
    assert sorted(number for number, _ in done) == list(range(400))
    assert len({thread for _, thread in done}) == 1


def test_a_decision_is_taken_while_a_planner_hangs(made: Make) -> None:
    """Planted: those who plan are asked and do not answer until they may."""
    asked, may = Event(), Event()

    class Slow(Workers):
        def plan(self, picture, previous, *, deadline_s, on_plan: OnPlan) -> Made:  # type: ignore[no-untyped-def]
            asked.set()
            may.wait(LONG_S)
            return super().plan(
                picture, previous, deadline_s=deadline_s, on_plan=on_plan
            )

    time = Time()
    live = made(time, Slow())
    live.reports("radar", [])
    time.s += 1.0
    live.start()
    assert asked.wait(LONG_S)
    name = live.submit(lambda *_: current_thread().name).result(LONG_S)
    assert name == "desk live"
    may.set()


def test_a_desk_that_is_stuck_is_found_out_and_takes_no_advice_along(
    made: Make,
) -> None:
    """Planted: a command that does not come back; the watchdog takes the plan down."""
    time = Time()
    live = made(time)
    live.start()
    live.reports("radar", [])
    seen(live, time, lambda each: each.shown is not None)
    inside, may = Event(), Event()

    def stuck(desk: Desk, now_s: float) -> None:
        del desk, now_s
        inside.set()
        may.wait(LONG_S)

    future = live.submit(stuck)
    assert inside.wait(LONG_S)
    news = Event()
    live.broadcast.subscribe(news.set, live.board.event_id)
    time.s += 10.0
    assert live.health().standing.underlying is State.NO_ADVICE
    assert news.wait(LONG_S)
    assert codes(live.board) == [Code.DESK_STUCK]
    assert live.board.health.standing.reasons[0].params["stage"] == "command"
    assert live.board.shown is None
    may.set()
    future.result(LONG_S)
    live.reports("radar", [])
    seen(live, time, lambda each: Code.DESK_STUCK not in codes(each))


def test_without_a_watchdog_a_stuck_desk_would_go_on_advising(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a watchdog that finds nothing wrong."""
    monkeypatch.setattr(LiveDesk, "_judged", lambda *_: None)
    time = Time()
    live = made(time)
    live.start()
    live.reports("radar", [])
    seen(live, time, lambda each: each.shown is not None)
    inside, may = Event(), Event()

    def stuck(desk: Desk, now_s: float) -> None:
        del desk, now_s
        inside.set()
        may.wait(LONG_S)

    live.submit(stuck)
    assert inside.wait(LONG_S)
    time.s += 10.0
    assert live.health().standing.advises
    assert live.board.shown is not None
    may.set()


def test_a_turn_that_breaks_does_not_end_the_thread(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a defect in the desk's own loop."""
    live = made(Time())
    broken = Event()
    turn = live.core.turn

    def once(first: object = None) -> None:
        if not broken.is_set():
            broken.set()
            raise ZeroDivisionError
        turn(first)  # type: ignore[arg-type]

    monkeypatch.setattr(live.core, "turn", once)
    live.start()
    assert broken.wait(LONG_S)
    assert live.submit(lambda *_: 7).result(LONG_S) == 7


def test_more_commands_than_may_wait_are_refused(made: Make) -> None:
    """Whoever floods the desk is told, and memory stays as it is."""
    live = made(Time(), most_commands=2)
    futures = [live.submit(lambda *_: None) for _ in range(5)]
    refused = [each for each in futures if each.done()]
    assert len(refused) >= 3
    with pytest.raises(DeskUnavailableError) as error:
        refused[-1].result(0)
    assert error.value.code is Refusal.DESK_BUSY


def test_a_stopped_desk_leaves_nobody_waiting(made: Make) -> None:
    """What waits is refused, not forgotten."""
    live = made(Time())
    future = live.submit(lambda *_: None)
    live.stop()
    with pytest.raises(DeskUnavailableError) as refused:
        future.result(0)
    assert refused.value.code is Refusal.DESK_STOPPED


def test_a_command_that_nobody_waits_for_any_more_is_not_done(made: Make) -> None:
    """Whoever gave up in time has not done anything."""
    live = made(Time())
    done = []
    future = live.submit(lambda *_: done.append(1))
    assert future.cancel()
    live.start()
    live.submit(lambda *_: None).result(LONG_S)
    assert done == []

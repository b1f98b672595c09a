"""Workers are kept ready, and one that dies again and again is not started for ever."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faulted_planning import command
from zaslin.adapters.planning import keeper as keeper_module
from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.keeper import Keeper, pause_s
from zaslin.adapters.planning.process import WorkerProcess
from zaslin.adapters.planning.record import Record
from zaslin.domain.params import PlanParams
from zaslin.live.planning import FaultKind

Spawn = Callable[[int], WorkerProcess]


@contextmanager
def keeping(
    spawn: Spawn, *, wanted: int = 2, start_within_s: float = 60.0
) -> Iterator[Keeper]:
    """A keeper that is closed at the end, and has left nobody behind."""
    started: list[WorkerProcess] = []

    def noted(number: int) -> WorkerProcess:
        started.append(spawn(number))
        return started[-1]

    keeper = Keeper(
        noted,
        PlanParams(),
        Record(),
        wanted=wanted,
        monotonic=time.monotonic,
        start_within_s=start_within_s,
    )
    try:
        yield keeper
    finally:
        keeper.close()
        assert not any(Path(f"/proc/{each.pid}").exists() for each in started)


@pytest.fixture
def sound(tmp_path: Path) -> Spawn:
    """Starts workers that are ready at once."""
    return lambda number: WorkerProcess(number, command(tmp_path, "light"), Limits())


def running(lines: str) -> Spawn:
    """Starts workers that run some lines."""
    program = (sys.executable, "-P", "-c", lines)
    return lambda number: WorkerProcess(number, program, Limits())


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come."""
    while not holds():
        time.sleep(0.01)


def test_the_same_worker_is_asked_as_long_as_it_serves(sound: Spawn) -> None:
    """The spare stays one."""
    with keeping(sound) as keeper:
        assert keeper.wait_ready(2, 60.0)
        first = keeper.take()
        assert first is not None
        keeper.give_back(first)
        assert keeper.take() is first
        spare = keeper.take()
        assert spare not in (None, first)
        assert keeper.take() is None


def test_a_worker_that_was_killed_is_replaced(sound: Spawn) -> None:
    """The spare is there at once, a new spare soon."""
    with keeping(sound) as keeper:
        assert keeper.wait_ready(2, 60.0)
        worker = keeper.take()
        assert worker is not None
        keeper.discard(worker)
        assert keeper.workforce().ready == 1
        assert keeper.wait_ready(2, 60.0)
        until(worker.has_ended)
        assert keeper.workforce().deaths_in_a_row == 1


def test_a_spare_that_dies_unasked_is_replaced_and_counted(sound: Spawn) -> None:
    """Nobody has to ask it to find out."""
    with keeping(sound, wanted=1) as keeper:
        assert keeper.wait_ready(1, 60.0)
        worker = keeper.take()
        assert worker is not None
        keeper.give_back(worker)
        worker.kill()
        until(lambda: keeper.workforce().faults.get(FaultKind.DIED) == 1)
        assert keeper.wait_ready(1, 60.0)
        replaced = keeper.take()
        assert replaced is not None
        assert replaced.number == 2


def test_serving_makes_up_for_deaths(sound: Spawn) -> None:
    """The count is of deaths in a row."""
    with keeping(sound) as keeper:
        assert keeper.wait_ready(2, 60.0)
        worker = keeper.take()
        assert worker is not None
        keeper.discard(worker)
        worker = keeper.take(60.0)
        assert worker is not None
        keeper.give_back(worker)
        assert keeper.workforce().deaths_in_a_row == 0


def test_workers_that_never_start_are_started_ever_more_rarely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the reason says how they ended."""
    # However busy the machine is: their end is waited for.
    monkeypatch.setattr(keeper_module, "_LOOKS_AT_THE_DYING_S", 10.0)
    with keeping(running("raise SystemExit('no such thing')")) as keeper:
        until(lambda: keeper.workforce().faults.get(FaultKind.START_FAILED, 0) >= 4)
        workforce = keeper.workforce()
    assert workforce.ready == 0
    assert workforce.deaths_in_a_row >= 4
    assert workforce.reason is not None
    assert "no such thing" in workforce.reason


def test_the_pause_grows_and_has_an_end() -> None:
    """The first few are for free."""
    pauses = [pause_s(deaths) for deaths in range(100)]
    assert pauses[:5] == [0.0, 0.0, 0.0, 0.0, 0.5]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10.0


def test_a_worker_that_is_not_ready_in_time_is_killed() -> None:
    """One that hangs at its start would be waited for for ever."""
    hang = running("import time; time.sleep(3600)")
    with keeping(hang, start_within_s=0.05) as keeper:
        until(lambda: keeper.workforce().faults.get(FaultKind.START_FAILED, 0) >= 1)
        last = keeper.workforce().last
    assert last is not None
    assert "not ready within 0.05 s" in last.detail


def test_a_worker_that_says_something_else_first_is_killed() -> None:
    """Whatever it is, it is no worker."""
    lines = """
import socket, sys, time
# Kept in a name: one that nobody holds is closed before the keeper has read.
line = socket.socket(fileno=int(sys.argv[1]))
line.sendall(b"good evening, this is somebody else")
time.sleep(3600)
"""
    with keeping(running(lines)) as keeper:
        until(lambda: keeper.workforce().faults.get(FaultKind.START_FAILED, 0) >= 1)
        last = keeper.workforce().last
    assert last is not None
    assert "message begins with" in last.detail


def test_a_program_that_is_not_there_is_a_fault_and_no_crash() -> None:
    """The keeper goes on, and says so."""

    def nowhere(number: int) -> WorkerProcess:
        return WorkerProcess(number, ("/nowhere/python",), Limits())

    record = Record()
    keeper = Keeper(
        nowhere,
        PlanParams(),
        record,
        wanted=1,
        # Its clock stands still: no fifth start comes before the test has looked.
        monotonic=lambda: 0.0,
        start_within_s=1.0,
    )
    until(lambda: keeper.workforce().deaths_in_a_row >= 4)
    assert keeper.take() is None
    assert keeper.workforce().pause_s > 0.0
    keeper.close()
    assert record.counts() == {FaultKind.START_FAILED: 4}


def test_closing_is_final_from_anywhere_and_twice(sound: Spawn) -> None:
    """Stopped workers and such as are being asked end too."""
    with keeping(sound) as keeper:
        assert keeper.wait_ready(2, 60.0)
        worker = keeper.take()
        assert worker is not None
        keeper.close()
        keeper.close()
        assert worker.has_ended()
        assert keeper.take(60.0) is None
        assert not keeper.wait_ready(1, 60.0)
        # What comes afterwards from whoever asked it does no harm.
        keeper.give_back(worker)
        keeper.discard(worker)
        assert keeper.take() is None


def test_closing_while_a_worker_starts_leaves_nobody(sound: Spawn) -> None:
    """However early it comes."""
    for _ in range(5):
        with keeping(sound):
            pass


def test_a_stopped_spare_ends_with_the_others(tmp_path: Path) -> None:
    """SIGSTOP is no shelter."""
    spawn = command(tmp_path, "light")
    with keeping(lambda number: WorkerProcess(number, spawn, Limits())) as keeper:
        assert keeper.wait_ready(2, 60.0)
        worker = keeper.take()
        assert worker is not None
        os.kill(worker.pid, signal.SIGSTOP)


def test_an_error_of_the_keeper_itself_ends_nothing(
    sound: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel would kill every worker with the thread that started it."""
    kept, failures = Keeper._look_at_ready, [1]  # noqa: SLF001

    def failing(keeper: Keeper) -> None:
        if failures:
            failures.pop()
            raise ZeroDivisionError
        kept(keeper)

    monkeypatch.setattr(Keeper, "_look_at_ready", failing)
    with keeping(sound) as keeper:
        assert keeper.wait_ready(2, 60.0)
        last = keeper.workforce().last
    assert last is not None
    assert "keeper: ZeroDivisionError" in last.detail

"""Keeps so many workers ready: starts, watches and buries them in a thread of its own.

One thread for as long as there are workers: the kernel kills a worker when the *thread*
that started it ends, not when its process does.
"""

import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from zaslin.adapters.planning.codec import Setup, encode, one_line
from zaslin.adapters.planning.frame import FrameError, Kind, framed
from zaslin.adapters.planning.process import Spawn, WorkerGoneError, WorkerProcess
from zaslin.adapters.planning.record import Record
from zaslin.domain.params import PlanParams
from zaslin.live.planning import FaultKind, PlanningFault, Workforce

_FREE_DEATHS = 3
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 10.0
_LOOKS_EVERY_S = 1.0
_LOOKS_AT_THE_DYING_S = 0.02
_ENDS_WITHIN_S = 5.0


def pause_s(deaths_in_a_row: int) -> float:
    """How long no worker is started after so many that did not serve."""
    more = deaths_in_a_row - _FREE_DEATHS
    if more <= 0:
        return 0.0
    return float(min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** min(more - 1, 16)))


class Keeper:
    """Has workers started until so many are ready, and hands them out.

    Parameters
    ----------
    spawn
        Starts the process with a number.
    wanted
        How many to keep, those included that are being asked.
    start_within_s
        A worker that is not ready by then is killed.  Long: where its kernels are
        not compiled yet, it does that first.
    """

    def __init__(
        self,
        spawn: Spawn,
        params: PlanParams,
        record: Record,
        *,
        wanted: int,
        monotonic: Callable[[], float],
        start_within_s: float,
    ) -> None:
        self._spawn = spawn
        self._setup = framed(Kind.SETUP, 0, encode(Setup(params=params)))
        self._record = record
        self._wanted = wanted
        self._monotonic = monotonic
        self._start_within_s = start_within_s
        self._changed = threading.Condition()
        self._starting: dict[WorkerProcess, float] = {}
        self._ready: list[WorkerProcess] = []
        self._asked: list[WorkerProcess] = []
        self._dying: list[WorkerProcess] = []
        self._started = 0
        self._deaths = 0
        self._pause_until_s = 0.0
        self._is_closed = False
        # Sockets and not a pipe: one that is closed is no other file's number.
        self._wake_out, self._wake_in = socket.socketpair()
        for end in (self._wake_out, self._wake_in):
            end.setblocking(False)
        self._thread = threading.Thread(
            target=self._run, name="planning keeper", daemon=True
        )
        self._thread.start()

    # ----------------------------------------------------- from whoever asks workers

    @property
    def is_closed(self) -> bool:
        """Whether all were dismissed."""
        return self._is_closed

    def take(self, wait_s: float = 0.0) -> WorkerProcess | None:
        """A worker that is ready, the same one as long as it serves; or None."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._is_closed, wait_s)
            if self._is_closed or not self._ready:
                return None
            worker = self._ready.pop(0)
            self._asked.append(worker)
            return worker

    def give_back(self, worker: WorkerProcess) -> None:
        """It has served, and may be asked again."""
        with self._changed:
            if worker in self._asked:
                self._asked.remove(worker)
                self._ready.insert(0, worker)
                self._deaths = 0
                self._pause_until_s = 0.0
                self._changed.notify_all()
        self._wake()

    def discard(self, worker: WorkerProcess) -> None:
        """Kill it, and have another one started in its place."""
        worker.kill()
        with self._changed:
            if worker in self._asked:
                self._asked.remove(worker)
                self._bury_later(worker)
        self._wake()

    def wait_ready(self, count: int, timeout_s: float) -> bool:
        """Wait until so many are ready; whether they are."""
        with self._changed:
            return bool(
                self._changed.wait_for(
                    lambda: self._is_closed or len(self._ready) >= count, timeout_s
                )
                and not self._is_closed
            )

    def workforce(self) -> Workforce:
        """How they are."""
        with self._changed:
            now_s = self._monotonic()
            return Workforce(
                wanted=self._wanted,
                ready=len(self._ready) + len(self._asked),
                starting=len(self._starting),
                started=self._started,
                deaths_in_a_row=self._deaths,
                pause_s=max(0.0, self._pause_until_s - now_s),
                faults=self._record.counts(),
                last=self._record.last(),
            )

    def close(self) -> None:
        """Kill them all and wait, not for long, until they are gone."""
        with self._changed:
            was_closed, self._is_closed = self._is_closed, True
            for worker in (*self._starting, *self._ready, *self._asked):
                worker.kill()
            self._changed.notify_all()
        if was_closed or self._thread is threading.current_thread():
            return
        self._wake()
        self._thread.join(_ENDS_WITHIN_S + 1.0)

    # ------------------------------------------------------------- the keeper's thread

    def _run(self) -> None:
        while not self._is_closed:
            try:
                self._keep()
            # Whatever it is: with this thread every worker would die.
            except Exception as error:
                detail = one_line(f"keeper: {type(error).__name__}: {error}")
                self._note(FaultKind.START_FAILED, detail, 0)
                with self._changed:
                    self._changed.wait_for(lambda: self._is_closed, _LOOKS_EVERY_S)
        self._end()

    def _keep(self) -> None:
        self._start_one()
        self._look_at_starting()
        self._watch()
        self._look_at_ready()
        self._bury()

    def _start_one(self) -> None:
        with self._changed:
            kept = len(self._starting) + len(self._ready) + len(self._asked)
            if kept >= self._wanted or self._monotonic() < self._pause_until_s:
                return
            self._started += 1
            number = self._started
        try:
            worker = self._spawn(number)
        except (OSError, ValueError) as error:
            self._note(FaultKind.START_FAILED, one_line(error), number)
            with self._changed:
                self._count_death()
            return
        worker.send(self._setup)
        with self._changed:
            self._starting[worker] = self._monotonic() + self._start_within_s
            if self._is_closed:
                worker.kill()

    def _watch(self) -> None:
        """Sleep until something happens, or might have."""
        poll = select.poll()
        poll.register(self._wake_out, select.POLLIN)
        with self._changed:
            listened = [*self._starting, *self._ready, *self._asked]
            for worker in listened:
                if not worker.is_mute:
                    poll.register(worker.output, select.POLLIN)
            for worker in self._starting:
                poll.register(worker.connection, select.POLLIN)
            wait_s = self._patience_s(len(listened))
        poll.poll(int(wait_s * 1000.0) + 1)
        with suppress(BlockingIOError):
            self._wake_out.recv(4096)
        for worker in listened:
            worker.listen()

    def _patience_s(self, kept: int) -> float:
        if self._dying:
            return _LOOKS_AT_THE_DYING_S
        if kept < self._wanted:
            pause = self._pause_until_s - self._monotonic()
            return min(max(pause, 0.0), _LOOKS_EVERY_S)
        return _LOOKS_EVERY_S

    def _look_at_starting(self) -> None:
        for worker, until_s in tuple(self._starting.items()):
            try:
                kinds = [frame.kind for frame in worker.exchange(0.0)]
                said = "" if kinds in ([], [Kind.READY]) else f"it said {kinds}"
            except (WorkerGoneError, FrameError) as error:
                kinds, said = [], one_line(error)
            if not said and not kinds and self._monotonic() >= until_s:
                said = f"it was not ready within {self._start_within_s:g} s"
            if said:
                self._lose(worker, FaultKind.START_FAILED, said)
            elif kinds:
                with self._changed:
                    del self._starting[worker]
                    self._ready.append(worker)
                    self._changed.notify_all()

    def _look_at_ready(self) -> None:
        with self._changed:
            gone = [worker for worker in self._ready if worker.has_ended()]
        for worker in gone:
            self._lose(worker, FaultKind.DIED, "it ended while nobody asked it")

    def _lose(self, worker: WorkerProcess, kind: FaultKind, said: str) -> None:
        with self._changed:
            if worker in self._ready:
                self._ready.remove(worker)
            elif self._starting.pop(worker, None) is None:
                # Taken in the meantime; whoever asks it will find out.
                return
            self._bury_later(worker)
        worker.bury(_LOOKS_AT_THE_DYING_S)
        if not self._is_closed:
            self._note(kind, f"{said}: {worker.how_it_ended()}", worker.number)

    def _bury_later(self, worker: WorkerProcess) -> None:
        self._dying.append(worker)
        self._count_death()

    def _count_death(self) -> None:
        self._deaths += 1
        self._pause_until_s = self._monotonic() + pause_s(self._deaths)

    def _bury(self) -> None:
        with self._changed:
            self._dying = [each for each in self._dying if not each.bury()]

    def _end(self) -> None:
        with self._changed:
            left = [*self._starting, *self._ready, *self._asked, *self._dying]
            self._starting.clear()
            self._ready.clear()
            self._dying = []
        until_s = self._monotonic() + _ENDS_WITHIN_S
        for worker in left:
            worker.bury(max(0.0, until_s - self._monotonic()))
        for end in (self._wake_out, self._wake_in):
            end.close()

    def _note(self, kind: FaultKind, detail: str, worker: int) -> None:
        self._record.note(PlanningFault(kind=kind, detail=detail, worker=worker))

    def _wake(self) -> None:
        # Full means that it is awake already, closed that it is gone.
        with suppress(OSError):
            self._wake_in.send(b"x")

"""A desk in real time: a thread that is its only writer, and doors for all the others.

Three threads belong to it: the desk's own, that of planning, so that no decision ever
waits for a plan, and a watchdog that tells when the first one gives no sign of life.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from queue import Empty
from threading import Event, Thread
from typing import TypeVar

from zaslin.domain.params import PlanParams
from zaslin.domain.track import Track
from zaslin.live.ask import AskBeside, Asker, Document
from zaslin.live.board import Board, Health
from zaslin.live.broadcast import Broadcast
from zaslin.live.clock import DeskClock
from zaslin.live.core import Command, Core, Field
from zaslin.live.health import Facts, Mode, judge
from zaslin.live.link import JournalLink, Volume, unknown
from zaslin.live.mailbox import Delivery, Mailbox
from zaslin.live.params import LiveParams
from zaslin.live.planning import PlanWorkers
from zaslin.live.publisher import Publisher
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.live.resync import Tail, journal_tail
from zaslin.live.stage import Stages
from zaslin.ops.desk import Desk

T = TypeVar("T")

_JOIN_S = 5.0


class LiveDesk:
    """A desk in real time.

    Make it, ``start`` it, and ``stop`` it; the first board is there once it is made.

    Parameters
    ----------
    name
        Of the desk, as it is addressed.
    desk
        Who keeps the situation; nobody else may change it from now on.
    workers
        Those who plan; they are not dismissed when the desk stops.
    document
        Writes the document of a plan.
    clock
        The time of the desk.
    era
        A word that no other desk and no other start of this one has.
    mode
        What the desk is about.
    params
        Rhythm and limits.
    tail
        The entries of the journal from a number on, to find out what became of an
        entry; by default all of the journal is read for it.
    volume
        What is left where the journal is written.
    field
        What happens around the desk as time passes, in an exercise.
    asker
        Puts questions to the workers; by default in a thread of its own.
    """

    def __init__(
        self,
        name: str,
        desk: Desk,
        workers: PlanWorkers,
        document: Document,
        clock: DeskClock,
        era: str,
        *,
        mode: Mode = Mode.LIVE,
        params: LiveParams | None = None,
        tail: Tail | None = None,
        volume: Volume = unknown,
        field: Field | None = None,
        asker: Asker | None = None,
    ) -> None:
        self.name = name
        self.mode = mode
        self.era = era
        self.clock = clock
        self.params = params or LiveParams()
        self.mailbox = Mailbox(self.params)
        self.broadcast = Broadcast(self.params.history)
        self.stages = Stages(clock.monotonic_s)
        self._asker = asker or AskBeside(workers, document, name)
        self._publisher = Publisher(
            name,
            mode,
            era,
            self.broadcast,
            clock.monotonic_s,
            self.params.cycle_s,
        )
        self.core = Core(
            desk,
            mode,
            clock,
            self.params,
            self.mailbox,
            self._asker,
            document,
            JournalLink(
                desk,
                tail or journal_tail(desk),
                clock.monotonic_s,
                self.params.retry_s,
                volume,
            ),
            self._publisher,
            self.stages,
            field,
        )
        self._stopping = Event()
        self._beat_s = clock.monotonic_s()
        self._thread = Thread(target=self._run, name=f"desk {name}", daemon=True)
        self._watchdog = Thread(
            target=self._watch, name=f"watchdog of {name}", daemon=True
        )
        self.core.turn()

    @property
    def board(self) -> Board:
        """What there is to see of the desk; one object, whole and unchanging."""
        board = self._publisher.board
        if board is None:
            raise RuntimeError("the desk has put up no board; accepted: one that has")
        return board

    @property
    def plan_oldest_s(self) -> float:
        """Age at which a plan that nobody has confirmed is withdrawn."""
        return self.core.desk.replan.oldest_s

    @property
    def plan_params(self) -> PlanParams:
        """What its plans are made with."""
        return self.core.desk.params

    def start(self) -> None:
        """Let the desk live."""
        self._beat_s = self.clock.monotonic_s()
        self._thread.start()
        self._watchdog.start()

    def stop(self) -> None:
        """Finish what is being done, refuse what waits, and say so on the board."""
        self._stopping.set()
        for thread in (self._thread, self._watchdog):
            if thread.is_alive():
                thread.join(_JOIN_S)
        self._asker.close()
        self.core.abandon(DeskUnavailableError(Refusal.DESK_STOPPED))
        self._publisher.take_down(self._judged)

    def submit(self, work: Callable[[Desk, float], T]) -> "Future[T]":
        """Have something done at the desk, on its thread, at its time.

        The future has what it returned or raised, once the board shows it.  While the
        journal cannot be written, the desk is stopped or too much waits already, it has
        a :class:`~zaslin.live.refusals.DeskUnavailableError`: then nothing was done.
        """
        future: Future[T] = Future()
        refusal = self._refusal()
        if refusal is not None:
            future.set_exception(DeskUnavailableError(refusal))
            return future
        self.core.inbox.put(Command(work, future))
        if self._stopping.is_set():
            self.core.abandon(DeskUnavailableError(Refusal.DESK_STOPPED))
        return future

    def reports(self, source: str, tracks: Sequence[Track]) -> Delivery:
        """Take in what a source reports; comes back at once.

        A delivery without a report says that the source is there.
        """
        return self.mailbox.deliver(
            source, tracks, self.clock.now_s(), self.clock.monotonic_s()
        )

    def health(self) -> Health:
        """How the desk is now, asked from any thread and whatever its own one does."""
        board = self.board
        return self._judged(board) or board.health

    def _refusal(self) -> Refusal | None:
        if self._stopping.is_set():
            return Refusal.DESK_STOPPED
        if self.core.inbox.qsize() >= self.params.most_commands:
            return Refusal.DESK_BUSY
        return None

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._beat_s = self.clock.monotonic_s()
            try:
                first = self.core.inbox.get(timeout=self.core.wait_s())
            except Empty:
                first = None
            self._beat_s = self.clock.monotonic_s()
            try:
                self.core.turn(first)
            # Its stages catch what goes wrong in them; this is for the rest.
            except Exception as error:
                self.core.trouble(error)

    def _watch(self) -> None:
        """Look after the desk's thread, which cannot tell that it is stuck itself."""
        while not self._stopping.wait(self.params.stuck_s / 4.0):
            self._publisher.take_down(self._judged)

    def _judged(self, board: Board) -> Health | None:
        """What is wrong with the desk's thread; None if nothing is."""
        facts = self._facts(board)
        alive = facts.running and facts.beat_ago_s <= self.params.stuck_s
        if alive:
            return None
        return replace(board.health, standing=judge(facts, self.params), facts=facts)

    def _facts(self, board: Board) -> Facts:
        return replace(
            board.health.facts,
            running=self._thread.is_alive() and not self._stopping.is_set(),
            beat_ago_s=self.clock.monotonic_s() - self._beat_s,
            stages=self.stages.told(),
        )

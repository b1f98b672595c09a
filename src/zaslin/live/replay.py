"""A recorded journal, shown as if it were live; there is nothing to change."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import TypeVar

from zaslin.domain.plan import Plan
from zaslin.domain.track import Track
from zaslin.live.board import Board, Health
from zaslin.live.broadcast import Broadcast
from zaslin.live.clock import DeskClock
from zaslin.live.feed import Feed
from zaslin.live.health import Facts, Mode, PlanFacts, judge
from zaslin.live.mailbox import Delivery
from zaslin.live.params import LiveParams
from zaslin.live.past import Entries, Moment, Past
from zaslin.live.publisher import Publisher, View
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.live.stage import StageName, Stages
from zaslin.ops.desk import Desk

T = TypeVar("T")

_JOIN_S = 5.0
_FEED = "journal"


class PastDesk:
    """A recording on a desk of its own: time may be held, hurried and set.

    Of a plan its document is shown, and the plan itself where somebody keeps it.

    Parameters
    ----------
    name
        Of the desk, as it is addressed.
    entries
        Reads the journal.
    document
        The document of the plan that was shown for a revision, if there is one.
    clock
        The time of the desk; it is set to where the recording is to begin.
    ends_s
        When the last entry was made.
    era
        A word that no other desk and no other start of this one has.
    params
        Its rhythm.
    plan_of
        The plan of a revision, if somebody keeps plans.
    plan_oldest_s
        Age at which a plan was withdrawn when the journal was made.
    """

    def __init__(
        self,
        name: str,
        entries: Entries,
        document: Callable[[int], bytes | None],
        clock: DeskClock,
        ends_s: float,
        era: str,
        *,
        params: LiveParams | None = None,
        plan_of: Callable[[int], Plan | None] | None = None,
        plan_oldest_s: float = 90.0,
    ) -> None:
        self.name, self.mode, self.era = name, Mode.REPLAY, era
        self.clock = clock
        self.params = params or LiveParams()
        self.broadcast = Broadcast(self.params.history)
        self.stages = Stages(clock.monotonic_s)
        self.ends_s = ends_s
        self.plan_oldest_s = plan_oldest_s
        self._past = Past(entries)
        self._document, self._plan_of = document, plan_of
        self._advice: tuple[int | None, bytes, Plan | None] = None, b"", None
        self._publisher = Publisher(
            name,
            Mode.REPLAY,
            era,
            self.broadcast,
            clock.monotonic_s,
            self.params.cycle_s,
        )
        self._lock = Lock()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"desk {name}", daemon=True)
        self.turn()

    @property
    def starts_s(self) -> float:
        """When the journal begins."""
        return self._past.starts_s

    @property
    def over(self) -> bool:
        """Whether all of it has been shown."""
        return self.clock.now_s() >= self.ends_s

    @property
    def plan_params(self) -> None:
        """None: its plans were made when the journal was."""
        return None

    @property
    def board(self) -> Board:
        """What there is to see at this time of the recording."""
        board = self._publisher.board
        if board is None:
            raise RuntimeError("the desk has put up no board; accepted: one that has")
        return board

    def start(self) -> None:
        """Let it run."""
        self._thread.start()

    def stop(self) -> None:
        """End it, and say so on the board."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)
        self._publisher.take_down(self._ended)

    def seek(self, at_s: float) -> None:
        """Go to a time; one outside of the recording is its beginning or its end."""
        self.clock.set_to(min(max(at_s, self.starts_s), self.ends_s))
        self.turn()

    def submit(self, work: Callable[[Desk, float], T]) -> "Future[T]":
        """Nothing can be done about what was."""
        del work
        future: Future[T] = Future()
        future.set_exception(DeskUnavailableError(Refusal.READ_ONLY))
        return future

    def reports(self, source: str, tracks: Sequence[Track]) -> Delivery:
        """Nothing can be reported of what was."""
        raise DeskUnavailableError(
            Refusal.READ_ONLY, source=source, reports=len(tracks)
        )

    def health(self) -> Health:
        """How it is now."""
        return self.board.health

    def turn(self) -> None:
        """Show what there was at the time of the desk."""
        with self._lock:
            self.stages.begin(StageName.PUBLISH)
            try:
                self._show()
            # A journal that cannot be read now may be readable soon.
            except Exception as error:
                self.stages.end(StageName.PUBLISH, error)
                if self._publisher.board is None:
                    raise
                self._publisher.take_down(self._unreadable)
            else:
                self.stages.end(StageName.PUBLISH)

    def _run(self) -> None:
        while not self._stopping.wait(self.params.look_s):
            self.turn()

    def _show(self) -> None:
        now_s = min(max(self.clock.now_s(), self.starts_s), self.ends_s)
        moment = self._past.move(now_s)
        situation = moment.situation
        document, plan = self._advised(situation.shown_revision)
        facts = self._facts(moment, now_s)
        self._publisher.show(
            View(
                at_s=now_s,
                situation=situation,
                picture=situation.picture_at(now_s),
                health=Health(
                    standing=judge(facts, self.params), facts=facts, at_s=now_s
                ),
                shown=plan,
                plan_document=document,
                confirmed_at_s=moment.confirmed_at_s,
            )
        )

    def _advised(self, revision: int | None) -> tuple[bytes, Plan | None]:
        """Document and plan of a revision, read once as long as it is shown."""
        if revision is None:
            return b"", None
        known, document, plan = self._advice
        if known != revision:
            document = self._document(revision) or b""
            plan = self._plan_of(revision) if self._plan_of else None
            self._advice = revision, document, plan
        return document, plan

    def _facts(self, moment: Moment, now_s: float) -> Facts:
        confirmed_at_s = moment.confirmed_at_s
        return Facts(
            mode=Mode.REPLAY,
            paused=self.clock.paused,
            tracks=len(moment.situation.tracks),
            feeds=(_recording(),),
            plan=PlanFacts(
                shown=moment.situation.shown_revision is not None,
                confirmed_ago_s=None
                if confirmed_at_s is None
                else now_s - confirmed_at_s,
            ),
            stages=self.stages.told(),
        )

    def _ended(self, board: Board) -> Health:
        return self._judged(board, running=False)

    def _unreadable(self, board: Board) -> Health:
        return self._judged(board, running=True)

    def _judged(self, board: Board, *, running: bool) -> Health:
        facts = replace(board.health.facts, running=running, stages=self.stages.told())
        return replace(board.health, standing=judge(facts, self.params), facts=facts)


def _recording() -> Feed:
    """The only feed of a replay: it is never silent and never late."""
    return Feed(name=_FEED)

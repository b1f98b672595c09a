"""What a live desk does, turn by turn: commands, reports, plans, and a board.

Everything here happens on one thread, the desk's.  A turn takes in whatever came since
the last one; nothing in it waits for anybody, and nothing that goes wrong in it ends
more than its own stage.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from zaslin.domain.event import Lost
from zaslin.domain.track import Track
from zaslin.live.advice import Advice
from zaslin.live.ask import Answer, Asker, Document, Finished, Proposed
from zaslin.live.board import Health
from zaslin.live.clock import DeskClock
from zaslin.live.health import STATE_OF, Facts, Mode, State, judge
from zaslin.live.link import JournalLink, is_fault
from zaslin.live.mailbox import Bundle, Mailbox
from zaslin.live.params import LiveParams
from zaslin.live.publisher import Publisher, View
from zaslin.live.stage import StageName, Stages
from zaslin.ops.desk import Desk
from zaslin.ops.sky import reported

Work = Callable[[Desk, float], Any]
Field = Callable[[Desk, float], None]
"""What happens around a desk as time passes; an exercise has one."""

_MOST_IN_A_TURN = 200
# What is due so soon is done now.
_SOON_S = 1e-3


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants done at the desk, and where the outcome goes."""

    work: Work
    future: Future[Any]


Letter = Command | Proposed | Finished


class Core:
    """The desk's side of a live desk.

    Parameters
    ----------
    desk
        The desk; nobody else may change it.
    mode
        What it is about.
    clock
        Its time.
    params
        Rhythm and limits.
    mailbox
        Where reports wait.
    asker, document
        Puts questions to those who plan; writes plans down.
    link
        Whether the journal can be written.
    publisher
        Where boards go.
    stages
        Counters of what was done.
    field
        What happens around the desk, in an exercise.
    """

    def __init__(
        self,
        desk: Desk,
        mode: Mode,
        clock: DeskClock,
        params: LiveParams,
        mailbox: Mailbox,
        asker: Asker,
        document: Document,
        link: JournalLink,
        publisher: Publisher,
        stages: Stages,
        field: Field | None = None,
    ) -> None:
        self.desk = desk
        self.inbox: SimpleQueue[Letter] = SimpleQueue()
        self.advice = Advice(desk, asker, document, self.inbox.put, params, clock)
        self._mode = mode
        self._clock = clock
        self._params = params
        self._mailbox = mailbox
        self._asker = asker
        self._link = link
        self._publisher = publisher
        self._stages = stages
        self._field = field
        self._look_at_s = self._cycle_at_s = -math.inf
        self._outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []

    # What comes from outside of a turn.

    def wait_s(self) -> float:
        """How long nothing has to be done, unless a letter comes."""
        due_s = self._look_at_s + self._params.look_s
        return max(0.0, due_s - self._clock.monotonic_s())

    def turn(self, first: Letter | None = None) -> None:
        """Take in what has come, let time pass, and put up a board.

        ``first`` is a letter that was taken from the inbox already.
        """
        letters = self._letters(first)
        for letter in letters:
            self._open(letter)
        looks = self.wait_s() < _SOON_S
        if looks:
            self._look()
        if looks or letters:
            self._do(StageName.PUBLISH, self._publish)
        self._hand_out()

    def abandon(self, why: Exception) -> None:
        """Tell everybody who still waits that nothing will come."""
        for letter in self._letters(None, math.inf):
            if isinstance(letter, Command) and not letter.future.done():
                letter.future.set_exception(why)

    def trouble(self, error: Exception) -> None:
        """Take in that a turn failed outside of its stages: a defect of its own."""
        self._stages.end(StageName.PUBLISH, error)
        self._hand_out()

    def facts(self) -> Facts:
        """All that the desk is judged by, but for its thread."""
        now_s = self._now_s()
        return Facts(
            mode=self._mode,
            paused=self._clock.paused,
            journal=self._link.told(),
            tracks=len(self.desk.situation.tracks),
            feeds=self._mailbox.feeds(self._clock.monotonic_s()),
            plan=self.advice.facts(now_s),
            workforce=self._asker.workforce(),
            stages=self._stages.told(),
            ahead_s=self._clock.offset_s,
            held_s=now_s - self._clock.now_s(),
            jumped=len(self._mailbox.jumps(self._clock.monotonic_s())),
            quarantined=len(self._mailbox.quarantined()),
        )

    # Time: never before what is in the journal.

    def _now_s(self) -> float:
        return max(self._clock.now_s(), self.desk.situation.at_s)

    # Letters.

    def _letters(
        self, first: Letter | None, most: float = _MOST_IN_A_TURN
    ) -> list[Letter]:
        letters = [] if first is None else [first]
        try:
            while len(letters) < most:
                letters.append(self.inbox.get_nowait())
        except Empty:
            pass
        return letters

    def _open(self, letter: Letter) -> None:
        if isinstance(letter, Command):
            self._command(letter)
        elif self._link.good:
            self._do(StageName.ANSWER, lambda: self._answer(letter))

    def _command(self, command: Command) -> None:
        """Do what somebody wants; the outcome is handed out after the next board."""
        future = command.future
        if not future.set_running_or_notify_cancel():
            return
        if not self._link.good:
            self._outcomes.append((future, None, self._link.refusal()))
            return
        self._stages.begin(StageName.COMMAND)
        value, error = None, None
        try:
            value = command.work(self.desk, self._now_s())
        # Whatever it is, it is the business of whoever wanted it.
        except Exception as raised:
            error = raised
            self._notice(raised)
        self._stages.end(StageName.COMMAND, error)
        self._outcomes.append((future, value, error))

    def _answer(self, answer: Answer) -> None:
        if isinstance(answer, Proposed):
            self.advice.proposed(answer, self._now_s())
        else:
            self._stages.end(StageName.PLAN, answer.error)
            self.advice.finished(answer, self._now_s())

    def _hand_out(self) -> None:
        """Outcomes, now that the board shows them."""
        outcomes, self._outcomes = self._outcomes, []
        for future, value, error in outcomes:
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

    # Time passing.

    def _look(self) -> None:
        self._look_at_s = self._clock.monotonic_s()
        if not self._link.good and not self._do(StageName.INGEST, self._mend):
            return
        if self._field is not None and not self._clock.paused:
            self._do(StageName.FIELD, lambda: self._play(self._field))
        # Hurried time is no reason for reports to grow old.
        cycle_s = self._params.cycle_s / max(1.0, self._clock.speed)
        if self._look_at_s - self._cycle_at_s >= cycle_s - _SOON_S:
            self._cycle_at_s = self._look_at_s
            self._do(StageName.INGEST, self._ingest)
        if self._link.good:
            self._do(StageName.PICTURE, self._advise)

    def _mend(self) -> None:
        if self._link.mend(self._now_s()):
            self.advice.drop()
            self.advice.notice()

    def _play(self, field: Field | None) -> None:
        if field is not None:
            field(self.desk, self._now_s())

    def _ingest(self) -> None:
        """Reports into the journal, all that wait as one entry."""
        bundle = self._mailbox.bundle()
        if bundle.tracks:
            self._receive(bundle, bundle.tracks)
            self._mailbox.taken(bundle)
        self._forget()

    def _receive(self, bundle: Bundle, tracks: Sequence[Track]) -> None:
        """Take tracks in; one that cannot be is put aside, and the others are not."""
        try:
            self.desk.receive(tracks, self._now_s(), by=", ".join(bundle.sources))
        except ValueError as error:
            if len(tracks) == 1:
                self._mailbox.quarantine(tracks[0], bundle.sources, str(error))
                return
            half = len(tracks) // 2
            self._receive(bundle, tracks[:half])
            self._receive(bundle, tracks[half:])

    def _forget(self) -> None:
        """Drop tracks that nobody has measured for long."""
        now_s = self._now_s()
        oldest_s = now_s - self._params.drop_after_s
        gone = tuple(
            track.id
            for track in self.desk.situation.tracks.values()
            if track.measured_at_s < oldest_s
        )
        if gone:
            self.desk.record(Lost(tracks=gone), now_s)

    def _advise(self) -> None:
        """Ask for a plan if one is due; on a stale picture, show none."""
        now_s = self._now_s()
        if self._is_stale():
            if self.desk.shown is not None:
                self.advice.withdraw("nothing was reported for too long", now_s)
            self.advice.wait(now_s)
            return
        asked = self.advice.busy
        self.advice.ask(now_s)
        if self.advice.busy and not asked:
            self._stages.begin(StageName.PLAN)

    def _is_stale(self) -> bool:
        """Whether the picture is of then: nobody has reported for too long."""
        reasons = judge(self.facts(), self._params).reasons
        return any(STATE_OF[reason.code] is State.STALE for reason in reasons)

    # The board.

    def _publish(self) -> None:
        now_s = self._now_s()
        facts = self.facts()
        situation = self.desk.situation
        # What waits is to be seen at once, and as long as the journal takes nothing.
        seen = reported(situation, self._mailbox.waiting())
        shown = self.desk.shown
        self._publisher.show(
            View(
                at_s=now_s,
                situation=situation,
                picture=seen.picture_at(now_s),
                health=Health(
                    standing=judge(facts, self._params),
                    facts=facts,
                    at_s=now_s,
                    jumps=self._mailbox.jumps(self._clock.monotonic_s()),
                    quarantined=self._mailbox.quarantined(),
                ),
                shown=shown,
                shown_picture=self.advice.picture,
                source=self.advice.source,
                plan_document=self.advice.document,
                confirmed_at_s=self.desk.confirmed_at_s,
                standing=dict(self.desk.standing),
            )
        )

    # Stages: what fails in one of them ends nothing but itself.

    def _do(self, stage: StageName, work: Callable[[], None]) -> bool:
        self._stages.begin(stage)
        try:
            work()
        except Exception as error:
            self._notice(error)
            self._stages.end(stage, error)
            return False
        self._stages.end(stage)
        return self._link.good

    def _notice(self, error: BaseException) -> None:
        """Take in that it was the journal, if it was."""
        if is_fault(error):
            self._link.failed(error)
            self.advice.drop()
            self.advice.notice()

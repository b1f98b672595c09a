"""One question: workers are asked, their plans judged, and a plan there is in time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from zaslin.adapters.planning.codec import (
    CodecError,
    Question,
    Warmth,
    decode_plan,
    encode,
    one_line,
)
from zaslin.adapters.planning.frame import Frame, FrameError, Kind, framed
from zaslin.adapters.planning.keeper import Keeper
from zaslin.adapters.planning.process import WorkerGoneError, WorkerProcess
from zaslin.adapters.planning.record import Record
from zaslin.domain.picture import Picture
from zaslin.live.judgement import FLOOR_INSTEAD, Checked, Judge, PlanRejected
from zaslin.live.planning import (
    Arrival,
    FaultKind,
    Made,
    OnPlan,
    PlanningClosedError,
    PlanningFailedError,
    PlanningFault,
    Source,
    Timetable,
    source_of,
)

_MOST_PENDING = 3
_MOST_PLANS = 8
"""Of one worker to one question; a sound one sends three."""
_ENDS_WITHIN_S = 0.1
_CRASHES_TO_BEWARE = 2


class CheckPace:
    """How long a check is going to take, by the size of the plan: measured."""

    def __init__(self) -> None:
        self._s_per_byte = 6.0e-8
        self._last_size = 0

    def expected_s(self, size: int | None = None) -> float:
        """Seconds for a plan of so many bytes, by default as many as the last one.

        With much to spare: on a busy machine some take twice as long, and there is a
        plan already.
        """
        measured_s = self._s_per_byte * (self._last_size if size is None else size)
        return 2.0 * measured_s + 0.002

    def learn(self, size: int, took_s: float) -> None:
        """Take in how long one took; those of small plans say little of large ones."""
        self._last_size = size
        seen = took_s / max(size, 50_000)
        self._s_per_byte += 0.3 * (seen - self._s_per_byte)


class Haste:
    """What share of its time a worker is told it has, after some were late.

    A worker learns from its own plans how early to stop, and takes that with it when
    it is killed for being late; this stays.
    """

    def __init__(self) -> None:
        self.share = 1.0

    def was_late(self) -> None:
        """Tell the next one less."""
        self.share = max(0.2, 0.7 * self.share)

    def was_in_time(self) -> None:
        """Tell the next one a little more."""
        self.share = min(1.0, 1.1 * self.share)


class Caution:
    """Remembers that a picture kills whoever plans for it, so that we do not.

    Two fresh processes that die of it before they have a floor say that the picture
    is the cause.  This process has more to lose than a plan.
    """

    def __init__(self) -> None:
        self.is_poisoned = False

    def crashed(self, times: int) -> None:
        """So many workers crashed over one picture without a plan."""
        self.is_poisoned = self.is_poisoned or times >= _CRASHES_TO_BEWARE

    def survived(self) -> None:
        """A worker has planned."""
        self.is_poisoned = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What outlives a question."""

    keeper: Keeper
    record: Record
    check_pace: CheckPace
    caution: Caution
    haste: Haste
    monotonic: Callable[[], float]


@dataclass(slots=True, kw_only=True)
class Asking:
    """A question and what came of it so far; used once."""

    number: int
    picture: Picture
    warmth: Warmth | None
    timetable: Timetable
    asked_at_s: float
    judge: Judge
    means: Means
    on_plan: OnPlan
    best: Checked | None = None
    faults: list[PlanningFault] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    pending: list[bytes] = field(default_factory=list)
    heard: int = 0
    crashes: int = 0
    tried_here: bool = False

    def run(self) -> Made:
        """Ask until the time for questions is over or one worker has finished.

        Raises :class:`PlanningFailedError`.
        """
        keeper, until_s = self.means.keeper, self.timetable.floor_by_s
        while not keeper.is_closed and self.elapsed_s() < until_s:
            worker = keeper.take()
            if worker is None:
                starting = keeper.workforce().starting
                self._note(FaultKind.NO_WORKER, f"nobody ready, {starting} starting")
                self._floor_here()
                worker = keeper.take(until_s - self.elapsed_s())
            if worker is None or self._ask(worker) or self.means.caution.is_poisoned:
                break
        self._floor_here()
        if self.best is None:
            kind = PlanningClosedError if keeper.is_closed else PlanningFailedError
            raise kind("no plan", tuple(self.faults))
        return Made(
            plan=self.best.plan,
            source=self.arrivals[-1].source,
            faults=tuple(self.faults),
            arrivals=tuple(self.arrivals),
            took_s=self.elapsed_s(),
        )

    def elapsed_s(self) -> float:
        """Seconds since the question."""
        return self.means.monotonic() - self.asked_at_s

    # ---------------------------------------------------------------- with one worker

    def _ask(self, worker: WorkerProcess) -> bool:
        """Whether there is nothing more to ask anybody."""
        try:
            worker.send(framed(Kind.QUESTION, self.number, self._question()))
        except (CodecError, FrameError) as error:
            self.means.keeper.give_back(worker)
            self._note(FaultKind.UNSENDABLE, one_line(error))
            return True
        self.heard = 0
        try:
            return self._hear_out(worker)
        except WorkerGoneError as error:
            self._lose(worker, FaultKind.DIED, one_line(error))
        except FrameError as error:
            self._lose(worker, FaultKind.GARBAGE, one_line(error))
        except BaseException:
            # Whoever takes the plans has failed; nobody knows what this one does now.
            self.means.keeper.discard(worker)
            raise
        return False

    def _question(self) -> bytes:
        # So early that its last plan can still be checked in time.
        check_s = self.means.check_pace.expected_s()
        read_s = min(self.timetable.read_until_s, self.timetable.checked_by_s - check_s)
        read_s = max(read_s - self.elapsed_s(), 0.0) * self.means.haste.share
        # What one worker died of may be the prices: the next one does without.
        warmth = None if self.faults else self.warmth
        question = Question(read_s=read_s, picture=self.picture, warmth=warmth)
        return encode(question)

    def _hear_out(self, worker: WorkerProcess) -> bool:
        """Read and judge until it has finished or its time is over."""
        plans = self.timetable
        while (now_s := self.elapsed_s()) < plans.kill_at_s:
            if now_s >= plans.floor_by_s:
                self._floor_here()
            wait_s = 0.0 if self.pending else self._until_next_s(now_s)
            frames = worker.exchange(wait_s)
            last = self._sort(frames, worker)
            fault = self._judge_next(worker)
            while fault is None and last is not None and self.pending:
                fault = self._judge_next(worker)
            if fault is not None:
                self._lose(worker, fault.kind, fault.detail)
                return False
            if last is not None:
                return self._finish(worker, last)
        self._judge_next(worker)
        kind = FaultKind.LATE if self._has_plan_of(worker) else FaultKind.SILENT
        if kind is FaultKind.LATE:
            self.means.haste.was_late()
        self._lose(worker, kind, f"not finished by {plans.kill_at_s:.3f} s")
        return True

    def _until_next_s(self, now_s: float) -> float:
        next_s = self.timetable.kill_at_s
        if self.best is None and not self.tried_here:
            next_s = self.timetable.floor_by_s
        return max(0.0, next_s - now_s)

    def _sort(self, frames: list[Frame], worker: WorkerProcess) -> Frame | None:
        """Keep the plans; the message that ends the answer, if it is there."""
        last: Frame | None = None
        for frame in frames:
            if last is not None or frame.question not in (self.number, 0):
                raise FrameError(f"{frame.kind.name} of question {frame.question}")
            if frame.kind is Kind.PLAN:
                self.heard += 1
                if self.heard > _MOST_PLANS:
                    raise FrameError(f"more than {_MOST_PLANS} plans")
                self._keep(frame.body, worker)
            elif frame.kind in (Kind.DONE, Kind.FAILED, Kind.MEMORY):
                last = frame
            else:
                raise FrameError(f"{frame.kind.name} in the midst of an answer")
        return last

    def _keep(self, body: bytes, worker: WorkerProcess) -> None:
        if self.elapsed_s() > self.timetable.read_until_s:
            self._leave_unchecked("a plan came after the reading", worker.number)
            return
        # Later plans are better ones: of many only the last few are worth a check.
        self.pending = [*self.pending, body][-_MOST_PENDING:]

    def _finish(self, worker: WorkerProcess, last: Frame) -> bool:
        """Take leave of a worker that says it has no more to say."""
        if last.kind is Kind.MEMORY:
            self._lose(worker, FaultKind.MEMORY, "out of memory")
            return False
        if worker.is_within:
            raise FrameError("it goes on after the end")
        if last.kind is Kind.DONE and not self.heard:
            raise FrameError("it has finished without a plan")
        self.means.keeper.give_back(worker)
        if last.kind is Kind.DONE:
            self.means.haste.was_in_time()
            return True
        text = last.body[:1_000].decode("utf-8", "replace")
        self._note(FaultKind.FAILED, one_line(text), worker.number)
        # The next worker would say the same, of the same picture.
        return True

    def _lose(self, worker: WorkerProcess, kind: FaultKind, detail: str) -> None:
        """Have a worker killed, and say why."""
        self.pending = []
        # First, so that it stops whatever happens next.
        worker.kill()
        if kind is FaultKind.DIED and worker.end(_ENDS_WITHIN_S):
            detail = f"{detail}: {worker.how_it_ended()}"
            if worker.has_crashed and not self._has_plan_of(worker):
                self.crashes += 1
                self.means.caution.crashed(self.crashes)
        self.means.keeper.discard(worker)
        self._note(kind, detail, worker.number)

    def _has_plan_of(self, worker: WorkerProcess) -> bool:
        return any(each.worker == worker.number for each in self.arrivals)

    # ---------------------------------------------------------------------- judgement

    def _judge_next(self, worker: WorkerProcess) -> PlanningFault | None:
        """Judge the newest plan; what is wrong with it, if anything is."""
        if not self.pending:
            return None
        body = self.pending.pop()
        began_s = self.elapsed_s()
        pace = self.means.check_pace
        if began_s + pace.expected_s(len(body)) > self.timetable.checked_by_s:
            self._leave_unchecked("no time to check a plan", worker.number)
            return None
        try:
            checked = self.judge.checked(decode_plan(body))
        except CodecError as error:
            return self._objection(FaultKind.GARBAGE, error, worker)
        # A plan that the checker stumbles over is none; that includes what the checker
        # does not foresee.
        except Exception as error:
            return self._objection(FaultKind.REJECTED, error, worker)
        self.means.caution.survived()
        if checked.plan.method == FLOOR_INSTEAD:
            self._note(
                FaultKind.FAILED, "its own check rejected its plan", worker.number
            )
        self._hand_on(checked, source_of(checked.plan), worker.number)
        # With what the desk does with it: that has to be done by the deadline as well.
        pace.learn(len(body), self.elapsed_s() - began_s)
        # What was sent before is no better.
        self.pending = []
        return None

    def _objection(
        self, kind: FaultKind, error: Exception, worker: WorkerProcess
    ) -> PlanningFault:
        name = "" if isinstance(error, PlanRejected) else f"{type(error).__name__}: "
        detail = one_line(f"{name}{error}")
        return PlanningFault(kind=kind, detail=detail, worker=worker.number)

    def _floor_here(self) -> None:
        """Make the floor in this process if nobody else has, once."""
        if self.best is not None or self.tried_here or self.means.keeper.is_closed:
            return
        self.tried_here = True
        if self.means.caution.is_poisoned:
            self._note(FaultKind.FLOOR_FAILED, "not tried: workers crashed before it")
            return
        try:
            floor = self.judge.floor()
        # Whatever it is: the question goes on, a worker may know better.
        except Exception as error:
            text = one_line(f"{type(error).__name__}: {error}")
            self._note(FaultKind.FLOOR_FAILED, text)
            return
        self._hand_on(floor, Source.FLOOR_HERE, 0)

    def _hand_on(self, checked: Checked, source: Source, worker: int) -> None:
        """Hand a plan on unless a better one was."""
        made = checked.plan
        if self.best is not None and made.value > self.best.plan.value * (1.0 + 1e-9):
            return
        self.best = checked
        self.arrivals.append(
            Arrival(
                source=source,
                method=made.method,
                value=float(made.value),
                at_s=self.elapsed_s(),
                worker=worker,
            )
        )
        self.on_plan(made, source)

    def _leave_unchecked(self, why: str, worker: int) -> None:
        """Note it once: a worker may send plans without end."""
        if not any(
            each.kind is FaultKind.UNCHECKED and each.worker == worker
            for each in self.faults
        ):
            self._note(FaultKind.UNCHECKED, why, worker)

    def _note(self, kind: FaultKind, detail: str, worker: int = 0) -> None:
        fault = PlanningFault(
            kind=kind, detail=detail, at_s=self.elapsed_s(), worker=worker
        )
        self.faults.append(fault)
        self.means.record.note(fault)

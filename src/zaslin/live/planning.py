"""What a live desk asks of those who plan, and what it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from zaslin.domain.accept import accept_range
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

OnPlan = Callable[[Plan, str], None]
"""Takes each checked plan as it is found, with the word for who made it."""


class Source(StrEnum):
    """Who made a plan; shown beside it."""

    SOLVER = "solver"
    FLOOR = "floor"
    FLOOR_HERE = "floor, in process"


def source_of(made: Plan) -> Source:
    """Whether a plan is a floor or better, by its own word."""
    return Source.FLOOR if made.method.startswith("floor") else Source.SOLVER


class FaultKind(StrEnum):
    """What can go wrong with a planning worker, one word each."""

    NO_WORKER = "no_worker"
    """Nobody was ready to be asked."""
    START_FAILED = "start_failed"
    """A worker died, or said nothing, before it was ready."""
    UNSENDABLE = "unsendable"
    """The picture could not be written down for a worker."""
    SILENT = "silent"
    """It gave no plan at all in its time, and was killed."""
    LATE = "late"
    """It gave a plan and did not finish in its time, and was killed."""
    UNCHECKED = "unchecked"
    """A plan came too late to be checked, and was left unread."""
    DIED = "died"
    """Its process ended while it was asked, or while it waited to be."""
    MEMORY = "memory"
    """It wanted more memory than it may have."""
    FAILED = "failed"
    """It reported an error and went on."""
    GARBAGE = "garbage"
    """What it sent is not a plan, or no message at all; it was killed."""
    REJECTED = "rejected"
    """The checker of this process objects to its plan; it was killed."""
    FLOOR_FAILED = "floor_failed"
    """This process could not make its own floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningFault:
    """One thing that went wrong: what, when after the question, with which worker.

    ``worker`` counts the processes from 1; 0 is this process.
    """

    kind: FaultKind
    detail: str
    at_s: float = 0.0
    worker: int = 0

    def __str__(self) -> str:
        who = f"worker {self.worker}" if self.worker else "this process"
        return f"{self.kind}: {who} after {self.at_s:.3f} s: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A plan that was checked and handed on, and when after the question."""

    source: str
    method: str
    value: float
    at_s: float
    worker: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The best plan of one question, who made it, and what went wrong on the way.

    ``arrivals`` are the plans in the order in which they were handed on, this one
    last; ``took_s`` is the whole time of the question.
    """

    plan: Plan
    source: str
    faults: tuple[PlanningFault, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    took_s: float = 0.0

    @property
    def revision(self) -> int:
        """Of the picture that the plan is for."""
        return self.plan.revision


class PlanningFailedError(Exception):
    """There is no plan for this picture; says what went wrong."""

    def __init__(self, why: str, faults: tuple[PlanningFault, ...] = ()) -> None:
        shown = "; ".join(str(fault) for fault in faults[-3:])
        super().__init__(f"{why}: {shown}" if shown else why)
        self.faults = faults


class PlanningClosedError(PlanningFailedError):
    """Those who plan were dismissed while they were asked, or before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce:
    """How many workers there are, and what became of those that are gone.

    ``pause_s`` is how long no new one is started, because they died one after the
    other; ``last`` is the fault seen last,
    other than that nobody was ready.
    """

    wanted: int
    ready: int
    starting: int
    started: int = 0
    deaths_in_a_row: int = 0
    pause_s: float = 0.0
    faults: Mapping[FaultKind, int] = field(default_factory=dict)
    last: PlanningFault | None = None

    @property
    def reason(self) -> str | None:
        """Why planning is not what it should be, or None; one line."""
        if self.ready >= self.wanted:
            return None
        have = f"{self.ready} of {self.wanted} planning workers ready"
        if self.deaths_in_a_row and self.last is not None:
            have += f", {self.deaths_in_a_row} died in a row, last {self.last}"
        return have


class PlanWorkers(Protocol):
    """Makes plans by a deadline, whatever happens to whoever makes them."""

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: OnPlan,
    ) -> Made:
        """The best checked plan that there is within so many seconds from now.

        Every plan that goes through ``on_plan`` or comes back was checked in this
        process against this picture.  The first is the floor.  The prices of the
        previous plan, if there is one, warm the next one up.

        Raises :class:`PlanningFailedError` if there is none.
        """
        ...

    def workforce(self) -> Workforce:
        """How those who plan are; may be asked from any thread."""
        ...

    def close(self) -> None:
        """Dismiss them; may be called from any thread, and twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The parts of a deadline, all in seconds from the question.

    The shares are those of docs/decisions/0022-a-worker-that-may-be-killed.md.
    """

    deadline_s: float

    def __post_init__(self) -> None:
        accept_range("deadline_s", self.deadline_s, 0.01, 3600.0)

    @property
    def floor_by_s(self) -> float:
        """Without a floor by then, this process makes one; no new question after."""
        return 0.35 * self.deadline_s

    @property
    def read_until_s(self) -> float:
        """A plan that comes later is not looked at."""
        return 0.85 * self.deadline_s

    @property
    def kill_at_s(self) -> float:
        """A worker that has not finished by then is killed."""
        return 0.87 * self.deadline_s

    @property
    def checked_by_s(self) -> float:
        """No check is begun that is not expected to end by then."""
        return 0.95 * self.deadline_s

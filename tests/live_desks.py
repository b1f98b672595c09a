"""Live desks to test with: time in the test's hand, and a journal that fails.

A desk of these is not started: the test takes its turns itself, in its own thread.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tests.desks import QUICK, Scripted, saturated_plan
from tests.pictures import hostile, saturated
from zaslin.assignment.plan import plan
from zaslin.domain.event import Entry
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Track
from zaslin.live.ask import AskHere
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.health import Code, Mode
from zaslin.live.params import LiveParams
from zaslin.live.planning import Made, OnPlan, Workforce
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.journal_fault import JournalUnavailableError
from zaslin.ops.ports import NOTHING, Booked, Planner
from zaslin.ops.replan import ReplanParams
from zaslin.wire.plan_json import encode

EVERY_SECOND = ReplanParams(
    interval_s=1.0, shortest_s=0.0, decision_lead_s=0.0, same_shot_s=30.0
)
RHYTHM = LiveParams(look_s=0.2, cycle_s=1.0)


class Time:
    """Monotonic seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.s = 1_000.0

    def __call__(self) -> float:
        """What time it is."""
        return self.s


class Workers:
    """Those who plan, by a script; ``source`` is what they say they are."""

    def __init__(self, planner: Planner | None = None) -> None:
        self.planner = planner or Scripted(saturated_plan())
        self.source = "solver"
        self.asked: list[Picture] = []
        self.ready = 1
        self.hangs = False
        self.short: str | None = None

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: OnPlan,
    ) -> Made:
        """The next plan of the script."""
        assert deadline_s > 0.0
        self.asked.append(picture)
        made = self.planner(picture, previous)
        on_plan(made, self.source)
        return Made(plan=made, source=self.source)

    def workforce(self) -> Workforce:
        """All there, or so many."""
        return Workforce(wanted=1, ready=self.ready, starting=0)

    def close(self) -> None:
        """Nothing to close."""


def optimising(picture: Picture, previous: Plan | None) -> Plan:
    """A real plan, in a hurry."""
    return plan(picture, QUICK, previous=previous)


class BrittleJournal(MemoryJournal):
    """A journal in memory that is out of reach when the test says so.

    ``fault`` is raised instead of keeping an entry, ``keeps`` says whether the entry
    is kept all the same; ``deaf``: it cannot be read either.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault: Exception | None = None
        self.keeps = False
        self.deaf = False
        self.documents: dict[int, bytes] = {}

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep an entry, or fail as told."""
        if self.fault is None or self.keeps:
            super().append(entry, booked)
            if booked.document:
                self.documents[entry.number] = booked.document
        if self.fault is not None:
            raise self.fault

    def tail(self, number: int) -> Iterable[Entry]:
        """The entries from a number on."""
        if self.deaf:
            raise JournalUnavailableError("nobody answers")
        return self.entries()[number:]


@dataclass
class Bench:
    """A live desk with everything that the test holds in its hand."""

    live: LiveDesk
    desk: Desk
    time: Time
    clock: DeskClock
    journal: BrittleJournal
    workers: Workers
    wall: Time
    sky: tuple[Track, ...] = field(default=())

    def turns(self, seconds: float, *, reporting: bool = True) -> None:
        """Let time pass look by look, the radar reporting all it has each second."""
        looks = round(seconds / self.live.params.look_s)
        for number in range(looks):
            self.time.s += self.live.params.look_s
            self.wall.s += self.live.params.look_s
            if reporting and number % 5 == 0:
                self.report()
            self.live.core.turn()

    def report(self, source: str = "radar") -> None:
        """The radar reports where everything is."""
        now_s = self.clock.now_s()
        tracks = [replace(track, measured_at_s=now_s) for track in self.sky]
        self.live.reports(source, tracks)

    def do(self, work: Callable[[Desk, float], object]) -> object:
        """Have something done, and take the turn in which it is."""
        future = self.live.submit(work)
        self.live.core.turn()
        return future.result(timeout=0)

    @property
    def codes(self) -> list[Code]:
        """The reasons that the board gives."""
        return [r.code for r in self.live.board.health.standing.reasons]


def bench(
    workers: Workers | None = None,
    *,
    replan: ReplanParams = EVERY_SECOND,
    params: LiveParams = RHYTHM,
    picture: Picture | None = None,
    mode: Mode = Mode.LIVE,
    field: Callable[[Desk, float], None] | None = None,
    speed: float = 1.0,
    walled: bool = True,
    planning: PlanParams | None = None,
) -> Bench:
    """A live desk over the saturated picture, in the test's hands."""
    picture = picture or saturated()
    workers = workers or Workers()
    time, wall, journal = Time(), Time(), BrittleJournal()
    wall.s = at_s = picture.now_s
    clock = DeskClock(at_s, time, wall=wall if walled else None, speed=speed)
    desk = Desk(picture, at_s, None, replan, journal, params=planning)
    live = LiveDesk(
        "live",
        desk,
        workers,
        encode,
        clock,
        "era1",
        mode=mode,
        params=params,
        tail=journal.tail,
        field=field,
        asker=AskHere(workers, encode),
    )
    return Bench(live, desk, time, clock, journal, workers, wall, picture.tracks)


def track(name: str = "T90", **change: object) -> Track:
    """A hostile track, measured now."""
    return replace(hostile(name), **change)  # type: ignore[arg-type]

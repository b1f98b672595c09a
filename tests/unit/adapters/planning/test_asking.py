"""One question, its times by a scripted clock: what is read, judged and left out."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest

import zaslin
from tests.faulted_planning import command, small_picture
from zaslin.adapters.planning.asking import (
    Asking,
    Caution,
    CheckPace,
    Haste,
    Means,
)
from zaslin.adapters.planning.codec import encode
from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.frame import Frame, FrameError, Kind
from zaslin.adapters.planning.keeper import Keeper
from zaslin.adapters.planning.process import WorkerProcess
from zaslin.adapters.planning.record import Record
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan
from zaslin.live.judgement import Judge
from zaslin.live.planning import PlanningFailedError, Source, Timetable

PICTURE = small_picture(0)
PARAMS = PlanParams()
FOUND: list[Plan] = []
zaslin.plan(PICTURE, PARAMS, zaslin.MaxIterations(200), on_plan=FOUND.append)
FLOOR, PRICED, LAST = FOUND


@dataclass
class Clock:
    """Stands where it is put."""

    now_s: float = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now_s


class Scene:
    """A question at a worker that says what the test puts into its mouth."""

    def __init__(self, means: Means, clock: Clock, worker: WorkerProcess) -> None:
        self.clock = clock
        self.worker = worker
        self.handed_on: list[tuple[Plan, str]] = []
        self.asking = Asking(
            number=7,
            picture=PICTURE,
            warmth=None,
            timetable=Timetable(deadline_s=1.0),
            asked_at_s=0.0,
            judge=Judge(PICTURE, PARAMS),
            means=means,
            on_plan=lambda plan, source: self.handed_on.append((plan, source)),
        )

    def says(self, *made: Plan) -> Frame | None:
        """Take in plans; judge the newest."""
        frames = [Frame(Kind.PLAN, 7, encode(each)) for each in made]
        last = self.asking._sort(frames, self.worker)  # noqa: SLF001
        self.judge()
        return last

    def judge(self) -> str | None:
        """Judge the newest that is waiting; the word for what is wrong."""
        fault = self.asking._judge_next(self.worker)  # noqa: SLF001
        return None if fault is None else str(fault.kind)

    def kinds(self) -> list[str]:
        """What was noted."""
        return [str(each.kind) for each in self.asking.faults]


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeper]:
    """Of one light worker."""
    folder = tmp_path_factory.mktemp("none")
    spawn = command(folder, "light")
    made = Keeper(
        lambda number: WorkerProcess(number, spawn, Limits()),
        PARAMS,
        Record(),
        wanted=1,
        monotonic=time.monotonic,
        start_within_s=60.0,
    )
    yield made
    made.close()


@pytest.fixture
def scene(keeper: Keeper) -> Iterator[Scene]:
    """A question with all the time in the world."""
    clock = Clock()
    means = Means(
        keeper=keeper,
        record=Record(),
        check_pace=CheckPace(),
        caution=Caution(),
        haste=Haste(),
        monotonic=clock,
    )
    worker = keeper.take(60.0)
    assert worker is not None
    yield Scene(means, clock, worker)
    keeper.give_back(worker)


def test_of_several_plans_the_newest_is_judged(scene: Scene) -> None:
    """The ones before are no better, and each check takes its time."""
    scene.says(FLOOR, PRICED, LAST)
    assert scene.handed_on == [(LAST, "solver")]
    assert scene.judge() is None
    assert len(scene.handed_on) == 1


def test_a_worse_plan_after_a_better_one_is_not_handed_on(scene: Scene) -> None:
    """Nobody is shown a step back."""
    scene.says(LAST)
    scene.says(FLOOR)
    assert [source for _, source in scene.handed_on] == ["solver"]
    assert scene.kinds() == []


def test_a_plan_after_the_reading_is_not_looked_at(scene: Scene) -> None:
    """Noted once, however many come."""
    scene.clock.now_s = 0.86
    scene.says(PRICED, LAST)
    assert scene.handed_on == []
    assert scene.kinds() == ["unchecked"]


def test_a_plan_that_cannot_be_checked_in_time_is_left(scene: Scene) -> None:
    """The check would end after the deadline; the plan before stands."""
    scene.asking.means.check_pace.learn(1_000, 10.0)
    scene.clock.now_s = 0.84
    scene.says(LAST)
    assert scene.handed_on == []
    assert scene.kinds() == ["unchecked"]


def test_a_floor_in_the_place_of_a_rejected_plan_is_noted(scene: Scene) -> None:
    """The optimiser has a defect; the floor is good all the same."""
    scene.says(replace(FLOOR, method="floor, better plan rejected"))
    assert [source for _, source in scene.handed_on] == ["floor"]
    assert scene.kinds() == ["failed"]


@pytest.mark.parametrize(
    "frames",
    [
        [Frame(Kind.PLAN, 6, b"")],
        [Frame(Kind.SETUP, 7, b"")],
        [Frame(Kind.DONE, 7, b""), Frame(Kind.PLAN, 7, b"")],
        [Frame(Kind.PLAN, 7, b"")] * 9,
    ],
    ids=["other question", "out of place", "after the end", "too many"],
)
def test_what_does_not_belong_to_an_answer_is_garbage(
    scene: Scene, frames: list[Frame]
) -> None:
    """The messages are sound, and still nobody believes another one."""
    with pytest.raises(FrameError):
        scene.asking._sort(frames, scene.worker)  # noqa: SLF001


def test_a_plan_that_the_checker_stumbles_over_is_rejected(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it stumbles with."""

    def stumble(_: Judge, __: Plan) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Judge, "checked", stumble)
    scene.asking.pending = [encode(LAST)]
    assert scene.judge() == "rejected"
    assert scene.handed_on == []


def test_a_floor_that_cannot_be_made_is_a_fault_and_no_crash(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no plan then, and it says why."""

    def fail(_: Judge) -> None:
        raise MemoryError

    monkeypatch.setattr(Judge, "floor", fail)
    clock = Clock(0.5)
    means = Means(
        keeper=keeper,
        record=Record(),
        check_pace=CheckPace(),
        caution=Caution(),
        haste=Haste(),
        monotonic=clock,
    )
    scene = Scene(means, clock, keeper.take(60.0) or pytest.fail("no worker"))
    keeper.give_back(scene.worker)
    with pytest.raises(PlanningFailedError, match="MemoryError"):
        scene.asking.run()


def test_after_the_time_for_questions_the_floor_is_made_here(scene: Scene) -> None:
    """Nobody is asked any more."""
    scene.clock.now_s = 0.4
    made = scene.asking.run()
    assert made.source == Source.FLOOR_HERE
    assert made.faults == ()
    assert made.took_s == 0.4


def test_the_pace_of_checks_follows_what_is_measured() -> None:
    """Up and down, and small plans say little."""
    pace = CheckPace()
    before_s = pace.expected_s(1_000_000)
    pace.learn(1_000_000, 1.0)
    slower_s = pace.expected_s(1_000_000)
    assert slower_s > before_s
    assert pace.expected_s() == slower_s
    pace.learn(1_000_000, 0.01)
    assert pace.expected_s(1_000_000) < slower_s
    small = CheckPace()
    small.learn(100, 0.003)
    assert small.expected_s(1_000_000) < 2.0 * before_s


def test_haste_grows_with_lateness_and_passes() -> None:
    """Between a fifth of the time and all of it."""
    haste = Haste()
    for _ in range(20):
        haste.was_late()
    assert haste.share == pytest.approx(0.2)
    for _ in range(40):
        haste.was_in_time()
    assert haste.share == 1.0


def test_caution_begins_at_two_and_ends_with_a_plan() -> None:
    """One crash may be the worker's, two are the picture's."""
    caution = Caution()
    poisoned = []
    for happens in (
        partial(caution.crashed, 1),
        partial(caution.crashed, 2),
        caution.survived,
    ):
        happens()
        poisoned.append(caution.is_poisoned)
    assert poisoned == [False, True, False]

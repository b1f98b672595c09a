"""Whatever a worker does, there is a plan, it was checked here, and it says by whom."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.faulted_planning import (
    Cycle,
    ask,
    planted_unchecked_path,
    prepare,
    small_picture,
    workers,
)
from tests.faulty_planning_worker import FAULTS, Spec
from zaslin.adapters.planning import SupervisedWorkers, asking, start
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan
from zaslin.live.planning import (
    FaultKind,
    Made,
    PlanningClosedError,
    PlanningFailedError,
    Source,
)

PICTURE = small_picture(0)
_REVISIONS = count(1)
SOON_S, PATIENT_S = 0.5, 30.0
UNTIL_THE_END = sorted(
    name for name, each in FAULTS.items() if {"silent", "late"} & each.kinds
)
AT_ONCE = sorted(
    name for name, each in FAULTS.items() if each.kinds and name not in UNTIL_THE_END
)
BORNE = sorted(name for name, each in FAULTS.items() if not each.kinds)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where faults and plans are written for the workers."""
    made = tmp_path_factory.mktemp("faults")
    prepare(made, PICTURE)
    return made


@pytest.fixture(scope="module")
def light(folder: Path) -> Iterator[SupervisedWorkers]:
    """Workers that do not plan, but misbehave, and start in no time."""
    with workers(folder, "light") as asked:
        yield asked


def whole(asked: SupervisedWorkers) -> None:
    """Wait for two workers, and let one serve so that earlier deaths are forgiven."""
    assert asked.wait_ready(60.0)
    picture = replace(PICTURE, revision=next(_REVISIONS))
    asked.plan(picture, None, deadline_s=PATIENT_S, on_plan=lambda *_: None)
    assert asked.wait_ready(60.0, 2)


def struck(
    asked: SupervisedWorkers, folder: Path, spec: Spec, deadline_s: float
) -> Cycle:
    """One question under one fault, when there are two workers to be struck.

    A machine may be too busy for a worker to get to the fault: it is given more time.
    """
    for patience_s in (deadline_s, 4.0 * deadline_s, 16.0 * deadline_s):
        whole(asked)
        picture = replace(PICTURE, revision=next(_REVISIONS))
        cycle = ask(asked, folder, picture, None, spec, patience_s)
        if cycle.was_struck:
            break
    assert cycle.was_struck
    # Lateness is for the campaign, on a machine that has nothing else to do.
    assert [each for each in cycle.wrong if not each.startswith("after ")] == []
    return cycle


def kinds(made: Made | None) -> set[str]:
    """What was noticed."""
    assert made is not None
    return {str(each.kind) for each in made.faults}


@pytest.mark.parametrize(
    ("name", "at"),
    # To have done after one plan is no fault.
    [
        (name, at)
        for name in AT_ONCE
        for at in (0, 1)
        if (name, at) != ("done_at_once", 1)
    ],
)
def test_a_fault_that_shows_at_once_is_noticed(
    light: SupervisedWorkers, folder: Path, name: str, at: int
) -> None:
    """The spare answers in the same question, and its plans are as good."""
    cycle = struck(light, folder, Spec(name, at, everyone=False), PATIENT_S)
    assert kinds(cycle.made) & FAULTS[name].kinds
    assert cycle.made is not None
    if name != "failed":
        assert cycle.made.source == Source.SOLVER


@pytest.mark.parametrize("at", [0, 1], ids=["first", "later"])
@pytest.mark.parametrize("name", UNTIL_THE_END)
def test_a_fault_that_takes_all_the_time_is_noticed(
    light: SupervisedWorkers, folder: Path, name: str, at: int
) -> None:
    """There is a floor, from here or from the worker."""
    cycle = struck(light, folder, Spec(name, at, everyone=False), SOON_S)
    assert kinds(cycle.made) & FAULTS[name].kinds


@pytest.mark.parametrize("name", BORNE)
def test_what_is_only_odd_is_borne(
    light: SupervisedWorkers, folder: Path, name: str
) -> None:
    """Printing and being slow cost nobody his life."""
    cycle = struck(light, folder, Spec(name, 0, everyone=False), 20.0)
    assert kinds(cycle.made) == set()
    assert cycle.made is not None
    assert cycle.made.source == Source.SOLVER


@pytest.mark.parametrize("name", ["leave", "garbage", "friend_engaged", "devour"])
def test_if_all_workers_fail_the_floor_is_made_here(
    light: SupervisedWorkers, folder: Path, name: str
) -> None:
    """And says so."""
    cycle = struck(light, folder, Spec(name, 0, everyone=True), 2.0)
    assert cycle.made is not None
    assert cycle.made.source == Source.FLOOR_HERE
    assert cycle.made.arrivals[-1].worker == 0


def test_a_picture_that_kills_every_worker_is_not_planned_for_here(
    light: SupervisedWorkers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better no advice than no service; a worker that survives lifts the ban."""
    # However busy the machine is: how a worker ended is waited for.
    monkeypatch.setattr(asking, "_ENDS_WITHIN_S", 10.0)
    whole(light)
    picture = replace(PICTURE, revision=next(_REVISIONS))
    cycle = ask(light, folder, picture, None, Spec("segv", 0, everyone=True), PATIENT_S)
    assert cycle.made is None
    assert "not tried: workers crashed before it" in cycle.wrong[0]
    assert "signal SIGSEGV" in cycle.wrong[0]
    cycle = struck(light, folder, Spec("slow", 0, everyone=False), 5.0)
    assert cycle.made is not None
    cycle = struck(light, folder, Spec("leave", 0, everyone=True), 2.0)
    assert cycle.made is not None
    assert cycle.made.source == Source.FLOOR_HERE


@pytest.mark.parametrize(
    "name", ["friend_engaged", "more_rounds", "proven_optimal", "other_revision"]
)
def test_without_the_gate_the_lie_is_handed_on_and_found(
    light: SupervisedWorkers, folder: Path, name: str
) -> None:
    """The audit of these tests is able to see what the gate holds back."""
    whole(light)
    picture = replace(PICTURE, revision=next(_REVISIONS))
    spec = Spec(name, 0, everyone=False)
    with planted_unchecked_path():
        cycle = ask(light, folder, picture, None, spec, PATIENT_S)
    assert cycle.wrong


def test_what_a_worker_sends_is_not_run(light: SupervisedWorkers, folder: Path) -> None:
    """A pickle that makes a file makes none; unpickled, it does."""
    struck(light, folder, Spec("pickled", 0, everyone=False), PATIENT_S)
    assert not (folder / "exploded").exists()


def test_nobody_ready_means_a_floor_at_once_and_a_better_plan_soon(
    light: SupervisedWorkers,
) -> None:
    """Who waits for a worker has a plan in the meantime."""
    whole(light)
    kept = [light._means.keeper.take() for _ in range(2)]  # noqa: SLF001
    for worker in kept:
        assert worker is not None
        light._means.keeper.discard(worker)  # noqa: SLF001
    found: list[str] = []
    made = light.plan(
        replace(PICTURE, revision=next(_REVISIONS)),
        None,
        deadline_s=PATIENT_S,
        on_plan=lambda _, source: found.append(source),
    )
    assert found[0] == Source.FLOOR_HERE
    assert made.source == Source.SOLVER
    assert kinds(made) == {"no_worker"}


def test_what_is_said_of_the_workers_stays_short(light: SupervisedWorkers) -> None:
    """Questions that find nobody ready do not add to the story, over and over."""
    whole(light)
    lengths = []
    for _ in range(6):
        while (worker := light._means.keeper.take()) is not None:  # noqa: SLF001
            light._means.keeper.discard(worker)  # noqa: SLF001
        picture = replace(PICTURE, revision=next(_REVISIONS))
        made = light.plan(picture, None, deadline_s=0.05, on_plan=lambda *_: None)
        lengths += [len(str(each)) for each in made.faults]
        lengths.append(len(light.workforce().reason or ""))
    assert max(lengths) < 500


def test_a_picture_that_cannot_be_sent_is_planned_for_here(
    light: SupervisedWorkers,
) -> None:
    """And costs no worker."""
    whole(light)
    started = light.workforce().started
    track = replace(PICTURE.tracks[0], id=TrackId("\ud800"))
    spoilt = replace(
        PICTURE, revision=next(_REVISIONS), tracks=(track, *PICTURE.tracks[1:])
    )
    made = light.plan(spoilt, None, deadline_s=5.0, on_plan=lambda *_: None)
    assert made.source == Source.FLOOR_HERE
    assert kinds(made) == {"unsendable"}
    assert light.workforce().started == started


def test_whoever_takes_the_plans_may_fail(light: SupervisedWorkers) -> None:
    """His error comes out, and the next question is answered."""

    def fail(_: Plan, __: str) -> None:
        raise KeyError("the desk")

    whole(light)
    picture = replace(PICTURE, revision=next(_REVISIONS))
    with pytest.raises(KeyError, match="the desk"):
        light.plan(picture, None, deadline_s=PATIENT_S, on_plan=fail)
    made = light.plan(picture, None, deadline_s=PATIENT_S, on_plan=lambda *_: None)
    assert made.source == Source.SOLVER


def test_a_bad_deadline_is_refused(light: SupervisedWorkers) -> None:
    """Before anybody is asked."""
    with pytest.raises(ValueError, match="deadline_s is 0"):
        light.plan(PICTURE, None, deadline_s=0, on_plan=lambda *_: None)


def test_faults_are_counted(light: SupervisedWorkers, folder: Path) -> None:
    """Over all questions, for whoever watches."""
    before = light.workforce().faults.get(FaultKind.GARBAGE, 0)
    struck(light, folder, Spec("garbage", 0, everyone=False), PATIENT_S)
    assert light.workforce().faults[FaultKind.GARBAGE] == before + 1
    last = light.workforce().last
    assert last is not None
    assert "message begins with" in last.detail


def test_closing_ends_a_question(folder: Path) -> None:
    """Who waits for a plan that nobody makes any more is told so."""
    with workers(folder, "light") as asked:
        assert asked.wait_ready(60.0, 2)
        picture = replace(PICTURE, revision=next(_REVISIONS))
        (folder / str(picture.revision)).write_text(Spec("hang", 0, True).written())
        errors: list[Exception] = []

        def question() -> None:
            try:
                asked.plan(picture, None, deadline_s=600.0, on_plan=lambda *_: None)
            except PlanningFailedError as error:
                errors.append(error)

        thread = threading.Thread(target=question)
        thread.start()
        while not list(folder.glob(f"{picture.revision}.taken.*")):
            time.sleep(0.01)
        asked.close()
        thread.join()
        assert [type(error) for error in errors] == [PlanningClosedError]
        with pytest.raises(PlanningClosedError):
            asked.plan(picture, None, deadline_s=1.0, on_plan=lambda *_: None)


def test_no_file_stays_open_and_no_process_stays(folder: Path) -> None:
    """After workers have died and all are dismissed."""
    files, processes = open_files(), children()
    with workers(folder, "light") as asked:
        for name in ("leave", "segv", "garbage"):
            struck(asked, folder, Spec(name, 0, everyone=False), PATIENT_S)
        assert children() - processes
    assert open_files() <= files
    assert children() <= processes


def open_files() -> set[str]:
    """The numbers of the files that this process has open."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def children() -> set[str]:
    """The processes that this one has started, zombies too."""
    mine = str(os.getpid())
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if path.read_text().rpartition(")")[2].split()[1] == mine:
                found.add(path.parent.name)
    return found


@pytest.mark.parametrize("count", [0, 17])
def test_so_many_workers_nobody_needs(count: int) -> None:
    """None, or more than a machine has cores for."""
    with pytest.raises(ValueError, match=f"workers is {count}; accepted"):
        start(PlanParams(), workers=count)

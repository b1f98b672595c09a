"""Studies are flown to their end by workers who fail, die and are lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
)
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

import pytest

from tests import studies
from zaslin.sim.campaign import (
    LOSSES_IN_A_ROW,
    MOST_FAILURES,
    Job,
    Row,
    Rows,
    StudyFailed,
    Workers,
    fly_tasks,
)
from zaslin.sim.study import RunKey, Task, tasks

P = ParamSpec("P")
T = TypeVar("T")


class Failing(Executor):
    """Works at once; loses everything in its hands at its n-th task."""

    def __init__(self, breaks_at: int | None, error: type[BaseException]) -> None:
        self._left = breaks_at
        self._error = error

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Refuse once it is broken."""
        if self._left is not None:
            if self._left < 0:
                raise BrokenExecutor
            self._left -= 1
        future: Future[T] = Future()
        if self._left is not None and self._left < 0:
            if issubclass(self._error, CancelledError):
                future.cancel()
                future.set_running_or_notify_cancel()
            else:
                future.set_exception(self._error())
            return future
        try:
            future.set_result(fn(*args, **kwargs))
        except ArithmeticError as error:
            future.set_exception(error)
        return future


def job(task: Task) -> Job:
    """The made-up work of a task."""
    return partial(studies.rows, task)


@contextmanager
def threads() -> Iterator[Workers]:
    """Several at once, done in any order."""
    with ThreadPoolExecutor(4) as executor:
        yield Workers(executor=executor, at_once=6)


def crews(
    *breaks_at: int | None, error: type[BaseException] = BrokenExecutor
) -> Callable[[], AbstractContextManager[Workers]]:
    """One crew after the other, each lost at the task that is stated."""
    coming = iter(breaks_at)

    @contextmanager
    def opened() -> Iterator[Workers]:
        yield Workers(executor=Failing(next(coming), error), at_once=3)

    return opened


def flown(
    opened: Callable[[], AbstractContextManager[Workers]],
    of_task: Callable[[Task], Job] = job,
) -> dict[RunKey, Row]:
    """The study of the tests by these workers; every row exactly once."""
    kept: list[Row] = []
    try:
        fly_tasks(of_task, tasks(studies.study(), set(), 2), opened, kept.extend)
    finally:
        keys = [row.key for row in kept]
        assert len(keys) == len(set(keys))
    return {row.key: row for row in kept}


def test_a_study_is_flown_whoever_flies_it() -> None:
    """One by one or several at once: the same rows."""
    by_one = flown(crews(None))

    assert set(by_one) == set(studies.study().keys)
    assert flown(threads) == by_one


@pytest.mark.parametrize("error", [BrokenExecutor, CancelledError])
@pytest.mark.parametrize("breaks_at", [0, 1, 5])
def test_lost_workers_lose_nothing(breaks_at: int, error: type[BaseException]) -> None:
    """What was in their hands is flown by the next ones."""
    rows = flown(crews(breaks_at, None, error=error))

    assert rows == flown(crews(None))


def test_workers_may_be_lost_again_and_again_while_there_is_progress() -> None:
    """A machine that is short of memory gets there in the end."""
    rows = flown(crews(*[2] * 20, None))

    assert set(rows) == set(studies.study().keys)


def test_workers_that_are_lost_without_a_task_done_end_the_study() -> None:
    """Bounded, with what was in their hands; no crew is asked for in vain."""
    with pytest.raises(StudyFailed, match=r"lost 3 times in a row.*calm, bounds"):
        flown(crews(*[0] * LOSSES_IN_A_ROW))


def fails(task: Task) -> Rows:
    """Work that divides by zero for one policy."""
    if task.policy == "slow":
        raise ZeroDivisionError(f"{task.policy} has no speed")
    return studies.rows(task)


def test_a_task_that_fails_does_not_stop_the_others() -> None:
    """It is told at the end, with the first reason."""
    kept: list[Row] = []

    with pytest.raises(
        StudyFailed,
        match=r"6 tasks failed, the others are done; calm, slow, seeds 300000 to 300001"
        r": ZeroDivisionError: slow has no speed",
    ) as caught:
        fly_tasks(
            lambda task: partial(fails, task),
            tasks(studies.study(), set(), 2),
            crews(None),
            kept.extend,
        )

    assert {row.key for row in kept} == {
        key for key in studies.study().keys if key.policy != "slow"
    }
    assert len(caught.value.errors) == 6


def test_a_study_that_only_fails_is_stopped_early() -> None:
    """An hour of failures would tell no more than the first ten."""

    def broken() -> Rows:
        raise ZeroDivisionError

    asked: list[Task] = []

    def counted(task: Task) -> Job:
        asked.append(task)
        return broken

    with pytest.raises(StudyFailed, match=r"1\d tasks failed, stopped"):
        flown(crews(None), counted)

    assert len(asked) < MOST_FAILURES + 3 < len(list(tasks(studies.study(), (), 2)))


def test_nothing_is_opened_for_nothing() -> None:
    """A study that is done needs no cluster."""
    fly_tasks(job, (), crews(), lambda _: None)


def test_an_interruption_reaches_the_workers() -> None:
    """They close behind it, and what was kept stays."""
    closed: list[BaseException] = []
    kept: list[Row] = []

    @contextmanager
    def opened() -> Iterator[Workers]:
        try:
            yield Workers(executor=Failing(None, BrokenExecutor), at_once=1)
        except KeyboardInterrupt as stop:
            closed.append(stop)
            raise

    def keep(rows: Rows) -> None:
        kept.extend(rows)
        if len(kept) >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fly_tasks(job, tasks(studies.study(), set(), 2), opened, keep)

    assert len(closed) == 1
    assert len(kept) == 6

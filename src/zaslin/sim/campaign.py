"""Fly a study on any executor: what a lost worker held is flown again.

The tasks go through the interface of :class:`concurrent.futures.Executor` alone.
A result depends on its scenario, policy and seed, and on nothing else: not on the
executor, the number of workers, the cutting into tasks or the order of completion.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from zaslin.sim.result import Bounds, RunResult, Timing
from zaslin.sim.study import RunKey, Task

LOSSES_IN_A_ROW = 3
"""So often may all workers be lost before one of them has finished a task."""

MOST_FAILURES = 10
"""After so many failed tasks the rest would fail as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One result of a study; ``timing`` is no part of what must be reproducible."""

    key: RunKey
    result: RunResult | Bounds
    timing: Timing


Rows = tuple[Row, ...]
Job = Callable[[], Rows]
"""Can be sent to another process, with everything that it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """An executor, and how many tasks to hand it at once."""

    executor: Executor
    at_once: int


OpenWorkers = Callable[[], AbstractContextManager[Workers]]
"""Called anew when all workers are lost; its exit leaves no work behind."""


class StudyFailed(Exception):  # noqa: N818  (what has happened to the study)
    """Some tasks could not be done; ``errors`` says why, task by task."""

    def __init__(self, message: str, errors: dict[Task, BaseException]) -> None:
        super().__init__(message)
        self.errors = errors


@dataclass(slots=True)
class _Left:
    """What is still to do, and what has gone wrong."""

    waiting: deque[Task]
    flying: dict[Future[Rows], Task] = field(default_factory=dict)
    errors: dict[Task, BaseException] = field(default_factory=dict)


def fly_tasks(
    job: Callable[[Task], Job],
    wanted: Iterable[Task],
    open_workers: OpenWorkers,
    keep: Callable[[Rows], None],
) -> None:
    """Do the job of every task; ``keep`` gets the rows of each as it is done.

    A task that fails does not stop the others.  Tasks whose worker died are done
    again, by new workers if all are gone.

    Raises
    ------
    StudyFailed
        At the end, if tasks have failed; at once, if ``MOST_FAILURES`` have, or if the
        workers were lost ``LOSSES_IN_A_ROW`` times without any task being done.
    """
    left = _Left(waiting=deque(wanted))
    losses = 0
    while left.waiting:
        with open_workers() as workers:
            kept, lost = _until_lost(job, left, workers, keep)
        if len(left.errors) >= MOST_FAILURES:
            raise _failed(left.errors, "stopped")
        if not lost:
            break
        held = tuple(left.flying.values())
        left.flying.clear()
        left.waiting.extendleft(reversed(held))
        losses = 0 if kept else losses + 1
        if losses == LOSSES_IN_A_ROW:
            raise StudyFailed(
                f"all workers were lost {losses} times in a row with no task done; "
                f"in their hands: {'; '.join(map(str, held[:4])) or 'nothing'}",
                left.errors,
            )
    if left.errors:
        raise _failed(left.errors, "the others are done")


def _until_lost(
    job: Callable[[Task], Job],
    left: _Left,
    workers: Workers,
    keep: Callable[[Rows], None],
) -> tuple[int, bool]:
    """Work until all is done, too much has failed, or the workers are lost.

    Returns how many tasks were done, and whether the workers were lost; what was in
    their hands then is still in ``left.flying``.
    """
    kept = 0
    while left.waiting or left.flying:
        lost = not _hand_out(job, left, workers)
        done, _ = wait(left.flying, return_when=FIRST_COMPLETED)
        for future in done:
            error = _error_of(future)
            if isinstance(error, BrokenExecutor | CancelledError):
                lost = True
                continue
            task = left.flying.pop(future)
            if error is None:
                keep(future.result())
                kept += 1
            else:
                left.errors[task] = error
        if lost or len(left.errors) >= MOST_FAILURES:
            return kept, lost
    return kept, False


def _hand_out(job: Callable[[Task], Job], left: _Left, workers: Workers) -> bool:
    """Fill the workers' hands; whether they are still there."""
    while left.waiting and len(left.flying) < workers.at_once:
        try:
            future = workers.executor.submit(job(left.waiting[0]))
        except BrokenExecutor:
            return False
        left.flying[future] = left.waiting.popleft()
    return True


def _error_of(future: Future[Rows]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled


def _failed(errors: dict[Task, BaseException], rest: str) -> StudyFailed:
    task, error = next(iter(errors.items()))
    why = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":")
    count = f"{len(errors)} task{'' if len(errors) == 1 else 's'} failed, {rest}"
    return StudyFailed(f"{count}; {task}: {why[:300]}", errors)

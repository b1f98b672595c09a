"""Those who plan for a live desk: a worker, a warm spare, and the floor if all fail."""

import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from zaslin.adapters import clock
from zaslin.adapters.planning.asking import Asking, Caution, CheckPace, Haste, Means
from zaslin.adapters.planning.codec import Warmth, warmth_of
from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.keeper import Keeper
from zaslin.adapters.planning.process import COMMAND, WorkerProcess
from zaslin.adapters.planning.record import Record
from zaslin.adapters.planning.rehearsal import rehearse
from zaslin.domain.accept import accept_range
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.judgement import Judge
from zaslin.live.planning import (
    Made,
    OnPlan,
    PlanningClosedError,
    Timetable,
    Workforce,
)

_MOST_WORKERS = 16
_STARTS_WITHIN_S = 180.0
"""Where no compiled kernels are kept yet, a worker compiles them first."""


class SupervisedWorkers:
    """Plans in processes of their own; see :class:`zaslin.live.planning.PlanWorkers`.

    One thread asks at a time; any thread may close it.  Made by :func:`start`.
    """

    def __init__(
        self,
        params: PlanParams,
        keeper: Keeper,
        record: Record,
        monotonic: Callable[[], float],
    ) -> None:
        self._params = params
        self._means = Means(
            keeper=keeper,
            record=record,
            check_pace=CheckPace(),
            caution=Caution(),
            haste=Haste(),
            monotonic=monotonic,
        )
        self._monotonic = monotonic
        self._turn = threading.Lock()
        self._number = 0
        self._warmth: Warmth | None = None

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: OnPlan,
    ) -> Made:
        """The best checked plan that there is within so many seconds from now.

        A worker keeps nothing from one question to the next: the prices of the
        previous plan go with each question, so a fresh worker is as warm as an old
        one.  If the previous plan was a floor, which has no prices, those of the last
        plan that had some go; without a previous plan none go.

        Raises
        ------
        zaslin.live.planning.PlanningFailedError
            If there is no plan.
        """
        timetable = Timetable(deadline_s=deadline_s)
        asked_at_s = self._monotonic()
        with self._turn:
            if self._means.keeper.is_closed:
                raise PlanningClosedError("planning is closed")
            self._number += 1
            asking = Asking(
                number=self._number,
                picture=picture,
                warmth=self._warmth_after(previous),
                timetable=timetable,
                asked_at_s=asked_at_s,
                judge=Judge(picture, self._params),
                means=self._means,
                on_plan=on_plan,
            )
            made = asking.run()
            self._warmth = warmth_of(made.plan) or self._warmth
            return made

    def _warmth_after(self, previous: Plan | None) -> Warmth | None:
        if previous is None:
            self._warmth = None
        return warmth_of(previous) or self._warmth

    def wait_ready(self, timeout_s: float, count: int = 1) -> bool:
        """Wait until so many workers may be asked; whether they may."""
        return self._means.keeper.wait_ready(count, timeout_s)

    def workforce(self) -> Workforce:
        """How the workers are, and what went wrong so far."""
        return self._means.keeper.workforce()

    def close(self) -> None:
        """Kill the workers; who is waiting for a plan gets what there is, or none."""
        self._means.keeper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def start(
    params: PlanParams,
    *,
    workers: int = 2,
    limits: Limits | None = None,
    command: Sequence[str] = COMMAND,
    monotonic: Callable[[], float] = clock.monotonic,
    start_within_s: float = _STARTS_WITHIN_S,
) -> SupervisedWorkers:
    """Start the workers, and get this process ready to judge them and to stand in.

    Returns when this process is ready; the workers will be at about the same time,
    see :meth:`SupervisedWorkers.wait_ready`.

    Parameters
    ----------
    workers
        Two: one that is asked and a warm spare; one for questions that may wait.
    limits
        Of each worker; by default 2 GiB of address space and niceness 5.
    command
        Starts a worker; for tests of what a worker may do.
    """
    accept_range("workers", workers, 1, _MOST_WORKERS)
    kept = limits or Limits()
    record = Record()

    def spawn(number: int) -> WorkerProcess:
        return WorkerProcess(number, command, kept)

    keeper = Keeper(
        spawn,
        params,
        record,
        wanted=workers,
        monotonic=monotonic,
        start_within_s=start_within_s,
    )
    try:
        rehearse(params, monotonic)
    except BaseException:
        keeper.close()
        raise
    return SupervisedWorkers(params, keeper, record, monotonic)

"""Those who plan, without a process of their own: for tests and small side questions.

Nothing ends a plan that hangs, so a live desk has workers instead.
"""

from collections.abc import Callable

from zaslin.assignment.plan import plan
from zaslin.assignment.stop import Deadline
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.judgement import Judge
from zaslin.live.planning import (
    Arrival,
    Made,
    OnPlan,
    PlanningClosedError,
    PlanningFailedError,
    Timetable,
    Workforce,
    source_of,
)

_SEARCH_SHARE = 0.5
"""Of the deadline; the rest is for writing the plan out and for its checks."""


class PlanHere:
    """Plans in the thread that asks."""

    def __init__(self, params: PlanParams, monotonic: Callable[[], float]) -> None:
        self._params = params
        self._monotonic = monotonic
        self._is_closed = False

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: OnPlan,
    ) -> Made:
        """As :meth:`zaslin.live.planning.PlanWorkers.plan`, with a soft deadline."""
        if self._is_closed:
            raise PlanningClosedError("planning is closed")
        asked_at_s = self._monotonic()
        until_s = _SEARCH_SHARE * Timetable(deadline_s=deadline_s).deadline_s
        judge = Judge(picture, self._params)
        arrivals: list[Arrival] = []
        plans: list[Plan] = []

        def hand_on(made: Plan) -> None:
            shown = judge.checked(made).plan
            source = source_of(shown)
            plans.append(shown)
            arrivals.append(
                Arrival(
                    source=source,
                    method=shown.method,
                    value=float(shown.value),
                    at_s=self._monotonic() - asked_at_s,
                )
            )
            on_plan(shown, source)

        try:
            plan(
                picture,
                self._params,
                Deadline(self._monotonic, until_s),
                previous=previous,
                on_plan=hand_on,
            )
        # Whatever it is, the desk must hear it as what it is: there is no plan.
        except Exception as error:
            raise PlanningFailedError(f"{type(error).__name__}: {error}") from error
        return Made(
            plan=plans[-1],
            source=arrivals[-1].source,
            arrivals=tuple(arrivals),
            took_s=self._monotonic() - asked_at_s,
        )

    def workforce(self) -> Workforce:
        """Nobody is needed."""
        return Workforce(wanted=0, ready=0, starting=0)

    def close(self) -> None:
        """Take no more questions."""
        self._is_closed = True

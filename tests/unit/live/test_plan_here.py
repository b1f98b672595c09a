"""Planning without a process keeps the same promises, but not the deadline."""

import time

import pytest

from tests.faulted_planning import audit, small_picture
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan
from zaslin.live.plan_here import PlanHere
from zaslin.live.planning import PlanningClosedError, PlanningFailedError, PlanWorkers

PICTURE = small_picture(0)


def test_the_floor_is_handed_on_first_and_the_best_comes_back() -> None:
    """As with workers."""
    here: PlanWorkers = PlanHere(PlanParams(), time.monotonic)
    plans, sources = [], []

    def take(plan: Plan, source: str) -> None:
        plans.append(plan)
        sources.append(source)

    made = here.plan(PICTURE, None, deadline_s=10.0, on_plan=take)
    assert sources == ["floor", "solver", "solver"]
    assert audit(PICTURE, made, plans) == []
    assert made.source == "solver"
    assert [each.method for each in made.arrivals] == ["floor", "priced", "priced"]
    assert here.workforce().reason is None


def test_an_error_is_told_as_what_it_is() -> None:
    """There is no plan, and why."""
    clock = iter([0.0])
    here = PlanHere(PlanParams(), lambda: next(clock))
    with pytest.raises(PlanningFailedError, match="StopIteration"):
        here.plan(PICTURE, None, deadline_s=1.0, on_plan=lambda *_: None)


def test_nobody_plans_after_the_end() -> None:
    """Closing is final."""
    here = PlanHere(PlanParams(), time.monotonic)
    here.close()
    here.close()
    with pytest.raises(PlanningClosedError):
        here.plan(PICTURE, None, deadline_s=1.0, on_plan=lambda *_: None)

"""The worker as it is: its own process, the real optimiser, the whole way there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.faulted_planning import audit, small_picture
from zaslin.adapters import planning
from zaslin.adapters.planning import SupervisedWorkers
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan, Times
from zaslin.live.planning import Source

PATIENT_S = 60.0
PICTURE = small_picture(0)
LATER = replace(PICTURE, revision=PICTURE.revision + 1, now_s=PICTURE.now_s + 5.0)


@pytest.fixture(scope="module")
def workers() -> Iterator[SupervisedWorkers]:
    """One real worker and no spare."""
    with planning.start(PlanParams(), workers=1) as made:
        assert made.wait_ready(600.0)
        yield made


def test_plans_come_from_the_solver_and_pass_every_check(
    workers: SupervisedWorkers,
) -> None:
    """The floor first, the last one explained, nothing wrong."""
    found: list[Plan] = []
    made = workers.plan(
        PICTURE, None, deadline_s=PATIENT_S, on_plan=lambda plan, _: found.append(plan)
    )
    assert made.source == Source.SOLVER
    assert made.faults == ()
    assert made.revision == PICTURE.revision
    assert made.arrivals[0].source == Source.FLOOR
    assert any(line.alternatives for line in made.plan.recommendations)
    assert made.plan.times.total_s > 0.0
    assert audit(PICTURE, made, found) == []


def test_a_worker_in_the_place_of_another_gives_the_same_plan(
    workers: SupervisedWorkers,
) -> None:
    """The previous plan is what the question says, not what a worker remembers."""
    first = workers.plan(PICTURE, None, deadline_s=PATIENT_S, on_plan=_nobody)
    before = workers.plan(LATER, first.plan, deadline_s=PATIENT_S, on_plan=_nobody)
    worker = workers._means.keeper.take()  # noqa: SLF001
    assert worker is not None
    workers._means.keeper.discard(worker)  # noqa: SLF001
    assert workers.wait_ready(600.0)
    after = workers.plan(LATER, first.plan, deadline_s=PATIENT_S, on_plan=_nobody)
    assert {each.worker for each in before.arrivals} == {1}
    assert {each.worker for each in after.arrivals} == {2}
    assert replace(after.plan, times=Times()) == replace(before.plan, times=Times())


def test_a_floor_between_two_plans_costs_no_prices(
    workers: SupervisedWorkers,
) -> None:
    """It has none of its own: the last ones there were warm the next plan up."""
    first = workers.plan(PICTURE, None, deadline_s=PATIENT_S, on_plan=_nobody)
    warm = workers.plan(LATER, first.plan, deadline_s=PATIENT_S, on_plan=_nobody)
    workers.plan(PICTURE, None, deadline_s=PATIENT_S, on_plan=_nobody)
    floor = replace(first.plan, method="floor", prices=(), slot_prices=())
    again = workers.plan(LATER, floor, deadline_s=PATIENT_S, on_plan=_nobody)
    assert replace(again.plan, times=Times()) == replace(warm.plan, times=Times())


def test_without_a_previous_plan_no_prices_are_kept(
    workers: SupervisedWorkers,
) -> None:
    """A desk that has withdrawn its plan begins anew."""
    cold = workers.plan(LATER, None, deadline_s=PATIENT_S, on_plan=_nobody)
    again = workers.plan(LATER, None, deadline_s=PATIENT_S, on_plan=_nobody)
    assert replace(again.plan, times=Times()) == replace(cold.plan, times=Times())


def test_closing_while_a_worker_starts_leaves_nobody() -> None:
    """Twice as well."""
    made = planning.start(PlanParams(), workers=1)
    made.close()
    made.close()
    assert made.workforce().ready == 0


def _nobody(*_: object) -> None:
    """Nobody is listening."""

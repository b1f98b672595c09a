"""Stopped at any moment, there is a checked plan; longer work never makes it worse."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import pictures
from tests.audit import no_better_plan_was_rejected
from tests.pictures import random_picture
from tests.property.strategies import plan_params, seeds, tiny_pictures
from zaslin.assignment import plan as planner
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import Deadline, MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


def ticking(step_s: float = 1.0) -> Callable[[], float]:
    """A clock that goes on by one step each time it is read."""
    reads = iter(range(10**9))
    return lambda: next(reads) * step_s


def nothing_shown() -> list[Plan]:
    """Room for the plans that are shown."""
    return []


@given(picture=tiny_pictures(), params=plan_params(), limit=st.integers(0, 60))
def test_any_number_of_steps_gives_a_checked_plan(
    picture: Picture, params: PlanParams, limit: int
) -> None:
    """Stopped at once it is the floor, and later nothing worse than that."""
    least = plan(picture, params, MaxIterations(0))
    made = plan(picture, params, MaxIterations(limit))

    check_plan(picture, params, made)
    no_better_plan_was_rejected(made)
    assert least.method == "floor"
    assert made.value <= least.value + 1e-9
    assert made.bound >= least.bound - 1e-9


@given(picture=tiny_pictures(), ticks=st.integers(0, 40))
def test_any_deadline_gives_a_checked_plan(picture: Picture, ticks: int) -> None:
    """A clock may run out anywhere, before the floor too."""
    made = plan(picture, stop=Deadline(ticking(), float(ticks)))

    check_plan(picture, PlanParams(), made)
    no_better_plan_was_rejected(made)
    assert made.value <= made.undefended + 1e-9


@given(picture=tiny_pictures(), seed=seeds)
def test_the_floor_is_shown_first(picture: Picture, seed: int) -> None:
    """Every plan shown was checked, the last one is what comes back."""
    shown = nothing_shown()

    made = plan(picture, PlanParams(ruin_rounds=10), seed=seed, on_plan=shown.append)

    for each in shown:
        check_plan(picture, PlanParams(ruin_rounds=10), each)
    assert shown[0].method == "floor"
    assert shown[-1] == made
    assert [each.value for each in shown] == sorted(
        (each.value for each in shown), reverse=True
    )


def test_the_first_bounded_plan_is_shown_before_it_is_improved() -> None:
    """Floor, prices, and at last the plan with its reasons; also in a re-plan."""
    picture = pictures.saturated()
    shown = nothing_shown()
    made = plan(picture, on_plan=shown.append)

    floor, priced, last = shown
    assert last == made
    assert (floor.method, priced.method) == ("floor", "priced")
    assert floor.bound < priced.bound == last.bound
    assert any(price.price_meur > 0.0 for price in priced.prices)
    assert all(line.refusal_meur is None for line in priced.recommendations)

    again = nothing_shown()
    plan(picture, previous=made, on_plan=again.append)
    assert [each.method for each in again] == ["floor", "priced", "priced"]


def test_a_first_bounded_plan_that_is_rejected_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The floor is, and what the checker accepts in the end."""
    verdicts = iter([None, PlanRejected(()), None])

    def rejecting_once(*_: object) -> None:
        verdict = next(verdicts)
        if verdict is not None:
            raise verdict

    monkeypatch.setattr(planner, "check_plan", rejecting_once)
    shown = nothing_shown()

    made = plan(pictures.saturated(), on_plan=shown.append)

    assert len(shown) == 2
    assert shown[-1] == made
    assert made.method != "floor"


def test_a_plan_that_is_stopped_at_once_is_shown_once() -> None:
    """The floor is the plan; nothing follows."""
    shown = nothing_shown()

    made = plan(pictures.saturated(), stop=MaxIterations(0), on_plan=shown.append)

    assert shown == [made]
    assert all(line.refusal_meur is None for line in made.recommendations)
    assert all(line.alternatives == () for line in made.recommendations)


def test_time_spent_is_booked_under_what_it_was_spent_on() -> None:
    """With a clock the phases are not zero, and add up to the total."""
    made = plan(pictures.saturated(), clock=ticking())

    times = made.times
    phases = (
        times.compile_s,
        times.floor_s,
        times.prices_s,
        times.improve_s,
        times.explain_s,
        times.check_s,
    )
    assert times.compile_s > 0.0
    assert times.check_s > 0.0
    assert sum(phases) == pytest.approx(times.total_s)


@pytest.mark.parametrize("seed", range(6))
def test_more_steps_never_give_a_worse_plan(seed: int) -> None:
    """Value falls and bound rises from the floor over the prices to the search."""
    picture = random_picture(seed, tracks=14, units=7)
    made = [plan(picture, stop=MaxIterations(limit)) for limit in (0, 5, 100, 300)]

    values, bounds = [m.value for m in made], [m.bound for m in made]
    assert values[0] >= max(values[1:]) - 1e-9
    assert values[2] >= values[3] - 1e-9
    assert bounds[:3] == sorted(bounds[:3])

"""Every policy: checked plans on any pictures, and the same for the same pictures."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import Share, random_picture
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution, floor
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.ports import Planner
from zaslin.ops.replan import firm_shots
from zaslin.sim.policy import DEFAULT_POLICY, POLICIES
from zaslin.sim.policy.by_rule import ByRule
from zaslin.sim.synthetic import moved

PARAMS = PlanParams(slot_s=15.0, horizon_s=1200.0, starts_per_window=3, price_steps=30)
STEPS = 3

every_policy = pytest.mark.parametrize("name", POLICIES)


def sequence(seed: int) -> list[Picture]:
    """A picture with pins, zones, orders and a forecast, and what becomes of it."""
    rng = np.random.default_rng(seed)
    pictures = [
        random_picture(
            seed, tracks=9, units=6, forecast=6, pins=1, shown=2, share=Share()
        )
    ]
    for _ in range(STEPS - 1):
        # Other tracks come up, whose ids differ from those that are gone.
        pictures.append(moved(pictures[-1], 70.0, rng))
    return pictures


def flown(planner: Planner, pictures: list[Picture]) -> list[Plan]:
    """The plans of a desk that shows each of them."""
    plans: list[Plan] = []
    for picture in pictures:
        previous = plans[-1] if plans else None
        shown = () if previous is None else firm_shots(previous)
        there = {track.id for track in picture.tracks}
        kept = tuple(shot for shot in shown if shot.track in there)
        plans.append(planner(replace(picture, shown=kept), previous))
    return plans


@every_policy
@pytest.mark.parametrize("seed", range(4))
def test_every_policy_makes_checked_plans_of_any_picture(name: str, seed: int) -> None:
    """None of them had to fall back on the floor."""
    pictures = sequence(seed)

    plans = flown(POLICIES[name](PARAMS), pictures)

    for picture, plan in zip(pictures, plans, strict=True):
        assert plan.revision == picture.revision
        assert "rejected" not in plan.method
        assert plan.value <= plan.undefended + 1e-6


@every_policy
def test_a_policy_makes_the_same_plans_of_the_same_pictures(name: str) -> None:
    """Whatever it remembers, it remembers only what it has seen."""
    pictures = sequence(7)

    assert flown(POLICIES[name](PARAMS), pictures) == flown(
        POLICIES[name](PARAMS), pictures
    )


@every_policy
def test_a_policy_plans_nothing_where_nothing_is(name: str) -> None:
    """An empty sky, no units, or neither."""
    picture = random_picture(1, tracks=0, units=3)
    bare = replace(random_picture(1, tracks=4, units=0), forecast=())

    assert POLICIES[name](PARAMS)(picture, None).shots == ()
    assert POLICIES[name](PARAMS)(bare, None).shots == ()


@every_policy
def test_no_policy_needs_the_forecast_to_be_there(name: str) -> None:
    """And none shows a shot at a forecast track."""
    plans = flown(POLICIES[name](PARAMS), sequence(3))

    assert all(plan.held_for_forecast == () for plan in plans)


def test_a_rule_that_breaks_a_rule_is_rejected() -> None:
    """The plan of a policy passes the checker, or it does not leave the policy."""

    def overcommitting(problem: Problem) -> Solution:
        """Believes that every magazine is bottomless."""
        plenty = problem.capacity._replace(
            mount_rounds=np.full_like(problem.capacity.mount_rounds, 99)
        )
        return floor(replace(problem, capacity=plenty))

    picture = random_picture(11, tracks=30, units=3, share=Share(control=0.0))
    with pytest.raises(PlanRejected):
        ByRule(overcommitting, PARAMS)(picture, None)


def test_the_default_policy_is_one_of_them() -> None:
    """And the first, which is what comparisons refer to."""
    assert next(iter(POLICIES)) == DEFAULT_POLICY


@pytest.mark.parametrize("name", ["priced", "fixed_reserve", "static"])
def test_without_a_forecast_the_plan_is_the_checkers(name: str) -> None:
    """What these policies show is judged on the very picture of the desk."""
    for picture in sequence(5):
        bare = replace(picture, forecast=())
        made = POLICIES[name](PARAMS)(bare, None)
        if name == "fixed_reserve":
            continue
        check_plan(bare, PARAMS, made)
        assert compile_picture(bare, PARAMS).live_count >= len(
            {shot.track for shot in made.shots}
        )

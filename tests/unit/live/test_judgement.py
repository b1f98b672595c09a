"""The one gate of planning: what is not checked here is not handed on."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zaslin
from tests.faulted_planning import small_picture
from tests.pictures import random_picture
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.plan import plan_by
from zaslin.assignment.solvers.solve import nothing
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan, Times
from zaslin.live.judgement import METHODS, Judge

PICTURE = small_picture(0)
PARAMS = PlanParams()
MADE = zaslin.plan(PICTURE, PARAMS, zaslin.MaxIterations(200))
SOURCE = Path(zaslin.__file__).parent


def test_a_good_plan_passes() -> None:
    """With prices or as a floor, from here or from elsewhere."""
    judge = Judge(PICTURE, PARAMS)
    assert judge.checked(MADE).plan is MADE
    assert judge.checked(judge.floor().plan).plan.method == "floor"


def test_a_plan_for_another_picture_is_rejected() -> None:
    """However good it was for that one."""
    later = replace(PICTURE, revision=PICTURE.revision + 1)
    with pytest.raises(PlanRejected, match="revision"):
        Judge(later, PARAMS).checked(MADE)


def test_a_plan_that_breaks_a_rule_is_rejected() -> None:
    """By the independent checker."""
    with pytest.raises(PlanRejected):
        Judge(PICTURE, PARAMS).checked(replace(MADE, not_engaged=()))


def test_a_bound_must_follow_from_the_prices() -> None:
    """A plan that passes the checker and claims to be optimal is not believed."""
    boast = replace(MADE, bound=MADE.value)
    check_plan(PICTURE, PARAMS, boast)
    with pytest.raises(ValueError, match="which its prices prove"):
        Judge(PICTURE, PARAMS).checked(boast)


def test_a_bound_may_claim_less_than_its_prices_prove() -> None:
    """That is modest, and true."""
    Judge(PICTURE, PARAMS).checked(replace(MADE, bound=0.5 * MADE.bound))


def test_a_bound_that_nobody_has_computed_is_not_believed() -> None:
    """Under a deadline there is none over all launches."""
    boast = replace(MADE, bound_all_launches=0.0)
    with pytest.raises(ValueError, match="bound_all_launches 0"):
        Judge(PICTURE, PARAMS).checked(boast)


def test_a_plan_is_not_worse_than_the_floor() -> None:
    """A plan without a shot keeps every rule, and is no plan where shots pay."""
    idle = plan_by(PICTURE, PARAMS, nothing)
    check_plan(PICTURE, PARAMS, idle)
    assert idle.value > MADE.value
    with pytest.raises(ValueError, match="that of the floor"):
        Judge(PICTURE, PARAMS).checked(idle)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_every_sound_plan_passes(seed: int) -> None:
    """No plan of the optimiser is refused, from nothing or from prices."""
    picture = random_picture(seed, tracks=10, units=4, assets=3, pins=1, shown=2)
    judge = Judge(picture, PARAMS)
    stop = zaslin.MaxIterations(40)
    found: list[Plan] = []
    first = zaslin.plan(picture, PARAMS, stop, on_plan=found.append)
    zaslin.plan(picture, PARAMS, stop, previous=first, on_plan=found.append)
    for made in found:
        judge.checked(made)


@pytest.mark.parametrize("method", ["optimal", "", "authorised", "priced "])
def test_a_plan_may_not_call_itself_just_anything(method: str) -> None:
    """People read the word."""
    with pytest.raises(ValueError, match="accepted: floor, "):
        Judge(PICTURE, PARAMS).checked(replace(MADE, method=method))


def test_every_method_of_the_optimiser_is_known() -> None:
    """A new word there needs one here, or its plans would be refused."""
    written: set[str] = set()
    for path in ("solvers/solve.py", "plan.py"):
        tree = ast.parse((SOURCE / "assignment" / path).read_text())
        written |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.split("+")[0].split(",")[0] in ("floor", "priced", "static")
        }
    assert written == set(METHODS)


@pytest.mark.parametrize("spent_s", [-1.0, float("inf"), float("nan")])
def test_times_are_times(spent_s: float) -> None:
    """Nobody can recompute them, but they are shown."""
    with pytest.raises((ValueError, PlanRejected)):
        Judge(PICTURE, PARAMS).checked(replace(MADE, times=Times(total_s=spent_s)))


def test_nobody_else_says_that_a_plan_is_checked() -> None:
    """``Checked`` is made in one module, and every plan that is handed on is one."""
    makers = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Checked"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert makers == ["live/judgement.py"]

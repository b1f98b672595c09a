"""The exact static solver as a rule, epoch by epoch."""

import numpy as np
import pytest

from tests.pictures import random_picture
from tests.property.test_static_case import static_picture
from zaslin.assignment.check import check_plan
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan_by
from zaslin.assignment.static_case import solve_static, static_case
from zaslin.assignment.static_epochs import EPOCH_SLOTS, static_epochs
from zaslin.domain.params import PlanParams


@pytest.mark.parametrize("seed", range(6))
def test_of_a_static_picture_it_finds_the_optimum(seed: int) -> None:
    """Everything lies in one epoch, and no track needs a second look."""
    picture, params = static_picture(seed, tracks=6, units=3)
    # One epoch holds all launches.
    params = PlanParams(
        horizon_s=params.horizon_s,
        slot_s=params.horizon_s / EPOCH_SLOTS,
        starts_per_window=1,
        max_shots_per_stage=3,
    )
    problem = compile_picture(picture, params).problem
    case = static_case(problem)
    if case is None:
        pytest.skip("seeds differ in whether there is a shot at all")
    best = solve_static(problem, case)
    assert best is not None
    found = static_epochs(problem)

    def leak(chain: np.ndarray, length: np.ndarray) -> float:
        used = np.arange(chain.shape[1]) < length[:, None]
        missed = np.where(used, 1.0 - problem.options.p_kill[chain], 1.0).prod(axis=1)
        cost = problem.options.money + problem.options.debris
        return float(problem.value @ missed + np.where(used, cost[chain], 0.0).sum())

    assert leak(found.chain, found.length) == pytest.approx(
        leak(best.chain, best.length)
    )


@pytest.mark.parametrize("seed", range(8))
def test_its_plans_pass_the_checker(seed: int) -> None:
    """With rails, salvos, positions, jammers and control measures."""
    picture = random_picture(seed, tracks=10, units=8, pins=1)
    params = PlanParams(slot_s=15.0)

    made = plan_by(picture, params, static_epochs)

    check_plan(picture, params, made)
    assert made.method == "static"
    assert made.value <= made.undefended + 1e-9


def test_without_options_there_is_nothing_to_solve() -> None:
    """No epoch, no shot."""
    picture = random_picture(1, tracks=0, units=4)

    found = static_epochs(compile_picture(picture, PlanParams()).problem)

    assert found.length.sum() == 0

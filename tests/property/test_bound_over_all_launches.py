"""The wider bound holds for plans with any launch time of the grid."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests import pictures
from tests.pictures import random_picture
from tests.property.strategies import tiny_pictures
from zaslin.assignment.check import check_plan
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture

FEW = PlanParams(starts_per_window=3, price_steps=30, sweeps=2, ruin_rounds=10)
ALL = replace(FEW, starts_per_window=FEW.slot_count)


def assert_holds(picture: Picture) -> tuple[float, float]:
    """No accepted plan with every launch time lies below; returns bound and value."""
    wider = plan(picture, FEW).bound_all_launches
    made = plan(picture, ALL)

    check_plan(picture, ALL, made)
    assert wider is not None
    assert made.value >= wider - 1e-9 * max(1.0, wider)
    return wider, made.value


@given(picture=tiny_pictures())
def test_no_plan_with_more_launch_times_is_below_the_wider_bound(
    picture: Picture,
) -> None:
    """Found with three launches a window, it holds for all of them."""
    assert_holds(picture)


@pytest.mark.parametrize("seed", range(4))
def test_the_wider_bound_holds_where_capacity_is_short(seed: int) -> None:
    """Many tracks, few units: prices differ from nothing."""
    assert_holds(random_picture(seed, tracks=14, units=5))


def test_a_bound_over_three_launches_can_be_beaten_with_all() -> None:
    """Or there would be no need for the wider one."""
    beaten = 0
    for seed in range(8):
        picture = random_picture(seed, tracks=12, units=5)
        narrow = plan(picture, FEW).bound
        beaten += plan(picture, ALL).value < narrow - 1e-6
    assert beaten > 0


def test_the_wider_bound_is_left_out_where_time_is_short() -> None:
    """Under a stop and in a re-plan; and where the grid has too many slots."""
    picture = pictures.saturated()
    first = plan(picture, FEW)

    assert first.bound_all_launches is not None
    assert first.bound_all_launches <= first.bound
    assert plan(picture, FEW, MaxIterations(99)).bound_all_launches is None
    assert plan(picture, FEW, previous=first).bound_all_launches is None
    long = replace(FEW, slot_s=1.0, horizon_s=1_001.0)
    assert plan(picture, long).bound_all_launches is None

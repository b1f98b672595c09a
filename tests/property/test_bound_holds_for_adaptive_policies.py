"""The bound against the exact optimum of policies that see what they have hit."""

from dataclasses import replace

from hypothesis import given

from tests.adaptive import adaptive_value
from tests.exhaustive import least_value
from tests.pictures import Share, random_picture
from tests.property.strategies import tiny_problems
from tests.property.test_recursion_is_exact import PRICES, prices_from
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.dual import find_prices
from zaslin.assignment.stop import Never
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture

MOST_OPTIONS = 12
"""Options above which the joint states are too many to visit."""


@given(problem=tiny_problems(max_tracks=2, max_options=5), drawn=PRICES)
def test_no_prices_promise_more_than_any_policy_keeps(
    problem: Problem, drawn: list[float]
) -> None:
    """Any prices, good or bad, bound the best policy that meets every capacity."""
    optimum = adaptive_value(problem)

    assert lower_bound(problem, prices_from(problem, drawn)) <= optimum + 1e-9


@given(problem=tiny_problems(max_tracks=2, max_options=5))
def test_the_best_prices_found_stay_below_both_optima(problem: Problem) -> None:
    """Below adaptive policies, and below fixed plans that meet capacity on average."""
    prices, _ = find_prices(problem, None, 200, Never())
    bound = lower_bound(problem, prices)
    fixed = least_value(problem)

    assert bound <= adaptive_value(problem) + 1e-9
    assert fixed is not None
    assert bound <= fixed + 1e-9


def small_picture(seed: int) -> tuple[Picture, PlanParams]:
    """Two tracks, two units, two launches of each window; looks in between."""
    picture = random_picture(
        seed,
        tracks=2,
        units=2,
        assets=2,
        pins=seed % 3 == 0,
        shown=seed % 2,
        share=Share(not_engageable=0.0, control=0.1),
    )
    units = tuple(
        replace(
            unit,
            channels=1,
            magazines=tuple(
                replace(magazine, rounds_ready=1 + seed % 2, rounds_stored=seed % 3 % 2)
                for magazine in unit.magazines
            ),
        )
        for unit in picture.fire_units
    )
    params = PlanParams(starts_per_window=2, slot_s=20.0, change_cost_meur=0.5)
    return replace(picture, fire_units=units), params


def test_plans_of_small_pictures_are_bounded_for_adaptive_policies() -> None:
    """From picture to bound, with second looks: bound ≤ adaptive optimum."""
    looked = 0
    for seed in range(150):
        picture, params = small_picture(seed)
        problem = compile_picture(picture, params).problem
        if not 2 <= problem.option_count <= MOST_OPTIONS:
            continue
        made = plan(picture, params)
        optimum = adaptive_value(problem)
        assert made.bound <= optimum + 1e-9, f"picture {seed}"
        looked += any(shot.stage > 1 for shot in made.shots)
    assert looked >= 20

"""Pictures that are a static problem: recognised, solved exactly, and proven."""

from dataclasses import replace

import numpy as np
import pytest

from tests.exhaustive import least_value
from tests.pictures import (
    MISSILE,
    Share,
    hostile,
    missile_unit,
    random_picture,
)
from tests.single_stage import LOOK_S
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan, plan_with_witness
from zaslin.assignment.problem import Problem
from zaslin.assignment.static_case import static_case
from zaslin.assignment.witness import verify
from zaslin.assignment.wta.solve import solve
from zaslin.domain.defence import EffectorKind, FiringDoctrine, Magazine
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot


def static_picture(
    seed: int, *, tracks: int = 5, units: int = 3
) -> tuple[Picture, PlanParams]:
    """One type and channels enough for each unit, nobody below, and a long look."""
    rng = np.random.default_rng(seed)
    base = random_picture(seed, tracks=0, units=0, assets=3, share=Share(control=0.0))
    kind = replace(
        MISSILE,
        assessment_time_s=LOOK_S,
        max_range_m=float(rng.uniform(15_000.0, 30_000.0)),
        best_range_m=6_000.0,
        edge_pk_factor=float(rng.uniform(0.2, 0.9)),
        cost_meur=float(rng.uniform(0.0, 0.5)),
    )
    flying = [
        hostile(
            f"T{number:03d}",
            east_m=float(rng.uniform(-20_000.0, 20_000.0)),
            north_m=float(rng.uniform(-20_000.0, 20_000.0)),
            p_decoy=float(rng.uniform(0.0, 0.7)),
        )
        for number in range(tracks)
    ]
    standing = [
        replace(
            missile_unit(
                f"U{number:03d}",
                east_m=float(rng.uniform(-8_000.0, 8_000.0)),
                north_m=float(rng.uniform(-8_000.0, 8_000.0)),
            ),
            channels=9,
            doctrine=FiringDoctrine.SHOOT_LOOK_SHOOT,
            magazines=(
                Magazine(
                    interceptor_type=kind.id, rounds_ready=int(rng.integers(1, 4))
                ),
            ),
        )
        for number in range(units)
    ]
    picture = replace(
        base,
        tracks=tuple(flying),
        fire_units=tuple(standing),
        interceptor_types=(kind,),
        populated_areas=(),
    )
    return picture, PlanParams(horizon_s=LOOK_S, starts_per_window=3)


def problem_of(seed: int, **size: int) -> Problem:
    """The compiled picture."""
    return compile_picture(*static_picture(seed, **size)).problem


@pytest.mark.parametrize("seed", range(60))
def test_the_plan_is_the_optimum(seed: int) -> None:
    """Of exhaustive search, to rounding."""
    optimum = least_value(problem_of(seed))

    made = plan(*static_picture(seed))

    assert optimum is not None
    assert made.value == pytest.approx(optimum, rel=1e-8)
    assert made.bound <= optimum * (1.0 + 1e-8)


def test_static_pictures_are_recognised() -> None:
    """Nearly all that are drawn, and what the plan says of its method tells."""
    cases = [static_case(problem_of(seed)) is not None for seed in range(60)]
    methods = [plan(*static_picture(seed)).method for seed in range(20)]

    assert sum(cases) >= 40
    assert "static" in methods


@pytest.mark.parametrize("seed", range(3))
def test_large_static_pictures_are_proven(seed: int) -> None:
    """Sixty tracks and thirty units: far too many to list, and no gap to speak of."""
    picture, params = static_picture(seed, tracks=60, units=30)
    problem = compile_picture(picture, params).problem
    case = static_case(problem)
    assert case is not None

    made, witness = plan_with_witness(picture, params)

    assert made.method == "static"
    assert made.gap <= 2e-3
    optimum = solve(case.instance).value + problem.constant
    assert made.value == pytest.approx(optimum, rel=1e-8)
    assert verify(witness).holds


def more(kind: str, picture: Picture, params: PlanParams) -> tuple[Picture, PlanParams]:
    """The picture with one thing that the static problem does not know."""
    units, types = picture.fire_units, picture.interceptor_types
    match kind:
        case "salvos":
            twice = FiringDoctrine.SHOOT_SHOOT_LOOK
            units = tuple(replace(unit, doctrine=twice) for unit in units)
        case "short channels":
            units = tuple(replace(unit, channels=1) for unit in units)
        case "a second look":
            types = tuple(replace(each, assessment_time_s=5.0) for each in types)
        case "electronic warfare":
            types = tuple(
                replace(each, kind=EffectorKind.ELECTRONIC_WARFARE, cost_meur=0.0)
                for each in types
            )
        case "a forecast":
            drawn = random_picture(1, tracks=0, units=0, forecast=2)
            picture = replace(picture, forecast=drawn.forecast)
        case "a shown shot":
            shot = plan(picture, params).shots[0]
            shown = ShownShot(
                track=shot.track,
                fire_unit=shot.fire_unit,
                interceptor_type=shot.interceptor_type,
                salvo_size=shot.salvo_size,
                launch_s=shot.launch_s,
            )
            picture = replace(picture, shown=(shown,))
    return replace(picture, fire_units=units, interceptor_types=types), params


@pytest.mark.parametrize(
    "kind",
    [
        "salvos",
        "short channels",
        "a second look",
        "electronic warfare",
        "a forecast",
        "a shown shot",
    ],
)
def test_pictures_that_are_more_are_left_to_the_live_solver(kind: str) -> None:
    """Each of what the static problem does not know is noticed."""
    picture, params = static_picture(3, tracks=12, units=6)
    assert static_case(compile_picture(picture, params).problem) is not None

    problem = compile_picture(*more(kind, picture, params)).problem

    assert problem.option_count > 0
    assert static_case(problem) is None

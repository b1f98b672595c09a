"""Equal digests for equal advice, and only then."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from tests.desks import saturated_plan
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.domain.plan import Shot, Times
from zaslin.domain.space import Position
from zaslin.ops.digest import plan_digest

PLAN = saturated_plan()
FIRST = PLAN.shots[0]


def test_the_times_it_took_do_not_count() -> None:
    """Nor the revision: the same advice on another day is the same advice."""
    slow = replace(PLAN, times=Times(total_s=3.0), revision=77, made_at_s=0.0)

    assert plan_digest(slow) == plan_digest(PLAN)
    assert len(plan_digest(PLAN)) == 64


@pytest.mark.parametrize("name", [field.name for field in fields(Shot)])
def test_everything_about_a_shot_counts(name: str) -> None:
    """To the last bit of a number."""
    value: Any = getattr(FIRST, name)
    match value:
        case str():
            other: Any = f"{value}x"
        case Position():
            other = replace(value, east_m=np.nextafter(value.east_m, np.inf))
        case int():
            other = value + 1
        case _:
            other = np.nextafter(value, np.inf)
    changed = replace(PLAN, shots=(replace(FIRST, **{name: other}), *PLAN.shots[1:]))

    assert plan_digest(changed) != plan_digest(PLAN)


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "another"},
        {"value": float(np.nextafter(PLAN.value, np.inf))},
        {"bound": float(np.nextafter(PLAN.bound, np.inf))},
        {"shots": PLAN.shots[1:]},
        {"shots": (*PLAN.shots[1:], FIRST)},
    ],
    ids=["method", "value", "bound", "fewer", "order"],
)
def test_what_the_plan_comes_to_counts(changes: dict[str, Any]) -> None:
    """How it was made, its value, its bound, and which shots in which order."""
    assert plan_digest(replace(PLAN, **changes)) != plan_digest(PLAN)


def test_a_number_of_numpy_is_a_number() -> None:
    """However a planner came to it."""
    same = replace(PLAN, value=np.float64(PLAN.value))

    assert plan_digest(same) == plan_digest(PLAN)


def test_a_name_does_not_run_into_the_next_one() -> None:
    """A blank in an id is part of it."""
    one = replace(FIRST, track=TrackId("T1 U1"), fire_unit=FIRST.fire_unit)
    other = replace(
        FIRST,
        track=TrackId("T1"),
        fire_unit=FireUnitId(f"U1 {FIRST.fire_unit}"),
    )

    assert plan_digest(replace(PLAN, shots=(one,))) != plan_digest(
        replace(PLAN, shots=(other,))
    )

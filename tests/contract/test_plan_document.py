"""What the planner gives, the plan document can hold."""

import json
from collections.abc import Callable

import jsonschema
import pytest

from tests import pictures
from zaslin.assignment.plan import plan
from zaslin.domain.picture import Picture
from zaslin.wire.plan_json import encode, plan_schema

VALIDATOR = jsonschema.Draft202012Validator(
    plan_schema(), format_checker=jsonschema.FormatChecker()
)
PICTURES: list[Callable[[], Picture]] = [
    pictures.mixed_types,
    pictures.with_pins_and_shown,
    pictures.with_forecast,
    pictures.saturated,
    pictures.empty_sky,
    pictures.all_friendly,
    pictures.hold,
    pictures.empty_magazines,
]


@pytest.mark.parametrize("make", PICTURES, ids=lambda make: make.__name__)
def test_real_plans_follow_the_published_schema(make: Callable[[], Picture]) -> None:
    """Every kind of plan, from full to empty, and the same bytes each time."""
    picture = make()

    first, second = (encode(plan(picture, seed=1), picture) for _ in range(2))

    VALIDATOR.validate(json.loads(first))
    assert first == second
    assert json.loads(first)["revision"] == picture.revision

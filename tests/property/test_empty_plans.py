"""Nothing to shoot with or at is an answer, with its reasons."""

from dataclasses import replace

import pytest

from tests.pictures import (
    all_friendly,
    empty_magazines,
    empty_sky,
    hold,
    saturated,
    with_forecast,
)
from zaslin.assignment.plan import plan
from zaslin.domain.control import Control
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode


def test_a_forecast_holds_rounds() -> None:
    """Otherwise the property that nobody recommends them would say nothing."""
    assert plan(with_forecast()).held_for_forecast


@pytest.mark.parametrize(
    ("picture", "reasons"),
    [
        (empty_sky(), set()),
        (
            all_friendly(),
            {ReasonCode.FRIEND, ReasonCode.CIVIL, ReasonCode.CREWED},
        ),
        (hold(), {ReasonCode.WEAPONS_HOLD}),
        (replace(saturated(), control=Control()), {ReasonCode.WEAPONS_HOLD}),
        (empty_magazines(), {ReasonCode.NO_ROUNDS}),
        (replace(saturated(), fire_units=()), {ReasonCode.NO_UNITS}),
    ],
    ids=["empty", "all friendly", "hold", "silent control", "no rounds", "no units"],
)
def test_pictures_without_a_shot_give_an_empty_plan_with_reasons(
    picture: Picture, reasons: set[ReasonCode]
) -> None:
    """Nothing to shoot with or at is an answer, track by track."""
    made = plan(picture)

    assert made.shots == ()
    assert len(made.not_engaged) == len(picture.tracks)
    assert {line.reason for line in made.not_engaged} >= reasons
    assert all(line.text for line in made.not_engaged)

"""A valid plan is accepted; change anything in it or around it and it is not."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import pictures
from tests.pictures import Share, random_picture
from tests.property.mutations import MUTATIONS, PARAMS, Case
from zaslin.assignment.check import check_plan, violations_of
from zaslin.assignment.plan import plan
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


@cache
def planned() -> tuple[tuple[Picture, Plan], ...]:
    """Pictures with a plan that shoots, made once."""
    calm = Share(not_engageable=0.1, mobile=0.6, control=0.0)
    strict = replace(calm, control=1.0)
    made = (
        pictures.mixed_types(),
        pictures.with_pins_and_shown(),
        pictures.with_forecast(),
        pictures.saturated(),
        random_picture(1, tracks=4, units=3, share=calm),
        random_picture(2, tracks=4, units=6, forecast=2, pins=2, shown=3, share=calm),
        random_picture(3, tracks=5, units=5, pins=2, share=strict),
        random_picture(4, tracks=4, units=4, forecast=2, shown=2, share=strict),
    )
    return tuple((picture, plan(picture, PARAMS)) for picture in made)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One of the planned pictures and one of its shots."""
    picture, made = planned()[draw(st.integers(0, 7))]
    index = draw(st.integers(0, len(made.shots) - 1))
    return Case(picture, PARAMS, made, index)


def test_the_unmutated_plans_are_accepted() -> None:
    """Otherwise rejecting the others would prove nothing."""
    for picture, made in planned():
        check_plan(picture, PARAMS, made)
        assert made.shots


# A quarter of the usual examples: there are more than a hundred mutations.
@settings(max_examples=settings().max_examples // 4)
@pytest.mark.parametrize("name", MUTATIONS)
@given(case=cases())
def test_every_mutation_is_rejected(name: str, case: Case) -> None:
    """For the reason it was made for."""
    mutate, expected = MUTATIONS[name]
    mutated = mutate(case)
    found = violations_of(mutated.picture, mutated.params, mutated.plan)
    assert {violation.rule for violation in found} & expected

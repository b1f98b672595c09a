"""Relabelling: other names and another order give the same plan under other names."""

from dataclasses import replace

from hypothesis import given

from tests.audit import no_better_plan_was_rejected
from tests.property.strategies import crowded, seeds, tiny_pictures
from tests.relabelled import relabelled
from zaslin.assignment.plan import plan
from zaslin.assignment.score import score
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

PARAMS = PlanParams(price_steps=30, sweeps=2, ruin_rounds=20)
FAR = MaxIterations(10_000)


def assert_same(picture: Picture, seed: int) -> None:
    """Value, bound and every figure bit for bit; shots map onto each other."""
    other, names = relabelled(picture, seed)

    one, two = (plan(each, PARAMS, FAR, seed=3) for each in (picture, other))

    no_better_plan_was_rejected(one)
    assert (one.value, one.bound, one.undefended) == (
        two.value,
        two.bound,
        two.undefended,
    )
    assert one.terms == two.terms
    assert names.shots(one) == {*two.shots, *two.held_for_forecast}
    assert advice(one) == advice(two)


def advice(made: Plan) -> list[tuple[object, ...]]:
    """What the recommendations say, without names."""
    return sorted(
        (
            line.shot.launch_s,
            line.firm,
            line.damage_averted_meur,
            line.price_meur,
            line.refusal_meur,
            line.last_order_s,
        )
        for line in made.recommendations
    )


@given(picture=tiny_pictures(), seed=seeds)
def test_names_and_order_change_nothing(picture: Picture, seed: int) -> None:
    """Tracks, units, types and assets renamed and shuffled, bit for bit the same."""
    assert_same(picture, seed)


@given(picture=crowded(), seed=seeds)
def test_things_in_one_place_are_told_apart_by_what_they_are(
    picture: Picture, seed: int
) -> None:
    """Units, tracks and assets on the same spot are still not ordered by name."""
    assert_same(picture, seed)


@given(picture=tiny_pictures(tracks=4), seed=seeds)
def test_scores_do_not_depend_on_names(picture: Picture, seed: int) -> None:
    """The best shot of every pairing is the same under other names."""
    other, names = relabelled(picture, seed)

    one = {
        (names.track[s.track], names.unit[s.fire_unit], s.position,
         names.kind[s.interceptor_type]): (s.best, s.reason)
        for s in score(picture, PARAMS)
    }  # fmt: skip
    two = {
        (s.track, s.fire_unit, s.position, s.interceptor_type): (s.best, s.reason)
        for s in score(other, PARAMS)
    }

    assert one == two


@given(picture=tiny_pictures(tracks=4), seed=seeds)
def test_the_revision_changes_nothing_but_itself(picture: Picture, seed: int) -> None:
    """A plan does not depend on how many pictures there were before."""
    later = replace(picture, revision=picture.revision + 1)

    one, two = (plan(each, PARAMS, FAR, seed=seed) for each in (picture, later))

    assert replace(one, revision=two.revision) == two

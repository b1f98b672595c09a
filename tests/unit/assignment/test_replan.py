"""Plans for studies: checked and bounded, unexplained, without far follow-ups."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import Share, random_picture
from zaslin.assignment import plan as planning
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.plan import plan, replan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.sim.synthetic import moved, synthetic_raid

PARAMS = PlanParams(slot_s=15.0, starts_per_window=4, price_steps=60)


def raid(seed: int = 1) -> Picture:
    """Forty tracks, thirty units, two rounds for each track."""
    rng = np.random.default_rng(seed)
    return synthetic_raid(40, 30, rng, arrival_span_s=1800.0, rounds_per_track=2.0)


@pytest.mark.parametrize("seed", range(8))
def test_a_studys_plan_passes_the_checker(seed: int) -> None:
    """On pictures with everything, from nothing and from an earlier plan."""
    picture = random_picture(seed, tracks=12, units=8, forecast=2, pins=1, shown=2)

    first = replan(picture, PARAMS)
    again = replan(picture, PARAMS, previous=first)

    for made in (first, again):
        check_plan(picture, PARAMS, made)
        assert made.method == "priced"
        assert made.bound <= made.value


def test_it_is_nearly_as_good_as_a_plan_with_all_the_trouble() -> None:
    """Leaving out follow-ups that nearly never come costs their leak on paper."""
    picture = raid()

    quick, full = replan(picture, PARAMS), plan(picture, PARAMS)

    assert full.value <= quick.value <= 1.5 * full.value
    assert quick.bound == pytest.approx(full.bound, rel=0.02)


def test_it_holds_no_shot_that_is_hardly_ever_needed() -> None:
    """At most two in a chain, and none of them needed in less than a tenth."""
    made = replan(raid(), PARAMS)
    shots: dict[str, int] = {}
    for shot in made.shots:
        shots[shot.track] = shots.get(shot.track, 0) + 1

    assert max(shots.values()) == 2
    assert all(shot.p_needed >= 0.1 - 1e-9 for shot in made.shots if shot.stage > 1)


def test_nothing_is_explained() -> None:
    """Nobody reads it."""
    made = replan(raid(), PARAMS)

    assert made.recommendations
    assert all(
        line.refusal_meur is None and line.alternatives == ()
        for line in made.recommendations
    )


def test_the_same_pictures_give_the_same_plans() -> None:
    """Byte for byte, whatever was planned before."""
    rng = np.random.default_rng(3)
    one = raid()
    two = moved(one, 15.0, rng)
    first = replan(one, PARAMS)

    assert replan(two, PARAMS, previous=first) == replan(two, PARAMS, previous=first)
    assert replan(one, PARAMS) == first


def test_a_floor_has_no_prices_to_begin_with() -> None:
    """An earlier plan without prices is as good as none."""
    picture = raid()
    floor = plan(picture, PARAMS, MaxIterations(0))

    assert replan(picture, PARAMS, previous=floor) == replan(picture, PARAMS)


def test_a_plan_that_fails_its_check_gives_way_to_the_floor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And its method says so."""
    checked: list[Plan] = []

    def first_fails(picture: Picture, params: PlanParams, made: Plan) -> None:
        checked.append(made)
        if len(checked) == 1:
            raise PlanRejected(())
        check_plan(picture, params, made)

    monkeypatch.setattr(planning, "check_plan", first_fails)

    made = replan(raid(), PARAMS)

    assert made.method == "floor, better plan rejected"
    assert len(checked) == 2


def test_without_options_the_plan_is_empty() -> None:
    """Units that are not there cannot shoot."""
    picture = replace(random_picture(4, tracks=3, units=0, share=Share()), shown=())

    assert replan(picture, PARAMS).shots == ()

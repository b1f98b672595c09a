"""Each baseline does what its rule says, and every one of its plans holds."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.pictures import (
    CRUISE,
    MISSILE,
    TYPES,
    all_friendly,
    asset,
    empty_magazines,
    empty_sky,
    hold,
    hostile,
    missile_unit,
    mixed_types,
    one_track_one_unit,
    random_picture,
    saturated,
    two_units_one_round,
    with_forecast,
    with_pins_and_shown,
)
from zaslin.assignment.baselines import BASELINES
from zaslin.assignment.check import violations_of
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan, plan_by
from zaslin.domain.defence import FiringDoctrine
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Shot

PARAMS = PlanParams()
NAMED: tuple[Callable[[], Picture], ...] = (
    all_friendly,
    empty_magazines,
    empty_sky,
    hold,
    mixed_types,
    one_track_one_unit,
    saturated,
    two_units_one_round,
    with_forecast,
    with_pins_and_shown,
)
every_baseline = pytest.mark.parametrize("name", BASELINES)


def _plan(name: str, picture: Picture, params: PlanParams = PARAMS) -> Plan:
    return plan_by(picture, params, BASELINES[name])


def _shots(name: str, picture: Picture) -> list[Shot]:
    """A baseline's shots in launch order."""
    return sorted(_plan(name, picture).shots, key=lambda shot: shot.launch_s)


def _one_look() -> PlanParams:
    """A horizon so short that nobody can look and shoot again."""
    return replace(PARAMS, horizon_s=40.0)


# ---------------------------------------------------------------------- all of them


@every_baseline
@pytest.mark.parametrize("picture", NAMED)
def test_every_plan_passes_the_independent_check(
    name: str, picture: Callable[[], Picture]
) -> None:
    """On each named picture, forecasts, pins, zones and empty skies among them."""
    made = _plan(name, picture())

    assert violations_of(picture(), PARAMS, made) == ()
    assert made.method == name


@every_baseline
@pytest.mark.parametrize("picture", [all_friendly, empty_magazines, empty_sky, hold])
def test_nothing_is_shot_at_where_nothing_may_be(
    name: str, picture: Callable[[], Picture]
) -> None:
    """The hard filter and control bind a baseline as they bind the optimiser."""
    assert _plan(name, picture()).shots == ()


@every_baseline
def test_no_rule_shoots_at_a_loss(name: str) -> None:
    """A missile of 1 M€ for an asset of 0.1 M€ stays on its rail."""
    picture = replace(one_track_one_unit(), assets=(asset("A1", value_meur=0.1),))
    cheap = replace(PARAMS, threat=replace(PARAMS.threat, background_meur=0.0))

    assert plan_by(picture, cheap, BASELINES[name]).shots == ()


@every_baseline
def test_a_track_worth_a_missile_gets_one(name: str) -> None:
    """And another after the look, if the first one missed."""
    shots = _shots(name, one_track_one_unit())

    assert len(shots) >= 2
    assert [shot.stage for shot in shots] == list(range(1, len(shots) + 1))
    for first, second in itertools.pairwise(shots):
        assert second.launch_s >= first.assessed_s
        assert second.p_needed == pytest.approx(first.p_needed * (1.0 - first.p_kill))


@every_baseline
def test_a_rule_gives_the_same_plan_twice(name: str) -> None:
    """There is no chance in any of them."""
    assert _plan(name, mixed_types()) == _plan(name, mixed_types())


@pytest.fixture(scope="module")
def random_plans() -> list[tuple[Picture, Plan]]:
    """Random pictures, forecasts, pins and shown shots among them, and their plans."""
    pictures = [
        random_picture(seed, tracks=16, units=6, forecast=2, pins=1, shown=3)
        for seed in range(100, 108)
    ]
    return [(picture, plan(picture, PARAMS)) for picture in pictures]


@every_baseline
def test_no_baseline_beats_the_bound(
    name: str, random_plans: list[tuple[Picture, Plan]]
) -> None:
    """The bound holds for every staged plan, whoever made it."""
    for picture, ours in random_plans:
        assert _plan(name, picture).value >= ours.bound - 1e-6


@every_baseline
def test_the_priced_plan_is_better_on_the_whole(
    name: str, random_plans: list[tuple[Picture, Plan]]
) -> None:
    """Not provable picture by picture; over a handful of seeds it has to be so."""
    total = sum(_plan(name, picture).value for picture, _ in random_plans)

    assert sum(ours.value for _, ours in random_plans) <= total


@every_baseline
def test_the_stated_value_is_that_of_the_plan(name: str) -> None:
    """The solution's own sum and the plan's terms agree."""
    compiled = compile_picture(mixed_types(), PARAMS)
    solution = BASELINES[name](compiled.problem)

    assert solution.value == pytest.approx(_plan(name, mixed_types()).value)


# ------------------------------------------------------------------ one by one


def test_greedy_soonest_launches_at_the_first_slot() -> None:
    """Twelve seconds of reaction time on a grid of ten make it the second slot."""
    first, *_ = _shots("greedy_soonest", one_track_one_unit())

    assert first.launch_s == one_track_one_unit().now_s + 20.0


def test_greedy_soonest_takes_the_largest_value_times_pk() -> None:
    """One round, two tracks, a value five times as large: that one."""
    picture = replace(
        one_track_one_unit(),
        tracks=(
            hostile("drone", north_m=20_000.0),
            hostile("cruise", north_m=35_000.0, north_mps=-200.0, classes=CRUISE),
        ),
        fire_units=(missile_unit("U1", rounds=1),),
    )
    first, *_ = _shots("greedy_soonest", picture)

    assert first.track == "cruise"


def test_greedy_best_pk_waits() -> None:
    """A shot at the edge of the envelope is left for one that is nearly the best."""
    picture = replace(one_track_one_unit(), tracks=(hostile("T1", north_m=70_000.0),))
    soonest, *later = _shots("greedy_soonest", picture)
    waited, *_ = _shots("greedy_best_pk", picture)

    assert waited.launch_s > soonest.launch_s
    assert waited.p_kill >= 0.8 * max(shot.p_kill for shot in (soonest, *later))
    assert soonest.p_kill < 0.8 * waited.p_kill


@pytest.mark.parametrize("name", ["marginal_return", "marginal_return_at_once"])
def test_marginal_return_adds_a_second_round_where_there_is_one_look(name: str) -> None:
    """A unit that may fires two; the other rules fire one and look."""
    unit = replace(missile_unit("U1"), doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK)
    picture = replace(one_track_one_unit(), fire_units=(unit,))

    (shot,) = _plan(name, picture, _one_look()).shots
    (single,) = _plan("greedy_soonest", picture, _one_look()).shots

    assert (shot.salvo_size, single.salvo_size) == (2, 1)


def test_marginal_return_prefers_value_over_order() -> None:
    """With one round it waits within the epoch for the track that is worth more."""
    picture = replace(
        one_track_one_unit(),
        tracks=(
            hostile("drone", north_m=12_000.0),
            hostile("cruise", north_m=70_000.0, north_mps=-220.0, classes=CRUISE),
        ),
        fire_units=(missile_unit("U1", rounds=1),),
    )
    greedy, *_ = _shots("greedy_soonest", picture)
    patient, *_ = _shots("marginal_return", picture)

    assert (greedy.track, patient.track) == ("drone", "cruise")


@pytest.mark.parametrize("name", ["linear_assignment", "linear_assignment_at_once"])
def test_linear_assignment_leaves_the_best_pair_for_the_best_sum(name: str) -> None:
    """Only U1 reaches T2, so U2 takes T1, although U1 is better against it."""
    picture = replace(
        one_track_one_unit(),
        tracks=(
            hostile("T1", east_m=-5_000.0, north_m=20_000.0),
            hostile("T2", east_m=27_000.0, north_m=20_000.0),
        ),
        fire_units=(
            missile_unit("U1", rounds=1),
            missile_unit("U2", east_m=-34_000.0, rounds=1),
        ),
        assets=(asset("A1", east_m=-5_000.0), asset("A2", east_m=27_000.0)),
    )
    greedy = {shot.track for shot in _plan("greedy_soonest", picture).shots}
    matched = {(shot.track, shot.fire_unit) for shot in _plan(name, picture).shots}

    assert greedy == {"T1"}
    assert matched == {("T1", "U2"), ("T2", "U1")}


def test_closest_intercept_takes_whom_it_can_meet_first() -> None:
    """The near drone, by the near unit, although the other track is worth more."""
    picture = replace(
        one_track_one_unit(),
        tracks=(
            hostile("drone", north_m=20_000.0),
            hostile("cruise", north_m=35_000.0, north_mps=-200.0, classes=CRUISE),
        ),
        fire_units=(
            missile_unit("far", rounds=1),
            missile_unit("near", north_m=8_000.0, rounds=1),
        ),
    )
    first = min(
        _plan("closest_intercept", picture).shots, key=lambda shot: shot.intercept_s
    )

    assert (first.track, first.fire_unit) == ("drone", "near")


def test_most_rounds_left_spares_the_emptier_magazine() -> None:
    """Five against three: the fuller one shoots, until they are level."""
    picture = replace(
        one_track_one_unit(),
        tracks=tuple(hostile(f"T{number}") for number in range(4)),
        fire_units=(missile_unit("few", rounds=3), missile_unit("many", rounds=5)),
    )
    shots = _plan("most_rounds_left", picture, _one_look()).shots

    assert sorted(shot.fire_unit for shot in shots) == ["few", "few", "many", "many"]
    alone = replace(picture, tracks=picture.tracks[:1])
    (shot,) = _plan("most_rounds_left", alone, _one_look()).shots
    assert shot.fire_unit == "many"


def test_shoot_look_shoot_launches_one_round_at_a_time() -> None:
    """Never two in the air at one track."""
    shots = _shots("shoot_look_shoot", saturated())

    for track in {shot.track for shot in shots}:
        own = [shot for shot in shots if shot.track == track]
        assert [shot.stage for shot in own] == list(range(1, len(own) + 1))
        assert all(shot.salvo_size == 1 for shot in own)


def test_shoot_shoot_look_launches_two_from_one_unit_if_it_may() -> None:
    """A salvo where the unit's doctrine has it."""
    unit = replace(missile_unit("U1"), doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK)
    picture = replace(one_track_one_unit(), fire_units=(unit,))

    first, *_ = _shots("shoot_shoot_look", picture)

    assert first.salvo_size == 2


def test_shoot_shoot_look_launches_two_from_two_units_otherwise() -> None:
    """Both in the first stage; the third waits for the look."""
    first, second, third, *_ = _shots("shoot_shoot_look", _two_beside_each_other())

    assert [first.stage, second.stage, third.stage] == [1, 1, 2]
    assert {first.fire_unit, second.fire_unit} == {"U1", "U2"}
    assert second.launch_s < first.assessed_s <= third.launch_s


def test_shoot_shoot_look_launches_one_where_two_in_a_stage_are_not_allowed() -> None:
    """The plan's own limit stands above the doctrine."""
    one = replace(PARAMS, max_shots_per_stage=1)

    shots = _plan("shoot_shoot_look", _two_beside_each_other(), one).shots

    assert len({shot.stage for shot in shots}) == len(shots)


def _two_beside_each_other() -> Picture:
    return replace(
        one_track_one_unit(),
        fire_units=(missile_unit("U1", east_m=500.0), missile_unit("U2")),
    )


def test_a_slow_look_is_waited_for() -> None:
    """With ten minutes to assess there is no second shot in the window."""
    slow = replace(MISSILE, assessment_time_s=600.0)
    picture = replace(one_track_one_unit(), interceptor_types=(slow, *TYPES[1:]))

    assert len(_shots("greedy_soonest", picture)) == 1

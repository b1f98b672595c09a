"""Any baseline on any picture: feasible, staged, and silent where it must be."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import random_picture
from zaslin.assignment.baselines import BASELINES
from zaslin.assignment.check import violations_of
from zaslin.assignment.plan import plan_by
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Shot

PARAMS = PlanParams()
ONE_ROUND_A_LOOK = (
    "greedy_soonest",
    "greedy_best_pk",
    "closest_intercept",
    "linear_assignment",
    "linear_assignment_at_once",
    "most_rounds_left",
    "shoot_look_shoot",
)

pictures = st.builds(
    random_picture,
    st.integers(0, 2**32),
    tracks=st.integers(0, 12),
    units=st.integers(0, 6),
    forecast=st.integers(0, 3),
    pins=st.integers(0, 2),
    shown=st.integers(0, 4),
)


def _stages(made: Plan) -> dict[tuple[str, int], list[Shot]]:
    stages: dict[tuple[str, int], list[Shot]] = defaultdict(list)
    for shot in (*made.shots, *made.held_for_forecast):
        stages[shot.track, shot.stage].append(shot)
    return stages


@given(picture=pictures, name=st.sampled_from(list(BASELINES)))
def test_every_plan_of_every_baseline_is_feasible(picture: Picture, name: str) -> None:
    """Magazines, channels, rails, windows, zones, status, reserves: all checked."""
    made = plan_by(picture, PARAMS, BASELINES[name])

    assert violations_of(picture, PARAMS, made) == ()
    assert made.value <= made.undefended + 1e-9


@given(picture=pictures, name=st.sampled_from(ONE_ROUND_A_LOOK))
def test_those_that_look_after_each_round_do(picture: Picture, name: str) -> None:
    """One round in the air at a time, the next one after its result is known."""
    made = plan_by(picture, PARAMS, BASELINES[name])

    for stage in _stages(made).values():
        assert [shot.salvo_size for shot in stage] == [1]


@given(picture=pictures)
def test_shoot_shoot_look_launches_at_most_two(picture: Picture) -> None:
    """Never three rounds between two looks."""
    made = plan_by(picture, PARAMS, BASELINES["shoot_shoot_look"])

    for stage in _stages(made).values():
        assert sum(shot.salvo_size for shot in stage) <= 2

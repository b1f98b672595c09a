"""The floor: made in no time, and steady where people have read a plan."""

from dataclasses import replace

from tests.pictures import (
    MISSILE,
    SHAHED,
    asset,
    hostile,
    missile_unit,
    one_track_one_unit,
)
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.defence import PkRange
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import Plan
from zaslin.domain.track import ThreatClass

PARAMS = PlanParams(commit_horizon_s=900.0, change_cost_meur=3.0)
NOW = MaxIterations(0)


def shown_first(p_decoy: float) -> Picture:
    """Two tracks, two units of one round each, the second of which hits less often.

    On the screen the better unit shoots at the track that may be a decoy; greedily it
    would shoot at the other one.
    """
    picture = one_track_one_unit()
    weak = replace(
        MISSILE,
        id=InterceptorTypeId("weak"),
        pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.3, 0.4)},
    )
    good = missile_unit("U1", east_m=-1_000.0, rounds=1)
    other = missile_unit("U2", east_m=1_000.0, rounds=1)
    (magazine,) = other.magazines
    magazine = replace(magazine, interceptor_type=weak.id)
    first = hostile("T1", classes=SHAHED, p_decoy=p_decoy)
    picture = replace(
        picture,
        tracks=(first, hostile("T2", classes=SHAHED, east_m=300.0)),
        interceptor_types=(MISSILE, weak),
        fire_units=(good, replace(other, magazines=(magazine,))),
        assets=(asset("A1", value_meur=140.0),),
    )
    alone = replace(picture, tracks=(first,), fire_units=(good,))
    return replace(picture, shown=on_screen(plan(alone, PARAMS, NOW)))


def on_screen(made: Plan) -> tuple[ShownShot, ...]:
    """What people see of a plan."""
    return tuple(
        ShownShot(
            track=line.shot.track,
            fire_unit=line.shot.fire_unit,
            interceptor_type=line.shot.interceptor_type,
            salvo_size=line.shot.salvo_size,
            launch_s=line.shot.launch_s,
        )
        for line in made.recommendations
    )


def pairs(made: Plan) -> set[tuple[str, str]]:
    """Who shoots at whom."""
    return {(line.shot.track, line.shot.fire_unit) for line in made.recommendations}


def test_a_floor_keeps_what_is_on_the_screen() -> None:
    """Though the first shot that it would take greedily gains more than the change."""
    picture = shown_first(p_decoy=0.04)
    assert pairs(plan(replace(picture, shown=()), PARAMS, NOW)) == {
        ("T1", "U2"),
        ("T2", "U1"),
    }
    made = plan(picture, PARAMS, NOW)
    assert made.method == "floor"
    assert pairs(made) == {("T1", "U1"), ("T2", "U2")}
    assert made.terms.plan_change == 0.0


def test_a_floor_changes_what_is_worth_a_change() -> None:
    """What is on the screen has turned out to be a decoy, most probably."""
    made = plan(shown_first(p_decoy=0.5), PARAMS, NOW)
    assert pairs(made) == {("T1", "U2"), ("T2", "U1")}
    assert made.terms.plan_change == PARAMS.change_cost_meur


def test_a_floor_drops_what_does_not_fit_any_more() -> None:
    """A round was spent since, so of two shots of its unit the better one stays."""
    picture = shown_first(p_decoy=0.04)
    third = hostile("T3", classes=SHAHED, east_m=600.0, p_decoy=0.3)
    picture = replace(picture, tracks=(*picture.tracks, third))
    good, other = picture.fire_units
    (magazine,) = other.magazines
    full = replace(other, magazines=(replace(magazine, rounds_ready=2),))
    before = plan(replace(picture, fire_units=(good, full)), PARAMS, NOW)
    assert pairs(before) == {("T1", "U1"), ("T2", "U2"), ("T3", "U2")}
    made = plan(replace(picture, shown=on_screen(before)), PARAMS, NOW)
    assert pairs(made) == {("T1", "U1"), ("T2", "U2")}
    assert made.terms.plan_change == PARAMS.change_cost_meur

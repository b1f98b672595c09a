"""The floor: made in no time, and steady where people have read a plan."""

from dataclasses import replace

from tests.pictures import (
    MISSILE,
    NOW_S,
    SHAHED,
    asset,
    hostile,
    missile_unit,
    one_track_one_unit,
)
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.defence import PkRange
from zaslin.domain.ids import InterceptorTypeId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import Plan
from zaslin.domain.track import ThreatClass

PARAMS = PlanParams(commit_horizon_s=900.0)
NOW = MaxIterations(0)


def two_unlike() -> Picture:
    """One track, and two units, the second of which hits it less often."""
    picture = one_track_one_unit()
    weak = replace(
        MISSILE,
        id=InterceptorTypeId("weak"),
        pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.3, 0.4)},
    )
    second = missile_unit("U2", east_m=1_000.0)
    (magazine,) = second.magazines
    return replace(
        picture,
        tracks=(hostile("T1", classes=SHAHED, north_m=30_000.0),),
        interceptor_types=(MISSILE, weak),
        fire_units=(
            missile_unit("U1", east_m=-1_000.0),
            replace(second, magazines=(replace(magazine, interceptor_type=weak.id),)),
        ),
        assets=(asset("A1"),),
    )


def first_shot(made: Plan) -> ShownShot:
    """The first firm shot, as it is on the screen."""
    shot = next(line.shot for line in made.recommendations if line.firm)
    return ShownShot(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
    )


def shown_by_the_other() -> tuple[Picture, ShownShot]:
    """The picture with a shot on the screen by the unit that a floor would not take."""
    picture = two_unlike()
    assert first_shot(plan(picture, PARAMS, NOW)).fire_unit == "U1"
    alone = replace(picture, fire_units=picture.fire_units[1:])
    shot = first_shot(plan(alone, PARAMS, NOW))
    return replace(picture, shown=(shot,)), shot


def test_a_floor_keeps_what_is_on_the_screen() -> None:
    """Though another unit gains more than a change costs."""
    picture, shown = shown_by_the_other()
    cheap = replace(PARAMS, change_cost_meur=1e-6)
    made = plan(picture, cheap, NOW)
    assert made.method == "floor"
    assert first_shot(made).fire_unit == shown.fire_unit
    assert made.terms.plan_change == 0.0


def test_a_floor_drops_what_may_not_be_done_any_more() -> None:
    """A person has forbidden it since."""
    picture, shown = shown_by_the_other()
    forbidden = ForbiddenPairing(track=TrackId("T1"), fire_unit=shown.fire_unit)
    picture = replace(picture, control=replace(picture.control, forbidden=(forbidden,)))
    made = plan(picture, PARAMS, NOW)
    assert first_shot(made).fire_unit != shown.fire_unit
    assert made.terms.plan_change == PARAMS.change_cost_meur


def test_a_floor_drops_what_gains_nothing_any_more() -> None:
    """The track has turned out to be a decoy, as good as certain."""
    picture, _ = shown_by_the_other()
    (track,) = picture.tracks
    decoy = replace(picture, now_s=NOW_S, tracks=(replace(track, p_decoy=1.0),))
    assert plan(decoy, PARAMS, NOW).recommendations == ()

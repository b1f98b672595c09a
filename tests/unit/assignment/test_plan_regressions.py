"""Pictures and stops that once led to no plan, an empty plan or a wrong reason."""

from dataclasses import replace

import pytest

from tests.pictures import (
    NOW_S,
    hostile,
    one_track_one_unit,
    saturated,
    with_pins_and_shown,
)
from zaslin.assignment import plan as planner
from zaslin.assignment.check import PlanRejected
from zaslin.assignment.plan import plan
from zaslin.domain.control import Control, ForbiddenPairing, WeaponsControlStatus
from zaslin.domain.params import PlanParams
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    IdentificationMethod,
    StandardIdentity,
)


@pytest.mark.parametrize("away_m", [50_000.0, 200_000.0, 600_000.0])
def test_an_outbound_drone_alone_gets_a_plan(away_m: float) -> None:
    """Sums that cancel to almost nothing are no disagreement with the checker."""
    drone = replace(hostile("away", north_m=away_m), velocity=Velocity(0.0, 60.0, 0.0))

    made = plan(replace(one_track_one_unit(), tracks=(drone,)))

    assert [line.track for line in made.not_engaged] == ["away"]


def test_a_track_exactly_above_an_asset_gets_a_plan() -> None:
    """Straight above an asset there is no angle, whatever the signs of the zeros."""
    picture = one_track_one_unit()
    place = picture.assets[0].position
    drone = replace(
        picture.tracks[0],
        position=Position(place.east_m, place.north_m, 500.0),
        velocity=Velocity(-30.0, -40.0, 0.0),
        measured_at_s=NOW_S,
    )

    made = plan(replace(picture, tracks=(drone,)))

    assert made.value <= made.undefended


class _ExpiresAfterTheFirstQuestion:
    """A stop whose clock runs out between two questions."""

    def __init__(self) -> None:
        self._asked = 0

    def reached(self, done: int) -> bool:
        """True from the second question on."""
        del done
        self._asked += 1
        return self._asked > 1


def test_a_stop_that_expires_early_in_a_replan_still_leaves_a_plan() -> None:
    """Never a plan without shots that calls itself the floor."""
    before = plan(saturated())

    made = plan(saturated(), stop=_ExpiresAfterTheFirstQuestion(), previous=before)

    assert made.recommendations


def test_a_rejected_replan_falls_back_to_a_floor_with_shots(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without stop and listener too, where the floor is not made beforehand."""
    before = plan(saturated())
    verdicts = iter([PlanRejected(()), None])

    def rejecting_once(*_: object) -> None:
        verdict = next(verdicts)
        if verdict is not None:
            raise verdict

    monkeypatch.setattr(planner, "check_plan", rejecting_once)

    made = plan(saturated(), previous=before)

    assert made.method == "floor, better plan rejected"
    assert made.shots
    assert made.value < made.undefended


def test_a_short_window_within_a_long_approach_is_found() -> None:
    """A sensor range far below the missile's range leaves a window of a minute."""
    picture = one_track_one_unit()
    unit = replace(picture.fire_units[0], sensor_range_m=4_000.0)
    drone = replace(picture.tracks[0], position=Position(0.0, 30_000.0, 800.0))

    made = plan(
        replace(picture, fire_units=(unit,), tracks=(drone,)),
        PlanParams(starts_per_window=2),
    )

    assert made.recommendations


@pytest.mark.parametrize("rails", [None, 4])
@pytest.mark.parametrize("reload_time_s", [0.0, 60.0])
def test_stored_rounds_alone_are_loaded_and_launched(
    reload_time_s: float, rails: int | None
) -> None:
    """An empty rail is no empty magazine."""
    picture = one_track_one_unit()
    unit = picture.fire_units[0]
    magazine = replace(
        unit.magazines[0],
        rounds_ready=0,
        rounds_stored=8,
        reload_time_s=reload_time_s,
        rails=rails,
    )

    made = plan(replace(picture, fire_units=(replace(unit, magazines=(magazine,)),)))

    assert made.shots
    assert min(shot.launch_s for shot in made.shots) >= NOW_S + reload_time_s


def test_what_takes_longer_to_load_than_the_horizon_lasts_is_not_due() -> None:
    """Nothing is launched, and the plan says why."""
    picture = one_track_one_unit()
    unit = picture.fire_units[0]
    magazine = replace(
        unit.magazines[0], rounds_ready=0, rounds_stored=8, reload_time_s=3_600.0
    )

    made = plan(replace(picture, fire_units=(replace(unit, magazines=(magazine,)),)))

    assert not made.shots
    assert [line.reason for line in made.not_engaged] == [ReasonCode.TOO_LATE]


def test_no_shot_is_launched_after_the_identification_lapses() -> None:
    """What is known for a minute supports no launch in two."""
    picture = saturated()
    tracks = tuple(
        replace(
            track, identification=replace(track.identification, expires_s=NOW_S + 60)
        )
        for track in picture.tracks
        if track.identification is not None
    )

    made = plan(replace(picture, tracks=tracks))

    assert made.shots
    assert all(shot.launch_s <= NOW_S + 60 for shot in made.shots)


@pytest.mark.parametrize(
    "wrong",
    [
        {"identity": StandardIdentity.FRIEND},
        {"crew": Crew.POSSIBLY_CREWED},
        {"civil": True},
    ],
)
def test_a_forecast_of_anything_but_a_threat_is_refused(
    wrong: dict[str, object],
) -> None:
    """Not even a forecast may name what must never be engaged."""
    ghost = replace(hostile("ghost"), **wrong)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="accepted: hostile, uncrewed, not civil"):
        ForecastTrack(track=ghost, p_appears=0.5)


def test_authorised_shots_are_withdrawn_when_a_person_forbids_them() -> None:
    """A later prohibition reaches what is not launched yet, and is named."""
    picture = with_pins_and_shown()
    waiting = [pin for pin in picture.control.pinned if not pin.launched]
    forbidden = tuple(ForbiddenPairing(track=pin.track) for pin in waiting)

    made = plan(replace(picture, control=replace(picture.control, forbidden=forbidden)))

    assert waiting
    assert {(w.track, w.reason) for w in made.withdrawn} >= {
        (pin.track, ReasonCode.FORBIDDEN) for pin in waiting
    }


def test_authorised_shots_are_withdrawn_when_weapons_become_tight() -> None:
    """TIGHT demands positive identification of what was authorised under FREE."""
    picture = with_pins_and_shown()
    waiting = {pin.track for pin in picture.control.pinned if not pin.launched}
    tracks = tuple(
        replace(
            track,
            identification=replace(
                track.identification, method=IdentificationMethod.PROCEDURAL
            ),
        )
        if track.identification is not None
        else track
        for track in picture.tracks
    )
    control: Control = replace(
        picture.control, weapons_control=WeaponsControlStatus.TIGHT
    )

    made = plan(replace(picture, tracks=tracks, control=control))

    assert waiting <= {
        w.track for w in made.withdrawn if w.reason is ReasonCode.WEAPONS_TIGHT
    }

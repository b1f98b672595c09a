"""Another shot at a track: the best that the checker accepts, or why there is none."""

from dataclasses import replace
from typing import Any

import pytest

from tests.pictures import (
    FREE,
    GUN_ROUND,
    MISSILE,
    NOW_S,
    hostile,
    mixed_types,
    one_track_one_unit,
    saturated,
)
from zaslin.assignment.check import PlanRejected
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    PinnedEngagement,
    ReserveOrder,
)
from zaslin.domain.defence import FiringDoctrine
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Recommendation
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import StandardIdentity
from zaslin.ops.amend import NoShot, amended

PARAMS = PlanParams()
U1, T1 = FireUnitId("U1"), TrackId("T1")


def best(picture: Picture, **wanted: Any) -> Recommendation:
    """The missile shot of the unit at the track."""
    found = amended(picture, PARAMS, T1, U1, MISSILE.id, **wanted)
    assert isinstance(found, Recommendation), found
    return found


def why_none(picture: Picture, **wanted: Any) -> NoShot:
    """Why there is none."""
    found = amended(picture, PARAMS, T1, U1, MISSILE.id, **wanted)
    assert isinstance(found, NoShot), found
    assert found.text
    return found


def with_unit(picture: Picture, **changes: Any) -> Picture:
    """The unit as changed."""
    (unit,) = picture.fire_units
    return replace(picture, fire_units=(replace(unit, **changes),))


def with_rounds(picture: Picture, rounds: int) -> Picture:
    """So many rounds on the rails."""
    (unit,) = picture.fire_units
    magazine = replace(unit.magazines[0], rounds_ready=rounds, rails=4)
    return with_unit(picture, magazines=(magazine,))


def pinned(launch_s: float, **changes: Any) -> PinnedEngagement:
    """A shot of the unit at another track."""
    usual = PinnedEngagement(
        track=TrackId("T2"),
        fire_unit=U1,
        interceptor_type=MISSILE.id,
        salvo_size=1,
        launch_s=launch_s,
        intercept_s=launch_s + 30.0,
        assessed_s=launch_s + 40.0,
        pk=0.7,
        authorised_by="Maj Bondar",
    )
    return replace(usual, **changes)


def beside(*pins: PinnedEngagement) -> Picture:
    """With shots that are authorised already."""
    picture = one_track_one_unit()
    return replace(
        picture,
        tracks=(*picture.tracks, hostile("T2", east_m=500.0)),
        control=replace(FREE, pinned=pins),
    )


def test_the_best_shot_is_firm_and_says_what_it_is() -> None:
    """By this unit, with this round, at this track."""
    line = best(one_track_one_unit())

    assert line.firm
    shot = line.shot
    assert (shot.track, shot.fire_unit, shot.interceptor_type) == (T1, U1, MISSILE.id)
    assert line.window_opens_s <= shot.launch_s <= line.last_order_s + 60.0
    assert line.damage_averted_meur > 0.0


def test_the_same_launch_can_be_asked_for_again_later() -> None:
    """What a person has read is judged to the last bit, off every grid of then."""
    shot = best(one_track_one_unit()).shot
    for after_s in (0.0, 0.3, 3.7, 8.0):
        picture = replace(one_track_one_unit(), now_s=NOW_S + after_s)

        again = best(
            picture, launch_s=shot.launch_s, salvo_size=1, position=shot.position
        )

        assert again.shot.launch_s == shot.launch_s
        assert again.shot.pk_planned == pytest.approx(shot.pk_planned, abs=0.02)


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (with_rounds(one_track_one_unit(), 0), ReasonCode.NO_ROUNDS),
        (with_unit(one_track_one_unit(), channels=0), ReasonCode.NO_CHANNEL),
        (replace(one_track_one_unit(), control=Control()), ReasonCode.WEAPONS_HOLD),
        (
            replace(
                one_track_one_unit(),
                control=replace(FREE, forbidden=(ForbiddenPairing(track=T1),)),
            ),
            ReasonCode.FORBIDDEN,
        ),
        (
            replace(
                one_track_one_unit(),
                control=replace(
                    FREE,
                    reserves=(
                        ReserveOrder(interceptor_type=MISSILE.id, rounds=100_000),
                    ),
                ),
            ),
            ReasonCode.RESERVE,
        ),
        (
            replace(
                one_track_one_unit(),
                tracks=(replace(hostile("T1"), identity=StandardIdentity.FRIEND),),
            ),
            ReasonCode.FRIEND,
        ),
        (
            replace(one_track_one_unit(), tracks=(replace(hostile("T1"), civil=True),)),
            ReasonCode.CIVIL,
        ),
        (
            replace(one_track_one_unit(), now_s=NOW_S + 61.0),
            ReasonCode.STALE,
        ),
    ],
)
def test_where_there_is_no_shot_it_is_said_why(
    picture: Picture, reason: ReasonCode
) -> None:
    """By the reason that a plan would give."""
    assert why_none(picture).reason is reason


def test_a_salvo_is_one_that_the_doctrine_allows() -> None:
    """Two at once where the unit shoots twice before it looks."""
    picture = one_track_one_unit()
    assert "a salvo of 2" in why_none(picture, salvo_size=2).text
    twice = with_unit(picture, doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK)

    assert best(twice, salvo_size=2).shot.salvo_size == 2
    assert best(twice, salvo_size=1).shot.salvo_size == 1


def test_what_others_were_ordered_is_not_there() -> None:
    """Their rounds and their channels."""
    ordered = beside(pinned(NOW_S + 20.0))
    few = with_rounds(ordered, 1)
    assert why_none(few).reason is ReasonCode.NO_ROUNDS
    assert best(with_rounds(ordered, 2)).shot.track == T1

    busy = with_unit(ordered, channels=1)
    shot = best(busy).shot
    assert not NOW_S + 20.0 <= shot.launch_s < NOW_S + 60.0
    never = with_unit(beside(pinned(NOW_S + 20.0), pinned(NOW_S + 60.0)), channels=1)
    assert best(never).shot.launch_s >= NOW_S + 100.0
    soon = NOW_S + 30.0
    assert why_none(busy, launch_s=soon).reason is ReasonCode.TOO_LATE


def test_rails_that_others_have_emptied_are_loaded_first() -> None:
    """A round in the store is none on the rails."""
    (unit,) = one_track_one_unit().fire_units
    magazine = replace(
        unit.magazines[0],
        rounds_ready=1,
        rounds_stored=3,
        rails=1,
        reload_time_s=90.0,
    )
    picture = with_unit(beside(pinned(NOW_S + 20.0)), magazines=(magazine,))

    assert best(picture).shot.launch_s >= NOW_S + 110.0


def test_nothing_is_left_where_one_channel_is_taken_all_the_time() -> None:
    """Then there is no room, whatever the price."""
    long = pinned(NOW_S + 20.0, intercept_s=NOW_S + 500.0, assessed_s=NOW_S + 600.0)
    picture = with_unit(beside(long), channels=1)

    assert why_none(picture, launch_s=None).reason is ReasonCode.NO_CAPACITY


def test_a_track_that_is_engaged_gets_no_second_first_shot() -> None:
    """What follows on the look is an intention, and nobody decides on one."""
    picture = beside(pinned(NOW_S + 20.0, track=T1))

    assert why_none(picture).reason in (
        ReasonCode.PINNED,
        ReasonCode.NO_CAPACITY,
    )


def test_a_shot_of_long_ahead_is_not_decided_on_now() -> None:
    """Nor one of before now, nor one that the crew cannot make."""
    far = why_none(one_track_one_unit(), launch_s=NOW_S + 500.0)
    past = why_none(one_track_one_unit(), launch_s=NOW_S - 5.0)
    soon = why_none(one_track_one_unit(), launch_s=NOW_S + 1.0)

    assert {far.reason, past.reason, soon.reason} == {ReasonCode.TOO_LATE}


def test_a_unit_may_be_sent_to_another_position() -> None:
    """If it has it, and is not held where it is."""
    picture = mixed_types()
    gun = next(unit for unit in picture.fire_units if unit.id == "gun")
    track = picture.tracks[0].id
    elsewhere = amended(
        picture, PARAMS, track, gun.id, GUN_ROUND.id, position=PositionId("moon")
    )

    assert isinstance(elsewhere, NoShot)
    assert elsewhere.reason is ReasonCode.OTHER_POSITION


@pytest.mark.parametrize(
    ("track", "unit", "kind", "match"),
    [
        ("T99", "U1", "missile", "track of the amended shot is 'T99'; accepted"),
        ("T00", "U9", "missile", "fire unit of the amended shot is 'U9'; accepted"),
        ("T00", "U1", "arrow", "interceptor type of the amended shot is 'arrow'"),
    ],
)
def test_what_the_picture_does_not_hold_is_named(
    track: str, unit: str, kind: str, match: str
) -> None:
    """A mistake of whoever asks."""
    with pytest.raises(ValueError, match=match):
        amended(
            saturated(),
            PARAMS,
            TrackId(track),
            FireUnitId(unit),
            InterceptorTypeId(kind),
        )


def test_a_shot_that_the_checker_rejects_does_not_come_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: what is found calls a friend hostile."""
    friend = replace(
        one_track_one_unit(),
        tracks=(replace(hostile("T1"), identity=StandardIdentity.FRIEND),),
    )
    monkeypatch.setattr("zaslin.assignment.compile.refusal", lambda *_: None)
    monkeypatch.setattr("zaslin.assignment.pins.refusal", lambda *_: None)

    with pytest.raises(PlanRejected, match="identity"):
        amended(friend, PARAMS, T1, U1, MISSILE.id)

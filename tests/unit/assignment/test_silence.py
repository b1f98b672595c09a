"""Why a track gets no shot: the most telling of many reasons."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import (
    FREE,
    MISSILE,
    NOW_S,
    all_friendly,
    empty_magazines,
    hold,
    hostile,
    missile_unit,
    one_track_one_unit,
    saturated,
    with_pins_and_shown,
)
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.reason_index import REASON_INDEX, REASONS
from zaslin.assignment.silence import reason_without_options, reasons_with_options
from zaslin.domain.control import ForbiddenPairing, ReserveOrder, WeaponsControlStatus
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.space import Velocity

Code = ReasonCode


def with_reasons(*reasons: ReasonCode) -> Compiled:
    """A compiled picture whose mounts give these reasons against the first track."""
    compiled = compile_picture(one_track_one_unit(), PlanParams())
    row = np.array([[REASON_INDEX[reason] for reason in reasons]], dtype=np.int8)
    return replace(compiled, reason=row)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        # Units without any magazine.
        ((), Code.NO_ROUNDS),
        ((Code.NO_ROUNDS,), Code.NO_ROUNDS),
        # A near miss says more than many distant units.
        ((Code.OUT_OF_REACH, Code.OUT_OF_REACH, Code.ZONE), Code.ZONE),
        ((Code.SECTOR, Code.ZONE, Code.FORBIDDEN), Code.FORBIDDEN),
        ((Code.TOO_LATE, Code.WEAPONS_TIGHT), Code.WEAPONS_TIGHT),
        ((Code.TOO_LATE, Code.HORIZON, Code.SECTOR), Code.HORIZON),
        ((Code.BEYOND_HORIZON, Code.TOO_LATE), Code.TOO_LATE),
        # Distance says more than empty magazines elsewhere.
        ((Code.NO_ROUNDS, Code.NO_ROUNDS, Code.OUT_OF_REACH), Code.OUT_OF_REACH),
        # Of the rest the most frequent one.
        ((Code.NO_ROUNDS, Code.NO_PK, Code.NO_ROUNDS), Code.NO_ROUNDS),
        ((Code.WEAPONS_HOLD, Code.WEAPONS_HOLD, Code.NO_CHANNEL), Code.WEAPONS_HOLD),
    ],
)
def test_the_most_telling_reason_is_given(
    reasons: tuple[ReasonCode, ...], expected: ReasonCode
) -> None:
    """What people or geometry prevented closely, then distance, then the commonest."""
    assert reason_without_options(with_reasons(*reasons), 0) is expected


def test_every_reason_has_a_number_and_one_plain_line() -> None:
    """Zero means that nothing is against it."""
    assert REASONS[0] is None
    assert [REASON_INDEX[code] for code in ReasonCode] == list(range(1, len(REASONS)))
    for code in ReasonCode:
        assert REASON_TEXT[code]
        assert "\n" not in REASON_TEXT[code]


def left_with(picture: Picture, rounds: float) -> ReasonCode:
    """The reason against a track with options if so many rounds are left over."""
    compiled = compile_picture(picture, PlanParams())
    left = np.full(len(compiled.mounts), rounds)
    return reasons_with_options(compiled, left)[0]


def test_a_track_that_pays_for_no_round_is_not_worth_one() -> None:
    """The dearest round against a certain decoy."""
    decoy = replace(hostile("T1"), p_decoy=1.0)
    picture = replace(one_track_one_unit(), tracks=(decoy,))

    assert left_with(picture, 4.0) is Code.NOT_WORTH_A_ROUND


def test_a_track_that_would_pay_is_short_of_capacity_or_of_the_reserve() -> None:
    """Where the commander keeps rounds back, that is what is missing."""
    picture = one_track_one_unit()
    order = ReserveOrder(interceptor_type=MISSILE.id, rounds=2)
    kept = replace(picture, control=replace(FREE, reserves=(order,)))

    assert left_with(picture, 0.0) is Code.NO_CAPACITY
    assert left_with(kept, 0.0) is Code.RESERVE
    assert left_with(kept, 2.0) is Code.NO_CAPACITY


def far_away() -> Picture:
    """A track that never comes near, and nothing that it might turn to."""
    track = replace(
        hostile("T1", east_m=200_000.0, north_m=200_000.0), velocity=Velocity(50.0, 0.0)
    )
    return replace(one_track_one_unit(), tracks=(track,), assets=())


def no_units() -> Picture:
    """Nobody there to shoot."""
    return replace(one_track_one_unit(), fire_units=())


def no_magazines() -> Picture:
    """Units that were given nothing to shoot."""
    unit = replace(missile_unit("U1"), magazines=())
    return replace(one_track_one_unit(), fire_units=(unit,))


def forbidden() -> Picture:
    """A person refused the track altogether."""
    pairing = ForbiddenPairing(track=TrackId("T1"))
    return replace(one_track_one_unit(), control=replace(FREE, forbidden=(pairing,)))


def no_channels() -> Picture:
    """A unit that cannot guide anything."""
    unit = replace(missile_unit("U1"), channels=0)
    return replace(one_track_one_unit(), fire_units=(unit,))


def all_in_reserve() -> Picture:
    """The commander keeps every round."""
    order = ReserveOrder(interceptor_type=MISSILE.id, rounds=9)
    return replace(one_track_one_unit(), control=replace(FREE, reserves=(order,)))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (hold, Code.WEAPONS_HOLD),
        (empty_magazines, Code.NO_ROUNDS),
        (far_away, Code.OUT_OF_REACH),
        (no_units, Code.NO_UNITS),
        (no_magazines, Code.NO_ROUNDS),
        (forbidden, Code.FORBIDDEN),
        (no_channels, Code.NO_CHANNEL),
        (all_in_reserve, Code.RESERVE),
    ],
)
def test_a_plan_without_shots_says_why_for_every_track(
    make: Callable[[], Picture], expected: ReasonCode
) -> None:
    """The same reason for all of them, in words too."""
    made = plan(make())

    assert made.shots == ()
    assert made.value == pytest.approx(made.undefended)
    assert {line.track for line in made.not_engaged} == {t.id for t in make().tracks}
    assert {line.reason for line in made.not_engaged} == {expected}
    assert {line.text for line in made.not_engaged} == {REASON_TEXT[expected]}


def test_the_hard_filter_gives_each_its_own_reason() -> None:
    """And friends leak nothing."""
    made = plan(all_friendly())

    assert {line.track: line.reason for line in made.not_engaged} == {
        "friend": Code.FRIEND,
        "assumed_friend": Code.ASSUMED_FRIEND,
        "neutral": Code.NEUTRAL,
        "civil": Code.CIVIL,
        "crewed": Code.CREWED,
        "possibly": Code.POSSIBLY_CREWED,
    }
    assert made.value == 0.0
    assert all(line.expected_leak_meur == 0.0 for line in made.not_engaged)


def test_a_track_of_the_future_is_not_called_old() -> None:
    """A clock runs ahead, somewhere; the track still counts as a threat."""
    ahead = hostile("T1", measured_at_s=NOW_S + 7_200.0)

    (line,) = plan(replace(one_track_one_unit(), tracks=(ahead,))).not_engaged

    assert line.reason is Code.MEASURED_AFTER_NOW
    assert "after now" in line.text
    assert line.expected_leak_meur > 0.0


def test_a_pinned_track_without_a_further_shot_is_pinned() -> None:
    """Whatever else might be said against it."""
    picture = with_pins_and_shown()
    held = replace(
        picture,
        control=replace(
            picture.control,
            forbidden=(ForbiddenPairing(track=TrackId("T2")),),
            pinned=(replace(picture.control.pinned[0], track=TrackId("T3")),),
        ),
    )
    made = plan(
        replace(
            held, fire_units=tuple(u for u in held.fire_units if u.id == "missile")
        ),
        replace(PlanParams(), horizon_s=20.0),
    )

    reasons = {line.track: line.reason for line in made.not_engaged}
    assert reasons[TrackId("T3")] is Code.PINNED
    assert reasons[TrackId("T2")] is Code.FORBIDDEN


def test_too_many_tracks_for_too_few_rounds_lack_capacity() -> None:
    """One unit, one round: whoever is not shot at would have been worth it."""
    picture = replace(saturated(), fire_units=(missile_unit("U1", rounds=1),))

    made = plan(picture)

    assert {line.reason for line in made.not_engaged} == {Code.NO_CAPACITY}
    assert len(made.not_engaged) == 11
    assert made.undefended > made.value


def test_hold_is_the_default() -> None:
    """Silent control measures permit nothing."""
    picture = replace(one_track_one_unit(), control=type(FREE)())

    assert picture.control.weapons_control is WeaponsControlStatus.HOLD
    assert plan(picture).not_engaged[0].reason is Code.WEAPONS_HOLD

"""Whatever the picture, the control measures and the parameters: the rules hold.

Every plan was already passed by the independent checker; these tests let it decide
once more and count again by hand (``tests/audit.py``).
"""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.audit import audit, everything_named, no_better_plan_was_rejected
from tests.property.strategies import (
    controls,
    plan_params,
    seeds,
    tempting_pictures,
    tiny_pictures,
)
from zaslin.assignment.check import check_plan
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode

QUICK = PlanParams(price_steps=15, sweeps=1, ruin_rounds=10)
# A stop, if one that is never reached: the exact programme would only take time.
FAR = MaxIterations(10_000)

NEVER = {
    ReasonCode.CIVIL,
    ReasonCode.CREWED,
    ReasonCode.POSSIBLY_CREWED,
    ReasonCode.FRIEND,
    ReasonCode.ASSUMED_FRIEND,
    ReasonCode.NEUTRAL,
    ReasonCode.IDENTIFY_PENDING,
    ReasonCode.IDENTIFY_UNKNOWN,
    ReasonCode.IDENTIFY_SUSPECT,
    ReasonCode.NO_IDENTIFICATION,
    ReasonCode.IDENTIFICATION_EXPIRED,
}


@given(data=st.data(), picture=tiny_pictures(), params=plan_params(), seed=seeds)
def test_no_plan_breaks_a_rule(
    data: st.DataObject, picture: Picture, params: PlanParams, seed: int
) -> None:
    """Magazine, channel, window, sector, zone, status and reserve are respected."""
    picture = replace(picture, control=data.draw(controls(picture)))

    made = plan(picture, params, FAR, seed)

    check_plan(picture, params, made)
    audit(picture, params, made)
    assert made.bound <= made.value <= made.undefended + 1e-6


@given(picture=tempting_pictures(), params=plan_params())
def test_nobody_but_the_hostile_is_engaged_under_any_setting(
    picture: Picture, params: PlanParams
) -> None:
    """Friend, neutral, civil, crewed, unidentified: no shot, one reason each."""
    made = plan(picture, params, FAR)

    audit(picture, params, made)
    assert not {name for name in everything_named(made) if name.startswith("X ")}
    reasons = {line.track: line.reason for line in made.not_engaged}
    forbidden = [track.id for track in picture.tracks if track.id.startswith("X ")]
    assert {reasons[name] for name in forbidden} == NEVER
    assert len(forbidden) == len(NEVER)
    pinned = {pin.track for pin in picture.control.pinned if pin.track in forbidden}
    assert pinned <= {each.track for each in made.withdrawn}


@given(picture=tiny_pictures(), seed=seeds)
def test_every_track_is_engaged_or_silent_for_a_reason(
    picture: Picture, seed: int
) -> None:
    """Each live track is in exactly one of the two lists, and nothing else is."""
    made = plan(picture, QUICK, FAR, seed)

    no_better_plan_was_rejected(made)
    engaged = {shot.track for shot in made.shots}
    silent = Counter(line.track for line in made.not_engaged)
    assert set(silent.values()) <= {1}
    assert engaged | set(silent) == {track.id for track in picture.tracks}
    assert not engaged & set(silent)


@given(picture=tiny_pictures(units=5), seed=seeds)
def test_forecast_tracks_hold_rounds_and_are_never_recommended(
    picture: Picture, seed: int
) -> None:
    """What is held for them appears in the stock, and nowhere in what is to be done."""
    made = plan(picture, QUICK, FAR, seed)

    no_better_plan_was_rejected(made)
    ghosts = {ghost.track.id for ghost in picture.forecast}
    assert {shot.track for shot in made.held_for_forecast} <= ghosts
    assert not ghosts & set(everything_named(made))
    assert not ghosts & {line.track for line in made.not_engaged}
    assert not ghosts & {line.track for line in made.leakers}
    spends = {k.id: k.spends_rounds for k in picture.interceptor_types}
    held = sum(
        shot.p_needed * shot.salvo_size
        for shot in made.held_for_forecast
        if spends[shot.interceptor_type]
    )
    stock = sum(line.rounds_for_forecast for line in made.stock_after)
    assert abs(held - stock) < 1e-9

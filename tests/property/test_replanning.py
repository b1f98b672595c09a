"""From one picture to the next: prices carried over, promises kept."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.audit import (
    audit,
    certain,
    no_better_plan_was_rejected,
    slots_of,
)
from tests.desks import Scripted, decision_on, desk_on, entered, firm
from tests.property.strategies import hemmed_in, seeds, tiny_pictures
from tests.single_stage import is_single_stage, single_stage_picture
from zaslin.assignment.check import check_plan
from zaslin.assignment.check.scene import set_scene
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.eligibility import LEAKS_UNSHOT
from zaslin.assignment.pins import sort_pins
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import Plan, Shot

PARAMS = PlanParams(price_steps=30, sweeps=1, ruin_rounds=10)
FAR = MaxIterations(10_000)


def a_moment_later(picture: Picture, seconds: float = 10.0) -> Picture:
    """The same reports, some seconds older."""
    return replace(
        picture, now_s=picture.now_s + seconds, revision=picture.revision + 1
    )


@given(picture=tiny_pictures(), seconds=st.sampled_from([0.0, 4.0, 10.0, 45.0]))
def test_a_warm_start_gives_a_checked_and_bounded_plan(
    picture: Picture, seconds: float
) -> None:
    """Prices of the plan before are a start, whatever has become of the picture."""
    before = plan(picture, PARAMS, FAR)
    later = a_moment_later(picture, seconds)

    made = plan(later, PARAMS, FAR, previous=before)

    check_plan(later, PARAMS, made)
    audit(later, PARAMS, made)
    assert made.bound <= made.value <= made.undefended + 1e-6


@given(picture=tiny_pictures())
def test_a_warm_start_loses_nothing_of_the_bound(picture: Picture) -> None:
    """On the same picture the old prices are where the ascent begins."""
    before = plan(picture, PARAMS, FAR)

    made = plan(picture, PARAMS, FAR, previous=before)

    assert made.bound >= before.bound - 1e-6 * max(1.0, before.bound)


@given(one=tiny_pictures(), other=tiny_pictures())
def test_any_plan_may_be_the_previous_one(one: Picture, other: Picture) -> None:
    """Prices of units that are gone are forgotten; new ones start at nothing."""
    before = plan(one, PARAMS, FAR)
    made = plan(other, PARAMS, FAR, previous=before)

    check_plan(other, PARAMS, made)
    no_better_plan_was_rejected(made)


def shown_from(shots: list[Shot]) -> tuple[ShownShot, ...]:
    """Shots as the operator has them on screen."""
    return tuple(
        ShownShot(
            track=shot.track,
            fire_unit=shot.fire_unit,
            interceptor_type=shot.interceptor_type,
            salvo_size=shot.salvo_size,
            launch_s=shot.launch_s,
        )
        for shot in shots
    )


def is_kept(shown: ShownShot, made: Plan, tolerance_s: float) -> bool:
    """Whether the plan holds a shown shot in the first stage."""
    return any(
        shot.stage == 1
        and (shot.track, shot.fire_unit, shot.interceptor_type, shot.salvo_size)
        == (shown.track, shown.fire_unit, shown.interceptor_type, shown.salvo_size)
        and abs(shot.launch_s - shown.launch_s) <= tolerance_s + 1e-6
        for shot in made.shots
    )


def test_what_is_on_screen_is_kept_as_long_as_it_is_right() -> None:
    """On an unchanged picture nothing is gained by changing the plan."""
    for seed in range(40):
        picture, params = single_stage_picture(seed)
        picture = replace(picture, shown=())
        before = plan(picture, params)
        firm = [shot for shot in before.shots if shot.stage == 1]

        made = plan(replace(picture, shown=shown_from(firm)), params)

        assert abs(made.terms.plan_change) < 1e-12, f"picture {seed}"
        assert made.value <= before.value + 1e-6


def test_a_shown_shot_is_dropped_only_if_that_pays() -> None:
    """Better than the plan that is best without a screen, and what changing costs."""
    dropped = 0
    for seed in range(80):
        picture, params = single_stage_picture(seed)
        if not picture.shown:
            continue
        if not is_single_stage(compile_picture(picture, params).problem):
            continue
        fresh = plan(replace(picture, shown=()), params)
        made = plan(picture, params)

        pinned = {pin.track for pin in picture.control.pinned}
        counted = [
            shown
            for shown in picture.shown
            if shown.track not in pinned
            and shown.track in {threat.track for threat in made.threats} - lapsed(made)
        ]
        lost = [s for s in counted if not is_kept(s, made, params.change_tolerance_s)]
        change = params.change_cost_meur * len(lost)
        anew = sum(not is_kept(s, fresh, params.change_tolerance_s) for s in counted)
        assert abs(made.terms.plan_change - change) < 1e-9, f"picture {seed}"
        assert made.value <= fresh.value + params.change_cost_meur * anew + 1e-6
        dropped += len(lost)
    assert dropped >= 5


def lapsed(made: Plan) -> set[TrackId]:
    """Threats that the hard filter refuses: nothing shown at them counts."""
    return {line.track for line in made.not_engaged if line.reason in LEAKS_UNSHOT}


def decided(picture: Picture, made: Plan, count: int) -> Picture:
    """The picture after a person authorised the first firm recommendations."""
    desk = desk_on(picture, Scripted(made))
    desk.tick(picture.now_s)
    for line in firm(desk.shown)[:count]:
        entered(desk, decision_on(line, picture.revision, picture.now_s))
    after = desk.situation.picture_at(picture.now_s)
    return replace(picture, revision=after.revision, control=after.control)


@given(picture=tiny_pictures(), count=st.integers(0, 5), seed=seeds)
def test_authorised_engagements_survive_every_replan(
    picture: Picture, count: int, seed: int
) -> None:
    """They stay, nothing is booked over them, and nobody shoots before their look."""
    picture = replace(picture, control=replace(picture.control, pinned=()))
    first = plan(picture, PARAMS, FAR, seed)
    pinned = decided(picture, first, count)

    made = plan(pinned, PARAMS, FAR, seed, previous=first)

    authorised = sum(line.firm for line in first.recommendations)
    assert len(pinned.control.pinned) == min(count, authorised)
    assert made.withdrawn == ()
    no_better_plan_was_rejected(made)
    check_plan(pinned, PARAMS, made)
    for pin in pinned.control.pinned:
        at_track = [shot for shot in made.shots if shot.track == pin.track]
        assert all(shot.launch_s >= pin.assessed_s - 1e-6 for shot in at_track)
        at_unit = [shot for shot in made.shots if shot.fire_unit == pin.fire_unit]
        assert all(shot.position == pin.position for shot in at_unit)
    nothing_is_booked_twice(pinned, pinned.control.pinned, made)


@given(picture=hemmed_in(), slot_s=st.sampled_from([7.3, 10.0]))
def test_what_is_authorised_in_an_unchanged_picture_stands(
    picture: Picture, slot_s: float
) -> None:
    """Every recommendation alone, and all the firm ones at once, where they are from.

    Neither zones nor orders over areas take it back, and the unit stays where it is
    to shoot from.
    """
    params = replace(PARAMS, slot_s=slot_s)
    first = plan(picture, params, FAR)

    for line in first.recommendations:
        alone = with_pins(picture, [pin_of(line.shot)])
        assert sort_pins(alone, params).withdrawn == ()
        assert set_scene(alone, params).withdrawn == ()
    pinned = decided(picture, first, len(first.recommendations))
    made = plan(pinned, params, FAR, previous=first)

    assert made.withdrawn == ()
    audit(pinned, params, made)
    before = {each.fire_unit: each.position for each in first.postures}
    now = {each.fire_unit: each.position for each in made.postures}
    for pin in pinned.control.pinned:
        assert pin.position == before[pin.fire_unit]
        assert now.get(pin.fire_unit, "current") == pin.position


def with_pins(picture: Picture, pins: list[PinnedEngagement]) -> Picture:
    """The picture with these pinned engagements and no others."""
    return replace(picture, control=replace(picture.control, pinned=tuple(pins)))


def pin_of(shot: Shot) -> PinnedEngagement:
    """A shot as it would be if it were authorised."""
    return PinnedEngagement(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
        intercept_s=shot.intercept_s,
        assessed_s=shot.assessed_s,
        pk=shot.pk_planned,
        authorised_by="Maj Bondar",
        position=shot.position,
        intercept_at=shot.intercept_at,
    )


def nothing_is_booked_twice(
    picture: Picture, pins: tuple[PinnedEngagement, ...], made: Plan
) -> None:
    """Pinned and certain rounds together are there; so are the channels."""
    spent: Counter[tuple[str, str]] = Counter()
    busy: Counter[tuple[str, int]] = Counter()
    engagements: list[PinnedEngagement | Shot] = [*pins, *certain(made)]
    for each in engagements:
        spent[each.fire_unit, each.interceptor_type] += each.salvo_size
        for slot in slots_of(picture, PARAMS, each.launch_s, each.assessed_s):
            busy[each.fire_unit, slot] += 1
    kinds = {kind.id: kind for kind in picture.interceptor_types}
    for unit in picture.fire_units:
        for magazine in unit.magazines:
            stock = magazine.rounds_ready + magazine.rounds_stored
            if kinds[magazine.interceptor_type].spends_rounds:
                assert spent[unit.id, magazine.interceptor_type] <= stock
        most = max((n for (name, _), n in busy.items() if name == unit.id), default=0)
        assert most <= unit.channels

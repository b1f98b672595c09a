"""Picture to problem: every number of one option by hand, and every refusal."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.pictures import (
    FREE,
    JAMMER,
    MISSILE,
    NOW_S,
    Share,
    asset,
    gun_group,
    hostile,
    identification,
    jammer_unit,
    missile_unit,
    mixed_types,
    one_track_one_unit,
    random_picture,
    square,
    with_forecast,
    with_pins_and_shown,
)
from tests.property.strategies import seeds
from tests.unit.assignment.by_hand import (
    COST_MEUR,
    P_AVAILABLE,
    PARAMS,
    PICTURE,
    ROUND,
    THREAT_MEUR,
    TRACK,
    UNIT,
    with_control,
    with_round,
    with_track,
    with_unit,
)
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.reason_index import REASONS
from zaslin.domain.control import (
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import (
    EffectorKind,
    FiringDoctrine,
    Magazine,
    PkRange,
)
from zaslin.domain.ids import FireUnitId, TrackId, ZoneId
from zaslin.domain.params import PlanParams, ThreatParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position, Sector, Velocity
from zaslin.domain.track import IdentificationMethod, ThreatClass

HOLD, TIGHT = WeaponsControlStatus.HOLD, WeaponsControlStatus.TIGHT
NO_GAPS = Share(sector=0.0, control=0.0)
PROCEDURAL = identification(method=IdentificationMethod.PROCEDURAL)


def first_option(
    compiled: Compiled, *, salvo: int = 1, position: str = "current"
) -> int:
    """Index of the first launch in a salvo size from a position."""
    options = compiled.problem.options
    for i in range(compiled.problem.option_count):
        mount = compiled.mounts[options.mount[i]]
        if options.salvo[i] == salvo and mount.station.position_id == position:
            return i
    raise AssertionError("no such option")


def reason_of(picture: Picture, params: PlanParams = PARAMS) -> ReasonCode | None:
    """Why the first track and the first mount do not come together."""
    codes: tuple[ReasonCode | None, ...] = REASONS
    return codes[int(compile_picture(picture, params).reason[0, 0])]


# ------------------------------------------------------------------- one option


def test_every_figure_of_an_option_is_that_on_paper() -> None:
    """The shot of by_hand.py: launched after 10 s, met after 60 s at 15 km."""
    compiled = compile_picture(PICTURE, PARAMS)
    options, i = compiled.problem.options, first_option(compiled)

    assert (options.launch[i], options.end[i]) == (1, 7)
    assert options.intercept_s[i] == pytest.approx(60.0)
    assert options.assessed_s[i] == pytest.approx(70.0)
    assert options.p_available[i] == pytest.approx(P_AVAILABLE)
    assert options.p_kill[i] == pytest.approx(P_AVAILABLE * 0.6)
    assert options.money[i] == pytest.approx(COST_MEUR)
    assert options.harm[i] == pytest.approx(0.1 * P_AVAILABLE * 0.6)
    assert options.debris[i] == options.harm[i]
    assert (options.salvo[i], options.rounds[i], options.keep[i]) == (1, 1, 0.0)
    assert compiled.problem.value.tolist() == pytest.approx([THREAT_MEUR])


def test_a_salvo_of_two_shares_its_availability() -> None:
    """A (1 − 0.4²); twice the money and the rounds."""
    compiled = compile_picture(PICTURE, PARAMS)
    options, i = compiled.problem.options, first_option(compiled, salvo=2)

    assert options.p_kill[i] == pytest.approx(P_AVAILABLE * 0.84)
    assert options.money[i] == pytest.approx(2.0 * COST_MEUR)
    assert options.rounds[i] == 2


def test_weights_scale_money_and_debris() -> None:
    """The harm before its weight stays what it is."""
    params = replace(PARAMS, rounds_weight=3.0, debris_weight=2.0)
    compiled = compile_picture(PICTURE, params)
    options, i = compiled.problem.options, first_option(compiled)

    assert options.money[i] == pytest.approx(3.0 * COST_MEUR)
    assert options.debris[i] == pytest.approx(2.0 * options.harm[i])


@pytest.mark.parametrize(("point", "pk"), [(0.0, 0.5), (0.25, 0.55), (1.0, 0.7)])
def test_the_pk_is_planned_at_a_point_of_its_range(point: float, pk: float) -> None:
    """Low at 0, high at 1."""
    compiled = compile_picture(PICTURE, replace(PARAMS, pk_point=point))
    options, i = compiled.problem.options, first_option(compiled)

    assert options.p_kill[i] == pytest.approx(P_AVAILABLE * pk)


def test_the_pk_is_the_mean_over_the_classes() -> None:
    """Half of the track is of a class that the round does not know."""
    classes = {ThreatClass.ONE_WAY_ATTACK: 0.5, ThreatClass.CRUISE_MISSILE: 0.5}
    compiled = compile_picture(with_track(class_probabilities=classes), PARAMS)
    options, i = compiled.problem.options, first_option(compiled)

    assert options.p_kill[i] == pytest.approx(P_AVAILABLE * 0.3)


def test_a_unit_that_drives_fires_when_it_has_arrived() -> None:
    """No travel, twenty seconds of set-up: from slot 2 on, from the hill."""
    compiled = compile_picture(PICTURE, PARAMS)
    i = first_option(compiled, position="hill")

    assert compiled.problem.options.launch[i] == 2


def test_dwell_comes_before_the_effect_and_looks_after_it() -> None:
    """Fourteen seconds on the track: met after 60 s, effect after 74, look after 84."""
    compiled = compile_picture(with_round(dwell_s=14.0), PARAMS)
    options, i = compiled.problem.options, first_option(compiled)

    assert options.intercept_s[i] == pytest.approx(74.0)
    assert options.assessed_s[i] == pytest.approx(84.0)
    assert options.end[i] == 9


def test_an_end_on_the_grid_is_not_rounded_up() -> None:
    """Sixty seconds are six slots of ten, whatever rounding says; never none."""
    compiled = compile_picture(PICTURE, PARAMS)
    options = compiled.problem.options
    i = first_option(compiled)

    assert options.end[i] - options.launch[i] == 6
    long_slots = compile_picture(
        PICTURE, replace(PARAMS, slot_s=600.0, horizon_s=1800.0)
    )
    ends = long_slots.problem.options
    assert ((ends.end - ends.launch) >= 1).all()


def test_electronic_warfare_spends_no_rounds_and_no_money() -> None:
    """Its salvo counts as one shot."""
    picture = replace(
        one_track_one_unit(),
        tracks=(hostile("T", north_m=9_000.0),),
        fire_units=(jammer_unit("U"),),
    )
    options = compile_picture(picture, PlanParams()).problem.options

    assert len(options.track) > 0
    assert set(options.rounds.tolist()) == {0}
    assert set(options.salvo.tolist()) == {1}
    assert set(options.money.tolist()) == {0.0}


# ------------------------------------------------------------------- windows


def test_few_launches_of_a_window_are_kept_the_first_one_among_them() -> None:
    """Six of many at the most, all of them among those that are possible."""
    picture = one_track_one_unit()
    few = compile_picture(picture, PlanParams()).problem.options
    many = compile_picture(picture, PlanParams(starts_per_window=1_000)).problem.options

    assert 1 < len(few.launch) <= 6
    assert len(many.launch) > 20
    assert few.launch[0] == many.launch[0]
    assert set(few.launch.tolist()) <= set(many.launch.tolist())


@given(seed=seeds)
def test_a_window_is_as_long_however_few_launches_are_kept(seed: int) -> None:
    """Its ends are searched exactly; only windows with gaps may lose a part."""
    picture = random_picture(seed, tracks=3, units=4, share=NO_GAPS)
    few, many = (
        compile_picture(picture, PlanParams(starts_per_window=starts))
        for starts in (4, 500)
    )
    windows = window_ends(many)
    for key, (opens, closes) in window_ends(few).items():
        assert windows[key][0] <= opens <= closes <= windows[key][1]


def window_ends(compiled: Compiled) -> dict[tuple[int, int], tuple[int, int]]:
    """First and last launch of the window of each track and mount."""
    options = compiled.problem.options
    return {
        (int(options.track[i]), int(options.mount[i])): (
            int(options.window_opens[i]),
            int(options.window_closes[i]),
        )
        for i in range(compiled.problem.option_count)
    }


@given(seed=seeds)
def test_a_kept_launch_has_the_same_figures_however_many_are_kept(seed: int) -> None:
    """Sampling drops launches; it changes none."""
    picture = random_picture(seed, tracks=3, units=4)
    few = compile_picture(picture, PlanParams(starts_per_window=3))
    many = compile_picture(picture, PlanParams(starts_per_window=500))

    known = figures(many)
    for key, figure in figures(few).items():
        assert known[key] == figure


def figures(compiled: Compiled) -> dict[tuple[int, ...], tuple[float, ...]]:
    """Figures of each option by track, mount, launch and salvo."""
    options = compiled.problem.options
    keys = zip(
        options.track.tolist(),
        options.mount.tolist(),
        options.launch.tolist(),
        options.salvo.tolist(),
        strict=True,
    )
    values = zip(
        options.p_kill.tolist(),
        options.debris.tolist(),
        options.intercept_s.tolist(),
        options.assessed_s.tolist(),
        strict=True,
    )
    return dict(zip(keys, values, strict=True))


def test_options_come_by_track_then_by_launch() -> None:
    """And each knows the first one of its track after its look."""
    compiled = compile_picture(mixed_types(), PlanParams())
    options = compiled.problem.options

    assert (np.diff(options.track) >= 0).all()
    assert options.of_track[0] == 0
    assert options.of_track[-1] == compiled.problem.option_count
    for i in range(compiled.problem.option_count):
        last = int(options.of_track[options.track[i] + 1])
        own = range(i + 1, last)
        assert all(options.launch[k] >= options.launch[i] for k in own)
        after = next((k for k in own if options.launch[k] >= options.end[i]), last)
        assert options.following[i] == after


def test_many_options_outgrow_the_first_buffers() -> None:
    """Nothing is lost when the buffers are enlarged on the way."""
    units = tuple(
        replace(
            missile_unit(f"U{n:02}", east_m=100.0 * n),
            doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK,
        )
        for n in range(24)
    )
    tracks = tuple(hostile(f"T{n}", east_m=10.0 * n) for n in range(6))
    together = replace(one_track_one_unit(), fire_units=units, tracks=tracks)

    count = compile_picture(together, PlanParams()).problem.option_count

    alone = [
        compile_picture(replace(together, tracks=(track,)), PlanParams())
        for track in tracks
    ]
    # Room for 150 options per track was made at first.
    assert count == sum(each.problem.option_count for each in alone)
    assert count > 150 * 5


# ------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (
            with_track(position=Position(50_000.0, 18_000.0, 100.0)),
            ReasonCode.OUT_OF_REACH,
        ),
        (with_round(min_range_m=19_900.0), ReasonCode.OUT_OF_REACH),
        (with_track(velocity=Velocity(0.0, 400.0)), ReasonCode.TOO_LATE),
        (with_round(min_altitude_m=200.0), ReasonCode.ALTITUDE),
        (with_round(max_altitude_m=50.0), ReasonCode.ALTITUDE),
        (
            replace(
                with_unit(sensor_range_m=9_000.0),
                tracks=(replace(TRACK, position=Position(15_000.0, 18_000.0, 100.0)),),
            ),
            ReasonCode.HORIZON,
        ),
        (with_unit(reaction_time_s=3_600.0), ReasonCode.TOO_LATE),
        (with_round(pk={}), ReasonCode.NO_PK),
        (
            with_round(pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.0, 0.0)}),
            ReasonCode.NO_PK,
        ),
        (
            with_round(pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.001, 0.002)}),
            ReasonCode.NO_PK,
        ),
        (with_unit(channels=0), ReasonCode.NO_CHANNEL),
        (
            with_unit(magazines=(Magazine(interceptor_type=ROUND.id, rounds_ready=0),)),
            ReasonCode.NO_ROUNDS,
        ),
        (
            with_unit(
                magazines=(
                    Magazine(interceptor_type=ROUND.id, rounds_ready=2, min_reserve=2),
                )
            ),
            ReasonCode.RESERVE,
        ),
        (with_control(weapons_control=HOLD), ReasonCode.WEAPONS_HOLD),
        (
            with_control(
                forbidden=(ForbiddenPairing(track=TRACK.id, interceptor_type=ROUND.id),)
            ),
            ReasonCode.FORBIDDEN,
        ),
        (
            with_control(
                zones=(
                    NoEngagementZone(
                        id=ZoneId("Z"), area=square(0.0, 0.0, half_m=300.0)
                    ),
                )
            ),
            ReasonCode.ZONE,
        ),
    ],
)
def test_a_pairing_without_options_says_why(
    picture: Picture, expected: ReasonCode
) -> None:
    """The mount's own refusal first, then people's, then physics."""
    compiled = compile_picture(picture, PARAMS)

    assert REASONS[int(compiled.reason[0, 0])] is expected
    assert not (compiled.problem.options.mount == 0).any()


@pytest.mark.parametrize(("centre_rad", "count"), [(0.0, 1), (math.pi / 2.0, 0)])
def test_a_sector_leaves_what_lies_in_it(centre_rad: float, count: int) -> None:
    """The track comes down the north axis: a sector to the east never holds it."""
    compiled = compile_picture(with_unit(sector=Sector(centre_rad, 1.0)), PARAMS)
    current = compiled.problem.options.mount == 0

    assert compiled.mounts[0].station.position_id == "current"
    assert bool(current.any()) is bool(count)
    assert bool(compiled.reason[0, 0] == 0) is bool(count)


def test_a_window_after_the_horizon_is_beyond_it() -> None:
    """The track comes into reach in ten minutes; five are planned."""
    picture = with_track(position=replace(TRACK.position, north_m=60_000.0))

    assert reason_of(picture, replace(PARAMS, horizon_s=300.0)) is (
        ReasonCode.BEYOND_HORIZON
    )


def test_tight_refuses_what_is_not_positively_identified() -> None:
    """At the station by the global status, at the intercept by an area order."""
    doubtful = replace(TRACK, identification=PROCEDURAL)
    tight = with_control(weapons_control=TIGHT)
    over_the_intercept = with_control(
        orders=(
            WeaponsControlOrder(status=TIGHT, area=square(0.0, 0.0, half_m=90_000.0)),
        )
    )

    for picture in (tight, over_the_intercept):
        assert reason_of(picture) is None
        assert reason_of(replace(picture, tracks=(doubtful,))) is (
            ReasonCode.WEAPONS_TIGHT
        )


def test_hold_over_the_intercept_refuses_the_launches_that_end_there() -> None:
    """An order for guns does not; one for missiles leaves only the later launches."""
    area = square(0.0, 14_000.0, half_m=2_000.0)
    whole = compile_picture(PICTURE, PARAMS).problem.options.launch.min()

    def first_launch(kind: EffectorKind | None) -> int:
        order = WeaponsControlOrder(status=HOLD, area=area, kind=kind)
        compiled = compile_picture(with_control(orders=(order,)), PARAMS)
        return int(compiled.problem.options.launch.min())

    assert first_launch(EffectorKind.GUN) == whole
    assert first_launch(EffectorKind.MISSILE) > whole
    assert first_launch(None) > whole


@pytest.mark.parametrize(
    ("changes", "binds"),
    [
        ({}, True),
        ({"kinds": frozenset({EffectorKind.MISSILE})}, True),
        ({"kinds": frozenset({EffectorKind.GUN})}, False),
        ({"floor_m": 101.0}, False),
        ({"floor_m": 100.0}, True),
        ({"ceiling_m": 99.0}, False),
        ({"ceiling_m": 100.0}, True),
        ({"active_from_s": NOW_S + 1_000.0}, False),
        ({"active_until_s": NOW_S + 5.0}, False),
    ],
)
def test_a_zone_binds_in_its_class_height_and_time(
    changes: dict[str, float], *, binds: bool
) -> None:
    """Station and track are at 100 m; the zone lies around the station and its hill."""
    zone = NoEngagementZone(
        id=ZoneId("Z"), area=square(0.0, 0.0, half_m=3_000.0), active_from_s=NOW_S
    )
    zone = replace(zone, **changes)  # type: ignore[arg-type]  # named fields

    assert (reason_of(with_control(zones=(zone,))) is ReasonCode.ZONE) is binds


def test_nothing_is_launched_after_the_identification_lapses() -> None:
    """Known for fifty seconds: launches up to slot 5, none after."""
    lapse = identification(expires_s=NOW_S + 50.0)
    options = compile_picture(with_track(identification=lapse), PARAMS).problem.options

    assert options.launch.max() == 5


def test_a_course_without_weight_is_flown_all_the_same() -> None:
    """No harm is expected off the assets; the look waits for that course too."""
    # Straight on it passes the unit by; the asset lies between, and is met sooner.
    track = hostile("T", north_m=20_000.0)
    picture = replace(
        one_track_one_unit(),
        tracks=(track,),
        assets=(asset("A", east_m=3_000.0, north_m=14_000.0),),
    )
    every_launch = PlanParams(starts_per_window=200)
    nothing_else = replace(every_launch, threat=ThreatParams(background_meur=0.0))

    usual, bare = (
        compile_picture(picture, params) for params in (every_launch, nothing_else)
    )

    assert usual.threats.route_weight[0, -1] > 1e-3
    assert abs(bare.threats.route_weight[0, -1]) < 1e-12
    looks = {
        key: figure[-1]
        for key, figure in figures(usual).items()
        if key in figures(bare)
    }
    assert len(looks) > 2
    for key, figure in figures(bare).items():
        assert figure[-1] == pytest.approx(looks[key])


# ------------------------------------------------------------------- weights, constants


def test_a_pinned_track_is_shot_at_after_the_look_with_what_is_left() -> None:
    """Its weight is the survival of its pins; options begin at their last look."""
    picture = with_pins_and_shown()
    compiled = compile_picture(picture, PlanParams())
    row = [track.id for track in compiled.tracks].index(TrackId("T1"))
    own = compiled.problem.options.track == row

    assert compiled.problem.weight[row] == pytest.approx(0.2)
    # Assessed 22 s from now: the first slot at or after that is number 3.
    assert compiled.problem.options.launch[own].min() >= 3


def test_forecast_tracks_come_last_and_weigh_their_chance() -> None:
    """Launched at when they are there, not before."""
    compiled = compile_picture(with_forecast(), PlanParams())
    ghosts = compiled.problem.weight[compiled.live_count :]

    assert ghosts.tolist() == [0.25, 0.5, 0.75]
    options = compiled.problem.options
    assert options.launch[options.track >= compiled.live_count].min() >= 30


def test_threats_that_may_not_be_engaged_leak_into_the_constant() -> None:
    """They are no rows of the problem, but their value counts in full."""
    stale = hostile("T2", measured_at_s=NOW_S - 100.0)
    friend_like = replace(hostile("T3"), civil=True)
    picture = replace(one_track_one_unit(), tracks=(hostile("T1"), stale, friend_like))

    compiled = compile_picture(picture, PlanParams())

    assert [track.id for track in compiled.idle] == ["T2"]
    assert compiled.problem.constant == pytest.approx(compiled.threats.value_meur[1])
    assert {(t.id, why) for t, why in compiled.refused} == {
        ("T2", ReasonCode.STALE),
        ("T3", ReasonCode.CIVIL),
    }


SHOWN = ShownShot(
    track=TRACK.id,
    fire_unit=UNIT.id,
    interceptor_type=ROUND.id,
    salvo_size=1,
    launch_s=NOW_S + 40.0,
)


def kept(*shown: ShownShot, **changes: float) -> tuple[list[int], float, float]:
    """Launches of the options that keep a shown shot, the most kept, the constant."""
    params = replace(PARAMS, change_cost_meur=0.5, starts_per_window=100)
    params = replace(params, **changes)  # type: ignore[arg-type]  # named fields
    problem = compile_picture(replace(PICTURE, shown=shown), params).problem
    options = problem.options
    chosen = np.flatnonzero(options.keep)
    return (
        sorted(set(options.launch[chosen].tolist())),
        float(options.keep.max()),
        problem.constant,
    )


def test_a_shown_shot_is_kept_by_launches_within_the_tolerance() -> None:
    """Forty seconds from now, thirty to either side; its cost is in the constant."""
    launches, most, constant = kept(SHOWN)

    assert launches == [1, 2, 3, 4, 5, 6, 7]
    assert (most, constant) == (0.5, 0.5)


def test_a_tolerance_of_nothing_still_forgives_a_microsecond() -> None:
    """Absolute seconds are no finer than that."""
    almost = replace(SHOWN, launch_s=NOW_S + 40.0 + 4e-7)

    assert kept(almost, change_tolerance_s=0.0)[0] == [4]


def test_one_launch_may_keep_several_shown_shots() -> None:
    """Two of them on screen, ten seconds apart: both count, and both are kept."""
    launches, most, constant = kept(SHOWN, replace(SHOWN, launch_s=NOW_S + 50.0))

    assert launches == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (most, constant) == (1.0, 1.0)


@pytest.mark.parametrize(
    "shown",
    [
        replace(SHOWN, fire_unit=FireUnitId("other")),
        replace(SHOWN, salvo_size=3),
        replace(SHOWN, launch_s=NOW_S + 5_000.0),
    ],
)
def test_a_shown_shot_that_cannot_be_kept_costs_in_any_case(shown: ShownShot) -> None:
    """By another unit, in another salvo, at another time."""
    launches, most, constant = kept(shown)

    assert (launches, most, constant) == ([], 0.0, 0.5)


def test_a_shown_shot_at_a_track_that_is_gone_costs_nothing() -> None:
    """Nor does one at a pinned track: it has become an order."""
    assert kept(replace(SHOWN, track=TrackId("gone")))[2] == 0.0
    pinned = replace(with_pins_and_shown(), shown=())
    shown = replace(SHOWN, track=TrackId("T1"), fire_unit=FireUnitId("missile"))
    compiled = compile_picture(
        replace(pinned, shown=(replace(shown, interceptor_type=MISSILE.id),)),
        PlanParams(),
    )
    assert compiled.shown_cost == 0.0


# ------------------------------------------------------------------- capacity


PIN = PinnedEngagement(
    track=TrackId("T1"),
    fire_unit=FireUnitId("U1"),
    interceptor_type=MISSILE.id,
    salvo_size=1,
    launch_s=NOW_S + 15.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 60.0,
    pk=0.5,
    authorised_by="Maj Bondar",
)


def pinned_picture(pin: PinnedEngagement, **magazine: float) -> Picture:
    """One unit with four rounds, and one engagement pinned."""
    base = one_track_one_unit()
    unit = base.fire_units[0]
    changed = replace(unit.magazines[0], **magazine)  # type: ignore[arg-type]
    return replace(
        base,
        fire_units=(replace(unit, magazines=(changed,)),),
        control=replace(FREE, pinned=(pin,)),
    )


@pytest.mark.parametrize(
    ("launch_s", "assessed_s", "busy"),
    [
        (15.0, 60.0, [1, 2, 3, 4, 5]),
        (10.0, 61.0, [1, 2, 3, 4, 5, 6]),
        (-25.0, 20.0, [0, 1]),
        (-25.0, 0.0, []),
        (-25.0, -5.0, []),
        (1_795.0, 1_900.0, [179]),
    ],
)
def test_a_pin_occupies_the_slots_it_touches(
    launch_s: float, assessed_s: float, busy: list[int]
) -> None:
    """From its launch to its look, within the horizon."""
    pin = replace(
        PIN,
        launch_s=NOW_S + launch_s,
        intercept_s=NOW_S + min(launch_s + 1.0, assessed_s),
        assessed_s=NOW_S + assessed_s,
        launched=launch_s < 0.0,
    )
    capacity = compile_picture(pinned_picture(pin), PlanParams()).problem.capacity

    assert np.flatnonzero(capacity.channels[0] == 1).tolist() == busy
    assert set(capacity.channels[0].tolist()) <= {1, 2}


def test_a_pin_of_the_grid_occupies_its_own_slots() -> None:
    """Absolute seconds are rounded, which puts nothing into the slot before."""
    params, slot_s = PlanParams(slot_s=7.3), 7.3
    for slot in range(2, 60):
        pin = replace(
            PIN,
            launch_s=NOW_S + slot * slot_s,
            intercept_s=NOW_S + (slot + 1) * slot_s,
            assessed_s=NOW_S + (slot + 3) * slot_s,
        )
        picture = pinned_picture(pin, rounds_stored=2, reload_time_s=14.0)
        capacity = compile_picture(picture, params).problem.capacity

        busy = np.flatnonzero(capacity.channels[0] == 1).tolist()
        assert busy == [slot, slot + 1, slot + 2]
        assert np.flatnonzero(capacity.rails[0] == 3).tolist() == [slot, slot + 1]


def test_rounds_alone_bind_where_nothing_is_stored() -> None:
    """No row of rails without stored rounds, without reloading, or without rounds."""
    stored = pinned_picture(PIN, rounds_stored=2)
    assert compile_picture(stored, PlanParams()).problem.capacity.rail_row[0] == -1
    bare = pinned_picture(PIN, reload_time_s=60.0)
    assert compile_picture(bare, PlanParams()).problem.capacity.rail_row[0] == -1
    jammer = replace(
        jammer_unit("U"),
        magazines=(
            Magazine(
                interceptor_type=JAMMER.id,
                rounds_ready=1,
                rounds_stored=1,
                reload_time_s=60.0,
            ),
        ),
    )
    picture = replace(one_track_one_unit(), fire_units=(jammer,))
    assert compile_picture(picture, PlanParams()).problem.capacity.rail_row[0] == -1


def test_a_pinned_round_empties_its_rail_until_it_is_loaded_again() -> None:
    """Launched in slot 1, and sixty-five seconds are seven slots."""
    picture = pinned_picture(PIN, rounds_stored=2, reload_time_s=65.0)
    capacity = compile_picture(picture, PlanParams()).problem.capacity

    assert capacity.rail_row.tolist() == [0]
    assert capacity.reload_slots.tolist() == [7]
    assert np.flatnonzero(capacity.rails[0] == 3).tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert capacity.mount_rounds.tolist() == [5]


def test_empty_rails_are_being_loaded() -> None:
    """Four of six have a round; the others have one after sixty-five seconds."""
    picture = pinned_picture(
        replace(PIN, launched=True), rounds_stored=2, reload_time_s=65.0, rails=6
    )
    capacity = compile_picture(picture, PlanParams()).problem.capacity

    assert np.flatnonzero(capacity.rails[0] == 4).tolist() == [*range(7)]
    assert set(capacity.rails[0, 7:].tolist()) == {6}


@pytest.mark.parametrize(("reload_time_s", "first"), [(0.0, 2), (60.0, 6), (61.0, 7)])
def test_with_stored_rounds_only_the_first_launch_waits_for_the_loading(
    reload_time_s: float, first: int
) -> None:
    """Or for the reaction time, twelve seconds, if that is longer."""
    base = one_track_one_unit()
    unit = base.fire_units[0]
    stored = replace(
        unit.magazines[0],
        rounds_ready=0,
        rounds_stored=8,
        reload_time_s=reload_time_s,
    )
    near = replace(base.tracks[0], position=Position(0.0, 20_000.0, 800.0))
    picture = replace(
        base, tracks=(near,), fire_units=(replace(unit, magazines=(stored,)),)
    )

    problem = compile_picture(picture, PlanParams()).problem

    assert problem.options.launch.min() == first


def test_more_pins_than_channels_leave_nothing_and_never_less() -> None:
    """What they exceed is not held against the plan."""
    picture = pinned_picture(PIN)
    pins = tuple(replace(PIN, track=TrackId(f"X{n}"), launched=True) for n in range(5))
    picture = replace(picture, control=replace(FREE, pinned=pins))

    capacity = compile_picture(picture, PlanParams()).problem.capacity

    assert capacity.channels.min() == 0


def test_every_position_is_a_station_with_its_own_rows() -> None:
    """A gun group that may drive: two stations of one unit, two mounts, two rails."""
    picture = replace(one_track_one_unit(), fire_units=(gun_group("U"),))
    capacity = compile_picture(picture, PlanParams()).problem.capacity

    assert capacity.station_unit.tolist() == [0, 0]
    assert capacity.mount_station.tolist() == [0, 1]
    assert capacity.rail_row.tolist() == [0, 1]
    assert capacity.channels.shape == (2, 180)


def test_an_empty_picture_is_an_empty_problem() -> None:
    """No tracks, no units, no types, no assets."""
    picture = replace(
        one_track_one_unit(), tracks=(), fire_units=(), interceptor_types=(), assets=()
    )
    problem = compile_picture(picture, PlanParams()).problem

    assert (problem.track_count, problem.option_count, problem.constant) == (0, 0, 0.0)

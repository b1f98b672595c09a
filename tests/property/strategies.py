"""Everything that the property tests draw, in one place."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from tests import pictures, problems
from tests.pictures import NOW_S
from zaslin.assignment.problem import Problem
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import DefendedAsset, EffectorKind, FireUnit
from zaslin.domain.ids import CURRENT_POSITION, TrackId, ZoneId
from zaslin.domain.params import PlanParams, ThreatParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.space import Position
from zaslin.domain.track import Crew, StandardIdentity, Track

seeds = st.integers(0, 2**32 - 1)
chances = st.floats(0.0, 1.0).map(lambda p: round(p, 3))
money = st.floats(0.0, 3.0).map(lambda p: round(p, 3))


@st.composite
def choices(
    draw: st.DrawFn, *, track: int, mounts: int, most_shots: int
) -> problems.Choice:
    """One option of a track, launched in the first half of the slots.

    A salvo fits into a stage: the compiler offers no other.
    """
    launch = draw(st.integers(0, problems.SLOTS // 2))
    return problems.Choice(
        track=track,
        mount=draw(st.integers(0, mounts - 1)),
        launch=launch,
        end=launch + draw(st.integers(1, problems.SLOTS // 2 + 3)),
        p_kill=draw(chances),
        salvo=draw(st.integers(1, min(2, most_shots))),
        money=draw(money),
        debris=draw(st.sampled_from([0.0, 0.0, 0.3])),
        keep=draw(st.sampled_from([0.0, 0.0, 0.0, 0.1])),
        soft=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def tiny_problems(
    draw: st.DrawFn,
    *,
    max_tracks: int = 3,
    max_options: int = 7,
    with_shown: bool = True,
) -> Problem:
    """A few tracks and mounts; units with two mounts, two stations, rails."""
    mounts = draw(st.integers(1, 4))
    station = draw(st.lists(st.integers(0, 2), min_size=mounts, max_size=mounts))
    stations = sorted(set(station))
    mount_station = [stations.index(each) for each in station]
    unit = draw(st.lists(st.integers(0, 1), min_size=3, max_size=3))
    units = sorted({unit[s] for s in range(len(stations))})
    tracks = draw(st.integers(1, max_tracks))
    most_shots = draw(st.integers(1, 3))
    listed = [
        each
        for j in range(tracks)
        for each in draw(
            st.lists(
                choices(track=j, mounts=mounts, most_shots=most_shots),
                max_size=max_options,
            )
        )
    ]
    if not with_shown:
        listed = [replace(each, keep=0.0) for each in listed]
    has_rails = draw(st.booleans())
    return problems.problem_of(
        listed,
        value=draw(
            st.lists(money.map(lambda m: 5 * m), min_size=tracks, max_size=tracks)
        ),
        weight=[
            1.0 if any(c.keep > 0.0 for c in listed if c.track == j) else draw(chances)
            for j in range(tracks)
        ],
        rounds=draw(st.lists(st.integers(0, 3), min_size=mounts, max_size=mounts)),
        mount_station=mount_station,
        station_unit=[units.index(unit[s]) for s in range(len(stations))],
        channels=draw(
            st.lists(st.integers(0, 2), min_size=len(stations), max_size=len(stations))
        ),
        rails=[problems.Rail(mount=0, rails=1, reload_slots=4)] if has_rails else (),
        constant=draw(money),
        most_shots=most_shots,
    )


@st.composite
def tiny_pictures(draw: st.DrawFn, *, tracks: int = 6, units: int = 4) -> Picture:
    """A random picture with everything that makes planning hard, in small numbers."""
    picture = pictures.random_picture(
        draw(seeds),
        tracks=draw(st.integers(0, tracks)),
        units=draw(st.integers(0, units)),
        assets=draw(st.integers(0, 4)),
        forecast=draw(st.integers(0, 2)),
        pins=draw(st.integers(0, 3)),
        shown=draw(st.integers(0, 3)),
        share=pictures.Share(control=0.6),
    )
    pinned = tuple(draw(elsewhere(picture, pin)) for pin in picture.control.pinned)
    return replace(
        picture,
        control=replace(picture.control, pinned=pinned),
        fire_units=tuple(draw(husbanded(unit)) for unit in picture.fire_units),
    )


@st.composite
def husbanded(draw: st.DrawFn, unit: FireUnit) -> FireUnit:
    """The unit with rounds that are worth something later, or as it is."""
    saved_meur = draw(st.sampled_from([0.0, 0.0, 0.3, 5.0]))
    magazines = tuple(
        replace(magazine, saved_value_meur=saved_meur) for magazine in unit.magazines
    )
    return replace(unit, magazines=magazines)


@st.composite
def elsewhere(
    draw: st.DrawFn, picture: Picture, pin: PinnedEngagement
) -> PinnedEngagement:
    """The pin from any position of its unit, and to a stated place or to none."""
    unit = next(unit for unit in picture.fire_units if unit.id == pin.fire_unit)
    places = [CURRENT_POSITION, *(place.id for place in unit.prepared_positions)]
    metres = st.integers(-20_000, 20_000).map(float)
    at = st.builds(Position, metres, metres, st.sampled_from([100.0, 900.0]))
    return replace(
        pin, position=draw(st.sampled_from(places)), intercept_at=draw(st.none() | at)
    )


@st.composite
def plan_params(draw: st.DrawFn) -> PlanParams:
    """Any way to plan that ends within a blink on a tiny picture."""
    return PlanParams(
        slot_s=draw(st.sampled_from([2.5, 7.3, 10.0, 20.0])),
        horizon_s=draw(st.sampled_from([60.0, 600.0, 1_800.0])),
        starts_per_window=draw(st.integers(1, 8)),
        pk_point=draw(chances),
        least_p_kill=draw(st.sampled_from([0.0, 0.02, 0.5])),
        max_shots_per_stage=draw(st.integers(1, 3)),
        commit_horizon_s=draw(st.sampled_from([0.0, 60.0, 3_600.0])),
        stale_after_s=draw(st.sampled_from([0.0, 15.0, 60.0, 86_400.0])),
        change_cost_meur=draw(st.sampled_from([0.0, 0.05, 5.0])),
        change_tolerance_s=draw(st.sampled_from([0.0, 30.0])),
        rounds_weight=draw(st.sampled_from([0.0, 1.0, 4.0])),
        debris_weight=draw(st.sampled_from([0.0, 1.0, 4.0])),
        price_steps=draw(st.sampled_from([0, 10, 40])),
        sweeps=draw(st.integers(0, 2)),
        ruin_rounds=draw(st.sampled_from([0, 20])),
        threat=ThreatParams(
            background_meur=draw(st.sampled_from([0.0, 0.2, 100.0])),
            route_count=draw(st.integers(0, 4)),
        ),
    )


areas = st.builds(
    lambda east, north, half: pictures.square(east, north, half_m=half),
    st.floats(-15_000.0, 15_000.0),
    st.floats(-15_000.0, 15_000.0),
    st.floats(500.0, 20_000.0),
)
statuses = st.sampled_from(WeaponsControlStatus)
kinds = st.sampled_from(EffectorKind)


@st.composite
def controls(draw: st.DrawFn, picture: Picture) -> Control:
    """Any control measures over the things of a picture, its pins among them."""
    orders = st.builds(
        WeaponsControlOrder,
        status=statuses,
        area=st.none() | areas,
        kind=st.none() | kinds,
    )
    types = [kind.id for kind in picture.interceptor_types]
    units = [unit.id for unit in picture.fire_units]
    reserves = st.builds(
        ReserveOrder,
        interceptor_type=st.sampled_from(types),
        rounds=st.integers(0, 4),
        fire_unit=st.sampled_from([None, *units]),
    )
    return Control(
        weapons_control=draw(statuses),
        orders=tuple(draw(st.lists(orders, max_size=2))),
        zones=tuple(draw(zones(number)) for number in range(draw(st.integers(0, 2)))),
        reserves=tuple(draw(st.lists(reserves, max_size=2))),
        priorities={
            asset.id: draw(st.sampled_from([0.0, 1.0, 100.0]))
            for asset in picture.assets
        },
        forbidden=tuple(
            ForbiddenPairing(
                track=track.id, fire_unit=draw(st.sampled_from([None, *units]))
            )
            for track in picture.tracks[: draw(st.integers(0, 2))]
        ),
        pinned=picture.control.pinned,
    )


@st.composite
def zones(draw: st.DrawFn, number: int) -> NoEngagementZone:
    """A zone somewhere, over some heights, for a while, for some weapon classes."""
    floor_m = draw(st.sampled_from([-500.0, 500.0, 3_000.0]))
    from_s = NOW_S + draw(st.integers(-100, 600))
    return NoEngagementZone(
        id=ZoneId(f"zone {number}"),
        area=draw(areas),
        floor_m=floor_m,
        ceiling_m=floor_m + draw(st.sampled_from([200.0, 20_000.0])),
        active_from_s=from_s,
        active_until_s=from_s + draw(st.integers(0, 900)),
        kinds=draw(st.frozensets(kinds, max_size=2)),
    )


@st.composite
def hemmed_in(draw: st.DrawFn) -> Picture:
    """Mobile units with much to do between many zones and orders over areas.

    Zones begin and end when shots are launched, and orders lie over units as well.
    """
    picture = pictures.random_picture(
        draw(seeds),
        tracks=draw(st.integers(1, 8)),
        units=draw(st.integers(1, 4)),
        forecast=draw(st.integers(0, 1)),
        share=pictures.Share(mobile=0.9, sector=0.1, control=0.0),
    )
    places = [unit.position for unit in picture.fire_units]
    near = st.builds(
        lambda place, half: pictures.square(place.east_m, place.north_m, half_m=half),
        st.sampled_from(places),
        st.floats(100.0, 3_000.0),
    )
    orders = st.builds(
        WeaponsControlOrder,
        status=statuses,
        area=areas | near,
        kind=st.none() | kinds,
    )
    rng = np.random.default_rng(draw(seeds))
    slot_s = draw(st.sampled_from([7.3, 10.0]))
    small = tuple(
        small_zone(rng, f"zone {each}", slot_s)
        for each in range(draw(st.integers(0, 30)))
    )
    control = replace(
        pictures.FREE,
        orders=tuple(draw(st.lists(orders, max_size=3))),
        zones=small,
    )
    return replace(picture, control=control)


def small_zone(rng: np.random.Generator, name: str, slot_s: float) -> NoEngagementZone:
    """A zone that rounds can pass by, always active or from one slot to another."""
    east_m, north_m = rng.uniform(-15_000.0, 15_000.0, 2).tolist()
    half_m = float(rng.uniform(150.0, 1_500.0))
    zone = NoEngagementZone(
        id=ZoneId(name),
        area=pictures.square(east_m, north_m, half_m=half_m),
        floor_m=(-500.0, 400.0)[int(rng.integers(2))],
    )
    if rng.random() < 0.5:
        return zone
    first, last = sorted(rng.integers(0, 60, 2).tolist())
    return replace(
        zone,
        active_from_s=NOW_S + slot_s * first,
        active_until_s=NOW_S + slot_s * last,
    )


def not_engageable(track: Track) -> tuple[Track, ...]:
    """The track once for every reason never to engage it, each under its own name."""
    return tuple(
        replace(changed, id=TrackId(f"{track.id} {name}"))
        for name, changed in (
            ("civil", replace(track, civil=True)),
            ("crewed", replace(track, crew=Crew.CREWED)),
            ("possibly crewed", replace(track, crew=Crew.POSSIBLY_CREWED)),
            *(
                (identity.value, replace(track, identity=identity))
                for identity in StandardIdentity
                if identity is not StandardIdentity.HOSTILE
            ),
            ("nobody's", replace(track, identification=None)),
            (
                "lapsed",
                replace(track, identification=pictures.identification(expires_s=NOW_S)),
            ),
        )
    )


@st.composite
def tempting_pictures(draw: st.DrawFn) -> Picture:
    """Tracks that must not be engaged, worth it, in reach, pinned and shown."""
    picture = draw(tiny_pictures(tracks=3))
    forbidden = not_engageable(
        pictures.hostile(
            "X",
            east_m=draw(st.floats(-6_000.0, 6_000.0)),
            north_m=draw(st.floats(4_000.0, 12_000.0)),
        )
    )
    near = replace(
        picture,
        tracks=(*picture.tracks, *forbidden),
        fire_units=(*picture.fire_units, pictures.missile_unit("near")),
        assets=(*picture.assets, pictures.asset("worth", value_meur=500.0)),
    )
    unit, chosen = near.fire_units[-1], draw(st.sampled_from(forbidden))
    pin = PinnedEngagement(
        track=chosen.id,
        fire_unit=unit.id,
        interceptor_type=unit.magazines[0].interceptor_type,
        salvo_size=1,
        launch_s=NOW_S + 20.0,
        intercept_s=NOW_S + 40.0,
        assessed_s=NOW_S + 50.0,
        pk=0.9,
        authorised_by="Maj Bondar",
    )
    shown = ShownShot(
        track=draw(st.sampled_from(forbidden)).id,
        fire_unit=unit.id,
        interceptor_type=unit.magazines[0].interceptor_type,
        salvo_size=1,
        launch_s=NOW_S + 20.0,
    )
    control = replace(near.control, pinned=(*near.control.pinned, pin))
    near = replace(near, control=control, shown=(*near.shown, shown))
    if draw(st.booleans()):
        near = replace(near, control=draw(controls(near)))
    return near


@st.composite
def crowded(draw: st.DrawFn) -> Picture:
    """A picture in which many things stand where another one stands."""
    picture = draw(tiny_pictures())
    picture = replace(picture, shown=(), control=replace(picture.control, pinned=()))
    tracks: list[Track] = []
    for track in picture.tracks:
        same, as_before = {}, draw(st.booleans())
        if tracks and as_before:
            for name in ("position", "velocity", "measured_at_s"):
                same[name] = getattr(tracks[-1], name)
            # Twins in every respect have nothing but their names.
            same["position_sigma_m"] = tracks[-1].position_sigma_m + 1.0
        tracks.append(replace(track, **same))
    units: list[FireUnit] = []
    for unit in picture.fire_units:
        same, as_before = {}, draw(st.booleans())
        if units and as_before:
            for name in ("position", "ready_at_s"):
                same[name] = getattr(units[-1], name)
        units.append(replace(unit, **same))
    assets: list[DefendedAsset] = []
    for asset in picture.assets:
        as_before = draw(st.booleans())
        place = assets[-1].position if assets and as_before else None
        assets.append(replace(asset, position=place or asset.position))
    return replace(
        picture, tracks=tuple(tracks), fire_units=tuple(units), assets=tuple(assets)
    )

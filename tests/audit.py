"""What no plan may do, counted directly from picture and plan.

Cruder than the checker on purpose: no formula of a shot is computed again, only what
a person with the picture in one hand and the plan in the other could count.
Each function raises ``AssertionError`` with what it found.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zaslin.domain.control import (
    NoEngagementZone,
    PinnedEngagement,
    WeaponsControlStatus,
)
from zaslin.domain.defence import FireUnit, InterceptorType
from zaslin.domain.ids import CURRENT_POSITION, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Shot
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Area, Position
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity

HOLD = WeaponsControlStatus.HOLD
_CERTAIN = 1.0 - 1e-9


def audit(picture: Picture, params: PlanParams, plan: Plan) -> None:
    """All of this module at once."""
    no_better_plan_was_rejected(plan)
    only_hostile_tracks_are_engaged(picture, params, plan)
    nothing_is_launched_under_hold(picture, plan)
    nothing_is_launched_in_doubt(picture, plan)
    nobody_is_in_two_places(plan)
    pins_at_others_are_withdrawn(picture, plan)
    nothing_forbidden_is_launched(picture, plan)
    no_round_passes_a_zone(picture, plan)
    certain_rounds_are_there(picture, plan)
    certain_channels_are_free(picture, params, plan)
    launches_are_possible(picture, params, plan)
    nobody_counts_on_what_is_over(picture, plan)
    orders_are_withdrawn_that_were_missed(picture, plan)
    orders_that_stand_can_be_carried_out(picture, plan)
    nobody_leaves_before_a_standing_order(picture, plan)
    nobody_is_held_back_without_a_hold(picture, plan)


def no_better_plan_was_rejected(plan: Plan) -> None:
    """The floor comes back if a better plan fails its check: safe, but a defect."""
    assert "rejected" not in plan.method, plan.method


def everything_named(plan: Plan) -> Iterator[TrackId]:
    """Every live track at which the plan shoots or offers to shoot."""
    yield from (shot.track for shot in plan.shots)
    yield from (line.shot.track for line in plan.recommendations)


def only_hostile_tracks_are_engaged(
    picture: Picture, params: PlanParams, plan: Plan
) -> None:
    """Uncrewed, not civil, declared hostile by somebody, lately, and seen lately."""
    tracks = {track.id: track for track in picture.tracks}
    for name in everything_named(plan):
        track = tracks[name]
        assert not track.civil, f"{name} is civil"
        assert track.crew is Crew.UNCREWED, f"{name} is {track.crew}"
        assert track.identity is StandardIdentity.HOSTILE, f"{name}: {track.identity}"
        assert track.identification is not None, f"nobody identified {name}"
        assert track.identification.expires_s > picture.now_s, f"{name}: has lapsed"
        age_s = abs(picture.now_s - track.measured_at_s)
        assert age_s <= params.stale_after_s, f"{name} is {age_s} s old"
    for shot in plan.shots:
        how = tracks[shot.track].identification
        assert how is not None
        assert shot.launch_s <= how.expires_s + 1e-5, f"{shot.track}: lapsed by then"
    ghosts = {ghost.track.id for ghost in picture.forecast}
    assert {shot.track for shot in plan.held_for_forecast} <= ghosts


def all_shots(plan: Plan) -> Iterator[Shot]:
    """Shots at live and at forecast tracks."""
    yield from plan.shots
    yield from plan.held_for_forecast


def nothing_is_launched_under_hold(picture: Picture, plan: Plan) -> None:
    """Neither under a general HOLD nor under one for the weapon class."""
    types = types_of(picture)
    held = {order.kind for order in picture.control.orders
            if order.status is HOLD and order.area is None}  # fmt: skip
    for shot in all_shots(plan):
        kind = types[shot.interceptor_type].kind
        assert picture.control.weapons_control is not HOLD, "weapons hold"
        assert not held & {None, kind}, f"{kind} on hold"


def nothing_is_launched_in_doubt(picture: Picture, plan: Plan) -> None:
    """Nothing under TIGHT at what is not positively identified, nor into an area."""
    types = types_of(picture)
    doubtful = {
        track.id
        for track in picture.tracks
        if track.identification is None
        or track.identification.method is not IdentificationMethod.POSITIVE
    }
    for shot in all_shots(plan):
        start, at = place_of(picture, shot), shot.intercept_at
        binding = [picture.control.weapons_control]
        for order in picture.control.orders:
            if order.kind not in (None, types[shot.interceptor_type].kind):
                continue
            if order.area is None or any(
                surrounds(order.area, (place.east_m, place.north_m))
                for place in (start, at)
            ):
                binding.append(order.status)
        assert HOLD not in binding, f"{shot.fire_unit} at {shot.track}: hold"
        tight = WeaponsControlStatus.TIGHT in binding
        assert not (tight and shot.track in doubtful), f"{shot.track} is in doubt"


def nobody_is_in_two_places(plan: Plan) -> None:
    """All shots of a unit come from one place."""
    places = {(shot.fire_unit, shot.position) for shot in all_shots(plan)}
    assert len(places) == len({unit for unit, _ in places}), sorted(places)


def pins_at_others_are_withdrawn(picture: Picture, plan: Plan) -> None:
    """What was authorised at what is not hostile is shown as withdrawn."""
    hostile = {
        track.id
        for track in picture.tracks
        if track.identity is StandardIdentity.HOSTILE and track.crew is Crew.UNCREWED
    }
    withdrawn = {(each.track, each.fire_unit) for each in plan.withdrawn}
    for pin in picture.control.pinned:
        if pin.launched and pin.assessed_s <= picture.now_s + 1e-5:
            continue
        stands = pin.track in hostile or (pin.track, pin.fire_unit) in withdrawn
        assert stands, f"{pin.track} is not hostile, and {pin.fire_unit} engages it"


def nothing_forbidden_is_launched(picture: Picture, plan: Plan) -> None:
    """A person's refusal of a pairing stands."""
    for shot in all_shots(plan):
        for pairing in picture.control.forbidden:
            assert not (
                pairing.track == shot.track
                and pairing.fire_unit in (None, shot.fire_unit)
                and pairing.interceptor_type in (None, shot.interceptor_type)
            ), f"{shot.fire_unit} at {shot.track} was refused"


def no_round_passes_a_zone(picture: Picture, plan: Plan) -> None:
    """A hundred points on the round's way, none in an active no-engagement zone."""
    types = types_of(picture)
    for shot in all_shots(plan):
        start = place_of(picture, shot)
        for zone in picture.control.zones:
            if zone.kinds and types[shot.interceptor_type].kind not in zone.kinds:
                continue
            if not _is_active_between(zone, shot, start, shot.intercept_at):
                continue
            entered = passes(zone.area, start, shot.intercept_at)
            assert not entered, f"{shot.fire_unit}: {zone.id}"


def passes(area: Area, start: Position, end: Position) -> bool:
    """Whether one of a hundred points on the way lies in an area."""
    for step in range(101):
        share = step / 100
        point = (
            start.east_m + share * (end.east_m - start.east_m),
            start.north_m + share * (end.north_m - start.north_m),
        )
        if surrounds(area, point):
            return True
    return False


def _is_active_between(
    zone: NoEngagementZone,
    engagement: Shot | PinnedEngagement,
    start: Position,
    end: Position,
) -> bool:
    """Whether the zone is in force for more of the flight than rounding is."""
    heights = (start.altitude_m, end.altitude_m)
    return (
        min(heights) <= zone.ceiling_m
        and max(heights) >= zone.floor_m
        and engagement.launch_s <= zone.active_until_s - 1e-5
        and engagement.intercept_s >= zone.active_from_s + 1e-5
    )


def surrounds(area: Area, point: tuple[float, float]) -> bool:
    """Whether the outline winds around the point, by summing up angles."""
    turned = 0.0
    corners = [(e - point[0], n - point[1]) for e, n in area.vertices_m]
    for (e1, n1), (e2, n2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        turned += math.atan2(e1 * n2 - n1 * e2, e1 * e2 + n1 * n2)
    return abs(turned) > math.pi


def certain_rounds_are_there(picture: Picture, plan: Plan) -> None:
    """Rounds that are launched whatever happens, against stock and every reserve."""
    for unit in picture.fire_units:
        for magazine in unit.magazines:
            name = magazine.interceptor_type
            if not types_of(picture)[name].spends_rounds:
                continue
            spent = sum(
                shot.salvo_size
                for shot in certain(plan)
                if (shot.fire_unit, shot.interceptor_type) == (unit.id, name)
            )
            kept = [magazine.min_reserve] + [
                order.rounds
                for order in picture.control.reserves
                if order.interceptor_type == name and order.fire_unit in (None, unit.id)
            ]
            stock = magazine.rounds_ready + magazine.rounds_stored
            assert spent <= max(0, stock - max(kept)), f"{name} at {unit.id}: {spent}"


def certain_channels_are_free(picture: Picture, params: PlanParams, plan: Plan) -> None:
    """Engagements that run for certain, and pinned ones in flight, slot by slot."""
    busy: dict[tuple[str, int], int] = defaultdict(int)
    shot_at = set()
    for shot in certain(plan):
        for slot in slots_of(picture, params, shot.launch_s, shot.assessed_s):
            busy[shot.fire_unit, slot] += 1
            shot_at.add((shot.fire_unit, slot))
    for pin in picture.control.pinned:
        if pin.launched:
            for slot in slots_of(picture, params, pin.launch_s, pin.assessed_s):
                busy[pin.fire_unit, slot] += 1
    channels = {str(unit.id): unit.channels for unit in picture.fire_units}
    for name, slot in shot_at:
        assert busy[name, slot] <= channels[name], f"{name}: {busy[name, slot]}"


def slots_of(
    picture: Picture, params: PlanParams, begin_s: float, end_s: float
) -> Iterable[int]:
    """Slots of the horizon that a span of time reaches into by more than rounding."""
    first = math.floor((begin_s - picture.now_s + 1e-5) / params.slot_s)
    last = math.ceil((end_s - picture.now_s - 1e-5) / params.slot_s)
    return range(max(0, first), min(params.slot_count, last))


def launches_are_possible(picture: Picture, params: PlanParams, plan: Plan) -> None:
    """Not before the unit is ready and has reacted, in range, and in time."""
    units = {unit.id: unit for unit in picture.fire_units}
    horizon_s = picture.now_s + params.horizon_s
    for shot in all_shots(plan):
        unit, kind = units[shot.fire_unit], types_of(picture)[shot.interceptor_type]
        start = place_of(picture, shot)
        ready_s = max(picture.now_s + unit.reaction_time_s, ready_at_s(picture, shot))
        assert ready_s - 1e-5 <= shot.launch_s < horizon_s, f"{unit.id}: too early"
        assert shot.launch_s <= shot.intercept_s <= shot.assessed_s
        away_m = math.dist(
            (start.east_m, start.north_m, start.altitude_m),
            (
                shot.intercept_at.east_m,
                shot.intercept_at.north_m,
                shot.intercept_at.altitude_m,
            ),
        )
        up_m = shot.intercept_at.altitude_m
        assert kind.min_altitude_m - 1e-3 <= up_m <= kind.max_altitude_m + 1e-3
        assert kind.min_range_m - 1e-3 <= away_m <= kind.max_range_m + 1e-3
        assert within_sector(picture, shot, start), f"{unit.id}: sector"


def nobody_counts_on_what_is_over(picture: Picture, plan: Plan) -> None:
    """A track whose pinned engagements are all over is shot at with all one's heart."""
    waited_for = {
        pin.track
        for pin in picture.control.pinned
        if not pin.launched or pin.assessed_s > picture.now_s
    }
    for shot in plan.shots:
        if shot.stage == 1 and shot.track not in waited_for:
            assert shot.p_needed > _CERTAIN, f"{shot.track}: counted as shot already"


def orders_are_withdrawn_that_were_missed(picture: Picture, plan: Plan) -> None:
    """Nothing is said to be launched that nobody saw leave."""
    for pin in picture.control.pinned:
        if not pin.launched and pin.launch_s < picture.now_s - 1e-5:
            assert is_withdrawn(plan, pin), f"{pin.fire_unit} has missed {pin.track}"


def orders_that_stand_can_be_carried_out(picture: Picture, plan: Plan) -> None:
    """Identified by then, rounds for all of them, no zone on the straight way."""
    tracks = {track.id: track for track in picture.tracks}
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for pin in picture.control.pinned:
        if pin.launched or is_withdrawn(plan, pin):
            continue
        track, start = tracks[pin.track], place_of(picture, pin)
        how = track.identification
        assert how is not None
        assert pin.launch_s <= how.expires_s + 1e-5, f"{pin.track}: lapsed by then"
        if types_of(picture)[pin.interceptor_type].spends_rounds:
            wanted[pin.fire_unit, pin.interceptor_type] += pin.salvo_size
        flown_s = max(0.0, pin.intercept_s - track.measured_at_s)
        end = pin.intercept_at or Position(
            track.position.east_m + flown_s * track.velocity.east_mps,
            track.position.north_m + flown_s * track.velocity.north_mps,
            track.position.altitude_m,
        )
        for zone in picture.control.zones:
            kind = types_of(picture)[pin.interceptor_type].kind
            if zone.kinds and kind not in zone.kinds:
                continue
            if not _is_active_between(zone, pin, start, end):
                continue
            assert not passes(zone.area, start, end), f"{pin.fire_unit}: {zone.id}"
    for unit in picture.fire_units:
        for magazine in unit.magazines:
            stock = magazine.rounds_ready + magazine.rounds_stored
            assert wanted[unit.id, magazine.interceptor_type] <= stock, unit.id


def nobody_leaves_before_a_standing_order(picture: Picture, plan: Plan) -> None:
    """A unit fights, and is said to stand, where it has been ordered to shoot from."""
    stated = {posture.fire_unit: posture.position for posture in plan.postures}
    for pin in picture.control.pinned:
        if pin.launched or is_withdrawn(plan, pin):
            continue
        there = stated.get(pin.fire_unit, CURRENT_POSITION)
        assert there == pin.position, f"{pin.fire_unit} goes to {there}"
        for shot in all_shots(plan):
            if shot.fire_unit == pin.fire_unit:
                assert shot.position == pin.position, f"{pin.fire_unit} is elsewhere"


def nobody_is_held_back_without_a_hold(picture: Picture, plan: Plan) -> None:
    """An order that is withdrawn by a HOLD is under one where it is launched."""
    control, types = picture.control, types_of(picture)
    for each in plan.withdrawn:
        if each.reason is not ReasonCode.WEAPONS_HOLD:
            continue
        assert control.weapons_control is HOLD or any(
            order.status is HOLD
            and order.kind in (None, types[pin.interceptor_type].kind)
            and (order.area is None or _covers(order.area, place_of(picture, pin)))
            for order in control.orders
            for pin in control.pinned
            if (pin.track, pin.fire_unit) == (each.track, each.fire_unit)
        ), f"{each.fire_unit} is under no hold"


def _covers(area: Area, place: Position) -> bool:
    return surrounds(area, (place.east_m, place.north_m))


def is_withdrawn(plan: Plan, pin: PinnedEngagement) -> bool:
    """Whether the plan names a pinned engagement as withdrawn."""
    return any(
        (each.track, each.fire_unit, each.launched)
        == (pin.track, pin.fire_unit, pin.launched)
        for each in plan.withdrawn
    )


def within_sector(picture: Picture, shot: Shot, start: Position) -> bool:
    """Whether the intercept lies in the sector of the place it is fired from."""
    unit = next(u for u in picture.fire_units if u.id == shot.fire_unit)
    sector = unit.sector
    for place in unit.prepared_positions:
        if place.id == shot.position:
            sector = place.sector
    if sector is None:
        return True
    bearing_rad = math.atan2(
        shot.intercept_at.east_m - start.east_m,
        shot.intercept_at.north_m - start.north_m,
    )
    off_rad = math.remainder(bearing_rad - sector.centre_rad, 2.0 * math.pi)
    return abs(off_rad) <= sector.width_rad / 2.0 + 1e-9


def certain(plan: Plan) -> Iterator[Shot]:
    """Shots that are launched whatever the looks show."""
    return (shot for shot in all_shots(plan) if shot.p_needed > _CERTAIN)


def types_of(picture: Picture) -> dict[str, InterceptorType]:
    """Interceptor types by id."""
    return {kind.id: kind for kind in picture.interceptor_types}


def place_of(picture: Picture, shot: Shot | PinnedEngagement) -> Position:
    """Where a shot is fired from."""
    return _places(_unit(picture, shot))[shot.position][0]


def ready_at_s(picture: Picture, shot: Shot) -> float:
    """When the unit is ready there."""
    unit = _unit(picture, shot)
    move_s = _places(unit)[shot.position][1]
    return unit.ready_at_s if move_s is None else picture.now_s + move_s


def _unit(picture: Picture, shot: Shot | PinnedEngagement) -> FireUnit:
    return next(unit for unit in picture.fire_units if unit.id == shot.fire_unit)


def _places(unit: FireUnit) -> dict[str, tuple[Position, float | None]]:
    """Positions of a unit with the time to be ready at each; None where it stands."""
    places: dict[str, tuple[Position, float | None]] = {
        place.id: (place.position, place.travel_time_s + unit.setup_time_s)
        for place in unit.prepared_positions
    }
    places[CURRENT_POSITION] = (unit.position, None)
    return places

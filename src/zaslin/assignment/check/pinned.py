"""Pinned engagements: which count, and which are withdrawn: sections 5 and 6."""

from collections.abc import Mapping
from typing import NamedTuple

from zaslin.assignment.check.geometry import contains, outline
from zaslin.assignment.check.measures import (
    HOLD,
    Passage,
    is_forbidden,
    measures_of,
    zone_broken,
)
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import EffectorKind, FireUnit
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position
from zaslin.domain.track import IdentificationMethod, Track

_MICROSECOND = 1e-6

Withdrawal = tuple[PinnedEngagement, ReasonCode | None]
"""A pinned engagement that is not live; no reason: its track is gone."""


class Sorted(NamedTuple):
    """Pinned engagements sorted out.

    ``pins`` take and do something; ``withdrawn`` are to be listed as such. A launched
    one may be both. ``bound`` is where each unit with ``pins`` has to fight from.
    """

    pins: tuple[PinnedEngagement, ...]
    withdrawn: tuple[Withdrawal, ...]
    bound: Mapping[FireUnitId, PositionId]


def sort_pinned(
    picture: Picture, reasons: Mapping[TrackId, ReasonCode | None]
) -> Sorted:
    """Those that take and do something, and those to be listed as withdrawn.

    ``reasons`` is what the hard filter says of each live track.
    """
    pins: list[PinnedEngagement] = []
    withdrawn: list[Withdrawal] = []
    stock = _stock(picture)
    in_turn = sorted(
        (
            pin
            for pin in picture.control.pinned
            if not pin.launched or pin.assessed_s - picture.now_s > _MICROSECOND
        ),
        key=lambda each: each.launch_s,
    )
    bound = {pin.fire_unit: pin.position for pin in in_turn if pin.launched}
    for pin in in_turn:
        live = pin.track in reasons
        reason = (reasons[pin.track] or _objection(picture, pin)) if live else None
        if live and reason is None and not pin.launched:
            reason = _shortage(stock, bound, pin)
        if not live or reason is not None:
            withdrawn.append((pin, reason))
        if pin.launched or (live and reason is None):
            pins.append(pin)
    return Sorted(tuple(pins), tuple(withdrawn), bound)


def _objection(picture: Picture, pin: PinnedEngagement) -> ReasonCode | None:
    """The first thing that speaks against a pinned engagement at a hostile track."""
    unit = next(each for each in picture.fire_units if each.id == pin.fire_unit)
    track = next(each for each in picture.tracks if each.id == pin.track)
    kind = next(
        each.kind
        for each in picture.interceptor_types
        if each.id == pin.interceptor_type
    )
    place = _standpoint(unit, pin)
    reason = _lateness(picture, pin) or _prohibition(picture, pin, kind, place)
    if reason is not None or pin.launched:
        return reason
    if (how := track.identification) and pin.launch_s - how.expires_s > _MICROSECOND:
        return ReasonCode.IDENTIFICATION_EXPIRED
    zones = measures_of(picture.control, kind, picture.now_s).zones
    if zone_broken(zones, _passage(picture, pin, place, track)) is not None:
        return ReasonCode.ZONE
    return None


def _passage(
    picture: Picture, pin: PinnedEngagement, place: Position, track: Track
) -> Passage:
    """The way from the station to the planned intercept, or where the track flies to.

    It is a microsecond shorter at either end, so that a zone that is left or entered
    at that very moment is not in the way.
    """
    flown_s = max(0.0, pin.intercept_s - track.measured_at_s)
    there = (
        track.position.east_m + track.velocity.east_mps * flown_s,
        track.position.north_m + track.velocity.north_mps * flown_s,
    )
    up_m = track.position.altitude_m
    if (planned := pin.intercept_at) is not None:
        there, up_m = (planned.east_m, planned.north_m), planned.altitude_m
    return Passage(
        station_m=(place.east_m, place.north_m),
        lowest_m=min(place.altitude_m, up_m),
        highest_m=max(place.altitude_m, up_m),
        launch_s=pin.launch_s - picture.now_s + _MICROSECOND,
        intercepts=((there, pin.intercept_s - picture.now_s - _MICROSECOND),),
    )


def _standpoint(unit: FireUnit, pin: PinnedEngagement) -> Position:
    """The place that a pinned engagement is launched from."""
    if pin.position == CURRENT_POSITION:
        return unit.position
    return next(
        each.position for each in unit.prepared_positions if each.id == pin.position
    )


def _stock(picture: Picture) -> dict[tuple[FireUnitId, InterceptorTypeId], int]:
    """Rounds of each magazine; none where a type that needs them has no magazine."""
    stock = {
        (unit.id, kind.id): 0
        for unit in picture.fire_units
        for kind in picture.interceptor_types
        if kind.spends_rounds
    }
    for unit in picture.fire_units:
        for magazine in unit.magazines:
            if (key := (unit.id, magazine.interceptor_type)) in stock:
                stock[key] = magazine.rounds_ready + magazine.rounds_stored
    return stock


def _shortage(
    stock: dict[tuple[FireUnitId, InterceptorTypeId], int],
    bound: dict[FireUnitId, PositionId],
    pin: PinnedEngagement,
) -> ReasonCode | None:
    """Take the unit and the rounds of a pinned engagement, if they are there."""
    if bound.get(pin.fire_unit) not in (None, pin.position):
        return ReasonCode.OTHER_POSITION
    key = pin.fire_unit, pin.interceptor_type
    if key in stock:
        if pin.salvo_size > stock[key]:
            return ReasonCode.NO_ROUNDS
        stock[key] -= pin.salvo_size
    bound[pin.fire_unit] = pin.position
    return None


def _lateness(picture: Picture, pin: PinnedEngagement) -> ReasonCode | None:
    """Whether the launch should have been reported by now."""
    if not pin.launched and picture.now_s - pin.launch_s > _MICROSECOND:
        return ReasonCode.ORDER_MISSED
    return None


def _prohibition(
    picture: Picture, pin: PinnedEngagement, kind: EffectorKind, place: Position
) -> ReasonCode | None:
    """Why a pinned engagement may no longer be launched from its place."""
    control = picture.control
    strictness = max(
        control.weapons_control.strictness,
        *(
            order.status.strictness
            for order in control.orders
            if order.kind in (None, kind)
            and (
                order.area is None
                or contains(outline(order.area), place.east_m, place.north_m)
            )
        ),
        0,
    )
    if strictness == HOLD:
        return ReasonCode.WEAPONS_HOLD
    track = next(each for each in picture.tracks if each.id == pin.track)
    how = track.identification
    if strictness > 0 and (how is None or how.method != IdentificationMethod.POSITIVE):
        return ReasonCode.WEAPONS_TIGHT
    if is_forbidden(control.forbidden, pin.track, pin.fire_unit, pin.interceptor_type):
        return ReasonCode.FORBIDDEN
    return None

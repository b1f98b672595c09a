"""Pinned engagements: which count, and which are withdrawn: sections 5 and 6."""

from collections.abc import Mapping

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
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import IdentificationMethod, Track

_MICROSECOND = 1e-6

Withdrawal = tuple[PinnedEngagement, ReasonCode | None]
"""A pinned engagement that is not live; no reason: its track is gone."""


def sort_pinned(
    picture: Picture, reasons: Mapping[TrackId, ReasonCode | None]
) -> tuple[tuple[PinnedEngagement, ...], tuple[Withdrawal, ...]]:
    """Those that take and do something, and those to be listed as withdrawn.

    ``reasons`` is what the hard filter says of each live track.
    A launched one may be both.
    """
    pins: list[PinnedEngagement] = []
    withdrawn: list[Withdrawal] = []
    stock = _stock(picture)
    in_turn = sorted(picture.control.pinned, key=lambda each: each.launch_s)
    for pin in in_turn:
        if pin.launched and pin.assessed_s - picture.now_s <= _MICROSECOND:
            continue
        live = pin.track in reasons
        reason = (reasons[pin.track] or _objection(picture, pin)) if live else None
        if live and reason is None and not pin.launched:
            reason = _shortage(stock, pin)
        if not live or reason is not None:
            withdrawn.append((pin, reason))
        if pin.launched or (live and reason is None):
            pins.append(pin)
    return tuple(pins), tuple(withdrawn)


def _objection(picture: Picture, pin: PinnedEngagement) -> ReasonCode | None:
    """The first thing that speaks against a pinned engagement at a hostile track."""
    unit = next(each for each in picture.fire_units if each.id == pin.fire_unit)
    track = next(each for each in picture.tracks if each.id == pin.track)
    kind = next(
        each.kind
        for each in picture.interceptor_types
        if each.id == pin.interceptor_type
    )
    reason = _lateness(picture, pin) or _prohibition(picture, pin, kind, unit)
    if reason is not None or pin.launched:
        return reason
    if (how := track.identification) and pin.launch_s - how.expires_s > _MICROSECOND:
        return ReasonCode.IDENTIFICATION_EXPIRED
    zones = measures_of(picture.control, kind, picture.now_s).zones
    if zone_broken(zones, _passage(picture, pin, unit, track)) is not None:
        return ReasonCode.ZONE
    return None


def _passage(
    picture: Picture, pin: PinnedEngagement, unit: FireUnit, track: Track
) -> Passage:
    """The way from the unit to where the track is at the intercept, flying on."""
    flown_s = max(0.0, pin.intercept_s - track.measured_at_s)
    there = (
        track.position.east_m + track.velocity.east_mps * flown_s,
        track.position.north_m + track.velocity.north_mps * flown_s,
    )
    heights_m = sorted((unit.position.altitude_m, track.position.altitude_m))
    return Passage(
        station_m=(unit.position.east_m, unit.position.north_m),
        lowest_m=heights_m[0],
        highest_m=heights_m[1],
        launch_s=pin.launch_s - picture.now_s,
        intercepts=((there, pin.intercept_s - picture.now_s),),
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
    stock: dict[tuple[FireUnitId, InterceptorTypeId], int], pin: PinnedEngagement
) -> ReasonCode | None:
    """Take the rounds of a pinned engagement, if they are there."""
    key = pin.fire_unit, pin.interceptor_type
    if key not in stock:
        return None
    if pin.salvo_size > stock[key]:
        return ReasonCode.NO_ROUNDS
    stock[key] -= pin.salvo_size
    return None


def _lateness(picture: Picture, pin: PinnedEngagement) -> ReasonCode | None:
    """Whether the launch should have been reported by now."""
    if not pin.launched and picture.now_s - pin.launch_s > _MICROSECOND:
        return ReasonCode.ORDER_MISSED
    return None


def _prohibition(
    picture: Picture, pin: PinnedEngagement, kind: EffectorKind, unit: FireUnit
) -> ReasonCode | None:
    """Why a pinned engagement may no longer be launched where its unit stands."""
    control = picture.control
    place = unit.position
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
    if is_forbidden(control.forbidden, pin.track, unit.id, pin.interceptor_type):
        return ReasonCode.FORBIDDEN
    return None

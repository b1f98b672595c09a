"""Pinned engagements: which count, and which are withdrawn: sections 5 and 6."""

from collections.abc import Mapping

from zaslin.assignment.check.geometry import contains, outline
from zaslin.assignment.check.measures import HOLD, is_forbidden
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import EffectorKind, FireUnit
from zaslin.domain.ids import TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import IdentificationMethod

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
    units = {unit.id: unit for unit in picture.fire_units}
    types = {kind.id: kind for kind in picture.interceptor_types}
    pins: list[PinnedEngagement] = []
    withdrawn: list[Withdrawal] = []
    for pin in picture.control.pinned:
        ahead_s = pin.assessed_s - picture.now_s
        if pin.launched and ahead_s <= _MICROSECOND:
            continue
        kind = types[pin.interceptor_type].kind
        if pin.track not in reasons:
            withdrawn.append((pin, None))
        elif (
            reason := reasons[pin.track]
            or _lateness(picture, pin)
            or _prohibition(picture, pin, kind, units[pin.fire_unit])
        ) is not None:
            withdrawn.append((pin, reason))
        else:
            pins.append(pin)
            continue
        if pin.launched:
            pins.append(pin)
    return tuple(pins), tuple(withdrawn)


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

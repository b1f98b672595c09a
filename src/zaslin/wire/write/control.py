"""Control measures into a document."""

from zaslin.domain.control import Control, NoEngagementZone, PinnedEngagement
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import control as wire
from zaslin.wire.form.scalar import AirPoint
from zaslin.wire.places import FOR_EVER_S, SINCE_EVER_S
from zaslin.wire.write.places import Place, corners, iso_time, places


def control_to_wire(frame: LocalFrame, control: Control) -> wire.Control:
    """All control measures of a picture."""
    planned = [pin.intercept_at for pin in control.pinned]
    at = iter(places(frame, [place for place in planned if place is not None]))
    return wire.Control(
        weapons_control=control.weapons_control,
        orders=tuple(
            wire.WeaponsControlOrder(
                status=order.status,
                polygon=None if order.area is None else corners(frame, order.area),
                kind=order.kind,
            )
            for order in control.orders
        ),
        zones=tuple(_zone(frame, zone) for zone in control.zones),
        reserves=tuple(
            wire.ReserveOrder(
                interceptor_type=order.interceptor_type,
                rounds=order.rounds,
                fire_unit=order.fire_unit,
            )
            for order in control.reserves
        ),
        priorities={str(name): each for name, each in control.priorities.items()},
        forbidden=tuple(
            wire.ForbiddenPairing(
                track=pair.track,
                fire_unit=pair.fire_unit,
                interceptor_type=pair.interceptor_type,
            )
            for pair in control.forbidden
        ),
        pinned=tuple(
            _pinned(pin, None if place is None else next(at))
            for pin, place in zip(control.pinned, planned, strict=True)
        ),
    )


def _zone(frame: LocalFrame, zone: NoEngagementZone) -> wire.NoEngagementZone:
    start_s, end_s = zone.active_from_s, zone.active_until_s
    return wire.NoEngagementZone(
        id=zone.id,
        polygon=corners(frame, zone.area),
        floor_m=zone.floor_m,
        ceiling_m=zone.ceiling_m,
        active_from=None if start_s == SINCE_EVER_S else iso_time(start_s),
        active_until=None if end_s == FOR_EVER_S else iso_time(end_s),
        # A set has no order; the document has one, always the same.
        kinds=tuple(sorted(zone.kinds)),
    )


def _pinned(pin: PinnedEngagement, at: Place | None) -> wire.PinnedEngagement:
    return wire.PinnedEngagement(
        track=pin.track,
        fire_unit=pin.fire_unit,
        interceptor_type=pin.interceptor_type,
        salvo_size=pin.salvo_size,
        launch=iso_time(pin.launch_s),
        intercept=iso_time(pin.intercept_s),
        assessed=iso_time(pin.assessed_s),
        pk=pin.pk,
        authorised_by=pin.authorised_by,
        launched=pin.launched,
        position=pin.position,
        intercept_at=None if at is None else AirPoint(**at._asdict()),
    )

"""The check of an order before it is given: section 6, without a plan around it."""

from collections.abc import Iterator
from dataclasses import replace

from zaslin.assignment.check.identity import refusal
from zaslin.assignment.check.pinned import Sorted, sort_pinned
from zaslin.assignment.check.violation import PlanRejected, Rule, Violation
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture


def check_order(picture: Picture, params: PlanParams, pin: PinnedEngagement) -> None:
    """Raise :class:`PlanRejected` unless an order stands beside those given already.

    ``picture`` is of now and holds those; ``pin`` is the order to be given.
    """
    faults = tuple(order_faults(picture, params, pin))
    if faults:
        raise PlanRejected(faults)


def order_faults(
    picture: Picture, params: PlanParams, pin: PinnedEngagement
) -> Iterator[Violation]:
    """What speaks against it: it would be withdrawn at once, or take another away."""
    small = _of_orders(picture, pin)
    control = replace(small.control, pinned=(*small.control.pinned, pin))
    before, after = (
        _sorted(small, params),
        _sorted(replace(small, control=control), params),
    )
    where = f"order of {pin.fire_unit} at {pin.track}"
    if pin not in after.pins or any(pin == gone for gone, _ in after.withdrawn):
        reason = dict(after.withdrawn).get(pin)
        yield Violation(Rule.PINNED, where, str(reason or "its track is gone"))
    if pin.launched:
        yield Violation(Rule.PINNED, where, "launched before it was ordered")
    for other in before.pins:
        if other not in after.pins:
            detail = f"takes away the order of {other.fire_unit} at {other.track}"
            yield Violation(Rule.PINNED, where, detail)


def _of_orders(picture: Picture, pin: PinnedEngagement) -> Picture:
    """The picture of what orders name: whatever else there is says nothing of them."""
    control = picture.control
    orders = (*control.pinned, pin)
    tracks = {each.track for each in orders}
    units = {each.fire_unit for each in orders}
    return replace(
        picture,
        tracks=tuple(each for each in picture.tracks if each.id in tracks),
        fire_units=tuple(each for each in picture.fire_units if each.id in units),
        control=replace(
            control,
            # A reserve is kept by plans; an order that stands was given above it.
            reserves=(),
            forbidden=tuple(
                each
                for each in control.forbidden
                if each.track in tracks
                and (each.fire_unit is None or each.fire_unit in units)
            ),
        ),
        forecast=(),
        shown=(),
    )


def _sorted(picture: Picture, params: PlanParams) -> Sorted:
    reasons = {
        track.id: refusal(track, picture.now_s, params.stale_after_s)
        for track in picture.tracks
    }
    return sort_pinned(picture, reasons)

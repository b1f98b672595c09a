"""A decided shot as an order: what it pins, and whether it stands beside the others."""

from collections.abc import Callable
from dataclasses import replace

from zaslin.assignment.check import PlanRejected
from zaslin.assignment.check.orders import check_order
from zaslin.assignment.pins import Pins, sort_pins
from zaslin.assignment.stations import stations_of
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.decision import Decision
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Recommendation
from zaslin.ops.amend import NoShot, amended
from zaslin.ops.lines import MICROSECOND_S
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.situation import Situation


def pin_of(line: Recommendation, by: str) -> PinnedEngagement:
    """What an order for the shot of a line pins."""
    shot = line.shot
    # A salvo's kill probability as that of one round, so that the pin's survival
    # (1 − pk)^salvo is the one that was planned.
    pk = 1.0 - (1.0 - shot.p_kill) ** (1.0 / shot.salvo_size)
    return PinnedEngagement(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
        intercept_s=shot.intercept_s,
        assessed_s=shot.assessed_s,
        pk=pk,
        authorised_by=by,
        position=shot.position,
        intercept_at=shot.intercept_at,
    )


def ordered_line(
    picture: Picture, params: PlanParams, line: Recommendation, decision: Decision
) -> Recommendation:
    """The line that is to be carried out: the one shown, or as a person amended it.

    Raises
    ------
    DecisionRefusedError
        If there is no such shot.
    """
    shot = decision.amended
    if shot is None:
        return line
    try:
        found = amended(
            picture,
            params,
            decision.track,
            shot.fire_unit,
            shot.interceptor_type,
            salvo_size=shot.salvo_size,
            position=shot.position,
            launch_s=shot.launch_s,
        )
    except (ValueError, PlanRejected) as error:
        raise DecisionRefusedError(
            f"amended shot of {shot.fire_unit} at {decision.track} is refused: "
            f"{error}; accepted: a shot that passes the independent check",
            "amended_refused",
        ) from None
    if isinstance(found, NoShot):
        raise DecisionRefusedError(
            f"there is no amended shot of {shot.fire_unit} at {decision.track} with "
            f"{shot.interceptor_type}: {found.text}; accepted: a shot that can be "
            "carried out",
            "no_such_shot",
            reason=found.reason,
        )
    return found


def accept_order(
    picture: Picture,
    params: PlanParams,
    situation: Situation,
    pin: PinnedEngagement,
    decided_at_s: float,
) -> None:
    """Raise :class:`DecisionRefusedError` for an order that cannot be carried out."""
    before = sort_pins(picture, params)
    _accept_standing(picture, params, pin, before)
    _accept_channel(situation, before, pin)
    _accept_in_time(picture, pin, before, decided_at_s)


def independent_check(
    picture: Picture, params: PlanParams, pin: PinnedEngagement
) -> Callable[[], None]:
    """The guard of an order: judged once more, by the checker, as it is committed."""

    def guard() -> None:
        try:
            check_order(picture, params, pin)
        except PlanRejected as rejected:
            raise DecisionRefusedError(
                f"shot of {pin.fire_unit} at {pin.track} fails the independent check: "
                f"{rejected}; accepted: a shot that passes it",
                "independent_check",
            ) from None

    return guard


def _accept_standing(
    picture: Picture, params: PlanParams, pin: PinnedEngagement, before: Pins
) -> None:
    """Refuse a shot that would be withdrawn at once, or would withdraw another one."""
    pinned = (*picture.control.pinned, pin)
    with_it = replace(picture, control=replace(picture.control, pinned=pinned))
    after = sort_pins(with_it, params)
    if pin not in after.spending:
        # Reasons come in the order of the pins, and this one is the last.
        raise DecisionRefusedError(
            f"shot of {pin.fire_unit} at {pin.track} cannot be carried out: "
            f"{after.withdrawn[-1].text}; accepted: a shot that still stands",
            "not_carried_out",
            reason=after.withdrawn[-1].reason,
        )
    for other in before.spending:
        if other not in after.spending:
            raise DecisionRefusedError(
                f"shot of {pin.fire_unit} at {pin.track} would take away the one at "
                f"{other.track} authorised by {other.authorised_by}; accepted: a shot "
                "beside those that stand",
                "displaces",
                track=other.track,
                by=other.authorised_by,
            )


def _accept_channel(situation: Situation, before: Pins, pin: PinnedEngagement) -> None:
    """Refuse a shot whose channel an amended one has taken since it was planned.

    Plans keep within the channels by themselves; an amended shot is not in the plan.
    """
    of_unit = [
        other
        for other in before.holding
        if other.fire_unit == pin.fire_unit
        and other.launch_s < pin.assessed_s
        and pin.launch_s < other.assessed_s
    ]
    amended_pins = {
        each.pin
        for each in situation.engagements.values()
        if each.decision.amended is not None
    }
    channels = situation.fire_units[pin.fire_unit].channels
    if len(of_unit) >= channels and not amended_pins.isdisjoint(of_unit):
        raise DecisionRefusedError(
            f"shot of {pin.fire_unit} at {pin.track} needs a channel beside "
            f"{len(of_unit)} others, one of them amended; accepted: at most its "
            f"{channels} channels",
            "no_channel",
            channels=channels,
        )


def _accept_in_time(
    picture: Picture, pin: PinnedEngagement, before: Pins, decided_at_s: float
) -> None:
    """Refuse an order that comes too late for its crew."""
    units = [unit for unit in picture.fire_units if unit.id == pin.fire_unit]
    (station,) = (
        each
        for each in stations_of(units, {}, decided_at_s)
        if each.position_id == pin.position
    )
    ready_s = decided_at_s + station.unit.reaction_time_s
    is_on_its_way = before.held.get(pin.fire_unit) == pin.position
    if pin.position == CURRENT_POSITION or not is_on_its_way:
        ready_s = max(ready_s, station.ready_s)
    if pin.launch_s < ready_s - MICROSECOND_S:
        raise DecisionRefusedError(
            f"shot of {pin.fire_unit} at {pin.track} launches "
            f"{pin.launch_s - decided_at_s:.1f} s after the decision; accepted: at "
            f"least the {ready_s - decided_at_s:.1f} s that its crew needs",
            "crew_needs",
            needs_s=round(ready_s - decided_at_s, 1),
            left_s=round(pin.launch_s - decided_at_s, 1),
        )

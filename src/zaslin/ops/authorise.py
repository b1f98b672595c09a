"""The only place where a recommendation becomes an authorised engagement.

Nothing here reaches a weapon: an authorised engagement is an entry of the journal and a
pin in the next picture, and the order travels by voice or text from person to person.
"""

from dataclasses import replace

from zaslin.assignment.pins import Pins, sort_pins
from zaslin.assignment.stations import stations_of
from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Decided
from zaslin.domain.ids import CURRENT_POSITION, EngagementId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.deciding import is_about
from zaslin.ops.desk import Desk
from zaslin.ops.lines import shown_shot
from zaslin.ops.refused import DecisionRefusedError

_MICROSECOND = 1e-6


def authorise(desk: Desk, decision: Decision, now_s: float) -> Engagement | None:
    """Enter a named person's decision on a firm recommendation of the shown plan.

    An authorised shot becomes an engagement, which is returned, and pinned; a refused
    pairing is forbidden.
    The lines of one plan may be decided one after the other, each once.
    ``now_s`` is the desk's own clock, by which the decision is entered; what the
    decision says of its time may be a little earlier, and never later.

    Raises
    ------
    DecisionRefusedError
        If the decision is dated ahead or too far back, is about another plan, or names
        a shot that the plan does not recommend firmly or that has been decided; if an
        authorised shot could not be carried out, or would take another one away.
    """
    _accept_time(desk, decision, now_s)
    line = _line(_shown(desk, decision, now_s), decision)
    _accept_open(desk, line, decision)
    if decision.verdict is Verdict.REFUSE:
        refused = ForbiddenPairing(
            track=decision.track,
            fire_unit=decision.fire_unit,
            interceptor_type=decision.interceptor_type,
        )
        desk.ledger.write(Decided(decision=decision, forbidden=refused), now_s)
        return None
    pin = _pin(line, decision)
    picture = desk.situation.picture_at(now_s)
    before = sort_pins(picture, desk.params)
    _accept_standing(desk, picture, pin, before)
    _accept_in_time(picture, pin, before, decision.decided_at_s)
    engagement = Engagement(
        id=EngagementId(f"E{len(desk.situation.engagements) + 1}"),
        decision=decision,
        pin=pin,
    )
    desk.ledger.write(Decided(decision=decision, engagement=engagement), now_s)
    return engagement


def _accept_time(desk: Desk, decision: Decision, now_s: float) -> None:
    """Refuse a decision that nobody can have made yet, or that is entered too late."""
    ago_s = now_s - decision.decided_at_s
    latest_s = desk.replan.entry_grace_s
    if not -_MICROSECOND <= ago_s <= latest_s + _MICROSECOND:
        raise DecisionRefusedError(
            f"decision made {ago_s:g} s before it is entered; accepted: 0 to "
            f"{latest_s:g} s"
        )


def _shown(desk: Desk, decision: Decision, now_s: float) -> Plan:
    """The plan that the decision is about."""
    shown = desk.shown
    if shown is None:
        why = f", as {desk.degraded}" if desk.degraded else ""
        raise DecisionRefusedError(
            f"decision on revision {decision.revision}; accepted: none, no plan is "
            f"shown{why}"
        )
    if decision.revision != shown.revision:
        raise DecisionRefusedError(
            f"decision on revision {decision.revision}; accepted: {shown.revision}, "
            "the plan that is shown"
        )
    if decision.decided_at_s < shown.made_at_s - _MICROSECOND:
        raise DecisionRefusedError(
            f"decision at {decision.decided_at_s} s; accepted: not before "
            f"{shown.made_at_s} s, when the plan was made"
        )
    if desk.is_outdated(now_s):
        raise DecisionRefusedError(
            f"decision on revision {decision.revision}, {now_s - shown.made_at_s:g} s "
            f"after it was made; accepted: at most {desk.replan.oldest_s:g} s"
        )
    return shown


def _line(shown: Plan, decision: Decision) -> Recommendation:
    """The firm recommendation that the decision names."""
    named = [
        line for line in shown.recommendations if is_about(decision, shown_shot(line))
    ]
    if not named:
        raise DecisionRefusedError(
            f"plan {shown.revision} recommends no shot of {decision.fire_unit} at "
            f"{decision.track} with {decision.interceptor_type} at "
            f"{decision.launch_s}; accepted: one of its firm recommendations"
        )
    for line in named:
        if line.firm:
            return line
    raise DecisionRefusedError(
        f"shot of {decision.fire_unit} at {decision.track} is an intention; "
        "accepted: a firm recommendation"
    )


def _accept_open(desk: Desk, line: Recommendation, decision: Decision) -> None:
    """Refuse what is decided already, or is about a track that has gone."""
    named = f"shot of {decision.fire_unit} at {decision.track}"
    if shown_shot(line) not in desk.situation.shown:
        raise DecisionRefusedError(
            f"{named} is decided already; accepted: one decision on each line"
        )
    if decision.track not in desk.situation.tracks:
        raise DecisionRefusedError(
            f"{named} is at a track that has gone; accepted: a track of the picture"
        )


def _accept_standing(
    desk: Desk, picture: Picture, pin: PinnedEngagement, before: Pins
) -> None:
    """Refuse a shot that would be withdrawn at once, or would withdraw another one."""
    pinned = (*picture.control.pinned, pin)
    with_it = replace(picture, control=replace(picture.control, pinned=pinned))
    after = sort_pins(with_it, desk.params)
    if pin not in after.spending:
        # Reasons come in the order of the pins, and this one is the last.
        raise DecisionRefusedError(
            f"shot of {pin.fire_unit} at {pin.track} cannot be carried out: "
            f"{after.withdrawn[-1].text}; accepted: a shot that still stands"
        )
    for other in before.spending:
        if other not in after.spending:
            raise DecisionRefusedError(
                f"shot of {pin.fire_unit} at {pin.track} would take away the one at "
                f"{other.track} authorised by {other.authorised_by}; accepted: a shot "
                "beside those that stand"
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
    if pin.launch_s < ready_s - _MICROSECOND:
        raise DecisionRefusedError(
            f"shot of {pin.fire_unit} at {pin.track} launches "
            f"{pin.launch_s - decided_at_s:.1f} s after the decision; accepted: at "
            f"least the {ready_s - decided_at_s:.1f} s that its crew needs"
        )


def _pin(line: Recommendation, decision: Decision) -> PinnedEngagement:
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
        authorised_by=decision.by,
        position=shot.position,
        intercept_at=shot.intercept_at,
    )

"""From the shown plan to the result of a shot: advice, decision, engagement."""

from dataclasses import replace

from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import Aborted, Assessed, Decided, Expired, Fired, Planned
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    TrackId,
)
from zaslin.domain.picture import ShownShot
from zaslin.ops.situation import Situation, accept_shot, spends, unit_of
from zaslin.ops.sky import killed
from zaslin.ops.stock import spend


def planned(situation: Situation, event: Planned) -> Situation:
    """Another plan is shown, or the last one stays, or is taken away."""
    if event.revision > situation.revision:
        raise ValueError(
            f"plan is of revision {event.revision}; accepted: at most "
            f"{situation.revision}, the revision of the picture"
        )
    for shot in event.shown:
        accept_shot(situation, shot.track, shot.fire_unit, shot.interceptor_type)
    if event.kept:
        return situation
    return replace(
        situation,
        shown=event.shown,
        shown_revision=event.revision if event.digest else None,
    )


def decided(situation: Situation, event: Decided) -> Situation:
    """A shot that is shown is authorised or refused, and decided by that."""
    decision = event.decision
    if decision.revision != situation.shown_revision:
        raise ValueError(
            f"decision is on revision {decision.revision}; accepted: "
            f"{situation.shown_revision}, the revision of the shown plan"
        )
    open_shots = tuple(s for s in situation.shown if not is_about(decision, s))
    if len(open_shots) == len(situation.shown):
        raise ValueError(
            f"decision is on a shot of {decision.fire_unit!r} at {decision.track!r} "
            f"with {decision.interceptor_type!r} at {decision.launch_s} s; accepted: "
            "a shown shot that nobody has decided on"
        )
    accept_shot(
        situation, decision.track, decision.fire_unit, decision.interceptor_type
    )
    situation = replace(situation, shown=open_shots)
    if event.engagement is not None:
        return _authorised(situation, decision, event.engagement)
    _accept_refusal(decision, event.forbidden)
    forbidden = (*situation.control.forbidden, event.forbidden)
    control = replace(situation.control, forbidden=tuple(filter(None, forbidden)))
    return replace(situation, control=control)


def _authorised(
    situation: Situation, decision: Decision, engagement: Engagement
) -> Situation:
    pin = engagement.pin
    if (
        engagement.decision != decision
        or engagement.state is not EngagementState.AUTHORISED
        or pin.launched
        or _shot(decision) != (pin.track, pin.fire_unit, pin.interceptor_type)
        or pin.launch_s != decision.launch_s
    ):
        raise ValueError(
            f"engagement {engagement.id!r} is not what was decided; accepted: the "
            "shot of the decision, authorised and not launched"
        )
    if engagement.id in situation.engagements:
        raise ValueError(
            f"engagement id {engagement.id!r} occurs twice; accepted: unique ids"
        )
    unit = situation.fire_units[pin.fire_unit]
    known = [CURRENT_POSITION, *(place.id for place in unit.prepared_positions)]
    if pin.position not in known:
        raise ValueError(
            f"position of engagement {engagement.id!r} is {pin.position!r}; accepted: "
            f"{', '.join(map(repr, known))}"
        )
    return with_engagement(situation, engagement)


def is_about(decision: Decision, shot: ShownShot) -> bool:
    """Whether a decision names this shot."""
    return (*_shot(decision), decision.launch_s) == (
        shot.track,
        shot.fire_unit,
        shot.interceptor_type,
        shot.launch_s,
    )


def _shot(decision: Decision) -> tuple[TrackId, FireUnitId, InterceptorTypeId]:
    return decision.track, decision.fire_unit, decision.interceptor_type


def _accept_refusal(decision: Decision, forbidden: ForbiddenPairing | None) -> None:
    refused = forbidden and (
        forbidden.track,
        forbidden.fire_unit,
        forbidden.interceptor_type,
    )
    if decision.verdict is not Verdict.REFUSE or refused != _shot(decision):
        raise ValueError(
            f"refused pairing is {refused} by a decision to {decision.verdict} "
            f"{_shot(decision)}; accepted: what a decision to refuse names"
        )


def engagement_step(
    situation: Situation, event: Fired | Aborted | Expired | Assessed
) -> Situation:
    """An engagement a step further, and what that changes beside it."""
    if event.engagement not in situation.engagements:
        raise ValueError(
            f"engagement id is {event.engagement!r}; accepted: one of the "
            f"{len(situation.engagements)} that were authorised"
        )
    engagement = situation.engagements[event.engagement]
    match event:
        case Fired():
            return _fired(situation, engagement, event)
        case Aborted():
            after = engagement.became(EngagementState.ABORTED)
        case Expired():
            after = engagement.became(EngagementState.EXPIRED)
        case Assessed():
            after = engagement.became(EngagementState.ASSESSED, outcome=event.outcome)
            if event.outcome is Outcome.KILLED:
                situation = killed(situation, engagement.pin)
    return with_engagement(situation, after)


def _fired(situation: Situation, engagement: Engagement, event: Fired) -> Situation:
    """In flight at the reported times, its rounds gone from the magazine."""
    pin = engagement.pin
    after = engagement.became(
        EngagementState.REPORTED_FIRED,
        pin=replace(
            pin,
            launched=True,
            launch_s=event.launch_s,
            intercept_s=event.intercept_s,
            assessed_s=event.assessed_s,
        ),
    )
    units = situation.fire_units
    if spends(situation, pin.interceptor_type):
        unit = unit_of(situation, pin.fire_unit)
        unit = spend(unit, pin.interceptor_type, pin.salvo_size)
        units = {**units, unit.id: unit}
    return with_engagement(replace(situation, fire_units=units), after)


def with_engagement(situation: Situation, engagement: Engagement) -> Situation:
    """With an engagement as it is now, and its pin for as long as it is not over."""
    name = engagement.id
    over = engagement.state not in (
        EngagementState.AUTHORISED,
        EngagementState.REPORTED_FIRED,
    )
    pins = (
        {each: pin for each, pin in situation.pins.items() if each != name}
        if over
        else {**situation.pins, name: engagement.pin}
    )
    engagements = {**situation.engagements, name: engagement}
    return replace(situation, engagements=engagements, pins=pins)

"""From the shown plan to the result of a shot: advice, launch, assessment."""

from dataclasses import replace

from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import Aborted, Assessed, Expired, Fired, Planned
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

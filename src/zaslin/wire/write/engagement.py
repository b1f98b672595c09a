"""Decisions and engagements into their documents."""

from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import Decision
from zaslin.domain.engagement import Engagement
from zaslin.wire.form import control as control_form
from zaslin.wire.form import engagement as wire
from zaslin.wire.moment import written


def decision_to_wire(decision: Decision) -> wire.Decision:
    """What a named person decided."""
    return wire.Decision(
        by=decision.by,
        verdict=decision.verdict,
        revision=decision.revision,
        seen_revision=decision.seen_revision,
        track=decision.track,
        fire_unit=decision.fire_unit,
        interceptor_type=decision.interceptor_type,
        launch=written(decision.launch_s),
        decided_at=written(decision.decided_at_s),
        why=decision.why,
        confirmed_by=decision.confirmed_by,
    )


def engagement_to_wire(engagement: Engagement) -> wire.Engagement:
    """An authorised shot as it stands."""
    pin = engagement.pin
    return wire.Engagement(
        id=engagement.id,
        state=engagement.state,
        outcome=engagement.outcome,
        track=pin.track,
        fire_unit=pin.fire_unit,
        interceptor_type=pin.interceptor_type,
        position=pin.position,
        salvo_size=pin.salvo_size,
        launch=written(pin.launch_s),
        intercept=written(pin.intercept_s),
        assessed=written(pin.assessed_s),
        pk=pin.pk,
        launched=pin.launched,
        decision=decision_to_wire(engagement.decision),
    )


def forbidden_to_wire(pairing: ForbiddenPairing) -> control_form.ForbiddenPairing:
    """A refused pairing, or a track on which fire is held."""
    return control_form.ForbiddenPairing(
        track=pairing.track,
        fire_unit=pairing.fire_unit,
        interceptor_type=pairing.interceptor_type,
    )

"""Engagements as a table: what was authorised by whom, and what became of it."""

from collections.abc import Iterable

from zaslin.domain.engagement import Engagement
from zaslin.wire.export.safe_csv import table
from zaslin.wire.moment import written

COLUMNS = (
    "engagement",
    "state",
    "outcome",
    "track",
    "fire_unit",
    "position",
    "interceptor_type",
    "salvo_size",
    "launch",
    "intercept",
    "launched",
    "pk",
    "verdict",
    "decided_by",
    "confirmed_by",
    "decided_at",
    "plan_revision",
    "why",
)


def encode(engagements: Iterable[Engagement]) -> bytes:
    """The table of engagements."""
    return table(COLUMNS, (_row(each) for each in engagements))


def _row(engagement: Engagement) -> tuple[object, ...]:
    pin, decision = engagement.pin, engagement.decision
    return (
        engagement.id,
        engagement.state.value,
        engagement.outcome.value if engagement.outcome else None,
        pin.track,
        pin.fire_unit,
        pin.position,
        pin.interceptor_type,
        pin.salvo_size,
        written(pin.launch_s),
        written(pin.intercept_s),
        "yes" if pin.launched else "no",
        pin.pk,
        decision.verdict.value,
        decision.by,
        decision.confirmed_by,
        written(decision.decided_at_s),
        decision.revision,
        decision.why,
    )

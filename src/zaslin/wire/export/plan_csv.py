"""A plan as a table: a row for each line, and one for each track without a shot."""

from zaslin.domain.plan import NotEngaged, Plan, Recommendation
from zaslin.wire.export.safe_csv import table
from zaslin.wire.moment import written

COLUMNS = (
    "track",
    "kind",
    "fire_unit",
    "position",
    "interceptor_type",
    "salvo_size",
    "launch",
    "last_order",
    "intercept",
    "stage",
    "pk_low",
    "pk_planned",
    "pk_high",
    "p_kill",
    "damage_averted_meur",
    "price_meur",
    "refusal_meur",
    "reason",
    "threat_value_meur",
    "expected_leak_meur",
)
"""``kind`` is firm, follow_up or not_engaged; what does not apply is empty."""


def encode(plan: Plan) -> bytes:
    """The table of a plan; advice, never an order."""
    return table(
        COLUMNS,
        [
            *(_line(each) for each in plan.recommendations),
            *(_left(each) for each in plan.not_engaged),
        ],
    )


def _line(line: Recommendation) -> tuple[object, ...]:
    shot = line.shot
    return (
        shot.track,
        "firm" if line.firm else "follow_up",
        shot.fire_unit,
        shot.position,
        shot.interceptor_type,
        shot.salvo_size,
        written(shot.launch_s),
        written(line.last_order_s),
        written(shot.intercept_s),
        shot.stage,
        float(shot.pk_low),
        float(shot.pk_planned),
        float(shot.pk_high),
        float(shot.p_kill),
        float(line.damage_averted_meur),
        float(line.price_meur),
        None if line.refusal_meur is None else float(line.refusal_meur),
        None,
        None,
        None,
    )


def _left(left: NotEngaged) -> tuple[object, ...]:
    empty = (None,) * (len(COLUMNS) - 5)
    return (
        left.track,
        "not_engaged",
        *empty,
        left.reason.value,
        float(left.threat_value_meur),
        float(left.expected_leak_meur),
    )

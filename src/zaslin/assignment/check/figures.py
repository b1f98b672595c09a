"""No figure of a plan may be infinite or not a number, and no price negative.

Figures that the checker recomputes are left out: they are compared anyway.
"""

import math
from collections.abc import Iterator

from zaslin.assignment.check.violation import Rule, Violation
from zaslin.domain.plan import Alternative, Plan, Recommendation


def figure_faults(plan: Plan) -> Iterator[Violation]:
    """Parts of the plan that hold an impossible figure."""
    sections = {
        "recommendations": _recommendations(plan),
        "outlook": _outlook(plan),
        "prices": _prices(plan),
        "times": _times(plan),
    }
    for name, figures in sections.items():
        if not all(map(math.isfinite, figures)):
            yield Violation(Rule.FINITE, name, "accepted: finite numbers")
    if any(price < 0.0 for price in _prices(plan)):
        yield Violation(Rule.BOUND, "prices", "accepted: at least 0")


def _recommendations(plan: Plan) -> Iterator[float]:
    for each in plan.recommendations:
        yield from _recommendation(each)


def _recommendation(each: Recommendation) -> Iterator[float]:
    yield each.window_opens_s
    yield each.window_closes_s
    yield each.last_order_s
    yield each.price_meur
    yield each.refusal_meur or 0.0
    for other in each.alternatives:
        yield from _alternative(other)
    if each.replacement is not None:
        yield from _alternative(each.replacement)


def _alternative(each: Alternative) -> tuple[float, ...]:
    return each.launch_s, each.pk_planned, each.difference_meur


def _outlook(plan: Plan) -> Iterator[float]:
    for asset in plan.assets:
        yield asset.undefendable_at_s or 0.0


def _prices(plan: Plan) -> Iterator[float]:
    yield from (price.price_meur for price in plan.prices)
    yield from (price.price_meur for price in plan.slot_prices)


def _times(plan: Plan) -> Iterator[float]:
    times = plan.times
    yield plan.made_at_s
    yield times.compile_s
    yield times.floor_s
    yield times.prices_s
    yield times.improve_s
    yield times.explain_s
    yield times.check_s
    yield times.total_s

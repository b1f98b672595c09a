"""No figure of a plan may be infinite or not a number, and no price negative.

Figures that the checker recomputes or holds between limits are left out.
"""

import math
from collections.abc import Iterator

from zaslin.assignment.check.violation import Rule, Violation
from zaslin.domain.plan import Plan


def figure_faults(plan: Plan) -> Iterator[Violation]:
    """Parts of the plan that hold an impossible figure."""
    sections = {
        "outlook": _outlook(plan),
        "prices": _prices(plan),
        "times": _times(plan),
    }
    for name, figures in sections.items():
        if not all(map(math.isfinite, figures)):
            yield Violation(Rule.FINITE, name, "accepted: finite numbers")
    if any(price < 0.0 for price in _prices(plan)):
        yield Violation(Rule.BOUND, "prices", "accepted: at least 0")


def _outlook(plan: Plan) -> Iterator[float]:
    for asset in plan.assets:
        yield asset.undefendable_at_s or 0.0


def _prices(plan: Plan) -> Iterator[float]:
    yield from (price.price_meur for price in plan.prices)
    yield from (price.price_meur for price in plan.slot_prices)


def _times(plan: Plan) -> Iterator[float]:
    times = plan.times
    yield times.compile_s
    yield times.floor_s
    yield times.prices_s
    yield times.improve_s
    yield times.explain_s
    yield times.check_s
    yield times.total_s

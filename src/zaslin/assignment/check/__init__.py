"""The independent checker: no plan is shown unless it passes.

It implements docs/mathematics.md, sections 2 to 7, a second time,
in plain Python and from the text, and shares no code with what it checks.
"""

from zaslin.assignment.check.plan import check_plan, violations_of
from zaslin.assignment.check.violation import PlanRejected, Rule, Violation

__all__ = ["PlanRejected", "Rule", "Violation", "check_plan", "violations_of"]

"""A plan as a duty officer reads it, in the order in which it asks to be read.

First what kind of plan it is and how good, then what must be ordered and by when,
then what will not be engaged, what will get through, and what is left.
"""

from zaslin.cli.report.sheet import explanation, plan_report

__all__ = ["explanation", "plan_report"]

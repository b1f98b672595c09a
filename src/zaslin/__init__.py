"""Zaslin: an open air-defence shot-allocation optimiser. Advice only.

>>> import zaslin
>>> picture = zaslin.build_raid("2025-09-07", "03:00", seed=1)
>>> plan = zaslin.plan(picture)
>>> plan.bound <= plan.value <= plan.undefended
True

Names are loaded when first used, so that ``import zaslin`` stays quick and the domain
can be imported without numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zaslin.assignment.plan import plan
    from zaslin.assignment.score import score
    from zaslin.assignment.stop import Deadline, MaxIterations
    from zaslin.bootstrap import build_raid, read_picture
    from zaslin.domain.params import PlanParams, ThreatParams
    from zaslin.domain.picture import Picture
    from zaslin.domain.plan import Plan

__all__ = [
    "Deadline",
    "MaxIterations",
    "Picture",
    "Plan",
    "PlanParams",
    "ThreatParams",
    "build_raid",
    "plan",
    "read_picture",
    "score",
]

_HOMES = {
    "Deadline": "zaslin.assignment.stop",
    "MaxIterations": "zaslin.assignment.stop",
    "Picture": "zaslin.domain.picture",
    "Plan": "zaslin.domain.plan",
    "PlanParams": "zaslin.domain.params",
    "ThreatParams": "zaslin.domain.params",
    "build_raid": "zaslin.bootstrap",
    "plan": "zaslin.assignment.plan",
    "read_picture": "zaslin.bootstrap",
    "score": "zaslin.assignment.score",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'zaslin' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

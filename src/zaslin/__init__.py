"""Zaslin: an open air-defence shot-allocation optimiser. Advice only.

>>> import zaslin
>>> picture = zaslin.build_raid("2025-09-07", "03:00", seed=1)
>>> plan = zaslin.plan(picture)
>>> plan.bound <= plan.value <= plan.undefended
True

>>> "plan" in dir(zaslin), isinstance(zaslin.__version__, str)
(True, True)

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
    from zaslin.bootstrap.static import solve_wta
    from zaslin.bootstrap.study import campaign, simulate
    from zaslin.domain.params import PlanParams, ThreatParams
    from zaslin.domain.picture import Picture
    from zaslin.domain.plan import Plan

    __version__: str

__all__ = [
    "Deadline",
    "MaxIterations",
    "Picture",
    "Plan",
    "PlanParams",
    "ThreatParams",
    "build_raid",
    "campaign",
    "plan",
    "read_picture",
    "score",
    "simulate",
    "solve_wta",
]

_HOMES = {
    "Deadline": "zaslin.assignment.stop",
    "MaxIterations": "zaslin.assignment.stop",
    "Picture": "zaslin.domain.picture",
    "Plan": "zaslin.domain.plan",
    "PlanParams": "zaslin.domain.params",
    "ThreatParams": "zaslin.domain.params",
    "build_raid": "zaslin.bootstrap",
    "campaign": "zaslin.bootstrap.study",
    "plan": "zaslin.assignment.plan",
    "read_picture": "zaslin.bootstrap",
    "score": "zaslin.assignment.score",
    "simulate": "zaslin.bootstrap.study",
    "solve_wta": "zaslin.bootstrap.static",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name == "__version__":
        return import_module("importlib.metadata").version("zaslin")
    if name not in _HOMES:
        raise AttributeError(f"module 'zaslin' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, whether or not they were loaded already."""
    special = [name for name in globals() if name.startswith("__")]
    return sorted({*special, *__all__, "__version__"})

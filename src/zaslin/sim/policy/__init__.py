"""Policies: what turns a desk's pictures into plans, under one protocol.

Each is made from planning parameters for one night and may remember what it has seen;
fed with the same pictures in the same order it makes the same plans.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from zaslin.assignment.baselines import BASELINES
from zaslin.assignment.static_epochs import static_epochs
from zaslin.domain.params import PlanParams
from zaslin.ops.ports import Planner
from zaslin.sim.policy.by_rule import ByRule
from zaslin.sim.policy.fixed_reserve import FixedReserve
from zaslin.sim.policy.priced import Priced
from zaslin.sim.policy.priced_forecast import PricedForecast

Policy = Callable[[PlanParams], Planner]

DEFAULT_POLICY = "priced_forecast"

POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "priced_forecast": PricedForecast,
        "priced": Priced,
        "fixed_reserve": FixedReserve,
        "static": partial(ByRule, static_epochs),
        **{name: partial(ByRule, rule) for name, rule in BASELINES.items()},
    }
)
"""Every policy by its name."""

__all__ = ["DEFAULT_POLICY", "POLICIES", "Policy"]

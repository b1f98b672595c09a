"""Rivals: the methods that the static solver is compared with, done in earnest.

Each takes an instance without side constraints and a budget, and returns an assignment
and, where its method proves one, a lower bound.  All of them know more than one round
for each weapon.  Where a rule leaves a choice open, the variant that did best on the
instances of the benchmark was taken; its docstring says which.
"""

from collections.abc import Mapping
from types import MappingProxyType

from zaslin.assignment.wta.rivals.annealing import simulated_annealing
from zaslin.assignment.wta.rivals.answer import Answer, Budget, Rival
from zaslin.assignment.wta.rivals.greedy import marginal_return, regret
from zaslin.assignment.wta.rivals.linear_assignment import linear_assignment
from zaslin.assignment.wta.rivals.local_search import local_search
from zaslin.assignment.wta.rivals.pattern_cpsat import pattern_cpsat
from zaslin.assignment.wta.rivals.piecewise import piecewise

RIVALS: Mapping[str, Rival] = MappingProxyType(
    {
        "marginal return": marginal_return,
        "regret": regret,
        "linear assignment": linear_assignment,
        "local search": local_search,
        "simulated annealing": simulated_annealing,
        "piecewise MIP": piecewise,
        "pattern CP-SAT": pattern_cpsat,
    }
)
"""Every rival by its name."""

MOST_PAIRS: Mapping[str, int] = MappingProxyType({"piecewise MIP": 25_000})
"""Of weapons and targets, beyond which a method does not even get started."""

__all__ = ["MOST_PAIRS", "RIVALS", "Answer", "Budget", "Rival"]

"""What the static solver answers."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from zaslin.assignment.wta.instance import Floats, Ints, WtaInstance


class WtaStatus(StrEnum):
    """How an answer stands."""

    OPTIMAL = "optimal"
    """Proven: value and bound differ by no more than 1e-7 of the value."""
    FEASIBLE = "feasible"
    """The best assignment so far, with the bound so far."""
    INFEASIBLE = "infeasible"
    """Proven: no assignment meets every required survival; see ``unmet``."""
    UNKNOWN = "unknown"
    """Time ran out before an assignment was found that meets every requirement."""


class Progress(NamedTuple):
    """One line of the log: where the solver stood at a time."""

    seconds: float
    phase: str
    bound: float
    value: float


class Unmet(NamedTuple):
    """A required survival that the best assignment misses.

    ``alone`` says that it cannot be met even with every permitted round to itself;
    ``reached`` is what the returned assignment gives.
    """

    target: int
    required: float
    reached: float
    alone: bool


class TreeLeaf(NamedTuple):
    """A part of the search space in which the prices prove that nothing is better.

    ``branches`` are (weapon, target, low, high): low ≤ x_ij ≤ high; together the
    leaves of a proof cover every assignment.
    """

    branches: tuple[tuple[int, int, int, int], ...]
    prices: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class WtaStatistics:
    """What the work consisted of."""

    dual_steps: int = 0
    lp_solves: int = 0
    columns: int = 0
    enumerated: int = 0
    tree_leaves: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WtaResult:
    """The best assignment found and the proof of how good it is.

    ``assignment`` holds rows (weapon, target, rounds), pinned ones included.
    ``prices`` (weapons,) are what a round of each weapon would earn elsewhere: they
    prove ``root_bound`` by one pricing pass.  ``bound`` may be better than that:
    by the ``leaves`` of a search tree, or by the closing integer programme.
    With ``status`` infeasible, value and bound are infinite and ``unmet`` says why:
    no assignment meets more of the requirements than this one, which gives the others
    no round.
    """

    instance: WtaInstance
    status: WtaStatus
    value: float
    bound: float
    root_bound: float
    assignment: Ints
    prices: Floats
    leaves: tuple[TreeLeaf, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    statistics: WtaStatistics = field(default_factory=WtaStatistics)
    log: tuple[Progress, ...] = ()

    @property
    def gap(self) -> float:
        """(value − bound) / value; 0 if they are the same."""
        if self.value <= self.bound:
            return 0.0
        if not np.isfinite(self.value):
            return np.inf
        return (self.value - self.bound) / self.value

    def matrix(self) -> Ints:
        """The assignment as rounds[weapon, target]."""
        shape = (self.instance.weapon_count, self.instance.target_count)
        dense = np.zeros(shape, dtype=np.int64)
        weapon, target, spent = self.assignment.T
        dense[weapon, target] = spent
        return dense

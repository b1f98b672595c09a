"""What the static benchmark runs on: instances that a name, a size and a seed fix."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from zaslin.assignment.wta.family import ahuja, andersen, layered
from zaslin.assignment.wta.instance import WtaInstance

Draw = Callable[[int, int, np.random.Generator, int], WtaInstance]


def _layered(
    weapons: int, targets: int, rng: np.random.Generator, rounds: int
) -> WtaInstance:
    return layered(weapons, targets, rng, rounds or None)


FAMILIES: Mapping[str, Draw] = MappingProxyType(
    {"ahuja": ahuja, "andersen": andersen, "layered": _layered}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One instance.

    ``rounds`` are those of each weapon; 0 leaves them to the family, which only the
    layered one does.
    """

    family: str
    weapons: int
    targets: int
    rounds: int = 1

    def __str__(self) -> str:
        size = f"{self.family} {self.weapons}×{self.targets}"
        return size if self.rounds <= 1 else f"{size}, {self.rounds} rounds"


CASES = (
    Case(family="ahuja", weapons=20, targets=20),
    Case(family="ahuja", weapons=100, targets=100),
    Case(family="ahuja", weapons=100, targets=60),
    Case(family="andersen", weapons=50, targets=100),
    Case(family="andersen", weapons=50, targets=100, rounds=2),
    Case(family="andersen", weapons=50, targets=100, rounds=3),
    Case(family="andersen", weapons=100, targets=200, rounds=2),
    Case(family="layered", weapons=20, targets=400, rounds=0),
    Case(family="ahuja", weapons=1000, targets=1000),
)
"""Small enough that all methods together take some minutes."""


def instance_of(case: Case, seed: int) -> WtaInstance:
    """Draw it; no case changes what another one is."""
    rng = np.random.default_rng([seed, case.weapons, case.targets, case.rounds])
    return FAMILIES[case.family](case.weapons, case.targets, rng, case.rounds)

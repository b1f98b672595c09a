"""Where a solve stands: the best assignment, the best bound, and the time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy import int32

from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_account import own_costs
from zaslin.assignment.wta.kernel_candidates import Bench, room
from zaslin.assignment.wta.kernel_fill import empty_patterns, swap
from zaslin.assignment.wta.kernel_pattern import Patterns, price_targets
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.result import Progress


class Leaf(NamedTuple):
    """A part of the search space and the prices that close it.

    ``branches`` are (row, target, low, high) in rounds of the reduced instance.
    """

    branches: tuple[tuple[int, int, int, int], ...]
    prices: Floats


@dataclass(slots=True)
class Search:
    """The state that the phases of a solve hand on.

    ``value`` and ``patterns`` are the best assignment so far; ``bound`` and ``prices``
    the best proof so far (no cost is negative, which is a first bound).
    ``root_bound`` is what the prices prove by themselves,
    ``Σ_j min pattern − Σ_i w_i π_i``; an integer programme may prove more.
    """

    reduced: Reduced
    gap: float
    constant: float
    seconds: Callable[[], float]
    limit_s: float | None
    tell: Callable[[Progress], None]
    patterns: Patterns
    value: float
    prices: Floats
    width: int
    bound: float = 0.0
    root_bound: float = -np.inf
    steps: int = 0
    lp_solves: int = 0
    enumerated: int = 0
    leaves: tuple[Leaf, ...] = ()
    log: list[Progress] = field(default_factory=list)

    def is_proven(self) -> bool:
        """Whether value and bound differ by no more than the gap asked for."""
        return self.value - self.bound <= self.gap * (self.value + self.constant)

    def left_s(self) -> float | None:
        """Seconds left; None if there is no limit."""
        return None if self.limit_s is None else self.limit_s - self.seconds()

    def is_late(self) -> bool:
        """Whether the time is up."""
        left = self.left_s()
        return left is not None and left <= 0.0

    def offer(self, patterns: Patterns) -> None:
        """Keep an assignment if it is better than the best so far."""
        targets = np.arange(len(patterns.length), dtype=int32)
        cost = own_costs(self.reduced, targets, patterns.length, patterns.item)
        value = float(cost.sum())
        if value < self.value:
            self.value = value
            self.patterns = patterns._replace(
                length=patterns.length.copy(), item=patterns.item.copy()
            )

    def improve(self, looks: int) -> None:
        """Swap and move rounds of the best assignment, for about so many looks."""
        rounds = int(self.patterns.length.sum())
        if 0 < rounds * rounds <= looks and not self.is_late():
            trial = self.patterns._replace(
                length=self.patterns.length.copy(), item=self.patterns.item.copy()
            )
            swap(self.reduced, trial, looks // (rounds * rounds))
            self.offer(trial)

    def price(self, prices: Floats, start: Patterns) -> tuple[Patterns, float]:
        """Each target's cheapest pattern and the bound that the prices prove."""
        patterns = start
        while not price_targets(self.reduced, prices, patterns, self.bench()):
            self.width *= 2
            patterns = widened(patterns, self.width)
        owed = float(prices @ self.reduced.rounds)
        bound = float(patterns.least.sum()) - owed
        if bound > self.root_bound:
            self.root_bound, self.prices = bound, prices.copy()
            self.bound = max(self.bound, bound)
        return patterns, bound

    def bench(self) -> Bench:
        """Room for one target's search at the present width."""
        return room(len(self.reduced.rounds), self.width)

    def blank(self) -> Patterns:
        """Patterns without rounds, to start a pricing from."""
        return empty_patterns(len(self.reduced.value), self.width)

    def note(self, phase: str) -> None:
        """Write a line into the log and tell whoever listens."""
        line = Progress(
            self.seconds(),
            phase,
            self.bound + self.constant,
            self.value + self.constant,
        )
        self.log.append(line)
        self.tell(line)


def widened(patterns: Patterns, width: int) -> Patterns:
    """The same patterns with room for more rounds."""
    missing = max(0, width - patterns.item.shape[1])
    item = np.pad(patterns.item, ((0, 0), (0, missing)), constant_values=-1)
    return patterns._replace(item=item)

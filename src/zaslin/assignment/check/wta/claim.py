"""What a solver claims about an instance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zaslin.assignment.check.wta.given import VAST


class Leaf(NamedTuple):
    """A part of the search space and the prices that prove it to hold nothing better.

    ``branches`` are (weapon, target, low, high): low ≤ rounds ≤ high, pinned ones
    included.
    """

    branches: Sequence[tuple[int, int, int, int]]
    prices: Sequence[float]


class Unmet(NamedTuple):
    """A required survival said to be missed, perhaps even with every round there is."""

    target: int
    required: float
    reached: float
    alone: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A solver's answer; ``assignment`` holds (weapon, target, rounds)."""

    status: str
    value: float
    bound: float
    root_bound: float
    assignment: Sequence[tuple[int, int, int]]
    prices: Sequence[float]
    leaves: Sequence[Leaf] = ()
    unmet: Sequence[Unmet] = ()


def price_fault(prices: Sequence[float], weapons: int) -> str | None:
    """Why prices prove nothing; a negative one would reward overspending."""
    if len(prices) != weapons:
        return f"prices: {len(prices)} of them for {weapons} weapons"
    for i, price in enumerate(prices):
        # Written so that NaN fails as well.
        if not 0.0 <= price <= VAST:
            return f"prices: that of weapon {i} is {price!r}, not 0 to {VAST:g}"
    return None

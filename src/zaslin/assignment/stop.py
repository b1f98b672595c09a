"""When to stop improving; the clock is always an argument."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Stop(Protocol):
    """Decides after each unit of work; the floor exists before the first question."""

    def reached(self, done: int) -> bool:
        """Whether to stop after ``done`` units (price steps and search sweeps)."""
        ...


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stop after a number of units of work: the same plan on any machine."""

    limit: int

    def reached(self, done: int) -> bool:
        """Whether the limit is spent."""
        return done >= self.limit


class Deadline:
    """Stop when the clock says so; for live use, at the price of repeatability.

    Parameters
    ----------
    now
        Monotonic clock in seconds.
    budget_s
        Seconds from construction until the search ends. Compile, floor, explanation
        and check always run in full, so leave them their time.
    """

    def __init__(self, now: Callable[[], float], budget_s: float) -> None:
        self._now = now
        self._until_s = now() + budget_s

    def reached(self, done: int) -> bool:  # noqa: ARG002  the clock alone decides
        """Whether the budget is spent."""
        return self._now() >= self._until_s


class Never:
    """Run every phase to its own end."""

    def reached(self, done: int) -> bool:  # noqa: ARG002  nothing to weigh
        """Never stop early."""
        return False

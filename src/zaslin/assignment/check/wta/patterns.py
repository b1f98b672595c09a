"""Every pattern that a better solution could use.

If a solution costs less than V, then Σ_j (its cost at j under the prices − the least
one at j) < V − L(π), so each of its patterns is within V − L(π) of the least one.
Rounds that stop nothing are not part of it (see choices_at).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zaslin.assignment.check.wta.choices import Choices, choices_at, rest, trimmed
from zaslin.assignment.check.wta.given import Given, Remainder

MOST_PATTERNS = 2_000_000
"""Beyond this a proof is not checked, and counts as none."""

Added = tuple[tuple[int, int], ...]
"""Weapons with the rounds that are added to the pinned ones."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is added at a target, and its cost without prices."""

    cost: float
    added: Added


def patterns_within(
    given: Given,
    after: Remainder,
    prices: Sequence[float],
    limits: Sequence[float],
) -> list[list[Pattern]] | None:
    """For each target, its patterns whose priced cost is within its limit.

    None if there are too many.  The limits have to contain the benefit of the doubt
    for rounding.
    """
    found: list[list[Pattern]] = []
    left = MOST_PATTERNS
    for j, limit in enumerate(limits):
        own = trimmed(choices_at(given, after, j, prices), limit)
        here = []
        for through, added in _within(own, limit):
            cost = own.exposed * through
            cost += sum(given.cost[j][i] * x for i, x in added)
            here.append(Pattern(cost, added))
            left -= 1
            if left < 0:
                return None
        found.append(here)
    return found


def _within(own: Choices, limit: float) -> Iterator[tuple[float, Added]]:
    """The share that gets through each pattern, and the pattern; depth first."""
    nodes: list[tuple[int, float, float, int, Added]] = [(0, 0.0, 1.0, own.room, ())]
    while nodes:
        first, before, through, left, added = nodes.pop()
        if through <= own.enough and before + own.exposed * through <= limit:
            yield through, added
        for k in range(first, len(own.options)):
            _, price, miss, count, weapon = own.options[k]
            spent, share = before, through
            for x in range(1, min(count, left) + 1):
                spent, share = spent + price, share * miss
                if spent > limit:
                    break
                if spent + rest(own, k + 1, share, left - x) <= limit:
                    nodes.append((k + 1, spent, share, left - x, (*added, (weapon, x))))

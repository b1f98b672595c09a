"""Assignments by a rule that gives out one round after the other."""

from collections.abc import Callable

from zaslin.assignment.wta.kernel_fill import empty_patterns, fill
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.reduced import Reduced

FIRST_WIDTH = 8
"""Rounds at a target that there is room for at first; the room grows on demand."""


def by_marginal_return(reduced: Reduced) -> Patterns:
    """Always the round that averts most (den Broeder et al. 1959)."""
    return given_out(
        reduced, lambda patterns: fill(reduced, patterns, reduced.rounds.copy())
    )


def given_out(reduced: Reduced, give: Callable[[Patterns], None]) -> Patterns:
    """What a rule gives out, with room enough for the longest pattern."""
    width = FIRST_WIDTH
    while True:
        patterns = empty_patterns(len(reduced.value), width)
        give(patterns)
        if patterns.length.max(initial=0) < width:
            return patterns
        width *= 2

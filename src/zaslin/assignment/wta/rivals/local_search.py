"""Local search: exchange two rounds or move one, until nothing gains."""

import numpy as np

from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.kernel_fill import swap
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.marginal_return import by_marginal_return
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.rivals.answer import Answer, Budget, answer_of, reduced_for
from zaslin.assignment.wta.rivals.greedy import (
    leak_of,
    regret_patterns,
)
from zaslin.assignment.wta.rivals.linear_assignment import matched_patterns


def local_search(instance: WtaInstance, budget: Budget) -> Answer:
    """From a simple rule's assignment, swaps and moves down to a local optimum.

    The neighbourhood of most of the literature's local searches: two rounds exchange
    their targets, or one goes to another target; the first improvement is taken.  It
    starts from maximum marginal return, from regret and from linear assignment, and the
    best end counts: none of the three was the best start on every family.
    """
    reduction = reduced_for(instance, budget)
    reduced = reduction.reduced
    ends = [regret_patterns(reduced), by_marginal_return(reduced)]
    if budget.left_s() > 0.0:
        ends.append(matched_patterns(reduced, budget))
    ends = [with_room(patterns) for patterns in ends]
    for patterns in ends:
        descend(reduced, patterns, budget)
    best = min(ends, key=lambda patterns: leak_of(reduced, patterns))
    return answer_of(instance, reduction, best)


def with_room(patterns: Patterns) -> Patterns:
    """The same with room for moves, which would otherwise be ruled out silently."""
    targets, width = patterns.item.shape
    item = np.full((targets, 2 * width), -1, dtype=patterns.item.dtype)
    item[:, :width] = patterns.item
    return patterns._replace(item=item)


def descend(reduced: Reduced, patterns: Patterns, budget: Budget) -> None:
    """Swap and move in place until nothing gains, or time is up."""
    before = np.inf
    value = leak_of(reduced, patterns)
    while value < before and budget.left_s() > 0.0:
        swap(reduced, patterns, sweeps=1)
        before, value = value, leak_of(reduced, patterns)

"""Linear assignment: targets and rounds matched, pass after pass."""

import numpy as np

from zaslin.assignment.solvers.matching import best_matching
from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.kernel_fill import empty_patterns, leaks
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.rivals.answer import Answer, Budget, answer_of, reduced_for

_WIDTH = 16


def linear_assignment(instance: WtaInstance, budget: Budget) -> Answer:
    """Match rounds and targets one to one at the largest Σ v_j p_ij, and repeat.

    One pass gives each target at most one round; with rounds left over another pass
    matches them with what the last one left of the targets.  With as many weapons as
    targets, one round each, and probabilities that are all high, one pass is mostly
    optimal: see the family of Ahuja and others.
    """
    reduction = reduced_for(instance, budget)
    return answer_of(instance, reduction, matched_patterns(reduction.reduced, budget))


def matched_patterns(reduced: Reduced, budget: Budget) -> Patterns:
    """The assignment of all passes; at least of the first."""
    patterns = empty_patterns(len(reduced.value), _WIDTH)
    left = reduced.rounds.copy()
    while left.any() and (not patterns.length.any() or budget.left_s() > 0.0):
        # Each round is one row; more of a weapon than targets are of no use at once.
        copies = np.minimum(left, len(reduced.value))
        row = np.repeat(np.arange(len(left)), copies)
        worth = leaks(reduced, patterns)[None, :] * reduced.pk[:, row].T
        floor = 1e-12 * reduced.value.max(initial=0.0)
        pair = np.argwhere(worth > floor)
        if not len(pair):
            break
        picked = best_matching(pair[:, 0], pair[:, 1], worth[worth > floor])
        if not picked.any():
            break
        if patterns.length.max() == patterns.item.shape[1]:
            wider = np.pad(patterns.item, ((0, 0), (0, _WIDTH)), constant_values=-1)
            patterns = patterns._replace(item=wider)
        taken, target = pair[picked].T
        patterns.item[target, patterns.length[target]] = row[taken]
        patterns.length[target] += 1
        left -= np.bincount(row[taken], minlength=len(left))
    return patterns

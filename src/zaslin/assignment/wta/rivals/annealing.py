"""Simulated annealing."""

import numpy as np
from numpy import bool_, int32, int64
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.kernel_fill import empty_patterns
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.marginal_return import by_marginal_return
from zaslin.assignment.wta.reduced import Reduced
from zaslin.assignment.wta.rivals.answer import Answer, Budget, answer_of, reduced_for
from zaslin.assignment.wta.rivals.greedy import leak_of
from zaslin.assignment.wta.rivals.kernel_anneal import (
    MOST_AT_ONE,
    Board,
    Field,
    anneal,
    put_all,
)
from zaslin.assignment.wta.rivals.local_search import descend, with_room

PROPOSALS_PER_ROUND = 1_000_000
MOST_PROPOSALS = 150_000_000
LEVELS = 400
HOT, COLD = 1.0, 0.03
"""First and last temperature, as shares of what greedy leaves of a mean target."""
_RESERVE = 0.05
"""Of the time, for the descent."""
_CERTAIN = 700.0
"""−ln(1 − p) of p = 1: a survival of nothing that can still be subtracted again."""


def simulated_annealing(instance: WtaInstance, budget: Budget) -> Answer:
    """Anneal from maximum marginal return, then descend to a local optimum.

    Moves and swaps as in Sonuç, Sen and Bayir (IJACSA 8(4), 2017), who allow swaps
    only; geometric cooling.  The budget is a million proposals for each round and 150
    million in all; where time is too short for them, it cools down quicker.  First
    temperatures from three times to a thirtieth of what greedy leaves of a mean target
    were tried, and last ones down to a millionth; these did best together.
    """
    reduction = reduced_for(instance, budget)
    reduced = reduction.reduced
    start = by_marginal_return(reduced)
    field = _field(reduced)
    if not len(field.row):
        return answer_of(instance, reduction, start)
    best = _annealed(field, _places(field, start), budget)
    patterns = with_room(_patterns(reduced, field, best))
    descend(reduced, patterns, budget)
    ends = (patterns, start)
    return answer_of(
        instance, reduction, min(ends, key=lambda each: leak_of(reduced, each))
    )


def _annealed(field: Field, at: NDArray[int32], budget: Budget) -> NDArray[int32]:
    """The best places seen at the end of a level of temperature."""
    rng = Generator(PCG64(budget.seed))
    rounds, targets = len(field.row), len(field.value)
    room = min(MOST_AT_ONE, rounds)
    board = Board(
        at.copy(),
        np.zeros(rounds, dtype=int32),
        np.zeros((targets, max(room, np.bincount(at).max())), dtype=int32),
        np.zeros(targets, dtype=int32),
        np.zeros(targets),
        np.zeros(targets),
    )
    best, least = at, put_all(field, board)
    scale = least / targets
    total = min(PROPOSALS_PER_ROUND * rounds, MOST_PROPOSALS)
    each = -(-total // LEVELS)
    seconds, done = budget.left_s(), 0
    while done < total:
        # By proposals, or by time where that is scarcer, so that it always cools down.
        left = budget.left_s() - _RESERVE * seconds
        if left <= 0.0:
            break
        part = max(done / total, 1.0 - left / seconds)
        anneal(field, board, scale * HOT * (COLD / HOT) ** part, each, rng)
        done += each
        # From the places alone: sums that only ever change gather rounding.
        value = put_all(field, board)
        if value < least:
            best, least = board.at.copy(), value
    return best


def _field(reduced: Reduced) -> Field:
    useful: NDArray[bool_] = np.logical_and(
        reduced.pk > 0.0, reduced.value[:, None] > 0
    )
    with np.errstate(divide="ignore"):
        bite = np.minimum(-np.log1p(-reduced.pk), _CERTAIN)
    row = np.repeat(np.arange(len(reduced.rounds)), reduced.rounds)
    row = row[np.flatnonzero(np.isin(row, np.nonzero(useful)[1]))]
    of_row, reach = np.nonzero(useful.T)
    first = np.searchsorted(of_row, np.arange(len(reduced.rounds) + 1))
    return Field(
        reduced.value,
        np.ascontiguousarray(np.where(useful, bite, 0.0)),
        row.astype(int32),
        first.astype(int64),
        reach.astype(int32),
    )


def _places(field: Field, patterns: Patterns) -> NDArray[int32]:
    """The target of each round; of those without one, the first that it can reach."""
    at = field.reach[field.first[field.row]].copy()
    inside = np.arange(patterns.item.shape[1]) < patterns.length[:, None]
    target = np.nonzero(inside)[0]
    row = patterns.item[inside]
    order = np.argsort(row, kind="stable")
    row, target = row[order], target[order]
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    at[np.searchsorted(field.row, row) + nth] = target
    return at


def _patterns(reduced: Reduced, field: Field, at: NDArray[int32]) -> Patterns:
    count = np.bincount(at, minlength=len(reduced.value))
    patterns = empty_patterns(len(reduced.value), max(1, int(count.max())))
    for row, target in zip(field.row.tolist(), at.tolist(), strict=True):
        patterns.item[target, patterns.length[target]] = row
        patterns.length[target] += 1
    return patterns

"""The bound that prices prove: one exact pricing pass over the targets.

Every solution that keeps to the rounds w costs at least

    L(π) = Σ_j min over patterns of (exposed · Π q^x + Σ (π + c) x) − Σ w π,   π ≥ 0,

where w are the rounds left and patterns what may be added to a target once the pinned
rounds are spent (choices.py); what these cost is added at the end.  Each minimum is
found by best-first search: a node fixes the rounds of the first choices, and is left
alone if the bound on the rest says that it cannot be better than the best pattern seen.

Rounding.  Costs of patterns and bounds on them are sums and products of a few dozen
terms, all at least 0, so their relative error is below 1e-13.  A node is left alone
already if it is not better by more than ``margin``, 1e-12 relative (and 1e-15 of the
value exposed, under which differences are nothing but rounding), and twice that much
is taken off the minimum found.  The sums over targets and weapons are exact (fsum), of
terms with a relative error below 2^-52; 2^-50 of them is taken off the difference.

Effort.  A search that has looked at ``WORK`` patterns stops, and the least bound of the
nodes still open, which is as valid, takes the place of the minimum.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from zaslin.assignment.check.wta.choices import (
    Choice,
    Choices,
    choices_at,
    ordered,
    rest,
    trimmed,
)
from zaslin.assignment.check.wta.given import Given, Remainder

WORK = 1_000_000
"""Patterns of one target that are looked at before a search settles for its bound."""

ROUNDING = 2.0**-50

_GREEDY = 1_000
"""Rounds of the first pattern seen; without a good one the search only takes longer."""


@dataclass(frozen=True, slots=True)
class Priced:
    """The bound, and for each target the least cost of a pattern (from below)."""

    bound: float
    least: Sequence[float]


class Node(NamedTuple):
    """Rounds of the choices before k are decided; ``bound`` is on all that follows."""

    bound: float
    k: int
    spent: float
    share: float
    room: int


def priced(given: Given, after: Remainder, prices: Sequence[float]) -> Priced:
    """L(π), no more than what it is in exact arithmetic."""
    least = [
        cheapest(choices_at(given, after, j, prices)) for j in range(len(given.values))
    ]
    return Priced(less_magazine(least, after, prices), least)


def less_magazine(
    least: Sequence[float], after: Remainder, prices: Sequence[float]
) -> float:
    """Σ least − Σ w π + the cost of the pinned rounds, rounded down."""
    if math.inf in least:
        return math.inf
    worth = [w * price for w, price in zip(after.rounds, prices, strict=True)]
    scale = math.fsum(least) + math.fsum(worth) + after.cost
    return math.fsum(
        [*least, *(-each for each in worth), after.cost, -ROUNDING * scale]
    )


def cheapest(own: Choices) -> float:
    """The least cost of a pattern, from below; infinite if none is permitted."""
    own = _without_free(own)
    best = _greedy(own)
    own = trimmed(own, best - margin(own, best))
    nodes = [Node(rest(own, 0, 1.0, own.room), 0, 0.0, 1.0, own.room)]
    work = 0
    while nodes:
        node = heappop(nodes)
        if node.bound >= best - margin(own, best):
            break
        if work > WORK:
            best = min(best, node.bound)
            break
        work += len(own.options) - node.k
        for child, cost in _children(own, node, best):
            best = min(best, cost)
            if child.bound < best - margin(own, best):
                heappush(nodes, child)
    return max(0.0, best - 2.0 * margin(own, best))


def margin(own: Choices, cost: float) -> float:
    """By how much a cost may be wrong, generously."""
    return 1e-12 * cost + 1e-15 * own.exposed if cost < math.inf else 0.0


def _children(own: Choices, node: Node, best: float) -> list[tuple[Node, float]]:
    """Every node that adds rounds of one more weapon, and its cost if it ends there."""
    found = []
    for k in range(node.k, len(own.options)):
        _, price, miss, count, _ = own.options[k]
        spent, share, room = node.spent, node.share, node.room
        for _ in range(min(count, room)):
            # A round that saves less than it costs saves even less beside others.
            if share <= own.enough and own.exposed * share * (1.0 - miss) <= price:
                break
            spent, share, room = spent + price, share * miss, room - 1
            if spent >= best:
                break
            bound = spent + rest(own, k + 1, share, room)
            cost = spent + own.exposed * share if share <= own.enough else math.inf
            if min(bound, cost) < best:
                found.append((Node(bound, k + 1, spent, share, room), cost))
    return found


def _without_free(own: Choices) -> Choices:
    """Take every round that costs nothing, if there is room for all there are."""
    if own.room < sum(each.most for each in own.options):
        return own
    share = 1.0
    paid: list[Choice] = []
    for each in own.options:
        if each.price > 0.0:
            paid.append(each)
        else:
            share *= each.miss**each.most
    if len(paid) == len(own.options):
        return own
    enough = own.enough / share if share > 0.0 else math.inf
    return ordered(own.exposed * share, enough, own.room, paid)


def _greedy(own: Choices) -> float:
    """The cost of a good pattern: add the best round while it pays or is required."""
    left = [each.most for each in own.options]
    spent, share = 0.0, 1.0
    for _ in range(min(own.room, _GREEDY) if own.options else 0):
        gains = [
            own.exposed * share * (1.0 - each.miss) - each.price if count else -math.inf
            for each, count in zip(own.options, left, strict=True)
        ]
        gain = max(gains)
        if (share <= own.enough and gain <= 0.0) or gain == -math.inf:
            break
        k = gains.index(gain)
        if gain <= 0.0:
            k = next(k for k, count in enumerate(left) if count)
        left[k] -= 1
        spent += own.options[k].price
        share *= own.options[k].miss
    return spent + own.exposed * share if share <= own.enough else math.inf

"""What may be added to one target at given prices, and what any of it costs at least.

A *pattern* says how many rounds of each weapon are added to those pinned at a target.
At prices π it costs ``exposed · Π q_i^x_i + Σ a_i x_i`` with ``a_i = π_i + c_ij``,
``q_i = 1 − p_ij`` and ``exposed`` the value that gets through the pins.  Everything
below rests on two lower bounds on what can be made of a share f of the exposed value
with the choices from the k-th on, written u = exposed · f:

- *by number*: m more rounds cost at least m times the least price and leave at least
  u times the m-th power of the least q.  Their sum is convex in m, so the least is
  found by adding rounds while one more saves more than it costs;
- *by rate*: a round that multiplies u by e^-t costs at least ρ t, where ρ is the least
  a / −ln q.  So the rest costs at least min over t ≥ 0 of u e^-t + ρ t, which is
  ρ (1 + ln(u / ρ)), or u where u ≤ ρ.

Where a survival is required, m has to be large enough for it, and so has t.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from zaslin.assignment.check.wta.given import Given, Remainder

_STEPS = 64
"""Rounds that the bound by number counts one by one before it settles for less."""

_EDGE = 1e-12
"""By how much a product of chances may depend on its order, generously."""


class Choice(NamedTuple):
    """A weapon that may be used: what a round costs, how often it misses, how many."""

    rate: float
    price: float
    miss: float
    most: int
    weapon: int


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices at a target by rising rate; the ``least`` are those from k on.

    ``enough`` is the share of the exposed value that may be left where a survival is
    required, ``room`` the number of rounds that may be added.
    """

    exposed: float
    enough: float
    room: int
    options: Sequence[Choice]
    least_price: Sequence[float]
    least_miss: Sequence[float]


def choices_at(
    given: Given, after: Remainder, j: int, prices: Sequence[float]
) -> Choices:
    """Everything that may be added to target j.

    A round that cannot stop anything is left out: whoever drops it from a solution
    breaks no limit, which are all upper ones, and pays no more.
    """
    through = after.through[j]
    exposed = given.values[j] * through
    # Rounded up: a pattern on the edge may be feasible if multiplied in another order.
    limit = given.enough(j) * (1.0 + _EDGE)
    enough = limit / through if through > 0.0 else math.inf
    useful = exposed > 0.0 or enough < 1.0
    return ordered(
        exposed,
        enough,
        after.room[j],
        _options(given, after, j, prices) if useful else (),
    )


def ordered(
    exposed: float, enough: float, room: int, options: Iterable[Choice]
) -> Choices:
    """Sort by rate and note the least price and miss from each place on."""
    found = sorted(options)
    prices = accumulate((each.price for each in reversed(found)), min, initial=math.inf)
    misses = accumulate((each.miss for each in reversed(found)), min, initial=1.0)
    return Choices(exposed, enough, room, found, list(prices)[::-1], list(misses)[::-1])


def _options(
    given: Given, after: Remainder, j: int, prices: Sequence[float]
) -> Iterator[Choice]:
    pins, forbidden, room = after.pins[j], given.forbidden[j], after.room[j]
    columns = zip(given.chance[j], given.cost[j], prices, after.rounds, strict=True)
    for i, (chance, cost, price, left) in enumerate(columns):
        miss = 1.0 - chance
        if miss >= 1.0 or left <= 0 or i in forbidden:
            continue
        count = min(left, given.most_of_pair - pins.get(i, 0), room)
        if count > 0:
            paid = price + cost
            rate = paid / -math.log(miss) if miss > 0.0 else 0.0
            yield Choice(rate, paid, miss, count, i)


def rest(own: Choices, k: int, share: float, room: int) -> float:
    """At least what a share left costs, with any rounds from the k-th choice on."""
    if k >= len(own.options) or room <= 0:
        return own.exposed * share if share <= own.enough else math.inf
    by_number = _by_number(own, k, share, room)
    rate = own.options[k].rate
    return max(by_number, _by_rate(rate, own.exposed * share, _needed(own, share)))


def _needed(own: Choices, share: float) -> float:
    """How much more −ln q a requirement takes."""
    if share <= own.enough:
        return 0.0
    return math.log(share / own.enough) if own.enough > 0.0 else math.inf


def _by_number(own: Choices, k: int, share: float, room: int) -> float:
    price, miss = own.least_price[k], own.least_miss[k]
    hit = 1.0 - miss
    exposed = own.exposed * share
    spent = 0.0
    for _ in range(min(room, _STEPS)):
        if share <= own.enough and exposed * hit <= price:
            return spent + exposed
        spent += price
        share *= miss
        exposed *= miss
    if room <= _STEPS:
        return spent + exposed if share <= own.enough else math.inf
    rate = price / -math.log(miss) if miss > 0.0 else 0.0
    return spent + _by_rate(rate, exposed, 0.0)


def _by_rate(rate: float, exposed: float, needed: float) -> float:
    """Min over t ≥ needed of exposed · e^-t + rate · t."""
    if rate <= 0.0:
        return 0.0
    if exposed <= rate and needed <= 0.0:
        return exposed
    best = math.log(exposed) - math.log(rate) if exposed > rate else 0.0
    t = max(needed, best)
    return exposed * math.exp(-t) + rate * t


def trimmed(own: Choices, limit: float) -> Choices:
    """Leave out what is in no pattern within a limit, until nothing more goes."""
    while True:
        few = [
            each
            for each in own.options
            if each.price + rest(own, 0, each.miss, own.room - 1) <= limit
        ]
        if len(few) == len(own.options):
            return own
        own = ordered(own.exposed, own.enough, own.room, few)

"""What the stock of one interceptor type is worth, in one night and over several.

The *night's curve* L(w) is the least cost that the dual can prove for a night with w
rounds of the type, all other stocks being as they are: a convex, falling curve whose
slope is the price of a round. Over several nights rounds are shared out so that

    V_n(s) = min over u of L(u) + V_{n+1}(min(cap, s − u + resupply)),

V being 0 after the last night, and the price of a saved round is −dV_1/ds. As all
curves are convex, the best sharing out puts each round where it is worth most: V_n's
steps are those of both curves in falling order (docs/reserve.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from zaslin.assignment.reserve import ReserveParams, Valuation, value_rounds
from zaslin.domain.accept import accept_range
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture

Floats = NDArray[float64]

SHARES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
"""Multiples of the present stock at which a night is valued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCurve:
    """Least provable cost of a night against the rounds of one type.

    ``rounds`` rise from 0; ``cost_meur`` falls over them, and ever more slowly.
    """

    interceptor_type: InterceptorTypeId
    rounds: tuple[int, ...]
    cost_meur: tuple[float, ...]

    def steps(self, cap: int) -> Floats:
        """What the first, second, … round is worth in this night, up to ``cap``."""
        stocks = np.arange(cap + 1)
        costs = np.interp(stocks, self.rounds, self.cost_meur)
        # Interpolation rounds: what is equal on paper may rise by a hair.
        falling: Floats = np.minimum.accumulate(np.maximum(0.0, -np.diff(costs)))
        return falling


def stock_of(picture: Picture, kind: InterceptorTypeId) -> int:
    """Rounds of a type in all magazines, ready and stored."""
    return sum(
        each.rounds_ready + each.rounds_stored
        for unit in picture.fire_units
        for each in unit.magazines
        if each.interceptor_type == kind
    )


def with_stock(picture: Picture, kind: InterceptorTypeId, rounds: int) -> Picture:
    """The picture with so many rounds of a type, shared out as they are now.

    What does not come out even goes to the largest remainders, first unit first.
    """
    accept_range("rounds", rounds, 0, 10_000_000)
    held = [
        each.rounds_ready + each.rounds_stored
        for unit in picture.fire_units
        for each in unit.magazines
        if each.interceptor_type == kind
    ]
    shares = iter(_shared_out(rounds, held))

    def filled(unit: FireUnit) -> FireUnit:
        if all(each.interceptor_type != kind for each in unit.magazines):
            return unit
        magazines = tuple(
            _filled(each, next(shares)) if each.interceptor_type == kind else each
            for each in unit.magazines
        )
        return replace(unit, magazines=magazines)

    return replace(picture, fire_units=tuple(map(filled, picture.fire_units)))


def night_curve(
    pictures: Sequence[Picture],
    params: PlanParams,
    kind: InterceptorTypeId,
    reserve: ReserveParams | None = None,
    *,
    shares: Sequence[float] = SHARES,
    tell: Callable[[], None] | None = None,
) -> NightCurve:
    """Value the nights of some pictures at several stocks of a type, on average.

    Parameters
    ----------
    pictures
        Of the same defence, each with another night to come as its forecast.
    shares
        Multiples of the present stock, rising from 0.
    tell
        Called after each valuation.
    """
    present = stock_of(pictures[0], kind)
    stocks = sorted({round(share * present) for share in shares} | {0})
    costs = np.zeros(len(stocks))
    for picture in pictures:
        before: Valuation | None = None
        # From plenty to nothing: prices rise, and each valuation warms up the next.
        for place in range(len(stocks) - 1, -1, -1):
            stocked = with_stock(picture, kind, stocks[place])
            before = value_rounds(stocked, params, reserve, before)
            costs[place] += before.bound / len(pictures)
            if tell is not None:
                tell()
    return NightCurve(
        interceptor_type=kind,
        rounds=tuple(stocks),
        cost_meur=tuple(convex_falling(stocks, costs).tolist()),
    )


def convex_falling(stocks: Sequence[int], costs: Floats) -> Floats:
    """The highest convex curve that never rises and is nowhere above the points.

    What it takes off is what the ascents have not quite reached.
    """
    falling = np.minimum.accumulate(costs)
    hull: list[int] = []
    for place in range(len(stocks)):
        while len(hull) > 1 and _is_above(stocks, falling, hull[-2], hull[-1], place):
            hull.pop()
        hull.append(place)
    kept: Floats = np.interp(
        stocks, [stocks[place] for place in hull], falling[hull]
    ).astype(float64)
    return kept


def prices_of_stock(
    tonight: Floats, later: Floats, nights: int, resupply: int, cap: int
) -> Floats:
    """Price of one more round at each stock 0, 1, …, cap − 1 before the first night.

    Parameters
    ----------
    tonight, later
        What each round is worth in the first night and in every later one: falling,
        ``cap`` long.
    nights
        How many nights there are, at least 1.
    resupply
        Rounds that come after each night.
    cap
        The most rounds that can be kept.
    """
    accept_range("nights", nights, 1, 1000)
    accept_range("resupply", resupply, 0, 10_000_000)
    accept_range("cap", cap, 0, 10_000_000)
    value = np.zeros(cap)
    for _ in range(nights - 1):
        value = _shared_between(later, _supplied(value, resupply, cap), cap)
    return _shared_between(tonight, _supplied(value, resupply, cap), cap)


def _shared_between(one: Floats, other: Floats, cap: int) -> Floats:
    """Steps of the best sharing out between two falling curves."""
    merged: Floats = -np.sort(-np.concatenate((one[:cap], other[:cap])))
    return merged[:cap]


def _supplied(value: Floats, resupply: int, cap: int) -> Floats:
    """Steps of a curve in what is left, if ``resupply`` rounds come on top of it."""
    kept = value[min(resupply, cap) :]
    return np.concatenate((kept, np.zeros(cap - len(kept))))


def _is_above(
    stocks: Sequence[int], costs: Floats, left: int, middle: int, right: int
) -> bool:
    """Whether the middle point lies on or above the line through the others."""
    run = (stocks[middle] - stocks[left]) / (stocks[right] - stocks[left])
    return bool(costs[middle] >= costs[left] + run * (costs[right] - costs[left]))


def _shared_out(rounds: int, held: Sequence[int]) -> list[int]:
    total = sum(held)
    if total == 0:
        return [0] * len(held)
    whole = [rounds * each // total for each in held]
    rest = sorted(
        range(len(held)), key=lambda place: (-(rounds * held[place] % total), place)
    )
    for place in rest[: rounds - sum(whole)]:
        whole[place] += 1
    return whole


def _filled(magazine: Magazine, rounds: int) -> Magazine:
    """The magazine with so many rounds; as many of them ready as rails allow."""
    if magazine.rounds_stored == 0:
        rails = magazine.rails
        return replace(
            magazine,
            rounds_ready=rounds,
            rails=None if rails is None else max(rails, rounds),
        )
    ready = min(rounds, magazine.rail_count)
    return replace(
        magazine,
        rounds_ready=ready,
        rounds_stored=rounds - ready,
        rails=max(1, magazine.rail_count),
    )

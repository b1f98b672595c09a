"""One object at a time, under prices: what it costs to let it through or to shoot.

Compiled by numba.  With prices on rounds, channels and rails the objects no longer
compete, and each is a small dynamic programme: within a block results are known at
once, so that shots come in the order of what a kill costs; blocks come in order of
time.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy import float64
from numpy.typing import NDArray

from zaslin.sim.bound.tries import Prices, Supply, Tries


@njit(cache=True)
def _sums(prices: NDArray[float64], slot_s: float) -> NDArray[float64]:
    """Price of a row from the start to each slot's beginning."""
    rows, slots = prices.shape
    sums = np.zeros((rows, slots + 1))
    for r in range(rows):
        for t in range(slots):
            sums[r, t + 1] = sums[r, t] + prices[r, t] * slot_s
    return sums


@njit(cache=True)
def _until(sums: NDArray[float64], row: int, slot_s: float, at_s: float) -> float:
    """Price of a row from the start to a moment."""
    slots = sums.shape[1] - 1
    place = at_s / slot_s
    if place <= 0.0:
        return 0.0
    slot = int(place)
    if slot >= slots:
        return float(sums[row, slots])
    share = place - slot
    return float((1.0 - share) * sums[row, slot] + share * sums[row, slot + 1])


@njit(cache=True)
def _held(
    channels: NDArray[float64], rails: NDArray[float64], supply: Supply,
    line: Any, launch_s: float,
) -> float:  # fmt: skip
    """Price of the channel and the rail that a launch takes."""
    slot_s = supply.slot_s
    price = line.channel_share * (
        _until(channels, line.unit, slot_s, launch_s + line.busy_s)
        - _until(channels, line.unit, slot_s, launch_s)
    )
    row = supply.rail_row[line.mount]
    if row >= 0:
        price += line.rail_share * (
            _until(rails, row, slot_s, launch_s + supply.reload_s[line.mount])
            - _until(rails, row, slot_s, launch_s)
        )
    return float(max(0.0, price))


@njit(cache=True)
def _cheapest(
    channels: NDArray[float64], rails: NDArray[float64], supply: Supply, line: Any
) -> tuple[float, float]:
    """Least price of a launch within a try, and when that is: at a kink or an end.

    What is held costs the integral of a step function over a moving interval, so that
    it has its least value where an end of the interval meets a step.
    """
    slot_s = supply.slot_s
    best_s = line.opens_s
    best = _held(channels, rails, supply, line, best_s)
    row = supply.rail_row[line.mount]
    for which in range(3):
        shift_s = 0.0
        if which == 1:
            shift_s = line.busy_s
        elif which == 2:
            if row < 0:
                continue
            shift_s = supply.reload_s[line.mount]
        slot = math.floor((line.opens_s + shift_s) / slot_s) + 1
        while slot * slot_s - shift_s < line.closes_s:
            at_s = slot * slot_s - shift_s
            price = _held(channels, rails, supply, line, at_s)
            if price < best:
                best, best_s = price, at_s
            slot += 1
    price = _held(channels, rails, supply, line, line.closes_s)
    if price < best:
        best, best_s = price, line.closes_s
    return best, best_s


@njit(cache=True)
def hold_tries(
    tries: Tries, supply: Supply, prices: Prices,
    held: NDArray[float64], launch_s: NDArray[float64],
) -> None:  # fmt: skip
    """Least price of the channel and rail of each try, and a launch that has it."""
    channels = _sums(prices.channel_s, supply.slot_s)
    rails = _sums(prices.rail_s, supply.slot_s)
    last_slot = channels.shape[1] - 1
    for i in range(len(tries.table)):
        line = tries.table[i]
        row = supply.rail_row[line.mount]
        free = channels[line.unit, last_slot] == 0.0
        if row >= 0 and rails[row, last_slot] > 0.0:
            free = False
        if free:
            held[i], launch_s[i] = 0.0, line.closes_s
        else:
            held[i], launch_s[i] = _cheapest(channels, rails, supply, line)


@njit(cache=True)
def _round_price(supply: Supply, prices: NDArray[float64], line: Any) -> float:
    """Price of a try's round, launched as late as may be: few limits count then."""
    price = 0.0
    if line.rounds > 0:
        for k in range(len(supply.before_s)):
            if line.closes_s < supply.before_s[k]:
                price += prices[line.mount, k]
    return price


@njit(cache=True)
def fold(
    tries: Tries,
    supply: Supply,
    value: NDArray[float64],
    round_prices: NDArray[float64],
    held: NDArray[float64],
    least: NDArray[float64],
    taken: NDArray[float64],
) -> None:
    """Least expected cost of each object under prices, and how often each try is made.

    ``held`` is the price of each try's channel and rail.
    ``least`` gets the costs, ``taken`` the expected rounds of each try at the optimum.
    """
    count = len(tries.table)
    # What is used of each try, and in which order; filled from the end.
    order = np.empty(count, dtype=np.int64)
    used = np.empty(count, dtype=np.int64)
    ratio, cost = np.empty(count), np.empty(count)
    near = np.empty(count, dtype=np.int64)
    taken[:] = 0.0
    for j in range(len(value)):
        remaining = value[j]
        first, last = tries.of_object[j], tries.of_object[j + 1]
        end = tries.of_block[last]
        free = end
        for b in range(last - 1, first - 1, -1):
            size = 0
            for i in range(tries.of_block[b], tries.of_block[b + 1]):
                line = tries.table[i]
                cost[i] = held[i] + _round_price(supply, round_prices, line)
                if cost[i] < line.p_kill * remaining:
                    ratio[size] = cost[i] / line.p_kill
                    near[size] = i
                    size += 1
            # The dearest kill comes last in time, and first in the recursion.
            for rank in np.argsort(-ratio[:size]):
                i = near[rank]
                p_kill, copies = tries.table[i].p_kill, 0
                while copies < tries.table[i].copies:
                    better = cost[i] + (1.0 - p_kill) * remaining
                    if better >= remaining:
                        break
                    remaining = better
                    copies += 1
                if copies > 0:
                    free -= 1
                    order[free], used[free] = i, copies
        least[j] = remaining
        reached = 1.0
        for place in range(free, end):
            for _ in range(used[place]):
                taken[order[place]] += reached
                reached *= 1.0 - tries.table[order[place]].p_kill


@njit(cache=True)
def book(
    tries: Tries, supply: Supply, launch_s: NDArray[float64], taken: NDArray[float64],
    use: Prices,
) -> None:  # fmt: skip
    """Expected use of every row, of so many rounds of each try."""
    use.channel_s[:] = 0.0
    use.rail_s[:] = 0.0
    book_rounds(tries, supply, taken, use.rounds)
    for i in range(len(tries.table)):
        if taken[i] == 0.0:
            continue
        line = tries.table[i]
        _occupy(
            use.channel_s, line.unit, supply.slot_s, launch_s[i], line.busy_s,
            taken[i] * line.channel_share,
        )  # fmt: skip
        row = supply.rail_row[line.mount]
        if row >= 0:
            _occupy(
                use.rail_s, row, supply.slot_s, launch_s[i],
                supply.reload_s[line.mount], taken[i] * line.rail_share,
            )  # fmt: skip


@njit(cache=True)
def book_rounds(
    tries: Tries, supply: Supply, taken: NDArray[float64], use: NDArray[float64]
) -> None:
    """Expected use of the rounds alone."""
    use[:] = 0.0
    for i in range(len(tries.table)):
        line = tries.table[i]
        if taken[i] == 0.0 or line.rounds == 0:
            continue
        for k in range(len(supply.before_s)):
            if line.closes_s < supply.before_s[k]:
                use[line.mount, k] += taken[i]


@njit(cache=True)
def _occupy(
    table: NDArray[float64], row: int, slot_s: float, from_s: float, length_s: float,
    share: float,
) -> None:  # fmt: skip
    """Book the seconds that something is held in each slot."""
    slots = table.shape[1]
    until_s = from_s + length_s
    slot = max(0, math.floor(from_s / slot_s))
    while slot < slots and slot * slot_s < until_s:
        begins_s = max(from_s, slot * slot_s)
        ends_s = min(until_s, (slot + 1) * slot_s)
        table[row, slot] += share * (ends_s - begins_s)
        slot += 1

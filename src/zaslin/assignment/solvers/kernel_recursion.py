"""The per-track shoot-look-shoot recursion, exact, under given prices.

Compiled by numba. With prices on rounds, channels and rails the problem falls apart
into one small dynamic programme per track (docs/mathematics.md, section 8).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.problem import Capacity, Floats, Options

NOBODY = -1
MAX_STAGE = 3
"""Largest stage the recursion enumerates, in shots."""


class DualPrices(NamedTuple):
    """Non-negative prices on every capacity row.

    Arrays
    ------
    rounds : (mounts,), channels : (stations, slots), rails : (rail rows, slots)
    """

    rounds: Floats
    channels: Floats
    rails: Floats


@njit(cache=True)
def cumulative(prices: Floats) -> Floats:
    """Running sums along slots with a leading zero, so that a span is a difference."""
    rows, slots = prices.shape
    sums = np.zeros((rows, slots + 1))
    for r in range(rows):
        for t in range(slots):
            sums[r, t + 1] = sums[r, t] + prices[r, t]
    return sums


@njit(cache=True)
def capacity_prices(options: Options, capacity: Capacity, prices: DualPrices) -> Floats:
    """Price of the rounds, channel and rail time of each option."""
    slots = capacity.channels.shape[1]
    channel_sums = cumulative(prices.channels)
    rail_sums = cumulative(prices.rails)
    priced = np.empty(len(options.track))
    for i in range(len(options.track)):
        mount = options.mount[i]
        station = capacity.mount_station[mount]
        start = options.launch[i]
        stop = min(slots, options.end[i])
        price = channel_sums[station, stop] - channel_sums[station, start]
        row = capacity.rail_row[mount]
        per_round = prices.rounds[mount]
        if row >= 0:
            reloaded = min(slots, start + capacity.reload_slots[mount])
            per_round += rail_sums[row, reloaded] - rail_sums[row, start]
        priced[i] = price + options.rounds[i] * per_round
    return priced


class Workspace(NamedTuple):
    """One track's attractive options side by side, and the policy found on them.

    Arrays
    ------
    option : (most,)
        Option behind each place; the following tables go with it.
    launch, end, following, salvo, unit, cost, p_kill : (most,)
        ``following`` is the first place at or after the end slot.
    remaining : (most + 1,)
        F at each place; beyond the last one the damage if the track leaks.
    second, third : (most,)
        Rest of the stage chosen at each place: ``NOBODY`` for none;
        ``second[k] == k`` for "wait".
    """

    option: NDArray[int32]
    launch: NDArray[int32]
    end: NDArray[int32]
    following: NDArray[int32]
    salvo: NDArray[int32]
    unit: NDArray[int32]
    cost: Floats
    p_kill: Floats
    remaining: Floats
    second: NDArray[int32]
    third: NDArray[int32]


@njit(cache=True)
def make_workspace(options: Options) -> Workspace:
    """Room for the track with the most options."""
    most = 1
    for j in range(len(options.of_track) - 1):
        most = max(most, options.of_track[j + 1] - options.of_track[j])
    return Workspace(
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32),
        np.empty(most), np.empty(most), np.empty(most + 1),
        np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32),
    )  # fmt: skip


@njit(cache=True)
def _gather(
    options: Options, unit: NDArray[int32], first: int, last: int, cost: Floats,
    leak: float, work: Workspace,
) -> int:  # fmt: skip
    """Collect the options that could be in any optimal policy; returns how many.

    F never exceeds ``leak`` and never falls with time, so an option that costs
    ``p_kill · leak`` or more cannot pay, alone or in a stage.
    """
    count = 0
    for i in range(first, last):
        if cost[i] < options.p_kill[i] * leak:
            work.option[count] = i
            work.launch[count] = options.launch[i]
            work.end[count] = options.end[i]
            work.salvo[count] = options.salvo[i]
            work.unit[count] = unit[i]
            work.cost[count] = cost[i]
            work.p_kill[count] = options.p_kill[i]
            count += 1
    for k in range(count):
        low, high = k + 1, count
        while low < high:
            middle = (low + high) // 2
            if work.launch[middle] >= work.end[k]:
                high = middle
            else:
                low = middle + 1
        work.following[k] = low
    return count


@njit(cache=True)
def recurse(
    options: Options, unit: NDArray[int32], first: int, last: int, cost: Floats,
    leak: float, most_shots: int, work: Workspace,
) -> tuple[float, int]:  # fmt: skip
    """Least expected cost of one track: (F at its first option, places used).

    ``cost[i]`` is what option i costs when taken, infinite where it may not be;
    ``unit[i]`` is its fire unit. The policy is left in ``work``.
    """
    count = _gather(options, unit, first, last, cost, leak, work)
    remaining = work.remaining
    remaining[count] = leak
    for k in range(count - 1, -1, -1):
        best = remaining[k + 1]
        work.second[k], work.third[k] = k, NOBODY
        survive = 1.0 - work.p_kill[k]
        after = work.following[k]
        alone = work.cost[k] + survive * remaining[after]
        if alone < best:
            best = alone
            work.second[k] = NOBODY
        room = most_shots - work.salvo[k]
        m = k + 1
        while room > 0 and m < count and work.launch[m] < work.end[k]:
            other = m
            m += 1
            if work.salvo[other] > room or work.unit[other] == work.unit[k]:
                continue
            later = max(after, work.following[other])
            both = survive * (1.0 - work.p_kill[other])
            paid = work.cost[k] + work.cost[other]
            value = paid + both * remaining[later]
            if value < best:
                best = value
                work.second[k], work.third[k] = other, NOBODY
            left = room - work.salvo[other]
            if left <= 0:
                continue
            look = min(work.end[k], work.end[other])
            for extra in range(other + 1, count):
                if work.launch[extra] >= look:
                    break
                # A third shot cannot pay if it costs more than it could avert.
                if work.cost[extra] >= both * work.p_kill[extra] * leak:
                    continue
                if work.salvo[extra] > left or work.unit[extra] == work.unit[k]:
                    continue
                if work.unit[extra] == work.unit[other]:
                    continue
                last_look = max(later, work.following[extra])
                value = (
                    paid
                    + work.cost[extra]
                    + both * (1.0 - work.p_kill[extra]) * remaining[last_look]
                )
                if value < best:
                    best = value
                    work.second[k], work.third[k] = other, extra
        remaining[k] = best
    return float(remaining[0]), count


@njit(cache=True)
def stage_member(work: Workspace, k: int, position: int) -> int:
    """Place of the first, second or third shot of the stage chosen at place k."""
    if position == 0:
        return k
    return int(work.second[k] if position == 1 else work.third[k])


@njit(cache=True)
def regrets(
    options: Options, unit: NDArray[int32], cost: Floats, value: Floats, most_shots: int
) -> Floats:
    """How much worse than optimal it is to take each option alone when it comes up.

    Infinite for options that no optimal policy at these costs could use.
    """
    regret = np.full(len(cost), np.inf)
    work = make_workspace(options)
    for j in range(len(value)):
        _, count = recurse(
            options, unit, options.of_track[j], options.of_track[j + 1], cost, value[j],
            most_shots, work,
        )  # fmt: skip
        for k in range(count):
            survive = 1.0 - work.p_kill[k]
            taken = work.cost[k] + survive * work.remaining[work.following[k]]
            regret[work.option[k]] = taken - work.remaining[k]
    return regret


@njit(cache=True)
def _use(
    options: Options, capacity: Capacity, i: int, reached: float, use: DualPrices
) -> None:
    """Book an option's use, as steps up and down along the slots."""
    slots = capacity.channels.shape[1]
    mount = options.mount[i]
    station = capacity.mount_station[mount]
    start = options.launch[i]
    use.rounds[mount] += reached * options.rounds[i]
    use.channels[station, start] += reached
    if options.end[i] < slots:
        use.channels[station, options.end[i]] -= reached
    row = capacity.rail_row[mount]
    if row >= 0:
        rounds = reached * options.rounds[i]
        use.rails[row, start] += rounds
        if start + capacity.reload_slots[mount] < slots:
            use.rails[row, start + capacity.reload_slots[mount]] -= rounds


@njit(cache=True)
def price_tracks(
    options: Options,
    capacity: Capacity,
    unit: NDArray[int32],
    value: Floats,
    weight: Floats,
    most_shots: int,
    prices: DualPrices,
    use: DualPrices,
) -> float:
    """Σ weight · F over all tracks; ``use`` receives the expected use of each row.

    Along a track's policy only the path of misses goes on, so its expected use is
    one walk with a shrinking probability.
    """
    slots = capacity.channels.shape[1]
    cost = capacity_prices(options, capacity, prices)
    for i in range(len(cost)):
        cost[i] += options.money[i] + options.debris[i] - options.keep[i]
    work = make_workspace(options)
    use.rounds[:] = 0.0
    use.channels[:] = 0.0
    use.rails[:] = 0.0
    total = 0.0
    for j in range(len(value)):
        first, last = options.of_track[j], options.of_track[j + 1]
        expected, count = recurse(
            options, unit, first, last, cost, value[j], most_shots, work
        )
        total += weight[j] * expected
        reached = weight[j]
        k = 0
        while k < count and reached > 1e-12:
            if work.second[k] == k:
                k += 1
                continue
            following = k
            survive = reached
            for position in range(MAX_STAGE):
                member = stage_member(work, k, position)
                if member == NOBODY:
                    continue
                _use(options, capacity, work.option[member], reached, use)
                survive *= 1.0 - work.p_kill[member]
                following = max(following, work.following[member])
            reached = survive
            k = following
    for table in (use.channels, use.rails):
        for r in range(table.shape[0]):
            for t in range(1, slots):
                table[r, t] += table[r, t - 1]
    return total

"""Ascent of the dual: prices that make rounds and channel time as dear as they are.

Compiled by numba. Steps are per coordinate with momentum (Kingma and Ba 2015) on
coordinates scaled to what an option at that row gains: the rows differ by orders of
magnitude, which plain or Polyak subgradient steps do not survive.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.problem import Capacity, Floats, Options
from zaslin.assignment.solvers.kernel_recursion import NOBODY, DualPrices, price_tracks

_MEMORY, _SLOPE_MEMORY = 0.9, 0.95
_TINY = 1e-12


class Ascent(NamedTuple):
    """Where an ascent stands; all tables have the shapes of the capacity rows.

    ``best`` are the prices of the best bound so far, ``scale`` the natural size of
    each price, ``mean`` and ``square`` the running moments of the slopes.
    ``bound`` and ``steps`` are arrays of one.
    """

    prices: DualPrices
    best: DualPrices
    scale: DualPrices
    mean: DualPrices
    square: DualPrices
    bound: Floats
    steps: Floats


@njit(cache=True)
def priced_capacity(
    capacity: Capacity, prices: DualPrices, chosen: NDArray[int32]
) -> float:
    """Σ over units of the dearest station's priced capacity; ``chosen`` gets it.

    A unit fights from one station, so only the largest counts: that maximum is the
    exact dual of the posture choice.
    """
    stations = len(capacity.station_unit)
    worth = np.zeros(stations)
    for m in range(len(capacity.mount_rounds)):
        station = capacity.mount_station[m]
        worth[station] += prices.rounds[m] * capacity.mount_rounds[m]
        row = capacity.rail_row[m]
        if row >= 0:
            for t in range(capacity.rails.shape[1]):
                worth[station] += prices.rails[row, t] * capacity.rails[row, t]
    for s in range(stations):
        for t in range(capacity.channels.shape[1]):
            worth[s] += prices.channels[s, t] * capacity.channels[s, t]
    chosen[:] = NOBODY
    for s in range(stations):
        u = capacity.station_unit[s]
        if chosen[u] == NOBODY or worth[s] > worth[chosen[u]]:
            chosen[u] = s
    total = 0.0
    for u in range(len(chosen)):
        if chosen[u] != NOBODY:
            total += worth[chosen[u]]
    return total


@njit(cache=True)
def natural_scale(
    options: Options, capacity: Capacity, value: Floats, weight: Floats
) -> DualPrices:
    """Mean damage averted by an option at each row, per round or per slot."""
    mounts, stations = len(capacity.mount_rounds), len(capacity.station_unit)
    rounds, count = np.zeros(mounts), np.zeros(mounts)
    slot, used = np.zeros(stations), np.zeros(stations)
    for i in range(len(options.track)):
        j, mount = options.track[i], options.mount[i]
        gain = weight[j] * value[j] * options.p_kill[i]
        rounds[mount] += gain
        count[mount] += 1.0
        slot[capacity.mount_station[mount]] += gain / (
            options.end[i] - options.launch[i]
        )
        used[capacity.mount_station[mount]] += 1.0
    scale = DualPrices(
        rounds / np.maximum(count, 1.0),
        np.empty(capacity.channels.shape),
        np.zeros(capacity.rails.shape),
    )
    for s in range(stations):
        scale.channels[s] = slot[s] / max(used[s], 1.0)
    for m in range(mounts):
        row = capacity.rail_row[m]
        if row >= 0:
            scale.rails[row] = scale.rounds[m] / max(1, capacity.reload_slots[m])
    return scale


@njit(cache=True)
def _step(
    price: Floats,
    slope: Floats,
    scale: Floats,
    mean: Floats,
    square: Floats,
    step: float,
) -> None:
    """One projected step on one table of prices."""
    for r in range(price.shape[0]):
        for t in range(price.shape[1]):
            g = slope[r, t]
            if price[r, t] <= 0.0 and g <= 0.0:
                # At the boundary and pushed outwards: the coordinate rests.
                mean[r, t] *= _MEMORY
                continue
            mean[r, t] = _MEMORY * mean[r, t] + (1.0 - _MEMORY) * g
            square[r, t] = _SLOPE_MEMORY * square[r, t] + (1.0 - _SLOPE_MEMORY) * g * g
            move = step * scale[r, t] * mean[r, t] / np.sqrt(square[r, t] + _TINY)
            price[r, t] = max(0.0, price[r, t] + move)


@njit(cache=True)
def _slopes(capacity: Capacity, chosen: NDArray[int32], use: DualPrices) -> None:
    """Turn expected use into slopes: use less capacity, at the chosen stations."""
    for m in range(len(capacity.mount_rounds)):
        station = capacity.mount_station[m]
        if chosen[capacity.station_unit[station]] != station:
            continue
        use.rounds[m] -= capacity.mount_rounds[m]
        row = capacity.rail_row[m]
        if row >= 0:
            use.rails[row] -= capacity.rails[row]
    for s in range(len(capacity.station_unit)):
        if chosen[capacity.station_unit[s]] == s:
            use.channels[s] -= capacity.channels[s]


@njit(cache=True)
def ascend(
    options: Options,
    capacity: Capacity,
    value: Floats,
    weight: Floats,
    most_shots: int,
    ascent: Ascent,
    step: float,
    fade: float,
    steps: int,
) -> None:
    """Take ``steps`` steps of initial size ``step`` that fades as 1/√(1 + n/fade)."""
    prices = ascent.prices
    use = DualPrices(
        np.zeros_like(prices.rounds),
        np.zeros_like(prices.channels),
        np.zeros_like(prices.rails),
    )
    unit = capacity.station_unit[capacity.mount_station[options.mount]]
    units = 0
    for s in range(len(capacity.station_unit)):
        units = max(units, capacity.station_unit[s] + 1)
    chosen = np.empty(units, dtype=np.int32)
    for _ in range(steps):
        bound = price_tracks(
            options, capacity, unit, value, weight, most_shots, prices, use
        ) - priced_capacity(capacity, prices, chosen)
        if bound > ascent.bound[0]:
            ascent.bound[0] = bound
            ascent.best.rounds[:] = prices.rounds
            ascent.best.channels[:] = prices.channels
            ascent.best.rails[:] = prices.rails
        _slopes(capacity, chosen, use)
        size = step / np.sqrt(1.0 + ascent.steps[0] / fade)
        ascent.steps[0] += 1.0
        _step(
            prices.rounds.reshape(1, -1), use.rounds.reshape(1, -1),
            ascent.scale.rounds.reshape(1, -1), ascent.mean.rounds.reshape(1, -1),
            ascent.square.rounds.reshape(1, -1), size,
        )  # fmt: skip
        _step(
            prices.channels, use.channels, ascent.scale.channels,
            ascent.mean.channels, ascent.square.channels, size,
        )  # fmt: skip
        _step(
            prices.rails, use.rails, ascent.scale.rails,
            ascent.mean.rails, ascent.square.rails, size,
        )  # fmt: skip

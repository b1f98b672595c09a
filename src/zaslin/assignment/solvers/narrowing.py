"""Leave out of a problem what no option uses, and bring prices back to all of it.

Most units of a wide defence have nothing in reach at any one time. A row that no
option uses is worth nothing, and the ascent need not walk over it.
"""

from typing import NamedTuple

import numpy as np
from numpy import int32

from zaslin.assignment.problem import Capacity, Index, Ints, Options, Problem
from zaslin.assignment.solvers.kernel_recursion import DualPrices


class Narrowed(NamedTuple):
    """Options and capacity without unused rows, and where the others come from."""

    options: Options
    capacity: Capacity
    mounts: Ints
    stations: Ints
    rails: Ints

    def prices(self, wide: DualPrices) -> DualPrices:
        """Prices of the whole problem on the rows kept."""
        return DualPrices(
            wide.rounds[self.mounts],
            wide.channels[self.stations],
            wide.rails[self.rails],
        )

    def widened(self, prices: DualPrices, wide: DualPrices) -> DualPrices:
        """Prices of the rows kept, written into ``wide``, the whole problem's."""
        wide.rounds[self.mounts] = prices.rounds
        wide.channels[self.stations] = prices.channels
        wide.rails[self.rails] = prices.rails
        return wide


def narrowed(problem: Problem) -> Narrowed:
    """The problem with only those mounts, stations and rails that options use."""
    options, capacity = problem.options, problem.capacity
    mounts = np.unique(options.mount).astype(np.int64)
    stations = np.unique(capacity.mount_station[mounts]).astype(np.int64)
    rail_row = capacity.rail_row[mounts]
    rails = np.unique(rail_row[rail_row >= 0]).astype(np.int64)
    new_mount = _places(mounts, len(capacity.mount_rounds))
    new_station = _places(stations, len(capacity.station_unit))
    new_rail = _places(rails, len(capacity.rails))
    return Narrowed(
        options._replace(mount=new_mount[options.mount]),
        Capacity(
            mount_station=new_station[capacity.mount_station[mounts]],
            mount_rounds=capacity.mount_rounds[mounts],
            rail_row=np.where(rail_row >= 0, new_rail[rail_row], -1).astype(int32),
            reload_slots=capacity.reload_slots[mounts],
            station_unit=capacity.station_unit[stations],
            channels=capacity.channels[stations],
            rails=capacity.rails[rails],
        ),
        mounts,
        stations,
        rails,
    )


def _places(kept: Ints, count: int) -> Index:
    """New index of each old one; the entry beyond the last is never asked for."""
    place: Index = np.full(count + 1, -1, dtype=int32)
    place[kept] = np.arange(len(kept), dtype=int32)
    return place

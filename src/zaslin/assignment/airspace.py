"""Weapons control and no-engagement zones as the opportunity kernel reads them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy import float64, int64
from numpy.typing import NDArray

from zaslin.assignment.stations import KINDS, Station
from zaslin.domain.control import Control, WeaponsControlOrder
from zaslin.domain.defence import EffectorKind
from zaslin.domain.space import Area
from zaslin.geometry.area import contains


class AreaArrays(NamedTuple):
    """Polygons end to end: area i has the vertices ``first[i]`` to ``first[i + 1]``."""

    first: NDArray[int64]
    east_m: NDArray[float64]
    north_m: NDArray[float64]
    kind_bits: NDArray[int64]


class ZoneArrays(NamedTuple):
    """No-engagement zones; times relative to the picture."""

    areas: AreaArrays
    floor_m: NDArray[float64]
    ceiling_m: NDArray[float64]
    from_s: NDArray[float64]
    until_s: NDArray[float64]


class AreaOrders(NamedTuple):
    """Weapons control orders that bind an area; strictness 0 FREE to 2 HOLD."""

    areas: AreaArrays
    strictness: NDArray[int64]


def area_arrays(
    areas: Sequence[Area], kinds: Sequence[frozenset[EffectorKind]]
) -> AreaArrays:
    """Lay polygons end to end; an empty set of kinds means every kind."""
    vertices = [vertex for area in areas for vertex in area.vertices_m]
    flat = np.array(vertices, dtype=float64).reshape(-1, 2)
    sizes = [len(area.vertices_m) for area in areas]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(int64)
    bits = [
        sum(1 << KINDS.index(kind) for kind in (chosen or frozenset(KINDS)))
        for chosen in kinds
    ]
    return AreaArrays(
        first,
        np.ascontiguousarray(flat[:, 0]),
        np.ascontiguousarray(flat[:, 1]),
        np.array(bits, dtype=int64),
    )


def zone_arrays(control: Control, now_s: float) -> ZoneArrays:
    """All zones as arrays."""
    zones = control.zones
    return ZoneArrays(
        area_arrays([zone.area for zone in zones], [zone.kinds for zone in zones]),
        np.array([zone.floor_m for zone in zones], dtype=float64),
        np.array([zone.ceiling_m for zone in zones], dtype=float64),
        np.array([zone.active_from_s - now_s for zone in zones], dtype=float64),
        np.array([zone.active_until_s - now_s for zone in zones], dtype=float64),
    )


def area_orders(control: Control) -> AreaOrders:
    """Orders with an area, for the test at the intercept point."""
    orders = [order for order in control.orders if order.area is not None]
    return AreaOrders(
        area_arrays(
            [order.area for order in orders if order.area is not None],
            [frozenset() if o.kind is None else frozenset({o.kind}) for o in orders],
        ),
        np.array([order.status.strictness for order in orders], dtype=int64),
    )


def station_strictness(stations: Sequence[Station], control: Control) -> NDArray[int64]:
    """Strictness (stations, kinds) of the status that binds each station."""
    strictness = np.full(
        (len(stations), len(KINDS)), control.weapons_control.strictness, dtype=int64
    )
    for order in control.orders:
        bound = _bound_stations(order, stations)
        columns = np.flatnonzero([order.kind in (None, kind) for kind in KINDS])
        chosen = np.ix_(bound, columns)
        strictness[chosen] = np.maximum(strictness[chosen], order.status.strictness)
    return strictness


def _bound_stations(
    order: WeaponsControlOrder, stations: Sequence[Station]
) -> NDArray[int64]:
    """Indices of the stations that an order binds."""
    if order.area is None:
        return np.arange(len(stations), dtype=int64)
    flat = area_arrays([order.area], [frozenset()])
    return np.array(
        [
            index
            for index, station in enumerate(stations)
            if contains(
                flat.east_m,
                flat.north_m,
                0,
                len(flat.east_m),
                station.position.east_m,
                station.position.north_m,
            )
        ],
        dtype=int64,
    )

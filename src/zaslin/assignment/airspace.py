"""Weapons control and no-engagement zones as the opportunity kernel reads them."""

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy import float64, int64
from numpy.typing import NDArray

from zaslin.assignment.stations import KINDS, Station
from zaslin.domain.control import Control, WeaponsControlOrder
from zaslin.domain.defence import EffectorKind
from zaslin.domain.space import Area
from zaslin.geometry.area import contains

ORDER = np.dtype(
    [
        ("first", np.int64),
        ("last", np.int64),
        ("kind_bits", np.int64),
        ("strictness", np.int64),
    ]
)
"""A weapons control order that binds an area; strictness 0 FREE to 2 HOLD."""

ZONE = np.dtype(
    [
        ("first", np.int64),
        ("last", np.int64),
        ("kind_bits", np.int64),
        ("floor_m", np.float64),
        ("ceiling_m", np.float64),
        ("from_s", np.float64),
        ("until_s", np.float64),
    ]
)
"""A no-engagement zone; times relative to the picture."""


class Measures(NamedTuple):
    """Control measures that are tested at each intercept.

    Their polygons lie end to end: each has the vertices ``first`` to ``last``
    (exclusive).

    Arrays
    ------
    orders : of ORDER, zones : of ZONE, east_m, north_m : (vertices,)
    """

    orders: NDArray[np.void]
    zones: NDArray[np.void]
    east_m: NDArray[float64]
    north_m: NDArray[float64]


def measures_of(control: Control, now_s: float) -> Measures:
    """All zones, and the orders with an area."""
    local = [(order, order.area) for order in control.orders if order.area is not None]
    areas = [*(area for _, area in local), *(zone.area for zone in control.zones)]
    sizes = (len(area.vertices_m) for area in areas)
    spans = list(pairwise(accumulate(sizes, initial=0)))
    orders = [
        (*span, _kind_bits([order.kind] if order.kind else ()), order.status.strictness)
        for span, (order, _) in zip(spans, local, strict=False)
    ]
    zones = [
        (
            *span, _kind_bits(zone.kinds), zone.floor_m, zone.ceiling_m,
            zone.active_from_s - now_s, zone.active_until_s - now_s,
        )
        for span, zone in zip(spans[len(local) :], control.zones, strict=True)
    ]  # fmt: skip
    return Measures(
        np.array(orders, dtype=ORDER), np.array(zones, dtype=ZONE), *_vertices(areas)
    )


def _vertices(areas: Sequence[Area]) -> tuple[NDArray[float64], NDArray[float64]]:
    """East and north of the vertices of all polygons, end to end."""
    vertices = [vertex for area in areas for vertex in area.vertices_m]
    flat = np.array(vertices, dtype=float64).reshape(-1, 2)
    return np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1])


def _kind_bits(kinds: Collection[EffectorKind]) -> int:
    """Weapon classes as bits; no class means every class."""
    return sum(1 << KINDS.index(kind) for kind in (kinds or KINDS))


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
    east_m, north_m = _vertices([order.area])
    return np.array(
        [
            index
            for index, station in enumerate(stations)
            if contains(
                east_m,
                north_m,
                0,
                len(east_m),
                station.position.east_m,
                station.position.north_m,
            )
        ],
        dtype=int64,
    )

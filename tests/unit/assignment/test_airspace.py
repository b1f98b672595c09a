"""Control measures as arrays, and the status that binds a station."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import FREE, NOW_S, gun_group, missile_unit, square
from zaslin.assignment.airspace import ORDER, ZONE, measures_of, station_strictness
from zaslin.assignment.stations import KINDS, stations_of
from zaslin.domain.control import (
    Control,
    NoEngagementZone,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind
from zaslin.domain.ids import ZoneId
from zaslin.domain.space import Area

FREE_STATUS, TIGHT, HOLD = WeaponsControlStatus
GUN, MISSILE = EffectorKind.GUN, EffectorKind.MISSILE
HERE = square(0.0, 0.0, half_m=1_000.0)


def strictness(
    *orders: WeaponsControlOrder, overall: WeaponsControlStatus
) -> list[int]:
    """Strictness over a unit at the origin, by weapon class."""
    control = Control(weapons_control=overall, orders=orders)
    stations = stations_of([missile_unit("U")], {}, NOW_S)
    table = station_strictness(stations, control)
    assert table.shape == (1, len(KINDS))
    return [int(each) for each in table[0]]


def zone_over(area: Area) -> NoEngagementZone:
    """A zone for missiles, active from a minute ago."""
    return NoEngagementZone(
        id=ZoneId("Z"),
        area=area,
        floor_m=100.0,
        ceiling_m=900.0,
        active_from_s=NOW_S - 60.0,
        active_until_s=NOW_S + 300.0,
        kinds=frozenset({MISSILE}),
    )


def test_polygons_lie_end_to_end() -> None:
    """Each measure has the vertices first to last; no kind means every kind."""
    triangle = Area(((0.0, 0.0), (1.0, 0.0), (0.0, 2.0)))
    order = WeaponsControlOrder(status=HOLD, area=triangle)

    measures = measures_of(
        replace(FREE, orders=(order,), zones=(zone_over(HERE),)), NOW_S
    )

    assert measures.orders[["first", "last", "kind_bits"]].tolist() == [(0, 3, 0b1111)]
    assert measures.zones[["first", "last"]].tolist() == [(3, 7)]
    assert measures.east_m.tolist()[:3] == [0.0, 1.0, 0.0]
    assert measures.north_m.tolist()[:3] == [0.0, 0.0, 2.0]
    assert len(measures.east_m) == len(measures.north_m) == 7


def test_no_measures_are_empty_arrays() -> None:
    """Of the types that the kernels expect."""
    measures = measures_of(FREE, NOW_S)

    assert [len(column) for column in measures] == [0, 0, 0, 0]
    assert measures.orders.dtype == ORDER
    assert measures.zones.dtype == ZONE
    assert measures.east_m.dtype == np.float64


def test_zones_are_timed_from_now() -> None:
    """Heights as they are, times relative to the picture."""
    zone = measures_of(replace(FREE, zones=(zone_over(HERE),)), NOW_S).zones[0]

    assert (zone["floor_m"], zone["ceiling_m"]) == (100.0, 900.0)
    assert (zone["from_s"], zone["until_s"]) == (-60.0, 300.0)
    assert zone["kind_bits"] == 1 << KINDS.index(MISSILE)


def test_only_orders_with_an_area_are_tested_at_the_intercept() -> None:
    """The others bind every station already."""
    orders = (
        WeaponsControlOrder(status=HOLD, kind=GUN),
        WeaponsControlOrder(status=TIGHT, area=HERE, kind=MISSILE),
        WeaponsControlOrder(status=HOLD, area=HERE),
    )

    local = measures_of(replace(FREE, orders=orders), NOW_S).orders

    assert local["strictness"].tolist() == [1, 2]
    assert local["kind_bits"].tolist() == [1 << KINDS.index(MISSILE), 0b1111]


@pytest.mark.parametrize("status", WeaponsControlStatus)
def test_the_global_status_binds_every_station_and_class(
    status: WeaponsControlStatus,
) -> None:
    """FREE 0, TIGHT 1, HOLD 2."""
    assert strictness(overall=status) == [status.strictness] * 4


def test_the_strictest_order_wins_for_its_class() -> None:
    """An order may only make things stricter, and only for the class it names."""
    orders = (
        WeaponsControlOrder(status=HOLD, kind=GUN),
        WeaponsControlOrder(status=FREE_STATUS, kind=MISSILE),
        WeaponsControlOrder(status=FREE_STATUS),
    )

    by_kind = dict(zip(KINDS, strictness(*orders, overall=TIGHT), strict=True))

    assert by_kind.pop(GUN) == 2
    assert set(by_kind.values()) == {1}


@pytest.mark.parametrize(("east_m", "expected"), [(0.0, 2), (9_000.0, 0)])
def test_an_area_order_binds_the_units_inside(east_m: float, expected: int) -> None:
    """Those elsewhere are free."""
    order = WeaponsControlOrder(
        status=HOLD, area=square(east_m, 0.0, half_m=1_000.0), kind=MISSILE
    )

    by_kind = dict(zip(KINDS, strictness(order, overall=FREE_STATUS), strict=True))

    assert by_kind[MISSILE] == expected
    assert by_kind[GUN] == 0


def test_each_position_of_a_unit_is_bound_by_itself() -> None:
    """A gun group on hold where it stands may be free where it drives to."""
    order = WeaponsControlOrder(status=HOLD, area=HERE)
    stations = stations_of([gun_group("U")], {}, NOW_S)

    table = station_strictness(stations, replace(FREE, orders=(order,)))

    assert table[:, KINDS.index(GUN)].tolist() == [2, 0]

"""Fire units as stations (unit at a position) and mounts (station with a type)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy import int64
from numpy.typing import NDArray

from zaslin.domain.control import Control, PinnedEngagement, WeaponsControlStatus
from zaslin.domain.defence import (
    EffectorKind,
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
)
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position, Sector

KINDS = tuple(EffectorKind)
HOLD_STRICTNESS = WeaponsControlStatus.HOLD.strictness
TIGHT_STRICTNESS = WeaponsControlStatus.TIGHT.strictness


@dataclass(frozen=True, slots=True)
class Station:
    """A unit where it stands or where it may drive; ready times absolute."""

    unit: FireUnit
    unit_index: int
    position_id: PositionId
    position: Position
    sector: Sector | None
    ready_s: float


@dataclass(frozen=True, slots=True)
class Mount:
    """One interceptor type at one station, with the rounds a plan may use."""

    station: Station
    station_index: int
    interceptor_type: InterceptorType
    magazine: Magazine
    reserve: int
    rounds: int
    strictness: int
    refusal: ReasonCode | None


MOUNT = np.dtype(
    [
        ("type_index", np.int64),
        ("east_m", np.float64),
        ("north_m", np.float64),
        ("altitude_m", np.float64),
        ("speed_mps", np.float64),
        ("min_range_m", np.float64),
        ("max_range_m", np.float64),
        ("best_range_m", np.float64),
        ("edge_factor", np.float64),
        ("min_altitude_m", np.float64),
        ("max_altitude_m", np.float64),
        ("dwell_s", np.float64),
        ("assessment_s", np.float64),
        ("antenna_m", np.float64),
        ("sensor_m", np.float64),
        ("first_launch_s", np.float64),
        ("sector_centre_rad", np.float64),
        ("sector_half_rad", np.float64),
        ("largest_salvo", np.int64),
        ("money_per_round", np.float64),
        ("spends_rounds", np.int64),
        ("kind_bit", np.int64),
        ("strictness", np.int64),
    ]
)
"""A mount as the kernels read it; times relative to the picture.

Records rather than parallel arrays: a kernel hands one on as one pointer.
"""


def stations_of(
    units: Sequence[FireUnit], held: Mapping[FireUnitId, PositionId], now_s: float
) -> list[Station]:
    """Every station; a unit that a pinned engagement holds has only one, ``held``."""
    stations = []
    for index, unit in enumerate(units):
        here = Station(
            unit, index, CURRENT_POSITION, unit.position, unit.sector, unit.ready_at_s
        )
        there = [
            Station(
                unit,
                index,
                place.id,
                place.position,
                place.sector,
                now_s + place.travel_time_s + unit.setup_time_s,
            )
            for place in unit.prepared_positions
        ]
        only = held.get(unit.id)
        stations += [s for s in (here, *there) if only in (None, s.position_id)]
    return stations


def reserve_of(unit: FireUnit, magazine: Magazine, control: Control) -> int:
    """Largest of the magazine's own reserve and the commander's matching orders."""
    return max(
        [magazine.min_reserve]
        + [
            order.rounds
            for order in control.reserves
            if order.interceptor_type == magazine.interceptor_type
            and order.fire_unit in (None, unit.id)
        ]
    )


def mounts_of(
    stations: Sequence[Station],
    picture: Picture,
    pinned: Sequence[PinnedEngagement],
    strictness: NDArray[int64],
) -> list[Mount]:
    """Mounts of all stations, with the reason where one cannot fire at all.

    ``strictness[station, kind]`` is that of the status binding the station.
    """
    types = {kind.id: kind for kind in picture.interceptor_types}
    spent: dict[tuple[str, InterceptorTypeId], int] = {}
    for pin in pinned:
        if not pin.launched and types[pin.interceptor_type].spends_rounds:
            key = (pin.fire_unit, pin.interceptor_type)
            spent[key] = spent.get(key, 0) + pin.salvo_size
    mounts = []
    for index, station in enumerate(stations):
        unit = station.unit
        for magazine in unit.magazines:
            kind = types[magazine.interceptor_type]
            reserve = reserve_of(unit, magazine, picture.control)
            stock = magazine.rounds_ready + magazine.rounds_stored
            stock -= spent.get((unit.id, kind.id), 0)
            rounds = max(0, stock - reserve)
            strict = int(strictness[index, KINDS.index(kind.kind)])
            refusal = _mount_refusal(unit, kind, stock, rounds, strict)
            mounts.append(
                Mount(station, index, kind, magazine, reserve, rounds, strict, refusal)
            )
    return mounts


def _mount_refusal(
    unit: FireUnit,
    kind: InterceptorType,
    stock: int,
    rounds: int,
    strictness: int,
) -> ReasonCode | None:
    if strictness == HOLD_STRICTNESS:
        return ReasonCode.WEAPONS_HOLD
    if unit.channels == 0:
        return ReasonCode.NO_CHANNEL
    if not kind.spends_rounds:
        return None
    if stock <= 0:
        return ReasonCode.NO_ROUNDS
    return ReasonCode.RESERVE if rounds == 0 else None


def _first_launch_s(mount: Mount, now_s: float) -> float:
    """When a mount can launch first, in seconds from now."""
    station, magazine = mount.station, mount.magazine
    ready_s = max(station.unit.reaction_time_s, station.ready_s - now_s)
    if mount.interceptor_type.spends_rounds and magazine.rounds_ready == 0:
        return max(ready_s, magazine.reload_time_s)
    return ready_s


def _round_cost_meur(mount: Mount, params: PlanParams) -> float:
    """What launching one round costs: its money, and what it would earn later."""
    if not mount.interceptor_type.spends_rounds:
        return 0.0
    money = params.rounds_weight * mount.interceptor_type.cost_meur
    return money + mount.magazine.saved_value_meur


def mount_records(
    mounts: Sequence[Mount], picture: Picture, params: PlanParams
) -> NDArray[np.void]:
    """Mounts as records, in their order."""
    type_index = {kind.id: i for i, kind in enumerate(picture.interceptor_types)}
    now_s = picture.now_s

    def record(mount: Mount) -> tuple[float, ...]:
        station, kind, unit = mount.station, mount.interceptor_type, mount.station.unit
        sector = station.sector
        salvo = 2 if unit.doctrine is FiringDoctrine.SHOOT_SHOOT_LOOK else 1
        return (
            type_index[kind.id],
            station.position.east_m, station.position.north_m,
            station.position.altitude_m, kind.speed_mps,
            kind.min_range_m, kind.max_range_m, kind.best_range_m,
            kind.edge_pk_factor, kind.min_altitude_m, kind.max_altitude_m,
            kind.dwell_s, kind.assessment_time_s,
            unit.antenna_height_m, unit.sensor_range_m,
            _first_launch_s(mount, now_s),
            0.0 if sector is None else sector.centre_rad,
            math.pi if sector is None else sector.width_rad / 2.0,
            min(salvo, params.max_shots_per_stage) if kind.spends_rounds else 1,
            _round_cost_meur(mount, params),
            kind.spends_rounds,
            1 << KINDS.index(kind.kind),
            mount.strictness,
        )  # fmt: skip

    return np.array([record(mount) for mount in mounts], dtype=MOUNT)

"""A drawn raid and a defence as the arrays that bounds are computed from."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy import bool_, float64, int32, int64
from numpy.typing import NDArray

from zaslin.assignment.stations import reserve_of
from zaslin.domain.defence import (
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
    PkRange,
)
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.space import Position, Sector
from zaslin.sim.bound.kernel_tries import FLIGHT, STAND, find_tries
from zaslin.sim.bound.tries import TRY, Floats, Supply, Tries, tries_of
from zaslin.sim.raid import CLASSES, Raid
from zaslin.sim.setting import Setting
from zaslin.sim.stock import stocked_units

_STEP_M = 100.0
"""How far an object flies between two looks at what may be launched."""
_BLOCK_M = 20_000.0
"""How far it flies while results count as known at once."""
_SLOT_S = 30.0
"""Slots in which seconds of channels and rails are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What shoots: the same for every raid of a setting.

    ``stands`` are mounts at each of their places (see ``kernel_tries.STAND``).
    """

    stands: NDArray[np.void]
    supply: Supply
    rounds_per_mount: NDArray[np.int64]


def ground_of(setting: Setting) -> Ground:
    """The defence of a setting with its rounds, times counted from its start."""
    units = stocked_units(setting)
    kinds = setting.defence.interceptor_types
    index = {kind.id: number for number, kind in enumerate(kinds)}
    mounts = [
        (number, unit, magazine)
        for number, unit in enumerate(units)
        for magazine in unit.magazines
    ]
    stands = [
        _stand(setting, place, unit, kinds[index[magazine.interceptor_type]],
               (index[magazine.interceptor_type], mount, number))
        for mount, (number, unit, magazine) in enumerate(mounts)
        for place in _places(unit)
        if unit.channels > 0
    ]  # fmt: skip
    supply = _supply(setting, units, [(unit, magazine) for _, unit, magazine in mounts])
    return Ground(
        stands=np.array(stands, dtype=STAND),
        supply=supply,
        rounds_per_mount=supply.rounds[:, -1].astype(np.int64),
    )


def tries_at(
    ground: Ground,
    raid: Raid,
    known_s: Floats,
    tracks: NDArray[int64],
    counted: NDArray[bool_],
    pk: Floats,
    starts_s: float,
) -> Tries:
    """Every try at the true paths of a raid, from when each object is known on.

    Parameters
    ----------
    known_s
        When each object can first be known as hostile; infinite: never.
    tracks
        Most tracks that each object has in the run; a unit may have a salvo in the air
        at each of them.
    counted
        Objects that matter.
    pk : (class, interceptor type)
        Of one round at its best range.
    starts_s
        From where times are counted.
    """
    flights = np.zeros(len(raid), dtype=FLIGHT)
    flights["launched_s"] = raid.launched_s - starts_s
    flights["arrives_s"] = raid.arrives_s - starts_s
    flights["known_s"] = np.maximum(known_s - starts_s, 0.0)
    flights["altitude_m"] = raid.altitude_m
    flights["speed_mps"] = raid.routes.speed_mps
    flights["class_index"] = raid.class_index
    flights["tracks"] = np.maximum(tracks, 1)
    points_m = raid.routes.points_m
    legs_m = np.linalg.norm(np.diff(points_m, axis=1), axis=2)
    marks_m = np.cumsum(np.pad(legs_m, ((0, 0), (1, 0))), axis=1)
    marks_s = marks_m / raid.routes.speed_mps[:, None]
    found = np.empty(max(20_000, 200 * len(raid)), dtype=TRY)
    done = count = 0
    while done < len(raid):
        done, count = find_tries(
            flights, points_m, marks_s, counted, ground.stands, pk, _STEP_M, _BLOCK_M,
            done, found, count,
        )  # fmt: skip
        if done < len(raid):
            found = np.concatenate((found, found))
    return tries_of(found[:count], len(raid))


def pk_table(
    kinds: tuple[InterceptorType, ...], point: Mapping[InterceptorTypeId, float]
) -> Floats:
    """``[class, interceptor type]``: pk of one round, at a point of its range each."""
    never = PkRange(0.0, 0.0)
    table = np.zeros((len(CLASSES), len(kinds)))
    for column, kind in enumerate(kinds):
        for row, threat_class in enumerate(CLASSES):
            believed = kind.pk.get(threat_class, never)
            table[row, column] = believed.low + point[kind.id] * (
                believed.high - believed.low
            )
    return table


def _places(unit: FireUnit) -> Iterator[tuple[Position, Sector | None]]:
    """Where a unit may stand, with no time lost on the way."""
    yield unit.position, unit.sector
    for place in unit.prepared_positions:
        yield place.position, place.sector


def _stand(
    setting: Setting,
    place: tuple[Position, Sector | None],
    unit: FireUnit,
    kind: InterceptorType,
    indices: tuple[int, int, int],
) -> tuple[float, ...]:
    position, sector = place
    kind_index, mount, number = indices
    staff = setting.scenario.staff
    is_double = unit.doctrine is FiringDoctrine.SHOOT_SHOOT_LOOK and kind.spends_rounds
    return (
        position.east_m, position.north_m, position.altitude_m,
        kind.speed_mps, kind.min_range_m, kind.max_range_m, kind.best_range_m,
        kind.edge_pk_factor, kind.min_altitude_m, kind.max_altitude_m,
        kind.dwell_s, kind.assessment_time_s,
        unit.antenna_height_m, unit.sensor_range_m,
        0.0 if sector is None else sector.centre_rad,
        math.pi if sector is None else sector.width_rad / 2.0,
        max(0.0, unit.ready_at_s - setting.scenario.starts_s),
        staff.decides_s.low + unit.reaction_time_s,
        kind_index, mount, number,
        2 if is_double else 1, int(kind.spends_rounds),
    )  # fmt: skip


def _supply(
    setting: Setting,
    units: tuple[FireUnit, ...],
    mounts: list[tuple[FireUnit, Magazine]],
) -> Supply:
    scenario = setting.scenario
    slots = math.ceil(scenario.duration_s / _SLOT_S)
    channels = np.array([unit.channels for unit in units], dtype=float64)
    times = sorted({each.at_s for each in scenario.resupply})
    before_s = np.array([*times, np.inf])
    spends = {kind.id: kind.spends_rounds for kind in setting.defence.interceptor_types}
    rounds = np.zeros((len(mounts), len(before_s)))
    rail_row = np.full(len(mounts), -1, dtype=int32)
    rails: list[int] = []
    reload_s = np.zeros(len(mounts))
    for number, (unit, magazine) in enumerate(mounts):
        if not spends[magazine.interceptor_type]:
            continue
        rounds[number] = _rounds_before(setting, unit, magazine, before_s)
        reload_s[number] = magazine.reload_time_s
        if magazine.reload_time_s > 0.0 and rounds[number, -1] > magazine.rail_count:
            rail_row[number] = len(rails)
            rails.append(magazine.rail_count)
    return Supply(
        rounds=rounds,
        before_s=before_s,
        channel_s=np.repeat(channels[:, None] * _SLOT_S, slots, axis=1),
        rail_s=np.repeat(np.array(rails, float64)[:, None] * _SLOT_S, slots, axis=1),
        rail_row=rail_row,
        reload_s=reload_s,
        slot_s=_SLOT_S,
    )


def _rounds_before(
    setting: Setting, unit: FireUnit, magazine: Magazine, before_s: Floats
) -> Floats:
    """Rounds that may be launched before each time, the reserve left alone."""
    come = np.zeros(len(before_s))
    for each in setting.scenario.resupply:
        if each.interceptor_type == magazine.interceptor_type:
            come[before_s > each.at_s] += each.rounds
    reserve = reserve_of(unit, magazine, setting.defence.control)
    held = magazine.rounds_ready + magazine.rounds_stored
    left: Floats = np.maximum(0.0, held + come - reserve)
    return left

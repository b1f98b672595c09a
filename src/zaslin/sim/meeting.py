"""Where a round really meets the object it was launched at, and how surely it kills."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.defence import FireUnit, InterceptorType
from zaslin.domain.track import ThreatClass
from zaslin.geometry.envelope import in_sector, range_factor, sight_range_m
from zaslin.sim.raid import CLASSES, Raid

Floats = NDArray[np.float64]

_LOOK_S = 1.0
_CLOSE_S = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Effect of a launch on the true path of its object.

    ``effect_s`` is when the dwell is over, ``known_s`` when the crew has looked;
    ``factor`` is what range leaves of the pk, zero outside of the envelope.
    """

    effect_s: float
    known_s: float
    east_m: float
    north_m: float
    factor: float


def meet(
    raid: Raid, row: int, unit: FireUnit, kind: InterceptorType, launch_s: float
) -> Meeting | None:
    """Meeting of one object and a round that follows it from its launch on.

    The round flies at its mean speed and is guided, so it meets the object where that
    really is; the planner's mistake is not where it went, but whether it could get
    there.  None if the object is faster, or at its end by then.
    """
    station = unit.position
    up_m = float(raid.altitude_m[row]) - station.altitude_m
    longest_s = kind.max_range_m / kind.speed_mps + 2.0 * _LOOK_S
    ahead_s = np.arange(0.0, longest_s, _LOOK_S)
    miss_m = _miss_m(raid, row, unit, up_m, kind, launch_s, ahead_s)
    reached = np.flatnonzero(miss_m <= 0.0)
    if len(reached) == 0:
        return None
    late_s = float(ahead_s[reached[0]])
    early_s = max(0.0, late_s - _LOOK_S)
    while late_s - early_s > _CLOSE_S:
        middle_s = (early_s + late_s) / 2.0
        one = np.array([middle_s])
        if _miss_m(raid, row, unit, up_m, kind, launch_s, one)[0] <= 0.0:
            late_s = middle_s
        else:
            early_s = middle_s
    effect_s = launch_s + late_s + kind.dwell_s
    if effect_s > float(raid.arrives_s[row]):
        return None
    place_m = path_m(raid, row, np.array([launch_s, effect_s]))
    east_m, north_m = place_m[1].tolist()
    return Meeting(
        effect_s=effect_s,
        known_s=effect_s + kind.assessment_time_s,
        east_m=east_m,
        north_m=north_m,
        factor=_factor(unit, kind, up_m, float(raid.altitude_m[row]), place_m),
    )


def path_m(raid: Raid, row: int, moments_s: Floats) -> Floats:
    """Horizontal positions ``[moment, axis]`` of one object."""
    points_m = raid.routes.points_m[row]
    legs_m = np.hypot(*np.diff(points_m, axis=0).T)
    marks_s = np.concatenate(((0.0,), np.cumsum(legs_m))) / raid.routes.speed_mps[row]
    flown_s = moments_s - raid.launched_s[row]
    return np.column_stack(
        [np.interp(flown_s, marks_s, points_m[:, axis]) for axis in (0, 1)]
    )


def p_kill(
    kind: InterceptorType, true_class: ThreatClass, point: float, salvo_size: int
) -> float:
    """Kill probability of a salvo inside best range, where pk truly is at ``point``."""
    believed = kind.pk.get(true_class)
    if believed is None:
        return 0.0
    pk = believed.low + point * (believed.high - believed.low)
    return float(1.0 - (1.0 - pk) ** salvo_size)


def class_of(raid: Raid, row: int) -> ThreatClass:
    """What an object really is."""
    return CLASSES[int(raid.class_index[row])]


def _miss_m(
    raid: Raid,
    row: int,
    unit: FireUnit,
    up_m: float,
    kind: InterceptorType,
    launch_s: float,
    ahead_s: Floats,
) -> Floats:
    """How far the round is behind the object, after so many seconds of flight."""
    there_m = path_m(raid, row, launch_s + ahead_s)
    away_m = np.hypot(
        np.hypot(
            there_m[:, 0] - unit.position.east_m, there_m[:, 1] - unit.position.north_m
        ),
        up_m,
    )
    behind: Floats = away_m - kind.speed_mps * ahead_s
    return behind


def _factor(
    unit: FireUnit,
    kind: InterceptorType,
    up_m: float,
    altitude_m: float,
    place_m: Floats,
) -> float:
    """What range leaves of the pk; zero where the envelope ends.

    ``place_m`` is where the object is at the launch and at the effect.
    """
    away_m = place_m - (unit.position.east_m, unit.position.north_m)
    flat_m = np.hypot(away_m[:, 0], away_m[:, 1])
    range_m = math.hypot(float(flat_m[1]), up_m)
    sight_m = sight_range_m(unit.antenna_height_m, up_m, unit.sensor_range_m)
    if (
        not kind.min_range_m <= range_m <= kind.max_range_m
        or not kind.min_altitude_m <= altitude_m <= kind.max_altitude_m
        or float(flat_m.max()) > sight_m
    ):
        return 0.0
    sector = unit.sector
    if sector is not None and not in_sector(
        float(away_m[1, 0]),
        float(away_m[1, 1]),
        sector.centre_rad,
        sector.width_rad / 2.0,
    ):
        return 0.0
    return range_factor(
        range_m, kind.best_range_m, kind.max_range_m, kind.edge_pk_factor
    )

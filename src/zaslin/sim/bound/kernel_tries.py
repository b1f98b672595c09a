"""Every launch at every object's true path, rounded so that nothing is left out.

Compiled by numba.  The walk follows the *effect* along the path, because the launch
that leads to it is then explicit: no meeting has to be searched for.  Between two steps
a distance is known but for the step, and is taken where it is of most use.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy import float64
from numpy.typing import NDArray

from zaslin.geometry.envelope import range_factor, sight_range_m

STAND = np.dtype(
    [
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
        ("sector_centre_rad", np.float64),
        ("sector_half_rad", np.float64),
        ("ready_s", np.float64),
        ("delay_s", np.float64),
        ("kind", np.int64),
        ("mount", np.int64),
        ("unit", np.int64),
        ("salvo", np.int64),
        ("rounds", np.int64),
    ],
    align=True,
)
"""A mount at one of the places where its unit may stand.

``delay_s`` is the least time from an object's identification to a launch at it.
"""

FLIGHT = np.dtype(
    [
        ("launched_s", np.float64),
        ("arrives_s", np.float64),
        ("known_s", np.float64),
        ("altitude_m", np.float64),
        ("speed_mps", np.float64),
        ("class_index", np.int64),
        ("tracks", np.int64),
    ],
    align=True,
)
"""An object; ``known_s`` is when it can first be identified as hostile.

A unit has one salvo in the air at each of its ``tracks`` at most.
"""

_SLACK_M = 1.0
"""A metre for what the simulator's own search for the meeting leaves open."""


@njit(cache=True)
def _place(points_m: Any, marks_s: Any, flown_s: float) -> tuple[float, float]:
    """Where an object is after so long a flight."""
    last = len(marks_s) - 1
    if flown_s >= marks_s[last]:
        return points_m[last, 0], points_m[last, 1]
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if marks_s[middle] <= flown_s:
            low = middle
        else:
            high = middle
    length_s = marks_s[low + 1] - marks_s[low]
    share = 0.0 if length_s <= 0.0 else (flown_s - marks_s[low]) / length_s
    share = max(0.0, share)
    return (
        points_m[low, 0] + share * (points_m[low + 1, 0] - points_m[low, 0]),
        points_m[low, 1] + share * (points_m[low + 1, 1] - points_m[low, 1]),
    )


@njit(cache=True)
def _in_sector(stand: Any, east_m: float, north_m: float, off_m: float) -> bool:
    """Whether some point within ``off_m`` of this one may be in the sector."""
    if stand.sector_half_rad >= math.pi:
        return True
    flat_m = math.hypot(east_m, north_m)
    if flat_m <= off_m:
        return True
    off_rad = math.atan2(east_m, north_m) - stand.sector_centre_rad
    off_rad -= 2.0 * math.pi * math.floor(off_rad / (2.0 * math.pi) + 0.5)
    return bool(abs(off_rad) <= stand.sector_half_rad + math.asin(off_m / flat_m))


@njit(cache=True)
def _nearest(a_m: float, b_m: float, step_m: float) -> float:
    """Least distance on a way of ``step_m`` between points at these distances."""
    return max(0.0, (a_m + b_m - step_m) / 2.0)


@njit(cache=True)
def _emit(
    found: NDArray[np.void], count: int, j: int, tracks: int, stand: Any,
    opens_s: float, closes_s: float, busy_s: float, p_kill: float, base_s: float,
    block_s: float,
) -> int:  # fmt: skip
    """Write one try, once for each block that it reaches into."""
    first = math.floor((opens_s - base_s) / block_s)
    last = math.floor((closes_s - base_s) / block_s)
    for block in range(first, last + 1):
        begins_s = base_s + block * block_s
        line = found[count]
        line.object = j
        line.block = block
        line.mount = stand.mount
        line.unit = stand.unit
        line.opens_s = max(opens_s, begins_s)
        line.closes_s = min(closes_s, begins_s + block_s)
        line.busy_s = busy_s
        line.p_kill = p_kill
        length_s = line.closes_s - line.opens_s
        sequence = 1 if length_s < busy_s else int(length_s // busy_s) + 1
        line.channel_share = 1.0 / stand.salvo
        line.rail_share = 1.0
        line.copies = tracks * stand.salvo * sequence
        line.rounds = stand.rounds
        count += 1
    return count


@njit(cache=True)
def find_tries(
    flights: NDArray[np.void],
    points_m: NDArray[float64],
    marks_s: NDArray[float64],
    counted: NDArray[np.bool_],
    stands: NDArray[np.void],
    pk: NDArray[float64],
    step_m: float,
    block_m: float,
    first: int,
    found: NDArray[np.void],
    count: int,
) -> tuple[int, int]:
    """Write the tries at objects from ``first`` on; returns (next object, count).

    Stops early when the buffer might overflow; the caller enlarges it and calls again.
    ``pk[class, kind]`` is that of one round; ``counted`` objects alone matter.
    """
    for j in range(first, len(flights)):
        flight = flights[j]
        start = count
        if not counted[j] or flight.arrives_s <= flight.known_s:
            continue
        step_s = step_m / flight.speed_mps
        block_s = block_m / flight.speed_mps
        begins_s = max(flight.launched_s, flight.known_s)
        steps = math.ceil((flight.arrives_s - begins_s) / step_s)
        east_m, north_m = np.empty(steps + 1), np.empty(steps + 1)
        for i in range(steps + 1):
            at_s = min(begins_s + i * step_s, flight.arrives_s)
            east_m[i], north_m[i] = _place(
                points_m[j], marks_s[j], at_s - flight.launched_s
            )
        for k in range(len(stands)):
            stand = stands[k]
            p_best = pk[flight.class_index, stand.kind]
            if (
                p_best <= 0.0
                or flight.altitude_m < stand.min_altitude_m
                or flight.altitude_m > stand.max_altitude_m
            ):
                continue
            if count + 3 * (steps + 1) > len(found):
                return j, start
            up_m = flight.altitude_m - stand.altitude_m
            sight_m = sight_range_m(stand.antenna_m, up_m, stand.sensor_m) + _SLACK_M
            reach_m = min(stand.max_range_m + _SLACK_M, sight_m)
            earliest_s = max(stand.ready_s, flight.known_s + stand.delay_s)
            is_open = False
            opens_s, closes_s, busy_s, p_kill = 0.0, 0.0, 0.0, 0.0
            i = 0
            while i < steps:
                a_m = math.hypot(east_m[i] - stand.east_m, north_m[i] - stand.north_m)
                if a_m > reach_m + step_m:
                    i += max(1, int((a_m - reach_m) / step_m))
                    continue
                b_m = math.hypot(
                    east_m[i + 1] - stand.east_m, north_m[i + 1] - stand.north_m
                )
                i += 1
                near_m = _nearest(a_m, b_m, step_m)
                range_m = math.hypot(near_m, up_m)
                if range_m > stand.max_range_m + _SLACK_M or near_m > sight_m:
                    continue
                far_m = math.hypot((a_m + b_m + step_m) / 2.0, up_m)
                if far_m < stand.min_range_m - _SLACK_M:
                    continue
                if not _in_sector(
                    stand, east_m[i] - stand.east_m, north_m[i] - stand.north_m,
                    step_m + _SLACK_M,
                ):  # fmt: skip
                    continue
                # The round meets the object a dwell before the effect.
                from_s = begins_s + (i - 1) * step_s - stand.dwell_s
                until_s = min(begins_s + i * step_s, flight.arrives_s) - stand.dwell_s
                a_east, a_north = _place(
                    points_m[j], marks_s[j], from_s - flight.launched_s
                )
                b_east, b_north = _place(
                    points_m[j], marks_s[j], until_s - flight.launched_s
                )
                a_m = math.hypot(a_east - stand.east_m, a_north - stand.north_m)
                b_m = math.hypot(b_east - stand.east_m, b_north - stand.north_m)
                least_s = (
                    math.hypot(_nearest(a_m, b_m, step_m + _SLACK_M), up_m)
                    / stand.speed_mps
                )
                if stand.speed_mps > flight.speed_mps:
                    low_s = from_s - math.hypot(a_m, up_m) / stand.speed_mps
                    high_s = until_s - math.hypot(b_m, up_m) / stand.speed_mps
                else:
                    most_m = math.hypot((a_m + b_m + step_m) / 2.0, up_m)
                    low_s = from_s - most_m / stand.speed_mps
                    high_s = until_s - least_s
                if high_s < earliest_s:
                    continue
                low_s = max(low_s, earliest_s)
                held_s = least_s + stand.dwell_s + stand.assessment_s
                p_here = p_best * range_factor(
                    range_m, stand.best_range_m, stand.max_range_m, stand.edge_factor
                )
                if is_open:
                    wider_s = max(closes_s, high_s) - min(opens_s, low_s)
                    if wider_s < min(busy_s, held_s):
                        opens_s, closes_s = min(opens_s, low_s), max(closes_s, high_s)
                        busy_s = min(busy_s, held_s)
                        p_kill = max(p_kill, p_here)
                        continue
                    count = _emit(
                        found, count, j, flight.tracks, stand, opens_s, closes_s,
                        busy_s, p_kill, begins_s, block_s,
                    )  # fmt: skip
                is_open = True
                opens_s, closes_s, busy_s, p_kill = low_s, high_s, held_s, p_here
            if is_open:
                count = _emit(
                    found, count, j, flight.tracks, stand, opens_s, closes_s, busy_s,
                    p_kill, begins_s, block_s,
                )  # fmt: skip
    return len(flights), count

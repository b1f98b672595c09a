"""The geometric heart of the compiler: every feasible shot of every track.

Compiled by numba. One call walks tracks × mounts, samples launch slots along all
routes of a track and writes the opportunities kept.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy import float64, int8
from numpy.typing import NDArray

from zaslin.assignment.airspace import Measures
from zaslin.assignment.kernel_shot import EFFECT, SHOT, evaluate_shot, refused
from zaslin.assignment.reason_index import REASON_INDEX
from zaslin.domain.reason import ReasonCode
from zaslin.geometry.envelope import sight_range_m

_HORIZON = REASON_INDEX[ReasonCode.HORIZON]
_OUT_OF_REACH = REASON_INDEX[ReasonCode.OUT_OF_REACH]
_ALTITUDE = REASON_INDEX[ReasonCode.ALTITUDE]
_TOO_LATE = REASON_INDEX[ReasonCode.TOO_LATE]
_BEYOND_HORIZON = REASON_INDEX[ReasonCode.BEYOND_HORIZON]
_ZONE = REASON_INDEX[ReasonCode.ZONE]
_WEAPONS_HOLD = REASON_INDEX[ReasonCode.WEAPONS_HOLD]
_WEAPONS_TIGHT = REASON_INDEX[ReasonCode.WEAPONS_TIGHT]
_NO_PK = REASON_INDEX[ReasonCode.NO_PK]

_NO_KILL = 1e-9


# Records rather than parallel arrays, here and in what is read: whoever hands arrays on
# counts for each who holds it, which for many takes longer than the shot itself.
AREA = np.dtype(
    [
        ("east_m", np.float64),
        ("north_m", np.float64),
        ("radius_m", np.float64),
        ("cost", np.float64),
    ]
)
"""A populated area below."""

FOUND = np.dtype(
    [
        ("p_available", np.float64),
        ("p_kill", np.float64),
        ("debris", np.float64),
        ("intercept_s", np.float64),
        ("assessed_s", np.float64),
        ("track", np.int32),
        ("mount", np.int32),
        ("launch", np.int32),
        ("end", np.int32),
        ("salvo", np.int32),
        ("window_opens", np.int32),
        ("window_closes", np.int32),
        ("route", np.int8),
    ],
    align=True,
)
"""An opportunity as the walk writes it."""


class Sky(NamedTuple):
    """What the walk reads.

    Arrays
    ------
    tracks : (m,) of TRACK, routes : (m, h) of ROUTE, mounts : (u,) of MOUNT
    pk_high, pk_planned : (m, interceptor types), per round, over the class mixture
    debris : of AREA
    """

    tracks: NDArray[np.void]
    routes: NDArray[np.void]
    mounts: NDArray[np.void]
    pk_high: NDArray[float64]
    pk_planned: NDArray[float64]
    measures: Measures
    debris: NDArray[np.void]


class Grid(NamedTuple):
    """Launch slots, and how many of a window are kept."""

    slot_s: float
    slots: int
    starts: int
    least_p_kill: float


@njit(cache=True)
def _slot_range(
    track: Any,
    routes: NDArray[np.void],
    mount: Any,
    sight_m: float,
    grid: Grid,
) -> tuple[int, int, int]:
    """Launch slots outside of which no route is in reach and sight.

    (reason if there are none, first, last).
    """
    limit = min(mount.max_range_m, sight_m)
    east = track.east_m - mount.east_m
    north = track.north_m - mount.north_m
    inside = limit * limit - east * east - north * north
    opens, closes = np.inf, -np.inf
    for h in range(len(routes)):
        route = routes[h]
        if route.weight <= 0.0:
            continue
        along = east * route.east_mps + north * route.north_mps
        if inside < 0.0 and along >= 0.0:
            continue
        speed2 = route.east_mps * route.east_mps + route.north_mps * route.north_mps
        if speed2 == 0.0:
            opens, closes = track.start_s, np.inf
            continue
        discriminant = along * along + speed2 * inside
        if discriminant < 0.0:
            continue
        root = math.sqrt(discriminant)
        leaves = min((root - along) / speed2 + track.start_s, route.end_s)
        enters = max((-root - along) / speed2, 0.0) + track.start_s
        if leaves < enters:
            continue
        opens, closes = min(opens, enters), max(closes, leaves)
    if opens > closes:
        return (_OUT_OF_REACH if limit == mount.max_range_m else _HORIZON), 0, 0
    first_s = max(mount.first_launch_s, track.earliest_s)
    # A round and its track may meet within reach long after the launch.
    longest_s = mount.max_range_m / mount.speed_mps + mount.dwell_s
    first_s = max(first_s, opens - longest_s)
    last_s = closes - mount.dwell_s
    if last_s < first_s:
        return _TOO_LATE, 0, 0
    first = math.ceil(first_s / grid.slot_s - 1e-9)
    if first >= grid.slots:
        return _BEYOND_HORIZON, 0, 0
    last_s = min(last_s, track.expires_s)
    last = grid.slots - 1
    if last_s < grid.slots * grid.slot_s:
        last = min(last, math.floor(last_s / grid.slot_s + 1e-9))
    return (0 if first <= last else _TOO_LATE), first, last


@njit(cache=True)
def _harm(
    debris: NDArray[np.void], track: Any, route: Any, intercept_s: float
) -> float:
    """Expected debris damage of one object brought down on this route then."""
    onward = intercept_s - track.start_s
    east = track.east_m + route.east_mps * onward
    north = track.north_m + route.north_mps * onward
    total = 0.0
    for a in range(len(debris)):
        area = debris[a]
        de, dn = east - area.east_m, north - area.north_m
        off = (de * de + dn * dn) / (area.radius_m * area.radius_m)
        total += area.cost * math.exp(-0.5 * off) if off < 1400.0 else 0.0
    return total


@njit(cache=True)
def _shot_at(
    track: Any, routes: NDArray[np.void], mount: Any, sight_m: float,
    measures: Measures, grid: Grid, slot: int, effects: NDArray[np.void], shot: Any,
) -> int:  # fmt: skip
    """Reason against a launch in this slot; 0, and the shot, if there is none."""
    launch_s = slot * grid.slot_s
    why = evaluate_shot(track, routes, mount, sight_m, launch_s, effects, shot)
    if why != 0:
        return why
    shot.slot = slot
    return refused(track, mount, measures, launch_s, effects)


@njit(cache=True)
def _last_feasible(
    track: Any, routes: NDArray[np.void], mount: Any, sight_m: float,
    measures: Measures, grid: Grid, feasible: int, infeasible: int,
    effects: NDArray[np.void], shots: NDArray[np.void], place: int,
) -> int:  # fmt: skip
    """Bisect between a feasible and an infeasible slot; the shot goes to ``place``.

    The last place of ``shots`` is room for the shots tried.
    """
    tried = len(shots) - 1
    while abs(feasible - infeasible) > 1:
        middle = (feasible + infeasible) // 2
        why = _shot_at(
            track, routes, mount, sight_m, measures, grid, middle, effects, shots[tried]
        )
        if why == 0:
            feasible = middle
            shots[place] = shots[tried]
        else:
            infeasible = middle
    return feasible


@njit(cache=True)
def _scan(
    track: Any, routes: NDArray[np.void], mount: Any, sight_m: float,
    measures: Measures, grid: Grid, low: int, high: int, stride: int,
    effects: NDArray[np.void], shots: NDArray[np.void],
) -> tuple[int, int]:  # fmt: skip
    """First feasible shots from the second place on: (how many, reason if none)."""
    kept, why = 0, _TOO_LATE
    for slot in range(low, high + 1, stride):
        # The first place is left free for the exact beginning of the window.
        shot = shots[kept + 1]
        code = _shot_at(
            track, routes, mount, sight_m, measures, grid, slot, effects, shot
        )
        if code != 0:
            # What people have forbidden says more than where the track then is.
            if why != _ZONE and why != _WEAPONS_HOLD and why != _WEAPONS_TIGHT:
                why = code
            continue
        kept += 1
        if kept == grid.starts:
            break
    return kept, why


@njit(cache=True)
def _sample_window(
    track: Any, routes: NDArray[np.void], mount: Any, sight_m: float,
    measures: Measures, grid: Grid, low: int, high: int,
    effects: NDArray[np.void], shots: NDArray[np.void],
) -> tuple[int, int]:  # fmt: skip
    """Feasible shots from a coarse scan with exact ends: (how many, reason if none)."""
    stride = max(1, math.ceil((high - low + 1) / grid.starts))
    kept, why = _scan(
        track, routes, mount, sight_m, measures, grid, low, high, stride, effects, shots
    )
    if kept == 0 and stride > 1:
        # A window shorter than the stride, cut out by a sector, a zone or the least
        # range: look at every slot from where it can be.
        kept, why = _scan(
            track, routes, mount, sight_m, measures, grid, low, high, 1, effects, shots
        )
        stride = 1
    if kept == 0:
        return 0, why
    opens = shots[1].slot
    if opens > low and stride > 1:
        opens = _last_feasible(
            track, routes, mount, sight_m, measures, grid, opens, opens - stride,
            effects, shots, 0,
        )  # fmt: skip
    if opens < shots[1].slot:
        kept += 1
    else:
        for i in range(kept):
            shots[i] = shots[i + 1]
    closes = shots[kept - 1].slot
    if stride > 1:
        closes = _last_feasible(
            track, routes, mount, sight_m, measures, grid, closes,
            min(closes + stride, high + 1), effects, shots, kept,
        )  # fmt: skip
    if closes > shots[kept - 1].slot:
        kept += 1
    return kept, why


@njit(cache=True)
def _emit(
    track: Any, route: Any, mount: Any, planned: float, debris: NDArray[np.void],
    grid: Grid, j: int, u: int, opens: int, closes: int, shot: Any,
    found: NDArray[np.void], count: int,
) -> int:  # fmt: skip
    """Write one launch in each salvo size; returns the new count."""
    harm = _harm(debris, track, route, shot.intercept_s)
    took = (shot.assessed_s - shot.slot * grid.slot_s) / grid.slot_s
    for salvo in range(1, mount.largest_salvo + 1):
        p_kill = shot.p_available * (1.0 - (1.0 - planned) ** salvo)
        # Shares of routes are good to 1e-16; a kill by so little is none.
        if p_kill <= _NO_KILL or p_kill < grid.least_p_kill:
            continue
        line = found[count]
        line.track = j
        line.mount = u
        line.launch = shot.slot
        line.end = shot.slot + max(1, math.ceil(took - 1e-9))
        line.salvo = salvo
        line.p_available = shot.p_available
        line.p_kill = p_kill
        line.debris = p_kill * harm
        line.intercept_s = shot.intercept_s
        line.assessed_s = shot.assessed_s
        line.route = shot.route
        line.window_opens = opens
        line.window_closes = closes
        count += 1
    return count


@njit(cache=True)
def find_opportunities(
    sky: Sky,
    grid: Grid,
    first_track: int,
    reason: NDArray[int8],
    found: NDArray[np.void],
    count: int,
) -> tuple[int, int]:
    """Write opportunities from ``first_track`` on; returns (next track, count).

    Stops early when the buffer might overflow; the caller enlarges it and calls
    again. ``reason[track, mount]`` comes in with what already refuses a pairing and
    goes out with why each remaining one has no opportunity, 0 where it has.
    """
    effects = np.zeros(sky.routes.shape[1], dtype=EFFECT)
    shots = np.zeros(grid.starts + 4, dtype=SHOT)
    room = len(sky.mounts) * grid.starts * 2
    measures = sky.measures
    for j in range(first_track, len(sky.tracks)):
        if count + room > len(found):
            return j, count
        track, routes = sky.tracks[j], sky.routes[j]
        for u in range(len(sky.mounts)):
            if reason[j, u] != 0:
                continue
            mount = sky.mounts[u]
            if sky.pk_high[j, mount.type_index] <= 0.0:
                reason[j, u] = _NO_PK
                continue
            altitude = track.altitude_m
            sight_m = sight_range_m(
                mount.antenna_m, altitude - mount.altitude_m, mount.sensor_m
            )
            why, low, high = _slot_range(track, routes, mount, sight_m, grid)
            if why != 0:
                reason[j, u] = why
                continue
            if altitude < mount.min_altitude_m or altitude > mount.max_altitude_m:
                reason[j, u] = _ALTITUDE
                continue
            kept, why = _sample_window(
                track, routes, mount, sight_m, measures, grid, low, high, effects, shots
            )
            if kept == 0:
                reason[j, u] = why
                continue
            before = count
            opens, closes = shots[0].slot, shots[kept - 1].slot
            planned = sky.pk_planned[j, mount.type_index]
            picks = min(grid.starts, kept)
            for i in range(picks):
                shot = shots[0 if picks == 1 else (i * (kept - 1)) // (picks - 1)]
                count = _emit(
                    track, routes[shot.route], mount, planned, sky.debris, grid, j, u,
                    opens, closes, shot, found, count,
                )  # fmt: skip
            if count == before:
                reason[j, u] = _NO_PK
    return len(sky.tracks), count

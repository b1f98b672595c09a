"""The geometric heart of the compiler: every feasible shot of every track.

Compiled by numba. One call walks tracks × mounts, samples launch slots along all
routes of a track and writes the opportunities kept.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy import float64, int8, int32, int64
from numpy.typing import NDArray

from zaslin.assignment.airspace import AreaOrders, ZoneArrays
from zaslin.assignment.kernel_shot import EFFECT, SHOT, evaluate_shot
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


class Debris(NamedTuple):
    """Populated areas below."""

    east_m: NDArray[float64]
    north_m: NDArray[float64]
    radius_m: NDArray[float64]
    cost: NDArray[float64]


class Sky(NamedTuple):
    """What the walk reads.

    Arrays
    ------
    tracks : (m,) of TRACK, routes : (m, h) of ROUTE, mounts : (u,) of MOUNT
    pk_high, pk_planned : (m, interceptor types), per round, over the class mixture
    """

    tracks: NDArray[np.void]
    routes: NDArray[np.void]
    mounts: NDArray[np.void]
    pk_high: NDArray[float64]
    pk_planned: NDArray[float64]
    zones: ZoneArrays
    orders: AreaOrders
    debris: Debris


class Grid(NamedTuple):
    """Launch slots, and how many of a window are kept."""

    slot_s: float
    slots: int
    starts: int
    least_p_kill: float


class Found(NamedTuple):
    """Buffers the walk writes opportunities into, in emission order."""

    track: NDArray[int32]
    mount: NDArray[int32]
    launch: NDArray[int32]
    end: NDArray[int32]
    salvo: NDArray[int32]
    p_available: NDArray[float64]
    p_kill: NDArray[float64]
    debris: NDArray[float64]
    intercept_s: NDArray[float64]
    assessed_s: NDArray[float64]
    route: NDArray[int8]
    window_opens: NDArray[int32]
    window_closes: NDArray[int32]


@njit(cache=True)
def _slot_range(
    track: Any,
    routes: NDArray[np.void],
    mount: Any,
    sight_m: float,
    grid: Grid,
    bounds: NDArray[int64],
) -> int:
    """Launch slots outside of which no route is in reach and sight; else a reason."""
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
        return _OUT_OF_REACH if limit == mount.max_range_m else _HORIZON
    first = max(mount.first_launch_s, track.earliest_s)
    # A round and its track may meet within reach long after the launch.
    longest_s = mount.max_range_m / mount.speed_mps + mount.dwell_s
    first = max(first, opens - longest_s)
    last = closes - mount.dwell_s
    if last < first:
        return _TOO_LATE
    bounds[0] = math.ceil(first / grid.slot_s - 1e-9)
    if bounds[0] >= grid.slots:
        return _BEYOND_HORIZON
    last = min(last, track.expires_s)
    bounds[1] = grid.slots - 1
    if last < grid.slots * grid.slot_s:
        bounds[1] = min(bounds[1], math.floor(last / grid.slot_s + 1e-9))
    return 0 if bounds[0] <= bounds[1] else _TOO_LATE


@njit(cache=True)
def _harm(sky: Sky, track: Any, route: Any, intercept_s: float) -> float:
    """Expected debris damage of one object brought down on this route then."""
    onward = intercept_s - track.start_s
    east = track.east_m + route.east_mps * onward
    north = track.north_m + route.north_mps * onward
    total = 0.0
    for a in range(len(sky.debris.cost)):
        de, dn = east - sky.debris.east_m[a], north - sky.debris.north_m[a]
        radius = sky.debris.radius_m[a]
        off = (de * de + dn * dn) / (radius * radius)
        total += sky.debris.cost[a] * math.exp(-0.5 * off) if off < 1400.0 else 0.0
    return total


@njit(cache=True)
def _shot_at(
    sky: Sky, j: int, u: int, sight_m: float, launch_s: float,
    effect: NDArray[np.void], shot: NDArray[np.void],
) -> int:  # fmt: skip
    """Reason against track j by mount u at this launch; 0, and the shot, if none."""
    return evaluate_shot(
        sky.tracks[j], sky.routes[j], sky.mounts[u], sight_m, sky.zones, sky.orders,
        launch_s, effect, shot,
    )  # fmt: skip


@njit(cache=True)
def _last_feasible(
    sky: Sky, j: int, u: int, sight_m: float, slot_s: float, feasible: int,
    infeasible: int, effect: NDArray[np.void], shots: NDArray[np.void], place: int,
) -> int:  # fmt: skip
    """Bisect between a feasible and an infeasible slot; the shot goes to ``place``.

    The last place of ``shots`` is room for the shots tried.
    """
    tried = len(shots) - 1
    while abs(feasible - infeasible) > 1:
        middle = (feasible + infeasible) // 2
        why = _shot_at(sky, j, u, sight_m, middle * slot_s, effect, shots[tried:])
        if why == 0:
            feasible = middle
            shots[place] = shots[tried]
        else:
            infeasible = middle
    return feasible


@njit(cache=True)
def _scan(
    sky: Sky, j: int, u: int, sight_m: float, grid: Grid, low: int, high: int,
    stride: int, feasible: NDArray[int64], effect: NDArray[np.void],
    shots: NDArray[np.void],
) -> tuple[int, int]:  # fmt: skip
    """First feasible slots from the second place on: (how many, reason if none)."""
    kept, why = 0, _TOO_LATE
    for s in range(low, high + 1, stride):
        # The first place is left free for the exact beginning of the window.
        code = _shot_at(sky, j, u, sight_m, s * grid.slot_s, effect, shots[kept + 1 :])
        if code != 0:
            # What people have forbidden says more than where the track then is.
            if why != _ZONE and why != _WEAPONS_HOLD and why != _WEAPONS_TIGHT:
                why = code
            continue
        feasible[kept + 1] = s
        kept += 1
        if kept == grid.starts:
            break
    return kept, why


@njit(cache=True)
def _sample_window(
    sky: Sky, j: int, u: int, sight_m: float, grid: Grid, bounds: NDArray[int64],
    feasible: NDArray[int64], effect: NDArray[np.void], shots: NDArray[np.void],
) -> tuple[int, int]:  # fmt: skip
    """Feasible slots from a coarse scan with exact ends: (how many, reason if none).

    ``shots[i]`` receives the shot at ``feasible[i]``.
    """
    low, high = bounds[0], bounds[1]
    stride = max(1, math.ceil((high - low + 1) / grid.starts))
    kept, why = _scan(
        sky, j, u, sight_m, grid, low, high, stride, feasible, effect, shots
    )
    if kept == 0 and stride > 1:
        # A window shorter than the stride, cut out by a sector, a zone or the least
        # range: look at every slot from where it can be.
        kept, why = _scan(
            sky, j, u, sight_m, grid, low, high, 1, feasible, effect, shots
        )
        stride = 1
    if kept == 0:
        return 0, why
    opens = feasible[1]
    if opens > low and stride > 1:
        opens = _last_feasible(
            sky, j, u, sight_m, grid.slot_s, opens, opens - stride, effect, shots, 0
        )
    if opens == feasible[1]:
        feasible[:kept] = feasible[1 : kept + 1].copy()
        for i in range(kept):
            shots[i] = shots[i + 1]
    else:
        feasible[0] = opens
        kept += 1
    closes = feasible[kept - 1]
    if stride > 1:
        closes = _last_feasible(
            sky, j, u, sight_m, grid.slot_s, closes, min(closes + stride, high + 1),
            effect, shots, kept,
        )  # fmt: skip
    if closes > feasible[kept - 1]:
        feasible[kept] = closes
        kept += 1
    return kept, why


@njit(cache=True)
def _emit(
    sky: Sky, j: int, u: int, grid: Grid, slot: int, opens: int, closes: int,
    shot: Any, found: Found, count: int,
) -> int:  # fmt: skip
    """Write one launch in each salvo size; returns the new count."""
    mount = sky.mounts[u]
    planned = sky.pk_planned[j, mount.type_index]
    harm = _harm(sky, sky.tracks[j], sky.routes[j][shot.route], shot.intercept_s)
    took = (shot.assessed_s - slot * grid.slot_s) / grid.slot_s
    for salvo in range(1, mount.largest_salvo + 1):
        p_kill = shot.p_available * (1.0 - (1.0 - planned) ** salvo)
        # Shares of routes are good to 1e-16; a kill by so little is none.
        if p_kill <= _NO_KILL or p_kill < grid.least_p_kill:
            continue
        found.track[count] = j
        found.mount[count] = u
        found.launch[count] = slot
        found.end[count] = slot + max(1, math.ceil(took - 1e-9))
        found.salvo[count] = salvo
        found.p_available[count] = shot.p_available
        found.p_kill[count] = p_kill
        found.debris[count] = p_kill * harm
        found.intercept_s[count] = shot.intercept_s
        found.assessed_s[count] = shot.assessed_s
        found.route[count] = shot.route
        found.window_opens[count] = opens
        found.window_closes[count] = closes
        count += 1
    return count


@njit(cache=True)
def find_opportunities(
    sky: Sky,
    grid: Grid,
    first_track: int,
    reason: NDArray[int8],
    found: Found,
    count: int,
) -> tuple[int, int]:
    """Write opportunities from ``first_track`` on; returns (next track, count).

    Stops early when the buffers might overflow; the caller enlarges them and calls
    again. ``reason[track, mount]`` comes in with what already refuses a pairing and
    goes out with why each remaining one has no opportunity, 0 where it has.
    """
    effect = np.zeros(1, dtype=EFFECT)
    shots = np.zeros(grid.starts + 4, dtype=SHOT)
    bounds = np.zeros(2, dtype=np.int64)
    feasible = np.zeros(grid.starts + 4, dtype=np.int64)
    room = len(sky.mounts) * grid.starts * 2
    for j in range(first_track, len(sky.tracks)):
        if count + room > len(found.track):
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
            why = _slot_range(track, routes, mount, sight_m, grid, bounds)
            if why != 0:
                reason[j, u] = why
                continue
            if altitude < mount.min_altitude_m or altitude > mount.max_altitude_m:
                reason[j, u] = _ALTITUDE
                continue
            kept, why = _sample_window(
                sky, j, u, sight_m, grid, bounds, feasible, effect, shots
            )
            if kept == 0:
                reason[j, u] = why
                continue
            before = count
            picks = min(grid.starts, kept)
            for i in range(picks):
                pick = 0 if picks == 1 else (i * (kept - 1)) // (picks - 1)
                count = _emit(
                    sky, j, u, grid, feasible[pick], feasible[0], feasible[kept - 1],
                    shots[pick], found, count,
                )  # fmt: skip
            if count == before:
                reason[j, u] = _NO_PK
    return len(sky.tracks), count

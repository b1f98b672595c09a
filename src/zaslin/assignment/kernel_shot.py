"""One shot: may it be taken from this mount at this launch time, and how surely.

Compiled by numba; docs/mathematics.md, section 4, in its order. Tracks, routes and
mounts come as records (``TRACK``, ``ROUTE``, ``stations.MOUNT``).
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from zaslin.assignment.airspace import Measures
from zaslin.assignment.reason_index import REASON_INDEX
from zaslin.domain.reason import ReasonCode
from zaslin.geometry.area import contains, segment_meets
from zaslin.geometry.envelope import (
    in_sector,
    probability_inside,
    range_factor,
)
from zaslin.geometry.intercept import time_of_flight_s

TRACK = np.dtype(
    [
        ("east_m", np.float64),
        ("north_m", np.float64),
        ("altitude_m", np.float64),
        ("start_s", np.float64),
        ("measured_s", np.float64),
        ("earliest_s", np.float64),
        ("expires_s", np.float64),
        ("position_sigma_m", np.float64),
        ("velocity_sigma_mps", np.float64),
        ("positive", np.int64),
    ]
)
"""A track where its prediction starts; times relative to the picture."""

ROUTE = np.dtype(
    [
        ("east_mps", np.float64),
        ("north_mps", np.float64),
        ("end_s", np.float64),
        ("weight", np.float64),
    ]
)
"""Level flight along one route of a track."""

EFFECT = np.dtype(
    [
        ("effect_s", np.float64),
        ("flight_s", np.float64),
        ("east_m", np.float64),
        ("north_m", np.float64),
        ("range_m", np.float64),
    ]
)
"""Where and when a round meets its track on one route."""

SHOT = np.dtype(
    [
        ("slot", np.int64),
        ("p_available", np.float64),
        ("assessed_s", np.float64),
        ("intercept_s", np.float64),
        ("route", np.int64),
    ]
)
"""A launch over all routes."""

_OUT_OF_REACH = REASON_INDEX[ReasonCode.OUT_OF_REACH]
_HORIZON = REASON_INDEX[ReasonCode.HORIZON]
_SECTOR = REASON_INDEX[ReasonCode.SECTOR]
_TOO_LATE = REASON_INDEX[ReasonCode.TOO_LATE]
_ZONE = REASON_INDEX[ReasonCode.ZONE]
_WEAPONS_HOLD = REASON_INDEX[ReasonCode.WEAPONS_HOLD]
_WEAPONS_TIGHT = REASON_INDEX[ReasonCode.WEAPONS_TIGHT]
_HOLD, _TIGHT = 2, 1

_NONE = -1.0
"""Time of flight where there is no effect."""


@njit(cache=True)
def refused(
    track: Any,
    mount: Any,
    measures: Measures,
    launch_s: float,
    effects: NDArray[np.void],
) -> int:
    """Reason index by which a control measure refuses any effect; 0 if none does."""
    if mount.strictness == 0 and len(measures.orders) + len(measures.zones) == 0:
        return 0
    for h in range(len(effects)):
        if effects[h].flight_s >= 0.0:
            why = _blocked(track, mount, measures, launch_s, effects[h])
            if why != 0:
                return why
    return 0


@njit(cache=True)
def _blocked(
    track: Any, mount: Any, measures: Measures, launch_s: float, effect: Any
) -> int:
    """Reason index by which a control measure refuses this effect; 0 if none."""
    strictness = mount.strictness
    for o in range(len(measures.orders)):
        order = measures.orders[o]
        if (order.kind_bits & mount.kind_bit) == 0:
            continue
        if order.strictness > strictness and contains(
            measures.east_m, measures.north_m, order.first, order.last,
            effect.east_m, effect.north_m,
        ):  # fmt: skip
            strictness = order.strictness
    if strictness == _HOLD:
        return _WEAPONS_HOLD
    if strictness == _TIGHT and track.positive == 0:
        return _WEAPONS_TIGHT
    low = min(mount.altitude_m, track.altitude_m)
    high = max(mount.altitude_m, track.altitude_m)
    for z in range(len(measures.zones)):
        zone = measures.zones[z]
        if (zone.kind_bits & mount.kind_bit) == 0:
            continue
        if high < zone.floor_m or low > zone.ceiling_m:
            continue
        if effect.effect_s < zone.from_s or launch_s > zone.until_s:
            continue
        if segment_meets(
            measures.east_m, measures.north_m, zone.first, zone.last,
            mount.east_m, mount.north_m, effect.east_m, effect.north_m,
        ):  # fmt: skip
            return _ZONE
    return 0


@njit(cache=True)
def _reach(
    track: Any, route: Any, mount: Any, sight_m: float, launch_s: float, effect: Any
) -> int:
    """Reason why a route is not engageable at this launch; 0, and the effect, if it is.

    The altitude test is the caller's: in level flight it is one of the pairing.
    """
    ahead = launch_s - track.start_s
    east = track.east_m + route.east_mps * ahead - mount.east_m
    north = track.north_m + route.north_mps * ahead - mount.north_m
    up = track.altitude_m - mount.altitude_m
    flight_s = time_of_flight_s(
        east, north, up, route.east_mps, route.north_mps, mount.speed_mps
    )
    if flight_s < 0.0:
        return _OUT_OF_REACH
    onward = flight_s + mount.dwell_s
    if launch_s + onward > route.end_s:
        return _TOO_LATE
    to_east = east + route.east_mps * onward
    to_north = north + route.north_mps * onward
    flat2 = to_east * to_east + to_north * to_north
    range_m = math.sqrt(flat2 + up * up)
    if range_m < mount.min_range_m or range_m > mount.max_range_m:
        return _OUT_OF_REACH
    sight2 = sight_m * sight_m
    if flat2 > sight2 or east * east + north * north > sight2:
        return _HORIZON
    if not in_sector(to_east, to_north, mount.sector_centre_rad, mount.sector_half_rad):
        return _SECTOR
    effect.effect_s = launch_s + onward
    effect.flight_s = flight_s
    effect.east_m = to_east + mount.east_m
    effect.north_m = to_north + mount.north_m
    effect.range_m = range_m
    return 0


@njit(cache=True)
def evaluate_shot(
    track: Any,
    routes: NDArray[np.void],
    mount: Any,
    sight_m: float,
    launch_s: float,
    effects: NDArray[np.void],
    shot: Any,
) -> int:
    """Reason why a launch meets the track on no route; 0, and the shot, if it does.

    ``effects`` receives the effect on each route, with a negative time of flight where
    there is none; whether a control measure refuses one is for ``refused`` to say.
    """
    available = 0.0
    longest = 0.0
    best_weight = -1.0
    reason = _TOO_LATE
    for h in range(len(routes)):
        route, effect = routes[h], effects[h]
        effect.flight_s = _NONE
        # Left out if nothing is there to be gained; straight on is always possible,
        # whatever rounding leaves of its weight.
        if route.weight <= 0.0 and h < len(routes) - 1:
            continue
        why = _reach(track, route, mount, sight_m, launch_s, effect)
        if why != 0:
            if why != _TOO_LATE:
                reason = why
            continue
        drift = track.velocity_sigma_mps * (effect.effect_s - track.measured_s)
        sigma = math.sqrt(
            track.position_sigma_m * track.position_sigma_m + drift * drift
        )
        available += (
            route.weight
            * range_factor(
                effect.range_m, mount.best_range_m, mount.max_range_m, mount.edge_factor
            )
            * probability_inside(mount.max_range_m - effect.range_m, sigma)
        )
        longest = max(longest, effect.flight_s)
        if route.weight > best_weight:
            best_weight = route.weight
            shot.intercept_s = effect.effect_s
            shot.route = h
    if best_weight < 0.0:
        return reason
    shot.p_available = available
    shot.assessed_s = launch_s + longest + mount.dwell_s + mount.assessment_s
    return 0

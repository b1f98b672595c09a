"""Can a station reach a point: range, altitude, radar horizon, sector of fire."""

import math

from numba import njit

EARTH_RADIUS_M = 6_371_000.0
HORIZON_M_PER_SQRT_M = math.sqrt(2.0 * 4.0 / 3.0 * EARTH_RADIUS_M)
"""Radar horizon over a smooth Earth of 4/3 radius: d = k (√h1 + √h2)."""


@njit(cache=True)
def sight_range_m(
    antenna_height_m: float, height_above_station_m: float, sensor_range_m: float
) -> float:
    """Horizontal distance to which the station sees a target of this height."""
    horizon_m = HORIZON_M_PER_SQRT_M * (
        math.sqrt(antenna_height_m) + math.sqrt(max(0.0, height_above_station_m))
    )
    return min(sensor_range_m, horizon_m)


@njit(cache=True)
def in_sector(
    east_m: float, north_m: float, centre_rad: float, half_width_rad: float
) -> bool:
    """Whether the direction (east, north) lies within the sector."""
    if half_width_rad >= math.pi:
        return True
    off_rad = math.atan2(east_m, north_m) - centre_rad
    off_rad -= 2.0 * math.pi * math.floor(off_rad / (2.0 * math.pi) + 0.5)
    return abs(off_rad) <= half_width_rad


@njit(cache=True)
def range_factor(
    range_m: float, best_range_m: float, max_range_m: float, edge_factor: float
) -> float:
    """Factor on pk: 1 up to the best range, then linear to the edge factor."""
    if range_m <= best_range_m or max_range_m <= best_range_m:
        return 1.0
    beyond = (range_m - best_range_m) / (max_range_m - best_range_m)
    return 1.0 - (1.0 - edge_factor) * beyond


@njit(cache=True)
def probability_inside(margin_m: float, sigma_m: float) -> float:
    """Chance that a Gaussian error does not eat the margin to the envelope."""
    # Six standard deviations inside: the error function would round to one.
    if margin_m >= 6.5 * sigma_m:
        return 1.0
    return 0.5 * math.erfc(-margin_m / (sigma_m * math.sqrt(2.0)))

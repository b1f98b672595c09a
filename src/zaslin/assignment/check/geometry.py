"""Intercept, horizon, sector and areas in plain arithmetic.

Everything is in metres, seconds and radians in the picture's local frame.
"""

import math
from typing import NamedTuple

from zaslin.domain.space import Area

_EARTH_RADIUS_M = 6_371_000.0
_HORIZON_FACTOR = math.sqrt(2.0 * 4.0 / 3.0 * _EARTH_RADIUS_M)
_FULL_CIRCLE = 2.0 * math.pi


class Outline(NamedTuple):
    """A polygon as its edges (east, north, east, north) within its bounding box."""

    west_m: float
    east_m: float
    south_m: float
    north_m: float
    edges: tuple[tuple[float, float, float, float], ...]


def outline(area: Area) -> Outline:
    """The edges and the bounding box of an area."""
    vertices = area.vertices_m
    easts = [vertex[0] for vertex in vertices]
    norths = [vertex[1] for vertex in vertices]
    following = (*vertices[1:], vertices[0])
    edges = tuple((*a, *b) for a, b in zip(vertices, following, strict=True))
    return Outline(min(easts), max(easts), min(norths), max(norths), edges)


def time_of_flight(
    east_m: float,
    north_m: float,
    up_m: float,
    east_mps: float,
    north_mps: float,
    speed_mps: float,
) -> float | None:
    """Smallest non-negative root τ of ``|offset + velocity τ| = speed τ``.

    The offset points from the station to the track at launch; the track flies level.
    With a = v² − c², b = offset · v and k = |offset|² this is a τ² + 2 b τ + k = 0,
    solved in the form that does not cancel.
    """
    a = east_mps * east_mps + north_mps * north_mps - speed_mps * speed_mps
    b = east_m * east_mps + north_m * north_mps
    k = east_m * east_m + north_m * north_m + up_m * up_m
    if k == 0.0:
        return 0.0
    discriminant = b * b - a * k
    if b < 0.0:
        return None if discriminant < 0.0 else k / (math.sqrt(discriminant) - b)
    return (math.sqrt(discriminant) + b) / -a if a < 0.0 else None


def radio_horizon_m(antenna_height_m: float, above_station_m: float) -> float:
    """Distance to the horizon over a four-thirds earth, both ends raised."""
    heights = math.sqrt(antenna_height_m) + math.sqrt(max(0.0, above_station_m))
    return _HORIZON_FACTOR * heights


def within_sector(
    east_m: float, north_m: float, centre_rad: float, width_rad: float
) -> bool:
    """Whether the direction to a point, given from the station, lies in a sector."""
    if width_rad >= _FULL_CIRCLE:
        return True
    off_centre = math.atan2(east_m, north_m) - centre_rad
    return abs(math.remainder(off_centre, _FULL_CIRCLE)) <= 0.5 * width_rad


def contains(polygon: Outline, east_m: float, north_m: float) -> bool:
    """Whether a point lies inside a polygon, by counting edges to its east."""
    if not (
        polygon.west_m <= east_m <= polygon.east_m
        and polygon.south_m <= north_m <= polygon.north_m
    ):
        return False
    inside = False
    for e1, n1, e2, n2 in polygon.edges:
        if (n1 > north_m) != (n2 > north_m):
            crossing_m = e1 + (north_m - n1) / (n2 - n1) * (e2 - e1)
            inside ^= east_m < crossing_m
    return inside


def segment_meets(
    polygon: Outline, start_m: tuple[float, float], end_m: tuple[float, float]
) -> bool:
    """Whether a straight segment crosses an edge of a polygon or lies inside it."""
    (e1, n1), (e2, n2) = start_m, end_m
    if (
        max(e1, e2) < polygon.west_m
        or min(e1, e2) > polygon.east_m
        or max(n1, n2) < polygon.south_m
        or min(n1, n2) > polygon.north_m
    ):
        return False
    segment = (e1, n1, e2, n2)
    if any(_segments_meet(segment, edge) for edge in polygon.edges):
        return True
    return contains(polygon, e1, n1)


def _segments_meet(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> bool:
    a = _side(second, first[0], first[1])
    b = _side(second, first[2], first[3])
    c = _side(first, second[0], second[1])
    d = _side(first, second[2], second[3])
    if a == b == c == d == 0.0:
        return _boxes_meet(first, second)
    return a * b <= 0.0 and c * d <= 0.0


def _side(
    line: tuple[float, float, float, float], east_m: float, north_m: float
) -> float:
    """Positive on the left of a directed line, negative on its right, 0 on it."""
    e1, n1, e2, n2 = line
    return (e2 - e1) * (north_m - n1) - (n2 - n1) * (east_m - e1)


def _boxes_meet(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> bool:
    return (
        max(first[0], first[2]) >= min(second[0], second[2])
        and min(first[0], first[2]) <= max(second[0], second[2])
        and max(first[1], first[3]) >= min(second[1], second[3])
        and min(first[1], first[3]) <= max(second[1], second[3])
    )

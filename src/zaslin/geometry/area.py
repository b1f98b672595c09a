"""Points and segments against polygons in the horizontal plane."""

from numba import njit
from numpy import float64
from numpy.typing import NDArray

TOUCH_M = 1e-6
"""Distance at which a segment touches an edge."""


@njit(cache=True)
def contains(
    east_m: NDArray[float64],
    north_m: NDArray[float64],
    first: int,
    last: int,
    point_east_m: float,
    point_north_m: float,
) -> bool:
    """Even-odd rule over the vertices ``first`` to ``last`` (exclusive)."""
    inside = False
    before = last - 1
    for vertex in range(first, last):
        above = north_m[vertex] > point_north_m
        if above != (north_m[before] > point_north_m):
            crossing = east_m[vertex] + (point_north_m - north_m[vertex]) * (
                east_m[before] - east_m[vertex]
            ) / (north_m[before] - north_m[vertex])
            if point_east_m < crossing:
                inside = not inside
        before = vertex
    return inside


@njit(cache=True)
def _straddles(
    a_east: float, a_north: float, b_east: float, b_north: float,
    c_east: float, c_north: float, d_east: float, d_north: float,
) -> bool:  # fmt: skip
    """Whether c and d are not strictly on one side of the line through a and b."""
    along_east, along_north = b_east - a_east, b_north - a_north
    slack = TOUCH_M * (abs(along_east) + abs(along_north))
    c = along_east * (c_north - a_north) - along_north * (c_east - a_east)
    d = along_east * (d_north - a_north) - along_north * (d_east - a_east)
    return min(c, d) <= slack and max(c, d) >= -slack


@njit(cache=True)
def _spans_meet(a: float, b: float, c: float, d: float) -> bool:
    return max(a, b) >= min(c, d) - TOUCH_M and min(a, b) <= max(c, d) + TOUCH_M


@njit(cache=True)
def segment_meets(
    east_m: NDArray[float64],
    north_m: NDArray[float64],
    first: int,
    last: int,
    from_east_m: float,
    from_north_m: float,
    to_east_m: float,
    to_north_m: float,
) -> bool:
    """Whether the segment enters, crosses or touches the polygon, or lies in it.

    A segment that misses an edge by no more than ``TOUCH_M`` touches it, so that
    rounding never decides in favour of entering.
    """
    if contains(east_m, north_m, first, last, from_east_m, from_north_m):
        return True
    before = last - 1
    for vertex in range(first, last):
        a_e, a_n, b_e, b_n = (
            east_m[before],
            north_m[before],
            east_m[vertex],
            north_m[vertex],
        )
        before = vertex
        if (
            _spans_meet(a_e, b_e, from_east_m, to_east_m)
            and _spans_meet(a_n, b_n, from_north_m, to_north_m)
            and _straddles(
                a_e, a_n, b_e, b_n, from_east_m, from_north_m, to_east_m, to_north_m
            )
            and _straddles(
                from_east_m, from_north_m, to_east_m, to_north_m, a_e, a_n, b_e, b_n
            )
        ):
            return True
    return False

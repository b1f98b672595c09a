"""Polygons and corridors as people draw them, into simple areas."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Floats = NDArray[np.float64]

_LEAST_AREA_M2 = 1.0
_LEAST_TURN_RAD = 1e-9


def polygon_fault(corners: Sequence[Point]) -> str:
    """What keeps the corners from being a simple polygon; empty if nothing does."""
    start = np.asarray(corners, dtype=float)
    end = np.roll(start, -1, axis=0)
    if abs(float(np.sum(_cross(start, end)))) / 2.0 < _LEAST_AREA_M2:
        return "corners that enclose nothing"
    edge, after = end - start, np.roll(end - start, -1, axis=0)
    across, along = _cross(edge, after), np.sum(edge * after, axis=1)
    spike = np.abs(across) < _LEAST_TURN_RAD * -along
    if spike.any():
        return f"a spike at corner {(int(np.argmax(spike)) + 1) % len(start)}"
    meets = _meeting(start, end)
    if meets.any():
        one, other = np.argwhere(meets)[0].tolist()
        return f"edges {one} and {other} meet"
    return ""


def legs(line: Sequence[Point], half_width_m: float) -> list[tuple[Point, ...]]:
    """One rectangle per leg of a corridor, longer by its half width at both ends.

    So it covers everything within the half width of the leg, and a little more.
    """
    rectangles: list[tuple[Point, ...]] = []
    for (east, north), (next_east, next_north) in pairwise(line):
        length = math.hypot(next_east - east, next_north - north)
        along = (
            (next_east - east) / length * half_width_m,
            (next_north - north) / length * half_width_m,
        )
        # Along the leg, and across it to the left.
        (a_east, a_north), (c_east, c_north) = along, (-along[1], along[0])
        rectangles.append(
            (
                (east - a_east + c_east, north - a_north + c_north),
                (east - a_east - c_east, north - a_north - c_north),
                (next_east + a_east - c_east, next_north + a_north - c_north),
                (next_east + a_east + c_east, next_north + a_north + c_north),
            )
        )
    return rectangles


def _cross(one: Floats, other: Floats) -> Floats:
    product: Floats = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return product


def _meeting(start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Which pairs ``[edge, edge]`` that are not neighbours have a point in common."""
    count = len(start)
    first, second = np.arange(count)[:, None], np.arange(count)[None, :]
    apart = second - first
    candidate = (apart > 1) & (apart < count - 1)
    low, high = np.minimum(start, end), np.maximum(start, end)
    overlap = np.all(
        (low[:, None] <= high[None]) & (low[None] <= high[:, None]), axis=2
    )
    straddles = _side(start, end, start) * _side(start, end, end) <= 0.0
    meets: NDArray[np.bool_] = candidate & overlap & straddles & straddles.T
    return meets


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Sign of the side of each edge on which each point lies, ``[edge, point]``."""
    side: Floats = np.sign(_cross((end - start)[:, None], point[None] - start[:, None]))
    return side

"""Routes: from a launch area over a few bends to a destination, at constant speed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_HOLDING_SIDES = 8


@dataclass(frozen=True, slots=True)
class Routes:
    """Polylines flown at constant speed.

    ``points_m[route, point, axis]`` in the local frame; a route with fewer bends
    repeats its last point.
    """

    points_m: Floats
    speed_mps: Floats

    def flight_times_s(self) -> Floats:
        """Seconds from the first point to the last."""
        times_s: Floats = self._marks_m()[:, -1] / self.speed_mps
        return times_s

    def at(self, elapsed_s: Floats) -> tuple[Floats, Floats]:
        """Position and velocity ``[route, axis]`` after a time in flight.

        Before the start and after the end the object stands at that point.
        """
        marks_m = self._marks_m()
        flown_m = np.clip(elapsed_s * self.speed_mps, 0.0, marks_m[:, -1])
        # The last leg that begins at or before here and has a length.
        last = np.maximum(np.sum(np.diff(marks_m, axis=1) > 0.0, axis=1) - 1, 0)
        begun = np.sum(marks_m[:, 1:-1] <= flown_m[:, None], axis=1)
        leg = np.minimum(begun, last)
        row = np.arange(len(leg))
        start, end = self.points_m[row, leg], self.points_m[row, leg + 1]
        length_m = np.maximum(marks_m[row, leg + 1] - marks_m[row, leg], 1e-9)
        direction = (end - start) / length_m[:, None]
        position_m: Floats = start + direction * (flown_m - marks_m[row, leg])[:, None]
        velocity_mps: Floats = direction * self.speed_mps[:, None]
        return position_m, velocity_mps

    def _marks_m(self) -> Floats:
        """Distance from the start to each point, ``[route, point]``."""
        legs_m = np.linalg.norm(np.diff(self.points_m, axis=1), axis=2)
        return np.cumsum(np.pad(legs_m, ((0, 0), (1, 0))), axis=1)


def dog_legs(
    starts_m: Floats,
    ends_m: Floats,
    most_bends: int,
    offset_share: float,
    rng: np.random.Generator,
) -> Floats:
    """Points of routes with up to ``most_bends`` bends, ``[route, point, axis]``.

    Bends are spaced evenly with some play, and lie off the straight line by a
    normal offset with a standard deviation of ``offset_share`` of its length.
    """
    count = len(starts_m)
    points_m = np.repeat(ends_m[:, None, :], most_bends + 2, axis=1)
    points_m[:, 0] = starts_m
    along = ends_m - starts_m
    across = np.column_stack((-along[:, 1], along[:, 0]))
    bends = rng.integers(0, most_bends, size=count, endpoint=True)
    for bend in range(most_bends):
        play = rng.uniform(-0.3, 0.3, count)
        offset = rng.standard_normal(count) * offset_share
        share = (bend + 1.0 + play) / (bends + 1.0)
        point_m = starts_m + along * share[:, None] + across * offset[:, None]
        points_m[:, bend + 1] = np.where((bend < bends)[:, None], point_m, ends_m)
    return points_m


def padded(points_m: Floats, most: int) -> Floats:
    """The same routes with their last point repeated up to ``most`` points."""
    missing = most - points_m.shape[1]
    return np.concatenate((points_m, np.repeat(points_m[:, -1:], missing, axis=1)), 1)


def with_holding(
    points_m: Floats, length_m: Floats, rng: np.random.Generator
) -> Floats:
    """The same routes with a holding circle of a given length where that is not zero.

    The circle is a regular polygon that leaves the route in its direction and returns
    to the same point of it, so that the route grows by exactly ``length_m``.
    It lies somewhere in the middle half of the route, on either side.
    """
    where = rng.uniform(0.25, 0.75, len(points_m))
    side = rng.choice((-1.0, 1.0), len(points_m))
    if not np.any(length_m > 0.0):
        return points_m
    longer_m = padded(points_m, points_m.shape[1] + _HOLDING_SIDES + 1)
    legs_m = np.linalg.norm(np.diff(points_m, axis=1), axis=2)
    marks_m = np.cumsum(np.pad(legs_m, ((0, 0), (1, 0))), axis=1)
    for row in np.flatnonzero(length_m > 0.0):
        flown_m = where[row] * marks_m[row, -1]
        leg = int(np.sum(marks_m[row, 1:-1] <= flown_m))
        start, end = points_m[row, leg], points_m[row, leg + 1]
        ahead = (end - start) / max(legs_m[row, leg], 1e-9)
        circle_m = _circle(
            start + ahead * (flown_m - marks_m[row, leg]),
            math.atan2(ahead[0], ahead[1]),
            side[row] * length_m[row],
        )
        parts = (points_m[row, : leg + 1], circle_m, points_m[row, leg + 1 :])
        longer_m[row] = np.concatenate(parts)
    return longer_m


def _circle(point_m: Floats, heading_rad: float, length_m: float) -> Floats:
    """A closed regular polygon from a point; a negative length turns left."""
    turn_rad = math.copysign(math.tau / _HOLDING_SIDES, length_m)
    headings = heading_rad + turn_rad * np.arange(_HOLDING_SIDES)
    steps_m = np.column_stack((np.sin(headings), np.cos(headings)))
    steps_m *= abs(length_m) / _HOLDING_SIDES
    corners_m = point_m + np.cumsum(steps_m, axis=0)
    return np.concatenate((point_m[None], corners_m))

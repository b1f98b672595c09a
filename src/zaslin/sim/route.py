"""Routes: from a launch area over a few bends to a destination, at constant speed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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

"""What the sensors of a laydown can see: range and radar horizon."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.geometry.envelope import sight_range_m

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Sensors at ``sensors_m[sensor, axis]``, all alike, on level ground.

    They stand at altitude zero, ``height_m`` being that of the antenna.
    """

    sensors_m: Floats
    height_m: float
    range_m: float

    def sight_m(self, altitude_m: Floats) -> Floats:
        """How far away an object at each altitude is seen."""
        sights: Floats = np.array(
            [
                sight_range_m(self.height_m, up_m, self.range_m)
                for up_m in altitude_m.tolist()
            ],
            dtype=float,
        )
        return sights

    def sees(self, position_m: Floats, sight_m: Floats) -> NDArray[np.bool_]:
        """Which positions ``[object, axis]`` are in sight of any sensor.

        ``sight_m`` is the sight range of each object; its altitude does not change.
        """
        east_m = position_m[:, 0, None] - self.sensors_m[None, :, 0]
        north_m = position_m[:, 1, None] - self.sensors_m[None, :, 1]
        squares = east_m * east_m + north_m * north_m
        near: NDArray[np.bool_] = np.any(squares <= (sight_m**2)[:, None], axis=1)
        return near


def working(sensors_m: Floats, share: float, rng: np.random.Generator) -> Floats:
    """The sensors that work: a share of them, at least one of a share above zero.

    Shares of one seed are nested: what works of a smaller share works of a larger.
    """
    order = rng.permutation(len(sensors_m))
    count = math.floor(share * len(sensors_m) + 0.5)
    if share > 0.0:
        count = max(1, count)
    return sensors_m[np.sort(order[:count])]

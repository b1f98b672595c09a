"""Where tracks are now and how surely, from reports of a moment ago."""

import numpy as np
from numpy import float64
from numpy.typing import NDArray


def dead_reckon(
    position_m: NDArray[float64],
    velocity_mps: NDArray[float64],
    age_s: NDArray[float64],
) -> NDArray[float64]:
    """Move positions along their horizontal velocities by their non-negative ages.

    Parameters
    ----------
    position_m
        Shape (m, 3): east, north, altitude. Altitude is kept (level flight).
    velocity_mps
        Shape (m, 2): east, north.
    age_s
        Shape (m,); negative ages (a report from the future) count as zero.
    """
    moved = position_m.copy()
    moved[:, :2] += velocity_mps * np.maximum(age_s, 0.0)[:, np.newaxis]
    return moved

"""When and where a round launched now meets a track."""

import math

from numba import njit

NO_INTERCEPT = -1.0
# A meeting thirty years from now is none; it also keeps infinity out of the answers.
FOREVER_S = 1e9


@njit(cache=True)
def time_of_flight_s(
    east_m: float,
    north_m: float,
    up_m: float,
    east_mps: float,
    north_mps: float,
    speed_mps: float,
) -> float:
    """Smallest τ ≥ 0 with ``|r + v τ| = c τ``; −1 if the round can never arrive.

    Parameters
    ----------
    east_m, north_m, up_m
        Position of the track relative to the launcher at launch, ``r``.
    east_mps, north_mps
        Velocity of the track in level flight, ``v``.
    speed_mps
        Mean speed of the round, ``c``.
    """
    distance2 = east_m * east_m + north_m * north_m + up_m * up_m
    if distance2 == 0.0:
        return 0.0
    closing = east_m * east_mps + north_m * north_mps
    margin = speed_mps * speed_mps - east_mps * east_mps - north_mps * north_mps
    if margin > 0.0:
        root = math.sqrt(closing * closing + margin * distance2)
        # Two equal forms of one root; the one without cancellation.
        if closing < 0.0:
            return _within_reason(distance2, root - closing)
        return _within_reason(closing + root, margin)
    if closing >= 0.0:
        return NO_INTERCEPT
    discriminant = closing * closing + margin * distance2
    if discriminant < 0.0:
        return NO_INTERCEPT
    return _within_reason(distance2, -closing + math.sqrt(discriminant))


@njit(cache=True)
def _within_reason(way: float, pace: float) -> float:
    """``way / pace``, where that is not for ever; asked without dividing by zero."""
    if way > FOREVER_S * pace:
        return NO_INTERCEPT
    return way / pace

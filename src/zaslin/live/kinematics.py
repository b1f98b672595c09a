"""Whether a track can have flown from one of its reports to the next one."""

import math
from dataclasses import dataclass

from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track

# Standard deviations that two measurements may be off together without any flight.
_SIGMAS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A track that was somewhere else than it can have flown to.

    ``speed_mps`` is what it would have taken, beyond the errors of both measurements;
    infinite if no time lies between them.
    """

    track: TrackId
    source: str
    at_s: float
    distance_m: float
    over_s: float
    speed_mps: float


def jump(before: Track, after: Track, fastest_mps: float, source: str) -> Jump | None:
    """What is impossible about two reports of one track; None if nothing is.

    A report that is no later than the one before is not judged.
    """
    over_s = after.measured_at_s - before.measured_at_s
    if over_s < 0.0:
        return None
    was, now = before.position, after.position
    distance_m = math.dist(
        (was.east_m, was.north_m, was.altitude_m),
        (now.east_m, now.north_m, now.altitude_m),
    )
    error_m = _SIGMAS * (before.position_sigma_m + after.position_sigma_m)
    beyond_m = distance_m - error_m
    if beyond_m <= fastest_mps * over_s:
        return None
    return Jump(
        track=after.id,
        source=source,
        at_s=after.measured_at_s,
        distance_m=distance_m,
        over_s=over_s,
        speed_mps=beyond_m / over_s if over_s else math.inf,
    )

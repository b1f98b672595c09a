"""When the objects of one reporting window arrive.

The record gives a window, not times.
The profile is an assumption: a hump over the window for drones, a few salvos for
cruise missiles.
"""

import numpy as np
from numpy.typing import NDArray

from zaslin.sim.night import ReportingWindow
from zaslin.sim.profile import FlightProfile

Floats = NDArray[np.float64]


def arrival_times(
    window: ReportingWindow,
    flight: FlightProfile,
    flight_times_s: Floats,
    shortest_window_s: float,
    rng: np.random.Generator,
) -> Floats:
    """Seconds since the epoch at which each object reaches the end of its route.

    Objects are launched within the window where their flight fits into it.
    Where it does not, arrivals take the second half of the window and the launch
    lies before it: the record then counts what came in, not what took off.
    """
    ends_s = window.ends.timestamp()
    starts_s = min(window.starts.timestamp(), ends_s - shortest_window_s)
    lead_s = np.minimum(flight_times_s, (ends_s - starts_s) / 2.0)
    count = len(flight_times_s)
    if flight.salvo_count > 0:
        moments = rng.beta(
            flight.arrival_alpha, flight.arrival_beta, flight.salvo_count
        )
        share = moments[rng.integers(flight.salvo_count, size=count)]
        spread_s = flight.salvo_spread_s * rng.standard_normal(count)
    else:
        share = rng.beta(flight.arrival_alpha, flight.arrival_beta, count)
        spread_s = np.zeros(count)
    first_s = starts_s + lead_s
    times_s: Floats = first_s + (ends_s - first_s) * share + spread_s
    return np.clip(times_s, first_s, ends_s)

"""Arrivals lie in their window, launches too where the flight fits into it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from zaslin.domain.track import ThreatClass
from zaslin.sim.arrival import arrival_times
from zaslin.sim.night import ReportingWindow
from zaslin.sim.profile import FlightProfile, Span

STARTS = datetime(2025, 9, 6, 17, tzinfo=UTC)
WINDOW = ReportingWindow(
    starts=STARTS,
    ends=STARTS + timedelta(hours=10),
    threat_class=ThreatClass.ONE_WAY_ATTACK,
    model="drone",
    launched=500,
)
FLIGHT = FlightProfile(
    speed_mps=Span(50.0, 50.0),
    altitude_m=Span(100.0, 3000.0),
    altitude_median_m=900.0,
    altitude_log_sigma=0.5,
    arrival_alpha=2.0,
    arrival_beta=2.0,
)
FLIGHT_TIMES_S = np.full(500, 4 * 3600.0)


def _arrivals(
    window: ReportingWindow = WINDOW,
    flight: FlightProfile = FLIGHT,
    flight_times_s: np.ndarray[tuple[int], np.dtype[np.float64]] = FLIGHT_TIMES_S,
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rng = np.random.default_rng(1)
    return arrival_times(window, flight, flight_times_s, 3600.0, rng)


def test_launches_and_arrivals_stay_in_a_long_window() -> None:
    """A flight of four hours fits into a window of ten."""
    arrives_s = _arrivals()

    assert np.all(arrives_s - FLIGHT_TIMES_S >= WINDOW.starts.timestamp() - 1e-6)
    assert np.all(arrives_s <= WINDOW.ends.timestamp())


def test_arrivals_make_a_hump() -> None:
    """Beta(2, 2): the middle half holds 11/16 of them (tolerance four sigma)."""
    share = (_arrivals() - WINDOW.starts.timestamp() - 14_400.0) / 21_600.0

    middle = np.mean((share > 0.25) & (share < 0.75))

    assert abs(middle - 11 / 16) < 4 * np.sqrt(11 / 16 * 5 / 16 / 500)


def test_short_windows_take_the_arrivals_into_their_second_half() -> None:
    """Then the launch lies before the window."""
    ends = STARTS + timedelta(hours=2)

    arrives_s = _arrivals(replace(WINDOW, ends=ends))

    assert np.all(arrives_s >= STARTS.timestamp() + 3600.0)
    assert np.all(arrives_s <= ends.timestamp())


def test_a_single_clock_time_stands_for_the_time_before_it() -> None:
    """A window without length gets the shortest one, ending when it ends."""
    arrives_s = _arrivals(replace(WINDOW, ends=STARTS))

    assert np.all(arrives_s >= STARTS.timestamp() - 1800.0)
    assert np.all(arrives_s <= STARTS.timestamp())
    assert len(np.unique(arrives_s)) == 500


def test_salvos_arrive_together() -> None:
    """Three salvos without spread are at most three moments."""
    flight = replace(FLIGHT, salvo_count=3, salvo_spread_s=0.0)

    assert len(np.unique(_arrivals(flight=flight))) <= 3

"""Where a round meets a track: closing, overtaking, crossing, never."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.geometry.intercept import FOREVER_S, NO_INTERCEPT, time_of_flight_s

metres = st.floats(-60_000.0, 60_000.0)
speeds = st.floats(-400.0, 400.0)


def miss_m(offset: tuple[float, float, float], velocity: tuple[float, float],
           speed: float, flight_s: float) -> float:  # fmt: skip
    """How far round and track are apart after a time of flight."""
    east_m = offset[0] + velocity[0] * flight_s
    north_m = offset[1] + velocity[1] * flight_s
    return abs(math.hypot(east_m, north_m, offset[2]) - speed * flight_s)


@pytest.mark.parametrize(
    ("offset", "velocity", "speed", "expected"),
    [
        # Head on: 17,500 m at 50 + 300 m/s.
        ((0.0, 17_500.0, 0.0), (0.0, -50.0), 300.0, 50.0),
        # Overtaking: 5,000 m at 300 − 50 m/s.
        ((0.0, 5_000.0, 0.0), (0.0, 50.0), 300.0, 20.0),
        # Crossing at a right angle: 3-4-5, the round flies the hypotenuse.
        ((4_000.0, 0.0, 0.0), (0.0, 60.0), 100.0, 50.0),
        # A track that stands still, seen along all three axes.
        ((2_000.0, 3_000.0, 6_000.0), (0.0, 0.0), 70.0, 100.0),
        # Faster than the round, but flying straight at it: 500 m at 150 + 100 m/s.
        ((0.0, 500.0, 0.0), (0.0, -150.0), 100.0, 2.0),
        # As fast as the round, and coming: 1,000 m at 100 + 100 m/s.
        ((0.0, 1_000.0, 0.0), (0.0, -100.0), 100.0, 5.0),
        # Already there.
        ((0.0, 0.0, 0.0), (30.0, 40.0), 100.0, 0.0),
        # Already there, and faster than the round.
        ((0.0, 0.0, 0.0), (300.0, 400.0), 100.0, 0.0),
    ],
)
def test_the_time_of_flight_is_that_on_paper(
    offset: tuple[float, float, float],
    velocity: tuple[float, float],
    speed: float,
    expected: float,
) -> None:
    """The smallest root of |r + v τ| = c τ."""
    assert time_of_flight_s(*offset, *velocity, speed) == pytest.approx(expected)


def test_of_two_meetings_the_first_one_counts() -> None:
    """A fast track flies through the reach of a slow round: it can be met twice."""
    flight_s = time_of_flight_s(-3_000.0, 1_000.0, 0.0, 200.0, 0.0, 100.0)

    # a τ² + 2 b τ + k = 0 with a = 30,000, b = −600,000, k = 10,000,000.
    root = math.sqrt(600_000.0**2 - 30_000.0 * 10_000_000.0)
    assert flight_s == pytest.approx((600_000.0 - root) / 30_000.0)


@pytest.mark.parametrize(
    ("offset", "velocity", "speed", "why"),
    [
        ((0.0, 1_000.0, 0.0), (0.0, 100.0), 100.0, "as fast, and leaving"),
        ((0.0, 1_000.0, 0.0), (0.0, 200.0), 100.0, "faster, and leaving"),
        ((1_000.0, 0.0, 0.0), (0.0, 100.0), 100.0, "as fast, and passing by"),
        ((-1_000.0, 30_000.0, 0.0), (200.0, 0.0), 100.0, "faster, and too far aside"),
        ((0.0, -4e-304, 265.0), (0.0, 1.0), 1.0, "as fast, and closing by nothing"),
        ((0.0, 0.0, 265.0), (0.0, 1.0), 1.0 + 1e-14, "met in sixty years"),
    ],
)
def test_what_cannot_be_caught_is_never_met(
    offset: tuple[float, float, float],
    velocity: tuple[float, float],
    speed: float,
    why: str,
) -> None:
    """There is no root at all."""
    assert time_of_flight_s(*offset, *velocity, speed) == NO_INTERCEPT, why


@given(
    offset=st.tuples(metres, metres, st.floats(-4_000.0, 4_000.0)),
    velocity=st.tuples(speeds, speeds),
    speed=st.floats(1.0, 1_500.0),
)
def test_round_and_track_are_in_one_place_then(
    offset: tuple[float, float, float], velocity: tuple[float, float], speed: float
) -> None:
    """Where there is an answer it solves the equation, and nothing earlier does."""
    flight_s = time_of_flight_s(*offset, *velocity, speed)

    if flight_s == NO_INTERCEPT:
        slowest_gain_mps = math.hypot(*offset) / FOREVER_S
        assert math.hypot(*velocity) >= speed * (1.0 - 1e-9) - slowest_gain_mps
        return
    assert 0.0 <= flight_s <= FOREVER_S
    size = math.hypot(*offset) + (speed + math.hypot(*velocity)) * flight_s
    assert miss_m(offset, velocity, speed, flight_s) <= 1e-6 * max(1.0, size)
    # Before it the round has not come as far as the track is away.
    for share in (0.1, 0.5, 0.9):
        t = share * flight_s * (1.0 - 1e-6)
        away_m = math.hypot(
            offset[0] + velocity[0] * t, offset[1] + velocity[1] * t, offset[2]
        )
        assert away_m >= speed * t - 1e-6 * max(1.0, size)


def test_nearly_equal_speeds_lose_no_digits() -> None:
    """Head on at equal speed the root is 5 s, whatever is left of the difference."""
    for nearly in (1.0 - 1e-12, 1.0, 1.0 + 1e-12):
        flight_s = time_of_flight_s(0.0, 1_000.0, 0.0, 0.0, -100.0 * nearly, 100.0)
        assert flight_s == pytest.approx(5.0, rel=1e-9)

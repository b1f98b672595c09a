"""Intercept, horizon, sector and areas, against numbers found on paper."""

import math

import pytest

from zaslin.assignment.check.geometry import (
    contains,
    outline,
    radio_horizon_m,
    segment_meets,
    time_of_flight,
    within_sector,
)
from zaslin.domain.space import Area

SQUARE = outline(Area(((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))))
# A U, open to the north.
NOTCHED = outline(
    Area(
        (
            (0.0, 0.0),
            (30.0, 0.0),
            (30.0, 30.0),
            (20.0, 30.0),
            (20.0, 10.0),
            (10.0, 10.0),
            (10.0, 30.0),
            (0.0, 30.0),
        )
    )
)


def test_head_on_the_speeds_add() -> None:
    """17,500 m closed at 300 + 50 m/s take 50 s."""
    flight_s = time_of_flight(0.0, 17_500.0, 0.0, 0.0, -50.0, 300.0)
    assert flight_s == pytest.approx(50.0, rel=1e-12)


def test_in_a_tail_chase_the_speeds_subtract() -> None:
    """1,000 m closed at 80 − 50 m/s take 33⅓ s."""
    flight_s = time_of_flight(0.0, 1_000.0, 0.0, 0.0, 50.0, 80.0)
    assert flight_s == pytest.approx(1_000.0 / 30.0, rel=1e-12)


def test_a_crossing_track_is_met_by_pythagoras() -> None:
    """Speeds of 3 and 5 leave 4 across: 1,200 m take 1,200 / 4 = 300 s."""
    flight_s = time_of_flight(1_200.0, 0.0, 0.0, 0.0, 3.0, 5.0)
    assert flight_s == pytest.approx(300.0, rel=1e-12)


def test_a_faster_track_can_be_met_only_if_it_comes_close() -> None:
    """Head on at 50 against 40 m/s the first of the two meetings counts."""
    inbound = time_of_flight(1_000.0, 0.0, 0.0, -50.0, 0.0, 40.0)
    assert inbound == pytest.approx(1_000.0 / 90.0, rel=1e-12)
    assert time_of_flight(1_000.0, 0.0, 0.0, 50.0, 0.0, 40.0) is None
    assert time_of_flight(1_000.0, 0.0, 0.0, 0.0, 50.0, 40.0) is None


def test_a_faster_track_that_passes_too_far_is_never_met() -> None:
    """45° off the nose: sin 45° · 50 m/s is less than 40 m/s, of 60 m/s it is more."""
    assert time_of_flight(1_000.0, 1_000.0, 0.0, -50.0, 0.0, 40.0) is not None
    assert time_of_flight(1_000.0, 1_000.0, 0.0, -60.0, 0.0, 40.0) is None


def test_equal_speeds_meet_half_way_or_never() -> None:
    """Head on each flies half; across or away neither gains on the other."""
    assert time_of_flight(0.0, 800.0, 0.0, 0.0, -40.0, 40.0) == pytest.approx(10.0)
    assert time_of_flight(0.0, 800.0, 0.0, 40.0, 0.0, 40.0) is None
    assert time_of_flight(0.0, 800.0, 0.0, 0.0, 40.0, 40.0) is None


def test_height_counts_as_distance() -> None:
    """A hovering track at 3-4-12 is 13 away."""
    flight_s = time_of_flight(300.0, 400.0, 1_200.0, 0.0, 0.0, 100.0)
    assert flight_s == pytest.approx(13.0)


def test_a_track_at_the_station_is_met_at_once() -> None:
    """No distance, no flight, whatever the speeds."""
    assert time_of_flight(0.0, 0.0, 0.0, 50.0, 0.0, 300.0) == 0.0


@pytest.mark.parametrize("east_mps", [-120.0, -7.5, 0.0, 30.0])
@pytest.mark.parametrize("speed_mps", [40.0, 300.0, 3.0e8])
def test_the_root_satisfies_its_equation(east_mps: float, speed_mps: float) -> None:
    """The track at the end of the flight is as far as the round has flown."""
    flight_s = time_of_flight(9_000.0, -2_000.0, 700.0, east_mps, -11.0, speed_mps)
    if flight_s is not None:
        apart_m = math.hypot(
            9_000.0 + east_mps * flight_s, -2_000.0 - 11.0 * flight_s, 700.0
        )
        assert apart_m == pytest.approx(speed_mps * flight_s, rel=1e-9)


def test_the_horizon_follows_the_rule_of_4_12() -> None:
    """4.12 km times the sum of the roots of the heights in metres."""
    assert radio_horizon_m(25.0, 0.0) == pytest.approx(4_121.8 * 5.0, rel=1e-4)
    assert radio_horizon_m(16.0, 900.0) == pytest.approx(4_121.8 * 34.0, rel=1e-4)


def test_below_the_station_adds_nothing_to_the_horizon() -> None:
    """A root of a negative height is none."""
    assert radio_horizon_m(25.0, -80.0) == radio_horizon_m(25.0, 0.0)


def test_a_sector_includes_its_edges_and_nothing_beyond() -> None:
    """90° wide about north: north-east is the edge."""
    assert within_sector(1.0, 1.0, 0.0, math.pi / 2.0)
    assert within_sector(-1.0, 1.0, 0.0, math.pi / 2.0)
    assert not within_sector(1.001, 1.0, 0.0, math.pi / 2.0)
    assert not within_sector(0.0, -1.0, 0.0, math.pi / 2.0)


def test_a_sector_may_span_south() -> None:
    """Angles of +179° and −179° are two degrees apart, however they are written."""
    centre_rad = math.radians(179.0)
    west_of_south = (-math.sin(math.radians(1.0)), -1.0)
    assert within_sector(*west_of_south, centre_rad, math.radians(4.1))
    assert within_sector(*west_of_south, centre_rad - 4.0 * math.pi, math.radians(4.1))
    assert not within_sector(*west_of_south, centre_rad, math.radians(3.9))


def test_a_full_circle_has_no_edges() -> None:
    """2π wide is no sector at all."""
    assert within_sector(0.0, -1.0, 0.0, 2.0 * math.pi)


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ((5.0, 5.0), True),
        ((25.0, 25.0), True),
        ((15.0, 5.0), True),
        ((15.0, 20.0), False),
        ((-1.0, 5.0), False),
        ((31.0, 5.0), False),
        ((15.0, 31.0), False),
    ],
)
def test_a_notch_is_outside(point: tuple[float, float], inside: bool) -> None:
    """The inside of a concave polygon is not its hull."""
    assert contains(NOTCHED, *point) is inside


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        pytest.param((-5.0, 5.0), (15.0, 5.0), True, id="through"),
        pytest.param((4.0, 4.0), (6.0, 6.0), True, id="inside"),
        pytest.param((5.0, 5.0), (5.0, 50.0), True, id="out"),
        pytest.param((5.0, 50.0), (5.0, 5.0), True, id="in"),
        pytest.param((-5.0, 10.0), (15.0, 10.0), True, id="along an edge"),
        pytest.param((3.0, 10.0), (7.0, 10.0), True, id="part of an edge"),
        pytest.param((10.0, 10.0), (20.0, 20.0), True, id="from a corner"),
        pytest.param((5.0, 5.0), (5.0, 5.0), True, id="a point inside"),
        pytest.param((20.0, 20.0), (20.0, 20.0), False, id="a point outside"),
        pytest.param((15.0, 10.0), (25.0, 10.0), False, id="beside, on an edge's line"),
        pytest.param((-2.0, 9.0), (2.0, 13.0), False, id="past a corner"),
        pytest.param((-5.0, -5.0), (15.0, -1.0), False, id="below"),
    ],
)
def test_a_segment_meets_a_square(
    start: tuple[float, float], end: tuple[float, float], meets: bool
) -> None:
    """Crossing, touching and lying inside all count."""
    assert segment_meets(SQUARE, start, end) is meets


def test_a_segment_may_pass_through_a_notch() -> None:
    """Between the arms of the U nothing is met."""
    assert not segment_meets(NOTCHED, (15.0, 40.0), (15.0, 11.0))
    assert not segment_meets(NOTCHED, (12.0, 30.0), (18.0, 30.0))
    assert segment_meets(NOTCHED, (15.0, 40.0), (15.0, 9.0))

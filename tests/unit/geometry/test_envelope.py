"""What a station reaches and sees, with the numbers of a textbook or of paper."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.geometry.envelope import (
    in_sector,
    probability_inside,
    range_factor,
    sight_range_m,
)

QUARTER = math.pi / 2.0


@pytest.mark.parametrize(
    ("antenna_m", "height_m", "kilometres"),
    [(0.0, 0.0, 0.0), (100.0, 0.0, 41.2), (0.0, 100.0, 41.2), (25.0, 100.0, 61.8)],
)
def test_the_radar_horizon_is_the_usual_rule_of_thumb(
    antenna_m: float, height_m: float, kilometres: float
) -> None:
    """About 4.12 (√h1 + √h2) kilometres over a four-thirds earth."""
    sight_m = sight_range_m(antenna_m, height_m, 1.0e6)

    assert sight_m / 1_000.0 == pytest.approx(kilometres, rel=2e-3)


def test_below_the_station_there_is_only_its_own_horizon() -> None:
    """Height below the station counts as none."""
    assert sight_range_m(16.0, -500.0, 1.0e6) == sight_range_m(16.0, 0.0, 1.0e6)


def test_a_sensor_does_not_see_beyond_its_range() -> None:
    """The smaller of horizon and sensor range binds."""
    assert sight_range_m(100.0, 1_000.0, 20_000.0) == 20_000.0
    assert sight_range_m(0.0, 0.0, 20_000.0) == 0.0


@pytest.mark.parametrize(
    ("direction", "centre_rad", "half_rad", "expected"),
    [
        ((0.0, 1.0), 0.0, 0.1, True),
        ((1.0, 0.0), 0.0, QUARTER, True),
        ((-1.0, 0.0), 0.0, QUARTER, True),
        ((1.0, -0.01), 0.0, QUARTER, False),
        ((0.0, -1.0), 0.0, QUARTER, False),
        ((1.0, 0.0), QUARTER, 0.0, True),
        ((1.0, 0.01), QUARTER, 0.0, False),
        # Across the cut at south, where bearings jump from π to −π.
        ((0.1, -1.0), math.pi, 0.2, True),
        ((-0.1, -1.0), math.pi, 0.2, True),
        ((-0.1, -1.0), -math.pi, 0.2, True),
        ((0.1, -1.0), -math.pi, 0.2, True),
        # Centres given as several turns.
        ((0.1, 1.0), 4.0 * math.pi, 0.2, True),
        ((0.1, 1.0), -4.0 * math.pi, 0.2, True),
        ((0.0, -1.0), 4.0 * math.pi, 0.2, False),
        # A full circle holds everything.
        ((0.0, -1.0), 0.0, math.pi, True),
    ],
)
def test_a_direction_is_in_the_sector_or_not(
    direction: tuple[float, float],
    centre_rad: float,
    half_rad: float,
    *,
    expected: bool,
) -> None:
    """Both edges belong to it; bearings turn clockwise from north."""
    assert in_sector(*direction, centre_rad, half_rad) is expected


@given(
    bearing_rad=st.floats(-math.pi, math.pi),
    centre_rad=st.floats(-20.0, 20.0),
    half_rad=st.floats(0.0, math.pi),
)
def test_a_sector_is_what_the_cosine_says(
    bearing_rad: float, centre_rad: float, half_rad: float
) -> None:
    """In it, the cosine of the angle off the centre is large enough."""
    cosine, least = math.cos(bearing_rad - centre_rad), math.cos(half_rad)
    if abs(cosine - least) > 1e-9:
        direction = math.sin(bearing_rad), math.cos(bearing_rad)
        assert in_sector(*direction, centre_rad, half_rad) is (cosine > least)


@pytest.mark.parametrize(
    ("range_m", "expected"),
    [
        (0.0, 1.0),
        (10_000.0, 1.0),
        (12_500.0, 0.9),
        (15_000.0, 0.8),
        (20_000.0, 0.6),
    ],
)
def test_the_pk_fades_linearly_to_the_edge(range_m: float, expected: float) -> None:
    """From 1 at 10 km to 0.6 at 20 km."""
    factor = range_factor(range_m, 10_000.0, 20_000.0, 0.6)

    assert factor == pytest.approx(expected)


def test_where_the_best_range_is_the_longest_nothing_fades() -> None:
    """No division by the width of nothing."""
    assert range_factor(20_000.0, 20_000.0, 20_000.0, 0.1) == 1.0


@pytest.mark.parametrize("sigmas", [0.0, 0.5, 1.0, 3.0, 6.0, -1.0])
def test_the_margin_is_eaten_with_the_normal_distribution(sigmas: float) -> None:
    """Φ of the margin in standard deviations."""
    inside = probability_inside(sigmas * 200.0, 200.0)

    assert inside == pytest.approx(NormalDist().cdf(sigmas), rel=1e-9)


def test_a_sure_position_is_inside() -> None:
    """Without uncertainty, also exactly on the edge; far inside it is certain."""
    assert probability_inside(0.0, 0.0) == 1.0
    assert probability_inside(5_000.0, 0.0) == 1.0
    assert probability_inside(6.6, 1.0) == 1.0

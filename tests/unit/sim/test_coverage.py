"""What a sensor sees ends at its range and at its horizon."""

import math

import numpy as np
import pytest

from zaslin.sim.coverage import Coverage, working

TALL = Coverage(sensors_m=np.array([[0.0, 0.0]]), height_m=60.0, range_m=150_000.0)


@pytest.mark.parametrize(
    ("altitude_m", "by_hand_m"),
    [
        # 4.1218 km per root metre: 4.1218 · (√60 + √h).
        (0.0, 31_927.0),
        (25.0, 52_536.0),
        (100.0, 73_145.0),
        (400.0, 114_363.0),
        # Beyond the range: 4.1218 · (7.746 + 31.62) km = 162 km.
        (1000.0, 150_000.0),
    ],
)
def test_low_objects_are_seen_later(altitude_m: float, by_hand_m: float) -> None:
    """The radar horizon over a four-thirds earth, by a pocket calculator."""
    (sight_m,) = TALL.sight_m(np.array([altitude_m]))

    assert sight_m == pytest.approx(by_hand_m, abs=2.0)


def test_the_horizon_is_that_of_a_sphere() -> None:
    """From mast over tangent to object, on 4/3 of the earth: within a thousandth."""
    radius_m = 4.0 / 3.0 * 6_371_000.0

    def arc_m(height_m: float) -> float:
        return radius_m * math.acos(radius_m / (radius_m + height_m))

    altitude_m = np.array([10.0, 50.0, 300.0])
    expected = [arc_m(60.0) + arc_m(each) for each in altitude_m]

    np.testing.assert_allclose(TALL.sight_m(altitude_m), expected, rtol=1e-3)


def test_an_object_is_seen_by_the_sensor_that_is_near_enough() -> None:
    """A metre inside of either sensor's sight, a metre outside, and between them."""
    pair = Coverage(
        sensors_m=np.array([[0.0, 0.0], [100_000.0, 0.0]]),
        height_m=60.0,
        range_m=40_000.0,
    )
    places = np.array(
        [[39_999.0, 0.0], [40_001.0, 0.0], [60_001.0, 0.0], [0.0, 40_001.0]]
    )

    seen = pair.sees(places, pair.sight_m(np.full(4, 5000.0)))

    assert seen.tolist() == [True, False, True, False]


def test_without_sensors_nothing_is_seen() -> None:
    """Not even what flies over the middle."""
    none = Coverage(sensors_m=np.zeros((0, 2)), height_m=60.0, range_m=1e5)

    assert not none.sees(np.zeros((3, 2)), np.full(3, 1e5)).any()


@pytest.mark.parametrize(
    ("share", "count"), [(0.0, 0), (0.01, 1), (0.5, 5), (0.86, 9), (1.0, 10)]
)
def test_a_share_of_the_sensors_works(share: float, count: int) -> None:
    """Rounded, and one at least where any should work."""
    sensors_m = np.arange(20.0).reshape(10, 2)

    left = working(sensors_m, share, np.random.default_rng(4))

    assert len(left) == count
    assert {tuple(each) for each in left} <= {tuple(each) for each in sensors_m}


def test_what_works_of_a_smaller_share_works_of_a_larger() -> None:
    """So that scenarios that differ in the share alone can be compared."""
    sensors_m = np.arange(40.0).reshape(20, 2)
    few, many = (
        {tuple(each) for each in working(sensors_m, share, np.random.default_rng(9))}
        for share in (0.3, 0.6)
    )

    assert few < many

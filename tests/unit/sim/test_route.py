"""Routes are flown at constant speed from their first point to their last."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.sim.route import Routes, dog_legs, with_holding

# East 300 m, then north 400 m, at 10 m/s; the second is straight with a repeated end.
BENT = Routes(
    np.array(
        [
            [[0.0, 0.0], [300.0, 0.0], [300.0, 400.0]],
            [[0.0, 0.0], [0.0, 100.0], [0.0, 100.0]],
        ]
    ),
    np.array([10.0, 5.0]),
)


@pytest.mark.parametrize(
    ("elapsed_s", "position_m", "velocity_mps"),
    [
        (-5.0, (0.0, 0.0), (10.0, 0.0)),
        (0.0, (0.0, 0.0), (10.0, 0.0)),
        (15.0, (150.0, 0.0), (10.0, 0.0)),
        (40.0, (300.0, 100.0), (0.0, 10.0)),
        (99.0, (300.0, 400.0), (0.0, 10.0)),
    ],
)
def test_positions_by_hand(
    elapsed_s: float, position_m: tuple[float, ...], velocity_mps: tuple[float, ...]
) -> None:
    """Before its start and after its end an object stands at that point."""
    position, velocity = BENT.at(np.full(2, elapsed_s))

    np.testing.assert_allclose(position[0], position_m, atol=1e-9)
    np.testing.assert_allclose(velocity[0], velocity_mps, atol=1e-9)


def test_a_repeated_last_point_changes_nothing() -> None:
    """The velocity at the end is that of the last leg with a length."""
    position, velocity = BENT.at(np.array([0.0, 1e6]))

    np.testing.assert_allclose(BENT.flight_times_s(), [70.0, 20.0])
    np.testing.assert_allclose(position[1], [0.0, 100.0])
    np.testing.assert_allclose(velocity[1], [0.0, 5.0])


@given(seed=st.integers(0, 2**32), bends=st.integers(0, 4))
def test_dog_legs_keep_both_ends(seed: int, bends: int) -> None:
    """Bends lengthen the way and never move its start or its end."""
    rng = np.random.default_rng(seed)
    starts_m, ends_m = rng.uniform(-1e5, 1e5, (2, 20, 2))

    points_m = dog_legs(starts_m, ends_m, bends, 0.2, rng)

    assert points_m.shape == (20, bends + 2, 2)
    np.testing.assert_array_equal(points_m[:, 0], starts_m)
    np.testing.assert_array_equal(points_m[:, -1], ends_m)
    straight_m = np.linalg.norm(ends_m - starts_m, axis=1)
    flown_m = Routes(points_m, np.ones(20)).flight_times_s()
    assert np.all(flown_m >= straight_m - 1e-6)


def test_a_holding_circle_lengthens_a_route_by_its_length() -> None:
    """And leaves its ends, and every route without one, where they were."""
    rng = np.random.default_rng(1)
    points_m = dog_legs(
        rng.normal(size=(50, 2)) * 1e5, rng.normal(size=(50, 2)) * 1e5, 3, 0.1, rng
    )
    length_m = np.where(np.arange(50) % 2, 12_000.0, 0.0)
    speed_mps = np.full(50, 40.0)

    held = Routes(with_holding(points_m, length_m, rng), speed_mps)

    plain = Routes(points_m, speed_mps)
    longer_s = held.flight_times_s() - plain.flight_times_s()
    np.testing.assert_allclose(longer_s, length_m / 40.0, atol=1e-6)
    np.testing.assert_array_equal(held.points_m[:, 0], points_m[:, 0])
    np.testing.assert_array_equal(held.points_m[:, -1], points_m[:, -1])


def test_a_holding_object_flies_on_at_its_speed() -> None:
    """No jump on the way: a second's flight is never farther than the speed."""
    points_m = np.array([[[0.0, 0.0], [20_000.0, 0.0], [20_000.0, 0.0]]])
    rng = np.random.default_rng(1)
    routes = Routes(with_holding(points_m, np.array([8000.0]), rng), np.array([50.0]))

    places_m = np.array(
        [routes.at(np.array([second]))[0][0] for second in np.arange(0.0, 561.0)]
    )

    steps_m = np.linalg.norm(np.diff(places_m, axis=0), axis=1)
    assert np.all(steps_m <= 50.0 + 1e-6)
    # Slower only where it turns within the second.
    assert np.sum(steps_m < 49.9) <= 10
    # Eight sides of a kilometre: the circle is about 2.4 km across, on one side.
    assert 2000.0 < np.abs(places_m[:, 1]).max() < 2800.0


def test_routes_without_holding_stay_as_they_are() -> None:
    """Not even padded."""
    points_m = np.zeros((3, 4, 2))

    assert with_holding(points_m, np.zeros(3), np.random.default_rng(1)) is points_m

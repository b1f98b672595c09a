"""Echoes come as often as stated and look like drones; bystanders are always there."""

from dataclasses import replace

import numpy as np
import pytest

from tests.closed_loop import PERFECT, STARTS_S
from zaslin.assignment.eligibility import refusal
from zaslin.domain.params import PlanParams
from zaslin.sim.false_tracks import Straight, bystanders, echoes
from zaslin.sim.profile import Span

SENSORS_M = np.array([[0.0, 0.0], [200_000.0, 50_000.0]])
NOISY = replace(PERFECT, false_per_hour=12.0, false_life_s=Span(40.0, 180.0), others=7)


def _echoes(seed: int, per_hour: float = 12.0) -> Straight:
    return echoes(
        replace(NOISY, false_per_hour=per_hour),
        SENSORS_M,
        STARTS_S,
        7200.0,
        np.random.default_rng(seed),
    )


def test_echoes_come_as_often_as_stated() -> None:
    """24 in two hours on average, with the variance of a Poisson stream."""
    counts = np.array([len(_echoes(seed)) for seed in range(400)])

    # Four standard errors: √24 / √400 = 0.245 of the mean; 1.7 of the variance.
    assert counts.mean() == pytest.approx(24.0, abs=1.0)
    assert counts.var() == pytest.approx(24.0, abs=7.0)


def test_echoes_live_and_move_as_stated() -> None:
    """Within the run, for their life, near a sensor, as fast and as low as drones."""
    many = _echoes(1, per_hour=1000.0)
    life_s = many.until_s - many.from_s
    away_m = np.linalg.norm(many.begin_m[:, None] - SENSORS_M[None], axis=2).min(axis=1)
    speed_mps = np.linalg.norm(many.velocity_mps, axis=1)

    assert many.from_s.min() >= STARTS_S
    assert many.from_s.max() <= STARTS_S + 7200.0
    assert life_s.min() >= 40.0
    assert life_s.max() <= 180.0
    assert life_s.mean() == pytest.approx(110.0, abs=4.0)
    assert away_m.max() <= NOISY.range_m / 2.0
    assert speed_mps.min() >= 40.0
    assert speed_mps.max() <= 60.0
    assert many.velocity_mps.mean(axis=0) == pytest.approx([0.0, 0.0], abs=4.0)


def test_sensors_that_do_not_work_see_nothing_false() -> None:
    """No sensor, no echo."""
    none = echoes(NOISY, np.zeros((0, 2)), STARTS_S, 7200.0, np.random.default_rng(1))

    assert len(none) == 0


def test_flights_are_straight() -> None:
    """Where a flight is: its begin, and its velocity times the time since."""
    flight = Straight(
        from_s=np.array([100.0]),
        until_s=np.array([200.0]),
        begin_m=np.array([[1000.0, -500.0]]),
        velocity_mps=np.array([[30.0, 40.0]]),
        altitude_m=np.array([300.0]),
    )

    assert [len(flight.there(at_s)) for at_s in (99.0, 100.0, 199.9, 200.0)] == [
        0,
        1,
        1,
        0,
    ]
    np.testing.assert_allclose(
        flight.position_m(np.array([0]), 110.0), [[1300.0, -100.0]]
    )


def test_as_many_bystanders_as_stated_are_there_at_any_time() -> None:
    """From the first second to the last, though they take turns."""
    flights, tracks = bystanders(
        NOISY, SENSORS_M, STARTS_S, 5000.0, np.random.default_rng(2)
    )

    counts = {len(flights.there(STARTS_S + after_s)) for after_s in range(0, 5001, 10)}

    assert counts == {7}
    assert len(tracks) == len(flights) > 7
    assert len(np.unique(flights.from_s)) == len(flights)


def test_no_bystander_may_ever_be_engaged() -> None:
    """Whatever it looks like: the hard filter has a reason for each of them."""
    _, tracks = bystanders(NOISY, SENSORS_M, STARTS_S, 5000.0, np.random.default_rng(2))

    assert tracks
    assert all(
        refusal(track, track.measured_at_s, PlanParams()) is not None
        for track in tracks
    )


def test_nobody_else_may_be_in_the_air() -> None:
    """Zero bystanders are none."""
    flights, tracks = bystanders(
        PERFECT, SENSORS_M, STARTS_S, 5000.0, np.random.default_rng(2)
    )

    assert (len(flights), tracks) == (0, ())
    assert flights.position_m(flights.there(STARTS_S), STARTS_S).shape == (0, 2)

"""Jumps: nearly all that are too far are found, and nearly none where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from tests.live_desks import track
from zaslin.domain.space import Position
from zaslin.domain.track import Track
from zaslin.live.kinematics import jump

FASTEST_MPS = 1_000.0
SIGMA_M = 100.0
PAIRS = 5_000


def flights(rng: np.random.Generator, speed_mps: float) -> list[tuple[Track, Track]]:
    """Two noisy measurements each of what flies at a speed, seconds apart."""
    base = track(position_sigma_m=SIGMA_M)
    pairs = []
    over = rng.uniform(1.0, 10.0, PAIRS)
    course = rng.uniform(0.0, 2.0 * np.pi, PAIRS)
    noise = rng.normal(0.0, SIGMA_M, (PAIRS, 4))
    for over_s, angle, error in zip(over, course, noise, strict=True):
        there_m = speed_mps * over_s
        east, north = there_m * np.cos(angle), there_m * np.sin(angle)
        before = Position(error[0], error[1], 500.0)
        after = Position(east + error[2], north + error[3], 500.0)
        moment_s = base.measured_at_s + over_s
        pairs.append(
            (
                replace(base, position=before),
                replace(base, position=after, measured_at_s=moment_s),
            )
        )
    return pairs


def flagged(pairs: list[tuple[Track, Track]]) -> float:
    """The share that is flagged."""
    found = [jump(before, after, FASTEST_MPS, "radar") for before, after in pairs]
    return sum(each is not None for each in found) / len(found)


@pytest.mark.parametrize("speed_mps", [0.0, 50.0, 250.0, 900.0])
def test_of_clean_tracks_at_most_one_in_a_thousand_is_flagged(speed_mps: float) -> None:
    """Of 5,000 updates, with errors as large as stated."""
    assert flagged(flights(np.random.default_rng(1), speed_mps)) <= 0.001


def test_of_jumps_at_least_99_in_a_hundred_are_flagged() -> None:
    """Of 5,000 that are beyond the limit and the errors."""
    assert flagged(flights(np.random.default_rng(2), 2_000.0)) >= 0.99


def test_what_is_older_is_not_judged() -> None:
    """A late report says nothing of where the track is now."""
    newer = track()
    older = replace(newer, measured_at_s=newer.measured_at_s - 1.0)
    assert jump(newer, older, 0.0, "radar") is None

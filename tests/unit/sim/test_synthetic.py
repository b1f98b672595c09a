"""Synthetic pictures have the size asked for, and move on like a raid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.domain.picture import Picture
from zaslin.sim.synthetic import moved, synthetic_raid


def _picture(tracks: int = 100, units: int = 20, seed: int = 1, **how: int) -> Picture:
    return synthetic_raid(tracks, units, np.random.default_rng(seed), **how)


def _rounds(picture: Picture) -> int:
    return sum(
        magazine.rounds_ready
        for unit in picture.fire_units
        for magazine in unit.magazines
    )


@pytest.mark.parametrize(("tracks", "units"), [(100, 20), (500, 200), (1000, 200)])
def test_the_size_is_the_one_asked_for(tracks: int, units: int) -> None:
    """About one round per track, shared by all units."""
    picture = _picture(tracks, units)

    assert len(picture.tracks) == tracks
    assert len(picture.fire_units) == units
    assert len(picture.assets) == 25
    assert _rounds(picture) == tracks


def test_the_mix_of_units_is_stated() -> None:
    """60 % short guns and drone teams, 30 % short missiles, 10 % medium range."""
    kinds = [
        unit.magazines[0].interceptor_type.removeprefix("synthetic_")
        for unit in _picture(500, 200).fire_units
    ]

    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "drone": 60,
        "gun": 60,
        "medium": 20,
        "short": 60,
    }


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Benchmarks compare like with like."""
    assert repr(_picture(forecast=10)) == repr(_picture(forecast=10))
    assert repr(_picture()) != repr(_picture(seed=2))


def test_forecasts_lie_ahead() -> None:
    """Ghosts appear within the arrival span and are certain to come."""
    picture = _picture(forecast=50)

    assert len(picture.forecast) == 50
    for ghost in picture.forecast:
        ahead_s = ghost.track.measured_at_s - picture.now_s
        assert 0.0 <= ahead_s <= 5400.0
        assert ghost.p_appears == 1.0


def test_moving_on_keeps_the_raid() -> None:
    """Ten seconds later: the same tracks ten seconds on, but for a few."""
    picture = _picture(500, 200)
    later = moved(picture, 10.0, np.random.default_rng(2))
    before = {track.id: track for track in picture.tracks}
    kept = [track for track in later.tracks if track.id in before]

    assert later.now_s == picture.now_s + 10.0
    assert later.revision == picture.revision + 1
    assert len(later.tracks) == 500
    assert 470 <= len(kept) < 500
    for track in kept:
        old = before[track.id]
        way_m = np.hypot(
            track.position.east_m - old.position.east_m - 10 * old.velocity.east_mps,
            track.position.north_m - old.position.north_m - 10 * old.velocity.north_mps,
        )
        assert way_m < 0.3 * old.position_sigma_m * 6.0
        assert track.measured_at_s == later.now_s


def test_moving_on_again_and_again_stays_valid() -> None:
    """New ids never clash with old ones; ghosts that are due disappear."""
    picture = _picture(forecast=40)
    rng = np.random.default_rng(3)
    for _ in range(10):
        picture = moved(picture, 600.0, rng, p_lost=0.1)

    assert len(picture.tracks) == 100
    assert picture.forecast == ()


def test_without_assets_nothing_new_comes_up() -> None:
    """There is nothing to be bound for."""
    picture = replace(_picture(), assets=())

    later = moved(picture, 10.0, np.random.default_rng(2), p_lost=1.0)

    assert later.tracks == ()


@given(
    tracks=st.integers(0, 40),
    units=st.integers(0, 12),
    seed=st.integers(0, 2**32),
    dt_s=st.floats(0.0, 3600.0),
)
def test_any_size_is_valid_and_moves(
    tracks: int, units: int, seed: int, dt_s: float
) -> None:
    """The domain's own checks accept every one."""
    rng = np.random.default_rng(seed)
    picture = synthetic_raid(tracks, units, rng, assets=3, forecast=2)

    assert len(moved(picture, dt_s, rng).tracks) == tracks


def test_impossible_sizes_are_refused() -> None:
    """With the value and what is accepted."""
    with pytest.raises(ValueError, match="tracks is -1"):
        _picture(tracks=-1)
    with pytest.raises(ValueError, match="assets is 0"):
        _picture(assets=0)
    with pytest.raises(ValueError, match="dt_s is -5"):
        moved(_picture(), -5.0, np.random.default_rng(1))

"""Pictures of recorded nights: reproducible, consistent, safe."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from zaslin.bootstrap import build_defence
from zaslin.config import read_night, read_places, read_raid_profile
from zaslin.domain.picture import Picture
from zaslin.domain.track import Crew, StandardIdentity
from zaslin.sim.night import instant
from zaslin.sim.scene import Forecast, raid_picture

DEFENCE = build_defence("notional_ukraine")
PLACES = read_places()
PROFILE = read_raid_profile()
NIGHT = read_night("2025-09-07")
AT = instant(NIGHT, "03:00")


def _picture(at: datetime = AT, seed: int = 1, forecast_scale: float = 0.0) -> Picture:
    return raid_picture(
        NIGHT,
        at,
        DEFENCE,
        PLACES,
        PROFILE,
        np.random.default_rng(seed),
        Forecast(scale=forecast_scale),
    )


PICTURE = _picture()


def test_the_same_seed_gives_the_same_bytes() -> None:
    """And another seed another picture."""
    again = _picture()

    assert repr(again).encode() == repr(PICTURE).encode()
    assert repr(_picture(seed=2)) != repr(PICTURE)


@pytest.mark.parametrize("seed", range(1, 6))
def test_several_hundred_are_live_at_three_in_the_night(seed: int) -> None:
    """All 810 fly for hours: between 300 and 600 tracks at 2025-09-07 03:00 UTC."""
    assert 300 <= len(_picture(seed=seed).tracks) <= 600


def test_a_minute_later_it_is_the_same_raid() -> None:
    """Nearly all tracks are still there, and have moved by about a minute's flight."""
    later = {track.id: track for track in _picture(AT + timedelta(minutes=1)).tracks}
    moved_m = []
    for track in PICTURE.tracks:
        if track.identity is StandardIdentity.HOSTILE and track.id in later:
            there = later[track.id].position
            moved_m.append(
                np.hypot(
                    there.east_m - track.position.east_m,
                    there.north_m - track.position.north_m,
                )
            )

    assert len(moved_m) > 0.95 * sum(
        track.identity is StandardIdentity.HOSTILE for track in PICTURE.tracks
    )
    assert 42.0 * 60.0 * 0.9 < np.median(moved_m) < 54.0 * 60.0 * 1.1


def test_the_hard_filter_has_something_to_do() -> None:
    """All seven identities but hostile make up a few per cent."""
    counts = Counter(track.identity for track in PICTURE.tracks)
    others = len(PICTURE.tracks) - counts[StandardIdentity.HOSTILE]

    assert set(counts) == set(StandardIdentity)
    assert 0.04 < others / len(PICTURE.tracks) < 0.14
    assert any(track.civil for track in PICTURE.tracks)
    assert {track.crew for track in PICTURE.tracks} == set(Crew)


def test_only_uncrewed_hostile_tracks_have_an_identification() -> None:
    """Whoever else is in the air was never declared hostile by anybody."""
    for track in PICTURE.tracks:
        declared = track.identification is not None
        assert declared == (track.identity is StandardIdentity.HOSTILE)
        if declared:
            assert track.crew is Crew.UNCREWED
            assert not track.civil


def test_the_truth_is_not_in_the_picture() -> None:
    """Nothing in a track but its estimates; a decoy is a probability."""
    assert "is_decoy" not in repr(PICTURE)
    drones = [track for track in PICTURE.tracks if track.p_decoy > 0.0]
    assert len({track.p_decoy for track in drones}) > 100


def test_after_the_window_the_sky_is_empty_but_for_bystanders() -> None:
    """Everything has reached its end when the reports say so."""
    picture = _picture(datetime.fromisoformat("2025-09-07T09:30+00:00"))

    assert all(
        track.identity is not StandardIdentity.HOSTILE for track in picture.tracks
    )
    assert len(picture.tracks) == 6


def test_a_forecast_is_another_draw_and_lies_ahead() -> None:
    """Ghosts appear later, within the horizon, and change nothing else."""
    picture = _picture(forecast_scale=1.5)

    assert picture.tracks == PICTURE.tracks
    assert len(picture.forecast) > 20
    for ghost in picture.forecast:
        assert AT.timestamp() < ghost.track.measured_at_s <= AT.timestamp() + 1800.0
        assert ghost.p_appears == 0.75
    assert not {track.id for track in PICTURE.tracks} & {
        ghost.track.id for ghost in picture.forecast
    }


def test_forecast_sizes_agree_with_the_raid() -> None:
    """At scale 1 the expected ghosts are those of another such raid (within 40 %)."""
    expected = np.mean(
        [len(_picture(seed=seed, forecast_scale=1.0).forecast) for seed in range(1, 5)]
    )
    doubled = _picture(forecast_scale=2.0).forecast

    assert sum(ghost.p_appears for ghost in doubled) == pytest.approx(
        2.0 * expected, rel=0.4
    )


def test_no_horizon_means_no_ghosts() -> None:
    """And a negative scale is refused."""
    picture = raid_picture(
        NIGHT, AT, DEFENCE, PLACES, PROFILE, np.random.default_rng(1),
        Forecast(scale=1.0, horizon_s=0.0),
    )  # fmt: skip

    assert picture.forecast == ()
    with pytest.raises(ValueError, match="forecast scale is -1"):
        Forecast(scale=-1.0)


def test_a_city_sees_only_what_comes_near_it() -> None:
    """The same raid through the eyes of one city's network."""
    city = build_defence("notional_city")
    picture = raid_picture(NIGHT, AT, city, PLACES, PROFILE, np.random.default_rng(1))
    coverage_m = PROFILE.sensor.coverage_m
    (centre_m,) = city.centres_m

    assert len(picture.tracks) < len(PICTURE.tracks) / 2
    for track in picture.tracks:
        away_m = np.hypot(
            track.position.east_m - centre_m[0], track.position.north_m - centre_m[1]
        )
        assert away_m < coverage_m + 10_000.0


def test_a_night_without_launches_still_has_bystanders() -> None:
    """Nothing hostile, and a valid picture."""
    picture = raid_picture(
        replace(NIGHT, windows=()),
        AT,
        DEFENCE,
        PLACES,
        PROFILE,
        np.random.default_rng(1),
        Forecast(scale=1.0),
    )

    assert len(picture.tracks) == 6
    assert picture.forecast == ()

"""Places and the raid profile are read, and wrong ones refused."""

from dataclasses import replace

import pytest

from zaslin.config import read_places, read_raid_profile
from zaslin.domain.track import ThreatClass
from zaslin.sim.place import Places
from zaslin.sim.profile import DecoyShare, Span


def test_places_hold_25_cities_and_every_class_a_default() -> None:
    """So that any window can be flown."""
    places = read_places()

    assert len(places.cities) == 25
    assert set(places.unstated) == set(ThreatClass)


def test_unknown_places_are_refused() -> None:
    """With the known ones."""
    places = read_places()
    with pytest.raises(ValueError, match="launch area 'moon' is not in the table"):
        places.launch_area("moon")
    with pytest.raises(ValueError, match="launch area 'moon' is not in the table"):
        replace(places, unstated={ThreatClass.ONE_WAY_ATTACK: ("moon",)})
    with pytest.raises(ValueError, match="city 'Kyiv' occurs twice"):
        Places(cities=(places.cities[0],) * 2, launch_areas=())


def test_the_profile_is_in_its_ranges() -> None:
    """Read once with every range check of its dataclasses."""
    profile = read_raid_profile()

    assert set(profile.flight) == set(ThreatClass)
    assert profile.flight[ThreatClass.ONE_WAY_ATTACK].speed_mps == Span(42.0, 54.0)


def test_impossible_profiles_are_refused() -> None:
    """With the value and what is accepted."""
    profile = read_raid_profile()
    with pytest.raises(ValueError, match=r"high is 1\.0; accepted"):
        Span(2.0, 1.0)
    with pytest.raises(ValueError, match=r"since is '2025-13'; accepted: a month"):
        DecoyShare(since="2025-13", share=0.5)
    with pytest.raises(ValueError, match="authority is empty"):
        replace(profile.identity, authority=" ")
    with pytest.raises(ValueError, match=r"p_stale is 2\.0"):
        replace(profile.sensor, p_stale=2.0)

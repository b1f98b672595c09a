"""A drawn raid has as many objects as the record counts, and they fly as stated."""

from dataclasses import replace

import numpy as np
import pytest

from zaslin.bootstrap import build_defence
from zaslin.config import read_night, read_places, read_raid_profile
from zaslin.domain.track import ThreatClass
from zaslin.sim.night import Night
from zaslin.sim.profile import RaidProfile
from zaslin.sim.raid import CLASSES, Raid, draw_raid

DEFENCE = build_defence("notional_ukraine")
PLACES = read_places()
PROFILE = read_raid_profile()


def _raid(night: Night, seed: int = 1, profile: RaidProfile = PROFILE) -> Raid:
    return draw_raid(night, PLACES, DEFENCE, profile, np.random.default_rng(seed))


BIG_NIGHT = read_night("2025-09-07")
BIG = _raid(BIG_NIGHT)


@pytest.mark.parametrize(
    "name", ["2022-10-17", "2024-11-26", "2025-09-07", "2026-05-13"]
)
def test_a_raid_has_as_many_objects_as_the_record(name: str) -> None:
    """Class by class; none invented, none lost."""
    night = read_night(name)
    raid = _raid(night)

    counts = np.bincount(raid.class_index, minlength=len(CLASSES))

    assert counts.tolist() == [night.launched(threat_class) for threat_class in CLASSES]


def test_every_object_is_waiting_airborne_or_gone() -> None:
    """At any instant, and only ever in this order."""
    at_s = BIG_NIGHT.windows[0].starts.timestamp()
    stages = []
    for hour in range(24):
        moment_s = at_s + 3600.0 * hour
        waiting = BIG.launched_s > moment_s
        gone = BIG.arrives_s <= moment_s
        assert np.all(waiting.astype(int) + BIG.airborne(moment_s) + gone == 1)
        stages.append(np.where(waiting, 0, np.where(gone, 2, 1)))
    assert np.all(np.diff(stages, axis=0) >= 0)
    assert np.all(stages[-1] == 2)


def test_objects_fly_as_their_class_is_said_to() -> None:
    """Speed and altitude within the profile's span."""
    for index, threat_class in enumerate(CLASSES):
        flight = PROFILE.flight[threat_class]
        rows = BIG.class_index == index
        assert np.all(BIG.routes.speed_mps[rows] >= flight.speed_mps.low)
        assert np.all(BIG.routes.speed_mps[rows] <= flight.speed_mps.high)
        assert np.all(BIG.altitude_m[rows] >= flight.altitude_m.low)
        assert np.all(BIG.altitude_m[rows] <= flight.altitude_m.high)


def test_flights_end_where_and_when_they_should() -> None:
    """At their arrival they are at the last point of their route."""
    position_m, _ = BIG.routes.at(BIG.arrives_s - BIG.launched_s)

    np.testing.assert_allclose(position_m, BIG.routes.points_m[:, -1], atol=1e-3)


def test_most_are_bound_for_a_defended_asset() -> None:
    """The share the profile states, less the cities that have no asset."""
    assets_m = np.array(
        [(each.position.east_m, each.position.north_m) for each in DEFENCE.assets]
    )
    ends_m = BIG.routes.points_m[:, -1]

    off_m = np.linalg.norm(ends_m[:, None] - assets_m[None], axis=2).min(axis=1)

    assert 0.7 < np.mean(off_m < 1.0) <= 0.9


def test_the_share_of_decoys_is_that_of_the_bulletin_or_of_the_month() -> None:
    """A bulletin that counts Shaheds goes first."""
    drones = BIG.class_index == CLASSES.index(ThreatClass.ONE_WAY_ATTACK)
    assert set(BIG.decoy_prior[drones]) == {0.42}
    assert not np.any(BIG.is_decoy[~drones])
    # 810 draws of 0.42: four standard deviations are 0.07.
    assert abs(np.mean(BIG.is_decoy[drones]) - 0.42) < 0.07

    counted = _raid(read_night("2025-09-08"))
    drones = counted.class_index == CLASSES.index(ThreatClass.ONE_WAY_ATTACK)
    assert np.unique(counted.decoy_prior[drones]) == pytest.approx([1.0 - 100 / 142])


def test_before_the_first_report_there_are_no_decoys() -> None:
    """Months before the first entry have a share of zero."""
    assert PROFILE.decoy_share("2021-01") == 0.0
    assert PROFILE.decoy_share("2024-11") == 0.6
    assert PROFILE.decoy_share("2030-01") == 0.34


def test_the_same_seed_gives_the_same_raid() -> None:
    """And another one another."""
    again, other = _raid(BIG_NIGHT), _raid(BIG_NIGHT, seed=2)

    np.testing.assert_array_equal(again.arrives_s, BIG.arrives_s)
    np.testing.assert_array_equal(again.routes.points_m, BIG.routes.points_m)
    assert not np.any(other.arrives_s == BIG.arrives_s)


def test_a_night_without_launches_is_empty() -> None:
    """Nothing flies, and the arrays have their axes all the same."""
    raid = _raid(replace(BIG_NIGHT, windows=()))

    assert len(raid) == 0
    assert raid.airborne(0.0).shape == (0,)
    assert raid.class_mix().tolist() == [0.0] * len(CLASSES)


def test_unnamed_launch_areas_have_a_stated_default() -> None:
    """The daylight attack of 2026-05-13 names none."""
    window = read_night("2026-05-13").windows[1]

    assert window.launched == 753
    assert window.launch_areas == ()
    assert len(_raid(Night(window.ends.date(), (window,)))) == 753


def test_a_profile_states_every_class() -> None:
    """A class without a profile could not be flown."""
    flight = dict(PROFILE.flight)
    del flight[ThreatClass.RECONNAISSANCE]

    with pytest.raises(ValueError, match="flight lacks reconnaissance"):
        replace(PROFILE, flight=flight)

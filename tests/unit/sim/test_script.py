"""A scripted raid has what its waves state; a recorded one what the record counts."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from zaslin.bootstrap import build_defence
from zaslin.config import read_night, read_places, read_raid_profile
from zaslin.domain.track import ThreatClass
from zaslin.sim.profile import Span
from zaslin.sim.raid import AT_NO_ASSET, CLASSES, Raid
from zaslin.sim.scenario import Arrival, Wave
from zaslin.sim.script import arrivals_s, comes_into_coverage, night_raid, wave_raid

DEFENCE = build_defence("notional_region")
PROFILE = read_raid_profile()
STARTS_S = 1.7e9
WAVE = Wave(
    count=2000,
    threat_class=ThreatClass.ONE_WAY_ATTACK,
    arrives_s=Span(1000.0, 5000.0),
    bearing_deg=350.0,
    bearing_spread_deg=25.0,
    distance_m=Span(250_000.0, 350_000.0),
    p_decoy=0.4,
    p_aimed=0.8,
)
# Chances of a false alarm, with a fixed seed: it does not come and go.
P_ALARM = 0.001


def _raid(*waves: Wave, seed: int = 1) -> Raid:
    rng = np.random.default_rng(seed)
    return wave_raid(waves, STARTS_S, DEFENCE, PROFILE, rng)


RAID = _raid(WAVE)


def _p_of_shares(wave: Wave, law: Callable[[Any], Any], seed: int = 1) -> float:
    """Kolmogorov-Smirnov: how well arrivals agree with a law over their window."""
    moments_s = arrivals_s(wave, np.random.default_rng(seed))
    width_s = wave.arrives_s.high - wave.arrives_s.low
    return float(stats.kstest((moments_s - wave.arrives_s.low) / width_s, law).pvalue)


def test_a_wave_has_as_many_objects_as_stated() -> None:
    """And an empty one none, with the same arrays."""
    assert len(RAID) == 2000
    assert len(_raid(replace(WAVE, count=0))) == 0
    assert len(_raid()) == 0
    assert set(RAID.class_index) == {CLASSES.index(ThreatClass.ONE_WAY_ATTACK)}


def test_arrivals_follow_their_profile() -> None:
    """EVEN a uniform law, HUMP a Beta(2.5, 2.5): 2,000 moments, p above 0.001."""
    hump = replace(WAVE, arrival=Arrival.HUMP)

    assert _p_of_shares(WAVE, stats.uniform().cdf) > P_ALARM
    assert _p_of_shares(hump, stats.beta(2.5, 2.5).cdf) > P_ALARM


def test_the_wrong_profile_would_be_seen() -> None:
    """A planted fault: an even wave taken for a hump, and a hump for an even one."""
    hump = replace(WAVE, arrival=Arrival.HUMP)

    assert _p_of_shares(WAVE, stats.beta(2.5, 2.5).cdf) < P_ALARM
    assert _p_of_shares(hump, stats.uniform().cdf) < P_ALARM


def _in_three_bunches(wave: Wave, seed: int) -> float:
    """The largest share of arrivals that three spans of 19 % of the window hold."""
    moments_s = arrivals_s(wave, np.random.default_rng(seed))
    counts, _ = np.histogram(moments_s, bins=100, range=(1000.0, 5000.0))
    spans = [set(range(first, first + 19)) for first in range(0, 100, 3)]
    most = max(
        sum(counts[place] for place in spans[a] | spans[b] | spans[c] if place < 100)
        for a, b, c in itertools.combinations(range(len(spans)), 3)
    )
    return float(most / len(moments_s))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_salvo_comes_in_three_bunches(seed: int) -> None:
    """Each of a standard deviation of 3 % of the window; an even wave does not."""
    salvo = replace(WAVE, arrival=Arrival.SALVO)

    assert _in_three_bunches(salvo, seed) > 0.98
    assert _in_three_bunches(WAVE, seed) < 0.7
    moments_s = arrivals_s(salvo, np.random.default_rng(seed))
    assert moments_s.min() >= 1000.0
    assert moments_s.max() <= 5000.0


def test_objects_arrive_within_the_window_of_their_wave() -> None:
    """Counted from the start of the scenario; they set out a flight's time before."""
    assert np.all(RAID.arrives_s >= STARTS_S + 1000.0)
    assert np.all(RAID.arrives_s <= STARTS_S + 5000.0)
    np.testing.assert_allclose(
        RAID.arrives_s - RAID.launched_s, RAID.routes.flight_times_s(), atol=1e-4
    )


def test_objects_come_from_the_stated_axis_and_distance() -> None:
    """Seen from the middle of the laydown; the bearing goes round through north."""
    away_m = RAID.routes.points_m[:, 0] - DEFENCE.centres_m.mean(axis=0)
    bearing_deg = np.degrees(np.arctan2(away_m[:, 0], away_m[:, 1]))
    off_deg = (bearing_deg - 350.0 + 180.0) % 360.0 - 180.0
    distance_m = np.linalg.norm(away_m, axis=1)

    assert np.all(np.abs(off_deg) <= 25.0 + 1e-9)
    assert np.ptp(off_deg) > 45.0
    assert np.all((distance_m >= 249_999.0) & (distance_m <= 350_001.0))


@pytest.mark.parametrize("threat_class", CLASSES)
def test_speed_and_altitude_are_those_of_the_class(threat_class: ThreatClass) -> None:
    """Within the spans of the flight profile."""
    raid = _raid(replace(WAVE, threat_class=threat_class))
    flight = PROFILE.flight[threat_class]

    assert raid.routes.speed_mps.min() >= flight.speed_mps.low
    assert raid.routes.speed_mps.max() <= flight.speed_mps.high
    assert raid.altitude_m.min() >= flight.altitude_m.low
    assert raid.altitude_m.max() <= flight.altitude_m.high


def test_the_stated_shares_are_decoys_and_aimed() -> None:
    """0.4 and 0.8 of 2,000, within four standard deviations."""
    assert abs(RAID.is_decoy.mean() - 0.4) < 4.0 * np.sqrt(0.4 * 0.6 / 2000)
    assert set(RAID.decoy_prior) == {0.4}
    aimed = RAID.asset_index != AT_NO_ASSET
    assert abs(aimed.mean() - 0.8) < 4.0 * np.sqrt(0.8 * 0.2 / 2000)


def test_assets_are_aimed_at_in_proportion_to_their_value() -> None:
    """Chi-square over all assets, p above 0.001; equal shares would be seen."""
    values = np.array([each.value_meur for each in DEFENCE.assets])
    aimed = RAID.asset_index[RAID.asset_index != AT_NO_ASSET]
    counts = np.bincount(aimed, minlength=len(values))

    expected = values / values.sum() * counts.sum()
    assert stats.chisquare(counts, expected).pvalue > P_ALARM
    assert stats.chisquare(counts).pvalue < P_ALARM


def test_aimed_objects_end_at_their_asset_and_others_beyond_a_city() -> None:
    """To the metre; the others still fly when they are past."""
    places_m = np.array(
        [(each.position.east_m, each.position.north_m) for each in DEFENCE.assets]
    )
    aimed = RAID.asset_index != AT_NO_ASSET
    ends_m = RAID.aim_m

    np.testing.assert_allclose(ends_m[aimed], places_m[RAID.asset_index[aimed]])
    off_m = np.linalg.norm(ends_m[~aimed][:, None] - DEFENCE.centres_m[None], axis=2)
    assert np.median(off_m.min(axis=1)) > 20_000.0


def test_nobody_is_aimed_where_nothing_is_worth_anything() -> None:
    """A laydown without assets, and one whose assets are worth nothing."""
    worthless = tuple(replace(each, value_meur=0.0) for each in DEFENCE.assets)
    for assets in ((), worthless):
        defence = replace(DEFENCE, assets=assets)
        rng = np.random.default_rng(1)
        raid = wave_raid((WAVE,), STARTS_S, defence, PROFILE, rng)
        assert set(raid.asset_index) == {AT_NO_ASSET}


def test_holding_circles_lengthen_the_flight_by_what_they_say() -> None:
    """Every flight by ten minutes exactly, whatever its speed; or half of them."""
    straight = replace(WAVE, bends=0, p_aimed=1.0)
    holding = replace(straight, p_loiter=1.0, loiter_s=Span(600.0, 600.0))
    plain, held = _raid(straight), _raid(holding)

    np.testing.assert_allclose(
        held.routes.flight_times_s(), plain.routes.flight_times_s() + 600.0, rtol=1e-9
    )
    np.testing.assert_array_equal(held.aim_m, plain.aim_m)
    half = _raid(replace(holding, p_loiter=0.5))
    longer = half.routes.flight_times_s() > plain.routes.flight_times_s() + 1.0
    assert abs(longer.mean() - 0.5) < 4.0 * np.sqrt(0.25 / 2000)


def test_a_wave_has_chances_of_its_own() -> None:
    """Another wave after it changes nothing about it."""
    later = replace(WAVE, count=7, arrives_s=Span(6000.0, 7000.0))

    both = _raid(WAVE, later)

    np.testing.assert_array_equal(both.arrives_s[:2000], RAID.arrives_s)
    np.testing.assert_array_equal(both.is_decoy[:2000], RAID.is_decoy)
    assert len(both) == 2007


def test_a_recorded_night_flies_whole_or_thinned() -> None:
    """All 819 objects with a share of 1, about half with 0.5, none with 0."""
    night = read_night("2025-09-07")

    def fly(share: float) -> Raid:
        rng = np.random.default_rng(1)
        return night_raid(night, share, read_places(), DEFENCE, PROFILE, rng)

    assert len(fly(1.0)) == 819
    assert len(fly(0.0)) == 0
    assert abs(len(fly(0.5)) - 409.5) < 4.0 * np.sqrt(819 * 0.25)
    assert set(fly(0.5).arrives_s) < set(fly(1.0).arrives_s)


def test_what_never_comes_near_is_not_in_coverage() -> None:
    """Before its launch, after its end, or farther than the range."""
    start_s, end_s = STARTS_S, STARTS_S + 6000.0

    def near(range_m: float, from_s: float, until_s: float) -> int:
        seen = comes_into_coverage(RAID, DEFENCE.centres_m, range_m, from_s, until_s)
        return int(seen.sum())

    assert near(100_000.0, start_s, end_s) == 2000
    assert near(100_000.0, end_s, end_s + 3600.0) == 0
    assert near(100_000.0, start_s - 36_000.0, start_s - 30_000.0) == 0
    assert 0 < near(100_000.0, start_s, start_s + 600.0) < 2000
    assert 0 < near(1000.0, start_s, end_s) < 2000

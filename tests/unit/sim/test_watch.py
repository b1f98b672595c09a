"""Surveillance of a running raid: as far, as often and as wrong as it is stated."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.closed_loop import (
    PERFECT,
    STARTS_S,
    drawn_with,
    parallel_raid,
    small_setting,
    straight_raid,
)
from zaslin.assignment.eligibility import refusal
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.track import StandardIdentity, Track
from zaslin.sim.profile import Span
from zaslin.sim.raid import Raid
from zaslin.sim.scenario import Surveillance
from zaslin.sim.watch import Sightings, Watch, most_tracks

Bools = NDArray[np.bool_]

ORIGIN = [(0.0, 0.0)]
USUAL = Surveillance(false_per_hour=60.0, p_split=0.5, others=5, p_lost=0.2)


def watch_of(raid: Raid, surveillance: Surveillance = PERFECT, seed: int = 1) -> Watch:
    """A watch over a raid made by hand, from one sensor at the origin."""
    return Watch(small_setting(surveillance, sensors_m=ORIGIN), drawn_with(raid, seed))


def sightings(
    watch: Watch,
    raid: Raid,
    *,
    until_s: float = 1800.0,
    step_s: float = 5.0,
    up: Callable[[float], Bools] | None = None,
) -> Iterator[tuple[float, Sightings]]:
    """What arrives step by step, with the seconds since the beginning."""
    after_s = 0.0
    while after_s <= until_s:
        now_s = STARTS_S + after_s
        yield after_s, watch.step(now_s, (up or raid.airborne)(now_s))
        after_s += step_s


def reports(watch: Watch, raid: Raid, until_s: float = 1800.0) -> list[Track]:
    """Every report of a run."""
    return [
        track
        for _, seen in sightings(watch, raid, until_s=until_s)
        for track in seen.reports
    ]


# --------------------------------------------------------------------------- coverage


def test_a_perfect_watch_reports_the_truth() -> None:
    """Where everything is at the scan, how fast it is, and that it is hostile."""
    raid = parallel_raid(3, altitude_m=700.0)
    seen = watch_of(raid).step(STARTS_S + 100.0, raid.airborne(STARTS_S + 100.0))

    places = sorted((t.position.east_m, t.position.north_m) for t in seen.reports)
    assert places == [(0.0, -45_000.0), (100.0, -45_000.0), (200.0, -45_000.0)]
    for track in seen.reports:
        assert (track.velocity.east_mps, track.velocity.north_mps) == (0.0, 50.0)
        assert track.position.altitude_m == 700.0
        assert track.measured_at_s == STARTS_S + 100.0
        assert refusal(track, STARTS_S + 100.0, PlanParams()) is None


def test_an_object_appears_where_the_horizon_says() -> None:
    """100 m up, a 60 m mast: seen from 73,145 m on, at the next scan after 537.1 s."""
    raid = straight_raid([(-100_000.0, 0.0)], [(0.0, 0.0)], altitude_m=100.0)

    first = reports(watch_of(raid), raid)[0]

    # It is 26,855 m on its way after 537.1 s; scans come every 10 s.
    assert first.measured_at_s - STARTS_S == 540.0
    assert first.position.east_m == -73_000.0


def test_scans_come_at_their_times_whatever_the_steps_are() -> None:
    """Every 10 s in steps of 4 s, and all of them in one long step."""
    raid = parallel_raid(1)
    moments = [
        track.measured_at_s - STARTS_S
        for _, seen in sightings(watch_of(raid), raid, until_s=40.0, step_s=4.0)
        for track in seen.reports
    ]
    late = watch_of(raid).step(STARTS_S + 40.0, raid.airborne(STARTS_S + 40.0))

    assert moments == [0.0, 10.0, 20.0, 30.0, 40.0]
    # Of several reports of one track only the newest is handed over.
    assert [track.measured_at_s - STARTS_S for track in late.reports] == [40.0]


def test_an_object_is_not_seen_before_it_is_launched() -> None:
    """Though it is in the air by the time of the step."""
    raid = parallel_raid(1, launched_s=STARTS_S + 11.0)

    seen = watch_of(raid).step(STARTS_S + 19.0, raid.airborne(STARTS_S + 19.0))

    assert seen.reports == ()


def test_without_working_sensors_there_are_no_tracks() -> None:
    """A share of zero is a network that is down."""
    raid = parallel_raid(5)

    assert not reports(watch_of(raid, replace(USUAL, sensor_share=0.0)), raid)


# ----------------------------------------------------------------------- statistics


def test_as_many_measurements_are_lost_as_stated() -> None:
    """30 % of 200 objects in 180 scans, within four standard errors."""
    raid = parallel_raid(200)
    surveillance = replace(PERFECT, p_lost=0.3)

    count = len(reports(watch_of(raid, surveillance), raid, until_s=1790.0))

    assert count / (200 * 180) == pytest.approx(0.7, abs=4 * np.sqrt(0.21 / 36_000))


def test_errors_are_as_large_as_each_track_says() -> None:
    """Reported less true, in units of the stated sigma: a unit normal, in each axis."""
    raid = parallel_raid(100)
    surveillance = replace(
        PERFECT,
        position_sigma_m=Span(40.0, 200.0),
        velocity_sigma_mps=Span(0.5, 2.0),
    )
    watch = watch_of(raid, surveillance)
    misses = []
    for track in reports(watch, raid, until_s=1000.0):
        row = watch.row_of(track.id)
        assert row is not None
        north_m = -50_000.0 + 50.0 * (track.measured_at_s - STARTS_S)
        sigma_m, sigma_mps = track.position_sigma_m, track.velocity_sigma_mps
        misses.append(
            (
                (track.position.east_m - 100.0 * row) / sigma_m,
                (track.position.north_m - north_m) / sigma_m,
                track.velocity.east_mps / sigma_mps,
                (track.velocity.north_mps - 50.0) / sigma_mps,
            )
        )
    values = np.array(misses)

    assert len(values) > 10_000
    np.testing.assert_allclose(values.mean(axis=0), 0.0, atol=0.04)
    np.testing.assert_allclose(values.std(axis=0), 1.0, atol=0.03)
    np.testing.assert_allclose(np.corrcoef(values.T), np.eye(4), atol=0.05)


def test_reports_arrive_as_late_as_stated() -> None:
    """Uniformly after 2 to 22 s; never early, and overtaking each other."""
    raid = parallel_raid(20)
    watch = watch_of(raid, replace(PERFECT, delay_s=Span(2.0, 22.0)))
    delays_s, overtaken = [], 0
    newest: dict[TrackId, float] = {}
    for after_s, seen in sightings(watch, raid, until_s=1500.0, step_s=0.5):
        for track in seen.reports:
            delays_s.append(after_s - (track.measured_at_s - STARTS_S))
            overtaken += track.measured_at_s < newest.get(track.id, 0.0)
            newest[track.id] = max(newest.get(track.id, 0.0), track.measured_at_s)

    assert min(delays_s) >= 2.0
    assert max(delays_s) <= 22.5
    # Handed over at the next half second: a quarter later on average.
    assert np.mean(delays_s) == pytest.approx(12.25, abs=0.5)
    assert overtaken > 100


def test_a_track_splits_as_often_as_stated() -> None:
    """Half of the objects, once, for 20 to 90 s; both tracks are of the same row."""
    raid = parallel_raid(200)
    watch = watch_of(raid, replace(PERFECT, p_split=0.5))
    span_s: dict[TrackId, list[float]] = {}
    for track in reports(watch, raid, until_s=2200.0):
        span_s.setdefault(track.id, []).append(track.measured_at_s)
    rows = [watch.row_of(name) for name in span_s]
    lives_s = [max(times) - min(times) for times in span_s.values()]
    second_s = sorted(lives_s)[: len(span_s) - 200]

    assert set(rows) == set(range(200))
    assert len(second_s) == pytest.approx(100, abs=4 * np.sqrt(50))
    assert max(second_s) <= 90.0


def test_echoes_are_of_nothing() -> None:
    """Their tracks have no row; those of the raid have."""
    raid = parallel_raid(5)
    watch = watch_of(raid, replace(PERFECT, false_per_hour=200.0))

    rows = [watch.row_of(name) for name in {t.id for t in reports(watch, raid)}]

    assert sorted(row for row in rows if row is not None) == [0, 1, 2, 3, 4]
    assert 50 < rows.count(None) < 150


def test_an_echo_can_cost_a_round() -> None:
    """It may be engaged like anything else, once it is identified."""
    raid = parallel_raid(0)
    watch = watch_of(raid, replace(PERFECT, false_per_hour=200.0))

    seen = reports(watch, raid)

    assert any(refusal(t, t.measured_at_s, PlanParams()) is None for t in seen)


# ------------------------------------------------------------------ lives of tracks


def test_a_track_is_lost_when_it_was_silent_for_too_long() -> None:
    """Down after 300 s, last seen then, dropped 60 s later, once."""
    raid = parallel_raid(2)
    watch = watch_of(raid)
    lost = []

    def up(now_s: float) -> Bools:
        stands: Bools = np.array([True, now_s <= STARTS_S + 300.0])
        return raid.airborne(now_s) & stands

    for after_s, seen in sightings(watch, raid, until_s=600.0, up=up):
        lost += [(after_s, watch.row_of(name)) for name in seen.lost]

    assert lost == [(365.0, 1)]


def test_what_is_seen_again_is_a_new_track() -> None:
    """Out of sight between two sensors for longer than a track is kept."""
    raid = straight_raid([(0.0, 0.0)], [(100_000.0, 0.0)], altitude_m=1000.0)
    sensors_m = [(0.0, 0.0), (100_000.0, 0.0)]
    setting = small_setting(replace(PERFECT, range_m=40_000.0), sensors_m=sensors_m)
    watch = Watch(setting, drawn_with(raid))

    seen = [each for _, each in sightings(watch, raid, until_s=1995.0)]

    names = list(dict.fromkeys(t.id for each in seen for t in each.reports))
    assert len(names) == 2
    assert [watch.row_of(name) for name in names] == [0, 0]
    assert [name for each in seen for name in each.lost] == [names[0]]


def test_a_report_that_comes_too_late_makes_no_track() -> None:
    """Older than a track is kept without a report: nobody looks at it any more."""
    raid = parallel_raid(1)
    surveillance = replace(PERFECT, delay_s=Span(70.0, 70.0), drop_after_s=60.0)

    assert not reports(watch_of(raid, surveillance), raid)


def test_identification_takes_its_time() -> None:
    """Neither hostile nor identified before, both from then on, and it is renewed."""
    raid = parallel_raid(30)
    watch = watch_of(raid, replace(PERFECT, identify_s=Span(60.0, 60.0)))
    for track in reports(watch, raid, until_s=1900.0):
        if track.measured_at_s - STARTS_S < 60.0:
            assert track.identity is not StandardIdentity.HOSTILE
            assert track.identification is None
        else:
            assert track.identity is StandardIdentity.HOSTILE
            assert track.identification is not None
            ahead_s = track.identification.expires_s - track.measured_at_s
            assert 3600.0 <= ahead_s <= 7200.0


def test_what_is_never_identified_is_never_hostile() -> None:
    """All of them here."""
    raid = parallel_raid(30)
    watch = watch_of(raid, replace(PERFECT, p_unidentified=1.0))

    seen = reports(watch, raid)

    assert {track.identity for track in seen} == {
        StandardIdentity.UNKNOWN,
        StandardIdentity.SUSPECT,
    }
    assert all(track.identification is None for track in seen)


def test_a_second_track_is_as_well_known_as_the_first() -> None:
    """It split from a hostile one; nobody begins anew."""
    raid = parallel_raid(50)
    surveillance = replace(
        PERFECT, p_split=1.0, identify_s=Span(60.0, 60.0), split_life_s=Span(50.0, 50.0)
    )
    watch = watch_of(raid, surveillance)

    for track in reports(watch, raid):
        is_early = track.measured_at_s - STARTS_S < 60.0
        assert (track.identity is StandardIdentity.HOSTILE) is not is_early


def test_beliefs_about_an_object_do_not_change() -> None:
    """Nor do they differ between its two tracks."""
    raid = parallel_raid(20, p_decoy=0.4, decoys=range(8))
    watch = watch_of(raid, replace(USUAL, p_split=1.0))
    for track in reports(watch, raid):
        row = watch.row_of(track.id)
        if row is not None:
            assert track.p_decoy == watch.belief_p_decoy[row]
    assert len(watch.belief_p_decoy) == 20


# ------------------------------------------------------------------------- secrecy


def ids_tell_nothing(watch: Watch, raid: Raid) -> None:
    """Assert that track numbers are a shuffle of what is behind them."""
    names = sorted({track.id for track in reports(watch, raid)})
    assert all(re.fullmatch(r"T\d{4,}", name) for name in names)
    rows = [watch.row_of(name) for name in names]
    real = np.array([row is not None for row in rows])
    place = np.arange(len(names))
    # Neither the order in the raid nor being of the raid goes with the number.
    known = np.array([row for row in rows if row is not None])
    for left, right in ((place, real), (place[real], known)):
        assert abs(np.corrcoef(left, right)[0, 1]) < 4.0 / np.sqrt(len(left))


def test_track_numbers_tell_nothing() -> None:
    """Neither whether something is there nor which it is."""
    raid = parallel_raid(150)

    ids_tell_nothing(watch_of(raid, replace(USUAL, false_per_hour=200.0)), raid)


def test_numbers_in_the_order_of_the_raid_would_be_noticed() -> None:
    """The planted fault: real objects first, in their order."""

    class Leaky(Watch):
        def _new_id(self, source: int) -> TrackId:
            return TrackId(f"T{source + 1:04d}")

    raid = parallel_raid(150)
    setting = small_setting(replace(USUAL, false_per_hour=200.0), sensors_m=ORIGIN)

    with pytest.raises(AssertionError):
        ids_tell_nothing(Leaky(setting, drawn_with(raid)), raid)


def test_the_truth_about_decoys_is_in_no_track() -> None:
    """Other decoys, other beliefs: everything else stays as it was."""
    one = parallel_raid(40, p_decoy=0.5, decoys=range(20))
    other = parallel_raid(40, p_decoy=0.5, decoys=range(20, 40))

    for left, right in zip(
        reports(watch_of(one, USUAL), one),
        reports(watch_of(other, USUAL), other),
        strict=True,
    ):
        assert replace(left, p_decoy=0.0) == replace(right, p_decoy=0.0)


def only_the_hostile_may_be_engaged(watch: Watch, raid: Raid, others: int) -> None:
    """Assert that no bystander ever passes the hard filter."""
    engageable, all_of_nothing = set(), set()
    for track in reports(watch, raid):
        if watch.row_of(track.id) is None:
            all_of_nothing.add(track.id)
            if refusal(track, track.measured_at_s, PlanParams()) is None:
                engageable.add(track.id)
    assert len(all_of_nothing) >= others
    assert not engageable


def test_no_bystander_is_ever_hostile() -> None:
    """Whatever their number and however long they are watched."""
    raid = parallel_raid(3)

    only_the_hostile_may_be_engaged(
        watch_of(raid, replace(PERFECT, others=12)), raid, 12
    )


def test_a_bystander_taken_for_hostile_would_be_noticed() -> None:
    """The planted fault: echoes count as bystanders here, and may be engaged."""
    raid = parallel_raid(3)
    watch = watch_of(raid, replace(PERFECT, others=12, false_per_hour=100.0))

    with pytest.raises(AssertionError):
        only_the_hostile_may_be_engaged(watch, raid, 12)


# -------------------------------------------------------------- common random numbers


def test_the_same_seed_sees_the_same() -> None:
    """And another one something else."""
    raid = parallel_raid(20)
    first, again, other = (
        reports(watch_of(raid, USUAL, seed), raid) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def unmoved_by_the_policy(kind: type[Watch]) -> None:
    """Assert that what falls does not change what is seen of the rest."""
    raid = parallel_raid(40)
    setting = small_setting(USUAL, sensors_m=ORIGIN)
    left, right = (kind(setting, drawn_with(raid)) for _ in range(2))
    falls = np.arange(40) < 20

    def up(now_s: float) -> Bools:
        return raid.airborne(now_s) & ~(falls & (now_s > STARTS_S + 200.0))

    one = [(after_s, t) for after_s, s in sightings(left, raid) for t in s.reports]
    other = [
        (after_s, t) for after_s, s in sightings(right, raid, up=up) for t in s.reports
    ]
    unmoved = [
        line
        for line in one
        if (row := left.row_of(line[1].id)) is None or not falls[row]
    ]
    kept = [
        line
        for line in other
        if (row := right.row_of(line[1].id)) is None or not falls[row]
    ]
    assert unmoved == kept
    assert len(one) > len(other)


def test_what_a_policy_brings_down_changes_nothing_else() -> None:
    """The same errors, losses, delays and numbers for everything that still flies."""
    unmoved_by_the_policy(Watch)


def test_chances_drawn_for_what_is_left_would_be_noticed() -> None:
    """The planted fault: a number more for each object that is down."""

    class Moved(Watch):
        def step(self, now_s: float, airborne: Bools) -> Sightings:
            self._scan_rng.random(int(np.count_nonzero(~airborne)))
            return super().step(now_s, airborne)

    with pytest.raises(AssertionError):
        unmoved_by_the_policy(Moved)


def test_what_is_down_is_not_reported() -> None:
    """Nothing is measured of an object after it fell."""
    raid = parallel_raid(10)
    watch = watch_of(raid, replace(USUAL, delay_s=Span(0.0, 0.0)))

    def up(now_s: float) -> Bools:
        return np.full(10, now_s < STARTS_S + 100.0)

    for _, seen in sightings(watch, raid, up=up):
        for track in seen.reports:
            if watch.row_of(track.id) is not None:
                assert track.measured_at_s < STARTS_S + 100.0


def test_numbers_are_short() -> None:
    """A tenth of a metre, a hundredth of a metre a second: journals stay small."""
    raid = parallel_raid(5)
    for track in reports(watch_of(raid, USUAL), raid, until_s=200.0):
        place, speed = track.position, track.velocity
        for value, digits in (
            (place.east_m, 1),
            (place.north_m, 1),
            (place.altitude_m, 0),
            (speed.east_mps, 2),
            (speed.north_mps, 2),
            (track.measured_at_s, 1),
            (track.p_decoy, 3),
            (track.position_sigma_m, 1),
            (track.velocity_sigma_mps, 2),
        ):
            assert value == round(value, digits)


def test_the_most_tracks_of_an_object_are_counted_with_those_that_follow() -> None:
    """One that is lost for longer than a track lives is tracked anew, and counted."""
    raid = parallel_raid(40)
    often = replace(PERFECT, p_lost=0.5, drop_after_s=20.0, scan_s=10.0)

    steady = most_tracks(small_setting(), drawn_with(raid))
    flickering = most_tracks(small_setting(often), drawn_with(raid))

    assert set(steady.tolist()) == {1}
    assert flickering.min() > 1

"""One shot over several routes, with the figures found on paper."""

import math
from dataclasses import replace
from statistics import NormalDist

import pytest

from tests.unit.assignment.by_hand import ROUND, TRACK, VILLAGE
from zaslin.assignment.check import Rule
from zaslin.assignment.check.engagement import (
    Hit,
    Outcome,
    debris,
    kill,
    likeliest,
    outcome,
)
from zaslin.assignment.check.scene import Station
from zaslin.assignment.check.threat import Route
from zaslin.domain.defence import InterceptorType, PkRange
from zaslin.domain.space import Position
from zaslin.domain.track import ThreatClass, Track

HERE = Station(
    east_m=0.0,
    north_m=0.0,
    altitude_m=100.0,
    earliest_s=0.0,
    sector=None,
    antenna_height_m=25.0,
    sensor_range_m=100_000.0,
)
# 7,000 m away: inbound it is met after 20 s at 6,000 m, outbound after 28 s at 8,400 m.
INBOUND = Route(0.25, 0.0, 7_000.0, 0.0, -50.0, 0.0, 140.0)
OUTBOUND = Route(0.75, 0.0, 7_000.0, 0.0, 50.0, 0.0, math.inf)


def shoot(
    *routes: Route,
    track: Track = TRACK,
    interceptor: InterceptorType = ROUND,
    launch_s: float = 0.0,
    age_s: float = 0.0,
) -> Outcome | tuple[Rule, ...]:
    """The outcome of one shot from the station at the origin."""
    return outcome(track, routes, HERE, interceptor, launch_s, age_s)


def taken(*routes: Route, track: Track = TRACK, age_s: float = 0.0) -> Outcome:
    """The outcome of a shot that can be taken."""
    found = shoot(*routes, track=track, age_s=age_s)
    assert isinstance(found, Outcome)
    return found


def test_routes_add_up_by_their_shares() -> None:
    """Both within best range: the shares times the chance of being within reach."""
    found = taken(INBOUND, OUTBOUND)
    cdf = NormalDist().cdf
    expected = 0.25 * cdf(14_000.0 / 5_000.0) + 0.75 * cdf(11_600.0 / 5_000.0)
    assert found.p_available == pytest.approx(expected, rel=1e-12)
    assert found.flight_s == pytest.approx(28.0)
    assert [hit.north_m for hit in found.hits] == pytest.approx([6_000.0, 8_400.0])
    assert taken(OUTBOUND, INBOUND).flight_s == found.flight_s


def test_a_known_position_leaves_only_the_range_to_doubt() -> None:
    """Without uncertainty everything within best range is available."""
    exact = replace(TRACK, position_sigma_m=0.0)
    assert taken(INBOUND, OUTBOUND, track=exact).p_available == 1.0


def test_an_old_report_is_less_certain() -> None:
    """σ² = 300² + (100 · (20 + 30))²: the age at the intercept counts."""
    vague = replace(TRACK, position_sigma_m=300.0, velocity_sigma_mps=100.0)
    found = taken(INBOUND._replace(share=1.0), track=vague, age_s=30.0)
    sigma_m = math.hypot(300.0, 100.0 * 50.0)
    expected = NormalDist().cdf(14_000.0 / sigma_m)
    assert found.p_available == pytest.approx(expected, rel=1e-12)


def test_a_route_that_has_ended_cannot_be_engaged() -> None:
    """Impact after 19 s, intercept after 20: too late, and by a microsecond not."""
    assert shoot(INBOUND._replace(ends_s=19.0)) == (Rule.WINDOW,)
    assert isinstance(shoot(INBOUND._replace(ends_s=20.0 - 5e-7)), Outcome)


def test_every_route_that_fails_says_why() -> None:
    """One out of reach, one ended."""
    slow = replace(ROUND, speed_mps=40.0)
    found = shoot(OUTBOUND, INBOUND._replace(ends_s=1.0), interceptor=slow)
    assert found == (Rule.ENVELOPE, Rule.WINDOW)


def test_time_on_the_track_carries_the_effect_along() -> None:
    """10 s of dwell: the effect comes 500 m further on."""
    found = shoot(INBOUND, interceptor=replace(ROUND, dwell_s=10.0))
    assert isinstance(found, Outcome)
    assert found.hits[0].at_s == pytest.approx(30.0)
    assert found.hits[0].north_m == pytest.approx(5_500.0)
    assert found.flight_s == pytest.approx(20.0)


def test_a_forecast_route_starts_when_the_track_appears() -> None:
    """Launched 40 s after it appeared, the track has come 2,000 m."""
    later = INBOUND._replace(starts_s=60.0, ends_s=200.0)
    found = shoot(later, launch_s=100.0)
    assert isinstance(found, Outcome)
    assert found.hits[0].flight_s == pytest.approx(5_000.0 / 350.0)


def hit(share: float, east_m: float = 0.0) -> Hit:
    """A hit of which only share and place matter."""
    return Hit(share, 1.0, 1.0, east_m, 15_000.0, 1.0)


def test_the_largest_share_tells_where_the_intercept_is() -> None:
    """Not the first one, and not the one that the plan would like."""
    hits = [hit(0.2, 5.0), hit(0.5, 9.0), hit(0.3, 1.0)]
    assert likeliest(hits, Position(5.0, 15_000.0)).east_m == 9.0


def test_shares_equal_but_for_rounding_have_no_order() -> None:
    """Then the plan may name either of them."""
    hits = [hit(0.4, -5.0), hit(0.4 + 1e-15, 5.0)]
    assert likeliest(hits, Position(-5.0, 15_000.0)).east_m == -5.0
    assert likeliest(hits, Position(5.0, 15_000.0)).east_m == 5.0


def test_classes_mix_their_pk() -> None:
    """80 % at 0.5 to 0.7 and 20 % of a class without effect; availability 0.5."""
    classes = {ThreatClass.ONE_WAY_ATTACK: 0.8, ThreatClass.RECONNAISSANCE: 0.2}
    track = replace(TRACK, class_probabilities=classes)
    chances = kill(track, ROUND, 0.5, 0.25, 2)
    assert chances.pk_low == pytest.approx(0.5 * 0.40)
    assert chances.pk_high == pytest.approx(0.5 * 0.56)
    assert chances.pk_planned == pytest.approx(0.5 * 0.44)
    assert chances.p_kill == pytest.approx(0.5 * (1.0 - 0.56**2))


def test_a_salvo_shares_one_availability() -> None:
    """Two certain rounds at a track that is there half the time kill half the time."""
    sure = replace(ROUND, pk={ThreatClass.ONE_WAY_ATTACK: PkRange(1.0, 1.0)})
    assert kill(TRACK, sure, 0.5, 0.5, 2).p_kill == 0.5


def test_debris_fades_with_the_distance_from_the_village() -> None:
    """One standard deviation off: e^−½ of 0.1 M€, times the chance of a kill."""
    aside = replace(VILLAGE, position=Position(1_000.0, 15_000.0))
    expected = 0.4 * 0.1 * (1.0 + math.exp(-0.5))
    far = replace(VILLAGE, position=Position(0.0, 80_000.0))
    assert debris([VILLAGE, aside, far], hit(1.0), 0.4) == pytest.approx(expected)
    assert debris([], hit(1.0), 0.4) == 0.0

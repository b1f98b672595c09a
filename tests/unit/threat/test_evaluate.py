"""Threat values with every factor worked out on paper (mathematics, section 3)."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.pictures import CRUISE, NOW_S, asset, hostile, random_picture
from tests.property.strategies import seeds
from zaslin.domain.defence import DefendedAsset
from zaslin.domain.ids import AssetId
from zaslin.domain.params import ThreatParams
from zaslin.domain.space import Velocity
from zaslin.domain.track import ThreatClass, Track
from zaslin.threat.evaluate import STRAIGHT_ON, ThreatTable, evaluate

PARAMS = ThreatParams(
    heading_sigma_rad=0.5,
    distance_scale_m=10_000.0,
    diffuse_weight=0.1,
    background_meur=2.0,
)


def table_of(
    *tracks: Track,
    assets: tuple[DefendedAsset, ...] = (),
    params: ThreatParams = PARAMS,
    priorities: dict[AssetId, float] | None = None,
    forecast: bool = False,
) -> ThreatTable:
    """The threat table of a few tracks, all live or all forecast."""
    is_forecast = np.full(len(tracks), forecast)
    return evaluate(tracks, is_forecast, assets, priorities or {}, NOW_S, params)


def test_one_track_against_two_assets_is_worth_what_paper_says() -> None:
    """South-bound from 10 km north: one asset straight ahead, one at a right angle."""
    track = hostile("T", north_m=10_000.0, p_decoy=0.25, classes=CRUISE)
    ahead = asset("ahead", value_meur=20.0)
    aside = asset("aside", east_m=10_000.0, north_m=10_000.0, value_meur=30.0)

    table = table_of(track, assets=(ahead, aside), priorities={AssetId("aside"): 2.0})

    w_ahead = math.exp(-1.0)
    w_aside = math.exp(-0.5 * (math.pi / 2.0 / 0.5) ** 2 - 1.0)
    total = 0.1 + w_ahead + w_aside
    assert table.p_asset[0] == pytest.approx([w_ahead / total, w_aside / total])
    assert table.p_none[0] == pytest.approx(0.1 / total)
    assert table.lethality[0] == 5.0
    real = 5.0 * 0.75
    contribution = [w_ahead / total * 20.0 * real, w_aside / total * 60.0 * real]
    assert table.contribution_meur[0] == pytest.approx(contribution)
    value = sum(contribution) + 0.1 / total * 2.0 * real
    assert table.value_meur[0] == pytest.approx(value)
    assert table.route_weight[0, :2] == pytest.approx([c / value for c in contribution])
    assert table.route_weight[0].sum() == pytest.approx(1.0)
    assert table.distance_m[0].tolist() == [10_000.0, 10_000.0]


def test_lethality_is_the_mean_over_the_classes() -> None:
    """Half a cruise missile (5) and half a reconnaissance drone (0.1)."""
    classes = {ThreatClass.CRUISE_MISSILE: 0.5, ThreatClass.RECONNAISSANCE: 0.5}

    table = table_of(hostile("T", classes=classes))

    assert table.lethality[0] == pytest.approx(2.55)


def test_a_class_without_a_factor_does_no_harm() -> None:
    """What the parameters do not list counts nothing."""
    params = replace(PARAMS, lethality={ThreatClass.CRUISE_MISSILE: 5.0})

    table = table_of(hostile("T"), assets=(asset("A"),), params=params)

    assert table.value_meur[0] == 0.0
    assert table.route_weight[0].tolist() == [0.0, 1.0]


def test_a_certain_decoy_is_worth_nothing_and_flies_straight_on() -> None:
    """Without value all weight is on the present course."""
    table = table_of(hostile("T", p_decoy=1.0), assets=(asset("A"), asset("B")))

    assert table.value_meur[0] == 0.0
    assert table.route_weight[0].tolist() == [0.0, 0.0, 1.0]
    assert table.route_asset[0, 2] == STRAIGHT_ON


def test_without_assets_there_is_only_the_background() -> None:
    """P(none) is one, and the only route goes straight on for ever."""
    table = table_of(hostile("T"))

    assert table.p_none[0] == 1.0
    assert table.value_meur[0] == pytest.approx(2.0)
    assert table.route_velocity_mps[0].tolist() == [[0.0, -50.0]]
    assert table.route_end_s[0].tolist() == [math.inf]
    assert table.route_asset[0].tolist() == [STRAIGHT_ON]


def test_routes_lead_to_their_assets_at_ground_speed() -> None:
    """3-4-5: an asset 30 km east and 40 km south is 1,000 s off at 50 m/s."""
    track = hostile("T", east_m=0.0, north_m=40_000.0, east_mps=0.0, north_mps=-50.0)

    table = table_of(track, assets=(asset("A", east_m=30_000.0),))

    assert table.route_velocity_mps[0, 0] == pytest.approx([30.0, -40.0])
    assert table.route_end_s[0, 0] == pytest.approx(1_000.0)


def test_the_largest_contributions_get_the_routes_in_that_order() -> None:
    """Of four assets straight ahead two are kept: those worth most, not the nearest."""
    assets = tuple(
        asset(name, north_m=north_m, value_meur=value)
        for name, north_m, value in (
            ("poor", 9_000.0, 0.1),
            ("rich", 1_000.0, 90.0),
            ("fair", 5_000.0, 20.0),
            ("worthless", 8_000.0, 0.0),
        )
    )
    params = replace(PARAMS, route_count=2)

    table = table_of(hostile("T", north_m=10_000.0), assets=assets, params=params)

    assert table.route_asset[0].tolist() == [1, 2, STRAIGHT_ON]
    assert (np.diff(table.route_weight[0, :2]) < 0.0).all()
    kept = table.contribution_meur[0, [1, 2]].sum() / table.value_meur[0]
    assert table.route_weight[0, 2] == pytest.approx(1.0 - kept)


def test_without_routes_everything_flies_straight_on() -> None:
    """The value still counts every asset."""
    params = replace(PARAMS, route_count=0)

    table = table_of(hostile("T"), assets=(asset("A"),), params=params)

    assert table.route_weight[0].tolist() == [1.0]
    assert table.value_meur[0] > table.p_none[0] * 2.0


def test_equal_contributions_are_ordered_as_the_assets_come() -> None:
    """To the left and to the right of the course, equally far and valuable."""
    assets = (asset("left", east_m=-3_000.0), asset("right", east_m=3_000.0))

    table = table_of(hostile("T", north_m=20_000.0), assets=assets)

    assert table.route_asset[0].tolist() == [0, 1, STRAIGHT_ON]


def test_a_live_track_is_moved_on_to_now() -> None:
    """Twenty seconds at 50 m/s south; what it flies from here begins now."""
    table = table_of(hostile("T", north_m=30_000.0, measured_at_s=NOW_S - 20.0))

    assert table.start_m[0].tolist() == [0.0, 29_000.0, 800.0]
    assert table.start_s[0] == 0.0


def test_a_report_from_the_future_is_not_moved_back() -> None:
    """A clock that is ahead is no reason to fly backwards."""
    table = table_of(hostile("T", north_m=30_000.0, measured_at_s=NOW_S + 20.0))

    assert table.start_m[0, 1] == 30_000.0
    assert table.start_s[0] == 0.0


@pytest.mark.parametrize(("after_s", "expected"), [(300.0, 300.0), (-300.0, 0.0)])
def test_a_forecast_track_starts_where_and_when_it_appears(
    after_s: float, expected: float
) -> None:
    """At its stated place; one that is overdue appears now."""
    track = hostile("G", north_m=30_000.0, measured_at_s=NOW_S + after_s)

    table = table_of(track, assets=(asset("A"),), forecast=True)

    assert table.start_m[0, 1] == 30_000.0
    assert table.start_s[0] == expected
    assert table.route_end_s[0, 0] == pytest.approx(expected + 600.0)


def test_a_slow_track_takes_the_least_speed_towards_its_assets() -> None:
    """1.5 km at 15 m/s; straight on it goes no faster than it was seen to."""
    track = replace(hostile("T", north_m=1_500.0), velocity=Velocity(0.0, -3.0))

    table = table_of(track, assets=(asset("A"),))

    assert table.route_end_s[0, 0] == pytest.approx(100.0)
    assert table.route_velocity_mps[0, 1].tolist() == [0.0, -3.0]


def test_a_track_that_stands_still_heads_north() -> None:
    """With a velocity of exactly zero the angle is counted from north."""
    still = replace(hostile("T", north_m=0.0), velocity=Velocity(0.0, 0.0))
    north, south = asset("N", north_m=10_000.0), asset("S", north_m=-10_000.0)

    table = table_of(still, assets=(north, south))

    ratio = math.exp(-0.5 * (math.pi / 0.5) ** 2)
    assert table.p_asset[0, 1] / table.p_asset[0, 0] == pytest.approx(ratio)


@pytest.mark.parametrize("course", [(50.0, 0.0), (-50.0, -50.0), (0.0, 0.0)])
def test_right_above_an_asset_there_is_no_angle(course: tuple[float, float]) -> None:
    """At no distance the weight is one, whatever the course; the route ends there."""
    above = replace(hostile("T", north_m=0.0), velocity=Velocity(*course))

    table = table_of(above, assets=(asset("A"),))

    assert table.p_asset[0, 0] == pytest.approx(1.0 / 1.1)
    assert table.route_end_s[0, 0] == 0.0
    assert table.route_velocity_mps[0, 0].tolist() == [0.0, 0.0]


def test_no_tracks_give_an_empty_table() -> None:
    """Every array is empty and has its shape."""
    table = table_of(assets=(asset("A"), asset("B")))

    assert table.value_meur.shape == (0,)
    assert table.p_asset.shape == (0, 2)
    assert table.route_velocity_mps.shape == (0, 3, 2)


@given(seed=seeds)
def test_shares_are_shares_and_values_are_sums(seed: int) -> None:
    """Probabilities sum to one, route weights too, and no factor is negative."""
    picture = random_picture(seed, tracks=5, units=0)

    table = table_of(*picture.tracks, assets=picture.assets, params=ThreatParams())

    assert table.p_asset.sum(axis=1) + table.p_none == pytest.approx(1.0)
    assert table.route_weight.sum(axis=1) == pytest.approx(1.0)
    assert (table.route_weight >= 0.0).all()
    background = table.p_none * 0.2 * table.lethality * (1.0 - table.p_decoy)
    assert table.value_meur == pytest.approx(
        table.contribution_meur.sum(axis=1) + background
    )
    assert (table.route_end_s >= table.start_s[:, np.newaxis]).all()

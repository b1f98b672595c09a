"""Threat value and routes, against the formulae with numbers put in."""

import math
from dataclasses import replace

import pytest

from tests.pictures import MOSTLY_SHAHED, NOW_S, asset, hostile, one_track_one_unit
from zaslin.assignment.check.threat import Evaluation, asset_table, evaluate
from zaslin.domain.defence import DefendedAsset
from zaslin.domain.params import ThreatParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import AssetThreat
from zaslin.domain.space import Velocity
from zaslin.domain.track import Track

PARAMS = ThreatParams()
AHEAD = asset("ahead", north_m=0.0, value_meur=20.0)
BESIDE = asset("beside", east_m=30_000.0, north_m=30_000.0, value_meur=50.0)
# 30 km ahead on the heading; 30 km to the left, a right angle off the heading.
W_AHEAD = math.exp(-30_000.0 / 150_000.0)
W_BESIDE = math.exp(-0.5 * (math.pi / 2.0 / 0.35) ** 2 - 30_000.0 / 150_000.0)
TOTAL = 0.1 + W_AHEAD + W_BESIDE


def picture_of(*assets: DefendedAsset) -> Picture:
    """The one-track picture with these assets."""
    return replace(one_track_one_unit(), assets=assets)


def evaluation(
    track: Track,
    *assets: DefendedAsset,
    params: ThreatParams = PARAMS,
    is_forecast: bool = False,
) -> Evaluation:
    """The evaluation of one track against these assets."""
    table = asset_table(picture_of(*assets), params)
    return evaluate(track, NOW_S, table, is_forecast=is_forecast)


def test_the_value_is_the_sum_of_its_factors() -> None:
    """Two assets and open country, by the formula of section 3."""
    found = evaluation(hostile("T"), AHEAD, BESIDE)
    p_ahead, p_beside = W_AHEAD / TOTAL, W_BESIDE / TOTAL
    value = p_ahead * 20.0 + p_beside * 50.0 + 0.1 / TOTAL * 0.2
    assert found.value_meur == pytest.approx(value, rel=1e-12)
    assert found.p_no_asset == pytest.approx(0.1 / TOTAL, rel=1e-12)
    assert [each.asset for each in found.assets] == ["ahead", "beside"]
    assert found.assets[0].p_asset == pytest.approx(p_ahead, rel=1e-12)
    assert found.assets[0].contribution_meur == pytest.approx(p_ahead * 20.0, rel=1e-12)


def test_decoys_and_classes_scale_the_value() -> None:
    """Lethality 0.8·1 + 0.15·1.2 + 0.05·0.1 = 0.985, and 40 % are decoys."""
    plain = evaluation(hostile("T"), AHEAD)
    mixed = evaluation(hostile("T", classes=MOSTLY_SHAHED, p_decoy=0.4), AHEAD)
    assert mixed.lethality == pytest.approx(0.985)
    assert mixed.value_meur == pytest.approx(plain.value_meur * 0.985 * 0.6, rel=1e-12)
    assert mixed.assets[0].damage_meur == pytest.approx(20.0 * 0.985)


def test_a_priority_multiplies_what_an_asset_adds() -> None:
    """The commander may count an asset threefold."""
    control = replace(one_track_one_unit().control, priorities={AHEAD.id: 3.0})
    table = asset_table(replace(picture_of(AHEAD), control=control), PARAMS)
    found = evaluate(hostile("T"), NOW_S, table, is_forecast=False)
    plain = evaluation(hostile("T"), AHEAD).assets[0]
    assert found.assets[0].contribution_meur == pytest.approx(
        3.0 * plain.contribution_meur
    )
    assert found.assets[0].damage_meur == plain.damage_meur


def test_routes_share_out_the_value() -> None:
    """Directed routes weigh their contribution, the straight one the rest."""
    found = evaluation(hostile("T"), AHEAD, BESIDE)
    directed, second, straight = found.routes
    assert directed.share == pytest.approx(
        found.assets[0].contribution_meur / found.value_meur
    )
    assert directed.share + second.share + straight.share == pytest.approx(1.0)
    assert (directed.east_mps, directed.north_mps) == pytest.approx((0.0, -50.0))
    assert directed.ends_s == pytest.approx(600.0)
    assert (second.east_mps, second.north_mps) == pytest.approx((50.0, 0.0), abs=1e-9)
    assert straight.ends_s == math.inf


def test_only_the_largest_contributions_get_a_route() -> None:
    """One route asked for, one asset-directed route and the straight one given."""
    params = replace(PARAMS, route_count=1)
    found = evaluation(hostile("T"), AHEAD, BESIDE, params=params)
    assert [each.asset for each in found.assets] == ["ahead"]
    assert len(found.routes) == 2
    assert found.routes[1].share == pytest.approx(1.0 - found.routes[0].share)


def test_equal_contributions_are_ordered_by_place_and_id() -> None:
    """East before north before id."""
    twins = (asset("b", east_m=900.0), asset("a", east_m=900.0))
    found = evaluation(hostile("T"), *twins, asset("c", east_m=-900.0))
    assert [each.asset for each in found.assets] == ["c", "a", "b"]


def test_the_plan_settles_ties_that_are_only_rounding() -> None:
    """Assets mirrored about the course are equal; assets that are not stay in order."""
    left, right = asset("left", east_m=-4_000.0), asset("right", east_m=4_000.0)
    near = asset("near", north_m=1_000.0)
    params = replace(PARAMS, route_count=2)
    table = asset_table(picture_of(left, right, near), params)
    plain = evaluate(hostile("T"), NOW_S, table, is_forecast=False)
    assert [each.asset for each in plain.assets] == ["near", "left"]
    stated = [AssetThreat(**each._asdict()) for each in plain.assets]
    stated[1] = replace(stated[1], asset=right.id)
    for order in (stated, stated[::-1]):
        found = evaluate(hostile("T"), NOW_S, table, is_forecast=False, stated=order)
        assert found.assets[0].asset == "near"
        assert found.value_meur == plain.value_meur
    settled = evaluate(hostile("T"), NOW_S, table, is_forecast=False, stated=stated)
    assert [each.asset for each in settled.assets] == ["near", "right"]


def test_worthless_assets_get_no_route() -> None:
    """A contribution of zero is left out."""
    found = evaluation(hostile("T"), replace(AHEAD, value_meur=0.0))
    assert found.assets == ()
    assert [route.share for route in found.routes] == [1.0]


def test_a_late_report_is_carried_forward() -> None:
    """20 s at 50 m/s bring the track 1,000 m closer."""
    found = evaluation(hostile("T", measured_at_s=NOW_S - 20.0), AHEAD)
    assert found.routes[-1].north_m == pytest.approx(29_000.0)
    assert found.assets[0].time_to_impact_s == pytest.approx(580.0)


def test_a_report_from_the_future_is_not_carried_back() -> None:
    """Clocks differ by seconds; the position then stands as it is."""
    found = evaluation(hostile("T", measured_at_s=NOW_S + 5.0), AHEAD)
    assert found.routes[-1].north_m == 30_000.0
    assert found.routes[-1].starts_s == 0.0


def test_a_forecast_track_starts_when_and_where_it_appears() -> None:
    """300 s from now, then 600 s to the asset."""
    ghost = hostile("G", measured_at_s=NOW_S + 300.0)
    found = evaluation(ghost, AHEAD, is_forecast=True)
    assert found.routes[-1].starts_s == 300.0
    assert found.routes[-1].north_m == 30_000.0
    assert found.assets[0].time_to_impact_s == pytest.approx(900.0)


def test_a_hovering_track_heads_north_at_the_least_speed() -> None:
    """Zero velocity: heading north, 15 m/s towards assets, standing on the rest."""
    hovering = replace(hostile("T", north_m=-3_000.0), velocity=Velocity(0.0, 0.0))
    found = evaluation(hovering, AHEAD)
    assert found.assets[0].p_asset == pytest.approx(
        math.exp(-0.02) / (0.1 + math.exp(-0.02))
    )
    assert found.assets[0].time_to_impact_s == pytest.approx(200.0)
    assert found.routes[-1][3:5] == (0.0, 0.0)


def test_over_the_asset_the_angle_is_nothing() -> None:
    """At distance zero the route has already ended."""
    found = evaluation(hostile("T", north_m=0.0), AHEAD)
    assert found.assets[0].p_asset == pytest.approx(1.0 / 1.1)
    assert found.routes[0].ends_s == 0.0


def test_a_harmless_track_only_flies_straight_on() -> None:
    """A certain decoy has no value, so the straight route has all the weight."""
    found = evaluation(hostile("T", p_decoy=1.0), AHEAD)
    assert found.value_meur == 0.0
    assert [route.share for route in found.routes] == [1.0]

"""A draw is fixed by its setting and its seed, and by nothing that a policy does."""

from dataclasses import fields, replace

import numpy as np
import pytest

from zaslin.bootstrap.simulation import load_setting, shipped_scenarios
from zaslin.config import read_nights
from zaslin.domain.track import ThreatClass
from zaslin.sim.draw import DICE, STREAMS, Draw, damages_meur, draw, stream
from zaslin.sim.profile import Span
from zaslin.sim.raid import AT_NO_ASSET, CLASSES, Raid
from zaslin.sim.scenario import ForecastFrom
from zaslin.sim.setting import Setting

TINY = load_setting("tiny")
NIGHT = load_setting("night_2025_09_07")
DRAWN = draw(TINY, 1)


def _bytes(drawn: Draw) -> bytes:
    """Everything in a draw, bit by bit."""
    raid = drawn.raid
    arrays = [raid.routes.points_m, raid.routes.speed_mps]
    arrays += [
        getattr(raid, each.name) for each in fields(Raid) if each.name != "routes"
    ]
    parts = [array.tobytes() for array in (*arrays, drawn.damage_meur, drawn.dice)]
    return b"".join(parts) + repr((drawn.pk_point, drawn.forecast)).encode()


@pytest.mark.parametrize("name", ["tiny", "night_2025_09_07", "two_waves"])
def test_the_same_seed_gives_the_same_draw_byte_for_byte(name: str) -> None:
    """From a setting loaded anew; another seed gives another."""
    setting = load_setting(name)

    assert _bytes(draw(setting, 7)) == _bytes(draw(load_setting(name), 7))
    assert _bytes(draw(setting, 7)) != _bytes(draw(setting, 8))


def test_streams_begin_anew_at_each_call_and_differ() -> None:
    """However often, and in whatever order, others are asked for."""
    first = {name: DRAWN.stream(name).random(4).tolist() for name in STREAMS}
    DRAWN.stream("watch").random(1000)
    again = {name: DRAWN.stream(name).random(4).tolist() for name in reversed(STREAMS)}

    assert first == again
    assert len({tuple(each) for each in first.values()}) == len(STREAMS)
    assert stream(2, "watch").random() != stream(1, "watch").random()


def test_streams_do_not_run_side_by_side() -> None:
    """Correlation of 10,000 numbers within four standard deviations of zero."""
    drawn = np.array([stream(1, name).random(10_000) for name in STREAMS])

    off = np.corrcoef(drawn)[~np.eye(len(STREAMS), dtype=bool)]

    assert np.abs(off).max() < 4.0 / np.sqrt(10_000)


def test_an_unknown_stream_and_a_bad_seed_are_refused() -> None:
    """With what is accepted."""
    with pytest.raises(ValueError, match="stream 'weather'; accepted: raid, forecast"):
        DRAWN.stream("weather")
    with pytest.raises(ValueError, match="seed is -1; accepted"):
        draw(TINY, -1)


def _with(setting: Setting, **changes: object) -> Setting:
    return replace(setting, scenario=replace(setting.scenario, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("setting", [TINY, NIGHT], ids=["waves", "night"])
def test_the_raid_does_not_depend_on_what_meets_it(setting: Setting) -> None:
    """Other stock, people, forecast, pk or steps: the same objects and dice."""
    base = draw(setting, 3)
    staff = replace(setting.scenario.staff, officers=9)
    others: tuple[dict[str, object], ...] = (
        {"stock": {}},
        {"staff": staff},
        {"forecast_scale": 2.0},
        {"pk_truth": Span(0.0, 1.0)},
        {"step_s": 10.0},
    )
    for changes in others:
        other = draw(_with(setting, **changes), 3)
        np.testing.assert_array_equal(other.raid.arrives_s, base.raid.arrives_s)
        np.testing.assert_array_equal(other.raid.is_decoy, base.raid.is_decoy)
        np.testing.assert_array_equal(other.dice, base.dice)


def test_dice_are_uniform_and_pk_within_its_span() -> None:
    """Mean 1/2 within four standard deviations; each type has its own point."""
    drawn = draw(_with(NIGHT, pk_truth=Span(0.2, 0.6)), 1)

    assert drawn.dice.shape == (len(drawn.raid), DICE)
    assert abs(drawn.dice.mean() - 0.5) < 4.0 / np.sqrt(12 * drawn.dice.size)
    assert set(drawn.pk_point) == {kind.id for kind in NIGHT.defence.interceptor_types}
    points = list(drawn.pk_point.values())
    assert all(0.2 <= point <= 0.6 for point in points)
    assert len(set(points)) == len(points)


def test_damage_is_lethality_times_value_or_the_background() -> None:
    """By hand: a cruise missile at 60 does 300, a drone at nothing known 0.2."""
    assets = tuple(replace(each, value_meur=60.0) for each in TINY.defence.assets)
    priorities = {assets[1].id: 2.0}
    control = replace(TINY.defence.control, priorities=priorities)
    defence = replace(TINY.defence, assets=assets, control=control)
    raid = replace(
        DRAWN.raid.only(np.arange(len(DRAWN.raid)) < 3),
        class_index=np.array(
            [
                CLASSES.index(ThreatClass.CRUISE_MISSILE),
                CLASSES.index(ThreatClass.ONE_WAY_ATTACK),
                CLASSES.index(ThreatClass.ONE_WAY_ATTACK),
            ]
        ),
        asset_index=np.array([0, 1, AT_NO_ASSET]),
    )

    damage_meur = damages_meur(replace(TINY, defence=defence), raid)

    assert damage_meur.tolist() == [300.0, 120.0, 0.2]


def test_only_what_comes_near_while_the_scenario_lasts_is_drawn() -> None:
    """A night's record counts 819; most of them are elsewhere, gone or to come."""
    raid, scenario = draw(NIGHT, 1).raid, NIGHT.scenario
    end_s = scenario.starts_s + scenario.duration_s

    assert 100 < len(raid) < 300
    assert np.all(raid.launched_s < end_s)
    assert np.all(raid.arrives_s > scenario.starts_s)


def test_a_forecast_is_as_large_as_other_draws_and_knows_none_of_this_one() -> None:
    """No ghost is where an object of the raid appears; 1.5 is two draws at 0.75."""
    base = draw(NIGHT, 1)
    large = draw(_with(NIGHT, forecast_scale=1.5), 1)
    none = draw(_with(NIGHT, forecast_scale=0.0), 1)

    assert none.forecast == ()
    assert {ghost.p_appears for ghost in base.forecast} == {1.0}
    assert {ghost.p_appears for ghost in large.forecast} == {0.75}
    assert 1.7 < len(large.forecast) / len(base.forecast) < 2.3
    altitudes = {float(np.round(each, 3)) for each in base.raid.altitude_m}
    ghosts = {ghost.track.position.altitude_m for ghost in base.forecast}
    assert not ghosts & {each for each in altitudes if each % 1.0}
    assert {ghost.track.id for ghost in base.forecast} != set()


def test_ghosts_appear_after_the_start_and_before_the_end() -> None:
    """Within a minute, the step at which they are looked for."""
    scenario = NIGHT.scenario
    times_s = [ghost.track.measured_at_s for ghost in draw(NIGHT, 1).forecast]

    assert min(times_s) > scenario.starts_s
    assert max(times_s) <= scenario.starts_s + scenario.duration_s


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_draws(name: str) -> None:
    """At most 400 objects, but for the two that test size; all arrays alike long."""
    setting = load_setting(name)
    drawn = draw(setting, 1)

    most = {"saturation": 1000}.get(name, 400)
    assert 0 < len(drawn.raid) <= most
    assert drawn.damage_meur.shape == drawn.raid.asset_index.shape
    assert drawn.raid.aim_m.shape == (len(drawn.raid), 2)
    assert np.all(drawn.damage_meur > 0.0)
    assert drawn.raid.asset_index.max() < len(setting.defence.assets)
    assert len(drawn.forecast) > 0


def test_a_forecast_may_rest_on_the_record_alone() -> None:
    """It then says what nights have been like, whatever tonight's raid is."""
    setting = load_setting("night_2025_09_07")
    scenario = replace(setting.scenario, forecast_from=ForecastFrom.RECORD)
    setting = replace(setting, scenario=scenario, record=read_nights())

    drawn = draw(setting, 3)

    assert drawn.forecast
    assert drawn.forecast != draw(load_setting("night_2025_09_07"), 3).forecast
    assert drawn.raid.arrives_s.tolist() == draw(NIGHT, 3).raid.arrives_s.tolist()
    # Four nights of the past, each a quarter as likely as it was.
    assert {ghost.p_appears for ghost in drawn.forecast} == {0.25}


def test_a_forecast_may_be_stated_as_waves() -> None:
    """Six objects that somebody expects late, and nothing of the raid that comes."""
    setting = load_setting("two_waves")
    late = replace(setting.scenario.waves[-1], count=6)
    scenario = replace(
        setting.scenario, forecast_from=ForecastFrom.WAVES, forecast_waves=(late,)
    )

    drawn = draw(replace(setting, scenario=scenario), 1)

    assert len(drawn.forecast) == 6
    assert {ghost.p_appears for ghost in drawn.forecast} == {1.0}


def test_waves_go_with_a_forecast_from_waves_only() -> None:
    """Stated and not used, or used and not stated, is a mistake."""
    waves = TINY.scenario.waves

    with pytest.raises(ValueError, match="accepted: waves if and only if"):
        replace(TINY.scenario, forecast_waves=waves)
    with pytest.raises(ValueError, match="accepted: waves if and only if"):
        replace(TINY.scenario, forecast_from=ForecastFrom.WAVES)

"""Policies that keep rounds back: a fixed tenth, or what the forecast makes dear."""

from dataclasses import replace

import pytest

from tests.pictures import NOW_S, one_track_one_unit, with_forecast
from zaslin.assignment.reserve import Valuation, value_rounds
from zaslin.domain.defence import Magazine
from zaslin.domain.ids import FireUnitId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.track import ForecastTrack
from zaslin.sim.policy import fixed_reserve, priced_forecast
from zaslin.sim.policy.fixed_reserve import FixedReserve
from zaslin.sim.policy.priced import Priced
from zaslin.sim.policy.priced_forecast import REVALUE_S, PricedForecast

PARAMS = PlanParams(price_steps=40)


def stocked(picture: Picture, rounds: int) -> Picture:
    """The picture with so many rounds at its unit."""
    (unit,) = picture.fire_units
    magazine = Magazine(
        interceptor_type=unit.magazines[0].interceptor_type, rounds_ready=rounds
    )
    return replace(picture, fire_units=(replace(unit, magazines=(magazine,)),))


def cheap_now_dear_later(rounds: int) -> Picture:
    """Probably a decoy now; in an hour surely none."""
    picture = stocked(one_track_one_unit(), rounds)
    (track,) = picture.tracks
    (ghost, *_) = with_forecast().forecast
    later = replace(track, id=ghost.track.id, measured_at_s=NOW_S + 3600.0)
    return replace(
        picture,
        tracks=(replace(track, p_decoy=0.9),),
        forecast=(ForecastTrack(track=later, p_appears=1.0),),
    )


def at(picture: Picture, after_s: float) -> Picture:
    """The same picture later, its track measured anew."""
    now_s = picture.now_s + after_s
    (track,) = picture.tracks
    return replace(
        picture,
        now_s=now_s,
        revision=picture.revision + 1,
        tracks=(replace(track, measured_at_s=now_s),),
    )


def test_the_forecast_keeps_the_last_round() -> None:
    """Without it the round is spent on what is probably a decoy."""
    picture = cheap_now_dear_later(rounds=1)

    assert Priced(PARAMS)(picture, None).shots
    assert PricedForecast(PARAMS)(picture, None).shots == ()


def test_where_rounds_are_plentiful_the_forecast_keeps_none() -> None:
    """Fifty rounds do for both."""
    picture = cheap_now_dear_later(rounds=50)

    assert (
        PricedForecast(PARAMS)(picture, None).shots
        == Priced(PARAMS)(picture, None).shots
        != ()
    )


def test_when_nothing_more_is_expected_the_round_is_spent() -> None:
    """The last of the forecast has come and gone."""
    planner = PricedForecast(PARAMS)
    picture = cheap_now_dear_later(rounds=1)
    before = planner(picture, None)

    after = planner(replace(at(picture, REVALUE_S), forecast=()), before)

    assert before.shots == ()
    assert after.shots


def test_rounds_are_valued_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at every picture: a valuation holds for a while."""
    valued: list[float] = []

    def counted(picture: Picture, *rest: object) -> Valuation:
        valued.append(picture.now_s - NOW_S)
        return value_rounds(picture, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(priced_forecast, "value_rounds", counted)
    planner, plan = PricedForecast(PARAMS), None
    for after_s in (0.0, 0.4, 0.9, 1.0, 1.5, 2.1):
        plan = planner(at(cheap_now_dear_later(1), after_s * REVALUE_S), plan)

    assert valued == pytest.approx([0.0, REVALUE_S, 2.1 * REVALUE_S])


def test_a_tenth_of_small_magazines_is_held_where_most_is() -> None:
    """Ten units of three rounds hold three back in all, and none of them more."""
    picture = stocked(one_track_one_unit(), 3)
    (unit,) = picture.fire_units
    units = tuple(replace(unit, id=FireUnitId(f"U{number}")) for number in range(10))

    made = FixedReserve(PARAMS)(replace(picture, fire_units=units), None)

    held = [each.min_reserve for each in made.stock_after]
    assert (sum(held), max(held)) == (3, 1)


@pytest.mark.parametrize(("rounds", "kept"), [(10, 1), (11, 1), (26, 3)])
def test_a_tenth_of_the_first_stock_is_never_planned(rounds: int, kept: int) -> None:
    """Of the first picture: later ones do not shrink it."""
    picture = stocked(one_track_one_unit(), rounds)
    planner = FixedReserve(PARAMS)

    (first,) = planner(picture, None).stock_after
    (spent,) = planner(at(stocked(picture, kept), 15.0), None).stock_after

    assert first.min_reserve == spent.min_reserve == kept
    assert spent.rounds_after == kept
    assert fixed_reserve.SHARE == 0.1


def test_a_larger_reserve_of_the_commander_stays() -> None:
    """The policy's orders come on top of those that there are."""
    picture = stocked(one_track_one_unit(), 10)
    (unit,) = picture.fire_units
    held = tuple(replace(each, min_reserve=7) for each in unit.magazines)
    picture = replace(picture, fire_units=(replace(unit, magazines=held),))

    (stock,) = FixedReserve(PARAMS)(picture, None).stock_after

    assert stock.min_reserve == 7

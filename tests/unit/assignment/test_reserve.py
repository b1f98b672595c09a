"""What a saved round is worth over all the time that a forecast looks."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.pictures import NOW_S, one_track_one_unit, random_picture, with_forecast
from zaslin.assignment.plan import plan
from zaslin.assignment.reserve import (
    ReserveParams,
    Valuation,
    husband,
    husbanded,
    round_values,
    value_rounds,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture

PARAMS = PlanParams(price_steps=40, sweeps=1, ruin_rounds=0)


def scarce(seed: int = 3) -> Picture:
    """Two live tracks, thirty forecast ones, and few rounds."""
    return random_picture(seed, tracks=2, units=4, assets=4, forecast=30)


def stocked(picture: Picture, rounds: int) -> Picture:
    """The picture with so many rounds in every magazine."""
    units = tuple(
        replace(
            unit,
            magazines=tuple(
                replace(
                    each,
                    rounds_ready=rounds,
                    rounds_stored=0,
                    min_reserve=0,
                    rails=None,
                )
                for each in unit.magazines
            ),
        )
        for unit in picture.fire_units
    )
    return replace(picture, fire_units=units)


def worth(valuation: Valuation) -> float:
    """Sum of all prices."""
    return sum(valuation.by_magazine().values())


def test_every_round_that_can_be_spent_has_one_price() -> None:
    """Of each unit, position and type, and none is negative."""
    prices = round_values(scarce(), PARAMS)
    keys = [(each.fire_unit, each.position, each.interceptor_type) for each in prices]

    assert len(set(keys)) == len(keys) > 0
    assert all(each.price_meur >= 0.0 for each in prices)


def test_rounds_are_worth_less_the_more_there_are() -> None:
    """And nothing when there are plenty."""
    stocks = (1, 2, 4, 8, 200)
    grid = ReserveParams(steps=400)
    worths = [
        worth(value_rounds(stocked(scarce(), rounds), PARAMS, grid))
        for rounds in stocks
    ]

    assert worths[0] > 1.0
    assert all(more <= less * 1.02 + 1e-6 for less, more in pairwise(worths))
    assert worths[-1] == pytest.approx(0.0, abs=1e-6)


def test_without_anything_to_come_rounds_are_worth_what_is_in_the_air() -> None:
    """An empty sky makes them worth nothing at all."""
    picture = replace(scarce(), tracks=(), forecast=())

    found = value_rounds(picture, PARAMS)

    assert worth(found) == 0.0
    assert found.bound == 0.0


def test_the_forecast_is_looked_at_beyond_the_horizon_of_the_plan() -> None:
    """A ghost that comes in three hours makes today's last round dear."""
    picture = with_forecast()
    late = tuple(
        replace(ghost, track=replace(ghost.track, measured_at_s=NOW_S + 10_800.0))
        for ghost in picture.forecast
    )
    picture = stocked(replace(picture, tracks=(), forecast=late), 1)

    assert worth(value_rounds(picture, PARAMS)) > 0.0
    cut = ReserveParams(longest_s=3600.0)
    assert worth(value_rounds(picture, PARAMS, cut)) == 0.0


def test_earlier_values_warm_up_the_next_ones() -> None:
    """A few more steps from them bound no worse, and the same picture nearly equal."""
    picture = scarce()
    first = value_rounds(picture, PARAMS, ReserveParams(steps=200))

    again = value_rounds(picture, PARAMS, ReserveParams(warm_steps=20), first)

    assert again.bound >= first.bound - 1e-9
    assert worth(again) == pytest.approx(worth(first), rel=0.1)


def test_values_that_a_picture_states_are_found_anew() -> None:
    """They would be counted twice otherwise."""
    picture = scarce()
    plain = value_rounds(picture, PARAMS)
    stated = husbanded(picture, dict.fromkeys(plain.by_magazine(), 99.0))

    assert value_rounds(stated, PARAMS) == plain


def test_husbanding_writes_values_into_magazines() -> None:
    """Only where they are above zero, and what does not change is the same object."""
    picture = scarce()
    (unit, *_) = picture.fire_units
    kind = unit.magazines[0].interceptor_type

    dear = husbanded(picture, {(unit.id, kind): 2.5})

    assert dear.fire_units[0].magazines[0].saved_value_meur == 2.5
    assert dear.fire_units[1] is picture.fire_units[1]
    assert husbanded(picture, {(unit.id, kind): 1e-12}) is picture
    assert husband(dear.fire_units[0], {(unit.id, kind): 2.5}) is dear.fire_units[0]
    assert husbanded(dear, {}).fire_units == picture.fire_units


def test_a_plan_with_saved_values_holds_rounds_back_for_the_forecast() -> None:
    """One cheap track now, a dear one in an hour, one round: it stays."""
    picture = stocked(one_track_one_unit(), 1)
    (track,) = picture.tracks
    ghost = replace(with_forecast().forecast[0], p_appears=1.0)
    later = replace(track, id=ghost.track.id, measured_at_s=NOW_S + 3600.0, p_decoy=0.0)
    picture = replace(
        picture,
        tracks=(replace(track, p_decoy=0.9),),
        forecast=(replace(ghost, track=later),),
    )
    values = value_rounds(picture, PARAMS).by_magazine()
    now = replace(picture, forecast=())

    assert plan(now, PARAMS).shots
    assert plan(husbanded(now, values), PARAMS).shots == ()


def test_the_grid_of_a_valuation_is_checked() -> None:
    """Nonsense is refused with what is accepted."""
    with pytest.raises(ValueError, match="slot_s"):
        ReserveParams(slot_s=0.0)
    with pytest.raises(ValueError, match="starts_per_window"):
        ReserveParams(starts_per_window=0)

"""The least priced cost of a pattern, on paper and where the search is cut short."""

import math

import pytest

from zaslin.assignment.check.wta import pricing
from zaslin.assignment.check.wta.choices import Choice, Choices, ordered, rest, trimmed
from zaslin.assignment.check.wta.pricing import cheapest


def own(
    *options: tuple[float, float, int],
    exposed: float = 64.0,
    enough: float = 1.0,
    room: int = 99,
) -> Choices:
    """Choices from (price, miss, count)."""
    return ordered(
        exposed,
        enough,
        room,
        [
            Choice(price / -math.log(miss) if miss else 0.0, price, miss, count, i)
            for i, (price, miss, count) in enumerate(options)
        ],
    )


def least(choices: Choices) -> float:
    """The minimum, which is stated a trillionth too low."""
    return cheapest(choices)


def test_rounds_are_added_while_they_save_more_than_they_cost() -> None:
    """64, 32 + 5, 16 + 10, 8 + 15: the third round saves 8 for 5, the fourth 4."""
    assert least(own((5.0, 0.5, 9))) == pytest.approx(8.0 + 15.0)
    assert least(own((5.0, 0.5, 2))) == pytest.approx(16.0 + 10.0)
    assert least(own((5.0, 0.5, 9), room=1)) == pytest.approx(32.0 + 5.0)


def test_the_best_pattern_may_mix_weapons() -> None:
    """One dear round that hits and one cheap one that rarely does."""
    assert least(own((30.0, 0.1, 1), (2.0, 0.5, 1))) == pytest.approx(32.0 + 2.0)
    assert least(own((20.0, 0.1, 1), (2.0, 0.5, 1))) == pytest.approx(3.2 + 22.0)


def test_a_certain_round_ends_it() -> None:
    """Nothing is left to stop after a chance of 1."""
    assert least(own((7.0, 0.0, 3), (1.0, 0.9, 3))) == pytest.approx(7.0)


def test_a_requirement_is_met_at_the_least_price() -> None:
    """An eighth may be left: three rounds at 5 or one at 14, though worth nothing."""
    half, eighth = (5.0, 0.5, 9), (14.0, 0.125, 1)

    assert least(own(half, exposed=0.0, enough=0.125)) == pytest.approx(15.0)
    assert least(own(half, eighth, exposed=0.0, enough=0.125)) == pytest.approx(14.0)
    assert least(own(half, exposed=0.0, enough=0.125, room=2)) == math.inf
    assert least(own(half, exposed=0.0, enough=0.0, room=99)) == math.inf


def test_free_rounds_are_taken_at_once_if_there_is_room() -> None:
    """A thousand weapons at no price would be a thousand decisions."""
    many = [(0.0, 0.9, 1)] * 1000

    assert least(own(*many, (5.0, 0.5, 9), room=2000)) == pytest.approx(64 * 0.9**1000)
    assert least(own(*many, room=2)) == pytest.approx(64.0 * 0.9**2)


def test_a_deep_magazine_of_bad_rounds_is_priced() -> None:
    """More rounds than the bound counts one by one: here the number is continuous."""
    count = round(math.log(64.0 * 0.001 / 0.0001) / -math.log(0.999))
    expected = min(64.0 * 0.999**n + 0.0001 * n for n in range(count - 5, count + 6))

    assert least(own((0.0001, 0.999, 100_000), room=100_000)) == pytest.approx(expected)


def test_a_search_that_takes_too_long_settles_for_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is lower, and still a bound."""
    hard = own(*((5.0 + 0.1 * k, 0.50 + 0.013 * k, 1) for k in range(12)))
    exact = cheapest(hard)
    monkeypatch.setattr(pricing, "WORK", 0)

    short = cheapest(hard)

    assert 0.0 < short < exact


def test_the_rest_costs_no_less_than_its_bound() -> None:
    """Of every pattern of four weapons, from each place on, for several shares."""
    choices = own((5.0, 0.5, 1), (9.0, 0.3, 1), (1.0, 0.9, 1), (20.0, 0.1, 1))
    for k in range(5):
        for share in (1.0, 0.3, 0.01):
            costs = [(0.0, share)]
            for each in choices.options[k:]:
                costs += [(spent + each.price, s * each.miss) for spent, s in costs]
            exact = min(spent + 64.0 * s for spent, s in costs)
            assert rest(choices, k, share, 9) <= exact * (1.0 + 1e-12)


def test_trimming_keeps_what_a_pattern_within_the_limit_uses() -> None:
    """One for 30 and one for 2 leave 3.2 and cost 35.2; one for 40 does not fit."""
    choices = own((30.0, 0.1, 1), (2.0, 0.5, 1), (40.0, 0.01, 1))

    assert [each.weapon for each in trimmed(choices, 35.5).options] == [1, 0]

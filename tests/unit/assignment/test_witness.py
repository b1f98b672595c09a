"""The witness: what it proves, and fifty ways to spoil it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from tests import pictures
from tests.problems import Choice, problem_of
from tests.property.strategies import plan_params, seeds, tiny_pictures
from zaslin.assignment.plan import plan_with_witness
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.solve import floor
from zaslin.assignment.stop import MaxIterations
from zaslin.assignment.witness import verify, witness_arrays
from zaslin.assignment.witness_form import NoWitness
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture

Arrays = dict[str, NDArray[Any]]
Mutation = Callable[[Arrays], None]


def test_a_witness_worked_out_on_paper() -> None:
    """One shot at 1 M€ kills half of 10 M€; a second one would be worth 1.5 M€."""
    problem = problem_of(
        [Choice(launch=1, end=3, p_kill=0.5, money=1.0)], value=[10.0], constant=2.0
    )

    checked = verify(witness_arrays(problem, floor(problem), 8.0))

    assert checked.value == pytest.approx(2.0 + 1.0 + 0.5 * 10.0)
    assert checked.value_claimed == pytest.approx(8.0)
    assert checked.bound == pytest.approx(8.0)
    assert checked.faults == ()
    assert checked.holds


def test_a_price_lowers_what_is_owed_for_it() -> None:
    """At a price of 2 the shot still pays, and the unit's one round is worth 2."""
    problem = problem_of(
        [Choice(launch=1, end=3, p_kill=0.5, money=1.0)], value=[10.0], rounds=[1]
    )
    solution = floor(problem)
    prices = zero_prices(problem)._replace(rounds=np.array([2.0]))

    checked = verify(witness_arrays(problem, solution._replace(prices=prices), 6.0))

    assert checked.bound == pytest.approx(1.0 + 2.0 + 5.0 - 2.0)


def test_a_weaker_claim_is_believed_and_a_stronger_one_is_not() -> None:
    """The prices prove 8.0: 7.9 may be claimed, 8.1 may not."""
    problem = problem_of(
        [Choice(launch=1, end=3, p_kill=0.5, money=1.0)], value=[10.0], constant=2.0
    )
    assert verify(witness_arrays(problem, floor(problem), 7.9)).holds
    assert not verify(witness_arrays(problem, floor(problem), 8.1)).holds


@pytest.mark.parametrize("name", ["option_mount", "price_rounds", "bound", "chain"])
def test_a_missing_array_is_named(name: str) -> None:
    """The error names the array."""
    arrays = honest()
    del arrays[name]
    with pytest.raises(NoWitness, match=f"{name} is missing; accepted: every array"):
        verify(arrays)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            lambda table: table[:-1],
            r"price_rounds is \d+ long on axis 0; accepted: \d+",
        ),
        (
            lambda table: table.reshape(1, -1),
            "is an array of 2 dimensions; accepted: 1",
        ),
        (lambda table: table.astype(str), "is an array of str.*; accepted: .*numbers"),
        (lambda table: table.tobytes(), "is no array; accepted: an array of numbers"),
    ],
)
def test_an_array_of_another_form_is_named(
    spoil: Callable[[NDArray[Any]], Any], told: str
) -> None:
    """Too short, too deep, of text, or no array at all."""
    arrays = honest()
    arrays["price_rounds"] = spoil(arrays["price_rounds"])
    with pytest.raises(NoWitness, match=told):
        verify(arrays)


def test_indices_are_whole_numbers() -> None:
    """Half an option is none."""
    arrays = honest()
    arrays["chain"] = arrays["chain"].astype(float)
    with pytest.raises(NoWitness, match="chain is an array of float64; accepted: "):
        verify(arrays)


@pytest.mark.parametrize(
    "name",
    [
        "option_track",
        "option_mount",
        "mount_station",
        "mount_rail_row",
        "option_launch",
    ],
)
@pytest.mark.parametrize("index", [10_000, -2])
def test_an_index_beyond_the_end_is_a_fault(name: str, index: int) -> None:
    """Named with its place, its value and what is accepted."""
    arrays = honest()
    arrays[name][-1] = index
    last = len(arrays[name]) - 1

    checked = verify(arrays)

    assert not checked.holds
    assert checked.value is checked.bound is None
    assert checked.faults[0].startswith(f"{name}[{last}] is {index}; accepted: ")


REAL = (
    "option_p_kill", "option_money", "option_debris", "option_keep", "track_value",
    "track_weight", "constant", "price_rounds", "price_channels", "price_rails",
)  # fmt: skip


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -1.0, 1e300])
def test_no_entry_is_believed_that_is_out_of_its_range(name: str, value: float) -> None:
    """Also in an option that the plan does not use, whose sum nobody compares."""
    arrays = honest()
    arrays[name] = np.array(arrays[name])
    arrays[name].flat[0] = value

    checked = verify(arrays)

    assert not checked.holds
    assert len(checked.faults) == 1
    assert checked.faults[0].startswith(name)
    assert f" is {value}; accepted: " in checked.faults[0]


def test_a_range_is_stated_once_for_all_entries_beyond_it() -> None:
    """The first of them, and how many there are."""
    arrays = honest()
    arrays["option_p_kill"][1:4] = 2.0

    assert verify(arrays).faults == (
        "option_p_kill[1] is 2.0, and 2 more like it; accepted: 0 to 1",
    )


@pytest.mark.parametrize("name", ["option_p_kill", "track_weight", "price_rails"])
def test_claims_that_no_number_supports_are_not_believed(name: str) -> None:
    """A sum that is no number cannot be claimed to be right."""
    arrays = honest()
    arrays[name] = arrays[name] * np.nan
    arrays["value"] = arrays["bound"] = np.array(np.nan)

    checked = verify(arrays)

    assert not checked.holds
    assert len(checked.faults) == 3


@pytest.mark.parametrize("rounds", [-1, 0])
def test_a_shot_that_costs_money_spends_its_rounds(rounds: int) -> None:
    """Otherwise its magazine would never be empty."""
    arrays = honest()
    first = int(arrays["option_money"].argmax())
    arrays["option_rounds"][:] = np.minimum(arrays["option_rounds"], rounds)

    checked = verify(arrays)

    assert not checked.holds
    assert checked.faults[0].startswith("option_rounds[")
    assert arrays["option_money"][first] > 0.0


def test_a_look_before_the_launch_is_a_fault() -> None:
    """It would free the channel before it is taken."""
    arrays = honest()
    arrays["option_end"] = arrays["option_launch"] + 0
    arrays["option_end"][arrays["option_end"] == 0] = 1

    assert "accepted: later than its launch" in verify(arrays).faults[0]


def test_a_claim_of_less_than_is_proven_is_said() -> None:
    """It holds, but a reader must not take it for all that the prices prove."""
    arrays = honest()
    assert not verify(arrays).claims_less

    arrays["bound"] = arrays["bound"] * 0.9

    checked = verify(arrays)
    assert checked.holds
    assert checked.claims_less


@given(picture=tiny_pictures(), params=plan_params(), seed=seeds)
def test_the_witness_of_every_plan_holds(
    picture: Picture, params: PlanParams, seed: int
) -> None:
    """A stranger recomputes value and bound of any plan and finds no fault."""
    made, arrays = plan_with_witness(picture, params, MaxIterations(10_000), seed)

    checked = verify(arrays)

    assert checked.holds, checked
    assert checked.value == pytest.approx(made.value, rel=1e-9, abs=1e-9)
    assert checked.bound is not None
    assert checked.bound >= made.bound - 1e-7 * max(1.0, made.value)


# ------------------------------------------------------------------ spoiled witnesses

BASE = pictures.random_picture(7, tracks=14, units=6, forecast=2, pins=1, shown=2)
_MADE = plan_with_witness(BASE, stop=MaxIterations(500))


def honest() -> Arrays:
    """A witness of a plan with looks, a moved unit, and prices on every kind of row."""
    return {name: table.copy() for name, table in _MADE[1].items()}


def test_the_honest_witness_holds_and_has_something_to_lose() -> None:
    """Without this the mutations below would prove nothing."""
    arrays = honest()
    assert verify(arrays).holds
    assert all(arrays[f"price_{row}"].sum() > 0.1 for row in ROWS)
    assert arrays["chain_length"].max() >= 3
    assert arrays["bound"] < arrays["value"]


ROWS = ("rounds", "channels", "rails")


def scaled(name: str, factor: float) -> Mutation:
    """A whole array times a factor."""

    def mutate(arrays: Arrays) -> None:
        arrays[name] = (arrays[name] * factor).astype(arrays[name].dtype)

    return mutate


def shifted(name: str, amount: float) -> Mutation:
    """A whole array plus an amount."""

    def mutate(arrays: Arrays) -> None:
        arrays[name] = (arrays[name] + amount).astype(arrays[name].dtype)

    return mutate


def filled(name: str, value: float) -> Mutation:
    """One value everywhere."""

    def mutate(arrays: Arrays) -> None:
        arrays[name] = np.full_like(arrays[name], value)

    return mutate


def one_entry(name: str, value: float) -> Mutation:
    """One entry of an array of prices replaced."""

    def mutate(arrays: Arrays) -> None:
        arrays[name].flat[arrays[name].size // 2] = value

    return mutate


def in_use(name: str, change: Callable[[Any], Any]) -> Mutation:
    """An array of the options changed, but only for the options of the plan."""

    def mutate(arrays: Arrays) -> None:
        used = [
            int(i)
            for row, length in zip(arrays["chain"], arrays["chain_length"], strict=True)
            for i in row[:length]
        ]
        arrays[name][used] = change(arrays[name][used])

    return mutate


def longest(arrays: Arrays) -> int:
    """The track with most shots."""
    return int(arrays["chain_length"].argmax())


def drop_first_shot(arrays: Arrays) -> None:
    """Its capacity and effect are gone from the value."""
    j = longest(arrays)
    arrays["chain"][j] = np.roll(arrays["chain"][j], -1)
    arrays["chain_length"][j] -= 1


def drop_last_shot(arrays: Arrays) -> None:
    """The value claimed needs it."""
    arrays["chain_length"][longest(arrays)] -= 1


def reverse_chain(arrays: Arrays) -> None:
    """Shots are in launch order."""
    j = longest(arrays)
    length = int(arrays["chain_length"][j])
    arrays["chain"][j, :length] = arrays["chain"][j, :length][::-1].copy()


def repeat_first_shot(arrays: Arrays) -> None:
    """A unit shoots once in a stage."""
    j = longest(arrays)
    arrays["chain"][j, 1] = arrays["chain"][j, 0]


def swap_chains(arrays: Arrays) -> None:
    """Options belong to their track."""
    one, two = np.argsort(arrays["chain_length"])[-2:]
    arrays["chain"][[one, two]] = arrays["chain"][[two, one]]
    arrays["chain_length"][[one, two]] = arrays["chain_length"][[two, one]]


def option_of_another_track(arrays: Arrays) -> None:
    """One option replaced by one of another track."""
    j = longest(arrays)
    arrays["chain"][j, 0] = int(np.flatnonzero(arrays["option_track"] != j)[0])


def nonexistent_option(arrays: Arrays) -> None:
    """Minus one is no option, though Python would count it from the end."""
    arrays["chain"][longest(arrays), 0] = -1


def empty_chains(arrays: Arrays) -> None:
    """Nothing is shot at, but the value claims it is."""
    arrays["chain_length"][:] = 0


def one_shot_too_many(arrays: Arrays) -> None:
    """A shot slipped in behind the last one."""
    j = int(arrays["chain_length"].argmin())
    length = int(arrays["chain_length"][j])
    own = np.flatnonzero(arrays["option_track"] == j)
    arrays["chain"][j, length] = own[-1]
    arrays["chain_length"][j] += 1


def everything_at_once(arrays: Arrays) -> None:
    """All options of a track in one chain."""
    j = longest(arrays)
    own = np.flatnonzero(arrays["option_track"] == j)[: arrays["chain"].shape[1]]
    arrays["chain"][j, : len(own)] = own
    arrays["chain_length"][j] = len(own)


def one_unit_everywhere(arrays: Arrays) -> None:
    """All stations belong to one unit, which cannot stand at each of them."""
    arrays["station_unit"][:] = 0


MUTATIONS: dict[str, Mutation] = {
    "value 0.1 % lower": scaled("value", 0.999),
    "value 0.1 % higher": scaled("value", 1.001),
    "value zero": filled("value", 0.0),
    "value not a number": filled("value", np.nan),
    "value infinite": filled("value", np.inf),
    "bound 5 % higher": scaled("bound", 1.05),
    "bound 1e-4 higher": shifted("bound", 1e-4),
    "bound equal to the value": lambda a: a.update(bound=a["value"]),
    "bound infinite": filled("bound", np.inf),
    "bound not a number": filled("bound", np.nan),
    **{f"{r} priced at nothing": filled(f"price_{r}", 0.0) for r in ROWS},
    **{f"{r} at twice the price": scaled(f"price_{r}", 2.0) for r in ROWS},
    **{f"{r} at half the price": scaled(f"price_{r}", 0.5) for r in ROWS},
    **{f"{r} all dearer": shifted(f"price_{r}", 0.5) for r in ROWS},
    **{f"one of {r} at a negative price": one_entry(f"price_{r}", -1e-3) for r in ROWS},
    **{f"one of {r} at no number": one_entry(f"price_{r}", np.nan) for r in ROWS},
    **{f"one of {r} infinitely dear": one_entry(f"price_{r}", np.inf) for r in ROWS},
    "first shot dropped": drop_first_shot,
    "last shot dropped": drop_last_shot,
    "chain reversed": reverse_chain,
    "shot repeated": repeat_first_shot,
    "chains swapped": swap_chains,
    "shot at another track": option_of_another_track,
    "option −1": nonexistent_option,
    "no shots": empty_chains,
    "one shot too many": one_shot_too_many,
    "all shots at once": everything_at_once,
    "one unit everywhere": one_unit_everywhere,
    "fewer rounds": shifted("mount_rounds", -2),
    "no rounds": filled("mount_rounds", 0),
    "no channels": filled("channels", 0),
    "no rails": filled("rails", 0),
    "reload takes for ever": shifted("mount_reload_slots", 100),
    "one shot per stage": filled("max_shots_per_stage", 1),
    "larger salvos": in_use("option_salvo", lambda n: n + 2),
    "more rounds per shot": in_use("option_rounds", lambda n: n + 2),
    "looks take longer": in_use("option_end", lambda n: n + 40),
    "a little surer": in_use("option_p_kill", lambda p: p * 0.99),
    "rounds for nothing": in_use("option_money", lambda c: c * 0.5),
    "debris everywhere": in_use("option_debris", lambda c: c + 0.1),
    "change pays": in_use("option_keep", lambda c: c + 1.0),
    "tracks worth less": scaled("track_value", 0.99),
    "tracks that may not come": scaled("track_weight", 0.9),
    "a smaller constant": shifted("constant", -0.01),
    "all from one mount": in_use("option_mount", np.zeros_like),
    "another track's options": in_use("option_track", lambda j: j // 2),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_spoiled_witness_does_not_hold(name: str) -> None:
    """Value, bound, prices, chains, capacities and options: each is found out."""
    arrays = honest()
    MUTATIONS[name](arrays)

    assert not verify(arrays).holds


def test_there_are_more_than_fifty_ways_to_spoil_it() -> None:
    """And each of them changes something."""
    assert len(MUTATIONS) > 50
    for name, mutate in MUTATIONS.items():
        arrays = honest()
        mutate(arrays)
        assert any(
            not np.array_equal(table, arrays[key]) for key, table in honest().items()
        ), name

"""The checker of static solutions, on paper: what it recomputes and what it refuses."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from zaslin.assignment.check.wta import Claim, Given, Leaf, Unmet, verify

HALF = Given(
    values=[10.0, 10.0],
    chance=[[0.5], [0.5]],
    rounds=[1],
    cost=[[0.0], [0.0]],
    forbidden=[(), ()],
    pinned=[],
    most_at_target=[9, 9],
    most_of_pair=9,
    survival=[0.0, 0.0],
)
"""Two targets worth 10 and one round that stops half of either: 15 is the best."""

BEST = Claim(
    status="optimal",
    value=15.0,
    bound=15.0,
    root_bound=15.0,
    assignment=[(0, 0, 1)],
    prices=[5.0],
)

SPLIT = [Leaf([(0, 0, 0, 0)], [5.0]), Leaf([(0, 0, 1, 1)], [5.0])]
TREE = replace(BEST, prices=[0.0], root_bound=10.0, leaves=SPLIT)
"""Without a price both targets would take the round; each leaf has a price for it."""


def kinds(given: Given, claim: Claim) -> set[str]:
    """The first words of the faults found."""
    return {fault.split(":")[0] for fault in verify(given, claim).faults}


def test_a_price_proves_the_value() -> None:
    """5 + 5 at each target less the price of the round: 15 either way."""
    checked = verify(HALF, BEST)

    assert checked.holds, checked
    assert checked.proof == "prices"
    assert checked.value == pytest.approx(15.0, rel=1e-12)
    assert checked.bound == pytest.approx(15.0, rel=1e-11)
    assert checked.bound <= 15.0


def test_a_weak_price_proves_less_and_says_so() -> None:
    """At no price both targets take the one round, which leaves 5 each."""
    weak = replace(BEST, status="feasible", prices=[0.0], bound=10.0, root_bound=10.0)
    checked = verify(HALF, weak)

    assert checked.holds, checked
    assert kinds(HALF, replace(weak, status="optimal")) == {"status"}
    assert checked.bound == pytest.approx(10.0, rel=1e-11)
    assert kinds(HALF, replace(BEST, prices=[0.0])) == {"root bound"}


def test_a_bound_without_a_proof_is_the_solvers_word() -> None:
    """It is neither verified nor refused, and one sentence says which part it is."""
    checked = verify(HALF, replace(BEST, prices=[0.0], root_bound=10.0))

    assert checked.holds
    assert checked.proof == "solver"
    assert checked.bound == pytest.approx(10.0, rel=1e-11)
    assert "15.0 is the solver's word" in checked.remark
    assert verify(HALF, BEST).remark == ""


def test_a_tree_proves_what_the_root_prices_do_not() -> None:
    """Either the first target takes the round or it does not; 15 in both leaves."""
    checked = verify(HALF, TREE)

    assert checked.holds, checked
    assert checked.proof == "tree"
    assert checked.bound == pytest.approx(15.0, rel=1e-11)
    assert checked.root_bound == pytest.approx(10.0, rel=1e-11)


@pytest.mark.parametrize(
    ("leaves", "what"),
    [
        (SPLIT[:1], "1 rounds of weapon 0 at target 0 are in no leaf"),
        (SPLIT[1:], "0 rounds of weapon 0 at target 0 are in no leaf"),
        ([SPLIT[0], Leaf(SPLIT[1].branches, [4.0])], "leaf 1 proves 13.99"),
        ([SPLIT[0], Leaf([(0, 1, 1, 1)], [5.0])], "more than one pair"),
        ([SPLIT[0], Leaf([], [5.0])], "ends where others go on"),
        ([SPLIT[0], Leaf([(0, 0, 1, 1)], [math.nan])], "not 0 to"),
        ([SPLIT[0], Leaf([(0, 2, 1, 1)], [5.0])], "branches on (0, 2, 1, 1)"),
        ([SPLIT[0], Leaf([(0, 0, 1, 0)], [5.0])], "branches on (0, 0, 1, 0)"),
        ([SPLIT[0], Leaf([(0, 0, 1, 1)], [])], "0 of them for 1 weapons"),
    ],
)
def test_a_tree_that_proves_nothing_is_refused(
    leaves: Sequence[Leaf], what: str
) -> None:
    """A hole, a leaf without its bound, leaves that do not make a tree, bad prices."""
    checked = verify(HALF, replace(TREE, leaves=leaves))

    assert not checked.holds
    assert any(fault.startswith("tree: ") and what in fault for fault in checked.faults)
    assert checked.bound <= 14.0 + 1e-9


def test_leaves_may_overlap_and_may_be_empty() -> None:
    """What counts is that everything is in some leaf; more than that does no harm."""
    wide = [Leaf([(0, 0, 0, 5)], [5.0]), Leaf([(0, 0, 1, 9)], [5.0])]
    deep = [
        Leaf([(0, 0, 0, 0), (0, 1, 0, 0)], [0.0]),
        Leaf([(0, 0, 0, 0), (0, 1, 1, 1)], [5.0]),
        Leaf([(0, 0, 1, 1), (0, 1, 0, 0)], [5.0]),
        # Two rounds where there is one: the price of the second is what proves it.
        Leaf([(0, 0, 1, 1), (0, 1, 1, 1)], [99.0]),
    ]

    assert verify(HALF, replace(TREE, leaves=wide)).holds
    assert verify(HALF, replace(TREE, leaves=deep)).holds


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"value": 14.9}, "value"),
        ({"value": math.nan}, "value"),
        ({"bound": 15.1}, "bound"),
        ({"bound": math.nan}, "bound"),
        ({"bound": -math.inf}, "status"),
        ({"bound": 14.9}, "status"),
        ({"root_bound": 15.1}, "root bound"),
        ({"root_bound": math.nan}, "root bound"),
        ({"prices": [-1.0]}, "prices"),
        ({"prices": [math.nan]}, "prices"),
        ({"prices": [math.inf]}, "prices"),
        ({"prices": []}, "prices"),
        ({"prices": [6.0]}, "root bound"),
        ({"status": "superb"}, "status"),
        ({"status": "infeasible"}, "infeasible"),
        ({"assignment": [(0, 0, 2)]}, "magazine"),
        ({"assignment": [(0, 0, 1), (0, 1, 1)]}, "magazine"),
        ({"assignment": [(0, 0, 1), (0, 0, 1)]}, "twice"),
        ({"assignment": [(0, 0, 0)]}, "rounds"),
        ({"assignment": [(0, 2, 1)]}, "index"),
        ({"assignment": [(-1, 0, 1)]}, "index"),
        ({"assignment": []}, "value"),
    ],
)
def test_a_false_claim_is_refused_for_what_it_is(
    change: dict[str, object], kind: str
) -> None:
    """Each fault starts with a word for its kind."""
    assert kind in kinds(HALF, replace(BEST, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"forbidden": [(0,), ()]}, "forbidden"),
        ({"most_at_target": [0, 9]}, "max_per_target"),
        ({"most_of_pair": 0}, "max_per_pair"),
        ({"pinned": [(0, 1, 1)]}, "pinned"),
        ({"survival": [0.6, 0.0]}, "survival"),
        ({"rounds": [0]}, "magazine"),
        ({"rounds": [3]}, "root bound"),
        ({"values": [11.0, 10.0]}, "value"),
        ({"chance": [[0.4], [0.5]]}, "value"),
        ({"cost": [[1.0], [0.0]]}, "value"),
    ],
)
def test_the_claims_are_about_this_instance(
    change: dict[str, object], kind: str
) -> None:
    """Another instance makes the same claims false."""
    assert kind in kinds(replace(HALF, **change), BEST)  # type: ignore[arg-type]


def test_pinned_rounds_are_spent_and_paid_for() -> None:
    """One of two rounds at 1 is pinned to the worse target: 1 + 5 and 1 + 5."""
    given = replace(HALF, rounds=[2], cost=[[1.0], [1.0]], pinned=[(0, 1, 1)])
    claim = replace(
        BEST, value=12.0, bound=12.0, root_bound=12.0, assignment=[(0, 0, 1), (0, 1, 1)]
    )

    assert verify(given, replace(claim, prices=[3.0])).holds
    assert kinds(given, replace(claim, prices=[4.5])) == {"root bound"}


def test_a_requirement_met_exactly_is_met() -> None:
    """As doubles 0.2 · 0.5 is more than 1 − 0.9."""
    given = replace(
        HALF,
        chance=[[0.8, 0.5], [0.0, 0.0]],
        rounds=[1, 1],
        cost=[[0.0, 0.0], [0.0, 0.0]],
        survival=[0.9, 0.0],
    )
    claim = replace(
        BEST,
        value=11.0,
        bound=11.0,
        root_bound=11.0,
        assignment=[(0, 0, 1), (1, 0, 1)],
        prices=[0.0, 0.0],
    )

    assert verify(given, claim).holds


INFEASIBLE = Claim(
    status="infeasible",
    value=math.inf,
    bound=math.inf,
    root_bound=-math.inf,
    assignment=[(0, 0, 1)],
    prices=[1.0],
    unmet=[Unmet(target=1, required=0.4, reached=0.0, alone=False)],
)


def test_too_few_rounds_for_all_requirements_are_proven_by_prices() -> None:
    """Two targets need a round each, and there is one."""
    checked = verify(replace(HALF, survival=[0.4, 0.4]), INFEASIBLE)

    assert checked.holds, checked
    assert checked.proof == "prices"
    assert checked.bound == math.inf


def test_infeasibility_without_a_proof_is_the_solvers_word() -> None:
    """Prices of nothing prove nothing."""
    checked = verify(
        replace(HALF, survival=[0.4, 0.4]), replace(INFEASIBLE, prices=[0.0])
    )

    assert checked.holds
    assert checked.proof == "solver"
    assert checked.bound == -math.inf
    assert checked.remark.endswith("is the solver's word.")


def test_a_target_beyond_every_round_is_proof_enough() -> None:
    """0.6 is asked of a target that the one round stops half of."""
    given = replace(HALF, survival=[0.0, 0.6])
    claim = replace(INFEASIBLE, prices=[0.0], unmet=[Unmet(1, 0.6, 0.0, True)])

    checked = verify(given, claim)

    assert checked.holds, checked
    assert checked.proof == "alone"
    assert kinds(given, replace(claim, unmet=[Unmet(1, 0.6, 0.0, False)])) == {"alone"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"unmet": []}, "unmet"),
        ({"unmet": [*INFEASIBLE.unmet, *INFEASIBLE.unmet]}, "unmet"),
        ({"unmet": [Unmet(0, 0.4, 0.5, False), *INFEASIBLE.unmet]}, "unmet"),
        ({"unmet": [Unmet(1, 0.4, 0.1, False)]}, "unmet"),
        ({"unmet": [Unmet(1, 0.5, 0.0, False)]}, "unmet"),
        ({"unmet": [Unmet(1, 0.4, math.nan, False)]}, "unmet"),
        ({"unmet": [Unmet(1, 0.4, 0.0, True)]}, "alone"),
        ({"unmet": [Unmet(7, 0.4, 0.0, False)]}, "unmet"),
        ({"value": 15.0}, "infeasible"),
        ({"bound": 15.0}, "infeasible"),
        ({"assignment": [(0, 0, 2)]}, "magazine"),
    ],
)
def test_a_false_report_of_infeasibility_is_refused(
    change: dict[str, object], kind: str
) -> None:
    """Exactly what is missed has to be listed, as it is."""
    given = replace(HALF, survival=[0.4, 0.4])

    assert kind in kinds(given, replace(INFEASIBLE, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"values": [-1.0, 0.0]}, "values"),
        ({"values": [math.inf, 0.0]}, "values"),
        ({"chance": [[1.1], [0.5]]}, "pk"),
        ({"chance": [[math.nan], [0.5]]}, "pk"),
        ({"rounds": [-1]}, "rounds"),
        ({"cost": [[-1.0], [0.0]]}, "round_cost"),
        ({"survival": [1.5, 0.0]}, "min_survival"),
        ({"most_at_target": [-1, 0]}, "max_per_target"),
        ({"most_of_pair": -1}, "max_per_pair"),
        ({"pinned": [(0, 0, 2)]}, "pinned"),
        ({"pinned": [(0, 0, 0)]}, "pinned"),
        ({"pinned": [(0, 5, 1)]}, "pinned"),
        ({"pinned": [(0, 0, 1), (0, 1, 1)]}, "pinned"),
        ({"pinned": [(0, 0, 1), (0, 0, 1)]}, "pinned"),
    ],
)
def test_no_proof_rests_on_a_bad_instance(change: dict[str, object], name: str) -> None:
    """The error names the part and what is accepted."""
    with pytest.raises(ValueError, match=rf"^{name} .*accepted"):
        replace(HALF, **change)  # type: ignore[arg-type]

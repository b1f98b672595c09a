"""One pattern for each group within the rows: shares, whole patterns, prices."""

import numpy as np
import pytest

from zaslin.assignment.solvers.pattern_model import PatternModel

COSTS = ((5.0, 1.0), (5.0, 2.0))
"""Of taking nothing and of taking the only row, for each of two groups."""


def model(*, integer: bool, capacity: float = 1.0) -> PatternModel:
    """Two groups that want the same row, of which there is ``capacity``."""
    made = PatternModel(2, [capacity], integer=integer)
    for group, (nothing, something) in enumerate(COSTS):
        made.add(group, nothing, ())
        made.add(group, something, ((0, 1.0),))
    return made


@pytest.mark.parametrize("integer", [False, True])
def test_the_row_goes_where_it_saves_most(integer: bool) -> None:
    """Saving four against three."""
    solved = model(integer=integer).solve()

    assert solved is not None
    assert solved.is_optimal
    assert solved.value == pytest.approx(6.0)
    assert solved.bound == pytest.approx(6.0)
    assert solved.taken.round(6).tolist() == [0.0, 1.0, 1.0, 0.0]


def test_the_price_of_a_row_is_what_one_more_would_save() -> None:
    """A second unit would save the other group three, a third one nothing."""
    scarce, plenty = (
        model(integer=False, capacity=most).solve() for most in (1.5, 2.5)
    )

    assert scarce is not None
    assert plenty is not None
    assert scarce.row_price.tolist() == pytest.approx([3.0])
    assert plenty.row_price.tolist() == pytest.approx([0.0])
    assert scarce.value == pytest.approx(
        scarce.group_dual.sum() - 1.5 * scarce.row_price[0]
    )


def test_a_column_that_is_added_counts_in_the_next_solution() -> None:
    """As column generation does it."""
    growing = model(integer=False)
    before = growing.solve()
    growing.add(1, 0.5, ())

    after = growing.solve()

    assert before is not None
    assert after is not None
    assert after.value == pytest.approx(1.5)
    assert len(after.taken) == len(before.taken) + 1


def test_what_is_not_permitted_is_not_taken() -> None:
    """Until it is permitted again."""
    narrowed = model(integer=False)
    narrowed.permit(1, permitted=False)
    without = narrowed.solve()
    narrowed.permit(1, permitted=True)
    again = narrowed.solve()

    assert without is not None
    assert again is not None
    assert without.value == pytest.approx(7.0)
    assert again.value == pytest.approx(6.0)


@pytest.mark.parametrize("integer", [False, True])
def test_no_choice_that_fits_is_said_so(integer: bool) -> None:
    """Infinite, and nothing is taken."""
    tight = PatternModel(1, [1.0], integer=integer)
    tight.add(0, 1.0, ((0, 2.0),))

    solved = tight.solve()

    assert solved is not None
    assert solved.value == solved.bound == np.inf
    assert len(solved.taken) == 0


def test_of_several_sets_only_one_is_used() -> None:
    """A unit fights from one of its stations."""
    torn = PatternModel(2, [], integer=True)
    for group in range(2):
        torn.add(group, 9.0, ())
        torn.add(group, 1.0, ())
    torn.add_choice([[1], [3]])

    solved = torn.solve()

    assert solved is not None
    assert solved.value == pytest.approx(10.0)


def test_what_is_left_of_a_row_can_cost() -> None:
    """Then rounds are used where that costs less than leaving them."""
    spent = PatternModel(1, [2.0], integer=True)
    spent.add(0, 1.0, ())
    spent.add(0, 2.0, ((0, 2.0),))
    spent.add_slack(0, 2, 1.0)

    solved = spent.solve()

    assert solved is not None
    assert solved.value == pytest.approx(2.0)

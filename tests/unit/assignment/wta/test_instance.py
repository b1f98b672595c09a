"""What may be given to the static solver, and how what may not is refused."""

from typing import Any

import numpy as np
import pytest

from zaslin.assignment.wta.instance import wta_instance

GOOD: dict[str, Any] = {
    "values": [5.0, 6.0, 7.0],
    "pk": [[0.5, 0.6, 0.7], [0.1, 0.2, 0.3]],
    "rounds": [2, 1],
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"values": [5.0, np.nan, 7.0]}, r"values\[1\] is nan"),
        ({"values": [5.0, -1.0, 7.0]}, r"values\[1\] is -1.0"),
        ({"values": [[5.0]]}, "values has 2 dimensions"),
        ({"values": ["many"]}, "values is not an array of numbers"),
        ({"pk": [[0.5, 0.6, 0.7], [0.1, 1.2, 0.3]]}, r"pk\[1, 1\] is 1.2"),
        ({"pk": [[0.5, 0.6, 0.7], [0.1, -0.2, 0.3]]}, r"pk\[1, 1\] is -0.2"),
        ({"pk": [[0.5, 0.6], [0.1, 0.2]]}, r"pk has the shape \(2, 2\)"),
        ({"rounds": [2, -1]}, r"rounds\[1\] is -1"),
        ({"rounds": [2, 1.5]}, r"rounds\[1\] is 1.5"),
        ({"rounds": [2, np.inf]}, r"rounds\[1\] is inf"),
        ({"rounds": [2, 10**9]}, r"rounds\[1\] is 1000000000"),
        ({"round_cost": -1.0}, r"round_cost\[0, 0\] is -1.0"),
        ({"round_cost": [1.0, 2.0, 3.0]}, r"round_cost has the shape \(3,\)"),
        ({"forbidden": [(0, 3)]}, r"forbidden target\[0\] is 3"),
        ({"forbidden": [(-1, 0)]}, r"forbidden weapon\[0\] is -1"),
        ({"forbidden": np.ones((3, 2), dtype=bool)}, "forbidden has the shape"),
        ({"forbidden": [(0, 1, 2)]}, "forbidden has numbers in the shape"),
        ({"forbidden": 5}, "forbidden is no table of numbers"),
        ({"forbidden": [(0, "x")]}, "forbidden is no table of numbers"),
        ({"pinned": [(2, 0)]}, r"pinned weapon\[0\] is 2"),
        ({"pinned": [(0, 0, 0)]}, r"pinned rounds\[0\] is 0"),
        ({"pinned": [(0, 0), (0, 0)]}, "names a pair twice"),
        ({"pinned": [(0,)]}, r"pinned has the shape \(1, 1\)"),
        ({"pinned": [3]}, r"pinned has the shape \(1,\)"),
        ({"pinned": [(0, 0), (0, 1, 2)]}, "pinned is no table of numbers"),
        ({"pinned": [(1, 0, 2)]}, "takes 2 rounds of weapon 1"),
        ({"pinned": [(0, 0, 2)], "max_per_target": 1}, "spends 2 rounds on target 0"),
        ({"pinned": [(0, 0, 2)], "max_per_pair": 1}, "of one weapon on one target"),
        ({"pinned": [(0, 0)], "forbidden": [(0, 0)]}, "a forbidden pair"),
        ({"max_per_target": [1, 1]}, "max_per_target has the shape"),
        ({"max_per_target": -1}, r"max_per_target\[0\] is -1"),
        ({"max_per_pair": -1}, r"max_per_pair\[0\] is -1"),
        ({"max_per_pair": 1.5}, r"max_per_pair\[0\] is 1.5"),
        ({"values": [5.0, 1e101, 7.0]}, r"values\[1\] is 1e\+101"),
        ({"min_survival": 1.5}, r"min_survival\[0\] is 1.5"),
        ({"min_survival": [0.5, np.nan, 0.0]}, r"min_survival\[1\] is nan"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], said: str) -> None:
    """The array, the place, the value; and what is accepted."""
    with pytest.raises(ValueError, match=said) as refused:
        wta_instance(**GOOD | changed)

    assert (
        "accepted" in str(refused.value)
        or "neither" in str(refused.value)
        or ("not an array" in str(refused.value))
    )


def test_one_number_stands_for_all_targets() -> None:
    """Caps and requirements may be given once for all."""
    instance = wta_instance(**GOOD, max_per_target=2, min_survival=0.5)

    assert instance.max_per_target.tolist() == [2, 2, 2]
    assert instance.min_survival.tolist() == [0.5, 0.5, 0.5]


def test_costs_may_be_one_for_each_weapon_or_pair() -> None:
    """A row's cost is not repeated for each target, which would fill the memory."""
    assert wta_instance(**GOOD, round_cost=[1.0, 2.0]).round_cost.shape == (2, 1)
    assert wta_instance(**GOOD, round_cost=np.ones((2, 3))).round_cost.shape == (2, 3)


def test_pairs_and_a_matrix_forbid_the_same() -> None:
    """Two ways to say it."""
    matrix = np.zeros((2, 3), dtype=bool)
    matrix[1, 2] = True

    by_pairs = wta_instance(**GOOD, forbidden=[(1, 2)]).forbidden
    by_matrix = wta_instance(**GOOD, forbidden=matrix).forbidden

    assert by_pairs is not None
    assert by_matrix is not None
    assert (by_pairs == by_matrix).all()
    assert wta_instance(**GOOD, forbidden=[]).forbidden is None


def test_zeros_and_ones_for_two_targets_are_not_read_as_pairs() -> None:
    """A matrix of numbers could be either; truth values are not."""
    two: dict[str, Any] = {
        "values": [5.0, 6.0],
        "pk": [[0.5, 0.6], [0.1, 0.2]],
        "rounds": [2, 1],
    }
    matrix = np.array([[0, 1], [1, 0]])

    with pytest.raises(ValueError, match="accepted: truth values"):
        wta_instance(**two, forbidden=matrix)

    forbidden = wta_instance(**two, forbidden=matrix.astype(bool)).forbidden
    assert forbidden is not None
    assert forbidden.tolist() == matrix.astype(bool).tolist()


def test_an_earlier_answer_can_be_pinned() -> None:
    """Rows (weapon, target, rounds) as the solver gives them."""
    rows = np.array([[0, 1, 2], [1, 0, 1]])

    assert wta_instance(**GOOD, pinned=rows).pinned.tolist() == rows.tolist()

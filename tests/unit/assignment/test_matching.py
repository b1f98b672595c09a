"""The linear assignment, against scipy's."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from zaslin.assignment.solvers.matching import best_matching


@pytest.mark.parametrize("seed", range(20))
def test_the_worth_is_that_of_an_independent_solver(seed: int) -> None:
    """Sparse, not square, with ties: the same total, and nobody twice."""
    rng = np.random.default_rng(seed)
    m, n = rng.integers(1, 12, 2)
    table = np.where(rng.random((m, n)) < 0.6, rng.integers(1, 30, (m, n)), 0)
    rows, columns = np.nonzero(table)
    if len(rows) == 0:
        return
    rows = np.unique(rows, return_inverse=True)[1]
    columns = np.unique(columns, return_inverse=True)[1]
    worth = table[table > 0].astype(float)

    picked = best_matching(rows, columns, worth)

    best = linear_sum_assignment(table, maximize=True)
    assert worth[picked].sum() == pytest.approx(table[best].sum())
    assert len(set(rows[picked])) == len(rows[picked])
    assert len(set(columns[picked])) == len(columns[picked])


def test_no_pairs_no_matching() -> None:
    """An empty question has an empty answer."""
    nothing = np.zeros(0, dtype=np.int64)

    assert best_matching(nothing, nothing, np.zeros(0)).tolist() == []


def test_small_worths_are_told_apart_beside_large_ones() -> None:
    """Scaling to whole numbers keeps nine digits."""
    rows = np.array([0, 0, 1, 1])
    columns = np.array([0, 1, 0, 1])
    worth = np.array([1_000.0, 1_000.000_01, 1_000.000_01, 1_000.0])

    assert best_matching(rows, columns, worth).tolist() == [False, True, True, False]

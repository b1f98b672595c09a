"""Linear assignment: who takes whom, one to one, at the largest total worth.

OR-Tools is imported when first needed; see column_mip.
"""

import numpy as np
from numpy import bool_, int64
from numpy.typing import NDArray

from zaslin.assignment.problem import Floats

_LARGEST_COST = 1_000_000_000
"""Worths are scaled to whole numbers, which the solver needs."""


def best_matching(
    rows: NDArray[int64], columns: NDArray[int64], worth: Floats
) -> NDArray[bool_]:
    """Pick pairs so that no row and no column is used twice and the worth is largest.

    Parameters
    ----------
    rows, columns
        Of each pair; counted from zero, each pair at most once.
    worth
        Of each pair; positive.

    Returns
    -------
    NDArray
        Which pairs are picked. Rows and columns may stay without a partner.
    """
    # Has stubs of its own, but no marker that says so.
    from ortools.graph.python import (  # type: ignore[import-untyped]
        linear_sum_assignment,
    )

    if len(worth) == 0:
        return np.zeros(0, dtype=bool_)
    m, n = int(rows.max()) + 1, int(columns.max()) + 1
    # The solver wants everybody matched: each row gets a stand-in column and each
    # column a stand-in row, and the stand-ins of a pair may take each other.
    cost = -np.rint(worth * (_LARGEST_COST / worth.max())).astype(int64)
    left = np.concatenate((rows, m + columns, np.arange(m), m + np.arange(n)))
    right = np.concatenate((columns, n + rows, n + np.arange(m), np.arange(n)))
    costs = np.concatenate((cost, np.zeros(len(cost) + m + n, dtype=int64)))
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(left, right, costs)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("the linear assignment was not solved")
    partner = np.array([solver.right_mate(row) for row in range(m)])
    picked: NDArray[bool_] = partner[rows] == columns
    return picked

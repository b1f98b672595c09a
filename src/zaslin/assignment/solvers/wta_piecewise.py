"""A mixed-integer programme with tangents of the exponential in its objective.

Minimise Σ_j v_j exp(−Σ_i a_ij x_ij) within the rows' capacities: each exponential is
replaced by its tangents at some points, which lie below it everywhere, so that whatever
the solver proves holds for the real objective too.  For comparison; no plan is made by
it.  OR-Tools is imported when first needed.
"""

from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy import int64
from numpy.typing import NDArray

from zaslin.assignment.problem import Floats

_DEEPEST = 1e-4
"""The last tangent touches here; below, the real objective is at least nothing."""
_FEASIBLE = 1e-6
"""What the solver takes for whole and for feasible."""


class Tangents(NamedTuple):
    """An answer: whole amounts (groups, rows), none if there is none; a bound."""

    amount: NDArray[int64] | None
    bound: float


class TangentModel:
    """The programme with so many tangents for each group.

    Parameters
    ----------
    worth : (groups,)
        ``v_j``.
    fade : (groups, rows)
        ``a_ij`` ≥ 0, infinite where one unit leaves nothing.
    capacity : (rows,)
    tangents
        The points are evenly spaced in exp(s/2): the error is then the same anywhere.
    """

    def __init__(
        self, worth: Floats, fade: Floats, capacity: NDArray[int64], tangents: int
    ) -> None:
        from ortools.math_opt.python import (  # type: ignore[import-untyped]
            mathopt,
        )

        self._words: Any = mathopt
        points = 2.0 * np.log(np.linspace(1.0, np.sqrt(_DEEPEST), tangents))
        # Beyond the zero of the last tangent more is no use to this objective, and
        # smaller coefficients are easier on the solver.
        fade = np.minimum(fade, 1.0 - points[-1])
        self._capacity, self._scale = capacity, max(float(worth.max()), 1e-300)
        self._shape = fade.shape
        self._model: Any = mathopt.Model()
        self._amount: dict[tuple[int, int], Any] = {}
        leaks = [
            self._group(j, worth[j] / self._scale, fade[j], points)
            for j in range(len(worth))
        ]
        for i in range(len(capacity)):
            used = [x for (_, row), x in self._amount.items() if row == i]
            if used:
                self._model.add_linear_constraint(
                    mathopt.fast_sum(used) <= float(capacity[i])
                )
        self._model.minimize(mathopt.fast_sum(leaks))

    def _group(self, j: int, worth: float, fade: Floats, points: Floats) -> Any:
        """What leaks of a group, as a variable above all of its tangents."""
        leak = self._model.add_variable(lb=0.0, ub=worth)
        faded = self._model.add_variable(lb=0.0)
        terms = []
        for i in np.flatnonzero((fade > 0.0) & (self._capacity > 0)).tolist():
            x = self._model.add_integer_variable(lb=0.0, ub=float(self._capacity[i]))
            self._amount[j, i] = x
            terms.append(float(fade[i]) * x)
        self._model.add_linear_constraint(self._words.fast_sum(terms) == faded)
        for at in points.tolist():
            slope = worth * float(np.exp(at))
            self._model.add_linear_constraint(leak + slope * faded >= slope * (1 - at))
        return leak

    def solve(self, known: NDArray[int64], seconds: float) -> Tangents:
        """Solve by HiGHS for so many seconds, with a choice to start from."""
        words = self._words
        hint = words.SolutionHint(
            variable_values={x: float(known[at]) for at, x in self._amount.items()}
        )
        # This solver takes its number of threads from its own globals: by default its
        # search runs in one.
        try:
            solved = words.solve(
                self._model,
                words.SolverType.HIGHS,
                params=words.SolveParameters(
                    time_limit=timedelta(seconds=max(0.01, seconds)),
                    relative_gap_tolerance=1e-7,
                ),
                model_params=words.ModelSolveParameters(solution_hints=[hint]),
            )
        except (AttributeError, RuntimeError, ValueError):
            # Now and then HiGHS ends in an internal error, which this version of
            # OR-Tools cannot put into words: its own exception lacks an attribute.
            return Tangents(None, 0.0)
        bound = solved.dual_bound()
        # Each group may be off by what the solver takes for feasible.
        safe = max(0.0, bound - _FEASIBLE * bound) if np.isfinite(bound) else 0.0
        if not solved.has_primal_feasible_solution():
            return Tangents(None, safe * self._scale)
        values = solved.variable_values()
        amount = np.zeros(self._shape, dtype=int64)
        for at, x in self._amount.items():
            amount[at] = round(values[x])
        return Tangents(amount, safe * self._scale)

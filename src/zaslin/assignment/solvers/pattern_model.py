"""Choose one pattern for each group, within the capacity of every row.

The pattern formulation is the same for a track's chains and for a target's rounds; here
it is written down once, as a linear or an integer programme.  OR-Tools is imported when
first needed: it takes longer to load than a live plan to make.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from zaslin.assignment.problem import Floats

Use = tuple[int, float]
"""A row and what a pattern takes of it."""


class Solved(NamedTuple):
    """An answer: what it costs, a lower bound, and how much of each pattern it takes.

    ``group_dual`` and ``row_price`` are those of a linear programme, else empty;
    a row's price is what one more unit of it would save.
    """

    value: float
    bound: float
    taken: Floats
    group_dual: Floats
    row_price: Floats
    is_optimal: bool


class PatternModel:
    """A model that patterns are added to; solving again starts from the last basis.

    Parameters
    ----------
    groups
        How many; each takes exactly one of its patterns.
    capacities
        Of the rows.
    integer
        Whole patterns, or any shares of them.
    parameters
        In the solver's own words; GLOP solves shares, SCIP whole patterns.
    """

    def __init__(
        self,
        groups: int,
        capacities: Sequence[float],
        *,
        integer: bool,
        parameters: str = "",
    ) -> None:
        from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

        self._words: Any = pywraplp
        solver = pywraplp.Solver.CreateSolver("SCIP" if integer else "GLOP")
        if solver is None:
            raise RuntimeError("this build of OR-Tools has neither GLOP nor SCIP")
        solver.SetNumThreads(1)
        if parameters:
            solver.SetSolverSpecificParametersAsString(parameters)
        free = -solver.infinity()
        self.solver: Any = solver
        self._integer = integer
        self._groups = [solver.Constraint(1.0, 1.0) for _ in range(groups)]
        self._rows = [solver.Constraint(free, float(most)) for most in capacities]
        self._objective = solver.Objective()
        self._objective.SetMinimization()
        self.patterns: list[Any] = []

    def add(self, group: int, cost: float, uses: Iterable[Use]) -> None:
        """One more pattern of a group."""
        # A group takes exactly one, so a share never needs an upper bound of its own.
        pattern = (
            self.solver.BoolVar("")
            if self._integer
            else self.solver.NumVar(0.0, self.solver.infinity(), "")
        )
        self._objective.SetCoefficient(pattern, cost)
        self._groups[group].SetCoefficient(pattern, 1.0)
        for row, amount in uses:
            self._rows[row].SetCoefficient(pattern, amount)
        self.patterns.append(pattern)

    def add_slack(self, row: int, most: int, cost: float) -> None:
        """What is left of a row costs something; the row is then used up exactly."""
        rest = self.solver.IntVar(0.0, float(most), "")
        self._objective.SetCoefficient(rest, cost)
        self._rows[row].SetCoefficient(rest, 1.0)
        self._rows[row].SetLb(float(most))

    def add_choice(self, alternatives: Sequence[Sequence[int]]) -> None:
        """Patterns of at most one of several sets may be taken; for whole ones only."""
        switches = [self.solver.BoolVar("") for _ in alternatives]
        self.solver.Add(self.solver.Sum(switches) <= 1)
        for switch, members in zip(switches, alternatives, strict=True):
            for n in members:
                self.solver.Add(self.patterns[n] <= switch)

    def permit(self, pattern: int, *, permitted: bool) -> None:
        """Let a pattern be taken again, or no more; for shares only."""
        most = self.solver.infinity() if permitted else 0.0
        self.patterns[pattern].SetUb(most)

    def solve(self, seconds: float | None = None) -> Solved | None:
        """The answer; None if there was no time for one.

        If no choice fits the rows, value and bound are infinite and nothing is taken.
        """
        words, solver = self._words, self.solver
        parameters = words.MPSolverParameters()
        if self._integer:
            parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 1e-9)
        else:
            parameters.SetIntegerParam(
                parameters.INCREMENTALITY, parameters.INCREMENTALITY_ON
            )
        if seconds is not None:
            solver.SetTimeLimit(max(1, int(1000.0 * seconds)))
        status = solver.Solve(parameters)
        if status == words.Solver.INFEASIBLE:
            nothing = np.zeros(0)
            return Solved(np.inf, np.inf, nothing, nothing, nothing, is_optimal=True)
        if status not in (words.Solver.OPTIMAL, words.Solver.FEASIBLE):
            return None
        optimal = status == words.Solver.OPTIMAL
        if not optimal and not self._integer:
            return None
        value = self._objective.Value()
        duals = [] if self._integer else [each.dual_value() for each in self._groups]
        prices = [] if self._integer else [-each.dual_value() for each in self._rows]
        return Solved(
            value,
            self._objective.BestBound() if self._integer else value,
            np.array([each.solution_value() for each in self.patterns]),
            np.array(duals),
            np.maximum(0.0, np.array(prices)),
            optimal,
        )

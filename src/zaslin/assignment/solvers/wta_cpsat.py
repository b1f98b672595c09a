"""Choose one pattern for each group by constraint programming.

The model of :mod:`zaslin.assignment.solvers.pattern_model` for CP-SAT, which knows
whole numbers only.  For comparison; no plan is made by it.  OR-Tools is imported when
first needed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy import int64
from numpy.typing import NDArray

from zaslin.assignment.solvers.pattern_model import Use

Ints = NDArray[int64]


class PatternSet(NamedTuple):
    """What can be chosen, all of it in whole numbers.

    ``group``, ``cost`` and ``uses`` are of each pattern, ``capacity`` and ``rest_cost``
    of each row: a unit that is left over costs something as well.
    """

    groups: int
    group: Ints
    cost: Ints
    uses: Sequence[Sequence[Use]]
    capacity: Ints
    rest_cost: Ints


class Chosen(NamedTuple):
    """Patterns chosen, none if there was no time, and a lower bound on their cost."""

    taken: Ints
    bound: float


def choose_patterns(
    patterns: PatternSet, known: Ints, seconds: float, seed: int
) -> Chosen:
    """The cheapest patterns, one of each group, within the capacities.

    Parameters
    ----------
    known
        A choice to start from; it may be wrong.
    seconds, seed
        Limit, and seed of the one worker.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in patterns.group]
    for j in range(patterns.groups):
        own = np.flatnonzero(patterns.group == j).tolist()
        model.add_exactly_one(chosen[n] for n in own)
    users: list[list[tuple[int, int]]] = [[] for _ in patterns.capacity]
    for n, uses in enumerate(patterns.uses):
        for row, amount in uses:
            users[row].append((n, int(amount)))
    variables, costs = list(chosen), patterns.cost.tolist()
    for own_uses, capacity, rest_cost in zip(
        users, patterns.capacity.tolist(), patterns.rest_cost.tolist(), strict=True
    ):
        used = sum(amount * chosen[n] for n, amount in own_uses)
        if rest_cost > 0:
            rest = model.new_int_var(0, capacity, "")
            model.add(used + rest == capacity)
            variables.append(rest)
            costs.append(rest_cost)
        elif own_uses:
            model.add(used <= capacity)
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, costs))
    hinted = set(known.tolist())
    for n, variable in enumerate(chosen):
        model.add_hint(variable, n in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # Without a choice the solver's bound says nothing that could be relied on.
        return Chosen(np.zeros(0, dtype=int64), -np.inf)
    taken = [n for n, variable in enumerate(chosen) if solver.boolean_value(variable)]
    return Chosen(np.array(taken, dtype=int64), solver.best_objective_bound)

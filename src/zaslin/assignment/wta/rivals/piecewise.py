"""A mixed-integer programme with a piecewise-linear objective."""

import numpy as np

from zaslin.assignment.solvers.wta_piecewise import TangentModel
from zaslin.assignment.wta.instance import Ints, WtaInstance
from zaslin.assignment.wta.objective import value_of
from zaslin.assignment.wta.rivals.answer import Answer, Budget
from zaslin.assignment.wta.rivals.greedy import regret

_FIRST, _FINER, _FINEST = 40, 3, 1080
_CLOSED = 1e-6


def piecewise(instance: WtaInstance, budget: Budget) -> Answer:
    """Whole rounds, and log-survival under tangents: a bound and an assignment.

    The classical linearisation, as in Andersen, Pavlikov and Toffolo (Annals of OR
    312, 2022), without the callbacks that CPLEX alone offers them.  Tangents lie below
    the objective, so the programme's bound is one; its assignment is worth what the
    real objective says.  HiGHS rather than SCIP, which was far behind.  Forty tangents
    for each target, and three times as many up to 1080 while there is time and a gap;
    the regret rule's assignment to start from and to fall back on.  Adding tangents
    only where the last answer lay hardly moved the bound.
    """
    best = regret(instance, budget).assignment
    if not instance.values.any() or not instance.rounds.any():
        return Answer(best, value_of(instance, best))
    with np.errstate(divide="ignore"):
        fade = -np.log1p(-instance.pk.T)
    value, bound, tangents = value_of(instance, best), 0.0, _FIRST
    while (
        tangents <= _FINEST
        and budget.left_s() > 0.0
        and value - bound > _CLOSED * value
    ):
        model = TangentModel(instance.values, fade, instance.rounds, tangents)
        solved = model.solve(_dense(instance, best).T, budget.left_s())
        bound = max(bound, solved.bound)
        if solved.amount is None:
            break
        target, weapon = np.nonzero(solved.amount)
        found = np.column_stack((weapon, target, solved.amount[target, weapon]))
        if value_of(instance, found) < value:
            best, value = found, value_of(instance, found)
        tangents *= _FINER
    return Answer(best, min(bound, value))


def _dense(instance: WtaInstance, assignment: Ints) -> Ints:
    """The assignment as rounds[weapon, target]."""
    rounds = np.zeros(instance.pk.shape, dtype=np.int64)
    weapon, target, spent = assignment.T
    rounds[weapon, target] = spent
    return rounds

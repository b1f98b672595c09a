"""What an assignment is worth, by the definition of the problem."""

import numpy as np

from zaslin.assignment.wta.instance import Floats, Ints, WtaInstance


def passes(instance: WtaInstance, assignment: Ints) -> Floats:
    """Probability with which each target gets through, ``Π_i (1 − p_ij)^x_ij``.

    Parameters
    ----------
    assignment : (n, 3)
        Rows (weapon, target, rounds).
    """
    weapon, target, rounds = assignment.T
    chance = np.ones(instance.target_count)
    np.multiply.at(chance, target, (1.0 - instance.pk[weapon, target]) ** rounds)
    return chance


def value_of(instance: WtaInstance, assignment: Ints) -> float:
    """Expected value that gets through, and what the rounds cost."""
    weapon, target, rounds = assignment.T
    column = target if instance.round_cost.shape[1] > 1 else 0 * target
    spent = float((instance.round_cost[weapon, column] * rounds).sum())
    return float(instance.values @ passes(instance, assignment)) + spent

"""What a rival is given and what it answers."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.random import PCG64, Generator

from zaslin.assignment.wta.instance import Ints, WtaInstance
from zaslin.assignment.wta.kernel_fill import spent_rounds
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.reduced import Reduction, assigned, reduce_instance


class Budget(NamedTuple):
    """What a rival may spend.

    ``seed`` is of everything it draws; ``left_s`` says how many seconds are left.
    A rule that needs no search takes the time it takes.
    """

    seed: int
    left_s: Callable[[], float]


class Answer(NamedTuple):
    """Rows (weapon, target, rounds), and a proven lower bound where there is one."""

    assignment: Ints
    bound: float | None = None


Rival = Callable[[WtaInstance, Budget], Answer]


def reduced_for(instance: WtaInstance, budget: Budget) -> Reduction:
    """The instance as the kernels want it.

    Raises
    ------
    ValueError
        If there are side constraints: the rivals' own papers know none.
    """
    if not is_plain(instance):
        raise ValueError(
            "a rival was given side constraints; accepted: values, pk and rounds only"
        )
    return reduce_instance(instance, Generator(PCG64(budget.seed)))


def is_plain(instance: WtaInstance) -> bool:
    """Whether there are only values, probabilities and rounds."""
    total = int(instance.rounds.sum())
    return (
        not instance.round_cost.any()
        and instance.forbidden is None
        and not len(instance.pinned)
        and not instance.min_survival.any()
        and bool((instance.max_per_target >= total).all())
        and instance.max_per_pair >= total
    )


def answer_of(
    instance: WtaInstance,
    reduction: Reduction,
    patterns: Patterns,
    bound: float | None = None,
) -> Answer:
    """The patterns of a reduced instance as an answer to the instance."""
    assignment = assigned(reduction, instance, spent_rounds(patterns))
    return Answer(
        assignment, None if bound is None or not np.isfinite(bound) else bound
    )

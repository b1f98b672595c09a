"""The instance as the kernels want it: pins spent, twins merged, target by target."""

from typing import NamedTuple

import numpy as np
from numpy import int32, int64
from numpy.random import Generator
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats, Ints, WtaInstance

_MOST = 2**30
"""Rounds that 32 bits hold; no pattern comes near so many."""
_TOKEN = 1e-15
"""Stands for the value of a worthless target with a requirement, as a share of all."""


class Reduced(NamedTuple):
    """What is left to decide once pinned rounds are spent.

    Weapons that nothing tells apart are one row with the rounds of all of them, so
    that a magazine written as single rounds costs no more than a magazine.

    Arrays
    ------
    value : (targets,)
        What leaks of each target after its pinned rounds.
    pk : (targets, rows)
        Zero where a pair is forbidden.
    rounds : (rows,)
    cost : (targets, rows) or (1, rows)
        Of one round.
    most_each : (targets, rows) or (1, rows)
        The most rounds of a row at a target.
    most : (targets,)
        The most rounds at a target.
    limit : (targets,)
        What may leak at most, infinite where nothing is required.
    penalty
        Cost of not meeting a requirement: above that of any assignment.
    """

    value: Floats
    pk: Floats
    rounds: Ints
    cost: Floats
    most_each: NDArray[int32]
    most: NDArray[int32]
    limit: Floats
    penalty: float


class Reduction(NamedTuple):
    """A reduced instance and the way back from it.

    ``constant`` is the cost of the pinned rounds; ``row_of`` the row of each weapon.
    """

    reduced: Reduced
    constant: float
    row_of: Ints


def reduce_instance(instance: WtaInstance, generator: Generator) -> Reduction:
    """Spend the pins, forget forbidden pairs, merge twins and shuffle the rows.

    The order of the rows decides between equally good assignments, and nothing else is
    left to chance in a solve.
    """
    weapon, target, wanted = instance.pinned.T
    left = instance.rounds - np.bincount(weapon, wanted, instance.weapon_count).astype(
        int64
    )
    most = instance.max_per_target - np.bincount(
        target, wanted, instance.target_count
    ).astype(int64)
    required = instance.min_survival > 0.0
    # A target without value can be required to be stopped; of nothing, nothing leaks.
    least = _TOKEN * (float(instance.values.sum()) or 1.0)
    worth = np.where(required, np.maximum(instance.values, least), instance.values)
    value = worth.copy()
    np.multiply.at(value, target, (1.0 - instance.pk[weapon, target]) ** wanted)
    cost_at = instance.round_cost[weapon, target % instance.round_cost.shape[1]]
    pk = np.ascontiguousarray(instance.pk.T)
    if instance.forbidden is not None:
        pk[instance.forbidden.T] = 0.0
    cost = np.ascontiguousarray(instance.round_cost.T)
    most_each = _most_each(instance, left)
    row_of = _twins(pk, cost, most_each, left)
    kinds = int(row_of.max(initial=-1)) + 1
    row_of = generator.permutation(kinds)[row_of]
    first = np.unique(row_of, return_index=True)[1]
    # Row by row again: the kernels walk along the rows.
    pk, cost = np.ascontiguousarray(pk[:, first]), np.ascontiguousarray(cost[:, first])
    most_each = np.ascontiguousarray(most_each[:, first])
    if kinds < len(left):
        left = np.bincount(row_of, left, kinds).astype(int64)
        most_each = np.minimum(left, _MOST).astype(int32).reshape(1, -1)
    else:
        left = left[first]
    limit = np.where(required, worth * (1.0 - instance.min_survival), np.inf)
    # A billionth more, so that a requirement met exactly is not missed by rounding.
    limit *= 1.0 + 1e-9
    total = min(int(left.sum()), _MOST)
    exposed = float(value.sum() + (cost.max(axis=0, initial=0.0) * left).sum())
    reduced = Reduced(
        value=value,
        pk=pk,
        rounds=left,
        cost=cost,
        most_each=most_each,
        most=np.minimum(most, total).astype(int32),
        limit=limit,
        penalty=2.0 * exposed if exposed > 0.0 else 1.0,
    )
    return Reduction(reduced, float((cost_at * wanted).sum()), row_of)


def assigned(reduction: Reduction, instance: WtaInstance, spent: Ints) -> Ints:
    """Rows (weapon, target, rounds) of the instance, its pins included.

    Parameters
    ----------
    spent : (n, 3)
        Rows (row, target, rounds) of the reduced instance.
    """
    left = instance.rounds.copy()
    np.subtract.at(left, instance.pinned[:, 0], instance.pinned[:, 2])
    members: list[list[int]] = [
        [] for _ in range(int(reduction.row_of.max(initial=-1)) + 1)
    ]
    for weapon, row in enumerate(reduction.row_of.tolist()):
        members[row].append(weapon)
    rounds: dict[tuple[int, int], int] = {
        (weapon, target): wanted for weapon, target, wanted in instance.pinned.tolist()
    }
    for row, target, count in spent.tolist():
        owed = count
        while owed > 0:
            weapon = members[row][-1]
            taken = min(owed, int(left[weapon]))
            if taken > 0:
                key = (weapon, target)
                rounds[key] = rounds.get(key, 0) + taken
                left[weapon] -= taken
                owed -= taken
            if left[weapon] == 0:
                members[row].pop()
    triples = sorted((*pair, count) for pair, count in rounds.items())
    return np.array(triples, dtype=int64).reshape(-1, 3)


def _most_each(instance: WtaInstance, left: Ints) -> NDArray[int32]:
    """A row for all targets, unless a pin has used up part of a pair's allowance."""
    row = np.minimum(left, instance.max_per_pair).astype(int32).reshape(1, -1)
    if not len(instance.pinned) or instance.max_per_pair >= instance.rounds.max():
        return row
    weapon, target, wanted = instance.pinned.T
    table = np.repeat(row, instance.target_count, axis=0)
    table[target, weapon] = np.minimum(
        left[weapon], instance.max_per_pair - wanted
    ).astype(int32)
    return table


def _twins(pk: Floats, cost: Floats, most_each: NDArray[int32], left: Ints) -> Ints:
    """Number of the first weapon of the same kind, counted without holes."""
    weapons = pk.shape[1]
    # With a limit on each pair the rounds of twins do not simply add up.
    if not (most_each == left).all():
        return np.arange(weapons)
    known: dict[bytes, int] = {}
    rows = [
        known.setdefault(pk[:, i].tobytes() + cost[:, i].tobytes(), len(known))
        for i in range(weapons)
    ]
    return np.array(rows, dtype=int64)

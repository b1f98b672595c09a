"""More than a thousand spoiled certificates of static solutions; each one is refused.

Some are spoiled by accident: a byte of any array is another one, and the digest is the
old one.  The others are spoiled on purpose, with a new digest: each mutation makes one
claim false, and has to be refused for that reason.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from tests.wta_exhaustive import good_prices, priced_bound, survival
from tests.wta_results import proven_result, random_instance
from zaslin.assignment.wta.certificate import (
    certificate_arrays,
    digest_of,
    verify_certificate,
)
from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.result import WtaStatus

Arrays = dict[str, NDArray[Any]]

CERTIFICATES = 72
BYTES = 12
"""Bytes that are spoiled in each certificate."""


class Base(NamedTuple):
    """An honest certificate and its instance."""

    instance: WtaInstance
    arrays: Arrays

    def copy(self) -> Arrays:
        """Arrays to spoil."""
        return {name: table.copy() for name, table in self.arrays.items()}


class Mutation(NamedTuple):
    """A way to make a claim false, and the kinds of fault that may name it.

    ``spoil`` changes the arrays, or returns False where there is nothing to spoil.
    """

    name: str
    kinds: tuple[str, ...]
    spoil: Callable[[Base, Arrays, Generator], bool]


@cache
def bases() -> tuple[Base, ...]:
    """Certificates of every kind: trees, prices alone, infeasible; all limits."""
    found = []
    for seed in range(CERTIFICATES):
        rng = np.random.default_rng([seed, 11])
        instance = random_instance(rng, 3, 3 + seed % 2, plain=seed % 4 == 0)
        targets = instance.target_count
        if seed % 12 == 5:
            # More than three weapons can do.
            instance = replace(instance, min_survival=np.full(targets, 0.99))
        if seed % 12 == 8:
            # Rounds are left over.
            instance = replace(instance, max_per_target=np.ones(targets, np.int64))
        with_tree = seed % 3 > 0
        # Poor prices leave the tree something to do.
        poor = [price * 0.4 for price in good_prices(instance)]
        result = proven_result(
            instance, prices=poor if with_tree else None, with_tree=with_tree
        )
        found.append(Base(instance, certificate_arrays(result)))
    return tuple(found)


# ------------------------------------------------------------------------- by accident


@pytest.mark.parametrize("number", range(CERTIFICATES))
def test_a_changed_byte_is_noticed(number: int) -> None:
    """Wherever it is, and whether or not it makes a claim false."""
    rng = np.random.default_rng([number, 12])
    base = bases()[number]
    names = sorted(name for name, table in base.arrays.items() if table.nbytes)
    for _ in range(BYTES):
        arrays = base.copy()
        name = str(rng.choice(names))
        flat = bytearray(arrays[name].tobytes())
        flat[int(rng.integers(len(flat)))] ^= int(rng.integers(1, 256))
        table = np.frombuffer(bytes(flat), dtype=np.uint8)
        arrays[name] = table.view(arrays[name].dtype).reshape(arrays[name].shape)

        # The one way in which bytes may differ and mean the same: -0, 0 and truth.
        assert _refused_for(arrays) & {"digest", "malformed"}, name


# -------------------------------------------------------------------------- on purpose


def is_finite(arrays: Arrays) -> bool:
    """Whether the certificate claims a value at all."""
    return str(arrays["status"]) != "infeasible"


def scaled(name: str, factor: float) -> Callable[[Base, Arrays, Generator], bool]:
    """A claim a little off; not one of nothing, which stays the same."""

    def spoil(_base: Base, arrays: Arrays, _rng: Generator) -> bool:
        value = float(arrays["value"])
        if not is_finite(arrays) or value < 0.01:
            return False
        arrays[name] = np.array(float(arrays[name]) + value * factor)
        return True

    return spoil


def written(name: str, number: float) -> Callable[[Base, Arrays, Generator], bool]:
    """A claim replaced by a number that it cannot be."""

    def spoil(_base: Base, arrays: Arrays, _rng: Generator) -> bool:
        arrays[name] = np.array(number)
        return is_finite(arrays)

    return spoil


def one_price(number: float) -> Callable[[Base, Arrays, Generator], bool]:
    """A price that proves nothing."""

    def spoil(_base: Base, arrays: Arrays, rng: Generator) -> bool:
        arrays["prices"][rng.integers(len(arrays["prices"]))] = number
        return True

    return spoil


def worse_prices(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """Prices of another instance, if they do not prove what is claimed here."""
    arrays["prices"] = rng.permutation(arrays["prices"]) * rng.choice([0.5, 1.5, 3.0])
    claimed = float(arrays["root_bound"])
    return is_finite(arrays) and priced_bound(
        base.instance, arrays["prices"].tolist()
    ) < (claimed - 1e-6 * (1.0 + abs(claimed)))


def one_use(
    column: int, number: Callable[[Base, Arrays, int], int]
) -> Callable[[Base, Arrays, Generator], bool]:
    """An entry of the assignment replaced."""

    def spoil(base: Base, arrays: Arrays, rng: Generator) -> bool:
        rows = arrays["assignment"]
        if not len(rows):
            return False
        row = int(rng.integers(len(rows)))
        rows[row, column] = number(base, arrays, row)
        return True

    return spoil


def beyond_magazine(base: Base, arrays: Arrays, row: int) -> int:
    """One round more than there are."""
    return int(base.instance.rounds[arrays["assignment"][row, 0]]) + 1


def split_row(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A pair twice, with a round each."""
    rows = arrays["assignment"]
    if not len(rows):
        return False
    row = rows[int(rng.integers(len(rows)))]
    arrays["assignment"] = np.vstack([rows, row])
    return True


def dropped_row(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """Rounds that saved something and are not fired."""
    rows = arrays["assignment"]
    if not len(rows) or not is_finite(arrays):
        return False
    row = int(rng.integers(len(rows)))
    i, j = rows[row, 0], rows[row, 1]
    pinned = base.instance.pinned
    if any(pin[0] == i and pin[1] == j for pin in pinned.tolist()):
        return False
    arrays["assignment"] = np.delete(rows, row, axis=0)
    return abs(_value(base.instance, arrays) - float(arrays["value"])) > 1e-6


def dropped_pin(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A pinned pair is not in the assignment."""
    pins, rows = arrays["pinned"], arrays["assignment"]
    if not len(pins):
        return False
    pin = pins[int(rng.integers(len(pins)))]
    arrays["assignment"] = rows[~((rows[:, 0] == pin[0]) & (rows[:, 1] == pin[1]))]
    return True


def forbidden_use(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A pair that is used is forbidden."""
    pins = {(i, j) for i, j, _ in base.instance.pinned.tolist()}
    used = [(i, j) for i, j, _ in arrays["assignment"].tolist() if (i, j) not in pins]
    if not used:
        return False
    if not arrays["forbidden"].size:
        arrays["forbidden"] = np.zeros(base.instance.pk.shape, dtype=np.bool_)
    arrays["forbidden"][used[int(rng.integers(len(used)))]] = True
    return True


def low_cap(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A target may be given fewer rounds than it is."""
    rows = arrays["assignment"]
    pinned = base.instance.pinned
    aimed = np.bincount(rows[:, 1], rows[:, 2], base.instance.target_count)
    least = np.bincount(pinned[:, 1], pinned[:, 2], base.instance.target_count)
    free = np.flatnonzero(aimed > least)
    if not len(free):
        return False
    j = int(rng.choice(free))
    arrays["max_per_target"][j] = int(aimed[j]) - 1
    return True


def low_pair_cap(base: Base, arrays: Arrays, _rng: Generator) -> bool:
    """No pair may be given as many rounds as one is."""
    most = int(arrays["assignment"][:, 2].max(initial=0))
    arrays["max_per_pair"] = np.array(most - 1)
    return most - 1 >= int(base.instance.pinned[:, 2].max(initial=0))


def more_required(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """More survival than the assignment gives."""
    j = int(rng.integers(base.instance.target_count))
    taken = np.zeros(base.instance.weapon_count, dtype=np.int64)
    for i, k, x in arrays["assignment"].tolist():
        taken[i] += x if k == j else 0
    through = survival(base.instance, j, tuple(taken.tolist()))
    arrays["min_survival"][j] = 1.0 - through / 2.0
    return is_finite(arrays) and through > 1e-6


def worth_more(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A target that gets through is worth more than the value says."""
    j = int(rng.integers(base.instance.target_count))
    arrays["values"][j] += 10.0
    changed = _value(_instance_of(base, arrays), arrays)
    return is_finite(arrays) and changed > float(arrays["value"]) + 1e-6


def hit_less(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A round that is fired hits less often."""
    rows = arrays["assignment"]
    if not len(rows) or not is_finite(arrays):
        return False
    i, j, _ = rows[int(rng.integers(len(rows)))]
    arrays["pk"][i, j] *= 0.9
    changed = _value(_instance_of(base, arrays), arrays)
    return changed > float(arrays["value"]) + 1e-6


def dearer(_base: Base, arrays: Arrays, _rng: Generator) -> bool:
    """Each round costs more than the value says."""
    arrays["round_cost"] += 0.5
    return is_finite(arrays) and len(arrays["assignment"]) > 0


def more_rounds(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """With more rounds at a price, the same prices prove less."""
    priced = np.flatnonzero(arrays["prices"] > 0.1)
    if not len(priced) or not is_finite(arrays):
        return False
    arrays["rounds"][int(rng.choice(priced))] += 3
    changed = _instance_of(base, arrays)
    claimed = float(arrays["root_bound"])
    proven = priced_bound(changed, arrays["prices"].tolist())
    return proven < claimed - 1e-6 * (1.0 + abs(claimed))


def other_status(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A word that is no status, or that nothing can be done where something can."""
    found = "proven" if rng.random() < 0.5 else "infeasible"
    found = found if is_finite(arrays) else "optimal"
    arrays["status"] = np.array(found)
    return True


# ------------------------------------------------------------------------------- trees


def leaf_of(arrays: Arrays, rng: Generator) -> int | None:
    """A leaf with branches, if there is one."""
    lengths = np.diff(arrays["leaf_offset"])
    found = np.flatnonzero(lengths)
    return int(rng.choice(found)) if len(found) else None


def dropped_leaf(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A part of the search space is in no leaf."""
    leaf = leaf_of(arrays, rng)
    if leaf is None:
        return False
    start, end = arrays["leaf_offset"][leaf : leaf + 2]
    arrays["leaf_branch"] = np.delete(arrays["leaf_branch"], slice(start, end), axis=0)
    offsets = np.delete(arrays["leaf_offset"], leaf)
    offsets[leaf:] -= end - start
    arrays["leaf_offset"] = offsets
    arrays["leaf_price"] = np.delete(arrays["leaf_price"], leaf, axis=0)
    return True


def branch_with_a_hole(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A lower half ends a round too early."""
    branches = arrays["leaf_branch"]
    # The last branch of a leaf, as the ranges of the others are written in more leaves.
    lasts = (arrays["leaf_offset"][1:] - 1)[np.diff(arrays["leaf_offset"]) > 0]
    lower = [
        row
        for row in lasts.tolist()
        if (branches[:, :3] == branches[row, [0, 1, 3]] + [0, 0, 1]).all(axis=1).any()
    ]
    if not lower:
        return False
    branches[int(rng.choice(lower)), 3] -= 1
    return True


def branch_elsewhere(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A leaf is about another target than the leaves beside it."""
    leaf = leaf_of(arrays, rng)
    if leaf is None:
        return False
    row = int(arrays["leaf_offset"][leaf])
    arrays["leaf_branch"][row, 1] += 1
    arrays["leaf_branch"][row, 1] %= base.instance.target_count
    return True


def branch_nowhere(base: Base, arrays: Arrays, rng: Generator) -> bool:
    """A leaf is about a weapon that does not exist."""
    leaf = leaf_of(arrays, rng)
    if leaf is None:
        return False
    arrays["leaf_branch"][arrays["leaf_offset"][leaf], 0] = base.instance.weapon_count
    return True


def leaf_price(number: float) -> Callable[[Base, Arrays, Generator], bool]:
    """A leaf's price that proves nothing."""

    def spoil(_base: Base, arrays: Arrays, rng: Generator) -> bool:
        if not arrays["leaf_price"].size:
            return False
        leaf, i = (int(rng.integers(n)) for n in arrays["leaf_price"].shape)
        arrays["leaf_price"][leaf, i] = number
        return True

    return spoil


def leaf_at_any_price(base: Base, arrays: Arrays, _rng: Generator) -> bool:
    """The leaf of the optimum with prices that make what is left over too dear.

    Where a weapon has rounds left over, a price on it lowers the bound.
    """
    rows = arrays["assignment"]
    spent = np.bincount(rows[:, 0], rows[:, 2], base.instance.weapon_count)
    left = np.flatnonzero(base.instance.rounds > spent)
    if not len(left) or not len(arrays["leaf_price"]):
        return False
    arrays["leaf_price"][:, left] += 50.0 + float(arrays["value"])
    return True


# -------------------------------------------------------------------------- infeasible


def unmet_flag(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """The opposite of what is said of a target by itself."""
    count = len(arrays["unmet_alone"])
    if count:
        arrays["unmet_alone"][int(rng.integers(count))] ^= True
    return count > 0


def unmet_reached(_base: Base, arrays: Arrays, rng: Generator) -> bool:
    """More is said to be reached than is."""
    count = len(arrays["unmet_survival"])
    if count:
        arrays["unmet_survival"][int(rng.integers(count)), 1] += 0.01
    return count > 0


def unmet_dropped(_base: Base, arrays: Arrays, _rng: Generator) -> bool:
    """A miss is not told."""
    for name in ("unmet_target", "unmet_survival", "unmet_alone"):
        arrays[name] = arrays[name][1:]
    return not is_finite(arrays)


def a_value_after_all(_base: Base, arrays: Arrays, _rng: Generator) -> bool:
    """A number where nothing is feasible."""
    arrays["value"] = np.array(12.0)
    return not is_finite(arrays)


MUTATIONS = (
    Mutation("value lowered", ("value",), scaled("value", -1e-6)),
    Mutation("value raised", ("value",), scaled("value", 1e-6)),
    Mutation("value not a number", ("value",), written("value", math.nan)),
    Mutation("value infinite", ("value",), written("value", math.inf)),
    Mutation("bound raised", ("bound",), written("bound", 1e9)),
    Mutation("bound not a number", ("bound",), written("bound", math.nan)),
    Mutation("root bound raised", ("root bound",), scaled("root_bound", 1e-6)),
    Mutation("root bound no number", ("root bound",), written("root_bound", math.nan)),
    Mutation("price negative", ("prices",), one_price(-1e-9)),
    Mutation("price not a number", ("prices",), one_price(math.nan)),
    Mutation("price infinite", ("prices",), one_price(math.inf)),
    Mutation("prices that prove less", ("root bound",), worse_prices),
    Mutation(
        "no such weapon", ("index",), one_use(0, lambda b, *_: len(b.instance.rounds))
    ),
    Mutation(
        "no such target", ("index",), one_use(1, lambda b, *_: len(b.instance.values))
    ),
    Mutation("weapon below zero", ("index",), one_use(0, lambda *_: -1)),
    Mutation("no rounds", ("rounds",), one_use(2, lambda *_: 0)),
    Mutation("rounds below zero", ("rounds",), one_use(2, lambda *_: -3)),
    Mutation("a round too many", ("magazine",), one_use(2, beyond_magazine)),
    Mutation("pair twice", ("twice",), split_row),
    Mutation("use dropped", ("value", "survival"), dropped_row),
    Mutation("pin dropped", ("pinned",), dropped_pin),
    Mutation("forbidden pair used", ("forbidden",), forbidden_use),
    Mutation("over the target's cap", ("max_per_target",), low_cap),
    Mutation("over the pair's cap", ("max_per_pair",), low_pair_cap),
    Mutation("survival missed", ("survival",), more_required),
    Mutation("value of another instance", ("value",), worth_more),
    Mutation("chance of another instance", ("value", "survival"), hit_less),
    Mutation("cost of another instance", ("value",), dearer),
    Mutation("rounds of another instance", ("root bound",), more_rounds),
    Mutation("other status", ("status", "infeasible", "value"), other_status),
    Mutation("leaf dropped", ("tree",), dropped_leaf),
    Mutation("branch with a hole", ("tree",), branch_with_a_hole),
    Mutation("branch elsewhere", ("tree",), branch_elsewhere),
    Mutation("branch nowhere", ("tree",), branch_nowhere),
    Mutation("leaf price negative", ("tree",), leaf_price(-0.5)),
    Mutation("leaf price no number", ("tree",), leaf_price(math.nan)),
    Mutation("leaf prices too dear", ("tree",), leaf_at_any_price),
    Mutation("alone or not", ("alone",), unmet_flag),
    Mutation("reached less", ("unmet",), unmet_reached),
    Mutation("a miss untold", ("unmet",), unmet_dropped),
    Mutation("a value after all", ("infeasible",), a_value_after_all),
)


@cache
def applied(mutation: Mutation) -> int:
    """Spoil every certificate in this way, and count those that could be spoiled."""
    count = 0
    for number, base in enumerate(bases()):
        arrays = base.copy()
        rng = np.random.default_rng([number, 13])
        if not mutation.spoil(base, arrays, rng):
            continue
        arrays["digest"] = digest_of(arrays)
        found = _refused_for(arrays)
        assert found & set(mutation.kinds), (mutation.name, number, found)
        count += 1
    return count


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_false_claim_is_refused_for_its_own_reason(mutation: Mutation) -> None:
    """The digest is right: it is the recomputation that notices."""
    assert applied(mutation) >= 5


def test_there_are_a_thousand_false_claims() -> None:
    """And as many bytes; few of one kind cannot hide behind many of another."""
    assert sum(applied(mutation) for mutation in MUTATIONS) >= 1_000
    assert CERTIFICATES * BYTES >= 700


def test_the_honest_certificates_hold_and_have_something_to_lose() -> None:
    """Without this the mutations above would prove nothing."""
    proofs: Counter[str] = Counter()
    for base in bases():
        checked = verify_certificate(base.arrays)
        assert checked.holds, checked
        proofs[checked.proof] += 1
    assert proofs["tree"] >= 20
    assert proofs["prices"] >= 10
    assert sum(len(base.arrays["leaf_price"]) > 2 for base in bases()) >= 5
    assert any(
        str(base.arrays["status"]) == WtaStatus.INFEASIBLE.value for base in bases()
    )


def _refused_for(arrays: Arrays) -> set[str]:
    """The kinds of fault found; nothing if the certificate is believed."""
    try:
        checked = verify_certificate(arrays)
    except ValueError as error:
        return {"malformed"} if "accepted: " in str(error) else {"unexplained"}
    assert checked.holds == (not checked.faults)
    return {fault.split(":")[0] for fault in checked.faults}


def _instance_of(base: Base, arrays: Arrays) -> WtaInstance:
    """The instance as it is spoiled."""
    return replace(
        base.instance,
        values=arrays["values"],
        pk=arrays["pk"],
        rounds=arrays["rounds"],
        round_cost=arrays["round_cost"],
    )


def _value(instance: WtaInstance, arrays: Arrays) -> float:
    """Σ v Π (1 − p)^x + Σ c x of the assignment in the arrays."""
    through = instance.values.copy()
    spent = 0.0
    cost = np.broadcast_to(instance.round_cost, instance.pk.shape)
    for i, j, x in arrays["assignment"].tolist():
        through[j] *= (1.0 - instance.pk[i, j]) ** x
        spent += float(cost[i, j]) * x
    return float(through.sum()) + spent

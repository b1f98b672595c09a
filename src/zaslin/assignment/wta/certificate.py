"""A result's certificate as plain arrays, and a stranger's way to recompute it.

The arrays hold the whole instance, the assignment, the prices and the claims, and a
digest over all of these that binds the claims to the instance.  What they claim is
recomputed by :mod:`zaslin.assignment.check.wta`, which knows neither numpy nor the
solver; this module only takes the arrays apart.
"""

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zaslin.assignment.check.wta import Claim, Given, Leaf, Unmet, Verification, verify
from zaslin.assignment.wta.instance import WtaInstance
from zaslin.assignment.wta.result import WtaResult

Arrays = Mapping[str, NDArray[Any]]

DIGEST = "digest"

_SHAPES = {
    "values": ("float64", ("targets",)),
    "pk": ("float64", ("weapons", "targets")),
    "rounds": ("int64", ("weapons",)),
    "round_cost": ("float64", ("weapons", "1 or targets")),
    "forbidden": ("bool", ("weapons", "targets")),
    "pinned": ("int64", ("pins", "3")),
    "max_per_target": ("int64", ("targets",)),
    "max_per_pair": ("int64", ()),
    "min_survival": ("float64", ("targets",)),
    "assignment": ("int64", ("pairs used", "3")),
    "prices": ("float64", ("weapons",)),
    "status": ("str", ()),
    "value": ("float64", ()),
    "bound": ("float64", ()),
    "root_bound": ("float64", ()),
    "unmet_target": ("int64", ("unmet",)),
    "unmet_survival": ("float64", ("unmet", "2")),
    "unmet_alone": ("bool", ("unmet",)),
    "leaf_offset": ("int64", ("offsets",)),
    "leaf_branch": ("int64", ("branches", "4")),
    "leaf_price": ("float64", ("leaves", "weapons")),
    DIGEST: ("uint8", ("32",)),
}
"""The type and the shape of each array: a number, or a word for one length."""


def certificate_arrays(result: WtaResult) -> dict[str, NDArray[Any]]:
    """Everything that a stranger needs to recompute a result.

    The leaves are stored end to end: ``leaf_branch[leaf_offset[k]:leaf_offset[k + 1]]``
    are the branches (weapon, target, low, high) of leaf k, ``leaf_price[k]`` its
    prices.  ``unmet_survival`` holds what is required and what is reached.
    """
    arrays = _instance_arrays(result.instance)
    leaves, unmet = result.leaves, result.unmet
    branches = [branch for leaf in leaves for branch in leaf.branches]
    lengths = [len(leaf.branches) for leaf in leaves]
    survivals = [(each.required, each.reached) for each in unmet]
    arrays |= {
        "assignment": np.array(result.assignment, dtype=np.int64).reshape(-1, 3),
        "prices": np.array(result.prices, dtype=np.float64),
        "status": np.array(str(result.status)),
        "value": np.array(result.value, dtype=np.float64),
        "bound": np.array(result.bound, dtype=np.float64),
        "root_bound": np.array(result.root_bound, dtype=np.float64),
        "unmet_target": np.array([each.target for each in unmet], dtype=np.int64),
        "unmet_survival": np.array(survivals, dtype=np.float64).reshape(-1, 2),
        "unmet_alone": np.array([each.alone for each in unmet], dtype=np.bool_),
        "leaf_offset": np.cumsum([0, *lengths], dtype=np.int64),
        "leaf_branch": np.array(branches, dtype=np.int64).reshape(-1, 4),
        "leaf_price": np.array(
            [leaf.prices for leaf in leaves], dtype=np.float64
        ).reshape(len(leaves), result.instance.weapon_count),
    }
    return arrays | {DIGEST: digest_of(arrays)}


def _instance_arrays(instance: WtaInstance) -> dict[str, NDArray[Any]]:
    forbidden = instance.forbidden
    if forbidden is None:
        forbidden = np.zeros((0, 0), dtype=np.bool_)
    return {
        "values": np.array(instance.values),
        "pk": np.array(instance.pk),
        "rounds": np.array(instance.rounds),
        "round_cost": np.array(instance.round_cost),
        "forbidden": np.array(forbidden),
        "pinned": np.array(instance.pinned),
        "max_per_target": np.array(instance.max_per_target),
        "max_per_pair": np.array(instance.max_per_pair, dtype=np.int64),
        "min_survival": np.array(instance.min_survival),
    }


def digest_of(arrays: Arrays) -> NDArray[np.uint8]:
    """SHA-256 over name, type, shape and bytes of all arrays but the digest."""
    total = hashlib.sha256()
    for name in sorted(set(arrays) - {DIGEST}):
        table = np.asarray(arrays[name])
        # Little-endian in row order, wherever the file was written.
        table = table.astype(table.dtype.newbyteorder("<"), order="C")
        head = f"{name}\0{table.dtype.str}\0{table.shape}\0"
        total.update(head.encode())
        total.update(table.tobytes())
    return np.frombuffer(total.digest(), dtype=np.uint8).copy()


def verify_certificate(arrays: Arrays) -> Verification:
    """Recompute everything that the arrays claim.

    Returns
    -------
    Verification
        Its ``faults`` say what is false; see :func:`zaslin.assignment.check.wta.verify`
        for what is recomputed, and how it is sound against rounding.

    Raises
    ------
    ValueError
        If the arrays are no certificate: one is missing, unknown, or of another type
        or shape, or the instance in them is none.  It names the array and what is
        accepted.
    """
    _accept_arrays(arrays)
    checked = verify(_given(arrays), _claim(arrays))
    if np.array_equal(arrays[DIGEST], digest_of(arrays)):
        return checked
    fault = "digest: it is not that of these arrays, one of which was changed"
    return replace(checked, faults=(fault, *checked.faults))


def _accept_arrays(arrays: Arrays) -> None:
    for name in sorted(set(arrays) ^ set(_SHAPES)):
        what = "is missing" if name in _SHAPES else "is unknown"
        raise ValueError(f"{name} {what}; accepted: {', '.join(_SHAPES)}")
    lengths: dict[str, int] = {}
    for name, (kind, shape) in _SHAPES.items():
        table = arrays[name]
        right = table.dtype.kind == "U" if kind == "str" else table.dtype.name == kind
        if not right:
            raise ValueError(f"{name} holds {table.dtype.name}; accepted: {kind}")
        if name == "forbidden" and table.shape == (0, 0):
            continue
        if not _fits(table.shape, shape, lengths):
            wanted = ", ".join(
                f"{word} = {lengths[word]}" if word in lengths else word
                for word in shape
            )
            raise ValueError(
                f"{name} has the shape {table.shape}; accepted: ({wanted})"
            )
    _accept_offsets(arrays["leaf_offset"], lengths)


def _fits(
    given: tuple[int, ...], shape: Sequence[str], lengths: dict[str, int]
) -> bool:
    if len(given) != len(shape):
        return False
    for length, word in zip(given, shape, strict=True):
        if word == "1 or targets":
            if length not in (1, lengths["targets"]):
                return False
        elif length != (
            int(word) if word.isdigit() else lengths.setdefault(word, length)
        ):
            return False
    return True


def _accept_offsets(offsets: NDArray[Any], lengths: Mapping[str, int]) -> None:
    steps = offsets.tolist()
    if (
        len(steps) != lengths["leaves"] + 1
        or steps[0] != 0
        or steps[-1] != lengths["branches"]
        or steps != sorted(steps)
    ):
        raise ValueError(
            "leaf_offset does not cut leaf_branch into leaves; accepted: "
            f"{lengths['leaves'] + 1} numbers rising from 0 to {lengths['branches']}"
        )


def _given(arrays: Arrays) -> Given:
    targets = len(arrays["values"])
    forbidden: list[frozenset[int]] = [frozenset()] * targets
    if arrays["forbidden"].size:
        columns = arrays["forbidden"].T
        forbidden = [frozenset(np.flatnonzero(each).tolist()) for each in columns]
    cost = list(_columns(arrays["round_cost"]))
    return Given(
        values=arrays["values"].tolist(),
        chance=list(_columns(arrays["pk"])),
        rounds=arrays["rounds"].tolist(),
        cost=cost if len(cost) == targets else cost * targets,
        forbidden=forbidden,
        pinned=[(i, j, count) for i, j, count in arrays["pinned"].tolist()],
        most_at_target=arrays["max_per_target"].tolist(),
        most_of_pair=int(arrays["max_per_pair"]),
        survival=arrays["min_survival"].tolist(),
    )


def _columns(table: NDArray[Any]) -> Iterator[Sequence[float]]:
    """The columns as arrays of the standard library: a quarter of a list's memory."""
    for column in table.T:
        yield array("d", np.ascontiguousarray(column, dtype=np.float64).tobytes())


def _claim(arrays: Arrays) -> Claim:
    offsets = arrays["leaf_offset"].tolist()
    branches = [(i, j, low, high) for i, j, low, high in arrays["leaf_branch"].tolist()]
    leaves = [
        Leaf(branches[start:end], prices)
        for start, end, prices in zip(
            offsets[:-1], offsets[1:], arrays["leaf_price"].tolist(), strict=True
        )
    ]
    unmet = [
        Unmet(target, required, reached, alone)
        for target, (required, reached), alone in zip(
            arrays["unmet_target"].tolist(),
            arrays["unmet_survival"].tolist(),
            arrays["unmet_alone"].tolist(),
            strict=True,
        )
    ]
    return Claim(
        status=str(arrays["status"]),
        value=float(arrays["value"]),
        bound=float(arrays["bound"]),
        root_bound=float(arrays["root_bound"]),
        assignment=[(i, j, x) for i, j, x in arrays["assignment"].tolist()],
        prices=arrays["prices"].tolist(),
        leaves=leaves,
        unmet=unmet,
    )

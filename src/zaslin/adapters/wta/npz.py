"""Instances as arrays (numpy's .npz), with everything that an instance can ask for."""

from collections.abc import Mapping
from typing import IO, Any

import numpy as np
from numpy import float64, int64
from numpy.typing import NDArray

from zaslin.adapters import npz_file
from zaslin.adapters.npz_file import ArrayHead, Arrays
from zaslin.adapters.wta.size import LIMIT_BYTES, accept_size
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.wire.rejected import Rejected

_WANTED = "a WTA instance: an .npz file of values, pk and rounds"
_NEEDED = ("values", "pk", "rounds")
_NUMBERS = "biuf"
_TRUTHS = "b"
_MOST_OF_PAIR = 2**62
_NO_PINS: NDArray[float64] = np.empty((0, 3))

Shape = tuple[int, ...]


def read(path: str) -> WtaInstance:
    """The instance of a file.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    arrays = npz_file.read(
        path,
        _WANTED,
        limit_bytes=LIMIT_BYTES,
        accept=lambda heads: _accept(heads, path),
    )
    return _instance(arrays, path)


def decode(file: IO[bytes], source: str) -> WtaInstance:
    """The instance of an open file; raises as :func:`read` does."""
    arrays = npz_file.decode(
        file,
        source,
        _WANTED,
        limit_bytes=LIMIT_BYTES,
        accept=lambda heads: _accept(heads, source),
    )
    return _instance(arrays, source)


def write(file: IO[bytes], instance: WtaInstance) -> None:
    """The file of an instance, without what it does not ask for."""
    total = max(1, int(instance.rounds.sum()))
    arrays: dict[str, NDArray[Any]] = {
        "values": instance.values,
        "pk": instance.pk,
        "rounds": instance.rounds,
    }
    if instance.round_cost.any():
        alike = instance.round_cost.shape[1] == 1
        cost = instance.round_cost
        arrays["round_cost"] = cost.ravel() if alike else cost
    if instance.forbidden is not None:
        arrays["forbidden"] = instance.forbidden
    if len(instance.pinned):
        arrays["pinned"] = instance.pinned
    if (instance.max_per_target != total).any():
        arrays["max_per_target"] = instance.max_per_target
    if instance.max_per_pair != total:
        arrays["max_per_pair"] = np.array(instance.max_per_pair, dtype=int64)
    if instance.min_survival.any():
        arrays["min_survival"] = instance.min_survival
    npz_file.write(file, arrays)


def _accept(heads: Mapping[str, ArrayHead], source: str) -> None:
    """Names, types and shapes, before an array is unpacked."""
    for name in _NEEDED:
        if name not in heads:
            raise Rejected(source, name, "no such array", _WANTED)
    values, rounds = heads["values"].shape, heads["rounds"].shape
    for name, shape in (("values", values), ("rounds", rounds)):
        if len(shape) != 1:
            raise _misshapen(source, name, shape, "1 dimension")
    n, m = rounds[0], values[0]
    accept_size(source, "rounds, values", n, m)
    shapes = _shapes(n, m)
    for name, head in heads.items():
        if name not in shapes:
            known = f"one of {', '.join(shapes)}"
            raise Rejected(source, name, "unknown array", known)
        kinds = _TRUTHS if _is_matrix(name, head) else _NUMBERS
        if head.dtype.kind not in kinds:
            raise Rejected(source, name, f"the type {head.dtype}", "real numbers")
        accepted = shapes[name]
        if not any(_matches(head.shape, each) for each in accepted):
            listed = " or ".join(f"{each}".replace("-1", "any") for each in accepted)
            raise _misshapen(source, name, head.shape, listed)


def _shapes(n: int, m: int) -> dict[str, tuple[Shape, ...]]:
    """What each array may look like for n weapons and m targets; -1 is any number."""
    return {
        "values": ((m,),),
        "pk": ((n, m),),
        "rounds": ((n,),),
        "round_cost": ((), (n,), (n, m)),
        "forbidden": ((n, m), (-1, 2)),
        "pinned": ((-1, 2), (-1, 3)),
        "max_per_target": ((), (m,)),
        "max_per_pair": ((),),
        "min_survival": ((), (m,)),
    }


def _is_matrix(name: str, head: ArrayHead) -> bool:
    return name == "forbidden" and head.dtype.kind == _TRUTHS


def _matches(shape: Shape, accepted: Shape) -> bool:
    return len(shape) == len(accepted) and all(
        wanted in (-1, length) for length, wanted in zip(shape, accepted, strict=True)
    )


def _misshapen(source: str, name: str, shape: Shape, accepted: str) -> Rejected:
    return Rejected(source, name, f"the shape {shape}", accepted)


def _instance(arrays: Arrays, source: str) -> WtaInstance:
    try:
        # Infinity ends in one line, not in a warning above it.
        with np.errstate(invalid="ignore"):
            return _checked(arrays, source)
    except ValueError as error:
        said, _, accepted = str(error).partition("; accepted: ")
        place, _, value = said.rpartition(" is ")
        raise Rejected(source, place, value, accepted or _WANTED) from None


def _checked(arrays: Arrays, source: str) -> WtaInstance:
    return wta_instance(
        arrays["values"],
        arrays["pk"],
        arrays["rounds"],
        round_cost=arrays.get("round_cost"),
        forbidden=arrays.get("forbidden"),
        pinned=[tuple(row) for row in arrays.get("pinned", _NO_PINS).tolist()],
        max_per_target=arrays.get("max_per_target"),
        max_per_pair=_most_of_pair(arrays, source),
        min_survival=arrays.get("min_survival"),
    )


def _most_of_pair(arrays: Arrays, source: str) -> int | None:
    if "max_per_pair" not in arrays:
        return None
    most = arrays["max_per_pair"].item()
    if not (0 <= most <= _MOST_OF_PAIR and most % 1 == 0):
        accepted = f"a whole number, 0 to {_MOST_OF_PAIR}"
        raise Rejected(source, "max_per_pair", f"{most}", accepted)
    return int(most)

"""What a bound is computed from: tries at objects, and what they compete for."""

from typing import NamedTuple

import numpy as np
from numpy import float64, int32, int64
from numpy.typing import NDArray

Floats = NDArray[float64]
Ints = NDArray[int64]
Index = NDArray[int32]

TRY = np.dtype(
    [
        ("opens_s", np.float64),
        ("closes_s", np.float64),
        ("busy_s", np.float64),
        ("p_kill", np.float64),
        ("channel_share", np.float64),
        ("rail_share", np.float64),
        ("object", np.int32),
        ("block", np.int32),
        ("mount", np.int32),
        ("unit", np.int32),
        ("copies", np.int32),
        ("rounds", np.int32),
    ],
    align=True,
)
"""Launches of single rounds at one object that have no time for a second one.

The launch lies in ``opens_s`` to ``closes_s`` and takes a channel for at least
``busy_s``, of which a round is charged ``channel_share``: a salvo shares one.
``copies`` rounds at most, each with a kill probability of at most ``p_kill``.
``rounds`` is 1, or 0 for electronic warfare.
A *block* is a stretch of an object's way within which results count as known at once.
"""


class Tries(NamedTuple):
    """All tries, object by object, block by block within an object.

    ``of_object[j]`` to ``of_object[j + 1]`` are the blocks of object j,
    ``of_block[b]`` to ``of_block[b + 1]`` the tries of block b.
    """

    of_object: Ints
    of_block: Ints
    table: NDArray[np.void]


class Supply(NamedTuple):
    """What tries compete for; times in seconds from the start.

    A mount is (unit, interceptor type): wherever the unit stands, the rounds are the
    same.
    Of a mount ``rounds[mount, k]`` can be launched before ``before_s[k]``, of which the
    last is infinite.
    ``channel_s[unit, slot]`` and ``rail_s[row, slot]`` are the seconds of channels and
    of rails in each slot; ``rail_row`` is −1 where the rounds alone bind.
    """

    rounds: Floats
    before_s: Floats
    channel_s: Floats
    rail_s: Floats
    rail_row: Index
    reload_s: Floats
    slot_s: float


class Prices(NamedTuple):
    """Non-negative prices: of a round, of a second of a channel, and of a rail."""

    rounds: Floats
    channel_s: Floats
    rail_s: Floats


def tries_of(found: NDArray[np.void], objects: int) -> Tries:
    """Put tries in order."""
    order = np.lexsort((found["opens_s"], found["block"], found["object"]))
    table = np.ascontiguousarray(found[order])
    starts = np.ones(len(table), dtype=bool)
    starts[1:] = (np.diff(table["object"]) != 0) | (np.diff(table["block"]) != 0)
    first = np.flatnonzero(starts)
    of_object = np.zeros(objects + 1, dtype=int64)
    owner = table["object"][first]
    np.cumsum(np.bincount(owner, minlength=objects), out=of_object[1:])
    return Tries(of_object, np.append(first, len(table)).astype(int64), table)


def zero_prices(supply: Supply) -> Prices:
    """Prices of nothing, in the shapes of the supply."""
    return Prices(
        np.zeros_like(supply.rounds),
        np.zeros_like(supply.channel_s),
        np.zeros_like(supply.rail_s),
    )

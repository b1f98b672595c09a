"""List every chain worth choosing, for problems small enough to list them.

Compiled by numba.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import float64, int32
from numpy.typing import NDArray

from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Field,
    chain_with,
    chain_without,
    needs,
    weighted_cost,
)

_WORTH = 1e-9


class Columns(NamedTuple):
    """Chains that no part of themselves beats, their weighted costs and needs."""

    track: NDArray[int32]
    chain: NDArray[int32]
    length: NDArray[int32]
    cost: NDArray[float64]
    needed: NDArray[float64]


@njit(cache=True)
def list_chains(
    field: Field, most: int, track: NDArray[int32], chain: NDArray[int32],
    length: NDArray[int32], cost: NDArray[float64], needed: NDArray[float64],
) -> int:  # fmt: skip
    """Breadth-first over chain lengths; returns the number, or −1 if above ``most``.

    A chain is kept if each of its shots earns something: a shot that does not could
    be left out and would only free capacity. A later shot that earns something lowers
    what is left to lose, so each earlier one earns at least as much without it:
    every chain worth keeping therefore grows shot by shot out of kept ones. (A shot
    that loses a little could still free rounds further on; that is left to the search.
    Where there is no time for a second look the list is complete.)
    """
    count = 0
    longer = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    shorter = np.empty(MAX_CHAIN + 1, dtype=np.int32)
    for j in range(len(field.value)):
        first, last = field.of_track[j], field.of_track[j + 1]
        if count >= most:
            return -1
        begin = count
        track[count], length[count] = j, 0
        cost[count] = field.weight[j] * field.value[j]
        count += 1
        done = begin
        while done < count:
            base = done
            done += 1
            if length[base] >= MAX_CHAIN:
                continue
            start = first if length[base] == 0 else chain[base, length[base] - 1] + 1
            for i in range(start, last):
                size = length[base] + 1
                chain_with(field.moves, chain[base], length[base], i, longer)
                value = weighted_cost(field, j, longer, size)
                if value >= cost[base] - _WORTH:
                    continue
                useful = True
                for k in range(size - 1):
                    kept = chain_without(longer, size, longer[k], shorter)
                    without = weighted_cost(field, j, shorter, kept)
                    if without <= value + _WORTH:
                        useful = False
                        break
                if not useful:
                    continue
                if count >= most:
                    return -1
                track[count], length[count], cost[count] = j, size, value
                chain[count, :size] = longer[:size]
                needs(field.moves, longer, size, field.weight[j], needed[count])
                count += 1
    return count

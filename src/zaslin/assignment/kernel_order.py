"""Options in launch order within each track, and where each one's look leads."""

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray


@njit(cache=True)
def launch_order(
    found: NDArray[np.void], of_track: NDArray[int64], slots: int
) -> NDArray[int64]:
    """Stable counting sort by launch slot within each track."""
    order = np.empty(len(found), dtype=np.int64)
    heads = np.zeros(slots + 1, dtype=np.int64)
    for j in range(len(of_track) - 1):
        first, last = of_track[j], of_track[j + 1]
        heads[:] = 0
        for i in range(first, last):
            heads[found[i].launch + 1] += 1
        for s in range(slots):
            heads[s + 1] += heads[s]
        for i in range(first, last):
            launch = found[i].launch
            order[first + heads[launch]] = i
            heads[launch] += 1
    return order


@njit(cache=True)
def following_options(
    launch: NDArray[int32], end: NDArray[int32], of_track: NDArray[int64]
) -> NDArray[int32]:
    """First option of the same track at or after each option's end slot."""
    following = np.empty(len(launch), dtype=np.int32)
    for j in range(len(of_track) - 1):
        first, last = of_track[j], of_track[j + 1]
        for i in range(first, last):
            low, high = i + 1, last
            while low < high:
                middle = (low + high) // 2
                if launch[middle] >= end[i]:
                    high = middle
                else:
                    low = middle + 1
            following[i] = low
    return following

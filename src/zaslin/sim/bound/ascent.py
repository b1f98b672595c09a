"""Ascent of a concave function of non-negative prices, given its slopes."""

from collections.abc import Callable, Sequence

import numpy as np

from zaslin.sim.bound.tries import Floats

_FADE = 10.0
_MEMORY, _SLOPE_MEMORY = 0.9, 0.95
_TINY = 1e-12

Evaluate = Callable[[Sequence[Floats]], tuple[float, Sequence[Floats]]]
"""Value and slopes, table by table, at given prices."""


def ascend(
    evaluate: Evaluate,
    start: Sequence[Floats],
    scale: Sequence[Floats],
    phases: Sequence[tuple[float, int]],
) -> tuple[Floats, ...]:
    """The prices of the highest value met on the way.

    Steps are per coordinate with momentum (Kingma and Ba 2015) on coordinates scaled to
    what is natural there, as in the planner's own dual.

    Parameters
    ----------
    scale
        Natural size of each price.
    phases
        (size of the first step, number of steps); each phase starts from the best
        prices of the one before, and its steps fade as 1/√(1 + n/10).
    """
    best = tuple(table.copy() for table in start)
    highest = -np.inf
    for size, steps in phases:
        prices = [table.copy() for table in best]
        mean = [np.zeros_like(table) for table in best]
        square = [np.zeros_like(table) for table in best]
        for step in range(steps):
            value, slopes = evaluate(prices)
            if value > highest:
                highest, best = value, tuple(table.copy() for table in prices)
            moved = size / np.sqrt(1.0 + step / _FADE)
            for table in zip(prices, slopes, scale, mean, square, strict=True):
                _step(*table, moved)
    return best


def _step(
    price: Floats, slope: Floats, scale: Floats, mean: Floats, square: Floats,
    size: float,
) -> None:  # fmt: skip
    """One projected step on one table of prices, in place."""
    # At the boundary and pushed outwards a coordinate rests.
    moves = (price > 0.0) | (slope > 0.0)
    mean *= _MEMORY
    mean += np.where(moves, (1.0 - _MEMORY) * slope, 0.0)
    newer = _SLOPE_MEMORY * square + (1.0 - _SLOPE_MEMORY) * slope * slope
    np.copyto(square, newer, where=moves)
    step = size * scale * mean / np.sqrt(square + _TINY)
    np.copyto(price, np.maximum(0.0, price + step), where=moves)

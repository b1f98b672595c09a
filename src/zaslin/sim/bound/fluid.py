"""The bound that knows the whole raid: what is scarce has prices, objects are alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zaslin.sim.bound.ascent import ascend
from zaslin.sim.bound.kernel_fold import book, book_rounds, fold, hold_tries
from zaslin.sim.bound.tries import Floats, Prices, Supply, Tries, zero_prices

_ROUNDING = 1e-10
"""Relative allowance for rounding in sums of some 10⁵ terms."""
_PHASES = ((0.5, 60), (0.2, 60), (0.1, 60), (0.05, 60))
_ROUND_PHASES = ((0.1, 60), (0.05, 60))


def fluid_bound(tries: Tries, supply: Supply, value: Floats, prices: Prices) -> float:
    """Damage that no policy can be expected to keep below; docs/bounds.md.

    Any non-negative prices give a valid bound, good prices a tight one.

    Parameters
    ----------
    value
        Of each object: the damage to expect if it gets through.

    Raises
    ------
    ValueError
        If a price is negative or not finite.
    """
    for name, table in zip(Prices._fields, prices, strict=True):
        if not (np.isfinite(table).all() and (table >= 0.0).all()):
            raise ValueError(
                f"price of {name} is negative or not finite; accepted: from zero on"
            )
    held, _ = holding(tries, supply, prices)
    least, _ = _folded(tries, supply, value, prices.rounds, held)
    kept, owed = float(least.sum()), _owed(prices, supply)
    return kept - owed - _ROUNDING * (kept + owed)


def find_prices(tries: Tries, supply: Supply, value: Floats) -> Prices:
    """Prices of a good bound, from nothing."""
    capacity = (supply.rounds, supply.channel_s, supply.rail_s)

    def evaluate(tables: Sequence[Floats]) -> tuple[float, Sequence[Floats]]:
        prices = Prices(*tables)
        held, launch_s = holding(tries, supply, prices)
        least, taken = _folded(tries, supply, value, prices.rounds, held)
        use = zero_prices(supply)
        book(tries, supply, launch_s, taken, use)
        slopes = [used - there for used, there in zip(use, capacity, strict=True)]
        return float(least.sum()) - _owed(prices, supply), slopes

    start = zero_prices(supply)
    return Prices(*ascend(evaluate, start, _scale(tries, supply, value), _PHASES))


def find_round_prices(
    tries: Tries, supply: Supply, value: Floats, prices: Prices, held: Floats
) -> Prices:
    """The same prices with those of the rounds made better for this supply.

    ``held`` is what ``holding`` says of these prices.
    """
    rest = _owed(prices._replace(rounds=np.zeros_like(prices.rounds)), supply)

    def evaluate(tables: Sequence[Floats]) -> tuple[float, Sequence[Floats]]:
        (rounds,) = tables
        least, taken = _folded(tries, supply, value, rounds, held)
        use = np.empty_like(rounds)
        book_rounds(tries, supply, taken, use)
        owed = rest + float(np.sum(rounds * supply.rounds))
        return float(least.sum()) - owed, [use - supply.rounds]

    scale = [_scale(tries, supply, value).rounds]
    (rounds,) = ascend(evaluate, [prices.rounds], scale, _ROUND_PHASES)
    return prices._replace(rounds=rounds)


def holding(tries: Tries, supply: Supply, prices: Prices) -> tuple[Floats, Floats]:
    """Price of each try's channel and rail, and a launch that has it."""
    held, launch_s = np.empty(len(tries.table)), np.empty(len(tries.table))
    hold_tries(tries, supply, prices, held, launch_s)
    return held, launch_s


def _folded(
    tries: Tries, supply: Supply, value: Floats, round_prices: Floats, held: Floats
) -> tuple[Floats, Floats]:
    least, taken = np.empty(len(value)), np.empty(len(tries.table))
    fold(tries, supply, value, round_prices, held, least, taken)
    return least, taken


def _owed(prices: Prices, supply: Supply) -> float:
    """What all of the supply is worth at the prices."""
    return float(
        np.sum(prices.rounds * supply.rounds)
        + np.sum(prices.channel_s * supply.channel_s)
        + np.sum(prices.rail_s * supply.rail_s)
    )


def _scale(tries: Tries, supply: Supply, value: Floats) -> Prices:
    """Mean damage averted by a try at each row, per round or per second."""
    table = tries.table
    gain = value[table["object"]] * table["p_kill"]
    per_second = gain / np.maximum(table["busy_s"], 1.0)
    per_mount = _mean_by(table["mount"], gain, len(supply.rounds))
    per_unit = _mean_by(table["unit"], per_second, len(supply.channel_s))
    per_rail = np.zeros(len(supply.rail_s))
    railed = np.flatnonzero(supply.rail_row >= 0)
    per_rail[supply.rail_row[railed]] = per_mount[railed] / np.maximum(
        supply.reload_s[railed], 1.0
    )
    return Prices(
        np.repeat(per_mount[:, None], supply.rounds.shape[1], axis=1),
        np.repeat(per_unit[:, None], supply.channel_s.shape[1], axis=1),
        np.repeat(per_rail[:, None], supply.rail_s.shape[1], axis=1),
    )


def _mean_by(group: NDArray[np.int32], amount: Floats, groups: int) -> Floats:
    total = np.bincount(group, weights=amount, minlength=groups)
    mean: Floats = total / np.maximum(np.bincount(group, minlength=groups), 1)
    return mean

"""The bound that sees chance: rounds are drawn to be good or bad before the raid.

A round is *good* with the largest kill probability that its mount has in the raid, and
a good round kills with what is missing to that of the shot: good and killing together
are as likely as the shot kills, whatever happened before.  A policy that knew which
rounds are good could do no worse than one that does not, and for it the bound is that
of ``fluid`` with as many rounds as are good.  That number is a matter of chance, and
the mean over chances of what is left is larger than what is left of the mean.
"""

from dataclasses import dataclass

import numpy as np

from zaslin.sim.bound.fluid import find_round_prices, fluid_bound, holding
from zaslin.sim.bound.tries import Floats, Prices, Supply, Tries


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceBound:
    """An estimate of a lower bound: its mean and standard error over the draws."""

    mean_meur: float
    error_meur: float


def chance_bound(
    tries: Tries,
    supply: Supply,
    value: Floats,
    prices: Prices,
    draws: int,
    rng: np.random.Generator,
) -> ChanceBound:
    """Mean over draws of good rounds of the bound that knows them.

    The mean at the given prices is known without drawing, so that only what better
    prices gain in each draw has to be estimated.

    Parameters
    ----------
    prices
        Those of the bound without chance.
    draws
        Two at least.
    """
    chances = chances_of(tries, supply, value, prices)
    gains = np.array(
        [
            chances.gain_meur(_good_rounds(supply.rounds, chances.p_good, rng))
            for _ in range(draws)
        ]
    )
    return ChanceBound(
        mean_meur=chances.before_meur + float(gains.mean()),
        error_meur=float(gains.std(ddof=1) / np.sqrt(draws)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """The problem of good rounds, before it is drawn how many there are.

    ``before_meur`` is the mean of its bound at ``prices``, in which ``held`` is the
    price of each try's channel and rail; ``p_good`` is of each mount.
    """

    tries: Tries
    supply: Supply
    value: Floats
    prices: Prices
    held: Floats
    p_good: Floats
    before_meur: float

    def gain_meur(self, good_rounds: Floats) -> float:
        """By how much better prices raise the bound of so many good rounds."""
        supply = self.supply._replace(rounds=good_rounds)
        better = find_round_prices(
            self.tries, supply, self.value, self.prices, self.held
        )
        before = fluid_bound(self.tries, supply, self.value, self.prices)
        return fluid_bound(self.tries, supply, self.value, better) - before


def chances_of(tries: Tries, supply: Supply, value: Floats, prices: Prices) -> Chances:
    """Rounds become good ones: fewer, surer, and dearer to make up for it."""
    p_good = _p_good(tries, len(supply.rounds))
    given = _given_good(tries, p_good)
    scaled = prices._replace(rounds=prices.rounds / p_good[:, None])
    mean = supply._replace(rounds=supply.rounds * p_good[:, None])
    held, _ = holding(given, supply, scaled)
    return Chances(
        tries=given,
        supply=supply,
        value=value,
        prices=scaled,
        held=held,
        p_good=p_good,
        before_meur=fluid_bound(given, mean, value, scaled),
    )


def _p_good(tries: Tries, mounts: int) -> Floats:
    """Probability that a round of each mount is good; one where none are spent."""
    table = tries.table[tries.table["rounds"] > 0]
    largest = np.zeros(mounts)
    np.maximum.at(largest, table["mount"], table["p_kill"])
    return np.where(largest > 0.0, largest, 1.0)


def _given_good(tries: Tries, good: Floats) -> Tries:
    """The tries of good rounds.

    A bad round takes its channel and rail as well: each good one is charged for the
    bad ones with it, which comes to the same on average for every policy.
    """
    table = tries.table.copy()
    p_good = good[table["mount"]]
    table["p_kill"] = np.minimum(1.0, table["p_kill"] / p_good)
    table["channel_share"] /= p_good
    table["rail_share"] /= p_good
    return tries._replace(table=table)


def _good_rounds(rounds: Floats, good: Floats, rng: np.random.Generator) -> Floats:
    """How many of the rounds available before each time are good."""
    come = np.diff(rounds, axis=1, prepend=0.0).astype(np.int64)
    drawn = rng.binomial(come, good[:, None])
    return np.cumsum(drawn, axis=1).astype(np.float64)

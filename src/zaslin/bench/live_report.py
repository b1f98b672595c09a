"""What ``zaslin bench live`` finds out, as data."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zaslin.bench.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Tracks against fire units."""

    tracks: int
    units: int

    def __str__(self) -> str:
        return f"{self.tracks}×{self.units}"


SIZES = (
    Size(tracks=100, units=20),
    Size(tracks=500, units=200),
    Size(tracks=1000, units=200),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Seconds over all pictures.

    ``p99_s`` is the least time that 99 % of the pictures do not exceed: with fewer
    than a hundred pictures the largest of all.
    """

    median_s: float
    p99_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A figure over all pictures: its mean, least and largest."""

    mean: float
    least: float
    largest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one method does.

    ``value_meur``: of the objective, smaller is better.
    ``to_bound``: that over the bound of the full plan.
    ``plan_to_it``: value of the full plan over that of this method.
    ``averted``: share of the largest conceivable saving.
    ``rounds``: expected to be spent.
    """

    value_meur: Mean
    to_bound: Mean
    plan_to_it: Mean
    averted: Mean
    rounds: Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSize:
    """Everything measured at one size.

    ``seconds``: by what was done, see ``live.DONE``.
    ``floor_parts``, ``warm_parts``: where the time of a checked floor and of a warm
    re-plan goes.
    ``standings``: by method; ``warm_to_bound``: value over bound of the warm re-plan,
    both on the picture that moved.
    """

    size: Size
    pictures: int
    options: Mean
    seconds: Mapping[str, Spread]
    floor_parts: Mapping[str, Spread]
    warm_parts: Mapping[str, Spread]
    standings: Mapping[str, Standing]
    bound_meur: Mean
    undefended_meur: Mean
    warm_to_bound: Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReport:
    """One run of ``zaslin bench live``."""

    machine: Machine
    seed: int
    moved_s: float
    sizes: tuple[LiveSize, ...]


def spread_of(seconds: Sequence[float]) -> Spread:
    """Median and 99th percentile (the nearest rank, so a time that was measured)."""
    ordered = sorted(seconds)
    half = len(ordered) // 2
    middle = (
        ordered[half] if len(ordered) % 2 else sum(ordered[half - 1 : half + 1]) / 2
    )
    rank = math.ceil(0.99 * len(ordered) - 1e-9)
    return Spread(median_s=middle, p99_s=ordered[rank - 1])


def mean_of(figures: Sequence[float]) -> Mean:
    """Mean, least and largest."""
    return Mean(
        mean=math.fsum(figures) / len(figures),
        least=min(figures),
        largest=max(figures),
    )


def ratio(figure: float, other: float) -> float:
    """One figure over another; 1 if both are zero."""
    if other == 0.0:
        return 1.0 if figure == 0.0 else math.inf
    return figure / other

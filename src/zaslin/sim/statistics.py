"""Means, paired differences and ratios with intervals, for results of a study.

Every interval is a two-sided 95 % interval by Student's t, over runs that are
independent of each other.
Runs of different policies under one seed are not: they are paired, and their
difference varies less than either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

CONFIDENCE = 0.95
"""Of every interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with the interval that covers the true one in 95 of 100 studies.

    A side that the runs say nothing about is None: both with a single run, the upper
    one of a ratio to what may as well be zero.
    """

    value: float
    low: float | None
    high: float | None
    runs: int


def mean(values: Sequence[float]) -> Estimate:
    """The mean of independent runs.

    >>> mean([1.0, 2.0, 3.0])
    Estimate(value=2.0, low=-0.48..., high=4.48..., runs=3)

    Raises
    ------
    ValueError
        If there are no values.
    """
    count = len(values)
    middle = _middle(values)
    if count < 2:
        return Estimate(value=middle, low=None, high=None, runs=count)
    reach = t_quantile(count - 1) * math.sqrt(_variance(values, middle) / count)
    return Estimate(value=middle, low=middle - reach, high=middle + reach, runs=count)


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Mean of ``ours − theirs``, run by run under the same seeds.

    >>> paired_difference([1.0, 5.0], [2.0, 6.0])
    Estimate(value=-1.0, low=-1.0, high=-1.0, runs=2)
    """
    return mean([a - b for a, b in _pairs(ours, theirs)])


def ratio_of_means(ours: Sequence[float], theirs: Sequence[float]) -> Estimate | None:
    """Mean of ``ours`` over mean of ``theirs``, paired; None if the latter is 0.

    The interval holds every ratio r for which a paired t-test does not tell the mean
    of ``ours − r · theirs`` from zero (Fieller 1954).
    It needs no approximation beyond the t-test's own, and is open above where the mean
    of ``theirs`` cannot be told from zero.
    Meant for values that are not negative: below zero there is no ratio.

    >>> ratio_of_means([10.0, 11.0, 12.0], [20.0, 22.0, 24.0])
    Estimate(value=0.5, low=0.5, high=0.5, runs=3)
    """
    pairs = _pairs(ours, theirs)
    count = len(pairs)
    above, below = _middle(ours), _middle(theirs)
    if below <= 0.0:
        return None
    ratio = above / below
    if count < 2:
        return Estimate(value=ratio, low=None, high=None, runs=count)
    scale = t_quantile(count - 1) ** 2 / count
    a_var, b_var = _variance(ours, above), _variance(theirs, below)
    shared = _covariance(pairs, above, below)
    scale = t_quantile(count - 1) ** 2 / count
    # The roots of (above - r below)² = t² var(ours - r theirs) / count.
    a = below**2 - scale * b_var
    b = above * below - scale * shared
    c = above**2 - scale * a_var
    # b² - a c, from what is left of pairs that vary together.
    left = _variance([x - ratio * y for x, y in pairs], 0.0)
    apart = b_var * _residual(pairs, shared / b_var if b_var > 0.0 else 0.0)
    root = math.sqrt(max(0.0, scale * below**2 * left - scale**2 * apart))
    if a <= 0.0:
        low = c / (b + root) if c > 0.0 else 0.0
        return Estimate(value=ratio, low=max(0.0, low), high=None, runs=count)
    low, high = max(0.0, (b - root) / a), (b + root) / a
    return Estimate(value=ratio, low=low, high=high, runs=count)


@cache
def t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """Half width, in standard errors, of the interval with so many degrees of freedom.

    >>> round(t_quantile(1), 3), round(t_quantile(29), 3)
    (12.706, 2.045)
    """
    low, high = 0.0, 1.0
    while _inside(high, freedom) < confidence:
        high *= 2.0
    while high - low > 1e-12 * high:
        middle = (low + high) / 2.0
        if _inside(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return high


def _inside(t: float, freedom: int) -> float:
    """Probability that Student's t lies within ``t`` of zero.

    Finite series in the angle (Abramowitz and Stegun 26.7.3 and 26.7.4).
    """
    angle = math.atan2(t, math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    if freedom % 2:
        term, first = math.cos(angle), 3
        total = term if freedom > 1 else 0.0
    else:
        term, first = 1.0, 2
        total = 1.0
    for number in range(first, freedom - 1, 2):
        term *= square * (number - 1) / number
        total += term
    if freedom % 2:
        return (angle + sine * total) * 2.0 / math.pi
    return sine * total


def _pairs(
    ours: Sequence[float], theirs: Sequence[float]
) -> tuple[tuple[float, float], ...]:
    if len(ours) != len(theirs):
        raise ValueError(
            f"{len(ours)} runs beside {len(theirs)}; accepted: as many of both, in "
            "the same order of seeds"
        )
    return tuple(zip(ours, theirs, strict=True))


def _middle(values: Sequence[float]) -> float:
    if not values:
        raise ValueError("no runs; accepted: at least one")
    return math.fsum(values) / len(values)


def _variance(values: Sequence[float], middle: float) -> float:
    return math.fsum((each - middle) ** 2 for each in values) / (len(values) - 1)


def _covariance(
    pairs: Sequence[tuple[float, float]], above: float, below: float
) -> float:
    products = ((a - above) * (b - below) for a, b in pairs)
    return math.fsum(products) / (len(pairs) - 1)


def _residual(pairs: Sequence[tuple[float, float]], slope: float) -> float:
    """Variance of the first that its line through the second does not explain."""
    rest = [a - slope * b for a, b in pairs]
    return _variance(rest, _middle(rest))

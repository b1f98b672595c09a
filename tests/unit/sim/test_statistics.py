"""Means, differences and ratios: by hand, against scipy, and how often they cover."""

import math

import numpy as np
import pytest
from scipy import stats

from zaslin.sim.statistics import (
    Estimate,
    mean,
    paired_difference,
    ratio_of_means,
    t_quantile,
)

STUDIES = 2000
"""Simulated studies; the share that covers then errs by 0.5 percentage points."""


def covers(estimate: Estimate | None, truth: float) -> bool:
    """Whether an interval holds the truth; an open side holds everything."""
    assert estimate is not None
    assert estimate.low is not None
    above = estimate.high is None or truth <= estimate.high
    return estimate.low <= truth and above


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 10, 29, 30, 99, 500])
def test_the_quantile_is_that_of_student(freedom: int) -> None:
    """Even and odd degrees of freedom have series of their own."""
    expected = stats.t.ppf(0.975, freedom)

    assert t_quantile(freedom) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99])
def test_the_quantile_holds_for_other_confidences(confidence: float) -> None:
    """95 % is a choice."""
    expected = stats.t.ppf(0.5 + confidence / 2.0, 7)

    assert t_quantile(7, confidence) == pytest.approx(expected, rel=1e-9)


def test_a_mean_by_hand() -> None:
    """1, 2, 3: mean 2, standard error 1/√3, t with two degrees of freedom 4.3027."""
    estimate = mean([1.0, 2.0, 3.0])

    assert estimate.value == 2.0
    assert estimate.high == pytest.approx(2.0 + 4.302653 / math.sqrt(3.0))
    assert estimate.low == pytest.approx(2.0 - 4.302653 / math.sqrt(3.0))
    assert estimate.runs == 3


def test_one_run_has_no_interval_and_none_has_no_mean() -> None:
    """A spread needs two."""
    assert mean([4.0]) == Estimate(value=4.0, low=None, high=None, runs=1)
    with pytest.raises(ValueError, match="no runs"):
        mean([])


def test_equal_runs_have_an_interval_of_no_width() -> None:
    """They leave nothing open."""
    assert mean([7.0] * 5) == Estimate(value=7.0, low=7.0, high=7.0, runs=5)


def test_a_paired_difference_is_the_mean_of_differences() -> None:
    """By scipy's paired t-test."""
    generator = np.random.default_rng(1)
    ours, theirs = generator.normal(5.0, 2.0, (2, 12))
    expected = stats.ttest_rel(ours, theirs).confidence_interval(0.95)

    estimate = paired_difference(ours.tolist(), theirs.tolist())

    assert (estimate.low, estimate.high) == pytest.approx(expected)


def test_unequal_numbers_of_runs_are_no_pairs() -> None:
    """A missing run must not shift the others."""
    with pytest.raises(ValueError, match="3 runs beside 2"):
        paired_difference([1.0, 2.0, 3.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="1 runs beside 2"):
        ratio_of_means([1.0], [1.0, 2.0])


def test_pairing_takes_out_what_both_have_in_common() -> None:
    """A raid that is large for one policy is large for the other."""
    generator = np.random.default_rng(2)
    raid = generator.gamma(2.0, 100.0, 30)
    ours = (raid * 0.5 + generator.normal(0.0, 5.0, 30)).tolist()
    theirs = (raid * 0.6 + generator.normal(0.0, 5.0, 30)).tolist()

    paired = paired_difference(ours, theirs)
    apart = stats.ttest_ind(ours, theirs).confidence_interval(0.95)

    assert paired.low is not None
    assert paired.high is not None
    assert paired.high - paired.low < 0.25 * (apart.high - apart.low)
    assert paired.high < 0.0 < apart.high


def test_the_ends_of_a_ratio_are_where_the_paired_test_begins_to_tell() -> None:
    """That is what Fieller's interval is."""
    generator = np.random.default_rng(3)
    ours, theirs = np.array([[0.0], [1.0]]) + generator.gamma(2.0, 1.0, (2, 10))

    estimate = ratio_of_means(ours.tolist(), theirs.tolist())

    assert estimate is not None
    assert estimate.value == pytest.approx(ours.mean() / theirs.mean())
    for end in (estimate.low, estimate.high):
        assert stats.ttest_1samp(ours - end * theirs, 0.0).pvalue == pytest.approx(0.05)


def test_a_ratio_is_exact_where_runs_are_proportional() -> None:
    """Nothing is left to vary."""
    estimate = ratio_of_means([10.0, 11.0, 12.0], [20.0, 22.0, 24.0])

    assert estimate == Estimate(value=0.5, low=0.5, high=0.5, runs=3)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [([0.0, 0.0], [0.0, 0.0]), ([1.0, 2.0], [0.0, 0.0]), ([1.0], [0.0])],
    ids=["both", "denominator", "one run"],
)
def test_there_is_no_ratio_to_nothing(ours: list[float], theirs: list[float]) -> None:
    """None, not infinity."""
    assert ratio_of_means(ours, theirs) is None


def test_a_ratio_is_open_above_where_the_denominator_may_be_zero() -> None:
    """One run in six that leaks does not tell a mean from zero."""
    estimate = ratio_of_means([3.0, 4.0, 5.0] * 2, [0.0, 0.0, 0.0, 0.0, 0.0, 6.0])

    assert estimate is not None
    assert estimate.high is None
    assert estimate.low is not None
    assert 0.0 < estimate.low < estimate.value == 4.0


def test_a_ratio_that_may_be_anything_says_so() -> None:
    """Neither mean can be told from zero."""
    estimate = ratio_of_means([0.0, 0.0, 9.0], [0.0, 6.0, 0.0])

    assert estimate == Estimate(value=1.5, low=0.0, high=None, runs=3)


def test_a_policy_that_leaks_nothing_has_the_ratio_zero() -> None:
    """With an interval of no width."""
    estimate = ratio_of_means([0.0, 0.0, 0.0], [5.0, 6.0, 7.0])

    assert estimate == Estimate(value=0.0, low=0.0, high=0.0, runs=3)


def test_one_run_has_a_ratio_without_interval() -> None:
    """As a mean has."""
    assert ratio_of_means([1.0], [4.0]) == Estimate(
        value=0.25, low=None, high=None, runs=1
    )


@pytest.mark.parametrize(
    ("shape", "least"),
    [(20.0, 0.935), (2.0, 0.92)],
    ids=["nearly normal", "skewed"],
)
def test_intervals_cover(shape: float, least: float) -> None:
    """In 95 of 100 studies of 30 runs, a little less often where runs are skewed.

    The policies share a raid of gamma size; each adds chance of its own.
    Tolerance: 1.5 percentage points for what is nearly normal, which is three standard
    errors of 2,000 studies, and three points where it is not.
    """
    generator = np.random.default_rng(4)
    raid = generator.gamma(shape, 100.0 / shape, (STUDIES, 30))
    ours = 0.3 * raid + generator.gamma(shape, 10.0 / shape, (STUDIES, 30))
    theirs = 0.5 * raid + generator.gamma(shape, 20.0 / shape, (STUDIES, 30))
    pairs = [(a.tolist(), b.tolist()) for a, b in zip(ours, theirs, strict=True)]

    shares = [
        np.mean([covers(mean(a), 40.0) for a, _ in pairs]),
        np.mean([covers(paired_difference(a, b), -30.0) for a, b in pairs]),
        np.mean([covers(ratio_of_means(a, b), 40.0 / 70.0) for a, b in pairs]),
    ]

    assert all(least <= share <= 0.965 for share in shares), shares


def test_the_check_of_coverage_notices_an_interval_that_is_too_short() -> None:
    """The same check, with the quantile of the normal distribution and six runs."""
    generator = np.random.default_rng(5)
    raids = generator.normal(50.0, 10.0, (STUDIES, 6))
    halves = 1.96 * raids.std(axis=1, ddof=1) / math.sqrt(6.0)
    share = np.mean(np.abs(raids.mean(axis=1) - 50.0) <= halves)

    assert share < 0.92
    honest = np.mean([covers(mean(each), 50.0) for each in raids.tolist()])
    assert 0.935 <= honest <= 0.965

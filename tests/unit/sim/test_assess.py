"""Kill assessment is late, silent and wrong as often as it is said to be."""

import numpy as np
import pytest

from zaslin.domain.engagement import Outcome
from zaslin.sim.assess import assess
from zaslin.sim.profile import Span
from zaslin.sim.scenario import KillAssessment

PARAMS = KillAssessment(delay_s=Span(2.0, 10.0), p_unknown=0.1, p_wrong=0.05)


@pytest.mark.parametrize("killed", [True, False])
def test_outcomes_are_as_often_unknown_and_wrong_as_stated(killed: bool) -> None:
    """10 % unknown and 5 % wrong of 10,000, each within four standard errors."""
    rng = np.random.default_rng(1)
    outcomes = [assess(killed, PARAMS, rng)[1] for _ in range(10_000)]
    right = Outcome.KILLED if killed else Outcome.MISSED
    wrong = Outcome.MISSED if killed else Outcome.KILLED

    assert outcomes.count(Outcome.UNKNOWN) / 1e4 == pytest.approx(0.1, abs=0.012)
    assert outcomes.count(wrong) / 1e4 == pytest.approx(0.05, abs=0.009)
    assert outcomes.count(right) / 1e4 == pytest.approx(0.85, abs=0.015)


def test_delays_fill_their_span() -> None:
    """Uniform over 2 to 10 s."""
    rng = np.random.default_rng(1)
    delays_s = np.array([assess(True, PARAMS, rng)[0] for _ in range(4000)])

    assert delays_s.min() >= 2.0
    assert delays_s.max() <= 10.0
    assert delays_s.mean() == pytest.approx(6.0, abs=0.15)


@pytest.mark.parametrize("killed", [True, False])
def test_a_perfect_assessment_says_the_truth(killed: bool) -> None:
    """Nothing unknown, nothing wrong."""
    rng = np.random.default_rng(1)
    perfect = KillAssessment(delay_s=Span(0.0, 0.0), p_unknown=0.0, p_wrong=0.0)

    for _ in range(200):
        delay_s, outcome = assess(killed, perfect, rng)
        assert delay_s == 0.0
        assert outcome is (Outcome.KILLED if killed else Outcome.MISSED)


def test_unknown_comes_before_wrong() -> None:
    """Chances that leave no room together: what is left goes to the wrong ones."""
    rng = np.random.default_rng(1)
    bad = KillAssessment(p_unknown=0.5, p_wrong=1.0)

    outcomes = {assess(True, bad, rng)[1] for _ in range(200)}

    assert outcomes == {Outcome.UNKNOWN, Outcome.MISSED}


def test_each_assessment_takes_the_same_numbers() -> None:
    """What became of one shot does not change the assessment of the next."""
    one, other = np.random.default_rng(1), np.random.default_rng(1)
    assess(True, PARAMS, one)
    assess(False, PARAMS, other)

    assert assess(True, PARAMS, one) == assess(True, PARAMS, other)

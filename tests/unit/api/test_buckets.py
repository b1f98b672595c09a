"""Rates hold in the long run, whatever comes at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.api.buckets import Buckets, charge
from zaslin.api.errors import Code, ProblemError
from zaslin.api.limits import Rate


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now_s


def test_a_full_bucket_is_spent_at_once_and_fills_again() -> None:
    """The burst first, then so many a second."""
    clock = Clock()
    buckets = Buckets(Rate(per_s=2, at_once=3), clock)

    spent = [buckets.take("a") for _ in range(4)]
    clock.now_s = 0.5

    assert spent == [0, 0, 0, 0.5]
    assert buckets.take("a") == 0
    assert buckets.take("a") == 0.5


def test_clients_do_not_spend_each_others_tokens() -> None:
    """Each has a bucket of its own."""
    buckets = Buckets(Rate(per_s=1, at_once=1), Clock())

    assert buckets.take("a") == 0
    assert buckets.take("b") == 0
    assert buckets.take("a") > 0


def test_a_batch_larger_than_the_bucket_passes_once_and_is_paid_off() -> None:
    """It is not refused for ever, and what follows waits for it."""
    clock = Clock()
    buckets = Buckets(Rate(per_s=10, at_once=20), clock)

    assert buckets.take("a", 50) == 0
    assert buckets.take("a", 1) == pytest.approx(3.1)
    clock.now_s = 3.1
    assert buckets.take("a", 1) == 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    """Neither tokens nor a wait that never ends."""
    clock = Clock()
    clock.now_s = 100.0
    buckets = Buckets(Rate(per_s=1, at_once=1), clock)
    buckets.take("a")

    clock.now_s = 0.0
    assert buckets.take("a") == 1.0
    clock.now_s = 101.0
    assert buckets.take("a") == 0


def test_only_so_many_clients_are_remembered() -> None:
    """A flood of made-up clients does not fill the memory."""
    buckets = Buckets(Rate(per_s=1, at_once=1), Clock(), most=100)

    for number in range(10_000):
        buckets.take(str(number))

    assert len(buckets) == 100


def test_an_empty_bucket_is_429_with_whole_seconds() -> None:
    """Retry-After knows no fractions, and never says 0."""
    buckets = Buckets(Rate(per_s=100, at_once=1), Clock())
    charge(buckets, "a")

    with pytest.raises(ProblemError) as caught:
        charge(buckets, "a")

    assert caught.value.code is Code.TOO_MANY_REQUESTS
    assert caught.value.headers == {"Retry-After": "1"}


@given(st.lists(st.floats(min_value=0, max_value=3), max_size=200))
def test_no_rhythm_gets_more_than_the_rate(pauses: list[float]) -> None:
    """In any span of time: at most the burst and the rate times the span."""
    clock = Clock()
    buckets = Buckets(Rate(per_s=2, at_once=5), clock)
    let_through = 0

    for pause in pauses:
        clock.now_s += pause
        let_through += buckets.take("a") == 0

    assert let_through <= 5 + 2 * clock.now_s + 1e-6

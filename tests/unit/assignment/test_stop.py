"""When to stop: after so much work, at a time, or never."""

from tests.unit.assignment.clock import SetClock
from zaslin.assignment.stop import Deadline, MaxIterations, Never


def test_work_is_counted_by_whoever_does_it() -> None:
    """At the limit it is reached, one before it is not."""
    stop = MaxIterations(3)

    assert [stop.reached(done) for done in (0, 2, 3, 4)] == [False, False, True, True]
    assert MaxIterations(0).reached(0)


def test_a_deadline_runs_from_its_making() -> None:
    """Two seconds, whatever has been done by then."""
    clock = SetClock(100.0)
    stop = Deadline(clock, 2.0)

    assert not stop.reached(10**9)
    clock.now_s = 101.999
    assert not stop.reached(0)
    clock.now_s = 102.0
    assert stop.reached(0)


def test_no_budget_is_reached_at_once() -> None:
    """Then the floor is all there is."""
    assert Deadline(SetClock(5.0), 0.0).reached(0)


def test_never_is_never() -> None:
    """Every phase runs to its own end."""
    assert not Never().reached(10**9)

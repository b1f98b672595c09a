"""Seconds per phase."""

from tests.pictures import one_track_one_unit
from tests.unit.assignment.clock import SetClock
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.assignment.stopwatch import Stopwatch
from zaslin.domain.plan import Times


def test_laps_add_up_under_their_names() -> None:
    """Two laps of one name are one sum; the total runs to the last lap."""
    clock = SetClock(10.0)
    watch = Stopwatch(clock)
    for name, now_s in (
        ("compile_s", 10.5),
        ("floor_s", 10.75),
        ("check_s", 11.0),
        ("floor_s", 12.0),
    ):
        clock.now_s = now_s
        watch.lap(name)
    clock.now_s = 99.0

    assert watch.times() == Times(
        compile_s=0.5, floor_s=1.25, check_s=0.25, total_s=2.0
    )


def test_without_a_clock_all_times_are_zero() -> None:
    """And nothing fails."""
    watch = Stopwatch(None)
    watch.lap("compile_s")

    assert watch.times() == Times()


def test_a_plan_is_stamped_with_the_times_so_far() -> None:
    """Nothing else of it changes."""
    clock = SetClock(0.0)
    watch = Stopwatch(clock)
    clock.now_s = 2.0
    watch.lap("explain_s")
    made = plan(one_track_one_unit(), stop=MaxIterations(0))

    stamped = watch.stamp(made)

    assert stamped.times == Times(explain_s=2.0, total_s=2.0)
    assert watch.stamp(stamped) == stamped
    assert (stamped.value, stamped.shots) == (made.value, made.shots)

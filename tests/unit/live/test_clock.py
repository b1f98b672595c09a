"""The time of a desk: even, scaled, held, and never back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.live_desks import Time
from zaslin.live.clock import FASTEST, DeskClock


def test_time_runs_with_the_monotonic_clock_whatever_the_wall_says() -> None:
    """A thousand hours, and the wall clock is set twice: no millisecond is lost."""
    time, wall = Time(), Time()
    wall.s = 1.7e9
    clock = DeskClock(wall.s, time, wall=wall)
    for hour in range(1000):
        time.s += 3600.0
        wall.s += 3600.0 + (hour == 10) * 3600.0 - (hour == 20) * 7200.0
    assert clock.now_s() == pytest.approx(1.7e9 + 3.6e6, abs=1e-3)
    assert clock.offset_s == pytest.approx(-3600.0)
    assert DeskClock(0.0, time).offset_s == 0.0


def test_time_is_held_and_hurried_without_a_jump() -> None:
    """What somebody who steers an exercise expects."""
    time = Time()
    clock = DeskClock(100.0, time)
    clock.run_at(10.0)
    time.s += 1.0
    clock.pause()
    time.s += 5.0
    assert (clock.now_s(), clock.speed, clock.speed_when_running) == (110.0, 0.0, 10.0)
    clock.run_at(2.0)
    assert clock.paused
    clock.resume()
    time.s += 1.0
    assert clock.now_s() == 112.0
    clock.set_to(50.0)
    assert clock.now_s() == 50.0


def test_a_clock_that_is_made_held_runs_at_one_when_it_is_let_go() -> None:
    """Speed 0 is a pause, not a speed."""
    clock = DeskClock(0.0, Time(), speed=0.0)
    clock.resume()
    assert clock.speed == 1.0


@pytest.mark.parametrize("speed", [0.0, -1.0, FASTEST + 1.0, float("nan")])
def test_a_speed_out_of_range_is_refused(speed: float) -> None:
    """With the value and what is accepted."""
    with pytest.raises(ValueError, match="accepted"):
        DeskClock(0.0, Time()).run_at(speed)
    with pytest.raises(ValueError, match="accepted"):
        DeskClock(float("inf"), Time())


@given(
    st.lists(
        st.one_of(
            st.just("pause"),
            st.just("resume"),
            st.floats(0.01, FASTEST),
            st.integers(0, 100),
        )
    )
)
def test_time_never_goes_back(steps: list[object]) -> None:
    """Whoever steers it, and however often."""
    time = Time()
    clock = DeskClock(0.0, time)
    last_s = clock.now_s()
    for step in steps:
        match step:
            case "pause":
                clock.pause()
            case "resume":
                clock.resume()
            case float():
                clock.run_at(step)
            case int():
                time.s += step
        assert clock.now_s() >= last_s - 1e-9
        last_s = clock.now_s()

"""The parts of a deadline, and what is said of those who plan."""

import pytest

from zaslin.live.planning import (
    FaultKind,
    PlanningFailedError,
    PlanningFault,
    Timetable,
    Workforce,
)

FAULT = PlanningFault(kind=FaultKind.DIED, detail="SIGSEGV", at_s=0.25, worker=3)


def test_the_parts_of_a_deadline_follow_each_other() -> None:
    """Floor, end of reading, end of checking; the kill right after the reading."""
    plan = Timetable(deadline_s=2.0)
    assert plan.floor_by_s < plan.read_until_s < plan.kill_at_s < plan.checked_by_s
    assert plan.read_until_s == pytest.approx(1.7)
    assert plan.kill_at_s == pytest.approx(1.74)
    assert plan.checked_by_s < plan.deadline_s


@pytest.mark.parametrize("deadline_s", [0.0, -1.0, float("nan"), 1.0e6])
def test_a_deadline_is_a_time_that_can_be_kept(deadline_s: float) -> None:
    """And is said to be what it should be."""
    with pytest.raises(ValueError, match="deadline_s is"):
        Timetable(deadline_s=deadline_s)


def test_a_fault_says_what_when_and_who() -> None:
    """In one line; worker 0 is this process."""
    assert str(FAULT) == "died: worker 3 after 0.250 s: SIGSEGV"
    here = PlanningFault(kind=FaultKind.FLOOR_FAILED, detail="none")
    assert str(here).startswith("floor_failed: this process")


def test_failing_says_what_went_wrong_last() -> None:
    """And keeps all of it."""
    error = PlanningFailedError("no plan", (FAULT,) * 5)
    assert str(error).count("SIGSEGV") == 3
    assert len(error.faults) == 5
    assert str(PlanningFailedError("no plan")) == "no plan"


def test_a_workforce_that_is_whole_gives_no_reason() -> None:
    """One that is not says how many there are and why."""
    assert Workforce(wanted=2, ready=2, starting=0).reason is None
    short = Workforce(wanted=2, ready=0, starting=1, deaths_in_a_row=4, last=FAULT)
    assert short.reason == (
        "0 of 2 planning workers ready, 4 died in a row, last died: worker 3 after "
        "0.250 s: SIGSEGV"
    )

"""What plans said of a track: shots counted, reasons counted, windows of firm shots."""

from dataclasses import replace

from tests.desks import Scripted, saturated_plan
from tests.pictures import saturated
from zaslin.domain.ids import TrackId
from zaslin.domain.plan import NotEngaged
from zaslin.domain.reason import ReasonCode
from zaslin.ops.advice import Advice, noted

LEFT = NotEngaged(
    track=TrackId("X"),
    reason=ReasonCode.NO_CAPACITY,
    text="",
    threat_value_meur=1.0,
    expected_leak_meur=1.0,
)


def test_each_plan_counts_once_for_each_track() -> None:
    """Whether it has one shot at it or several, or none for a reason."""
    plan = replace(saturated_plan(), not_engaged=(LEFT,))
    late = replace(LEFT, reason=ReasonCode.TOO_LATE)
    advice = Advice()

    advice.note(plan)
    advice.note(plan)
    advice.note(replace(plan, shots=(), recommendations=(), not_engaged=(late,)))

    assert {*advice.shots} == {shot.track for shot in plan.shots}
    assert {*advice.shots.values()} == {2}
    counted = {ReasonCode.NO_CAPACITY: 2, ReasonCode.TOO_LATE: 1}
    assert advice.reasons[LEFT.track] == counted


def test_windows_are_those_of_firm_shots_in_the_last_plan_with_them() -> None:
    """An intention for later has none yet."""
    plan = saturated_plan()
    firm = [line for line in plan.recommendations if line.firm]
    later = [replace(line, window_closes_s=line.window_closes_s + 7.0) for line in firm]
    advice = Advice()

    advice.note(plan)
    advice.note(replace(plan, recommendations=tuple(later)))

    assert len(advice.windows) == len(firm) < len(plan.recommendations)
    assert {each.closes_s for each in advice.windows.values()} == {
        line.window_closes_s for line in later
    }


def test_a_noted_planner_plans_as_before() -> None:
    """And what it says is noted."""
    advice = Advice()

    made = noted(Scripted(saturated_plan()), advice)(saturated(), None)

    assert made.shots == saturated_plan().shots
    assert advice.shots

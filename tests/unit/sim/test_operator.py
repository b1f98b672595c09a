"""Simulated officers decide one by one, in time, on what is shown, and not always."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.desks import PROMPT, Scripted, desk_on, journal_of
from tests.pictures import (
    GUN_ROUND,
    NOW_S,
    gun_group,
    hostile,
    missile_unit,
    one_track_one_unit,
)
from zaslin.assignment.plan import plan
from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Decided, Lost
from zaslin.domain.ids import FireUnitId, PositionId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.desk import Desk
from zaslin.sim import operator
from zaslin.sim.operator import Officers
from zaslin.sim.profile import Span
from zaslin.sim.scenario import Staff

PLAN = plan(one_track_one_unit())
LINE = PLAN.recommendations[0]
REACTION_S = 12.0

DILIGENT = Staff(
    officers=1,
    decides_s=Span(4.0, 4.0),
    decide_ahead_s=30.0,
    p_refuse=0.0,
    p_overlook=0.0,
)


def crowd(count: int) -> Picture:
    """As many tracks as units, each pair where one track and one unit were."""
    picture = one_track_one_unit()
    return replace(
        picture,
        tracks=tuple(hostile(f"T{number}") for number in range(count)),
        fire_units=tuple(
            missile_unit(f"U{number}", east_m=500.0) for number in range(count)
        ),
    )


def line(number: int, order_after_s: float) -> Recommendation:
    """A shot of a unit at its track, to be ordered so many seconds from now."""
    launch_s = NOW_S + order_after_s + REACTION_S
    shot = LINE.shot
    return replace(
        LINE,
        firm=True,
        shot=replace(
            shot,
            track=TrackId(f"T{number}"),
            fire_unit=FireUnitId(f"U{number}"),
            launch_s=launch_s,
            intercept_s=launch_s + 40.0,
            assessed_s=launch_s + 60.0,
        ),
    )


def showing(lines: Sequence[Recommendation]) -> Plan:
    """A plan of these lines."""
    return replace(PLAN, recommendations=tuple(lines))


PATIENT = replace(PROMPT, entry_grace_s=20.0)
"""Asks people once in twenty seconds, at the least."""


def desk_with(*lines: Recommendation, later: Sequence[Recommendation] = ()) -> Desk:
    """A desk that shows these lines now, and perhaps others in 30 s."""
    script = [showing(lines), *([showing(later)] if later else [])]
    desk = desk_on(crowd(max(1, len(lines))), Scripted(*script), replan=PATIENT)
    desk.tick(NOW_S)
    assert desk.shown is not None
    return desk


def officers(seed: int = 1, **changes: Any) -> Officers:
    """Diligent ones but for the changes."""
    return Officers(replace(DILIGENT, **changes), np.random.default_rng(seed))


def serve(
    staff: Officers, desk: Desk, until_s: float, step_s: float = 1.0
) -> list[Engagement]:
    """What they authorise, step by step from now on."""
    made = []
    for step in range(int(until_s / step_s) + 1):
        made += staff.decide(desk, NOW_S + step * step_s)
    return made


def decided_after_s(engagements: Sequence[Engagement]) -> list[float]:
    """When each decision fell, in seconds from now."""
    return [each.decision.decided_at_s - NOW_S for each in engagements]


# ------------------------------------------------------------------------------- time


def test_a_decision_takes_its_time() -> None:
    """Shown now, decided four seconds later by a named person, and not before."""
    desk, staff = desk_with(line(0, 20.0)), officers()

    assert serve(staff, desk, 3.0) == []
    (engagement,) = serve(staff, desk, 4.0)

    assert engagement.decision.by == "Duty officer 1 (simulated)"
    assert engagement.decision.verdict is Verdict.AUTHORISE
    assert decided_after_s([engagement]) == [4.0]
    assert staff.decided_s == [NOW_S + 4.0]
    assert desk.situation.engagements[engagement.id] == engagement


def test_one_officer_decides_one_after_the_other_the_most_urgent_first() -> None:
    """Three shots, to be ordered within 25, 15 and 20 s."""
    desk = desk_with(line(0, 25.0), line(1, 15.0), line(2, 20.0))

    made = serve(officers(), desk, 15.0)

    assert [each.pin.track for each in made] == ["T1", "T2", "T0"]
    assert decided_after_s(made) == [4.0, 8.0, 12.0]


def test_officers_work_side_by_side() -> None:
    """Three officers need as long for three shots as one for one."""
    desk = desk_with(line(0, 25.0), line(1, 15.0), line(2, 20.0))

    made = serve(officers(officers=3), desk, 15.0)

    assert decided_after_s(made) == [4.0, 4.0, 4.0]
    assert len({each.decision.by for each in made}) == 3


@pytest.mark.parametrize("step_s", [1.0, 5.0, 20.0])
def test_throughput_does_not_depend_on_the_step(step_s: float) -> None:
    """Two seconds each: ten in twenty seconds, however often one looks."""
    desk = desk_with(*(line(number, 26.0) for number in range(14)))

    made = serve(officers(decides_s=Span(2.0, 2.0)), desk, 20.0, step_s)

    assert len(made) == 10
    assert decided_after_s(made) == [2.0 * (number + 1) for number in range(10)]


def test_durations_fill_their_span() -> None:
    """2 to 8 s, five on average: 40 decisions, four standard errors."""
    desk = desk_with(*(line(number, 29.0) for number in range(40)))
    staff = officers(officers=40, decides_s=Span(2.0, 8.0))

    taken_s = np.array(decided_after_s(serve(staff, desk, 10.0)))

    assert len(taken_s) == 40
    assert taken_s.min() >= 2.0
    assert taken_s.max() <= 8.0
    assert taken_s.mean() == pytest.approx(5.0, abs=4 * 1.74 / np.sqrt(40))


def test_nothing_is_taken_up_too_early() -> None:
    """To be ordered in 50 s: taken up 30 s before, decided at 24 s."""
    desk = desk_with(line(0, 50.0))

    made = serve(officers(), desk, 30.0)

    assert decided_after_s(made) == [24.0]


def test_an_order_that_would_come_too_late_is_not_given() -> None:
    """Two shots within 5 s each: the second would be decided at 8 s."""
    desk, staff = desk_with(line(0, 5.0), line(1, 5.0)), officers()

    made = serve(staff, desk, 20.0)

    assert [each.pin.track for each in made] == ["T0"]
    assert (staff.too_late, staff.turned_down, staff.dropped) == (1, 0, 0)
    assert len(desk.situation.shown) == 1


def test_work_that_ends_too_late_is_for_nothing() -> None:
    """Begun in time, done a second after the crew needed the order."""
    desk, staff = desk_with(line(0, 3.0)), officers()

    assert serve(staff, desk, 10.0) == []
    assert (staff.too_late, staff.turned_down, staff.decided_s) == (1, 0, [])


def test_an_officer_without_a_clock_is_stopped_by_the_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted fault: orders are given whenever they are ready."""
    monkeypatch.setattr(operator, "_order_s", lambda *_: NOW_S + 25.0)
    desk, staff = desk_with(line(0, 3.0)), officers()

    assert serve(staff, desk, 10.0) == []
    assert (staff.too_late, staff.turned_down) == (0, 1)


# --------------------------------------------------------------------------- mistakes


def test_a_refusal_forbids_the_pairing() -> None:
    """And makes no engagement."""
    desk, staff = desk_with(line(0, 20.0)), officers(p_refuse=1.0)

    assert serve(staff, desk, 10.0) == []

    (pairing,) = desk.situation.control.forbidden
    assert (pairing.track, pairing.fire_unit) == ("T0", "U0")
    assert staff.refused == 1
    assert len(staff.decided_s) == 1


def test_what_is_overlooked_is_never_decided() -> None:
    """Each shot once, however long it is shown; it takes nobody's time."""
    desk = desk_with(line(0, 25.0), line(1, 20.0))
    staff = officers(p_overlook=1.0)

    assert serve(staff, desk, 20.0) == []
    assert staff.overlooked == 2
    assert staff.decided_s == []


def test_mistakes_are_as_frequent_as_stated() -> None:
    """20 % refused of those seen, 10 % overlooked: 600 shots, four standard errors."""
    refused = overlooked = 0
    for seed in range(10):
        desk = desk_with(*(line(number, 25.0) for number in range(60)))
        staff = officers(seed, officers=60, p_refuse=0.2, p_overlook=0.1)
        made = serve(staff, desk, 6.0, step_s=3.0)
        assert len(made) + staff.refused + staff.overlooked == 60
        refused += staff.refused
        overlooked += staff.overlooked

    assert overlooked / 600 == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / 600))
    assert refused / 540 == pytest.approx(0.2, abs=4 * np.sqrt(0.16 / 540))


# ---------------------------------------------------------------------- changing plans


def test_a_shot_that_left_the_plan_is_not_decided() -> None:
    """The officer was at it when the next plan came without it."""
    desk = desk_with(line(0, 35.0), line(1, 50.0), later=[line(1, 50.0)])
    staff = officers(decides_s=Span(29.0, 29.0), decide_ahead_s=34.0)
    staff.decide(desk, NOW_S + 1.0)

    desk.tick(NOW_S + 30.0)
    made = staff.decide(desk, NOW_S + 34.0)

    assert made == []
    assert staff.dropped == 1
    assert [shot.track for shot in desk.situation.shown] == ["T1"]


def test_a_shot_that_moved_a_little_is_the_same_shot() -> None:
    """Ten seconds later in the next plan: the decision is on that one."""
    desk = desk_with(line(0, 40.0), later=[line(0, 50.0)])
    staff = officers(decides_s=Span(25.0, 25.0))
    staff.decide(desk, NOW_S + 10.0)
    first = desk.shown

    desk.tick(NOW_S + 30.0)
    (engagement,) = staff.decide(desk, NOW_S + 36.0)

    assert first is not None
    assert desk.shown is not None
    assert engagement.decision.revision == desk.shown.revision != first.revision
    assert engagement.pin.launch_s == line(0, 50.0).shot.launch_s
    assert engagement.decision.decided_at_s == NOW_S + 35.0


def test_a_shot_far_later_is_another_one() -> None:
    """A minute later is a second chance, not what the officer had in mind."""
    desk = desk_with(line(0, 40.0), later=[line(0, 100.0)])
    staff = officers(decides_s=Span(25.0, 25.0))
    staff.decide(desk, NOW_S + 10.0)

    desk.tick(NOW_S + 30.0)

    assert staff.decide(desk, NOW_S + 36.0) == []
    assert staff.dropped == 1


def test_what_was_overlooked_stays_so_when_the_plan_moves_it() -> None:
    """A new plan is no new chance, unless the shot is another one."""
    desk = desk_with(line(0, 29.0), later=[line(0, 45.0)])
    staff = officers(p_overlook=1.0)
    staff.decide(desk, NOW_S)
    desk.tick(NOW_S + 30.0)
    serve(staff, desk, 50.0)

    assert staff.overlooked == 1


def test_nobody_decides_without_a_plan() -> None:
    """Nothing is shown, nothing happens."""
    desk = desk_on(crowd(1), Scripted(RuntimeError("no plan today")))
    desk.tick(NOW_S)

    assert desk.shown is None
    assert serve(officers(), desk, 10.0) == []


def test_intentions_are_not_decided() -> None:
    """Only firm lines are."""
    desk = desk_with(replace(line(0, 20.0), firm=False))

    assert serve(officers(), desk, 20.0) == []


def test_what_the_desk_turns_down_is_not_tried_again() -> None:
    """The track has gone meanwhile: once, not at every step."""
    desk, staff = desk_with(line(0, 25.0)), officers()
    staff.decide(desk, NOW_S)
    desk.record(Lost(tracks=(TrackId("T0"),)), NOW_S + 1.0)

    assert serve(staff, desk, 20.0) == []
    assert staff.turned_down == 1


def test_every_decision_is_in_the_journal_once() -> None:
    """As many entries as decisions, each of a shot of its own."""
    desk = desk_with(*(line(number, 20.0) for number in range(8)))
    staff = officers(officers=3, p_refuse=0.3)
    serve(staff, desk, 20.0)

    decided = [
        entry.event for entry in journal_of(desk) if isinstance(entry.event, Decided)
    ]
    assert len(decided) == len(staff.decided_s) == 8
    assert len({each.decision.track for each in decided}) == 8
    assert sum(each.forbidden is not None for each in decided) == staff.refused


def test_the_same_seed_decides_the_same() -> None:
    """And another one otherwise."""

    def run(seed: int) -> list[float]:
        desk = desk_with(*(line(number, 25.0) for number in range(12)))
        return decided_after_s(
            serve(officers(seed, decides_s=Span(2.0, 8.0)), desk, 25.0)
        )

    assert run(1) == run(1)
    assert run(1) != run(2)


# ------------------------------------------------------------------------------- moves


def _from_the_east(order_after_s: float) -> Recommendation:
    """A gun's shot after a drive of 240 s and a setup of 60 s."""
    launch_s = NOW_S + order_after_s + 300.0
    return replace(
        line(0, 0.0),
        shot=replace(
            LINE.shot,
            track=TrackId("T0"),
            fire_unit=FireUnitId("G1"),
            interceptor_type=GUN_ROUND.id,
            salvo_size=1,
            position=PositionId("east"),
            launch_s=launch_s,
            intercept_s=launch_s + 5.0,
            assessed_s=launch_s + 15.0,
        ),
    )


def _gun_desk(*lines: Recommendation) -> Desk:
    tracks = tuple(hostile(f"T{number}") for number in range(2))
    picture = replace(
        one_track_one_unit(), tracks=tracks, fire_units=(gun_group("G1"),)
    )
    desk = desk_on(picture, Scripted(showing(lines)))
    desk.tick(NOW_S)
    return desk


def test_a_unit_that_has_to_drive_is_ordered_earlier() -> None:
    """20 s before it has to leave, not before it has to fire."""
    made = serve(officers(), _gun_desk(_from_the_east(20.0)), 10.0)

    assert decided_after_s(made) == [4.0]
    assert [each.pin.position for each in made] == ["east"]


def test_a_drive_that_begins_too_late_is_not_ordered() -> None:
    """It would be decided a second after the unit had to leave."""
    staff = officers()

    assert serve(staff, _gun_desk(_from_the_east(3.0)), 10.0) == []
    assert staff.too_late == 1


def test_a_unit_on_its_way_needs_no_second_drive() -> None:
    """Its second shot from there has to be ordered when the crew has to react."""
    first = _from_the_east(10.0)
    late_s = first.shot.launch_s + 40.0
    second = replace(
        first,
        shot=replace(
            first.shot,
            track=TrackId("T1"),
            launch_s=late_s,
            intercept_s=late_s + 5.0,
            assessed_s=late_s + 15.0,
        ),
    )
    desk = _gun_desk(first, second)

    made = serve(officers(decide_ahead_s=60.0), desk, 6.0)

    assert [each.pin.track for each in made] == ["T0"]
    # 8 s of reaction before the launch at 350 s, taken up a minute before that.
    assert operator._order_s(desk, second.shot) == late_s - 8.0  # noqa: SLF001

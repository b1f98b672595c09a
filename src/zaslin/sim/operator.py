"""Simulated people at the desk: they take time, refuse, overlook, and come too late.

Each decision is one person's, on one shot of the shown plan, as it would be live.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.engagement import Engagement
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Plan, Recommendation, Shot
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.lines import shown_shot
from zaslin.ops.refused import DecisionRefusedError
from zaslin.sim.scenario import Staff

# By how much the launch of a shot may move from plan to plan, and still be what a
# person has in mind: as far as the planner counts it as the same shot.
_SAME_SHOT_S = 30.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A shot that can be decided on.

    ``shown_s`` is since when, ``order_s`` the moment at which its crew needs the order.
    """

    order_s: float
    shown_s: float
    shot: ShownShot


@dataclass(frozen=True, slots=True)
class _Task:
    """A decision in the making."""

    done_s: float
    officer: int
    shot: ShownShot
    verdict: Verdict


class Officers:
    """The people on duty.

    Counted are decisions (``decided_s``, when each fell) and ``refused`` among them;
    shots that were ``overlooked``; work that was for nothing, as the shot was
    ``dropped`` from the plan or the order would have come ``too_late``; and what the
    desk did not accept, ``turned_down``.

    Parameters
    ----------
    staff
        How many, how fast and how attentive.
    rng
        Where their chances come from.
    """

    def __init__(self, staff: Staff, rng: np.random.Generator) -> None:
        self._staff = staff
        self._rng = rng
        self._free_s = [float("-inf")] * staff.officers
        self._tasks: list[_Task] = []
        self._unseen: list[ShownShot] = []
        self._closed: set[tuple[int, ShownShot]] = set()
        self._read: Plan | None = None
        self._firm: dict[ShownShot, Recommendation] = {}
        self.decided_s: list[float] = []
        self.refused = 0
        self.overlooked = 0
        self.dropped = 0
        self.too_late = 0
        self.turned_down = 0

    def decide(self, desk: Desk, now_s: float) -> list[Engagement]:
        """Everything that is decided up to now; returns what was authorised.

        An officer who is done with one shot takes up the next one: the one that has
        to be ordered first.
        """
        self._forget(desk, now_s)
        made: list[Engagement] = []
        while True:
            self._take_up(desk, now_s)
            task = min(self._tasks, key=lambda each: each.done_s, default=None)
            if task is None or task.done_s > now_s:
                return made
            self._tasks.remove(task)
            engagement = self._finish(desk, task, now_s)
            if engagement is not None:
                made.append(engagement)

    def _take_up(self, desk: Desk, now_s: float) -> None:
        """Give each officer who is free by now the most urgent shot."""
        lines = sorted(
            self._open(desk, now_s), key=lambda each: (each.order_s, each.shot.track)
        )
        for line in lines:
            officer = int(np.argmin(self._free_s))
            begins_s = max(self._free_s[officer], line.shown_s)
            if begins_s > now_s:
                return
            wrong, takes = self._rng.random(2).tolist()
            if wrong < self._staff.p_overlook:
                self._unseen.append(line.shot)
                self.overlooked += 1
                continue
            span = self._staff.decides_s
            done_s = begins_s + span.low + takes * (span.high - span.low)
            refuses = self._rng.random() < self._staff.p_refuse
            verdict = Verdict.REFUSE if refuses else Verdict.AUTHORISE
            self._free_s[officer] = done_s
            self._tasks.append(_Task(done_s, officer, line.shot, verdict))

    def _open(self, desk: Desk, now_s: float) -> Iterator[_Line]:
        """Shots that nobody has decided on, has in hand or has overlooked."""
        shown = desk.shown
        if shown is None:
            return
        taken = [*(task.shot for task in self._tasks), *self._unseen]
        for shot, line in self._undecided(desk):
            if (shown.revision, shot) in self._closed or any(
                _is_same(shot, other) for other in taken
            ):
                continue
            order_s = _order_s(desk, line.shot)
            if now_s <= order_s <= now_s + self._staff.decide_ahead_s:
                ahead_s = order_s - self._staff.decide_ahead_s
                yield _Line(order_s, max(shown.made_at_s, ahead_s), shot)

    def _undecided(self, desk: Desk) -> Iterator[tuple[ShownShot, Recommendation]]:
        """Firm lines of the shown plan that nobody has decided on."""
        if desk.shown is not self._read:
            self._read = desk.shown
            lines = desk.shown.recommendations if desk.shown else ()
            self._firm = {shown_shot(line): line for line in lines if line.firm}
        for shot in desk.situation.shown:
            if shot in self._firm:
                yield shot, self._firm[shot]

    def _line_of(self, desk: Desk, wanted: ShownShot) -> Recommendation | None:
        """The line that a person had in mind, as it is shown now."""
        lines = [line for shot, line in self._undecided(desk) if _is_same(shot, wanted)]
        return min(
            lines,
            key=lambda line: abs(line.shot.launch_s - wanted.launch_s),
            default=None,
        )

    def _finish(self, desk: Desk, task: _Task, now_s: float) -> Engagement | None:
        """The decision falls, if there still is something to decide on."""
        line = self._line_of(desk, task.shot)
        shown = desk.shown
        if line is None or shown is None:
            self.dropped += 1
            return None
        decided_s = max(task.done_s, shown.made_at_s)
        entered_s = max(decided_s, desk.situation.at_s)
        if task.verdict is Verdict.AUTHORISE and entered_s > _order_s(desk, line.shot):
            self.too_late += 1
            return None
        decision = Decision(
            by=f"Duty officer {task.officer + 1} (simulated)",
            verdict=task.verdict,
            revision=shown.revision,
            track=line.shot.track,
            fire_unit=line.shot.fire_unit,
            interceptor_type=line.shot.interceptor_type,
            launch_s=line.shot.launch_s,
            decided_at_s=round(decided_s, 3),
        )
        try:
            engagement = authorise(desk, decision, now_s)
        except DecisionRefusedError:
            self._closed.add((shown.revision, shown_shot(line)))
            self.turned_down += 1
            return None
        self.decided_s.append(decided_s)
        self.refused += task.verdict is Verdict.REFUSE
        return engagement

    def _forget(self, desk: Desk, now_s: float) -> None:
        """Let go of what is over."""
        self._unseen = [
            shot for shot in self._unseen if shot.launch_s + _SAME_SHOT_S >= now_s
        ]
        revision = desk.shown.revision if desk.shown else None
        self._closed = {each for each in self._closed if each[0] == revision}


def _is_same(one: ShownShot, other: ShownShot) -> bool:
    """Whether two lines of different plans are the same shot to a person."""
    return (
        one.track == other.track
        and one.fire_unit == other.fire_unit
        and one.interceptor_type == other.interceptor_type
        and abs(one.launch_s - other.launch_s) <= _SAME_SHOT_S
    )


def _order_s(desk: Desk, shot: Shot) -> float:
    """When the crew must have the order: to react, and to drive if it has to."""
    unit = desk.situation.fire_units[shot.fire_unit]
    lead_s = unit.reaction_time_s
    if shot.position != CURRENT_POSITION and not _is_sent(desk, shot):
        there = {place.id: place for place in unit.prepared_positions}
        if shot.position in there:
            drive_s = there[shot.position].travel_time_s + unit.setup_time_s
            lead_s = max(lead_s, drive_s)
    return shot.launch_s - lead_s


def _is_sent(desk: Desk, shot: Shot) -> bool:
    """Whether the unit is on its way there already, for another shot."""
    return any(
        (pin.fire_unit, pin.position) == (shot.fire_unit, shot.position)
        for pin in desk.situation.pins.values()
    )

"""The desk: takes in what happens, shows the plan that holds, and remembers both."""

import math
from collections.abc import Iterable

from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Decided,
    Entry,
    Event,
    Expired,
    Opened,
    Planned,
    Reported,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Track
from zaslin.ops.digest import plan_digest
from zaslin.ops.lead import Lead
from zaslin.ops.ledger import Ledger
from zaslin.ops.ports import Journal, Planner
from zaslin.ops.replan import ReplanParams, due, firm_shots, keeps
from zaslin.ops.situation import Situation
from zaslin.ops.state import name_of

WITHDRAWN = "withdrawn"
"""Method of an entry that takes the shown plan away and shows no other one."""


class Desk:
    """The single writer of a situation, and the plan that is shown for it.

    ``shown`` is the plan that people may decide on, or None; ``degraded`` then says
    why there is none.  Times must not go back.

    Parameters
    ----------
    opened
        The picture to begin with.
    at_s
        When that is.
    planner
        Asked with a picture on which every unit needs ``decision_lead_s`` longer.
    replan
        When to plan.
    journal
        Where every entry goes before it counts.
    params
        As the planner plans; says which tracks may be engaged at all.
    """

    def __init__(
        self,
        opened: Picture,
        at_s: float,
        planner: Planner,
        replan: ReplanParams,
        journal: Journal,
        *,
        params: PlanParams | None = None,
    ) -> None:
        self.params = params or PlanParams()
        self.replan = replan
        self.ledger = Ledger(opened, at_s, journal, self.params)
        self.shown: Plan | None = None
        self.degraded: str | None = None
        self._planner = planner
        self._lead = Lead(replan.decision_lead_s)
        self._previous: Plan | None = None
        self._planned_at_s: float | None = None

    @property
    def situation(self) -> Situation:
        """Everything the desk knows."""
        return self.ledger.situation

    def receive(self, tracks: Iterable[Track], at_s: float) -> None:
        """Take in track reports; late and repeated ones do no harm."""
        reports = tuple(tracks)
        if reports:
            self.ledger.write(Reported(tracks=reports), at_s)

    def record(self, event: Event, at_s: float) -> Entry:
        """Take in what somebody reports.

        Raises
        ------
        ValueError
            If the event does not fit the situation, or is not reported but made here:
            what was planned, and what was decided.
        """
        match event:
            case Opened() | Planned() | Decided():
                raise ValueError(
                    f"event is {name_of(event)}; accepted: what is reported to a desk, "
                    "not what it does or what a person decides"
                )
            case _:
                return self.ledger.write(event, at_s)

    def tick(self, now_s: float) -> Plan | None:
        """Let time pass: orders expire, plans grow old and are made anew.

        Returns the plan that is shown from now on if it is another one, else None.
        Whatever a planner does wrong, the desk goes on without a plan, and says so in
        ``degraded``: never with the plan of before.
        """
        self._expire(now_s)
        if self.shown is None and self.situation.shown_revision is not None:
            # The journal could not take it when it was withdrawn.
            self._withdraw(self.degraded or "no plan is shown", now_s)
        if self.is_outdated(now_s):
            self._withdraw(
                f"the last plan is over {self.replan.oldest_s:g} s old", now_s
            )
        if not due(self.replan, now_s, self._planned_at_s, urged=self.ledger.urged):
            return None
        made = self._plan(now_s)
        if made is None:
            return None
        kept = self._is_kept(made)
        try:
            self.ledger.write(_planned(made, kept=kept), now_s)
        except BaseException as error:
            # A plan that is not in the journal is not shown, and neither is the last.
            self.shown = self._previous = None
            self.degraded = f"the journal took no plan, {type(error).__name__}: {error}"
            raise
        self.ledger.urged = False
        self._previous = made
        if kept:
            return None
        self.shown = made
        return made

    def is_outdated(self, now_s: float) -> bool:
        """Whether the shown plan is too old to be decided on."""
        shown = self.shown
        return shown is not None and now_s - shown.made_at_s > self.replan.oldest_s

    def _expire(self, now_s: float) -> None:
        """End what was authorised and has not been launched by now."""
        latest_s = now_s - self.replan.report_grace_s
        for name, pin in tuple(self.situation.pins.items()):
            state = self.situation.engagements[name].state
            if state is EngagementState.AUTHORISED and pin.launch_s < latest_s:
                self.ledger.write(Expired(engagement=name), now_s)

    def _plan(self, now_s: float) -> Plan | None:
        """A plan that may be shown, or None and the desk degraded."""
        picture = self.situation.picture_at(now_s, lead=self._lead)
        self._planned_at_s = now_s
        try:
            made = self._planner(picture, self._previous)
            _accept(made, picture)
        # Whatever it is: people are better off with no plan than with no desk.
        except Exception as error:
            self._withdraw(f"planning failed, {type(error).__name__}: {error}", now_s)
            self.ledger.urged = True
            return None
        self.degraded = None
        return made

    def _is_kept(self, made: Plan) -> bool:
        shown = self.shown
        return (
            shown is not None
            and made.made_at_s - shown.made_at_s < self.replan.interval_s
            and keeps(shown, self.situation.picture_at(made.made_at_s).shown, made)
        )

    def _withdraw(self, why: str, now_s: float) -> None:
        """Take the shown plan away, if there is one."""
        self.degraded = why
        self.shown = self._previous = None
        if self.situation.shown_revision is None:
            return
        gone = Planned(
            revision=self.situation.revision,
            method=f"{WITHDRAWN}, {why}"[:200],
            value=0.0,
            bound=0.0,
            digest="",
            shown=(),
        )
        self.ledger.write(gone, now_s)


def _planned(made: Plan, *, kept: bool) -> Planned:
    return Planned(
        revision=made.revision,
        method=made.method,
        value=float(made.value),
        bound=float(made.bound),
        digest=plan_digest(made),
        shown=firm_shots(made),
        kept=kept,
    )


def _accept(made: Plan, picture: Picture) -> None:
    """Raise ``ValueError`` for a plan of another picture."""
    if made.revision != picture.revision:
        raise ValueError(
            f"plan is of revision {made.revision}; accepted: {picture.revision}"
        )
    if not (math.isfinite(made.value) and math.isfinite(made.bound)):
        raise ValueError(
            f"plan has value {made.value} and bound {made.bound}; accepted: numbers"
        )
    tracks = {track.id for track in picture.tracks}
    stocked = {
        (unit.id, magazine.interceptor_type)
        for unit in picture.fire_units
        for magazine in unit.magazines
    }
    for shot in firm_shots(made):
        pair = (shot.fire_unit, shot.interceptor_type)
        if shot.track not in tracks or pair not in stocked:
            raise ValueError(
                f"plan has a shot of {shot.fire_unit!r} at {shot.track!r} with "
                f"{shot.interceptor_type!r}; accepted: what the picture holds"
            )

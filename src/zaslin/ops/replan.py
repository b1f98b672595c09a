"""When to plan anew, and which of two plans is shown."""

from dataclasses import dataclass

from zaslin.assignment.eligibility import refusal
from zaslin.domain.accept import accept_range
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Corrected,
    Decided,
    Event,
    Expired,
    Identified,
    Lost,
    Released,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.identity import declared
from zaslin.ops.lines import MICROSECOND_S, key_of, shown_shot
from zaslin.ops.situation import Situation

_OLDEST_INTERVALS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanParams:
    """When a desk plans, and what it allows people.

    ``interval_s``: a plan is never older, as long as planning works.
    ``shortest_s``: least time between plans, however much happens.
    ``decision_lead_s``: kept free before each order for the person who decides.
    ``report_grace_s``: how late a launch may be reported before its order expires.
    ``entry_grace_s``: how late a decision may be entered after it was made.
    ``same_shot_s``: by how much the launch of a shot may move and still be the one
    that people have read; 0: not at all.
    ``refresh_s``: how long a plan stays on the screen while those after it ask for the
    same; 0: one interval.
    ``withdraw_after_s``: after how long a plan that nothing has replaced or confirmed
    is withdrawn; 0: three intervals.
    """

    interval_s: float = 30.0
    shortest_s: float = 10.0
    decision_lead_s: float = 12.0
    report_grace_s: float = 10.0
    entry_grace_s: float = 5.0
    same_shot_s: float = 0.0
    refresh_s: float = 0.0
    withdraw_after_s: float = 0.0

    def __post_init__(self) -> None:
        accept_range("interval_s", self.interval_s, 1.0, 3600.0)
        accept_range("shortest_s", self.shortest_s, 0.0, self.interval_s)
        accept_range("decision_lead_s", self.decision_lead_s, 0.0, 600.0)
        accept_range("report_grace_s", self.report_grace_s, 0.0, 3600.0)
        accept_range("entry_grace_s", self.entry_grace_s, 0.0, 60.0)
        accept_range("same_shot_s", self.same_shot_s, 0.0, 600.0)
        accept_range("refresh_s", self.refresh_s, 0.0, 3600.0)
        accept_range("withdraw_after_s", self.withdraw_after_s, 0.0, 3600.0)

    @property
    def oldest_s(self) -> float:
        """Age at which a plan that nothing has replaced is withdrawn."""
        return self.withdraw_after_s or _OLDEST_INTERVALS * self.interval_s

    @property
    def stays_s(self) -> float:
        """How long a plan stays on the screen while others ask for the same."""
        return self.refresh_s or self.interval_s


def due(
    params: ReplanParams, now_s: float, planned_at_s: float | None, *, urged: bool
) -> bool:
    """Whether to plan now: the interval has passed, or something urges it."""
    if planned_at_s is None:
        return True
    since_s = now_s - planned_at_s
    return since_s >= params.interval_s or (urged and since_s >= params.shortest_s)


def urges(
    event: Event, before: Situation, at_s: float, plan_params: PlanParams
) -> bool:
    """Whether an event is a reason to plan before the interval has passed.

    A track that may be engaged from now on, an authorised shot whose track may not be
    engaged any more or has gone, a shot that missed or may have, an order that came to
    nothing, a refusal, another shot than the one planned, an identification, and any
    change of units, supply or control measures.
    """
    match event:
        case Reported():
            return _changes_who_may_be_engaged(event, before, at_s, plan_params)
        case Lost():
            held = {pin.track for pin in before.pins.values()}
            return not held.isdisjoint(event.tracks)
        case Assessed():
            return event.outcome is not Outcome.KILLED
        case Decided():
            return event.forbidden is not None or event.decision.amended is not None
        case Aborted() | Expired() | UnitReported() | Controlled() | Resupplied():
            return True
        case Identified() | Released() | Corrected():
            return True
        case _:
            return False


def _changes_who_may_be_engaged(
    event: Reported, before: Situation, at_s: float, plan_params: PlanParams
) -> bool:
    """Whether a track may be engaged that could not, or one to be shot at may not."""
    held = {pin.track for pin in before.pins.values()}
    for track in event.tracks:
        said = before.identified.get(track.id)
        known = before.track_at(track.id, at_s)
        was = known is not None and refusal(known, at_s, plan_params) is None
        now = declared(track, said, at_s)
        may_be = refusal(now, at_s, plan_params) is None
        if (may_be and not was) or (not may_be and track.id in held):
            return True
    return False


def outdates(event: Event) -> bool:
    """Whether a plan that was asked for before an event is not to be shown after it.

    It would offer again what is decided, or allow what is forbidden since, or count
    on rounds that are not there.
    """
    return isinstance(
        event,
        Decided
        | Identified
        | Controlled
        | Released
        | UnitReported
        | Reloaded
        | Resupplied
        | Corrected,
    )


def firm_shots(plan: Plan) -> tuple[ShownShot, ...]:
    """What the operator is asked to decide on."""
    return tuple(shown_shot(line) for line in plan.recommendations if line.firm)


def keeps(
    shown: Plan,
    undecided: tuple[ShownShot, ...],
    made: Plan,
    same_shot_s: float = 0.0,
) -> bool:
    """Whether the shown plan stays, as the new one asks for just the same decisions.

    A person in the middle of one then finds the plan that it is about.
    Without a shot to decide on the new plan always comes: nobody is disturbed, and its
    prices and its reasons are those of now.
    A plan that withdraws an authorised shot always comes too: somebody has to be told.

    With ``same_shot_s`` launches may move by so much, and plans are made so often that
    what is empty, or was told already, is no reason to change the screen.
    """
    if same_shot_s > 0.0:
        return (
            _told(made) == _told(shown)
            and len(undecided) == len(firm_shots(made))
            and _are_same(_lines(shown, undecided), _firm(made), same_shot_s)
        )
    return (
        not made.withdrawn
        and set(undecided) == set(firm_shots(made)) != set()
        and _positions(shown, undecided) == _positions(made, undecided)
    )


def _told(plan: Plan) -> set[tuple[str, str]]:
    """The authorised shots that a plan withdraws."""
    return {(each.track, each.fire_unit) for each in plan.withdrawn}


def _firm(plan: Plan) -> list[Recommendation]:
    return [line for line in plan.recommendations if line.firm]


def _lines(plan: Plan, shots: tuple[ShownShot, ...]) -> list[Recommendation]:
    """The lines of these shots."""
    wanted = set(shots)
    return [line for line in _firm(plan) if shown_shot(line) in wanted]


def _are_same(
    some: list[Recommendation], others: list[Recommendation], same_shot_s: float
) -> bool:
    """Whether two lists hold the same shots, but for so much of their launch times."""

    def in_order(lines: list[Recommendation]) -> list[Recommendation]:
        return sorted(lines, key=lambda each: (*key_of(each), each.shot.launch_s))

    return len(some) == len(others) and all(
        key_of(one) == key_of(other)
        and abs(one.shot.launch_s - other.shot.launch_s) <= same_shot_s + MICROSECOND_S
        for one, other in zip(in_order(some), in_order(others), strict=True)
    )


def _positions(plan: Plan, shots: tuple[ShownShot, ...]) -> dict[ShownShot, str]:
    """From where each of the shots is taken."""
    wanted = set(shots)
    return {
        shot: line.shot.position
        for line in plan.recommendations
        if line.firm and (shot := shown_shot(line)) in wanted
    }

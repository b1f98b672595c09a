"""The open line of the shown plan that a decision is about, or why there is none."""

from dataclasses import replace

from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.deciding import is_about, is_same_line
from zaslin.ops.desk import Desk
from zaslin.ops.lines import MICROSECOND_S, shown_shot
from zaslin.ops.refused import (
    AlreadyDecidedError,
    DecisionRefusedError,
    PlanMovedOnError,
)
from zaslin.ops.situation import Situation
from zaslin.ops.standing import standing_line


def open_line(
    desk: Desk, decision: Decision, now_s: float
) -> tuple[Recommendation, Decision]:
    """The line, and the decision as one on the plan that is shown now.

    A decision on the shown plan names its line exactly.  One on a plan before is good
    if the line has stood since, whatever else has changed.

    Raises
    ------
    DecisionRefusedError
        If the plan moved on, the line is decided, or there is no such line.
    """
    shown = _shown(desk, decision, now_s)
    is_older = decision.seen_revision is not None or decision.revision < shown.revision
    line = _still(desk, shown, decision) if is_older else _line(shown, decision)
    if is_older:
        decision = replace(
            decision,
            revision=shown.revision,
            seen_revision=_seen(decision),
            launch_s=line.shot.launch_s,
        )
    _accept_open(desk.situation, line, decision)
    return line, decision


def decided_before(situation: Situation, decision: Decision) -> Decision | None:
    """The last decision that settles the line of another one, if there is one."""
    is_held = ForbiddenPairing(track=decision.track) in situation.control.forbidden
    for other in reversed(situation.decisions):
        if other.verdict is Verdict.HOLD:
            settles = is_held and other.track == decision.track
        else:
            settles = is_same_line(other, decision) and (
                other.revision >= _seen(decision)
            )
        if settles:
            return other
    return None


def _seen(decision: Decision) -> int:
    """The revision that the person saw."""
    if decision.seen_revision is None:
        return decision.revision
    return decision.seen_revision


def _shown(desk: Desk, decision: Decision, now_s: float) -> Plan:
    """The plan that is shown, if it may be decided on."""
    shown = desk.shown
    if shown is None:
        why = f", as {desk.degraded}" if desk.degraded else ""
        raise PlanMovedOnError(
            f"decision on revision {decision.revision}; accepted: none, no plan is "
            f"shown{why}",
            revision=None,
            became="no_plan",
        )
    if decision.revision > shown.revision:
        raise DecisionRefusedError(
            f"decision on revision {decision.revision}; accepted: {shown.revision}, "
            "the plan that is shown",
            "unknown_revision",
            revision=shown.revision,
        )
    is_of_it = _seen(decision) == shown.revision
    if is_of_it and decision.decided_at_s < shown.made_at_s - MICROSECOND_S:
        raise DecisionRefusedError(
            f"decision at {decision.decided_at_s} s; accepted: not before "
            f"{shown.made_at_s} s, when the plan was made",
            "before_plan",
        )
    if desk.is_outdated(now_s):
        raise PlanMovedOnError(
            f"decision on revision {decision.revision}, {now_s - shown.made_at_s:g} s "
            f"after it was made; accepted: at most {desk.replan.oldest_s:g} s",
            revision=shown.revision,
            became="outdated",
        )
    return shown


def _line(shown: Plan, decision: Decision) -> Recommendation:
    """The firm recommendation that a decision on the shown plan names."""
    named = [
        line for line in shown.recommendations if is_about(decision, shown_shot(line))
    ]
    if not named:
        raise DecisionRefusedError(
            f"plan {shown.revision} recommends no shot of {decision.fire_unit} at "
            f"{decision.track} with {decision.interceptor_type} at "
            f"{decision.launch_s}; accepted: one of its firm recommendations",
            "not_recommended",
        )
    for line in named:
        if line.firm:
            return line
    raise DecisionRefusedError(
        f"shot of {decision.fire_unit} at {decision.track} is an intention; "
        "accepted: a firm recommendation",
        "intention",
    )


def _still(desk: Desk, shown: Plan, decision: Decision) -> Recommendation:
    """The line that was seen on a plan before, if it still stands."""
    line = standing_line(decision, shown, desk.stands, desk.replan.same_shot_s)
    if line is not None:
        return line
    before = decided_before(desk.situation, decision)
    if before is not None:
        raise _already(decision, before)
    became, text = _became(desk, shown, decision)
    raise PlanMovedOnError(
        f"decision on revision {_seen(decision)}: {text}; accepted: "
        f"{shown.revision}, the plan that is shown",
        revision=shown.revision,
        became=became,
    )


def _became(desk: Desk, shown: Plan, decision: Decision) -> tuple[str, str]:
    """What became of a line that does not stand as it was seen: a code, and words."""
    if decision.track not in desk.situation.tracks:
        return "gone", f"{decision.track} has left the picture"
    shot = f"the shot of {decision.fire_unit} at {decision.track}"
    at_track = [
        line
        for line in shown.recommendations
        if line.firm and line.shot.track == decision.track
    ]
    if not at_track:
        return "gone", f"{shot} is not recommended any more"
    for line in at_track:
        if (line.shot.fire_unit, line.shot.interceptor_type) == (
            decision.fire_unit,
            decision.interceptor_type,
        ):
            return "changed", f"{shot} has another launch, salvo or position now"
    units = ", ".join(sorted({line.shot.fire_unit for line in at_track}))
    return "changed", f"{shot} is not recommended any more, but one of {units}"


def _accept_open(
    situation: Situation, line: Recommendation, decision: Decision
) -> None:
    """Refuse what is decided already, or is about a track that has gone."""
    if shown_shot(line) not in situation.shown:
        raise _already(decision, decided_before(situation, decision))
    if decision.track not in situation.tracks:
        raise DecisionRefusedError(
            f"shot of {decision.fire_unit} at {decision.track} is at a track that has "
            "gone; accepted: a track of the picture",
            "track_gone",
            track=decision.track,
        )


def _already(decision: Decision, before: Decision | None) -> AlreadyDecidedError:
    who = ""
    if before is not None:
        who = f" by {before.by} at {before.decided_at_s} s, to {before.verdict}"
    return AlreadyDecidedError(
        f"shot of {decision.fire_unit} at {decision.track} is decided already{who}; "
        "accepted: one decision on each line",
        before,
    )

"""The only place where a recommendation becomes an authorised engagement.

Nothing here reaches a weapon: an authorised engagement is an entry of the journal and a
pin in the next picture, and the order travels by voice or text from person to person.
"""

from dataclasses import dataclass, replace

from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.decision import Decision, Verdict, is_same_person
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Decided, Nominated
from zaslin.domain.ids import EngagementId
from zaslin.domain.plan import Recommendation
from zaslin.ops.deciding import is_same_line
from zaslin.ops.desk import Desk
from zaslin.ops.ledger import Receipts
from zaslin.ops.open_line import open_line
from zaslin.ops.orders import (
    accept_order,
    independent_check,
    ordered_line,
    pin_of,
)
from zaslin.ops.policy import Need, needs_second
from zaslin.ops.refused import (
    AlreadyDecidedError,
    DecisionRefusedError,
    NeedsSecondPersonError,
)

_MICROSECOND = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A decision as it would be entered now; nothing has been entered.

    ``line`` is what would be carried out, ``pin`` the order for it, ``forbidden``
    what would be forbidden, ``second`` why two people have to sign, if so.
    """

    decision: Decision
    line: Recommendation | None
    pin: PinnedEngagement | None
    forbidden: ForbiddenPairing | None
    second: Need | None


def prepare(desk: Desk, decision: Decision, now_s: float) -> Prepared:
    """What a decision would come to if it were entered now.

    Raises
    ------
    DecisionRefusedError
        As :func:`authorise` would, but for a second person that is missing.
    """
    _accept_time(desk, decision, now_s)
    if decision.confirmed_by:
        raise DecisionRefusedError(
            f"decision is confirmed by {decision.confirmed_by!r} from the start; "
            "accepted: a nomination, which another person confirms",
            "confirmed_early",
        )
    if decision.verdict is Verdict.HOLD:
        return _prepared(decision, forbidden=_hold(desk, decision))
    line, decision = open_line(desk, decision, now_s)
    if decision.verdict is Verdict.REFUSE:
        refused = ForbiddenPairing(
            track=decision.track,
            fire_unit=decision.fire_unit,
            interceptor_type=decision.interceptor_type,
        )
        return _prepared(decision, line=line, forbidden=refused)
    line, pin = _ordered(desk, decision, line, now_s)
    second = needs_second(desk.two_person, desk.situation, decision)
    return _prepared(decision, line=line, pin=pin, second=second)


def authorise(
    desk: Desk,
    decision: Decision,
    now_s: float,
    *,
    by: str | None = None,
    receipt: Receipts = None,
    check: bool = True,
) -> Engagement | None:
    """Enter a named person's decision on a firm recommendation of the shown plan.

    An authorised or amended shot becomes an engagement, which is returned, and pinned;
    a refused pairing is forbidden, and so is the whole track on which fire is held.
    The lines of one plan may be decided one after the other, each once.

    Parameters
    ----------
    now_s
        The desk's own clock, by which the decision is entered; what the decision says
        of its time may be a little earlier, and never later.
    by
        Who brought the entry, for the journal.
    receipt
        What was answered to the request, kept with the entry.
    check
        Whether the independent check is made once more, as the entry is committed.

    Raises
    ------
    DecisionRefusedError
        If the decision is dated ahead or too far back, is on a line that does not
        stand any more, or names a shot that the plan does not recommend firmly or that
        has been decided; if an authorised shot could not be carried out, would take
        another one away, or needs a second person.
    """
    ready = prepare(desk, decision, now_s)
    if ready.second is not None:
        raise NeedsSecondPersonError(
            f"shot of {decision.fire_unit} at {decision.track}: {ready.second}; "
            "accepted: a nomination, which another person confirms",
            str(ready.second),
            ready.second.code,
            **ready.second.params,
        )
    if ready.pin is None:
        event = Decided(decision=ready.decision, forbidden=ready.forbidden)
        desk.ledger.write(event, now_s, by=by or "", receipt=receipt)
        return None
    return _engage(desk, ready.decision, ready.pin, now_s, by, receipt, check=check)


def nominate(
    desk: Desk,
    decision: Decision,
    now_s: float,
    *,
    by: str | None = None,
    receipt: Receipts = None,
    check: bool = True,
) -> Decision:
    """Enter the first of two signatures; returns the decision that waits.

    Nothing follows from it until another person confirms it; it lapses when its line
    stands no longer, or its launch has come.

    Raises
    ------
    DecisionRefusedError
        As :func:`authorise` would; if it engages nothing, or is nominated already.
    """
    if not decision.verdict.engages:
        raise DecisionRefusedError(
            f"nomination to {decision.verdict}; accepted: to authorise or amend, "
            "anything else is one person's decision",
            "needs_no_second",
        )
    ready = prepare(desk, decision, now_s)
    for waiting in desk.situation.nominated:
        if is_same_line(waiting, ready.decision):
            raise AlreadyDecidedError(
                f"shot of {decision.fire_unit} at {decision.track} is nominated by "
                f"{waiting.by} already; accepted: its confirmation by another person",
                waiting,
                "already_nominated",
            )
    guard = None
    if check and ready.pin is not None:
        picture = desk.situation.picture_at(now_s)
        guard = independent_check(picture, desk.params, ready.pin)
    event = Nominated(decision=ready.decision)
    desk.ledger.write(event, now_s, by=by or "", receipt=receipt, guard=guard)
    return ready.decision


def confirm(
    desk: Desk,
    decision: Decision,
    second: str,
    now_s: float,
    *,
    by: str | None = None,
    receipt: Receipts = None,
    check: bool = True,
) -> Engagement:
    """Enter the second signature under a nomination, which engages.

    The line has to stand as the first person saw it, and the shot is judged anew.
    The decision falls now, by the desk's clock.

    Parameters
    ----------
    decision
        One of the nominations that wait.
    second
        The person who confirms it: not the one who nominated it.

    Raises
    ------
    DecisionRefusedError
        If there is no such nomination, the second person is the first, the line
        stands no longer, or the shot cannot be carried out any more.
    """
    if decision not in desk.situation.nominated:
        raise DecisionRefusedError(
            f"nomination by {decision.by} of {decision.fire_unit} at {decision.track} "
            "is taken back, lapsed or confirmed; accepted: one that waits",
            "no_nomination",
        )
    if not second.strip() or is_same_person(second, decision.by):
        raise DecisionRefusedError(
            f"nomination by {decision.by!r} confirmed by {second!r}; accepted: another "
            "named person",
            "same_person",
        )
    line, on_shown = open_line(desk, decision, now_s)
    both = replace(on_shown, decided_at_s=now_s, confirmed_by=second)
    _, pin = _ordered(desk, both, line, now_s)
    return _engage(desk, both, pin, now_s, by, receipt, check=check)


def _engage(
    desk: Desk,
    decision: Decision,
    pin: PinnedEngagement,
    now_s: float,
    by: str | None,
    receipt: Receipts,
    *,
    check: bool,
) -> Engagement:
    engagement = Engagement(
        id=EngagementId(f"E{len(desk.situation.engagements) + 1}"),
        decision=decision,
        pin=pin,
    )
    guard = None
    if check:
        picture = desk.situation.picture_at(now_s)
        guard = independent_check(picture, desk.params, pin)
    event = Decided(decision=decision, engagement=engagement)
    desk.ledger.write(event, now_s, by=by or "", receipt=receipt, guard=guard)
    return engagement


def _ordered(
    desk: Desk, decision: Decision, line: Recommendation, now_s: float
) -> tuple[Recommendation, PinnedEngagement]:
    """The shot that is to be carried out, as an order that stands."""
    picture = desk.situation.picture_at(now_s)
    line = ordered_line(picture, desk.params, line, decision)
    pin = pin_of(line, decision.by)
    accept_order(picture, desk.params, desk.situation, pin, decision.decided_at_s)
    return line, pin


def _hold(desk: Desk, decision: Decision) -> ForbiddenPairing:
    """The whole track, whatever the plan says of it, and whether there is one."""
    situation = desk.situation
    pinned = {pin.track for pin in situation.pins.values()}
    if decision.track not in situation.tracks and decision.track not in pinned:
        raise DecisionRefusedError(
            f"fire is held on {decision.track}; accepted: a track of the picture",
            "track_gone",
            track=decision.track,
        )
    return ForbiddenPairing(track=decision.track)


def _prepared(
    decision: Decision,
    *,
    line: Recommendation | None = None,
    pin: PinnedEngagement | None = None,
    forbidden: ForbiddenPairing | None = None,
    second: Need | None = None,
) -> Prepared:
    return Prepared(
        decision=decision, line=line, pin=pin, forbidden=forbidden, second=second
    )


def _accept_time(desk: Desk, decision: Decision, now_s: float) -> None:
    """Refuse a decision that nobody can have made yet, or that is entered too late."""
    ago_s = now_s - decision.decided_at_s
    latest_s = desk.replan.entry_grace_s
    if decision.verdict is Verdict.HOLD and ago_s >= 0.0:
        # Late it is still wanted.
        return
    if not -_MICROSECOND <= ago_s <= latest_s + _MICROSECOND:
        raise DecisionRefusedError(
            f"decision made {ago_s:g} s before it is entered; accepted: 0 to "
            f"{latest_s:g} s",
            "too_early" if ago_s < 0.0 else "entry_late",
            ago_s=ago_s,
            latest_s=latest_s,
        )

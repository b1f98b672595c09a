"""What people decide about shots, judged anew as it is entered."""

from collections.abc import Iterable
from dataclasses import replace

from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.decision import Decision, Verdict, is_same_person
from zaslin.domain.engagement import Engagement, EngagementState
from zaslin.domain.event import Decided, Nominated, Released, Withdrawn
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    TrackId,
)
from zaslin.domain.picture import ShownShot
from zaslin.ops.engaged import with_engagement
from zaslin.ops.situation import Situation, accept_shot

_Pairing = tuple[TrackId, FireUnitId | None, InterceptorTypeId | None]


def decided(situation: Situation, event: Decided) -> Situation:
    """A shot that is shown is authorised, amended or refused, and decided by that.

    Fire is held on a track, whatever is shown of it.
    """
    decision = event.decision
    if decision.verdict is Verdict.HOLD:
        return _held(situation, event)
    shot = open_shot(situation, decision)
    accept_shot(
        situation, decision.track, decision.fire_unit, decision.interceptor_type
    )
    _accept_signatures(situation, decision)
    situation = replace(
        situation,
        shown=tuple(each for each in situation.shown if each != shot),
        nominated=_others(situation.nominated, decision),
        decisions=(*situation.decisions, decision),
    )
    if event.engagement is not None:
        return _authorised(situation, decision, event.engagement, shot)
    return _forbidden(situation, decision, event.forbidden, _shot(decision))


def nominated(situation: Situation, event: Nominated) -> Situation:
    """A shown shot has its first signature, and waits for the second."""
    decision = event.decision
    open_shot(situation, decision)
    for other in situation.nominated:
        if is_same_line(other, decision):
            raise ValueError(
                f"shot of {decision.fire_unit!r} at {decision.track!r} is nominated by "
                f"{other.by!r} already; accepted: one nomination of a shot"
            )
    return replace(situation, nominated=(*situation.nominated, decision))


def withdrawn(situation: Situation, event: Withdrawn) -> Situation:
    """A nomination less."""
    if event.decision not in situation.nominated:
        decision = event.decision
        raise ValueError(
            f"withdrawn nomination is that by {decision.by!r} of {decision.fire_unit!r}"
            f" at {decision.track!r}; accepted: one of the "
            f"{len(situation.nominated)} that wait for a second person"
        )
    left = tuple(each for each in situation.nominated if each != event.decision)
    return replace(situation, nominated=left)


def released(situation: Situation, event: Released) -> Situation:
    """A pairing is allowed again; that brings no authorised shot back to life."""
    pairing = event.forbidden
    left = tuple(each for each in situation.control.forbidden if each != pairing)
    if len(left) == len(situation.control.forbidden):
        raise ValueError(
            f"released pairing is {_names(pairing)}; accepted: one of the {len(left)} "
            "that are forbidden"
        )
    for name, pin in situation.pins.items():
        if not pin.launched and forbids(pairing, pin):
            raise ValueError(
                f"release would let engagement {name!r} stand again, which its crew "
                f"was told to stop; accepted: when it is launched, aborted or expired"
            )
    return replace(situation, control=replace(situation.control, forbidden=left))


def open_shot(situation: Situation, decision: Decision) -> ShownShot:
    """The shown shot that a decision is about; raises ``ValueError`` without one."""
    if decision.revision != situation.shown_revision:
        raise ValueError(
            f"decision is on revision {decision.revision}; accepted: "
            f"{situation.shown_revision}, the revision of the shown plan"
        )
    for shot in situation.shown:
        if is_about(decision, shot):
            return shot
    raise ValueError(
        f"decision is on a shot of {decision.fire_unit!r} at {decision.track!r} "
        f"with {decision.interceptor_type!r} at {decision.launch_s} s; accepted: "
        "a shown shot that nobody has decided on"
    )


def is_about(decision: Decision, shot: ShownShot) -> bool:
    """Whether a decision names this shot."""
    return (*_shot(decision), decision.launch_s) == (
        shot.track,
        shot.fire_unit,
        shot.interceptor_type,
        shot.launch_s,
    )


def is_same_line(one: Decision, other: Decision) -> bool:
    """Whether two decisions are about the same pairing, whatever they say of it."""
    return _shot(one) == _shot(other)


def forbids(pairing: ForbiddenPairing, pin: PinnedEngagement) -> bool:
    """Whether a forbidden pairing is that of an engagement."""
    return (
        pairing.track == pin.track
        and pairing.fire_unit in (None, pin.fire_unit)
        and pairing.interceptor_type in (None, pin.interceptor_type)
    )


def _held(situation: Situation, event: Decided) -> Situation:
    """Fire is held on a track; whatever is shown or nominated of it is off."""
    decision = event.decision
    at = decision.track
    pinned = {pin.track for pin in situation.pins.values()}
    if at not in situation.tracks and at not in pinned:
        raise ValueError(
            f"fire is held on track {at!r}; accepted: one of the "
            f"{len(situation.tracks)} tracks of the picture"
        )
    situation = replace(
        situation,
        shown=tuple(shot for shot in situation.shown if shot.track != at),
        nominated=tuple(each for each in situation.nominated if each.track != at),
        decisions=(*situation.decisions, decision),
    )
    return _forbidden(situation, decision, event.forbidden, (at, None, None))


def _authorised(
    situation: Situation, decision: Decision, engagement: Engagement, shot: ShownShot
) -> Situation:
    pin = engagement.pin
    if (
        engagement.decision != decision
        or engagement.state is not EngagementState.AUTHORISED
        or pin.launched
        or not _is_ordered(pin, decision, shot)
    ):
        raise ValueError(
            f"engagement {engagement.id!r} is not what was decided; accepted: the "
            "shot of the decision, authorised and not launched"
        )
    if engagement.id in situation.engagements:
        raise ValueError(
            f"engagement id {engagement.id!r} occurs twice; accepted: unique ids"
        )
    accept_shot(situation, pin.track, pin.fire_unit, pin.interceptor_type)
    unit = situation.fire_units[pin.fire_unit]
    known = [CURRENT_POSITION, *(place.id for place in unit.prepared_positions)]
    if pin.position not in known:
        raise ValueError(
            f"position of engagement {engagement.id!r} is {pin.position!r}; accepted: "
            f"{', '.join(map(repr, known))}"
        )
    return with_engagement(situation, engagement)


def _is_ordered(pin: PinnedEngagement, decision: Decision, shot: ShownShot) -> bool:
    """Whether the engagement is the decided shot: the shown one, or as amended.

    It is at the track of the decision either way.
    """
    amended = decision.amended
    if amended is None:
        wanted = (*_shot(decision), shot.salvo_size, decision.launch_s)
    else:
        wanted = (
            decision.track,
            amended.fire_unit,
            amended.interceptor_type,
            amended.salvo_size,
            amended.launch_s,
        )
    return wanted == (
        pin.track,
        pin.fire_unit,
        pin.interceptor_type,
        pin.salvo_size,
        pin.launch_s,
    ) and (amended is None or pin.position == amended.position)


def _accept_signatures(situation: Situation, decision: Decision) -> None:
    """Two signatures are those of a nomination and of another person."""
    if not decision.confirmed_by:
        return
    for waiting in situation.nominated:
        if is_same_line(waiting, decision):
            if (
                waiting.by == decision.by
                and waiting.verdict is decision.verdict
                and waiting.amended == decision.amended
                and not is_same_person(waiting.by, decision.confirmed_by)
            ):
                return
            break
    raise ValueError(
        f"decision by {decision.by!r} is confirmed by {decision.confirmed_by!r}; "
        "accepted: what the first person has nominated, confirmed by another one"
    )


def _forbidden(
    situation: Situation,
    decision: Decision,
    forbidden: ForbiddenPairing | None,
    wanted: _Pairing,
) -> Situation:
    """With what a decision forbids, which is just what it names."""
    refused = None if forbidden is None else _names(forbidden)
    if forbidden is None or decision.verdict.engages or refused != wanted:
        raise ValueError(
            f"forbidden pairing is {refused} by a decision to {decision.verdict} "
            f"{wanted}; accepted: what the decision names"
        )
    control = situation.control
    if forbidden not in control.forbidden:
        control = replace(control, forbidden=(*control.forbidden, forbidden))
    return replace(situation, control=control)


def _others(
    nominations: Iterable[Decision], decision: Decision
) -> tuple[Decision, ...]:
    return tuple(each for each in nominations if not is_same_line(each, decision))


def _names(pairing: ForbiddenPairing) -> _Pairing:
    return pairing.track, pairing.fire_unit, pairing.interceptor_type


def _shot(decision: Decision) -> tuple[TrackId, FireUnitId, InterceptorTypeId]:
    return decision.track, decision.fire_unit, decision.interceptor_type

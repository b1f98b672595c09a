"""Decisions over the service: reviewed first, then committed once.

What enters a decision comes as an argument from the route of decisions, which alone may
import it.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.desk.command import done
from zaslin.api.desk.documents import nomination_id
from zaslin.api.desk.found import Found
from zaslin.api.desk.lines import firm_lines
from zaslin.api.desk.preparations import Prepared
from zaslin.api.desk.refusing import refused
from zaslin.api.desk.states import accept_track
from zaslin.api.endpoint import answer
from zaslin.api.errors import Code, ProblemError, invalid
from zaslin.api.idempotency import Claim, answered
from zaslin.api.security import Principal
from zaslin.api.service import Service
from zaslin.domain.control import ForbiddenPairing
from zaslin.domain.decision import AmendedShot, Decision, Verdict
from zaslin.domain.event import Decided, Entry, Nominated, Released, Withdrawn
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.ops.amend import NoShot, amended
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import AlreadyKeptError
from zaslin.ops.lead import Lead
from zaslin.ops.ledger import Receipts
from zaslin.ops.refused import DecisionRefusedError, NeedsSecondPersonError
from zaslin.ops.situation import Situation
from zaslin.wire.form.deciding import Amended, Commit, Entered, Hold, Prepare, Release
from zaslin.wire.places import seconds
from zaslin.wire.write.engagement import (
    decision_to_wire,
    engagement_to_wire,
    forbidden_to_wire,
)

Enter = Callable[..., object]
"""``authorise``, ``nominate`` or ``confirm`` of :mod:`zaslin.ops.authorise`."""

# Documents write times to the millisecond.
_SAME_TIME_S = 0.0011
_EXPLAINED = (Verdict.REFUSE, Verdict.HOLD, Verdict.AMEND)


def prepared_of(asked: Prepare, who: Principal, desk: Desk, now_s: float) -> Prepared:
    """What a person is about to decide; an amended shot is the best that they ask for.

    Raises :class:`ProblemError`, or :class:`DecisionRefusedError` without such a shot.
    """
    if asked.verdict in _EXPLAINED and not asked.why.strip():
        raise invalid("$.why", "empty", f"why to {asked.verdict}")
    if (asked.amended is None) == (asked.verdict is Verdict.AMEND):
        stated = "missing" if asked.amended is None else "an object"
        raise invalid("$.amended", stated, "with the verdict amend, and no other")
    return Prepared(
        user_id=who.user_id,
        verdict=asked.verdict,
        seen_revision=asked.revision,
        track=TrackId(asked.track),
        fire_unit=FireUnitId(asked.fire_unit),
        interceptor_type=InterceptorTypeId(asked.interceptor_type),
        launch_s=seconds(asked.launch),
        why=asked.why,
        amended=_amended(asked, asked.amended, desk, now_s) if asked.amended else None,
    )


def accept_advice(here: Found, verdict: Verdict) -> None:
    """Refuse to engage while the desk gives no advice; to hold fire is always good."""
    standing = here.live.health().standing
    if verdict.engages and not standing.advises:
        raise ProblemError(
            Code.PLAN_MOVED_ON,
            f"the desk gives no advice, it is {standing.underlying}; accepted: once "
            "it does again",
            more={
                "current_revision": None,
                "reason": "no_advice",
                "params": {"state": standing.underlying.value},
            },
        )


def decision_of(prepared: Prepared, by: str, desk: Desk, now_s: float) -> Decision:
    """The decision as it is entered; its launch to the last bit as the plan has it."""
    return Decision(
        by=by,
        verdict=prepared.verdict,
        revision=prepared.seen_revision,
        track=prepared.track,
        fire_unit=prepared.fire_unit,
        interceptor_type=prepared.interceptor_type,
        launch_s=_exact_launch(prepared, desk),
        decided_at_s=now_s,
        why=prepared.why,
        amended=prepared.amended,
    )


class Keep:
    """Makes the answer to a request out of the entry that it led to, and keeps it."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._answer: bytes | None = None
        self._status = 0

    def at(self, status: int) -> Callable[[Entry, Situation], object]:
        """A maker of receipts for an answer with this status."""

        def receipt(entry: Entry, after: Situation) -> object:
            self._answer = msgspec.json.encode(entered_of(entry, after))
            self._status = status
            return self._claim.receipt(self._answer, status)

        return receipt

    def response(self) -> Response:
        """The answer, now that its entry is kept."""
        if self._answer is None:
            raise ProblemError(Code.INTERNAL, "a decision without an entry")
        return answer(self._answer, status=self._status)


Act = Callable[[Desk, float, Keep], Response]
"""Something entered by the desk's thread, with what keeps its answer."""

About = Callable[[], tuple[str, str, str]]
"""Names track, unit and type of the line, once something was refused."""


async def committed(
    here: Found,
    service: Service,
    claim: Claim,
    act: Act,
    about: About,
) -> Response:
    """What ``act`` answers, once a claim; a refusal says what became of the line."""
    archive = service.archives.get(here.name)

    def once(desk: Desk, now_s: float) -> Response:
        known = archive.receipt(claim.key) if archive else None
        if known is not None:
            return answered(claim, known)
        return act(desk, now_s, Keep(claim))

    try:
        return await done(here, once)
    except AlreadyKeptError as error:
        return answered(claim, error.receipt)
    except DecisionRefusedError as error:
        raise refused(error, here.live.board, service, *about()) from None


def committing(
    here: Found,
    who: Principal,
    commit: Commit,
    request: Request,
    *,
    authorise: Enter,
    nominate: Enter,
) -> tuple[Act, About]:
    """Enters what was prepared under the token of a commit; and names its line."""
    taken: list[Prepared] = []

    def act(desk: Desk, now_s: float, keep: Keep) -> Response:
        prepared = here.room.preparations.take(commit.token, who.user_id)
        taken.append(prepared)
        _accept_same(prepared, commit, request)
        accept_advice(here, prepared.verdict)
        decision = decision_of(prepared, who.name, desk, now_s)
        try:
            authorise(desk, decision, now_s, by=who.name, receipt=keep.at(201))
        except NeedsSecondPersonError:
            nominate(desk, decision, now_s, by=who.name, receipt=keep.at(202))
        return keep.response()

    return act, about_last(taken)


def about_last(taken: Sequence[Prepared | Decision]) -> About:
    """Names the line of what was taken up last, once something has been."""

    def about() -> tuple[str, str, str]:
        last = taken[-1]
        return last.track, last.fire_unit, last.interceptor_type

    return about


def _accept_same(prepared: Prepared, commit: Commit, request: Request) -> None:
    """Refuse to commit something else than what was prepared."""
    revision = stated_revision(commit.revision, request)
    if revision != prepared.seen_revision:
        accepted = f"{prepared.seen_revision}, as prepared"
        raise invalid("$.revision", str(revision), accepted)
    if commit.verdict is not prepared.verdict:
        raise invalid("$.verdict", commit.verdict, f"{prepared.verdict}, as prepared")


def holding(
    who: Principal, track: str, hold: Hold, authorise: Enter
) -> Callable[[Desk, float, Receipts], object]:
    """Holds fire on a track by a person's word."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> object:
        decision = Decision(
            by=who.name,
            verdict=Verdict.HOLD,
            revision=desk.situation.shown_revision or 0,
            track=accept_track(desk.situation, track),
            fire_unit=FireUnitId(""),
            interceptor_type=InterceptorTypeId(""),
            launch_s=now_s,
            decided_at_s=now_s,
            why=hold.why,
        )
        return authorise(desk, decision, now_s, by=who.name, receipt=receipt)

    return write


def nomination_in(situation: Situation, name: str) -> Decision:
    """The nomination of that id; raises :class:`ProblemError` 404 without one."""
    for decision in situation.nominated:
        if nomination_id(decision) == name:
            return decision
    raise ProblemError(
        Code.NOT_FOUND,
        f"nomination: {name}; accepted: one of {len(situation.nominated)} that wait",
    )


def forbidden_in(situation: Situation, pairing: Release) -> ForbiddenPairing:
    """The refusal or hold that is named; raises :class:`ProblemError` 404."""
    for each in situation.control.forbidden:
        if (each.track, each.fire_unit, each.interceptor_type) == (
            pairing.track,
            pairing.fire_unit,
            pairing.interceptor_type,
        ):
            return each
    raise ProblemError(
        Code.NOT_FOUND,
        f"no such refusal of {pairing.track}; accepted: one of the "
        f"{len(situation.control.forbidden)} in force",
    )


def stated_revision(stated: int | None, request: Request) -> int:
    """The revision that a request is about, in its body or its ``If-Match``."""
    if stated is not None:
        return stated
    header = request.headers.get("if-match")
    if header is None:
        raise ProblemError(
            Code.REVISION_REQUIRED, "no revision; accepted: in the body or If-Match"
        )
    named = header.strip().strip('"')
    if not named.isdecimal() or len(named) > 15:
        raise invalid("header.If-Match", header, 'a revision, such as "7"')
    return int(named)


def entered_of(entry: Entry, after: Situation) -> Entered:
    """The document of an entry that decides something."""
    event = entry.event
    engagement = event.engagement if isinstance(event, Decided) else None
    decision = forbidden = nomination = None
    if isinstance(event, Decided | Nominated | Withdrawn):
        decision = event.decision
    if isinstance(event, Nominated | Withdrawn):
        nomination = nomination_id(event.decision)
    if isinstance(event, Decided | Released):
        forbidden = event.forbidden
    return Entered(
        status=_STATUS[type(event)],
        number=entry.number,
        revision=after.revision,
        decision=decision_to_wire(decision) if decision else None,
        engagement=engagement_to_wire(engagement) if engagement else None,
        forbidden=forbidden_to_wire(forbidden) if forbidden else None,
        nomination=nomination,
    )


_Status = Literal["decided", "nominated", "withdrawn", "released"]
_STATUS: dict[type, _Status] = {
    Decided: "decided",
    Nominated: "nominated",
    Withdrawn: "withdrawn",
    Released: "released",
}


def _exact_launch(prepared: Prepared, desk: Desk) -> float:
    pairing = (prepared.track, prepared.fire_unit, prepared.interceptor_type)
    for line in firm_lines(desk.shown):
        shot = line.shot
        if (shot.track, shot.fire_unit, shot.interceptor_type) == pairing and abs(
            shot.launch_s - prepared.launch_s
        ) <= _SAME_TIME_S:
            return shot.launch_s
    return prepared.launch_s


def _amended(asked: Prepare, other: Amended, desk: Desk, now_s: float) -> AmendedShot:
    """The best shot of the kind that a person wants instead."""
    lead = Lead(desk.replan.decision_lead_s)
    try:
        found = amended(
            desk.situation.picture_at(now_s, lead=lead),
            desk.params,
            TrackId(asked.track),
            FireUnitId(other.fire_unit),
            InterceptorTypeId(other.interceptor_type),
            salvo_size=other.salvo_size,
            position=None if other.position is None else PositionId(other.position),
        )
    except ValueError as error:
        raise ProblemError(Code.DECISION_REFUSED, str(error)) from None
    if isinstance(found, NoShot):
        raise ProblemError(
            Code.DECISION_REFUSED,
            f"there is no such shot: {found.text}; accepted: one that can be done",
            more={"reason": "no_shot", "params": {"reason": found.reason}},
        )
    shot = found.shot
    return AmendedShot(
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        position=shot.position,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
    )

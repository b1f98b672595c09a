"""What people decide about shots: the one door to an authorised engagement.

Two steps by one person: prepare, then commit; where the policy asks for two people, a
second one confirms.  Nothing here, and nothing behind it, reaches a weapon.
"""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk import deciding as flow
from zaslin.api.desk.also import also
from zaslin.api.desk.command import entered
from zaslin.api.desk.found import Here
from zaslin.api.desk.holder import Holder
from zaslin.api.desk.lists import decisions_before
from zaslin.api.desk.paging import Limit, Number
from zaslin.api.desk.preparing import confirming, nominations_now, prepare_decision
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.idempotency import Claim, idempotency_key
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.domain.event import Entry, Released, Withdrawn
from zaslin.ops.authorise import authorise, confirm, nominate, prepare
from zaslin.ops.desk import Desk
from zaslin.ops.ledger import Receipts
from zaslin.wire.form import deciding as wire

router = APIRouter(tags=["decisions"])

See = require(Permission.SEE)
Decider = Annotated[Principal, require(Permission.DECIDE)]
Committer = Annotated[Principal, require(Permission.DECIDE, step_up=True)]
Key = Annotated[Claim, idempotency_key(required=True)]
MaybeKey = Annotated[Claim | None, idempotency_key(required=False)]


@router.post(
    "/desks/{desk}/decisions/preparations",
    **documented(
        request=wire.Prepare, response=wire.Prepared, status=201, errors=(404, 409)
    ),
)
async def prepare_a_decision(
    who: Decider,
    here: Here,
    service: Serving,
    asked: Annotated[wire.Prepare, body(wire.Prepare)],
) -> Response:
    """What a decision would do; nothing is decided, and the token is good for 15 s."""
    return await prepare_decision(here, service, who, asked, prepare)


@router.post(
    "/desks/{desk}/decisions",
    **also(
        documented(
            request=wire.Commit,
            response=wire.Entered,
            status=201,
            errors=(400, 404, 409, 410, 428),
        ),
        202,
        wire.Entered,
    ),
)
async def commit_decision(
    who: Committer,
    here: Here,
    service: Serving,
    key: Key,
    commit: Annotated[wire.Commit, body(wire.Commit)],
    request: Request,
) -> Response:
    """Enter what was prepared: 201 decided, or 202 where a second person is needed."""
    act, about = flow.committing(
        here, who, commit, request, authorise=authorise, nominate=nominate
    )
    return await flow.committed(here, service, key, act, about)


@router.get(
    "/desks/{desk}/decisions",
    dependencies=[See],
    **documented(response=wire.DecisionList, errors=(404,)),
)
def list_decisions(here: Here, limit: Limit, before: Number = None) -> Response:
    """Decisions, the latest first."""
    return answer(decisions_before(here.board.situation, before, limit))


@router.get(
    "/desks/{desk}/nominations",
    dependencies=[See],
    **documented(response=wire.Nominations, errors=(404,)),
)
async def list_nominations(here: Here, service: Serving) -> Response:
    """Decisions that wait for a second person, with what they would do now."""
    return answer(await nominations_now(here, service, prepare))


@router.post(
    "/desks/{desk}/nominations/{nomination}/confirmation",
    **documented(
        request=wire.Confirm,
        response=wire.Entered,
        status=201,
        errors=(400, 404, 409),
    ),
)
async def confirm_nomination(
    who: Committer,
    here: Here,
    service: Serving,
    key: Key,
    nomination: str,
    _: Annotated[wire.Confirm, body(wire.Confirm)],
) -> Response:
    """Sign as the second person, who is not the first; the shot is judged anew."""
    act, about = confirming(here, nomination, who.name, confirm)
    return await flow.committed(here, service, key, act, about)


@router.delete(
    "/desks/{desk}/nominations/{nomination}",
    **documented(response=wire.Entered, errors=(404, 409)),
)
async def withdraw_nomination(
    who: Decider, here: Here, service: Serving, key: MaybeKey, nomination: str
) -> Response:
    """Take a nomination back; anybody with engagement authority may."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        waiting = flow.nomination_in(desk.situation, nomination)
        event = Withdrawn(decision=waiting)
        return desk.ledger.write(event, now_s, by=who.name, receipt=receipt)

    return await entered(here, service, key, write, flow.entered_of)


@router.post(
    "/desks/{desk}/tracks/{track:path}/hold",
    **documented(
        request=wire.Hold, response=wire.Entered, status=201, errors=(404, 409)
    ),
)
async def hold_fire(
    who: Holder,
    here: Here,
    service: Serving,
    key: MaybeKey,
    track: str,
    hold: Annotated[wire.Hold, body(wire.Hold)],
) -> Response:
    """Hold fire on a track: one step, as it only takes away; a person's word."""
    write = flow.holding(who, track, hold, authorise)
    return await entered(here, service, key, write, flow.entered_of, status=201)


@router.post(
    "/desks/{desk}/releases",
    **documented(
        request=wire.Release, response=wire.Entered, status=201, errors=(404, 409)
    ),
)
async def release(
    who: Decider,
    here: Here,
    service: Serving,
    key: MaybeKey,
    pairing: Annotated[wire.Release, body(wire.Release)],
) -> Response:
    """Lift a refusal or a hold; nothing is authorised by that."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        event = Released(forbidden=flow.forbidden_in(desk.situation, pairing))
        return desk.ledger.write(event, now_s, by=who.name, receipt=receipt)

    return await entered(here, service, key, write, flow.entered_of, status=201)

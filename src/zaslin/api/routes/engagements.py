"""Authorised engagements, and what their crews report of them.

Reports come from crews; nothing goes to them.
"""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.desk.command import entered
from zaslin.api.desk.engaged import aborted, after_step, assessed, engagement_in, fired
from zaslin.api.desk.found import Here
from zaslin.api.desk.lists import engagements_after
from zaslin.api.desk.paging import Limit, Name
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.idempotency import Claim, idempotency_key
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.wire.form.engagement import (
    Abort,
    Assessment,
    Engagements,
    Launch,
    OneEngagement,
)
from zaslin.wire.write.engagement import engagement_to_wire

router = APIRouter(tags=["engagements"])

See = require(Permission.SEE)
Reporter = Annotated[Principal, require(Permission.OUTCOME)]
MaybeKey = Annotated[Claim | None, idempotency_key(required=False)]


@router.get(
    "/desks/{desk}/engagements",
    dependencies=[See],
    **documented(response=Engagements, errors=(404,)),
)
def list_engagements(here: Here, limit: Limit, after: Name = None) -> Response:
    """Engagements, the latest first."""
    board = here.board
    return answer(engagements_after(board.situation, board.at_s, after, limit))


@router.get(
    "/desks/{desk}/engagements/{engagement}",
    dependencies=[See],
    **documented(response=OneEngagement, errors=(404,)),
)
def get_engagement(here: Here, engagement: str) -> Response:
    """An engagement by itself."""
    situation = here.board.situation
    found = engagement_to_wire(engagement_in(situation, engagement))
    document = OneEngagement(revision=situation.revision, engagement=found)
    return answer(document, etag=f"{found.id}-{found.state}")


@router.post(
    "/desks/{desk}/engagements/{engagement}/launch",
    **documented(request=Launch, response=OneEngagement, errors=(404, 409)),
)
async def report_launch(
    who: Reporter,
    here: Here,
    service: Serving,
    key: MaybeKey,
    engagement: str,
    launch: Annotated[Launch, body(Launch)],
) -> Response:
    """The crew reports that it launched; its rounds leave the magazine."""
    write = fired(engagement, launch, who.name)
    return await entered(here, service, key, write, after_step(engagement))


@router.post(
    "/desks/{desk}/engagements/{engagement}/abort",
    **documented(request=Abort, response=OneEngagement, errors=(404, 409)),
)
async def report_abort(
    who: Reporter,
    here: Here,
    service: Serving,
    key: MaybeKey,
    engagement: str,
    abort: Annotated[Abort, body(Abort)],
) -> Response:
    """The crew reports that it did not launch, and why."""
    write = aborted(engagement, abort, who.name)
    return await entered(here, service, key, write, after_step(engagement))


@router.post(
    "/desks/{desk}/engagements/{engagement}/assessment",
    **documented(request=Assessment, response=OneEngagement, errors=(404, 409)),
)
async def report_assessment(
    who: Reporter,
    here: Here,
    service: Serving,
    key: MaybeKey,
    engagement: str,
    assessment: Annotated[Assessment, body(Assessment)],
) -> Response:
    """What became of a launched engagement."""
    write = assessed(engagement, assessment, who.name)
    return await entered(here, service, key, write, after_step(engagement))

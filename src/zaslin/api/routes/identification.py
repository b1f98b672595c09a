"""Identities that people declare, with evidence and an end."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.desk.command import entered
from zaslin.api.desk.found import Here
from zaslin.api.desk.measures import declared_document, identify
from zaslin.api.endpoint import body, documented
from zaslin.api.idempotency import Claim, idempotency_key
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.wire.form.measures import Declared, Identified

router = APIRouter(tags=["identification"])


@router.post(
    "/desks/{desk}/tracks/{track:path}/identification",
    **documented(request=Identified, response=Declared, status=201, errors=(404, 409)),
)
async def identify_track(
    who: Annotated[Principal, require(Permission.IDENTIFY)],
    here: Here,
    service: Serving,
    key: Annotated[Claim | None, idempotency_key(required=False)],
    track: str,
    said: Annotated[Identified, body(Identified)],
) -> Response:
    """Declare what a track is; civil, crewed and friendly evidence is never overruled.

    The declaration holds until it expires, at most an hour; then the track is unknown.
    """
    write = identify(track, said, who.name)
    document = declared_document(service)
    return await entered(here, service, key, write, document, status=201)

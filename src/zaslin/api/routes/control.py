"""Control measures: read, set, and weapons HOLD everywhere in one call."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk.also import also
from zaslin.api.desk.command import entered
from zaslin.api.desk.controlling import controlled, signed, tagged, widening_to_wire
from zaslin.api.desk.documents import control_etag, control_in_force
from zaslin.api.desk.found import Here
from zaslin.api.desk.measures import (
    Order,
    drop_zone,
    hold_all,
    set_control,
    set_zone,
)
from zaslin.api.endpoint import answer, body, documented, not_modified
from zaslin.api.idempotency import Claim, idempotency_key
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.wire.form.control import NoEngagementZone
from zaslin.wire.form.measures import (
    ControlInForce,
    HeldAll,
    NewMeasures,
    Widening,
    Widenings,
)

router = APIRouter(tags=["control measures"])

Controller = Annotated[Principal, require(Permission.CONTROL)]
See = require(Permission.SEE)
MaybeKey = Annotated[Claim | None, idempotency_key(required=False)]


@router.get(
    "/desks/{desk}/control",
    dependencies=[See],
    **documented(response=ControlInForce, errors=(404,), has_revision=True),
)
def get_control(here: Here, request: Request) -> Response:
    """Control measures in force; give their ETag as If-Match to set others."""
    document = control_in_force(here.board.picture)
    etag = control_etag(document, here.board.situation)
    return not_modified(request, etag) or answer(document, etag=etag)


@router.put(
    "/desks/{desk}/control",
    **also(
        documented(
            request=NewMeasures,
            response=ControlInForce,
            errors=(404, 409, 428),
            changes_revision=True,
        ),
        202,
        Widening,
    ),
)
async def put_control(
    who: Controller,
    here: Here,
    service: Serving,
    key: MaybeKey,
    new: Annotated[NewMeasures, body(NewMeasures)],
    request: Request,
) -> Response:
    """Set all control measures; 202 where a second person has to sign them."""
    order = Order(who.name, service)
    return await controlled(here, order, key, set_control(new, order, request))


@router.get(
    "/desks/{desk}/control/widenings",
    dependencies=[See],
    **documented(response=Widenings, errors=(404,)),
)
def list_widenings(here: Here) -> Response:
    """Measures that wait for a second person."""
    waiting = here.room.widenings.all(here.board.situation.controlled_entry)
    return answer(
        Widenings(widenings=tuple(widening_to_wire(here, each) for each in waiting))
    )


@router.post(
    "/desks/{desk}/control/widenings/{widening}/confirmation",
    **documented(response=ControlInForce, errors=(404, 409, 412)),
)
async def confirm_widening(
    who: Controller, here: Here, service: Serving, key: MaybeKey, widening: str
) -> Response:
    """Sign measures that permit more, as the second person."""
    return await signed(here, Order(who.name, service), key, widening)


@router.post(
    "/desks/{desk}/hold-all",
    **documented(response=HeldAll, errors=(404, 409)),
)
async def post_hold_all(
    who: Annotated[Principal, require(Permission.HOLD)],
    here: Here,
    service: Serving,
    key: MaybeKey,
) -> Response:
    """Weapons HOLD everywhere, at once: one action, whatever revision was seen."""
    write, document = hold_all(who.name)
    return tagged(here, await entered(here, service, key, write, document))


@router.put(
    "/desks/{desk}/zones/{zone:path}",
    **documented(
        request=NoEngagementZone,
        response=ControlInForce,
        errors=(404, 409),
        changes_revision=True,
    ),
)
async def put_zone(
    who: Controller,
    here: Here,
    service: Serving,
    key: MaybeKey,
    zone: str,
    new: Annotated[NoEngagementZone, body(NoEngagementZone)],
    request: Request,
) -> Response:
    """Set a no-engagement zone, new or in the place of the one of that name.

    With the ETag of the control measures as If-Match, only if they are still those.
    """
    order = Order(who.name, service)
    return await controlled(here, order, key, set_zone(zone, new, order, request))


@router.delete(
    "/desks/{desk}/zones/{zone:path}",
    **also(
        documented(response=ControlInForce, errors=(404, 409), changes_revision=True),
        202,
        Widening,
    ),
)
async def delete_zone(
    who: Controller,
    here: Here,
    service: Serving,
    key: MaybeKey,
    zone: str,
    request: Request,
) -> Response:
    """Lift a no-engagement zone, with every leg of a corridor.

    With the ETag of the control measures as If-Match, only if they are still those.
    """
    order = Order(who.name, service)
    return await controlled(here, order, key, drop_zone(zone, order, request))

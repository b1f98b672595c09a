"""Control measures set by one person, or by two where the policy wants it."""

from starlette.responses import Response

from zaslin.api.desk.command import entered
from zaslin.api.desk.documents import control_etag, control_in_force
from zaslin.api.desk.found import Found
from zaslin.api.desk.measures import (
    NeedsSecond,
    Order,
    Write,
    control_document,
    sign_control,
)
from zaslin.api.desk.widening import VALID_S, Pending
from zaslin.api.endpoint import answer, quoted
from zaslin.api.idempotency import Claim
from zaslin.domain.event import Entry
from zaslin.geometry.frames import LocalFrame
from zaslin.ops.desk import Desk
from zaslin.ops.ledger import Receipts
from zaslin.wire.form.coded import By
from zaslin.wire.form.measures import Widening
from zaslin.wire.moment import written
from zaslin.wire.write.live_picture import measures_to_wire


async def controlled(
    here: Found, order: Order, claim: Claim | None, write: Write
) -> Response:
    """Enter control measures; 202 where a second person has to sign them first."""
    try:
        response = await entered(here, order.service, claim, write, control_document)
    except NeedsSecond as needed:
        pending = here.room.widenings.keep(
            order.by,
            order.service.clock(),
            needed.over,
            needed.control,
            needed.need,
        )
        return answer(widening_to_wire(here, pending), status=202)
    return tagged(here, response)


async def signed(here: Found, order: Order, claim: Claim | None, name: str) -> Response:
    """Enter measures with the signature of a second person."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        # Not before: what was signed already, and is asked again, waits no more.
        pending = here.room.widenings.get(name, order.by)
        return sign_control(pending, order.by)(desk, now_s, receipt)

    response = await entered(here, order.service, claim, write, control_document)
    here.room.widenings.drop(name)
    return tagged(here, response)


def widening_to_wire(here: Found, pending: Pending) -> Widening:
    """Measures that wait for a second person."""
    frame = LocalFrame(here.board.picture.origin)
    return Widening(
        id=pending.id,
        asked=By(by=pending.by, at=written(pending.asked_s)),
        expires=written(pending.asked_s + VALID_S),
        second=pending.need,
        control=measures_to_wire(frame, pending.control),
    )


def tagged(here: Found, response: Response) -> Response:
    """The answer with the entity tag of the measures that are in force now."""
    board = here.live.board
    etag = control_etag(control_in_force(board.picture), board.situation)
    response.headers["ETag"] = quoted(etag)
    return response

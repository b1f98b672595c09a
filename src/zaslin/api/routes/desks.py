"""Which desks there are, and how they stand."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk.documents import desk_to_wire
from zaslin.api.desk.found import Here, rooms_of
from zaslin.api.endpoint import answer, documented
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.wire.form.desk import Desks, OneDesk

router = APIRouter(tags=["desks"])


@router.get("/desks", **documented(response=Desks))
def list_desks(
    who: Annotated[Principal, require(Permission.SEE)],
    request: Request,
    service: Serving,
) -> Response:
    """Every desk that the reader may see."""
    rooms = rooms_of(request, service)
    seen = [name for name in sorted(service.desks) if who.may(Permission.SEE, name)]
    there = [room for name in seen if (room := rooms.of(name))]
    return answer(Desks(desks=tuple(desk_to_wire(each.live.board) for each in there)))


@router.get(
    "/desks/{desk}",
    dependencies=[require(Permission.SEE)],
    **documented(response=OneDesk, errors=(404,)),
)
def get_desk(here: Here) -> Response:
    """A desk: its state, its revision, and what there is on it."""
    return answer(OneDesk(desk=desk_to_wire(here.board)))

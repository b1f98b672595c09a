"""Events of a desk as they happen."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from zaslin.api.desk.found import Here, rooms_of
from zaslin.api.desk.stream import EventStream
from zaslin.api.security import Permission, Principal, require, still_valid
from zaslin.api.service import Serving

router = APIRouter(tags=["events"])


@router.get(
    "/desks/{desk}/events",
    status_code=200,
    response_class=Response,
    response_model=None,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Events"}},
)
async def stream_events(
    who: Annotated[Principal, require(Permission.SEE)],
    here: Here,
    service: Serving,
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    """Picture, plan, decisions and health as server-sent events.

    First how everything is, then what changes, and a heartbeat each second.
    With `Last-Event-ID` only what has changed since.
    """
    rooms, room = rooms_of(request, service), here.room

    async def allowed() -> bool:
        return await still_valid(request, who)

    return EventStream(
        room,
        service,
        last_event_id=last_event_id,
        current=lambda: rooms.of(room.live.name) is room,
        allowed=allowed,
        place=rooms.streams.one(who.user_id),
    )

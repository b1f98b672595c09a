"""The desk that a path names, with its board."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path
from starlette.requests import Request

from zaslin.api.desk.room import Room, Rooms
from zaslin.api.errors import Code, ProblemError
from zaslin.api.service import Serving
from zaslin.live.board import Board
from zaslin.live.doors import OpenDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A desk as it stands at one moment."""

    room: Room
    board: Board

    @property
    def live(self) -> OpenDesk:
        """The desk itself."""
        return self.room.live

    @property
    def name(self) -> str:
        """Name of the desk."""
        return self.room.live.name


def found(
    request: Request,
    service: Serving,
    desk: Annotated[
        str, Path(description="name of a desk: live, sim or replay", max_length=64)
    ],
) -> Found:
    """The desk of the path; raises :class:`ProblemError` 404."""
    room = rooms_of(request, service).of(desk)
    if room is None:
        names = ", ".join(sorted(service.desks)) or "none at present"
        raise ProblemError(Code.NOT_FOUND, f"desk: {desk}; accepted: {names}")
    return Found(room=room, board=room.live.board)


def rooms_of(request: Request, service: Any) -> Rooms:
    """What the application keeps beside its desks."""
    state = request.app.state
    rooms: Rooms | None = getattr(state, "rooms", None)
    if rooms is None:
        rooms = state.rooms = Rooms(service)
    return rooms


Here = Annotated[Found, Depends(found)]
"""``here: Here`` as a parameter of a route below ``/desks/{desk}``."""

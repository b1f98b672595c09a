"""Events of a desk as bytes on a stream, written once for all who need the same."""

from collections.abc import Iterable

import msgspec

from zaslin.api.desk.documents import deciding, health_to_wire, shown_plan
from zaslin.api.desk.found import Found
from zaslin.api.desk.room import Room
from zaslin.api.service import Service
from zaslin.live.board import OF_PICTURE, Section
from zaslin.live.broadcast import Delta

PICTURE, DELTA, PLAN = "picture", "picture.delta", "plan"
DECISIONS, HEALTH, END = "decisions", "health", "end"

_OF_DECISIONS = frozenset(
    {Section.PLAN, Section.ENGAGEMENTS, Section.NOMINATED, Section.CONTROL}
)


def news(room: Room, service: Service, delta: Delta) -> bytes:
    """What is new on a board, as events; the last of them carries the board's id.

    Whoever is cut off in the midst of it has an older id, and is told all of it again:
    each event says how things are, so that hearing it twice does no harm.
    """

    def make(delta: Delta) -> bytes:
        return b"".join(_written(room, service, delta))

    return room.live.broadcast.shared(delta, "events", make)


def beat(room: Room, service: Service) -> bytes:
    """The heartbeat of this second."""
    here = Found(room=room, board=room.live.board)
    return _event(HEALTH, health_to_wire(here, service, room.sequence()))


def end(reason: str) -> bytes:
    """The last event of a stream that the service ends, and why."""
    return _event(END, {"reason": reason})


def _written(room: Room, service: Service, delta: Delta) -> Iterable[bytes]:
    board, sections = delta.board, delta.sections
    if delta.full or sections & OF_PICTURE:
        since, document = room.picture(board, None if delta.full else delta.since)
        yield _event(PICTURE if since is None else DELTA, document)
    # The document is large, and most plans only confirm the one that is shown.
    if delta.since is None or delta.since < room.plan_since(board):
        yield _event(PLAN, shown_plan(board, service))
    if delta.full or sections & _OF_DECISIONS:
        yield _event(DECISIONS, deciding(board, service))
    here = Found(room=room, board=board)
    document = msgspec.json.encode(health_to_wire(here, service, room.sequence()))
    yield _event(HEALTH, document, name=board.event_id)


def _event(kind: str, document: object, *, name: str | None = None) -> bytes:
    """An event as it stands in a stream; JSON holds no line break of its own."""
    written = document if isinstance(document, bytes) else msgspec.json.encode(document)
    last = b"" if name is None else b"id: %s\n" % name.encode()
    return b"event: %s\ndata: %s\n%s\n" % (kind.encode(), written, last)

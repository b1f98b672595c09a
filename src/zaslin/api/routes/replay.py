"""Recorded journals shown again, on a desk that nobody can change."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.desk.running import (
    accept_visible,
    carried_out,
    current,
    recording_to_wire,
    replays_of,
    running,
    stopped,
    visible,
)
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.wire.form.exercise import Recordings, Running, StartReplay, SteerReplay
from zaslin.wire.places import seconds

router = APIRouter(tags=["replays"], dependencies=[require(Permission.REPLAY)])

Watcher = Annotated[Principal, require(Permission.REPLAY)]


@router.get("/replays", **documented(response=Recordings, errors=(404,)))
async def list_recordings(who: Watcher, service: Serving) -> Response:
    """Journals that can be shown again, the latest first."""
    found = await carried_out("replay", replays_of(service).recordings)
    listed = tuple(recording_to_wire(each) for each in visible(who, found))
    return answer(Recordings(recordings=listed))


@router.post(
    "/replays",
    **documented(request=StartReplay, response=Running, status=201, errors=(404, 409)),
)
async def start_replay(
    who: Watcher, service: Serving, start: Annotated[StartReplay, body(StartReplay)]
) -> Response:
    """Show a journal again; it is seen as the desk replay."""
    replays = replays_of(service)
    await accept_visible(who, replays, start.journal)
    act = partial(
        replays.start,
        start.journal,
        at_s=None if start.at is None else seconds(start.at),
        speed=start.speed,
        paused=start.paused,
    )
    return await running("replay", act, status=201)


@router.get("/replays/current", **documented(response=Running | None, errors=(404,)))
async def get_replay(service: Serving) -> Response:
    """The replay that runs; null: none does."""
    return await current("replay", replays_of(service).current)


@router.patch(
    "/replays/current",
    **documented(request=SteerReplay, response=Running, errors=(404, 409)),
)
async def steer_replay(
    service: Serving, steer: Annotated[SteerReplay, body(SteerReplay)]
) -> Response:
    """Hold it, let it go on, change its speed, or go to another time."""
    act = partial(
        replays_of(service).steer,
        paused=steer.paused,
        speed=steer.speed,
        at_s=None if steer.at is None else seconds(steer.at),
    )
    return await running("replay", act)


@router.delete("/replays/current", **documented(status=204, errors=(404,)))
async def stop_replay(service: Serving) -> Response:
    """End it."""
    return await stopped("replay", replays_of(service).stop)

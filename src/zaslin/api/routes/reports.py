"""Track reports come in."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.buckets import Charging, charge
from zaslin.api.desk.found import Here
from zaslin.api.desk.reading import read_reports, received
from zaslin.api.endpoint import JSON, NDJSON, answer, documented
from zaslin.api.errors import Code, ProblemError
from zaslin.api.security import Permission, Principal, require
from zaslin.live.health import Mode
from zaslin.wire.form.report import Received
from zaslin.wire.form.track import Track

router = APIRouter(tags=["reports"])


@router.post(
    "/desks/{desk}/reports",
    **documented(
        request=Track | tuple[Track, ...],
        response=Received,
        errors=(404, 409),
        request_media=(JSON, NDJSON),
    ),
)
async def post_reports(
    who: Annotated[Principal, require(Permission.REPORT)],
    request: Request,
    here: Here,
    rates: Charging,
) -> Response:
    """Take in one track, an array of tracks, or NDJSON with a track on each line.

    The newest measurement of each track counts; what is not right is told one by one,
    and spoils none of the others.
    """
    if here.board.mode is not Mode.LIVE:
        raise ProblemError(Code.READ_ONLY, "no feed here; accepted: a live desk")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    data, picture = await request.body(), here.board.picture
    source = who.source or who.name
    # Counted before they are read, so that too many cost next to nothing.
    charge(rates.tracks, source, max(1, data.count(b'"id"')))
    reading = await asyncio.to_thread(read_reports, data, media, who, picture)
    delivery = here.live.reports(source, reading.tracks)
    return answer(received(reading, delivery))

"""Answers that are files."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response

from zaslin.api.desk.found import Found
from zaslin.api.desk_ports import Archive
from zaslin.api.errors import Code, ProblemError

_PIECE = 65_536


def download(here: Found, name: str, content: bytes, media: str) -> Response:
    """A file of a desk, named after the desk and its revision."""
    stem, _, ending = name.partition(".")
    named = f"{here.name}-{stem}-{here.board.situation.revision}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return Response(content, media_type=media, headers=headers)


def no_plan() -> ProblemError:
    """There is no plan to be exported."""
    return ProblemError(
        Code.NOT_FOUND,
        "no plan is shown; accepted: when there is one",
        more={"reason": "no_plan"},
    )


async def opened(archive: Archive) -> AsyncIterator[bytes]:
    """The lines of a journal in larger pieces; fails before the answer has begun."""
    pieces = _pieces(archive.lines())
    first = await asyncio.to_thread(next, pieces, b"")

    def all_of_it() -> Iterator[bytes]:
        yield first
        yield from pieces

    return iterate_in_threadpool(all_of_it())


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    gathered = bytearray()
    for line in lines:
        gathered += line
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)

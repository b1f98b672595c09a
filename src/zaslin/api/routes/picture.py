"""The picture of a desk: tracks, what is defended, and control measures."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk.found import Here
from zaslin.api.desk.paging import Limit, Name, page_after
from zaslin.api.desk.states import assets_of, seen_at, track_in
from zaslin.api.endpoint import answer, documented, not_modified
from zaslin.api.security import Permission, require
from zaslin.api.service import Serving
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form.live_picture import LivePicture, OneTrack, Tracks
from zaslin.wire.form.stock import Assets
from zaslin.wire.moment import written
from zaslin.wire.write.live_picture import live_tracks

router = APIRouter(tags=["picture"], dependencies=[require(Permission.SEE)])


@router.get(
    "/desks/{desk}/picture",
    **documented(response=LivePicture, errors=(404,), has_revision=True),
)
def get_picture(here: Here, request: Request) -> Response:
    """The whole picture; its ETag names the version."""
    version = here.room.picture_version(here.board)
    etag = f"{here.board.era}-{version}"
    unchanged = not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    _, document = here.room.picture(here.board, None)
    return answer(document, etag=etag)


@router.get("/desks/{desk}/tracks", **documented(response=Tracks, errors=(404,)))
def list_tracks(
    here: Here, service: Serving, limit: Limit, after: Name = None
) -> Response:
    """Tracks by id, in pages."""
    picture = here.board.picture
    places, more = page_after([each.id for each in picture.tracks], after, limit)
    seen = seen_at(here.board, service, places)
    page = live_tracks(LocalFrame(picture.origin), seen)
    return answer(
        Tracks(
            revision=picture.revision,
            now=written(picture.now_s),
            tracks=page,
            next=page[-1].id if more else None,
        )
    )


@router.get(
    "/desks/{desk}/tracks/{track:path}", **documented(response=OneTrack, errors=(404,))
)
def get_track(here: Here, service: Serving, track: str) -> Response:
    """A track by itself."""
    picture = here.board.picture
    seen = track_in(here.board, service, track)
    (document,) = live_tracks(LocalFrame(picture.origin), [seen])
    return answer(
        OneTrack(revision=picture.revision, now=written(picture.now_s), track=document)
    )


@router.get("/desks/{desk}/assets", **documented(response=Assets, errors=(404,)))
def list_assets(here: Here) -> Response:
    """What is defended, with what the shown plan expects at it."""
    return answer(assets_of(here.board))

"""The plan that is shown, the plans before it, and why it says what it says."""

import asyncio
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from zaslin.api.desk.documents import etag_of, shown_plan
from zaslin.api.desk.explaining import explanation, score_page, scores_of, wanted_by
from zaslin.api.desk.found import Here, rooms_of
from zaslin.api.desk.paging import Limit, Number
from zaslin.api.desk.records import archive_of, plan_document, plans_before
from zaslin.api.endpoint import answer, documented, not_modified
from zaslin.api.errors import ProblemError
from zaslin.api.security import Permission, require
from zaslin.api.service import Serving
from zaslin.wire.form.plan import Plan
from zaslin.wire.form.shown_plan import Explanation, PlanList, ScorePage, ShownPlan
from zaslin.wire.plain import encode

router = APIRouter(tags=["plan"], dependencies=[require(Permission.SEE)])

_SOON_S = 2.0
# More than that no reader of JSON counts exactly, and no database at all.
_LARGEST = 2**53


@router.get(
    "/desks/{desk}/plan",
    **documented(response=ShownPlan, errors=(404,), has_revision=True),
)
def get_plan(here: Here, service: Serving, request: Request) -> Response:
    """The plan that people may decide on, with each of its lines as it stands.

    Its ETag changes with what is advised and decided, not with the time.
    """
    board = here.board
    etag = etag_of((board.era, board.plan_version, board.situation.entries))
    return not_modified(request, etag) or answer(shown_plan(board, service), etag=etag)


@router.get("/desks/{desk}/plans", **documented(response=PlanList, errors=(404,)))
async def list_plans(
    here: Here, service: Serving, limit: Limit, before: Number = None
) -> Response:
    """Plans that were made, the latest first, by the number of their entry."""
    archive = archive_of(here, service)
    page = await asyncio.to_thread(plans_before, archive, before, limit)
    return answer(page)


@router.get(
    "/desks/{desk}/plans/{revision}", **documented(response=Plan, errors=(404,))
)
async def get_plan_of(
    here: Here, service: Serving, revision: Annotated[int, Path(ge=0, le=_LARGEST)]
) -> Response:
    """The document of a plan as it was shown."""
    archive = archive_of(here, service)
    document = await asyncio.to_thread(plan_document, archive, revision)
    return answer(document, etag=str(revision))


@router.get(
    "/desks/{desk}/plan/tracks/{track:path}",
    **documented(response=Explanation, errors=(404,)),
)
async def explain_track(
    here: Here, service: Serving, request: Request, track: str
) -> Response:
    """Why the plan does what it does about a track: lines, alternatives, scores."""
    scores = None
    with suppress(ProblemError):
        side = rooms_of(request, service).scoring
        _, scores = await scores_of(here, side, patience_s=_SOON_S)
    return answer(encode(explanation(here.board, track, scores)))


@router.get("/desks/{desk}/scores", **documented(response=ScorePage, errors=(404,)))
async def list_scores(
    here: Here,
    service: Serving,
    request: Request,
    limit: Limit,
    start: Annotated[int, Query(ge=0, le=10**7, alias="from")] = 0,
    track: Annotated[str | None, Query(max_length=64)] = None,
    fire_unit: Annotated[str | None, Query(max_length=64)] = None,
    feasible: Annotated[
        bool, Query(description="only pairings that have a shot")
    ] = False,
) -> Response:
    """Each track against each inventory: best shot and net gain, or why there is none.

    Of the picture that the shown plan was made from, at the prices of all of it.
    """
    side = rooms_of(request, service).scoring
    picture, scores = await scores_of(here, side)
    wanted = wanted_by(track, fire_unit, feasible=feasible)
    return answer(encode(score_page(here.board, picture, scores, wanted, start, limit)))

"""The desk in the formats of others: GeoJSON, CSV, NDJSON."""

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from zaslin.api.desk.exporting import download, no_plan, opened
from zaslin.api.desk.found import Here
from zaslin.api.desk.records import archive_of
from zaslin.api.desk.states import seen_at
from zaslin.api.endpoint import NDJSON
from zaslin.api.security import Permission, require
from zaslin.api.service import Serving
from zaslin.wire.export import engagements_csv, plan_csv, tracks_geojson

router = APIRouter(tags=["export"])

See = require(Permission.SEE)
GEOJSON, CSV = "application/geo+json", "text/csv; charset=utf-8"


@router.get(
    "/desks/{desk}/export/tracks.geojson",
    dependencies=[See],
    response_class=Response,
    responses={200: {"content": {GEOJSON: {}}}},
)
def export_tracks(here: Here, service: Serving) -> Response:
    """Tracks as GeoJSON."""
    picture = here.board.picture
    seen = seen_at(here.board, service, range(len(picture.tracks)))
    return download(
        here, "tracks.geojson", tracks_geojson.encode(picture, seen), GEOJSON
    )


@router.get(
    "/desks/{desk}/export/plan.csv",
    dependencies=[See],
    response_class=Response,
    responses={200: {"content": {CSV: {}}}},
)
def export_plan(here: Here) -> Response:
    """The shown plan as a table; 404 if none is shown: never one of before."""
    shown = here.board.shown
    if shown is None:
        raise no_plan()
    return download(here, "plan.csv", plan_csv.encode(shown), CSV)


@router.get(
    "/desks/{desk}/export/engagements.csv",
    dependencies=[See],
    response_class=Response,
    responses={200: {"content": {CSV: {}}}},
)
def export_engagements(here: Here) -> Response:
    """Every engagement as a table."""
    engagements = here.board.situation.engagements.values()
    return download(here, "engagements.csv", engagements_csv.encode(engagements), CSV)


@router.get(
    "/desks/{desk}/export/journal.ndjson",
    dependencies=[require(Permission.AUDIT)],
    response_class=StreamingResponse,
    responses={200: {"content": {NDJSON: {}}}},
)
async def export_journal(here: Here, service: Serving) -> Response:
    """The journal as its file, to be verified and replayed elsewhere."""
    lines = await opened(archive_of(here, service))
    headers = {"Content-Disposition": f'attachment; filename="{here.name}.ndjson"'}
    return StreamingResponse(lines, media_type=NDJSON, headers=headers)

"""The raid at a glance."""

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.desk.found import Here
from zaslin.api.endpoint import answer, documented
from zaslin.api.security import Permission, require
from zaslin.ops.raid_summary import summarise
from zaslin.wire.form.summary import Summary
from zaslin.wire.write.summary import summary_to_wire

router = APIRouter(tags=["summary"])


@router.get(
    "/desks/{desk}/summary",
    dependencies=[require(Permission.SEE)],
    **documented(response=Summary, errors=(404,)),
)
def get_summary(here: Here) -> Response:
    """Counts by class and axis, decoys, what is expected to get through, the trend."""
    board = here.board
    summary = summarise(board.picture, board.shown)
    trend = here.room.watch(board)
    return answer(
        summary_to_wire(here.name, board.picture, summary, board.shown, trend)
    )

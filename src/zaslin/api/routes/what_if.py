"""What-if: a plan under changed conditions, without touching anything."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk.found import Here, rooms_of
from zaslin.api.desk.what_if import planned_otherwise
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.security import Permission, require
from zaslin.api.service import Serving
from zaslin.wire.form.what_if import Compared, WhatIf
from zaslin.wire.plain import encode

router = APIRouter(tags=["what-if"])

_SLACK_S = 5.0


@router.post(
    "/desks/{desk}/what-if",
    dependencies=[require(Permission.WHAT_IF)],
    **documented(request=WhatIf, response=Compared, errors=(404, 409)),
)
async def what_if(
    here: Here,
    service: Serving,
    request: Request,
    asked: Annotated[WhatIf, body(WhatIf)],
) -> Response:
    """How the plan would be under other pins, refusals, measures, units or rounds."""
    work = planned_otherwise(here, service, asked)
    side = rooms_of(request, service).planning
    made = await side.run(work, patience_s=asked.deadline_s + _SLACK_S)
    return answer(encode(made))

"""Whether the process lives and can be relied on, and what it has counted."""

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.access import public
from zaslin.api.endpoint import answer, documented
from zaslin.wire.form.health import Alive

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    dependencies=[public("a supervisor of processes has no key")],
    **documented(response=Alive, example=Alive()),
)
async def healthz() -> Response:
    """Whether the process answers at all; nothing else is asked."""
    return answer(Alive())

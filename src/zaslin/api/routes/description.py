"""The description of the API for programs."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.access import public
from zaslin.api.endpoint import answer, documented, not_modified
from zaslin.api.openapi import Described

router = APIRouter(tags=["health"])


@router.get(
    "/openapi.json",
    dependencies=[public("what can be asked for is no secret, the answers are")],
    **documented(response=dict[str, Any], has_revision=True),
)
async def openapi_json(request: Request, description: Described) -> Response:
    """Routes, documents and problems of the API, in OpenAPI 3.1."""
    unchanged = not_modified(request, description.etag)
    return unchanged or answer(description.document, etag=description.etag)

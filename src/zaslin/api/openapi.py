"""The published description of the API, put together from its routes.

FastAPI knows paths and parameters; the documents are msgspec's, so their schemas and
examples come from :func:`zaslin.api.endpoint.documented`; problems and the ways to sign
in are the same everywhere and are added here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext
from starlette.requests import Request

from zaslin.api.access import PUBLIC, access_of, served
from zaslin.api.endpoint import PROBLEM_SCHEMAS, problem_answer

_ABOUT = """\
Advice-only air-defence shot allocation: nothing here fires or commands a weapon.
A person decides, and what was decided is on record.

Errors are problem documents (RFC 9457) with a stable `code`.
What changes something takes an `Idempotency-Key`, and what can be changed by several
people has an `ETag`, which belongs into `If-Match`.
"""
_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-zaslin",
        "description": (
            "cookie of a person who has signed in (`zaslin` on loopback); requests "
            "that change something need the `Origin` header that browsers send"
        ),
    },
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "key of a feed or another system",
    },
}
_EVERYWHERE = (400, 403, 408, 414, 417, 421, 429, 431, 500, 503)
_GUARDED = (401,)
_WITH_BODY = (413, 415, 422)
_HIDDEN = ("HTTPValidationError", "ValidationError")


@dataclass(frozen=True, slots=True)
class Description:
    """The description as it is served."""

    document: bytes
    etag: str


def description_of(request: Request) -> Description:
    """The description of the application that answers; a FastAPI dependency."""
    description: Description = request.app.state.description
    return description


Described = Annotated[Description, Depends(description_of)]
"""``description: Described`` as a parameter of a route."""


class ClashError(Exception):
    """Two documents, or two routes, go by the same name."""


def describe(app: FastAPI) -> Description:
    """The description of all routes of the application."""
    document = msgspec.json.encode(openapi(app), order="deterministic")
    return Description(document, hashlib.sha256(document).hexdigest()[:16])


def openapi(app: FastAPI) -> dict[str, Any]:
    """The same as plain data."""
    routes = [each for each in served(app.routes) if each.include_in_schema]
    _refuse_same_names(routes)
    described = get_openapi(
        title=app.title, version=app.version, description=_ABOUT, routes=app.routes
    )
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _HIDDEN:
        schemas.pop(name, None)
    for name, schema in _all_schemas(routes):
        if schemas.setdefault(name, schema) != schema:
            raise ClashError(f"two documents are called {name}; accepted: one")
    components["schemas"] = dict(sorted(schemas.items()))
    components["securitySchemes"] = _SCHEMES
    components["responses"] = _responses()
    for route in routes:
        for method in route.methods or ():
            _complete(described["paths"][route.path_format][method.lower()], route)
    return described


def _refuse_same_names(routes: list[RouteContext]) -> None:
    """Clients are made from names of operations, which are those of functions."""
    counted = Counter(route.unique_id for route in routes)
    twice = sorted(name for name, times in counted.items() if times > 1)
    if twice:
        raise ClashError(f"two routes are called {', '.join(twice)}; accepted: one")


def _all_schemas(routes: list[RouteContext]) -> Iterator[tuple[str, Any]]:
    yield from PROBLEM_SCHEMAS.items()
    for route in routes:
        yield from (route.openapi_extra or {}).get("x-components", {}).items()


def _complete(operation: dict[str, Any], route: RouteContext) -> None:
    """Add what is the same for every operation of a kind."""
    operation.pop("x-components", None)
    _restore(operation, route)
    access = access_of(route)
    is_public = PUBLIC in access
    operation["security"] = [] if is_public else [{"session": []}, {"key": []}]
    operation["x-access"] = sorted(access)
    answers = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422", "")):
        answers.pop("422")
    statuses = list(_EVERYWHERE)
    if not is_public:
        statuses += _GUARDED
    if "requestBody" in operation:
        statuses += _WITH_BODY
    if operation.get("parameters"):
        statuses.append(422)
    if "{" in (route.path_format or ""):
        statuses.append(404)
    for status in statuses:
        answers.setdefault(
            str(status), {"$ref": f"#/components/responses/problem{status}"}
        )
    operation["responses"] = dict(sorted(answers.items()))


def _restore(operation: dict[str, Any], route: RouteContext) -> None:
    """Take documents from the route: on their way through FastAPI they lose nulls."""
    extra = route.openapi_extra or {}
    if "requestBody" in extra:
        operation["requestBody"] = extra["requestBody"]
    for status, stated in route.responses.items():
        if "content" in stated:
            operation["responses"][str(status)]["content"] = stated["content"]


def _responses() -> dict[str, Any]:
    """One answer for each status, with its codes."""
    statuses = sorted({*_EVERYWHERE, *_GUARDED, *_WITH_BODY, 404})
    return {f"problem{status}": problem_answer(status) for status in statuses}

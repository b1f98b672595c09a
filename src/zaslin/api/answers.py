"""Turns whatever a route raises into a problem document."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.errors import Code, ProblemError, misfit, response
from zaslin.wire.rejected import shown

_BY_STATUS = {
    400: Code.BAD_REQUEST,
    401: Code.UNAUTHENTICATED,
    403: Code.FORBIDDEN,
    404: Code.NOT_FOUND,
    405: Code.METHOD_NOT_ALLOWED,
    406: Code.NOT_ACCEPTABLE,
    409: Code.CONFLICT,
    413: Code.BODY_TOO_LARGE,
    415: Code.UNSUPPORTED_TYPE,
    422: Code.INVALID,
    429: Code.TOO_MANY_REQUESTS,
    503: Code.OVERLOADED,
}


def install(app: FastAPI) -> None:
    """Let every error of the application become a problem document."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)


def problem_of(error: Exception) -> ProblemError:
    """The problem of any error; what is not meant for clients becomes ``INTERNAL``."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        code = _BY_STATUS.get(error.status_code, Code.INTERNAL)
        plain = HTTPStatus(error.status_code).phrase
        detail = "" if error.detail == plain else str(error.detail)
        return ProblemError(code, detail, headers=dict(error.headers or {}))
    if isinstance(error, RequestValidationError):
        return _misfits(error)
    return ProblemError(Code.INTERNAL)


def _misfits(error: RequestValidationError) -> ProblemError:
    """Path and query parameters and headers that FastAPI could not read."""
    places = []
    for each in error.errors():
        place = ".".join(str(part) for part in each["loc"])
        missing = each["type"] == "missing"
        value = "missing" if missing else shown(each.get("input"))
        places.append(misfit(place, value, _accepted(each)))
    return ProblemError(Code.INVALID, errors=places)


def _accepted(fault: dict[str, Any]) -> str:
    context = fault.get("ctx") or {}
    if fault["type"] == "missing":
        return "a value"
    if "expected" in context:
        return str(context["expected"])
    return str(fault["msg"]).removeprefix("Input should be ").removeprefix("Value ")


async def _problem(request: Request, error: Exception) -> Response:
    return response(problem_of(error), getattr(request.state, "request_id", ""))


_http = _problem
_validation = _problem

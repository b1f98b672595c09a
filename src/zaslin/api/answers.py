"""Turns whatever a route raises into a problem document."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.access import served
from zaslin.api.errors import Code, ProblemError, misfit, response
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.ops.journal_fault import (
    JournalFaultError,
    JournalMovedError,
    JournalUnavailableError,
)
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
_MEANT_FOR_CLIENTS = (
    ProblemError,
    RequestValidationError,
    DeskUnavailableError,
    JournalFaultError,
)
_DESK = {
    Refusal.JOURNAL_UNAVAILABLE: Code.LEDGER_UNAVAILABLE,
    Refusal.JOURNAL_MOVED: Code.NOT_LEADER,
    Refusal.DESK_BUSY: Code.DESK_UNAVAILABLE,
    Refusal.DESK_STOPPED: Code.DESK_UNAVAILABLE,
    Refusal.READ_ONLY: Code.READ_ONLY,
}


def install(app: FastAPI) -> None:
    """Let every error of the application become a problem document."""
    for kind in _MEANT_FOR_CLIENTS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _answer)


def problem_of(error: Exception) -> ProblemError:
    """The problem of any error; what is not meant for clients becomes ``INTERNAL``."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        return _plain(error)
    if isinstance(error, RequestValidationError):
        return _misfits(error)
    if isinstance(error, DeskUnavailableError):
        code, headers = _DESK[error.code], {"Retry-After": "1"}
        return ProblemError(code, str(error), headers=headers)
    if isinstance(error, JournalFaultError):
        return _journal(error)
    return ProblemError(Code.INTERNAL)


def _plain(error: HTTPException) -> ProblemError:
    """An error of the framework."""
    code = _BY_STATUS.get(error.status_code)
    if code is None and error.status_code < 500:
        code = Code.BAD_REQUEST
    if code is None:
        return ProblemError(Code.INTERNAL)
    is_plain = error.detail == HTTPStatus(error.status_code).phrase
    detail = "" if is_plain else str(error.detail)
    return ProblemError(code, detail, headers=dict(error.headers or {}))


def _journal(error: JournalFaultError) -> ProblemError:
    if isinstance(error, JournalMovedError):
        code = Code.NOT_LEADER
    elif isinstance(error, JournalUnavailableError) and error.outcome_unknown:
        code = Code.OUTCOME_UNKNOWN
    else:
        code = Code.LEDGER_UNAVAILABLE
    return ProblemError(code, str(error), headers={"Retry-After": "1"})


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


async def _answer(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.code is Code.METHOD_NOT_ALLOWED:
        problem.headers["Allow"] = ", ".join(_allowed(request))
    request.scope["state"]["problem"] = problem.code
    return response(problem, getattr(request.state, "request_id", ""))


def _allowed(request: Request) -> list[str]:
    """The methods of every route with this path, not of the first one alone."""
    path = request.scope["path"]
    return sorted(
        {
            method
            for route in served(request.app.routes)
            if route.path_regex.match(path)
            for method in route.methods or ()
        }
    )

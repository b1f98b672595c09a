"""What a route is made of: a body read strictly, an answer, and their documents."""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.errors import PROBLEM_TYPE, Code, ProblemError, invalid, rejected
from zaslin.wire.form.problem import Problem
from zaslin.wire.rejected import Rejected
from zaslin.wire.strict_json import decode_json

T = TypeVar("T")

JSON = "application/json"
NDJSON = "application/x-ndjson"
REF = "#/components/schemas/{name}"

# Longer documents are decoded beside the event loop, which has streams to feed.
_IN_LOOP_BYTES = 65_536
_DEFAULT_DEPTH = 32
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{}\]]")


def body(kind: type[T]) -> Any:
    """A dependency that reads the request's body as a ``kind``.

    ``order: Annotated[Order, body(Order)]``.
    What does not fit is answered with 422 and its place, value and what is accepted.
    """

    async def read(request: Request) -> T:
        return await read_json(request, kind)

    return Depends(read)


async def read_json(request: Request, kind: type[T]) -> T:
    """The body of a request as a ``kind``."""
    data = await request.body()
    return await beside(len(data), lambda: decode(data, kind))


async def beside(size: int, work: Callable[[], T]) -> T:
    """The outcome of ``work``, done in a thread if ``size`` bytes take a while."""
    if size <= _IN_LOOP_BYTES:
        return work()
    return await asyncio.to_thread(work)


def decode(data: bytes, kind: type[T], *, line: int = 0) -> T:
    """A document from its bytes; raises :class:`ProblemError`."""
    try:
        return decode_json(text(data, line=line), kind, "body", line=line)
    except Rejected as fault:
        raise rejected(fault) from None


def text(data: bytes, *, depth: int = _DEFAULT_DEPTH, line: int = 0) -> str:
    """The bytes as text, if they are UTF-8 and nest no deeper than ``depth``."""
    place = f"line {line}" if line else "$"
    if not data.strip():
        raise invalid(place, "nothing", "a JSON document")
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as error:
        value = f"byte {error.start}: {data[error.start]:#04x}"
        raise invalid(place, value, "UTF-8") from None
    if deeper_than(data, depth):
        raise invalid(place, f"more than {depth} levels", f"up to {depth} levels")
    return decoded


def deeper_than(data: bytes, depth: int) -> bool:
    """Whether brackets outside of strings nest deeper than ``depth``."""
    if data.count(b"[") + data.count(b"{") <= depth:
        return False
    level = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", data)):
        level += 1 if bracket in b"[{" else -1
        if level > depth:
            return True
    return False


def answer(
    obj: object,
    *,
    status: int = 200,
    etag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A document as the answer; bytes are taken as JSON that is written already."""
    content = obj if isinstance(obj, bytes) else msgspec.json.encode(obj)
    stated = dict(headers or {})
    if etag is not None:
        stated["ETag"] = quoted(etag)
    return Response(content, status_code=status, media_type=JSON, headers=stated)


def nothing(*, status: int = 204, headers: Mapping[str, str] | None = None) -> Response:
    """An answer without a document."""
    return Response(status_code=status, headers=dict(headers or {}))


def quoted(etag: str) -> str:
    """A strong entity tag: quotation marks round what names the version."""
    return f'"{etag}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """304 if the client has that version already, else ``None``."""
    stated = request.headers.get("if-none-match")
    if stated is None or not _names(stated, etag, weak=True):
        return None
    return Response(status_code=304, headers={"ETag": quoted(etag)})


def same_revision(request: Request, etag: str, *, required: bool = True) -> None:
    """Raise unless ``If-Match`` names the version that is there: 428 or 412.

    Where it is not required, a request without it is for whatever version is there.
    """
    stated = request.headers.get("if-match")
    if stated is None and not required:
        return
    if stated is None:
        detail = f"no If-Match; accepted: the ETag you saw, now {quoted(etag)}"
        raise ProblemError(Code.REVISION_REQUIRED, detail)
    if not _names(stated, etag, weak=False):
        detail = f"If-Match: {stated}; accepted: {quoted(etag)}, as it stands now"
        raise ProblemError(
            Code.REVISION_CHANGED, detail, headers={"ETag": quoted(etag)}
        )


def _names(stated: str, etag: str, *, weak: bool) -> bool:
    for each in stated.split(","):
        tag = each.strip()
        if weak:
            tag = tag.removeprefix("W/")
        if tag in ("*", quoted(etag)):
            return True
    return False


def _condition(name: str, about: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "schema": {"type": "string"},
        "description": about,
    }


_CHANGES = (
    _condition(
        "If-Match",
        "the ETag of what was seen; of another version: 412",
    ),
)
_HAS = (_condition("If-None-Match", "ETags of what the client has; the same: 304"),)


def documented(
    *,
    request: Any = None,
    response: Any = None,
    status: int = 200,
    errors: Iterable[int] = (),
    example: object = None,
    request_example: object = None,
    media: str = JSON,
    request_media: tuple[str, ...] = (JSON,),
    changes_revision: bool = False,
    has_revision: bool = False,
) -> dict[str, Any]:
    """Keyword arguments for the decorator of a route, which publish its documents.

    ``@router.put("/control", **documented(request=Order, response=Control))``.
    ``example`` is an answer and ``request_example`` a body: structs or plain data.
    ``changes_revision``: the route reads ``If-Match`` (:func:`same_revision`);
    ``has_revision``: it answers ``If-None-Match`` (:func:`not_modified`).
    Errors that any route may give (401, 403, 422, 429, 503) need not be named.
    """
    components: dict[str, Any] = {}
    extra: dict[str, Any] = {"x-components": components}
    conditions = _CHANGES * changes_revision + _HAS * has_revision
    if conditions:
        extra["parameters"] = list(conditions)
    if request is not None:
        content = _content(request, request_example, components)
        extra["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(request_media, content),
        }
    answers: dict[int | str, dict[str, Any]] = {}
    if response is not None:
        content = _content(response, example, components)
        answers[status] = {"content": {media: content}}
    for each in (*errors, *((412,) if changes_revision else ())):
        answers[each] = problem_answer(each)
    if has_revision:
        answers[304] = {"description": "the client has this version"}
    return {
        "status_code": status,
        "response_class": Response,
        "response_model": None,
        "responses": answers,
        "openapi_extra": extra,
    }


def _content(kind: Any, example: object, components: dict[str, Any]) -> dict[str, Any]:
    schema, parts = _components(kind)
    components.update(parts)
    content = {"schema": schema}
    if example is not None:
        content["example"] = msgspec.json.decode(msgspec.json.encode(example))
    return content


def _components(kind: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    (schema,), parts = msgspec.json.schema_components([kind], ref_template=REF)
    return schema, parts


PROBLEM, PROBLEM_SCHEMAS = _components(Problem)
"""The schema of every error: a reference, and what it refers to."""


def problem_answer(status: int) -> dict[str, Any]:
    """The answer of an error's status: its codes, and what it looks like."""
    words = [f"`{code.word}`: {code.title}" for code in Code if code.status == status]
    return {
        "description": "; ".join(words) or "a problem",
        "content": {PROBLEM_TYPE: {"schema": PROBLEM}},
    }

"""Lets through a body only as far as it may be read: its type, its size, its pace.

What is inside a body is looked at where it is decoded, in :mod:`zaslin.api.endpoint`.
"""

import asyncio
import re
from dataclasses import dataclass
from email.message import Message as HeaderMessage

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zaslin.api.endpoint import JSON, NDJSON
from zaslin.api.errors import Code, ProblemError
from zaslin.api.limits import Limits

_REPORTS = re.compile(r"/api/v1/desks/[^/]+/reports")
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_CLOSE = {"Connection": "close"}


@dataclass(slots=True)
class InFlight:
    """Bytes of all bodies that are being received."""

    bytes: int = 0


class Gate:
    """ASGI middleware; raises :class:`ProblemError` out of ``receive`` and itself."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._in_flight = InFlight()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check what the headers say, then count what arrives."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_reports = _REPORTS.fullmatch(scope["path"]) is not None
        limits = self._limits
        most = limits.report_body_bytes if is_reports else limits.body_bytes
        _accept_headers(scope, Headers(scope=scope), most, is_reports)
        body = _Body(receive, most, limits, self._in_flight)
        try:
            await self._app(scope, body.receive, send)
        finally:
            body.forget()


class _Body:
    """One body: how much of it has come, and until when the rest may."""

    def __init__(
        self, receive: Receive, most: int, limits: Limits, in_flight: InFlight
    ) -> None:
        self._receive = receive
        self._most = most
        self._limits = limits
        self._in_flight = in_flight
        self._size = 0
        self._is_whole = False
        self._until_s: float | None = None

    async def receive(self) -> Message:
        """The next part; once the body is whole, whatever the server says."""
        if self._is_whole:
            return await self._receive()
        if self._until_s is None:
            loop = asyncio.get_running_loop()
            self._until_s = loop.time() + self._limits.receive_s
        try:
            async with asyncio.timeout_at(self._until_s):
                message = await self._receive()
        except TimeoutError:
            detail = f"no whole body within {self._limits.receive_s:g} s"
            raise ProblemError(Code.RECEIVE_TIMEOUT, detail, headers=_CLOSE) from None
        if message["type"] == "http.request":
            self._count(len(message.get("body", b"")))
            self._is_whole = not message.get("more_body", False)
        return message

    def _count(self, size: int) -> None:
        self._size += size
        self._in_flight.bytes += size
        if self._size > self._most:
            raise _too_large(self._most)
        if self._in_flight.bytes > self._limits.bodies_bytes:
            raise ProblemError(
                Code.OVERLOADED,
                "too many bodies at once",
                headers={**_CLOSE, "Retry-After": "1"},
            )

    def forget(self) -> None:
        """The request is over."""
        self._in_flight.bytes -= self._size


def _accept_headers(scope: Scope, headers: Headers, most: int, reports: bool) -> None:
    expected = headers.get("expect")
    if expected is not None and expected.lower() != "100-continue":
        raise ProblemError(
            Code.EXPECTATION_FAILED, f"Expect: {expected}; accepted: 100-continue"
        )
    length = _length(headers)
    if length == 0 or (length is None and "transfer-encoding" not in headers):
        return
    if scope["method"] in _BODILESS:
        detail = f"{scope['method']} with a body; accepted: none"
        raise ProblemError(Code.UNEXPECTED_BODY, detail, headers=_CLOSE)
    if length is not None and length > most:
        raise _too_large(most)
    _accept_encoding(headers)
    _accept_type(headers, (JSON, NDJSON) if reports else (JSON,))


def _length(headers: Headers) -> int | None:
    stated = headers.get("content-length")
    if stated is None:
        return None
    if not (stated.isascii() and stated.isdigit() and len(stated) <= 18):
        raise ProblemError(
            Code.BAD_REQUEST,
            f"Content-Length: {stated}; accepted: a number of bytes",
            headers=_CLOSE,
        )
    return int(stated)


def _accept_encoding(headers: Headers) -> None:
    encoding = headers.get("content-encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise ProblemError(
            Code.UNSUPPORTED_TYPE,
            f"Content-Encoding: {encoding}; accepted: identity",
            headers={**_CLOSE, "Accept-Encoding": "identity"},
        )


def _accept_type(headers: Headers, accepted: tuple[str, ...]) -> None:
    stated = headers.get("content-type", "")
    parsed = HeaderMessage()
    parsed["content-type"] = stated
    charset = str(parsed.get_param("charset", "utf-8")).lower()
    # An unreadable header would count as text/plain, which is not accepted either.
    if parsed.get_content_type() not in accepted or charset not in ("utf-8", "utf8"):
        raise ProblemError(
            Code.UNSUPPORTED_TYPE,
            f"Content-Type: {stated or 'missing'}; accepted: "
            f"{' or '.join(accepted)}, in UTF-8",
            headers={**_CLOSE, "Accept-Post": ", ".join(accepted)},
        )


def _too_large(most: int) -> ProblemError:
    detail = f"more than {most} bytes; accepted: up to {most}"
    return ProblemError(Code.BODY_TOO_LARGE, detail, headers=_CLOSE)

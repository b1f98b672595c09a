"""The HTTP protocol with limits on time and size, which uvicorn's own does not have.

A client has so long to deliver the head of a request, and so long for its body, both
counted from the first byte and not from the last: who sends a byte a second is cut off
like who sends nothing.  A client that does not read is cut off too.
"""

import asyncio
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from zaslin.api.doors import Doors
from zaslin.api.errors import PROBLEM_TYPE, Code, ProblemError, document
from zaslin.api.headers import plain_headers
from zaslin.api.limits import Limits
from zaslin.api.metrics import Metrics

# After the last word to a client that is still sending: so long it is listened to, as
# closing at once would take the answer from it.
_LINGER_S = 1.0


class _Phase(Enum):
    """What is expected of the client."""

    IDLE = auto()
    HEAD = auto()
    BODY = auto()


class _Transport:
    """The transport as uvicorn sees it, whose ``close`` is the protocol's."""

    def __init__(self, transport: asyncio.Transport, protocol: "Protocol") -> None:
        self._transport = transport
        self._protocol = protocol

    def close(self) -> None:
        """Close in the manner of the protocol."""
        self._protocol.close()

    def is_closing(self) -> bool:
        """Whether nothing more may be written."""
        return self._protocol.is_closed or self._transport.is_closing()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """One connection."""

    def __init__(
        self,
        limits: Limits,
        doors: Doors,
        metrics: Metrics,
        *,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self._doors = doors
        self._metrics = metrics
        self._phase = _Phase.IDLE
        self._refusal: Code | None = None
        self._head_bytes = 0
        self._header_bytes = 0
        self._requests = 0
        self._address: str | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._send_deadline: asyncio.TimerHandle | None = None
        self._abort: asyncio.TimerHandle | None = None
        self._socket: asyncio.Transport | None = None
        self.is_closed = False

    # ------------------------------------------------------------- the connection

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.Transport
    ) -> None:
        """Let the client in, or say why not."""
        self._socket = transport
        super().connection_made(_Transport(transport, self))  # type: ignore[arg-type]
        address = self.client[0] if self.client else ""
        exceeded = self._doors.enter(address)
        if exceeded is not None:
            self._refuse(Code.OVERLOADED, exceeded)
            return
        self._address = address
        self._metrics.connections.inc()
        self._expect(_Phase.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self.is_closed = True
        if self._address is not None:
            self._doors.leave(self._address)
            self._metrics.connections.dec()
            self._address = None
        for timer in (self._deadline, self._send_deadline, self._abort):
            if timer is not None:
                timer.cancel()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def close(self) -> None:
        """Close once everything is sent, and soon in any case."""
        if self.is_closed or self._socket is None:
            return
        self.is_closed = True
        self._cancel_deadline()
        is_sending = self._phase is not _Phase.IDLE
        if is_sending and self._socket.can_write_eof():
            self._socket.write_eof()
            self.flow.resume_reading()
            self._abort = self.loop.call_later(_LINGER_S, self._socket.abort)
        else:
            self._socket.close()
            self._abort = self.loop.call_later(self._limits.send_s, self._socket.abort)

    # ---------------------------------------------------------------- what arrives

    def data_received(self, data: bytes) -> None:
        """Parse what came, unless the client has been refused."""
        if self.is_closed:
            return
        self._unset_keepalive_if_required()
        if self._phase is _Phase.IDLE:
            self._expect(_Phase.HEAD)
        if self._phase is _Phase.HEAD:
            self._head_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Nothing is upgraded to; the request is answered as it stands.
            self.cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(self._refusal or Code.BAD_REQUEST, "malformed")
            return
        if self._refusal is not None:
            self._refuse(self._refusal, "too_large")
        elif self._phase is _Phase.HEAD and self._head_bytes > self._most_head_bytes:
            self._refuse(Code.HEADERS_TOO_LARGE, "too_large")

    @property
    def _most_head_bytes(self) -> int:
        # The request line and the line ends, beside what is counted exactly.
        return 2 * (self._limits.header_bytes + self._limits.url_bytes)

    def on_message_begin(self) -> None:
        """Another request begins."""
        self._header_bytes = 0
        self._expect(_Phase.HEAD)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Part of the request's address."""
        super().on_url(url)
        if len(self.url) > self._limits.url_bytes:
            self._refusal = self._refusal or Code.URL_TOO_LONG

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        super().on_header(name, value)
        self._header_bytes += len(name) + len(value)
        limits = self._limits
        if (
            self._header_bytes > limits.header_bytes
            or len(self.headers) > limits.header_count
        ):
            self._refusal = self._refusal or Code.HEADERS_TOO_LARGE

    def on_headers_complete(self) -> None:
        """The head is there: the request is handed on, unless it is refused."""
        if self._refusal is not None:
            return
        super().on_headers_complete()
        self._requests += 1
        if self._requests >= self._limits.requests_per_connection:
            self.cycle.keep_alive = False
        self._expect(_Phase.BODY)

    def on_body(self, body: bytes) -> None:
        """Part of the body."""
        if self._refusal is None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        if self._refusal is not None:
            return
        self._cancel_deadline()
        self._phase = _Phase.IDLE
        self._head_bytes = 0
        super().on_message_complete()

    # ----------------------------------------------------------------- how long

    def _expect(self, phase: _Phase) -> None:
        """Give the client its time for the head or the body, once for each."""
        if phase is self._phase and self._deadline is not None:
            return
        self._cancel_deadline()
        self._phase = phase
        self._deadline = self.loop.call_later(
            self._limits.receive_s, self._refuse, Code.RECEIVE_TIMEOUT, "too_slow"
        )

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def pause_writing(self) -> None:
        """The client does not read as fast as is written."""
        super().pause_writing()
        if self._send_deadline is None:
            self._send_deadline = self.loop.call_later(
                self._limits.send_s, self._give_up
            )

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        if self._send_deadline is not None:
            self._send_deadline.cancel()
            self._send_deadline = None

    def _give_up(self) -> None:
        self._metrics.closed.labels("not_reading").inc()
        self._cut()

    # -------------------------------------------------------------- refusing

    def send_400_response(self, msg: str) -> None:
        """Nothing in here answers in plain text."""
        self._refuse(Code.BAD_REQUEST, msg)

    def _refuse(self, code: Code, reason: str) -> None:
        """Say what is wrong, if nothing else is being said, and close."""
        if self.is_closed:
            return
        self._metrics.closed.labels(reason).inc()
        # Before the first request there is none, whatever uvicorn's types say.
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self._cut()
                return
        if not (self._phase is _Phase.BODY and self._is_answered(cycle)):
            self.transport.write(_answer(code))
        self.close()

    def _is_answered(self, cycle: RequestResponseCycle | None) -> bool:
        """Whether the request whose body is still coming has its answer already."""
        return cycle is not None and cycle.response_complete

    def _cut(self) -> None:
        """Close at once: half an answer has been sent, and nothing fits behind it."""
        self.is_closed = True
        if self._socket is not None:
            self._socket.abort()


def _answer(code: Code) -> bytes:
    """A problem document as it goes over the wire."""
    content = document(ProblemError(code))
    headers = [
        (b"content-type", PROBLEM_TYPE.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
        *plain_headers(),
    ]
    lines = [name + b": " + value + b"\r\n" for name, value in headers]
    return STATUS_LINE[code.status] + b"".join(lines) + b"\r\n" + content

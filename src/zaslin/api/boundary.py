"""The outermost layer: a request comes in by a number and goes out counted.

Whatever happens inside, the client gets a problem document or the answer, the log one
line, the counters one more, and nobody a traceback.
"""

from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zaslin.api.answers import problem_of
from zaslin.api.buckets import Rates, charge
from zaslin.api.doors import subscriber
from zaslin.api.errors import Code, ProblemError, response
from zaslin.api.forwarding import believe_replica
from zaslin.api.headers import refuse_other_sites, secure
from zaslin.api.service import Service

_UNKNOWN_ROUTE = "(none)"
_STREAMS = b"text/event-stream"
_NO_ANSWER = 499


@dataclass(slots=True)
class _Exchange:
    """What became of one request so far."""

    request_id: str
    began_s: float
    status: int = 0
    is_complete: bool = False
    is_stream: bool = False
    code: Code | None = None
    failure: BaseException | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)


class Boundary:
    """ASGI middleware round everything else of the application."""

    def __init__(self, app: ASGIApp, service: Service, rates: Rates) -> None:
        self._app = app
        self._service = service
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = self._service.token()[:16]
        state["is_forwarded"] = believe_replica(scope, self._service.replica_key)
        exchange = _Exchange(state["request_id"], self._service.monotonic())
        outgoing = self._outgoing(scope, send, exchange)
        try:
            await self._answer(scope, receive, outgoing, exchange)
        finally:
            self._account_for(scope, exchange)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, exchange: _Exchange
    ) -> None:
        try:
            self._admit(scope)
            await self._app(scope, receive, send)
        except ClientDisconnect:
            exchange.status = exchange.status or _NO_ANSWER
        except Exception as error:  # nothing gets past here
            problem = problem_of(error)
            if problem.code is Code.INTERNAL:
                exchange.failure = error
            if exchange.status:
                # Half an answer has gone out: the server cuts the connection, so that
                # nobody takes it for a whole one.
                return
            exchange.code = problem.code
            answer = response(problem, exchange.request_id)
            await answer(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        _refuse_controls(scope)
        charge(self._rates.addresses, subscriber(client_of(scope)))
        refuse_other_sites(
            scope["method"], scope["scheme"], headers, self._service.origins
        )

    def _outgoing(self, scope: Scope, send: Send, exchange: _Exchange) -> Send:
        async def outgoing(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                headers = MutableHeaders(scope=message)
                secure(headers, scope["scheme"])
                headers["X-Request-Id"] = exchange.request_id
                kind = headers.get("content-type", "").encode()
                exchange.is_stream = kind.startswith(_STREAMS)
            elif message["type"] == "http.response.body":
                exchange.is_complete = not message.get("more_body", False)
            await send(message)

        return outgoing

    def _account_for(self, scope: Scope, exchange: _Exchange) -> None:
        metrics = self._service.metrics
        route = _route_of(scope)
        took_s = self._service.monotonic() - exchange.began_s
        metrics.requests.labels(route, _method_of(scope), str(exchange.status)).inc()
        if not exchange.is_stream:
            metrics.seconds.labels(route).observe(took_s)
        code = exchange.code or scope["state"].get("problem")
        if code is not None:
            metrics.problems.labels(code.word).inc()
        if exchange.failure is not None or exchange.status >= 500:
            self._account_for_failure(exchange)
        self._service.log.info(
            "request",
            request_id=exchange.request_id,
            client=client_of(scope),
            by=_name_of(scope),
            method=scope["method"],
            path=scope["path"],
            route=route,
            status=exchange.status,
            problem=code.word if code is not None else None,
            took_ms=round(took_s * 1000, 1),
        )

    def _account_for_failure(self, exchange: _Exchange) -> None:
        if exchange.failure is None:
            return
        self._service.metrics.failures.inc()
        self._service.log.error(
            "failure", request_id=exchange.request_id, exc_info=exchange.failure
        )


def _refuse_controls(scope: Scope) -> None:
    """No name holds a control character, and databases choke on some."""
    path: str = scope["path"]
    if any(each < " " or each == "\x7f" for each in path):
        raise ProblemError(Code.BAD_REQUEST, "the path holds control characters")
    if b"%00" in scope["query_string"]:
        raise ProblemError(Code.BAD_REQUEST, "the query holds a NUL character")


def client_of(scope: Scope) -> str:
    """The address of who sent the request, as far as it is known."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _route_of(scope: Scope) -> str:
    """The route's template: few names, whatever paths are asked for."""
    effective: Any = scope.get("fastapi", {}).get("effective_route_context")
    return str(getattr(effective, "path_format", _UNKNOWN_ROUTE))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _method_of(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in _METHODS else "other"


def _name_of(scope: Scope) -> str | None:
    principal = scope["state"].get("principal")
    return getattr(principal, "name", None)

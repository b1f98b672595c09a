"""A standby sends what it is asked on to the leader, and its answer back.

Replicas know each other by a key of their own, so that the leader may believe where a
forwarded request came from.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Coroutine

import httpx2
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from zaslin.api.errors import Code, ProblemError
from zaslin.api.service import Service

REPLICA_KEY = "x-zaslin-replica"
CLIENT = "x-zaslin-client"
SCHEME = "x-zaslin-scheme"
REQUEST_ID = "x-zaslin-request"
_OURS = frozenset({REPLICA_KEY, CLIENT, SCHEME, REQUEST_ID})

_CONNECT_S = 1.0
_LONGEST_ID = 32
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = "/api/"
_HERE = frozenset({"/api/v1/openapi.json"})
# Between two neighbours, so never passed on; and who a request is from is said anew.
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_ABOUT_CLIENT = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-proto"})


class ToLeader:
    """The connections to the leader; made when they are needed first."""

    def __init__(self, forward_s: float) -> None:
        self._forward_s = forward_s
        self._client: httpx2.AsyncClient | None = None

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; the answer is read afterwards."""
        if self._client is None:
            self._client = self._made()
        return await self._client.send(request, stream=True)

    async def close(self) -> None:
        """Close them all."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _made(self) -> httpx2.AsyncClient:
        """A client that follows nothing, keeps nothing and obeys no environment."""
        return httpx2.AsyncClient(
            timeout=httpx2.Timeout(
                self._forward_s, connect=_CONNECT_S, pool=_CONNECT_S
            ),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=20),
            follow_redirects=False,
            trust_env=False,
        )


def believe_replica(scope: Scope, replica_key: str) -> bool:
    """Take who asked, and as what, from the headers, if a replica sent the request.

    Then ``scope`` has the client, the scheme and the number that the replica states.
    """
    headers = Headers(scope=scope)
    stated = headers.get(REPLICA_KEY)
    if not replica_key or stated is None:
        return False
    if not hmac.compare_digest(stated.encode(), replica_key.encode()):
        return False
    scope["client"] = (headers.get(CLIENT, "unknown"), 0)
    if headers.get(SCHEME) in ("http", "https"):
        scope["scheme"] = headers[SCHEME]
    scope["state"]["request_id"] = headers.get(REQUEST_ID, "")[:_LONGEST_ID]
    return True


class Forwarding:
    """ASGI middleware: the application itself answers only where it leads."""

    def __init__(self, app: ASGIApp, service: Service, to_leader: ToLeader) -> None:
        self._app = app
        self._service = service
        self._to_leader = to_leader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer here, or pass on."""
        path = scope.get("path", "")
        is_here = not path.startswith(_FORWARDED) or path in _HERE
        if scope["type"] != "http" or is_here or self._service.lead.leads:
            await self._app(scope, receive, send)
            return
        address = self._service.lead.address
        if address is None or scope["state"].get("is_forwarded"):
            raise not_leader("nobody leads at present")
        try:
            await self._pass_on(address, scope, receive, send)
        except ProblemError as problem:
            self._count(problem.code.word)
            raise
        self._count("answered")

    def _count(self, outcome: str) -> None:
        self._service.metrics.forwarded.labels(outcome).inc()

    async def _pass_on(
        self, address: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        request = _request(address, scope, receive, self._service.replica_key)
        try:
            answer = await self._to_leader.send(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            raise not_leader("the leader is not reached") from None
        except httpx2.TransportError:
            raise _lost(scope["method"]) from None
        try:
            await _while_there(receive, _pass_back(answer, send))
        finally:
            await answer.aclose()


def _request(
    address: str, scope: Scope, receive: Receive, replica_key: str
) -> httpx2.Request:
    query = scope["query_string"]
    raw_path = scope["raw_path"] + (b"?" + query if query else b"")
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1") not in _HOP_BY_HOP | _ABOUT_CLIENT | _OURS
    ]
    client = scope.get("client") or ("unknown", 0)
    headers += [
        (REPLICA_KEY.encode(), replica_key.encode()),
        (CLIENT.encode(), str(client[0]).encode()),
        (SCHEME.encode(), scope["scheme"].encode()),
        (REQUEST_ID.encode(), scope["state"]["request_id"].encode()),
    ]
    stated = Headers(scope=scope)
    has_body = "content-length" in stated or "transfer-encoding" in stated
    return httpx2.Request(
        scope["method"],
        httpx2.URL(address).copy_with(raw_path=raw_path),
        headers=headers,
        content=_body(receive) if has_body else None,
    )


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _while_there(receive: Receive, work: Coroutine[None, None, None]) -> None:
    """Do the work until it is done or the client has left: streams have no end."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        if not working.done():
            working.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)
    if not working.cancelled():
        working.result()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pass_back(answer: httpx2.Response, send: Send) -> None:
    headers = [
        (name.lower(), value)
        for name, value in answer.headers.raw
        if name.lower().decode("latin-1") not in _HOP_BY_HOP
    ]
    await send(
        {
            "type": "http.response.start",
            "status": answer.status_code,
            "headers": headers,
        }
    )
    async for part in answer.aiter_raw():
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def not_leader(detail: str) -> ProblemError:
    """There is nobody who could answer: 503, to be tried again soon."""
    return ProblemError(Code.NOT_LEADER, detail, headers={"Retry-After": "1"})


def _lost(method: str) -> ProblemError:
    if method in _SAFE:
        return not_leader("the leader did not answer")
    return ProblemError(
        Code.OUTCOME_UNKNOWN,
        "the leader did not answer; accepted: the same request with the same "
        "Idempotency-Key",
        headers={"Retry-After": "1"},
    )

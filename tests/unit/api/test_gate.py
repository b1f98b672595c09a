"""Only bodies of a known type, size and pace get in."""

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from tests.probe_routes import probe_router
from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.errors import Code, ProblemError
from zaslin.api.gate import Gate
from zaslin.api.limits import Limits

LIMITS = Limits(body_bytes=1_000, report_body_bytes=5_000, receive_s=0.05)
ECHO = "/probe/echo"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client() -> TestClient:
    """Somebody who asks a service with small limits."""
    service = bare_service(limits=LIMITS)
    return TestClient(create_app(service, [("/probe", probe_router())]))


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b'{"name":"a"}', JSON, 200, None),
        (b'{"name":"a"}', {"Content-Type": "application/json; charset=utf-8"}, 200, ""),
        (b'{"name":"a"}', {"Content-Type": "APPLICATION/JSON"}, 200, None),
        (b'{"name":"a"}', {}, 415, "unsupported_type"),
        (b'{"name":"a"}', {"Content-Type": "text/plain"}, 415, "unsupported_type"),
        (b"name=a", {"Content-Type": "multipart/form-data; boundary=x"}, 415, None),
        (b"name=a", {"Content-Type": "application/x-www-form-urlencoded"}, 415, None),
        (b"{}\n{}", {"Content-Type": "application/x-ndjson"}, 415, None),
        (b"{}", {"Content-Type": "application/json; charset=utf-16"}, 415, None),
        (b"{}", {"Content-Type": ";;;="}, 415, None),
        (b"{}", {**JSON, "Content-Encoding": "gzip"}, 415, "unsupported_type"),
        (b"{}", {**JSON, "Expect": "the unexpected"}, 417, "expectation_failed"),
        (b" " * 1_001, JSON, 413, "body_too_large"),
        (b"{}", {**JSON, "Content-Length": "1000000000000"}, 413, "body_too_large"),
        (b"{}", {**JSON, "Content-Length": "-1"}, 400, "bad_request"),
        (b"{}", {**JSON, "Content-Length": "9" * 5_000}, 400, "bad_request"),
        (b"", {}, 422, "invalid"),
    ],
)
def test_what_the_headers_say_is_looked_at_first(
    client: TestClient,
    content: bytes,
    headers: dict[str, str],
    status: int,
    code: str | None,
) -> None:
    """Type, encoding and size are refused before a byte is read."""
    answer = client.post(ECHO, content=content, headers=headers)

    assert answer.status_code == status, answer.text
    if code:
        assert answer.json()["code"] == code


def test_what_takes_no_body_gets_none(client: TestClient) -> None:
    """A body of a GET has no meaning, and is a way to smuggle requests."""
    answer = client.request("GET", "/probe/list", content=b"{}", headers=JSON)

    assert answer.json()["code"] == "unexpected_body"


def test_a_body_of_unknown_length_is_counted(client: TestClient) -> None:
    """The limit holds without Content-Length too."""
    answer = client.post(ECHO, content=iter([b" " * 400] * 3), headers=JSON)

    assert answer.status_code == 413


def test_reports_may_be_larger() -> None:
    """Batches of a feed have a limit of their own."""
    assert _refusal("/api/v1/desks/live/reports", 4_000) is None
    assert _refusal("/api/v1/desks/live/reports", 6_000) is Code.BODY_TOO_LARGE
    assert _refusal("/api/v1/desks/live/decisions", 4_000) is Code.BODY_TOO_LARGE
    assert _refusal("/api/v1/desks/a/b/reports", 4_000) is Code.BODY_TOO_LARGE


def test_bodies_that_do_not_end_are_given_up() -> None:
    """The time counts from the first byte, however often another one comes."""
    assert _refusal("/", 500, pause_s=0.02) is Code.RECEIVE_TIMEOUT
    assert _refusal("/", 500) is None


def test_all_bodies_together_have_a_limit() -> None:
    """Many clients with large bodies cannot use up the memory."""
    limits = Limits(bodies_bytes=700)

    assert _refusal("/", 500, limits=limits) is None
    assert _refusal("/", 900, limits=limits) is Code.OVERLOADED


def test_what_was_received_is_forgotten_afterwards() -> None:
    """Otherwise the limit on all bodies would be reached in the end."""
    limits = Limits(bodies_bytes=700)
    gate = Gate(_read_all, limits)

    for _ in range(10):
        asyncio.run(_send(gate, "/", 500, 0.0))


async def _read_all(_scope: Any, receive: Any, _send: Any) -> None:
    while (await receive()).get("more_body", False):
        pass


def _refusal(
    path: str, size: int, *, pause_s: float = 0.0, limits: Limits = LIMITS
) -> Code | None:
    try:
        asyncio.run(_send(Gate(_read_all, limits), path, size, pause_s))
    except ProblemError as problem:
        return problem.code
    return None


async def _send(gate: Gate, path: str, size: int, pause_s: float) -> None:
    left = size

    async def receive() -> Message:
        nonlocal left
        await asyncio.sleep(pause_s)
        part = min(left, 100)
        left -= part
        return {"type": "http.request", "body": b" " * part, "more_body": left > 0}

    async def send(_message: Message) -> None:
        """Nobody listens."""

    headers = [
        (b"content-type", b"application/json"),
        (b"transfer-encoding", b"chunked"),
    ]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    await gate(scope, receive, send)

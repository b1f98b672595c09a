"""The small client against a small server of the test's own."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from zaslin.bench.serve.client import (
    Event,
    NoAnswerError,
    RefusedRequestError,
    Session,
)

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def against(serve: Serve, work: Callable[[Session], Awaitable[None]]) -> None:
    """Do something with a session to a server that answers so."""

    async def both() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            async with Session(f"http://127.0.0.1:{port}") as session:
                await work(session)
        finally:
            server.close()
            await server.wait_closed()

    asyncio.run(both())


async def request_of(reader: asyncio.StreamReader) -> bytes:
    """One whole request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + await reader.readexactly(length)


def answering(*answers: bytes, asked: list[bytes] | None = None) -> Serve:
    """A server that gives these answers in turn on each connection, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            request = await request_of(reader)
            if asked is not None:
                asked.append(request)
            writer.write(answer)
            await writer.drain()
        writer.close()

    return serve


def test_a_document_is_sent_and_the_cookie_kept() -> None:
    """With the origin of the service, as a browser does."""
    asked: list[bytes] = []
    answers = (
        (
            b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n"
            b"Set-Cookie: zaslin=abc; HttpOnly\r\n\r\n{}"
        ),
        b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}',
    )

    async def work(session: Session) -> None:
        made = await session.send("POST", "/x", {"b": 2}, Idempotency_Key="k")
        assert made.status == 201
        assert session.cookie == "zaslin=abc"
        assert await session.get("/y") == {"a": 1}

    against(answering(*answers, asked=asked), work)
    assert b"Idempotency-Key: k\r\n" in asked[0]
    assert asked[0].endswith(b'{"b": 2}')
    assert b"Origin: http://127.0.0.1:" in asked[0]
    assert b"Cookie: zaslin=abc\r\n" in asked[1]


def test_events_are_put_together_from_any_pieces() -> None:
    """Chunks end anywhere; comments and blank lines are nothing."""
    stream = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"9\r\n: hello\n\n\r\n"
        b"15\r\nevent: picture\nid: 7\n\r\n"
        b"d\r\ndata: one\ndat\r\n"
        b"a\r\na: two\n\nda\r\n"
        b"8\r\nta: {}\n\n\r\n"
        b"0\r\n\r\n"
    )

    async def work(session: Session) -> None:
        events = [each async for each in session.line.events("/e", session.headers)]
        assert events == [
            Event(name="picture", id="7", data=b"one\ntwo"),
            Event(name="message", id="", data=b"{}"),
        ]

    against(answering(stream), work)


def test_what_is_cut_off_has_no_answer() -> None:
    """Nobody knows whether it was done, so it is not asked twice by itself."""
    asked: list[bytes] = []

    async def work(session: Session) -> None:
        with pytest.raises(NoAnswerError):
            await session.send("POST", "/x", {})

    against(answering(b"HTTP/1.1 201 Created\r\nContent-Le", asked=asked), work)
    assert len(asked) == 1


def test_looking_again_on_a_connection_that_was_closed_is_harmless() -> None:
    """A service may close what was idle; a look is repeated on a new connection."""
    look = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    async def work(session: Session) -> None:
        assert await session.get("/x") == {}
        assert await session.get("/x") == {}

    against(answering(look), work)


def test_another_status_than_expected_says_what_came_instead() -> None:
    """With the words of the service."""
    no = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nnever"

    async def work(session: Session) -> None:
        with pytest.raises(RefusedRequestError, match=r"403.*never.*accepted: 200"):
            await session.get("/x")

    against(answering(no), work)

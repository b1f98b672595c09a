"""A small HTTP/1.1 client that costs little beside what it measures.

One :class:`Line` is one connection, which is opened again when the service closed it.
:class:`Session` keeps the cookie of a person, or the key of a source.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

_LIMIT = 2**24
_WITHIN_S = 30.0


class NoAnswerError(ConnectionError):
    """The connection ended before the answer was whole: nobody knows what happened."""


class RefusedRequestError(RuntimeError):
    """The service answered otherwise than whoever asked can use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a stream."""

    name: str
    id: str
    data: bytes


class Line:
    """One connection to a service."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        within_s: float = _WITHIN_S,
    ) -> Answer:
        """Send a request and read its whole answer.

        Raises
        ------
        NoAnswerError
            If the connection ends before, or nothing comes in time.
        """
        fresh = self._streams is None
        try:
            async with asyncio.timeout(within_s):
                try:
                    return await self._ask(method, path, headers, body)
                except NoAnswerError:
                    # A kept connection that the service had closed meanwhile; only
                    # what changes nothing may be asked twice.
                    if fresh or method != "GET":
                        raise
                    return await self._ask(method, path, headers, body)
        except (TimeoutError, OSError) as error:
            self.close()
            raise NoAnswerError(str(error) or "no answer in time") from None
        except BaseException:
            # The answer would be taken for that of the next request.
            self.close()
            raise

    async def events(
        self, path: str, headers: Mapping[str, str]
    ) -> AsyncIterator[Event]:
        """The events of a stream, until it ends."""
        try:
            reader, status, _ = await self.open(path, headers)
            if status != 200:
                raise RefusedRequestError(f"{path} answered {status}; accepted: 200")
            async for event in _events(_chunks(reader)):
                yield event
        finally:
            self.close()

    async def open(
        self, path: str, headers: Mapping[str, str]
    ) -> tuple[asyncio.StreamReader, int, Mapping[str, str]]:
        """Ask for a stream, and read no further than its head."""
        self.close()
        reader, writer = await self._connected()
        writer.write(_head("GET", path, self._host(), headers, 0))
        await writer.drain()
        status, stated = await _read_head(reader)
        return reader, status, stated

    def close(self) -> None:
        """Hang up."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        try:
            reader, writer = await self._connected()
            writer.write(_head(method, path, self._host(), headers, len(body)) + body)
            await writer.drain()
            status, stated = await _read_head(reader)
            if stated.get("transfer-encoding") == "chunked":
                content = b"".join([part async for part in _chunks(reader)])
            else:
                content = await reader.readexactly(int(stated.get("content-length", 0)))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.close()
            raise NoAnswerError(str(error) or "the connection ended") from None
        if stated.get("connection") == "close":
            self.close()
        return Answer(status=status, headers=stated, body=content)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self.host, self.port, limit=_LIMIT
            )
        return self._streams

    def _host(self) -> str:
        return f"{self.host}:{self.port}"


class Session:
    """Somebody who asks: a person with a cookie, or a source with a key."""

    def __init__(self, address: str, key: str = "") -> None:
        self.line = Line(address)
        self.cookie = ""
        self._key = key

    @property
    def headers(self) -> dict[str, str]:
        """What says who asks."""
        if self._key:
            return {"Authorization": f"Bearer {self._key}"}
        origin = f"http://{self.line.host}:{self.line.port}"
        said = {"Origin": origin}
        return said | {"Cookie": self.cookie} if self.cookie else said

    def move(self, address: str) -> None:
        """Go on at another address, as somebody with the same cookie."""
        self.line.close()
        self.line = Line(address)

    async def get(self, path: str) -> Any:
        """A document."""
        return (await self.expect(200, "GET", path)).document

    async def send(
        self, method: str, path: str, document: object, **headers: str
    ) -> Answer:
        """Send a document, whatever the answer is."""
        stated = {each.replace("_", "-"): value for each, value in headers.items()}
        answer = await self.line.ask(
            method,
            path,
            self.headers | {"Content-Type": "application/json"} | stated,
            json.dumps(document).encode(),
        )
        self._keep_cookie(answer)
        return answer

    async def expect(
        self, status: int, method: str, path: str, document: object = None
    ) -> Answer:
        """Ask, and accept one status alone.

        Raises
        ------
        RefusedRequestError
            With what the service said instead.
        """
        if method == "GET":
            answer = await self.line.ask(method, path, self.headers)
        else:
            answer = await self.send(method, path, document)
        if answer.status != status:
            raise RefusedRequestError(
                f"{method} {path} answered {answer.status}, {answer.body[:300]!r}; "
                f"accepted: {status}"
            )
        return answer

    async def leave(self) -> None:
        """Hang up; the connection is closed in the loop's next turn."""
        self.line.close()
        await asyncio.sleep(0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    def _keep_cookie(self, answer: Answer) -> None:
        stated = answer.headers.get("set-cookie", "").partition(";")[0]
        if stated:
            self.cookie = stated


def _head(
    method: str, path: str, host: str, headers: Mapping[str, str], length: int
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if length or method != "GET":
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _read_head(
    reader: asyncio.StreamReader,
) -> tuple[int, dict[str, str]]:
    first = await reader.readline()
    if not first:
        raise ConnectionError("the connection ended")
    headers: dict[str, str] = {}
    while (line := await reader.readline()) != b"\r\n":
        if not line.endswith(b"\n"):
            raise ConnectionError("the connection ended within the head")
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return int(first.split()[1]), headers


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()


async def _events(parts: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    waiting = b""
    async for part in parts:
        *whole, waiting = (waiting + part).replace(b"\r\n", b"\n").split(b"\n\n")
        for text in whole:
            event = _event(text)
            if event is not None:
                yield event


def _event(text: bytes) -> Event | None:
    """An event of its lines; None for a comment."""
    fields: dict[bytes, list[bytes]] = {}
    for line in text.split(b"\n"):
        name, _, value = line.partition(b":")
        fields.setdefault(name, []).append(value.removeprefix(b" "))
    if b"data" not in fields:
        return None
    return Event(
        name=fields.get(b"event", [b"message"])[-1].decode(),
        id=fields.get(b"id", [b""])[-1].decode(),
        data=b"\n".join(fields[b"data"]),
    )

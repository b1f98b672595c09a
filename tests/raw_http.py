"""Requests as bytes, and answers taken apart, without a library in between."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from tests.serving import Address

_STREAM = b"text/event-stream"


@dataclass(frozen=True)
class RawAnswer:
    """What came back; a stream is read as far as its head."""

    status: int
    headers: dict[str, str]
    body: bytes


def request_bytes(
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes = b"",
    *,
    content_type: str | None = "application/json",
) -> bytes:
    """One request whose connection ends with it."""
    lines = [f"{method} {path} HTTP/1.1", "Connection: close"]
    headers = {"Host": "localhost", **headers}
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
        if content_type is not None:
            lines.append(f"Content-Type: {content_type}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def ask(address: Address, data: bytes, timeout_s: float = 30.0) -> RawAnswer | None:
    """The answer to bytes; ``None`` if the server closed without one.

    A server that neither answers nor closes raises ``TimeoutError``.
    """
    with address.connect(timeout_s) as client:
        with suppress(ConnectionError):
            client.sendall(data)
        return read_answer(client)


def read_answer(client: socket.socket) -> RawAnswer | None:
    """One answer from a connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = _received(client)
        if not part:
            return None
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    if not headers.get("content-type", "").encode().startswith(_STREAM):
        while part := _received(client):
            body += part
    return RawAnswer(int(first.split(" ")[1]), headers, body)


def _received(client: socket.socket) -> bytes:
    try:
        return client.recv(65_536)
    except ConnectionError:
        return b""


def filled(path: str, **values: str) -> str:
    """A path with its parameters, percent-encoded."""
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path

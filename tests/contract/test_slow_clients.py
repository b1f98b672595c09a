"""Hundreds of slow clients wait for their end, and nobody waits for them."""

import resource
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.probe_routes import probe_router
from tests.serving import Address, bare_service, exchange, read_all, serving
from zaslin.api.app import create_app
from zaslin.api.limits import Limits
from zaslin.api.routes import health

LIMITS = Limits(receive_s=2.0, connections=1_000)
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = (
    b"POST /probe/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 1000\r\n\r\n"
)


@contextmanager
def _many_files() -> Iterator[None]:
    """Room for all the sockets of both sides."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4_096 if hard == resource.RLIM_INFINITY else min(4_096, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def _served() -> Iterator[Address]:
    service = bare_service(limits=LIMITS)
    app = create_app(service, [("/probe", probe_router()), ("", health.router)])
    # As behind a proxy: all clients have one address, whose share is not limited.
    with serving(app, limits=LIMITS, proxies=["127.0.0.1"]) as address:
        yield address


@pytest.mark.parametrize(
    "number", [50, pytest.param(500, marks=pytest.mark.deep)], ids=str
)
def test_slow_clients_are_all_cut_off_and_honest_ones_served(number: int) -> None:
    """An address, a head and a body that come a byte at a time, and silence."""
    starts = [b"GET /", GET[:-2] + b"X: ", POST, b""]
    with _many_files(), _served() as address, ExitStack() as stack:
        slow = [stack.enter_context(address.connect()) for _ in range(number)]
        for index, client in enumerate(slow):
            client.sendall(starts[index % 4])
        trickling = threading.Event()
        thread = threading.Thread(target=_trickle, args=(_talking(slow), trickling))
        thread.start()
        honest = [exchange(address, GET) for _ in range(number)]
        ends = [_end_of(client) for client in slow]
        trickling.set()
        thread.join()

    assert all(answer.startswith(b"HTTP/1.1 200 OK") for answer in honest)
    assert all(end == b"" or b" 408 " in end for end in ends)


def _talking(clients: list[socket.socket]) -> list[socket.socket]:
    """All but every fourth, which says nothing at all."""
    return [client for index, client in enumerate(clients) if index % 4 != 3]


def _trickle(clients: list[socket.socket], ended: threading.Event) -> None:
    """Another byte for each, again and again, of those that would take one."""
    while not ended.wait(0.2):
        with selectors.DefaultSelector() as ready:
            for client in clients:
                if client.fileno() >= 0:
                    ready.register(client, selectors.EVENT_WRITE)
            for key, _ in ready.select(timeout=0):
                try:
                    key.fileobj.send(b"a", socket.MSG_NOSIGNAL)  # type: ignore[union-attr]
                except OSError:
                    continue


def _end_of(client: socket.socket) -> bytes:
    """What the server says last; ``TimeoutError`` if it does not close."""
    return read_all(client)

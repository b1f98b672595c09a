"""No client can hold what others need: neither by sending slowly nor by not reading.

Nothing is measured here: each test waits for the server to close, and hangs (and so
fails by the socket's own time limit) if it does not.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import uvicorn

from tests.probe_routes import probe_router
from tests.serving import Address, bare_service, exchange, read_all, serving
from zaslin.api.app import create_app
from zaslin.api.limits import Limits
from zaslin.api.routes import health
from zaslin.api.service import Service

LIMITS = Limits(
    receive_s=0.4,
    send_s=0.4,
    keep_alive_s=1,
    connections=30,
    connections_per_address=20,
    requests_per_connection=3,
    url_bytes=1_000,
    header_bytes=2_000,
    header_count=20,
)
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
GET_AND_CLOSE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = (
    b"POST /probe/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100\r\n\r\n"
)


@pytest.fixture(scope="module")
def service() -> Service:
    """A service with limits that a test can wait for."""
    return bare_service(limits=LIMITS)


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[Address]:
    """Where it listens."""
    app = create_app(service, [("/probe", probe_router()), ("", health.router)])
    with serving(app, limits=LIMITS, metrics=service.metrics) as address:
        yield address


def _closed(service: Service, reason: str) -> float:
    name = "zaslin_http_connections_closed_total"
    return service.metrics.registry.get_sample_value(name, {"reason": reason}) or 0.0


def _trickle(address: Address, data: bytes, pause_s: float = 0.05) -> bytes:
    """Send a byte at a time until the server has enough."""
    with address.connect() as client:
        try:
            for index in range(len(data)):
                client.sendall(data[index : index + 1])
                time.sleep(pause_s)
        except ConnectionError:
            pass
        return read_all(client)


@pytest.mark.parametrize(
    "start",
    [b"", b"G", b"GET /healthz HTTP/1.1\r\n", GET[:-2], b"\r\n\r\n", POST, POST + b"{"],
    ids=["nothing", "a byte", "a line", "no end", "empty lines", "no body", "a bit"],
)
def test_who_stops_sending_is_cut_off(address: Address, start: bytes) -> None:
    """408, and the connection is free again."""
    answer = exchange(address, start)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"receive_timeout"' in answer


@pytest.mark.parametrize(
    "data",
    [
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 500,
        POST + b" " * 99,
        b"\r\n" * 200,
    ],
    ids=["headers", "body", "empty lines"],
)
def test_who_sends_a_byte_at_a_time_is_cut_off(address: Address, data: bytes) -> None:
    """The time counts from the first byte, and each further one gains nothing."""
    answer = _trickle(address, data)

    assert b" 408 " in answer or answer == b""


def test_a_kept_connection_is_not_kept_for_ever(address: Address) -> None:
    """Nothing further comes: the server closes, without a word."""
    answer = exchange(address, GET)

    assert answer.count(b"HTTP/1.1 ") == 1
    assert b" 200 OK" in answer


def test_a_slow_second_request_is_cut_off_like_a_slow_first_one(
    address: Address,
) -> None:
    """A good request buys no time for a bad one."""
    answer = exchange(address, GET + b"GET /hea")

    assert answer.count(b"HTTP/1.1 ") == 2
    assert b" 200 OK" in answer
    assert b" 408 " in answer


def test_a_connection_serves_so_many_requests(address: Address) -> None:
    """Then the client has to come again, and the load spreads."""
    with address.connect() as client:
        client.sendall(GET)
        first = client.recv(65_536)
        client.sendall(GET + GET)
        rest = read_all(client)

    assert b"connection: close" not in first
    assert rest.count(b" 200 OK") == 2
    assert rest.count(b"connection: close") == 1


def test_requests_that_come_at_once_are_answered_in_their_order(
    address: Address,
) -> None:
    """Pipelining works."""
    answer = exchange(address, GET + b"GET /no HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.index(b" 200 OK") < answer.index(b" 404 Not Found")


def test_a_client_that_does_not_read_is_cut_off(
    address: Address, service: Service
) -> None:
    """Thirty megabytes wait for it in no memory for long."""
    before = _closed(service, "not_reading")
    with address.connect() as client:
        client.sendall(b"GET /probe/big HTTP/1.1\r\nHost: x\r\n\r\n")
        while _closed(service, "not_reading") == before:
            time.sleep(0.05)
        received = read_all(client)

    assert len(received) < 30_000_000


def test_a_console_that_hangs_costs_the_others_nothing(
    address: Address, service: Service
) -> None:
    """Its stream is cut off, and theirs goes on."""
    before = _closed(service, "not_reading")
    flood = b"GET /probe/flood HTTP/1.1\r\nHost: x\r\n\r\n"
    with address.connect() as hanging, address.connect() as reading:
        hanging.sendall(flood)
        reading.sendall(flood)
        while _closed(service, "not_reading") == before:
            assert reading.recv(1_000_000)
        assert reading.recv(1_000_000)

        assert _closed(service, "not_reading") == before + 1


def test_too_many_connections_of_one_address_are_refused(
    address: Address, service: Service
) -> None:
    """503 at the door; those inside stay, and there is room when they leave."""
    before = _closed(service, "connections_per_address")
    with ExitStack() as stack:
        for _ in range(LIMITS.connections_per_address):
            client = stack.enter_context(address.connect())
            client.sendall(b"GET /probe/forever HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        refused = exchange(address, GET_AND_CLOSE)

    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b'"overloaded"' in refused
    assert _closed(service, "connections_per_address") == before + 1
    while not exchange(address, GET_AND_CLOSE).startswith(b"HTTP/1.1 200 OK"):
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 2_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET /" + b"a" * 200_000, b"414"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 3_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000, b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 30 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X" * 200_000, b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"400"),
        (b"GET /\xff HTTP/1.1\r\n\r\n", b"400"),
        (b"GET http://[ HTTP/1.1\r\n\r\n", b"400"),
        (b"CONNECT other:443 HTTP/1.1\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (POST.replace(b"100", b"100, 2"), b"400"),
        (POST.replace(b"100", b"-1"), b"400"),
        (POST.replace(b"100\r\n", b"2\r\nContent-Length: 3\r\n") + b"{}x", b"400"),
        (POST.replace(b"100\r\n", b"2\r\nTransfer-Encoding: chunked\r\n"), b"400"),
        (POST.replace(b"Content-Length: 100", b"Transfer-Encoding: x"), b"400"),
    ],
)
def test_what_is_no_request_is_refused(
    address: Address, request_: bytes, status: bytes
) -> None:
    """Before it is handed on, with a problem document, and the connection ends."""
    answer = exchange(address, request_)

    assert answer.startswith(b"HTTP/1.1 " + status), answer[:200]
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"application/problem+json" in answer
    assert b"connection: close" in answer


def test_the_reason_is_read_by_a_client_that_is_still_sending(
    address: Address,
) -> None:
    """The server listens on for a moment, or its answer would be lost on the way."""
    large = POST.replace(b"100", b"100000000")

    answer = exchange(address, large + b" " * 5_000_000)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"body_too_large"' in answer


def test_an_upgrade_is_not_taken_up(address: Address) -> None:
    """There are no web sockets; the request is answered as it stands."""
    upgrade = GET.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade\r\n") + (
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )

    answer = exchange(address, upgrade + b"\x81\x05hello")

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_uvicorn_alone_would_wait_for_ever() -> None:
    """The control: without our protocol the same slow client is not cut off."""
    app = create_app(bare_service(limits=LIMITS))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        address = Address(*listener.getsockname())
        try:
            while not server.started:
                time.sleep(0.01)
            with address.connect(timeout_s=4 * LIMITS.receive_s) as client:
                client.sendall(GET[:-2])
                with pytest.raises(TimeoutError):
                    client.recv(100)
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def test_honest_clients_are_served_among_slow_ones(address: Address) -> None:
    """Slow ones wait for their end, and nobody waits for them."""
    with ExitStack() as stack:
        for _ in range(15):
            stack.enter_context(address.connect()).sendall(GET[:-2])
        answers = [exchange(address, GET_AND_CLOSE) for _ in range(20)]

    assert all(answer.startswith(b"HTTP/1.1 200 OK") for answer in answers)

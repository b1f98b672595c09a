"""A real server on loopback in a thread, and a service with nothing behind it."""

import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from zaslin.api.limits import Limits
from zaslin.api.metrics import Metrics
from zaslin.api.server import configure
from zaslin.api.service import Service
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Grant, Role, Scope


def principal(
    name: str, *roles: Role, kind: PrincipalKind = PrincipalKind.KEY
) -> Principal:
    """Somebody with roles on every desk."""
    return Principal(
        user_id=f"id-{name}",
        name=name,
        kind=kind,
        grants=frozenset(Grant(role=each, scope=Scope.ALL) for each in roles),
        session_id="session",
        source=name if Role.FEED in roles else "",
    )


@dataclass
class KnownPeople:
    """People who are known by the secret they show, and cannot be changed."""

    by_secret: Mapping[str, Principal] = field(default_factory=dict)
    secure: bool = False
    elsewhere: None = None

    def remembered(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """Whom the secret belongs to."""
        found = self.by_secret.get(secret)
        return found if found is not None and found.kind is kind else None

    identify = remembered

    def still_valid(self, principal: Principal) -> bool:
        """Nobody is ever shut out."""
        return principal in self.by_secret.values()


def bare_service(**parts: Any) -> Service:
    """A service without desks, whose people are the viewer and the feed."""
    people = KnownPeople(
        {
            "key-of-viewer": principal("viewer", Role.VIEWER),
            "key-of-feed": principal("radar", Role.FEED),
        }
    )
    default: dict[str, Any] = {
        "desks": {},
        "people": people,
        "clock": time.time,
        "monotonic": time.monotonic,
        "token": secrets.token_urlsafe,
        "version": "0",
    }
    return Service(**{**default, **parts})


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def connect(self, timeout_s: float = 20.0) -> socket.socket:
        """A new connection."""
        return socket.create_connection((self.host, self.port), timeout=timeout_s)


@contextmanager
def serving(
    app: ASGIApp,
    *,
    limits: Limits | None = None,
    metrics: Metrics | None = None,
    **settings: Any,
) -> Iterator[Address]:
    """The application on a port of its own, for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        config = configure(
            app,
            host="127.0.0.1",
            port=port,
            limits=limits or Limits(),
            metrics=metrics or Metrics(),
            stop_s=2.0,
            **settings,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        thread.start()
        try:
            while not server.started:
                if not thread.is_alive():
                    raise RuntimeError("the server did not start; see its output")
                time.sleep(0.01)
            yield Address("127.0.0.1", port)
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait for what comes about beside the answer, such as its line in the log."""
    for _ in range(500):
        if holds():
            return True
        time.sleep(0.02)
    return False


def exchange(address: Address, request: bytes, *, timeout_s: float = 20.0) -> bytes:
    """Send bytes, and read until the server closes."""
    with address.connect(timeout_s) as client:
        client.sendall(request)
        return read_all(client)


def read_all(client: socket.socket) -> bytes:
    """Whatever comes until the other side closes or resets."""
    parts = []
    while True:
        try:
            part = client.recv(65_536)
        except ConnectionError:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)

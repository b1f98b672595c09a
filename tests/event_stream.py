"""A console that follows a desk: reads server-sent events and lays them together."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import httpx2

from tests.desk_server import PATIENCE_S, Caller


@dataclass(frozen=True)
class Event:
    """One event as it was sent."""

    kind: str
    data: dict[str, Any]
    id: str | None


def events_of(lines: Iterator[str]) -> Iterator[Event]:
    """Events of the lines of a stream, by the rules of the standard."""
    kind, name = "message", None
    data: list[str] = []
    for line in lines:
        if not line:
            if data:
                yield Event(kind, json.loads("\n".join(data)), name)
            kind, data, name = "message", [], None
        elif line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data.append(line.removeprefix("data: "))
        elif line.startswith("id: "):
            name = line.removeprefix("id: ")


@dataclass
class Console:
    """What a console has on its screen, from the stream alone."""

    events: list[Event] = field(default_factory=list)
    tracks: dict[str, dict[str, Any]] = field(default_factory=dict)
    control: dict[str, Any] = field(default_factory=dict)
    version: int = -1
    plan: dict[str, Any] = field(default_factory=dict)
    deciding: dict[str, Any] = field(default_factory=dict)
    health: dict[str, Any] = field(default_factory=dict)
    last_id: str | None = None
    gaps: int = 0

    def take(self, event: Event) -> None:
        """Lay an event over what is there."""
        self.events.append(event)
        self.last_id = event.id or self.last_id
        data = event.data
        match event.kind:
            case "picture":
                self.tracks = {track["id"]: track for track in data["tracks"]}
                self.control, self.version = data["control"], data["version"]
            case "picture.delta":
                self.gaps += data["since"] > self.version
                self.tracks |= {track["id"]: track for track in data["tracks"]}
                for name in data["gone"]:
                    self.tracks.pop(name, None)
                self.control = data["control"] or self.control
                self.version = data["version"]
            case "plan":
                self.plan = data
            case "decisions":
                self.deciding = data
            case "health":
                self.health = data

    @property
    def kinds(self) -> list[str]:
        """Kinds of all events so far."""
        return [event.kind for event in self.events]


class Following:
    """Follows a desk in a thread for as long as the block runs."""

    def __init__(
        self, who: Caller, *, desk: str = "live", last_id: str | None = None
    ) -> None:
        self.console = Console()
        self.status = 0
        self.ended = threading.Event()
        self._who, self._desk, self._last_id = who, desk, last_id
        self._closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Following":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing = True
        self.ended.wait(PATIENCE_S)

    def until(self, holds: Callable[[Console], object]) -> Console:
        """The console once something holds on it."""
        ends_s = time.monotonic() + PATIENCE_S
        while not holds(self.console):
            if time.monotonic() > ends_s:
                raise AssertionError(f"waited in vain: {self.console.kinds[-20:]}")
            time.sleep(0.02)
        return self.console

    def _run(self) -> None:
        headers = dict(self._who.headers)
        if self._last_id is not None:
            headers["Last-Event-ID"] = self._last_id
        url = f"{self._who.base}/desks/{self._desk}/events"
        try:
            with (
                httpx2.Client(trust_env=False, timeout=PATIENCE_S) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                self.status = response.status_code
                for event in events_of(response.iter_lines()):
                    self.console.take(event)
                    if self._closing:
                        break
        finally:
            self.ended.set()

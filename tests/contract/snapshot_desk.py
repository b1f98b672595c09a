"""A desk that says the same each time: every document and every event of it.

No clock, no thread and no socket: the application is called in process, the desk takes
a turn for each thing that is submitted, and tokens are counted.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

from tests.desk_server import everybody
from tests.live_desks import EVERY_SECOND, RHYTHM, Time, Workers, optimising
from tests.pictures import MISSILE, NOW_S, saturated
from tests.scripted_nights import Scripted
from tests.serving import KnownPeople
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.api.app import create_app
from zaslin.api.desk.events import end, news
from zaslin.api.desk.room import Rooms
from zaslin.api.service import Service
from zaslin.bootstrap.archive import LedgerArchive
from zaslin.live.ask import AskHere
from zaslin.live.board import Health
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.ops.desk import Desk
from zaslin.ops.policy import ONE_PERSON, TwoPerson
from zaslin.wire.plan_json import encode

T = TypeVar("T")

DESK = "/desks/live"
LINE = ("revision", "track", "fire_unit", "interceptor_type", "launch")


class Pumped(LiveDesk):
    """A live desk that takes a turn for each thing that is submitted to it."""

    def submit(self, work: Callable[[Desk, float], T]) -> Any:
        """Done when it comes back."""
        future = super().submit(work)
        self.core.turn()
        return future

    def health(self) -> Health:
        """As it was in the last turn: there is no thread that could be stuck."""
        return self.board.health


class Stage:
    """The application with everything that the test holds in its hand."""

    def __init__(self, folder: Path, two_person: TwoPerson) -> None:
        self.time = Time()
        numbers = count(1)
        self._database = open_database(
            f"sqlite:///{folder / 'zaslin.db'}",
            now=lambda: NOW_S,
            token=lambda: f"journal-{next(numbers)}",
        )
        number = begin_journal(self._database, "live", {"desk": "live"})
        journal = LedgerJournal(self._database, number, 0)
        picture = saturated()
        desk = Desk(picture, NOW_S, None, EVERY_SECOND, journal, two_person=two_person)
        workers = Workers(optimising)
        self.desk = Pumped(
            "live",
            desk,
            workers,
            encode,
            DeskClock(NOW_S, self.time),
            "era1",
            params=RHYTHM,
            tail=journal.entries,
            asker=AskHere(workers, encode),
        )
        script = Scripted()
        parts: dict[str, Any] = {
            "people": KnownPeople(everybody()),
            "exercises": script,
            "replays": script,
        }
        self.service = Service(
            desks={"live": self.desk},
            clock=lambda: NOW_S + self.time.s - 1_000.0,
            monotonic=self.time,
            token=lambda: f"token-{next(numbers):020}",
            archives={"live": LedgerArchive(journal)},
            side_planner=Workers(optimising),
            two_person=two_person,
            version="0",
            **parts,
        )
        self.app = create_app(self.service)
        self.app.state.rooms = Rooms(self.service)
        self.turns(2.0)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def turns(self, seconds: float) -> None:
        """Let time pass, the radar reporting all there is."""
        for number in range(round(seconds / RHYTHM.look_s)):
            self.time.s += RHYTHM.look_s
            if number % 5 == 0:
                now_s = self.desk.clock.now_s()
                self.desk.reports(
                    "radar",
                    [
                        replace(each, measured_at_s=now_s)
                        for each in self.desk.board.picture.tracks
                    ],
                )
            self.desk.core.turn()

    def __call__(
        self,
        name: str,
        method: str,
        path: str,
        document: object = None,
        **headers: str,
    ) -> Any:
        """The document that answers a request of somebody."""
        _, content = asyncio.run(
            _answer(self.app, f"secret-{name}", method, path, document, headers)
        )
        return json.loads(content)

    def events(self, since: int | None) -> Iterator[tuple[str, Any]]:
        """What a console is told that has seen a version."""
        delta = self.desk.broadcast.since(since)
        room = self.app.state.rooms.of("live")
        assert delta is not None
        for event in news(room, self.service, delta).decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in event.split("\n"))
            yield fields["event"], json.loads(fields["data"])


@contextmanager
def stage(folder: Path, two_person: TwoPerson = ONE_PERSON) -> Iterator[Stage]:
    """A stage for as long as the block runs."""
    made = Stage(folder, two_person)
    try:
        yield made
    finally:
        made.close()


def documents(folder: Path) -> dict[str, Any]:
    """Every document by name."""
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    made: dict[str, Any] = {}
    with stage(folder / "one") as at:
        made |= _read(at)
        made |= _events(at)
        made |= _decided(at)
        made |= _reported(at)
    two = TwoPerson(types=frozenset({MISSILE.id}), widening=True)
    with stage(folder / "two", two) as at:
        made |= _signed_twice(at)
    return made


def _read(at: Stage) -> dict[str, Any]:
    """What can only be read."""
    revision = at("viewer", "GET", f"{DESK}/plan")["revision"]
    paths = {
        "desks": "/desks",
        "desk": DESK,
        "picture": f"{DESK}/picture",
        "tracks": f"{DESK}/tracks?limit=3",
        "track": f"{DESK}/tracks/T01",
        "fire-units": f"{DESK}/fire-units",
        "fire-unit": f"{DESK}/fire-units/U1",
        "magazines": f"{DESK}/magazines",
        "assets": f"{DESK}/assets",
        "control": f"{DESK}/control",
        "summary": f"{DESK}/summary",
        "plan": f"{DESK}/plan",
        "plans": f"{DESK}/plans",
        "plan-of-revision": f"{DESK}/plans/{revision}",
        "explanation": f"{DESK}/plan/tracks/T00",
        "scores": f"{DESK}/scores?limit=6",
        "scenarios": "/scenarios",
        "recordings": "/replays",
    }
    return {name: at("auditor", "GET", path) for name, path in paths.items()}


def _events(at: Stage) -> dict[str, Any]:
    """Everything that a console is told."""
    made = {f"event-{kind}": data for kind, data in at.events(None)}
    since = at.desk.board.version
    at.turns(1.0)
    made |= {
        f"event-{kind}": data
        for kind, data in at.events(since)
        if kind == "picture.delta"
    }
    made["event-end"] = json.loads(end("access_ended").split(b"data: ")[1])
    return made


def _decided(at: Stage) -> dict[str, Any]:
    """A decision from its preparation to its result, and how others fail."""
    lines = at("viewer", "GET", f"{DESK}/plan")
    first, second = (
        {name: {**line, "revision": lines["revision"]}[name] for name in LINE}
        for line in lines["lines"][:2]
    )
    made = {}
    prepared = at("bondar", "POST", f"{DESK}/decisions/preparations", _asked(first))
    late = at("marta", "POST", f"{DESK}/decisions/preparations", _asked(first))
    made["preparation"] = prepared
    made["decision"] = _commit(at, "bondar", prepared, first)
    made["problem-already-decided"] = _commit(at, "marta", late, first)
    made["problem-expired"] = _commit(at, "bondar", prepared, first, key="again-1")
    stale = at("marta", "POST", f"{DESK}/decisions/preparations", _asked(second))
    hold = {"why": "friendly pilot on the radio"}
    made["held-track"] = at("olena", "POST", f"{DESK}/tracks/T05/hold", hold)
    made["hold-all"] = at("chief", "POST", f"{DESK}/hold-all")
    at.turns(2.0)
    made["problem-plan-moved-on"] = _commit(at, "marta", stale, second)
    made["engagements"] = at("viewer", "GET", f"{DESK}/engagements")
    launch = {"launch": "2025-09-06T23:06:44Z"}
    made["engagement"] = at("bondar", "POST", f"{DESK}/engagements/E1/launch", launch)
    made["decisions"] = at("viewer", "GET", f"{DESK}/decisions")
    tired = at(
        "tired", "POST", f"{DESK}/decisions", {}, **{"idempotency-key": "tired-1"}
    )
    made["problem-step-up-required"] = tired
    return made


def _reported(at: Stage) -> dict[str, Any]:
    """What feeds, crews and planners report and ask."""
    supply = {"interceptor_type": "missile", "rounds": 3}
    friend = {
        "identity": "friend",
        "method": "positive",
        "evidence": "seen through the camera",
        "expires": "2025-09-06T23:30:00Z",
    }
    what_if = {"weapons_control": "free", "lost_units": ["U1"]}
    return {
        "received": at("radar", "POST", f"{DESK}/reports", [{"id": "T90"}]),
        "resupplied": at("planner", "POST", f"{DESK}/fire-units/U2/resupply", supply),
        "identification": at(
            "olena", "POST", f"{DESK}/tracks/T02/identification", friend
        ),
        "what-if": at("planner", "POST", f"{DESK}/what-if", what_if),
        "exercise": at("chief", "POST", "/exercises", {"scenario": "night"}),
        "problem-not-found": at("viewer", "GET", f"{DESK}/tracks/T99"),
        "problem-invalid": at("planner", "POST", f"{DESK}/what-if", {"pin": []}),
        "problem-forbidden": at("viewer", "POST", f"{DESK}/hold-all"),
        "journal": at("auditor", "GET", f"{DESK}/journal?from=1&limit=2"),
        "audit": at("auditor", "GET", f"{DESK}/audit"),
        "checkpoint": at("viewer", "GET", f"{DESK}/journal/checkpoint"),
    }


def _signed_twice(at: Stage) -> dict[str, Any]:
    """What waits for a second person."""
    lines = at("viewer", "GET", f"{DESK}/plan")
    line = {**lines["lines"][0], "revision": lines["revision"]}
    first = {name: line[name] for name in LINE}
    prepared = at("bondar", "POST", f"{DESK}/decisions/preparations", _asked(first))
    made = {"nominated": _commit(at, "bondar", prepared, first)}
    made["nominations"] = at("marta", "GET", f"{DESK}/nominations")
    name = made["nominated"]["nomination"]
    path = f"{DESK}/nominations/{name}/confirmation"
    keys = {"idempotency-key": "same-person"}
    made["problem-same-person"] = at("bondar", "POST", path, {}, **keys)
    made["confirmed"] = at("marta", "POST", path, {}, **{"idempotency-key": "marta-12"})
    at("chief", "POST", f"{DESK}/hold-all")
    free = {"weapons_control": "free"}
    made["widening"] = at("chief", "PUT", f"{DESK}/control", free, **{"if-match": "*"})
    made["widenings"] = at("viewer", "GET", f"{DESK}/control/widenings")
    return made


def _asked(line: Mapping[str, object]) -> dict[str, object]:
    return {**line, "verdict": "authorise"}


def _commit(
    at: Stage,
    name: str,
    prepared: Mapping[str, Any],
    line: Mapping[str, object],
    key: str = "",
) -> Any:
    commit = {
        "token": prepared["token"],
        "verdict": "authorise",
        "revision": line["revision"],
    }
    headers = {"idempotency-key": key or f"{name}-{line['track']}-key"}
    return at(name, "POST", f"{DESK}/decisions", commit, **headers)


async def _answer(
    app: ASGIApp,
    secret: str,
    method: str,
    path: str,
    document: object,
    headers: Mapping[str, str],
) -> tuple[int, bytes]:
    """Call the application once, as a server would."""
    content = b"" if document is None else json.dumps(document).encode()
    stated = {
        "host": "127.0.0.1",
        "origin": "http://127.0.0.1",
        "content-length": str(len(content)),
        **headers,
    }
    if secret == "secret-radar":
        stated["authorization"] = f"Bearer {secret}"
    else:
        stated["cookie"] = f"zaslin={secret}"
    if document is not None:
        stated["content-type"] = "application/json"
    route, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": f"/api/v1{route}",
        "raw_path": f"/api/v1{route}".encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode()) for k, v in stated.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    status, parts, sent = 0, [], False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.sleep(60.0)
        sent = True
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts)

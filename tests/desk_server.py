"""The whole service on loopback: a real server, a ledger, a live desk, and people.

The desk runs in real time on the saturated picture; the radar reports it each second
until a test stops it.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2

from tests.desks import QUICK
from tests.pictures import NOW_S, saturated
from tests.serving import KnownPeople, serving
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.api.app import create_app
from zaslin.api.service import Service
from zaslin.bootstrap.archive import LedgerArchive
from zaslin.domain.params import PlanParams
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.picture import Picture
from zaslin.domain.role import Grant, Role, Scope
from zaslin.live.board import Board
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.doors import OpenDesk
from zaslin.live.params import LiveParams
from zaslin.live.plan_here import PlanHere
from zaslin.live.stage import StageName
from zaslin.ops.desk import Desk
from zaslin.ops.policy import ONE_PERSON, TwoPerson
from zaslin.ops.replan import ReplanParams
from zaslin.wire.plan_json import encode

PATIENCE_S = 60.0
"""How long a test waits for something that has to come."""

# Plans come when something urges one: what a test has read stands until it acts. The
# lead leaves a slow machine nearly a minute for what a test does with a line.
SOON = ReplanParams(
    interval_s=3600.0, shortest_s=0.0, decision_lead_s=50.0, same_shot_s=30.0
)
LIVELY = LiveParams(
    look_s=0.05,
    cycle_s=0.2,
    deadline_s=1.0,
    patience_s=60.0,
    silent_s=60.0,
    plan_late_s=3600.0,
)

PEOPLE: Mapping[str, tuple[Role, ...]] = {
    "bondar": (Role.ENGAGEMENT_AUTHORITY,),
    "marta": (Role.ENGAGEMENT_AUTHORITY,),
    "olena": (Role.ID_AUTHORITY,),
    "chief": (Role.SUPERVISOR,),
    "deputy": (Role.SUPERVISOR,),
    "planner": (Role.PLANNER,),
    "viewer": (Role.VIEWER,),
    "auditor": (Role.AUDITOR,),
}
"""Everybody by name, with their roles on every desk."""


_FAR_S = 4e9


def person(name: str, *roles: Role, stepped_up: bool = True) -> Principal:
    """A person who has just given their password."""
    return Principal(
        user_id=f"id-{name}",
        name=name,
        kind=PrincipalKind.PERSON,
        grants=frozenset(Grant(role=each, scope=Scope.ALL) for each in roles),
        session_id=f"session-{name}",
        stepped_up=stepped_up,
        stepped_up_until_s=_FAR_S if stepped_up else 0.0,
    )


def feed(name: str, *, may_identify: bool = False, trusted: bool = True) -> Principal:
    """The key of a feed."""
    return Principal(
        user_id=f"key-{name}",
        name=name,
        kind=PrincipalKind.KEY,
        grants=frozenset({Grant(role=Role.FEED, scope=Scope.ALL)}),
        session_id="",
        source=name,
        trusted_ids=trusted,
        may_identify=may_identify,
    )


def everybody() -> dict[str, Principal]:
    """People and feeds by the secret that they show."""
    known = {f"secret-{name}": person(name, *roles) for name, roles in PEOPLE.items()}
    known["secret-tired"] = person("tired", Role.ENGAGEMENT_AUTHORITY, stepped_up=False)
    known["secret-radar"] = feed("radar", may_identify=True)
    known["secret-acoustic"] = feed("acoustic", trusted=False)
    return known


@dataclass
class Caller:
    """Somebody at the service, over HTTP."""

    client: httpx2.Client
    base: str
    headers: dict[str, str]

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """GET below ``/api/v1``."""
        return self.ask("GET", path, **more)

    def post(self, path: str, document: object = None, **more: Any) -> httpx2.Response:
        """POST a document."""
        return self.ask("POST", path, document, **more)

    def put(self, path: str, document: object, **more: Any) -> httpx2.Response:
        """PUT a document."""
        return self.ask("PUT", path, document, **more)

    def ask(
        self,
        method: str,
        path: str,
        document: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
        content: bytes | None = None,
    ) -> httpx2.Response:
        """Any request; ``key`` is its Idempotency-Key."""
        stated = {**self.headers, **(headers or {})}
        if key is not None:
            stated["Idempotency-Key"] = key
        if document is not None:
            content = json.dumps(document).encode()
        if content is not None:
            stated.setdefault("Content-Type", "application/json")
        return self.client.request(
            method, f"{self.base}{path}", headers=stated, content=content
        )


@dataclass
class Served:
    """The running service with what a test holds in its hand.

    ``later_s`` has one number: by how much the service's monotonic clock is ahead.
    """

    url: str
    service: Service
    people: KnownPeople
    desk: LiveDesk
    journal: LedgerJournal
    radar: "Radar"
    workers: PlanHere
    later_s: list[float]
    desks: dict[str, OpenDesk]
    _client: httpx2.Client

    def __call__(self, name: str) -> Caller:
        """Somebody by name."""
        secret = f"secret-{name}"
        headers = {"Origin": self.url}
        if self.people.by_secret[secret].kind is PrincipalKind.KEY:
            headers["Authorization"] = f"Bearer {secret}"
        else:
            headers["Cookie"] = f"zaslin={secret}"
        return Caller(self._client, f"{self.url}/api/v1", headers)

    def until(self, holds: Callable[[Board], object]) -> Board:
        """The first board for which something holds."""
        ends_s = time.monotonic() + PATIENCE_S
        while not holds(board := self.desk.board):
            if time.monotonic() > ends_s:
                standing = board.health.standing
                raise AssertionError(f"waited in vain, the desk says {standing}")
            time.sleep(0.02)
        return board


class Radar:
    """Reports every track of a picture at short intervals, until it is stopped."""

    def __init__(self, desk: LiveDesk, picture: Picture) -> None:
        self.tracks = {track.id: track for track in picture.tracks}
        self._desk = desk
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.report()
        self._thread.start()

    def report(self) -> None:
        """Everything is where it flies."""
        now_s = self._desk.clock.now_s()
        self._desk.reports(
            "radar",
            [replace(each, measured_at_s=now_s) for each in self.tracks.values()],
        )

    def stop(self) -> None:
        """Say nothing any more."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(0.5):
            self.report()


@contextmanager
def served(
    folder: Path,
    *,
    picture: Picture | None = None,
    two_person: TwoPerson = ONE_PERSON,
    replan: ReplanParams = SOON,
    live: LiveParams = LIVELY,
    params: PlanParams = QUICK,
    other_params: PlanParams | None = None,
    **parts: Any,
) -> Iterator[Served]:
    """The service on a ledger in a folder, with a first plan on its desk.

    It plans aside with the other parameters, if there are any.
    """
    aside = other_params or params
    picture = picture or saturated()
    with ExitStack() as stack:
        database = stack.enter_context(
            open_database(f"sqlite:///{folder / 'zaslin.db'}", now=time.time)
        )
        number = begin_journal(database, "live", {"desk": "live"})
        journal = LedgerJournal(database, number, 0)
        clock = DeskClock(NOW_S, time.monotonic)
        desk = Desk(
            picture, NOW_S, None, replan, journal, params=params, two_person=two_person
        )
        workers = PlanHere(params, time.monotonic)
        open_desk = LiveDesk(
            "live",
            desk,
            workers,
            encode,
            clock,
            secrets.token_hex(4),
            params=live,
            tail=journal.entries,
        )
        radar = Radar(open_desk, picture)
        open_desk.start()
        stack.callback(open_desk.stop)
        open_desk.submit(urge).result(PATIENCE_S)
        stack.callback(radar.stop)
        people = KnownPeople(everybody())
        # How much later it is for the service than it really is.
        later_s = [0.0]
        desks: dict[str, OpenDesk] = {"live": open_desk}
        default: dict[str, Any] = {
            "desks": desks,
            "people": people,
            "clock": time.time,
            "monotonic": lambda: time.monotonic() + later_s[0],
            "token": secrets.token_urlsafe,
            "archives": {"live": LedgerArchive(journal)},
            "side_planner": PlanHere(aside, time.monotonic),
            "two_person": two_person,
            "params": aside,
        }
        service = Service(**{**default, **parts})
        address = stack.enter_context(serving(create_app(service)))
        client = stack.enter_context(httpx2.Client(trust_env=False, timeout=PATIENCE_S))
        made = Served(
            address.url,
            service,
            people,
            open_desk,
            journal,
            radar,
            workers,
            later_s,
            desks,
            client,
        )
        made.until(_is_settled)
        yield made


def urge(desk: Desk, _: float) -> None:
    """Let a plan be made now, whatever became of the question of before."""
    desk.ledger.urged = True


def _is_settled(board: Board) -> bool:
    """Whether the first question is answered for good, and a plan is shown."""
    done = {stage.name: stage.done for stage in board.health.facts.stages}
    return board.shown is not None and done[StageName.PLAN] > 0


def open_line(at: Served, *, but: Sequence[str] = ()) -> dict[str, Any]:
    """A firm line of the shown plan that nobody has decided on, at none of ``but``.

    The one to be launched last, so that a slow machine is in time for it.
    """
    ends_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_s:
        plan = at("viewer").get("/desks/live/plan").json()
        lines = [
            line for line in plan["lines"] if line["open"] and line["track"] not in but
        ]
        if lines:
            last = max(lines, key=lambda line: line["launch"])
            return {**last, "revision": plan["revision"]}
        time.sleep(0.05)
    raise AssertionError("waited in vain for an open line")


def asked(line: Mapping[str, Any], verdict: str = "authorise") -> dict[str, Any]:
    """The preparation of a decision on a line."""
    document = {
        name: line[name]
        for name in ("revision", "track", "fire_unit", "interceptor_type", "launch")
    }
    document["verdict"] = verdict
    if verdict != "authorise":
        document["why"] = "crew reports fog"
    return document


def committed(
    at: Served,
    name: str,
    line: Mapping[str, Any],
    verdict: str = "authorise",
    *,
    key: str | None = None,
    **more: object,
) -> httpx2.Response:
    """Both steps of a decision by one person."""
    who = at(name)
    prepared = who.post(
        "/desks/live/decisions/preparations", {**asked(line, verdict), **more}
    )
    assert prepared.status_code == 201, prepared.text
    commit = {
        "token": prepared.json()["token"],
        "verdict": verdict,
        "revision": line["revision"],
    }
    return who.post("/desks/live/decisions", commit, key=key or secrets.token_hex(8))

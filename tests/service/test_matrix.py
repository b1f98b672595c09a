"""Every endpoint, every role, every desk: who is let in is what matrix.csv says.

The table is written by hand, so that it can disagree with the code.
A route without a row fails, and so does a row without a route.
"""

import asyncio
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.types import ASGIApp, Message
from starlette.types import Scope as AsgiScope

from tests.serving import KnownPeople, bare_service
from zaslin.api.access import UnguardedRouteError, access_of, public, served
from zaslin.api.app import PREFIX, all_routers, create_app
from zaslin.api.limits import Limits, Rate
from zaslin.api.security import LOOPBACK_COOKIE, Permission, require
from zaslin.domain.account import UnknownNameError
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import KEY_ROLES, PERSON_ROLES, Grant, Role, Scope

TABLE = Path(__file__).parent / "matrix.csv"
DESKS = ("live", "sim", "replay")
# Written down here once more: which desks a scope is about.
COVERED = {"live": {"live"}, "sim": {"sim", "replay"}, "all": set(DESKS)}
REFUSALS = {
    "unauthenticated",
    "forbidden",
    "person_required",
    "step_up_required",
    "password_change_required",
}
ENDLESS = Rate(per_s=1e9, at_once=1e9)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What the table says about one endpoint."""

    call: str
    roles: frozenset[str]
    key: bool
    step_up: bool
    where: str

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.call.partition(" ")[0]

    @property
    def path(self) -> str:
        """The path, with its names in braces."""
        return self.call.partition(" ")[2]

    @property
    def desks(self) -> tuple[str | None, ...]:
        """The desks to ask about: every one, if the path names one."""
        return DESKS if "{desk}" in self.path else (None,)

    def lets_in(self, who: Principal | None, desk: str | None) -> str:
        """The refusal that is due, or nothing."""
        if self.where == "anyone":
            return ""
        if who is None:
            return "unauthenticated"
        if who.must_change and self.where != "newcomer":
            return "password_change_required"
        if who.kind is PrincipalKind.KEY and not self.key:
            return "person_required"
        if self.where not in ("newcomer", "signed in") and not any(
            self._grants(each, desk) for each in who.grants
        ):
            return "forbidden"
        return "step_up_required" if self.step_up and not who.stepped_up else ""

    def _grants(self, grant: Grant, desk: str | None) -> bool:
        if grant.role.value not in self.roles:
            return False
        if self.where == "any":
            return True
        if self.where == "all":
            return grant.scope is Scope.ALL
        asked = desk if self.where == "desk" else self.where
        return asked in COVERED[grant.scope.value]


def rows() -> list[Row]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                call=each["call"],
                roles=frozenset(role.value for role in Role if each[role.value] == "x"),
                key=each["key"] == "x",
                step_up=each["step_up"] == "x",
                where=each["where"],
            )
            for each in csv.DictReader(file)
        ]


def callers() -> Iterator[tuple[str, Principal | None]]:
    """Everybody who may come, by the secret they show."""
    yield "", None
    for scope in Scope:
        for role in sorted(PERSON_ROLES):
            yield _caller(PrincipalKind.PERSON, [Grant(role=role, scope=scope)])
        for role in sorted(KEY_ROLES):
            yield _caller(PrincipalKind.KEY, [Grant(role=role, scope=scope)])
    everything = [Grant(role=role, scope=Scope.ALL) for role in Role]
    yield _caller(PrincipalKind.PERSON, [], label="nothing")
    yield _caller(PrincipalKind.KEY, [], label="nothing")
    yield _caller(PrincipalKind.PERSON, everything, label="cold", stepped_up=False)
    yield _caller(PrincipalKind.PERSON, everything, label="new", must_change=True)
    yield _caller(PrincipalKind.KEY, everything, label="everything")


def _caller(
    kind: PrincipalKind,
    grants: list[Grant],
    *,
    label: str = "",
    stepped_up: bool = True,
    must_change: bool = False,
) -> tuple[str, Principal]:
    name = label or "-".join(str(each) for each in grants)
    secret = re.sub(r"[^a-z]", "-", f"{kind}-{name}")
    return secret, Principal(
        user_id=secret,
        name=secret,
        kind=kind,
        grants=frozenset(grants),
        session_id=secret,
        stepped_up=stepped_up and kind is PrincipalKind.PERSON,
        stepped_up_until_s=float("inf"),
        must_change=must_change,
        source="radar" if any(each.role is Role.FEED for each in grants) else "",
    )


class Unchanging(KnownPeople):
    """People whom nobody can change, whatever they are let in to do."""

    def __getattr__(self, name: str) -> Any:
        """Any method: there is no such user or key."""
        if name == "administration":
            return self

        def unknown(*_: object) -> None:
            raise UnknownNameError("unknown; accepted: none")

        return unknown


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    code: str

    @property
    def refusal(self) -> str:
        """Why the caller was not let in, if they were not."""
        return self.code if self.code in REFUSALS else ""


async def ask(
    app: ASGIApp, row: Row, desk: str | None, secret: str, who: Principal | None
) -> Answer:
    """One request without a body, in the application itself."""
    path = row.path.replace("{desk}", desk or "")
    path = re.sub(r"\{\w+\}", "x", path)
    headers = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1")]
    if who is not None and who.kind is PrincipalKind.KEY:
        headers.append((b"authorization", f"Bearer {secret}".encode()))
    elif who is not None:
        headers.append((b"cookie", f"{LOOPBACK_COOKIE}={secret}".encode()))
    scope: AsgiScope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": row.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("192.0.2.1", 1),
        "server": ("127.0.0.1", 80),
        "root_path": "",
        "state": {},
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return _answer(sent)


def _answer(sent: Iterable[Message]) -> Answer:
    status, kind, content = 0, b"", b""
    for message in sent:
        if message["type"] == "http.response.start":
            status = message["status"]
            kind = dict(message["headers"]).get(b"content-type", b"")
        else:
            content += message.get("body", b"")
    problem = kind.startswith(b"application/problem+json")
    return Answer(status, json.loads(content)["code"] if problem else "")


def application(known: dict[str, Principal], extra: tuple[APIRouter, ...] = ()) -> Any:
    """The whole application, without desks: who is let in finds nothing there."""
    limits = Limits(
        per_address=ENDLESS,
        per_user=ENDLESS,
        per_source=ENDLESS,
        tracks_per_source=ENDLESS,
    )
    service = bare_service(people=Unchanging(known), limits=limits)
    return create_app(service, [*((PREFIX, each) for each in extra), *all_routers()])


def endpoints(app: Any) -> dict[str, set[str]]:
    """What each endpoint of an application asks for."""
    return {
        f"{method} {re.sub(r':path}', '}', str(route.path))}": access_of(route)
        for route in served(app.routes)
        for method in sorted(route.methods or ())
        if method != "HEAD"
    }


def disagreements(app: Any, table: Iterable[Row]) -> list[str]:
    """Where the application lets in somebody else than the table says."""

    async def compared() -> list[str]:
        found = []
        for row in table:
            for desk in row.desks:
                for secret, who in callers():
                    answer = await ask(app, row, desk, secret, who)
                    due = row.lets_in(who, desk)
                    if answer.refusal != due:
                        found.append(
                            f"{row.call} on {desk} by {secret or 'nobody'}: "
                            f"{answer.status} {answer.code}, due: {due or 'let in'}"
                        )
        return found

    return asyncio.run(compared())


@pytest.fixture(scope="module")
def known() -> dict[str, Principal]:
    """Everybody by what they show."""
    return {secret: who for secret, who in callers() if who is not None}


@pytest.fixture(scope="module")
def app(known: dict[str, Principal]) -> Any:
    """The whole application."""
    return application(known)


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(app: Any) -> None:
    """Whoever adds a route says here whom it lets in."""
    stated = [row.call for row in rows()]

    assert sorted(stated) == sorted(endpoints(app))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.call)
def test_who_is_let_in_is_what_the_table_says(row: Row, app: Any) -> None:
    """By role, by desk, with and without the password given again, with a key."""
    differences = disagreements(app, [row])

    assert differences == []


def test_the_table_says_that_authorities_are_two() -> None:
    """Who identifies does not decide, and the other way round; no key does either."""
    for row in rows():
        if row.method == "POST" and row.path.endswith("/identification"):
            assert set(row.roles) == {"id_authority"}
            assert not row.key
        if row.method != "GET" and re.search(
            "decisions|nominations|releases", row.path
        ):
            assert set(row.roles) == {"engagement_authority"}
            assert not row.key


def test_nothing_commits_without_the_password_given_again() -> None:
    """Decisions, confirmations, and whatever changes people."""
    commits = {
        "POST /api/v1/desks/{desk}/decisions",
        "POST /api/v1/desks/{desk}/nominations/{nomination}/confirmation",
    }
    for row in rows():
        changes_people = row.where == "all" and row.method != "GET"
        assert row.step_up or not (changes_people or row.call in commits), row.call


def test_a_route_that_lets_in_others_is_noticed(known: dict[str, Principal]) -> None:
    """Planted: a route that asks for less than its row says, or for more."""
    for wrong in (
        [require(Permission.SEE)],
        [require(Permission.DECIDE, step_up=True)],
        [public("planted")],
    ):
        router = APIRouter(dependencies=wrong)

        @router.post("/desks/{desk}/releases")
        def planted() -> None:
            """Shadow the real one, as it stands before it."""

        app = application(known, (router,))
        row = next(row for row in rows() if row.path.endswith("/releases"))
        assert disagreements(app, [row])


def test_a_route_without_a_row_is_noticed(known: dict[str, Principal]) -> None:
    """Planted: a guarded route that nobody wrote down."""
    router = APIRouter(dependencies=[require(Permission.SEE)])

    @router.get("/desks/{desk}/secrets")
    def secrets() -> None:
        """Something new."""

    stated = {row.call for row in rows()}
    app = application(known, (router,))
    assert set(endpoints(app)) - stated == {"GET /api/v1/desks/{desk}/secrets"}


def test_a_route_that_does_not_say_whom_it_lets_in_is_not_served(
    known: dict[str, Principal],
) -> None:
    """Planted: a route without ``require``."""
    router = APIRouter()

    @router.get("/desks/{desk}/secrets")
    def secrets() -> None:
        """Something open by omission."""

    with pytest.raises(UnguardedRouteError, match="secrets"):
        application(known, (router,))

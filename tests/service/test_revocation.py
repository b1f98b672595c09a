"""Whoever loses a right loses it with the next request and on every open stream.

Real people on the ledger of a real service; the streams are read over a socket.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx2
import pytest

from tests.desk_server import PATIENCE_S, Caller, Served, served
from tests.event_stream import Following
from tests.people import CHEAP, HERE, ON_THE_MACHINE, Town, Wall
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.people import PeopleStore, first_admin, make_ground
from zaslin.domain.account import SignedIn
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Grant, Role, Scope

WITHIN_S = 5.0


@dataclass
class Post:
    """A viewer in a session and a tower with a key, nobody else's."""

    at: Served
    people: Town
    client: httpx2.Client
    name: str
    password: str
    begun: SignedIn
    key: str

    def person(self) -> Caller:
        """The viewer, or whoever has the token of the session."""
        return self._caller({"Cookie": f"zaslin={self.begun.token}"})

    def tower(self) -> Caller:
        """Whoever has the key."""
        return self._caller({"Authorization": f"Bearer {self.key}"})

    def prefix(self) -> str:
        """What names the key."""
        return self.key.split("_")[1]

    def _caller(self, headers: dict[str, str]) -> Caller:
        headers["Origin"] = self.at.url
        return Caller(self.client, f"{self.at.url}/api/v1", headers)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Town]]:
    """A running service whose people are those of a database."""
    folder = tmp_path_factory.mktemp("post")
    wall = Wall(time.time())
    with ExitStack() as stack:
        database = stack.enter_context(
            open_database(f"sqlite:///{folder / 'people.db'}", now=wall)
        )
        ground = make_ground(
            database, now=wall, secret=secrets.token_bytes, params=CHEAP
        )
        first_admin(ground)
        people = PeopleStore(ground)
        town = Town(database=database, ground=ground, people=people, wall=wall)
        yield stack.enter_context(served(folder, people=people)), town


@pytest.fixture
def post(at: tuple[Served, Town]) -> Iterator[Post]:
    """People of its own for each test, as names are for good."""
    service, people = at
    suffix = secrets.token_hex(3)
    name = f"olena-{suffix}"
    with httpx2.Client(trust_env=False, timeout=PATIENCE_S) as client:
        yield Post(
            at=service,
            people=people,
            client=client,
            name=name,
            password=people.add(name, Role.VIEWER),
            key=people.key(f"tower-{suffix}", Role.VIEWER),
            begun=people.enter(name),
        )


def _sign_out(post: Post) -> None:
    post.people.people.sign_out(post.begun.principal)


def _change_password(post: Post) -> None:
    post.people.people.change_password(
        post.begun.principal, post.password, "nine tall poplars", HERE
    )


def _disable(post: Post) -> None:
    post.people.people.administration.disable(ON_THE_MACHINE, post.name, True)


def _take_role(post: Post) -> None:
    post.people.people.administration.grant(ON_THE_MACHINE, post.name, [])


def _train_only(post: Post) -> None:
    views = Grant(role=Role.VIEWER, scope=Scope.SIM)
    post.people.people.administration.grant(ON_THE_MACHINE, post.name, [views])


def _reset(post: Post) -> None:
    post.people.people.administration.reset(ON_THE_MACHINE, post.name)


def _end_sessions(post: Post) -> None:
    post.people.people.administration.end_sessions(ON_THE_MACHINE, post.name)


def _delete_key(post: Post) -> None:
    post.people.people.administration.delete_key(ON_THE_MACHINE, post.prefix())


LOSES = [
    (Post.person, _sign_out, 401),
    (Post.person, _change_password, 401),
    (Post.person, _disable, 401),
    (Post.person, _take_role, 403),
    (Post.person, _train_only, 403),
    (Post.person, _reset, 401),
    (Post.person, _end_sessions, 401),
    (Post.tower, _delete_key, 401),
]


@pytest.mark.parametrize(
    ("who", "lose", "status"), LOSES, ids=[lose.__name__ for _, lose, _ in LOSES]
)
def test_who_loses_a_right_is_out_at_once(
    post: Post,
    who: Callable[[Post], Caller],
    lose: Callable[[Post], None],
    status: int,
) -> None:
    """The next request is refused, and the open stream ends within five seconds."""
    caller = who(post)
    assert caller.get("/desks/live/picture").status_code == 200
    with Following(caller) as stream:
        stream.until(lambda console: console.version >= 0)

        lose(post)
        lost_s = time.monotonic()

        assert caller.get("/desks/live/picture").status_code == status
        assert stream.ended.wait(WITHIN_S)
        assert time.monotonic() - lost_s <= WITHIN_S
    assert stream.console.events[-1].data == {"reason": "access_ended"}
    with Following(caller) as again:
        assert again.ended.wait(WITHIN_S)
    assert again.status == status


def test_a_session_that_runs_out_takes_its_stream_along(post: Post) -> None:
    """Whoever only watches is signed out in the end, too."""
    with Following(post.person()) as stream:
        stream.until(lambda console: console.version >= 0)

        post.people.wall.after(13 * 3600.0)

        assert stream.ended.wait(WITHIN_S)
    assert stream.console.events[-1].data == {"reason": "access_ended"}


def test_nobody_else_loses_anything(post: Post) -> None:
    """The streams of others go on."""
    with Following(post.tower()) as stream:
        stream.until(lambda console: console.version >= 0)
        before = len(stream.console.events)

        _disable(post)

        stream.until(lambda console: console.kinds[before:].count("health") >= 8)
        assert not stream.ended.is_set()


class Forgetful:
    """Planted: people who still say yes to who was let in once."""

    def __init__(self, people: PeopleStore) -> None:
        self._people = people
        self.secure = False
        self._known: dict[str, Principal | None] = {}

    def remembered(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """Whom it was, for ever."""
        if self._known.get(secret) is None:
            self._known[secret] = self._people.identify(kind, secret)
        return self._known[secret]

    def identify(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """The truth."""
        return self._people.identify(kind, secret)

    def still_valid(self, _: Principal) -> bool:
        """Always."""
        return True


def test_a_service_that_does_not_look_again_is_noticed(
    at: tuple[Served, Town], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The planted fault of both halves: a request and a stream that go on."""
    _, people = at
    name = f"olena-{secrets.token_hex(3)}"
    password = people.add(name, Role.VIEWER)
    folder = tmp_path_factory.mktemp("forgetful")
    forgetful = Forgetful(people.people)
    with (
        served(folder, people=forgetful) as service,
        httpx2.Client(trust_env=False, timeout=PATIENCE_S) as client,
    ):
        begun = people.enter(name)
        post = Post(service, people, client, name, password, begun, "")
        caller = post.person()
        with Following(caller) as stream:
            stream.until(lambda console: console.version >= 0)

            _disable(post)

            assert caller.get("/desks/live/picture").status_code == 200
            assert not stream.ended.wait(WITHIN_S)

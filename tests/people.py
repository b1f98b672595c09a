"""People on a real database, with a clock that tests move and cheap hashes."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.people import (
    Ground,
    PeopleParams,
    PeopleStore,
    Provider,
    first_admin,
    make_ground,
)
from zaslin.adapters.people.hashing import HashParams
from zaslin.domain.account import KeyOrder, SignedIn
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Grant, Role, Scope

START_S = 1_757_192_400.0
HERE = "192.0.2.10"
CHEAP = PeopleParams(hashing=HashParams(time_cost=1, memory_kib=8, lanes=1))
ON_THE_MACHINE = Principal(
    user_id="shell:test",
    name="shell:test",
    kind=PrincipalKind.PERSON,
    grants=frozenset({Grant(role=Role.ADMIN, scope=Scope.ALL)}),
    session_id="",
)


def password_of(name: str) -> str:
    """A password that no rule objects to."""
    return f"seven grey herons {name[::-1]}!"


@dataclass
class Wall:
    """POSIX seconds that pass when a test says so."""

    now_s: float = START_S

    def __call__(self) -> float:
        """What time it is."""
        return self.now_s

    def after(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds


@dataclass
class Town:
    """The people of a database, and everything that a test moves about them."""

    database: Database
    ground: Ground
    people: PeopleStore
    wall: Wall
    passwords: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, *grants: Grant | Role) -> str:
        """A user with a password of their own; its text."""
        administration = self.people.administration
        new = administration.add_user(ON_THE_MACHINE, name, _grants(grants))
        first = self.people.sign_in(name, new.secret, HERE)
        chosen = password_of(name)
        self.people.change_password(first.principal, new.secret, chosen, HERE)
        self.passwords[name] = chosen
        return chosen

    def enter(self, name: str, *, step_up: bool = False) -> SignedIn:
        """A session of a user that was added."""
        begun = self.people.sign_in(name, self.passwords[name], HERE)
        if step_up:
            begun = self.people.step_up(begun.principal, self.passwords[name], HERE)
        return begun

    def key(self, name: str, *grants: Grant | Role, source: str = "") -> str:
        """A key as its owner keeps it."""
        order = KeyOrder(
            name=name,
            grants=frozenset(_grants(grants)),
            expires_s=self.wall() + 86_400.0,
            source=source,
        )
        return self.people.administration.add_key(ON_THE_MACHINE, order).secret

    def who(self, token: str) -> Principal | None:
        """Whom the database says a session belongs to."""
        return self.people.identify(PrincipalKind.PERSON, token)


@contextmanager
def town(
    where: str | Path,
    *,
    params: PeopleParams = CHEAP,
    provider: Provider | None = None,
) -> Iterator[Town]:
    """People on a database with an administrator ``admin``, in office.

    ``where`` is a folder for an SQLite file, or the address of a database.
    """
    url = where if isinstance(where, str) else f"sqlite:///{where / 'zaslin.db'}"
    if isinstance(where, Path) and not (where / "zaslin.db").exists():
        # Making the tables anew for each test takes most of its time.
        (where / "zaslin.db").write_bytes(_founded())
    with _opened(url, params, provider) as made:
        if isinstance(where, str):
            _found(made)
        made.passwords["admin"] = password_of("chief")
        yield made


@cache
def _founded() -> bytes:
    """The file of a database with nobody but its administrator."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "zaslin.db"
        with _opened(f"sqlite:///{file}", CHEAP, None) as made:
            _found(made)
        return file.read_bytes()


def _found(made: Town) -> None:
    first = first_admin(made.ground)
    assert first is not None
    begun = made.people.sign_in("admin", first.secret, HERE)
    made.people.change_password(
        begun.principal, first.secret, password_of("chief"), HERE
    )


@contextmanager
def _opened(
    url: str, params: PeopleParams, provider: Provider | None
) -> Iterator[Town]:
    wall = Wall()
    with open_database(url, now=wall) as database:
        ground = make_ground(
            database, now=wall, secret=secrets.token_bytes, params=params
        )
        people = PeopleStore(ground, provider)
        yield Town(database=database, ground=ground, people=people, wall=wall)


def quick(**changes: object) -> PeopleParams:
    """The cheap params with some changed."""
    return replace(CHEAP, **changes)  # type: ignore[arg-type]


def _grants(stated: tuple[Grant | Role, ...]) -> tuple[Grant, ...]:
    return tuple(
        Grant(role=each, scope=Scope.ALL) if isinstance(each, Role) else each
        for each in stated
    )

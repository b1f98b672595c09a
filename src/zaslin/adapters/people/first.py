"""Who can sign in on the first start, and in a demonstration."""

from collections.abc import Iterable

from sqlalchemy import Connection

from zaslin.adapters.people import accounts
from zaslin.adapters.people.database import record
from zaslin.adapters.people.ground import Ground
from zaslin.domain.account import NewUser
from zaslin.domain.password import accept_password
from zaslin.domain.person import User
from zaslin.domain.role import PERSON_ROLES, Grant, Role, Scope

FIRST_ADMIN = "admin"
DEMO_USERS = ("demo", "demo-second")
"""Two of them, as some decisions take two people."""

_ADMIN = frozenset({Grant(role=Role.ADMIN, scope=Scope.ALL)})
_DEMO = frozenset(
    Grant(role=role, scope=Scope.ALL) for role in PERSON_ROLES - {Role.ADMIN}
)


def first_admin(ground: Ground, password: str = "") -> NewUser | None:
    """The administrator of a new database, with a secret to be shown once.

    None if there is any user already; nobody is let in a second time that way.
    Users of a demonstration do not count, and are shut out.
    With a ``password`` that is the secret; it has to be changed all the same.
    """
    if password:
        accept_password(FIRST_ADMIN, password)
    secret = password or ground.text(18)
    hashed = ground.hashing.make(secret)
    with ground.changing() as connection:
        users = accounts.all_users(connection)
        _end_demo(ground, connection, users)
        if any(each.name not in DEMO_USERS for each in users):
            return None
        now_s = ground.now()
        user = User(
            name=FIRST_ADMIN, grants=_ADMIN, must_change=True, created_at_s=now_s
        )
        accounts.insert_user(
            connection,
            user,
            password=hashed,
            secret_ends_s=now_s + ground.params.one_time_s,
        )
        record(connection, now_s, "first start", "add_user", FIRST_ADMIN, "admin:all")
    return NewUser(user=user, secret=secret)


def _end_demo(ground: Ground, connection: Connection, users: Iterable[User]) -> None:
    """What was open on loopback must not be open on a service."""
    for each in users:
        if each.name in DEMO_USERS and not each.disabled:
            accounts.change_row(connection, each.name, None, disabled=True)
            accounts.end_sessions(connection, each.name)
            record(connection, ground.now(), "start", "disable", each.name)


def demo_users(ground: Ground) -> tuple[NewUser, ...]:
    """The users of a demonstration, with new passwords; for loopback alone.

    They may do everything but administer people.
    """
    if ground.params.secure:
        raise ValueError(
            "demo users on a service that is not on loopback; accepted: none"
        )
    return tuple(_demo_user(ground, name) for name in DEMO_USERS)


def _demo_user(ground: Ground, name: str) -> NewUser:
    secret = ground.text(12)
    hashed = ground.hashing.make(secret)
    now_s = ground.now()
    user = User(name=name, grants=_DEMO, created_at_s=now_s)
    with ground.changing() as connection:
        if accounts.person_row(connection, name) is None:
            accounts.insert_user(connection, user, password=hashed, secret_ends_s=0.0)
        else:
            accounts.change_row(
                connection,
                name,
                None,
                password=hashed,
                must_change=False,
                disabled=False,
                issuer="",
                subject="",
            )
            accounts.put_grants(connection, name, _DEMO)
            accounts.end_sessions(connection, name)
        record(connection, now_s, "demo start", "demo_user", name)
    return NewUser(user=user, secret=secret)

"""Users and their roles: what may be changed about them, and what never."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from zaslin.adapters.people.tables import KEY, PERSON, PERSON_GRANT, SESSION
from zaslin.domain.account import (
    ChangeRefusedError,
    OwnAccountError,
    RevisionChangedError,
    UnknownNameError,
)
from zaslin.domain.person import Principal, User
from zaslin.domain.role import Grant, Role, Scope

MOST_USERS = 5_000


def all_users(connection: Connection) -> tuple[User, ...]:
    """Every user by name."""
    grants: dict[str, set[Grant]] = {}
    for row in connection.execute(select(PERSON_GRANT)):
        grants.setdefault(row.name, set()).add(_grant(row))
    rows = connection.execute(select(PERSON).order_by(PERSON.c.name)).mappings()
    return tuple(user_of(dict(row), grants.get(row["name"], ())) for row in rows)


def one_user(connection: Connection, name: str) -> User:
    """One user; raises :class:`UnknownNameError`."""
    row = person_row(connection, name)
    if row is None:
        raise UnknownNameError(f"user {name!r} is unknown; accepted: a user's name")
    return user_of(row, grants_of(connection, name))


def person_row(connection: Connection, name: str) -> Mapping[str, Any] | None:
    """The row of a user, with what a :class:`User` does not show."""
    found = connection.execute(select(PERSON).where(PERSON.c.name == name))
    row = found.mappings().first()
    return dict(row) if row else None


def user_of(row: Mapping[str, Any], grants: Iterable[Grant]) -> User:
    """The user of a row."""
    return User(
        name=row["name"],
        grants=frozenset(grants),
        disabled=row["disabled"],
        must_change=row["must_change"],
        issuer=row["issuer"],
        subject=row["subject"],
        created_at_s=row["created_at_s"],
        revision=row["revision"],
    )


def grants_of(connection: Connection, name: str) -> frozenset[Grant]:
    """The roles of a user."""
    rows = connection.execute(select(PERSON_GRANT).where(PERSON_GRANT.c.name == name))
    return frozenset(_grant(row) for row in rows)


def insert_user(
    connection: Connection, user: User, *, password: str, secret_ends_s: float
) -> None:
    """Add a user; raises :class:`ChangeRefusedError` if the name is taken."""
    if is_taken(connection, user.name):
        raise ChangeRefusedError(
            f"the name {user.name!r} is taken by a user or source; accepted: another"
        )
    count = connection.scalar(select(func.count()).select_from(PERSON)) or 0
    if count >= MOST_USERS:
        raise ChangeRefusedError(f"there are {count} users; accepted: {MOST_USERS}")
    connection.execute(
        insert(PERSON).values(
            name=user.name,
            password=password,
            must_change=user.must_change,
            secret_ends_s=secret_ends_s,
            disabled=user.disabled,
            issuer=user.issuer,
            subject=user.subject,
            created_at_s=user.created_at_s,
            revision=1,
        )
    )
    put_grants(connection, user.name, user.grants)


def is_taken(connection: Connection, name: str) -> bool:
    """Whether a user or a source has that name: both sign entries of a journal."""
    user = select(PERSON.c.name).where(PERSON.c.name == name)
    source = select(KEY.c.source).where(KEY.c.source == name)
    return bool(connection.scalar(user) or connection.scalar(source))


def put_grants(connection: Connection, name: str, grants: Iterable[Grant]) -> None:
    """Let these be all roles of a user."""
    connection.execute(delete(PERSON_GRANT).where(PERSON_GRANT.c.name == name))
    rows = [
        {"name": name, "role": str(each.role), "scope": str(each.scope)}
        for each in sorted(set(grants))
    ]
    if rows:
        connection.execute(insert(PERSON_GRANT), rows)


def change_row(
    connection: Connection, name: str, revision: int | None, **values: object
) -> None:
    """Change a user's row if it has that revision; None is whatever it has."""
    current = one_user(connection, name).revision
    if revision is not None and revision != current:
        raise RevisionChangedError(current)
    connection.execute(
        update(PERSON)
        .where(PERSON.c.name == name)
        .values(revision=current + 1, **values)
    )


def keep_hash(connection: Connection, name: str, password: str) -> None:
    """The same password, hashed at today's cost; not a change of the user."""
    connection.execute(
        update(PERSON).where(PERSON.c.name == name).values(password=password)
    )


def end_sessions(connection: Connection, name: str, *, but: str = "") -> int:
    """End the sessions of a user; how many there were."""
    ended = connection.execute(
        update(SESSION)
        .where(SESSION.c.name == name, SESSION.c.ended.is_(False), SESSION.c.id != but)
        .values(ended=True)
    )
    return ended.rowcount


def accept_other(by: Principal, name: str) -> None:
    """Raise :class:`OwnAccountError` if somebody changes their own account."""
    if by.user_id == name:
        raise OwnAccountError(
            f"{name} would change their own account; accepted: another administrator"
        )


def accept_managed_here(user: User) -> None:
    """Raise :class:`ChangeRefusedError` for who signs in elsewhere."""
    if user.issuer:
        raise ChangeRefusedError(
            f"roles and password of {user.name} come from {user.issuer}; accepted: the "
            "change there, or disabling them here"
        )


def accept_administered(connection: Connection) -> None:
    """Raise :class:`ChangeRefusedError` unless an administrator is left.

    One who signs in at a provider of identities does not count: it may be gone.
    """
    left = connection.scalar(
        select(func.count())
        .select_from(PERSON.join(PERSON_GRANT, PERSON.c.name == PERSON_GRANT.c.name))
        .where(
            PERSON.c.disabled.is_(False),
            PERSON.c.issuer == "",
            PERSON_GRANT.c.role == str(Role.ADMIN),
            PERSON_GRANT.c.scope == str(Scope.ALL),
        )
    )
    if not left:
        raise ChangeRefusedError(
            "nobody would be left to administer people; accepted: a change that leaves "
            "an enabled user with admin:all and a password"
        )


def stated(grants: Iterable[Grant]) -> str:
    """Roles as the record of changes has them."""
    return " ".join(str(each) for each in sorted(grants)) or "none"


def _grant(row: Any) -> Grant:
    return Grant(role=Role(row.role), scope=Scope(row.scope))

"""Sessions: a random token in a browser, its hash here, and when it ends."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from zaslin.adapters.people.accounts import grants_of
from zaslin.adapters.people.tables import PERSON, SESSION
from zaslin.domain.person import Principal, PrincipalKind

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a token looks like; nothing else is asked the database."""

_KEPT_S = 30 * 86_400.0
_MOST_OPEN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long a session lasts at most, without a request, and after a step-up.

    ``seen_each_s``: a request is noted no more often than this.
    """

    session_s: float = 12 * 3600.0
    idle_s: float = 3600.0
    step_up_s: float = 300.0
    seen_each_s: float = 30.0


def begin(
    connection: Connection,
    life: Lifetimes,
    *,
    id: str,
    token: bytes,
    name: str,
    address: str,
    now_s: float,
) -> Principal:
    """A new session; ``token`` is the hash of what the browser gets."""
    _tidy(connection, name, now_s)
    connection.execute(
        insert(SESSION).values(
            id=id,
            token=token,
            name=name,
            address=address,
            began_s=now_s,
            seen_s=now_s,
            ends_s=now_s + life.session_s,
            stepped_up_until_s=0.0,
            ended=False,
        )
    )
    found = by_token(connection, life, token, now_s)
    if found is None:
        raise RuntimeError(f"session of {name} has ended as it began")
    return found


def by_token(
    connection: Connection, life: Lifetimes, token: bytes, now_s: float
) -> Principal | None:
    """Who the session of a token belongs to, if it lasts."""
    return _found(connection, life, SESSION.c.token == token, now_s)


def by_id(
    connection: Connection, life: Lifetimes, session_id: str, now_s: float
) -> Principal | None:
    """Who a session belongs to, if it lasts."""
    return _found(connection, life, SESSION.c.id == session_id, now_s)


def seen_s(connection: Connection, session_id: str) -> float:
    """When a session last made a request, as far as noted."""
    seen = connection.scalar(select(SESSION.c.seen_s).where(SESSION.c.id == session_id))
    return float(seen or 0.0)


def note_seen(connection: Connection, session_id: str, now_s: float) -> None:
    """Note that a session made a request."""
    connection.execute(
        update(SESSION).where(SESSION.c.id == session_id).values(seen_s=now_s)
    )


def step_up(
    connection: Connection, session_id: str, token: bytes, until_s: float
) -> None:
    """Note that the password was given again, and let only a new token go on."""
    connection.execute(
        update(SESSION)
        .where(SESSION.c.id == session_id)
        .values(stepped_up_until_s=until_s, token=token)
    )


def end(connection: Connection, session_id: str) -> None:
    """End one session."""
    connection.execute(
        update(SESSION).where(SESSION.c.id == session_id).values(ended=True)
    )


def is_known(connection: Connection, name: str, address: str) -> bool:
    """Whether that user had a session from that address of late."""
    return (
        connection.scalar(
            select(SESSION.c.id)
            .where(SESSION.c.name == name, SESSION.c.address == address)
            .limit(1)
        )
        is not None
    )


def _found(
    connection: Connection, life: Lifetimes, which: Any, now_s: float
) -> Principal | None:
    query = (
        select(SESSION, PERSON.c.must_change)
        .join(PERSON, PERSON.c.name == SESSION.c.name)
        .where(
            which,
            SESSION.c.ended.is_(False),
            PERSON.c.disabled.is_(False),
            SESSION.c.ends_s > now_s,
            SESSION.c.seen_s >= now_s - life.idle_s,
        )
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Principal(
        user_id=row.name,
        name=row.name,
        kind=PrincipalKind.PERSON,
        grants=grants_of(connection, row.name),
        session_id=row.id,
        ends_s=row.ends_s,
        stepped_up_until_s=row.stepped_up_until_s,
        stepped_up=now_s < row.stepped_up_until_s,
        must_change=row.must_change,
    )


def _tidy(connection: Connection, name: str, now_s: float) -> None:
    """Remove what ended long ago, and end the oldest of too many."""
    connection.execute(
        delete(SESSION).where(
            or_(
                SESSION.c.ends_s < now_s - _KEPT_S,
                SESSION.c.began_s < now_s - _KEPT_S,
            )
        )
    )
    surplus = connection.scalars(
        select(SESSION.c.id)
        .where(SESSION.c.name == name, SESSION.c.ended.is_(False))
        .order_by(SESSION.c.began_s.desc())
        .offset(_MOST_OPEN - 1)
    ).all()
    for each in surplus:
        end(connection, each)

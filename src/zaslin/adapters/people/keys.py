"""Bearer keys of feeds and other systems: ``zas_<prefix>_<secret>``."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from zaslin.adapters.people.tables import KEY, KEY_GRANT, PERSON
from zaslin.domain.account import ChangeRefusedError, UnknownNameError
from zaslin.domain.person import Key, Principal, PrincipalKind
from zaslin.domain.role import Grant, Role, Scope

MOST_KEYS = 1_000

FORM = re.compile(r"zas_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
"""What a key looks like; nothing else is asked the database."""


def written(prefix: str, secret: str) -> str:
    """A key as its owner keeps it."""
    return f"zas_{prefix}_{secret}"


def digest(shown: str) -> bytes:
    """What is kept of a key or token: its random bits need no slow hash."""
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).digest()


def all_keys(connection: Connection) -> tuple[Key, ...]:
    """Every key that was not deleted, by name."""
    grants: dict[str, set[Grant]] = {}
    for row in connection.execute(select(KEY_GRANT)):
        grants.setdefault(row.prefix, set()).add(_grant(row))
    query = select(KEY).where(KEY.c.deleted.is_(False)).order_by(KEY.c.name)
    return tuple(
        _key(row, grants.get(row.prefix, ())) for row in connection.execute(query)
    )


def by_shown(connection: Connection, shown: str, now_s: float) -> Principal | None:
    """Who a key belongs to, if it is good."""
    form = FORM.fullmatch(shown)
    if form is None:
        return None
    row = _row(connection, form[1])
    if row is None or not hmac.compare_digest(row.secret, digest(shown)):
        return None
    return _principal(connection, row, now_s)


def by_prefix(connection: Connection, prefix: str, now_s: float) -> Principal | None:
    """Who a key belongs to that was good before."""
    row = _row(connection, prefix)
    return _principal(connection, row, now_s) if row is not None else None


def one_key(connection: Connection, prefix: str) -> Key:
    """One key; raises :class:`UnknownNameError`."""
    row = _row(connection, prefix)
    if row is None:
        raise UnknownNameError(f"key {prefix!r} is unknown; accepted: a key's prefix")
    return _key(row, _grants(connection, prefix))


def insert_key(connection: Connection, key: Key, secret: bytes) -> None:
    """Add a key; raises :class:`ChangeRefusedError` if its name or source is taken."""
    if connection.scalar(select(KEY.c.prefix).where(KEY.c.name == key.name)):
        raise ChangeRefusedError(
            f"the key name {key.name!r} is taken; accepted: another, even after the "
            "old key was deleted"
        )
    if connection.scalar(select(PERSON.c.name).where(PERSON.c.name == key.source)):
        raise ChangeRefusedError(
            f"the source {key.source!r} is a user's name; accepted: another"
        )
    count = connection.scalar(select(func.count()).select_from(KEY)) or 0
    if count >= MOST_KEYS:
        raise ChangeRefusedError(f"there are {count} keys; accepted: {MOST_KEYS}")
    connection.execute(
        insert(KEY).values(
            prefix=key.prefix,
            secret=secret,
            name=key.name,
            source=key.source,
            trusted_ids=key.trusted_ids,
            may_identify=key.may_identify,
            created_at_s=key.created_at_s,
            created_by=key.created_by,
            ends_s=key.expires_s,
            deleted=False,
        )
    )
    rows = [
        {"prefix": key.prefix, "role": str(each.role), "scope": str(each.scope)}
        for each in sorted(key.grants)
    ]
    if rows:
        connection.execute(insert(KEY_GRANT), rows)


def delete_key(connection: Connection, prefix: str) -> None:
    """Revoke a key for good; its row stays, so that its name stays taken."""
    connection.execute(update(KEY).where(KEY.c.prefix == prefix).values(deleted=True))


def _row(connection: Connection, prefix: str) -> Any:
    query = select(KEY).where(KEY.c.prefix == prefix, KEY.c.deleted.is_(False))
    return connection.execute(query).first()


def _principal(connection: Connection, row: Any, now_s: float) -> Principal | None:
    if now_s >= row.ends_s:
        return None
    return Principal(
        user_id=f"key:{row.prefix}",
        # A colon is in no user's name.
        name=row.source or f"key:{row.name}",
        kind=PrincipalKind.KEY,
        grants=_grants(connection, row.prefix),
        session_id=row.prefix,
        ends_s=row.ends_s,
        source=row.source,
        trusted_ids=row.trusted_ids,
        may_identify=row.may_identify,
    )


def _grants(connection: Connection, prefix: str) -> frozenset[Grant]:
    rows = connection.execute(select(KEY_GRANT).where(KEY_GRANT.c.prefix == prefix))
    return frozenset(_grant(row) for row in rows)


def _key(row: Any, grants: Iterable[Grant]) -> Key:
    return Key(
        prefix=row.prefix,
        name=row.name,
        grants=frozenset(grants),
        source=row.source,
        trusted_ids=row.trusted_ids,
        may_identify=row.may_identify,
        created_at_s=row.created_at_s,
        created_by=row.created_by,
        expires_s=row.ends_s,
    )


def _grant(row: Any) -> Grant:
    return Grant(role=Role(row.role), scope=Scope(row.scope))

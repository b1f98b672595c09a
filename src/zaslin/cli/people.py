"""What ``zaslin users`` and ``zaslin keys`` share: the database, and who changes it."""

import getpass
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from zaslin.cli.outcome import Failure, Unusable
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Grant, Role, Scope
from zaslin.wire.rejected import printable

if TYPE_CHECKING:
    from zaslin.adapters.people.administration import Administration

_MOST_LETTERS = 400
_EXAMPLE = "ROLE:SCOPE, such as planner:live or viewer:all"


@contextmanager
def administration(db: str) -> "Iterator[Administration]":
    """People in a database, also while a service runs; faults end the command."""
    import secrets

    from zaslin.adapters.ledger.database import path_of
    from zaslin.adapters.ledger.faults import DatabaseRefused, LedgerUnavailable
    from zaslin.adapters.people import PeopleParams, make_ground
    from zaslin.adapters.people.administration import Administration
    from zaslin.adapters.people.beside import open_beside
    from zaslin.domain.account import (
        ChangeRefusedError,
        PeopleUnavailableError,
        UnknownNameError,
    )

    try:
        path = path_of(db)
        if path is not None and not path.is_file():
            raise Unusable(
                f"database {path}: no such file; accepted: one that `zaslin serve` "
                "has made"
            )
        with open_beside(db, now=time.time) as database:
            ground = make_ground(
                database,
                now=time.time,
                secret=secrets.token_bytes,
                params=PeopleParams(),
            )
            yield Administration(ground)
    except DatabaseRefused as refused:
        raise Unusable(printable(str(refused), _MOST_LETTERS)) from None
    except (ValueError, UnknownNameError) as wrong:
        raise Unusable(printable(str(wrong), _MOST_LETTERS)) from None
    except (ChangeRefusedError, LedgerUnavailable, PeopleUnavailableError) as fault:
        raise Failure(printable(str(fault), _MOST_LETTERS)) from None


def on_the_machine() -> Principal:
    """Whoever has the machine may change people; the record says who it was."""
    name = f"shell:{getpass.getuser()}"
    return Principal(
        user_id=name,
        name=name,
        kind=PrincipalKind.PERSON,
        grants=frozenset({Grant(role=Role.ADMIN, scope=Scope.ALL)}),
        session_id="",
    )


def grants(stated: Sequence[str]) -> frozenset[Grant]:
    """Roles as they are written on the command line."""
    return frozenset(_grant(each) for each in stated)


def _grant(stated: str) -> Grant:
    role, _, scope = stated.partition(":")
    try:
        return Grant(role=Role(role), scope=Scope(scope))
    except ValueError:
        accepted = f"{_EXAMPLE}; roles {', '.join(Role)}; scopes {', '.join(Scope)}"
        raise typer.BadParameter(f"{stated!r}; accepted: {accepted}") from None


def written(roles: Sequence[Grant] | frozenset[Grant]) -> str:
    """Roles as the command line takes them."""
    return " ".join(str(each) for each in sorted(roles)) or "-"


def day(at_s: float) -> str:
    """The day of a moment, in UTC."""
    return datetime.fromtimestamp(at_s, UTC).date().isoformat()


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows whose columns stand below one another."""
    if not rows:
        return b""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()

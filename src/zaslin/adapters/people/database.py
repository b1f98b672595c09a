"""Transactions on the tables of people, and one word for a database that is silent."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from sqlalchemy import Connection, func, insert, select, text

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.faults import LedgerUnavailable
from zaslin.adapters.people.tables import CHANGE
from zaslin.domain.account import Change, PeopleUnavailableError

# Changes of people come one after the other: two administrators who shut each other
# out at one moment must not both succeed.
_CHANGE_LOCK = text("SELECT pg_advisory_xact_lock(20250907)")


# The journal shares the connections: a crowd at the door must not take them all.
_AT_ONCE = 4
_WAIT_S = 1.0


class Transactions:
    """Reads and changes, each one transaction, and few of them at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places = BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self._place(), _translated(), self._database.reading() as connection:
            yield connection

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction that is the only one to change people meanwhile."""
        with self._place(), _translated(), self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(_CHANGE_LOCK)
            yield connection

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=_WAIT_S):
            raise PeopleUnavailableError("people: too many are asked for at once")
        try:
            yield
        finally:
            self._places.release()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except LedgerUnavailable as fault:
        raise PeopleUnavailableError(
            str(fault), outcome_unknown=fault.outcome_unknown
        ) from fault


def record(
    connection: Connection,
    at_s: float,
    actor: str,
    what: str,
    whom: str,
    detail: str = "",
    address: str = "",
) -> None:
    """Append a change to those on record, in the transaction that makes it."""
    newest = connection.scalar(select(func.max(CHANGE.c.number))) or 0
    connection.execute(
        insert(CHANGE).values(
            number=newest + 1,
            at_s=at_s,
            actor=actor,
            what=what,
            whom=whom,
            detail=detail,
            address=address,
        )
    )


def recorded(
    connection: Connection, before: int | None, limit: int
) -> tuple[Change, ...]:
    """Changes on record, newest first."""
    query = select(CHANGE).order_by(CHANGE.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(CHANGE.c.number < before)
    return tuple(Change(**row) for row in connection.execute(query).mappings())

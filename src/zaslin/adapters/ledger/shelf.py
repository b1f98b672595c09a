"""The journals of a database: found, listed, and begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select

from zaslin.adapters.journal.file import Header, header
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.faults import DatabaseRefused, Fenced
from zaslin.adapters.ledger.schema import HEAD, JOURNAL, LEAD
from zaslin.wire.chain import origin_of, start_of
from zaslin.wire.strict_json import decode_json

Kind = Literal["live", "sim"]

TOKEN = "journal"  # noqa: S105  (the name of a word in the header)
"""The word of a header that makes its journal unlike any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """A journal of the database, and how far it has come."""

    id: int
    kind: Kind
    opened_at_s: float
    header: bytes
    size: int
    root: bytes
    epoch: int

    @property
    def origin(self) -> str:
        """What checkpoints call it."""
        return origin_of(start_of(self.header))

    @property
    def about(self) -> dict[str, str]:
        """What it is of, in words."""
        return decode_json(self.header.decode(), Header, f"journal {self.id}").about


def begin_journal(
    database: Database, kind: Kind, about: Mapping[str, str], *, epoch: int = 0
) -> int:
    """A new, empty journal; returns its number.

    Raises
    ------
    Fenced
        If another process leads by now.
    """
    stated = header({**about, TOKEN: database.token()})
    with database.writing() as connection:
        leads = connection.scalar(select(LEAD.c.epoch)) or 0
        if leads > epoch:
            raise Fenced(
                f"epoch is {epoch}; accepted: {leads}, that of the process which leads"
            )
        made = connection.execute(
            insert(JOURNAL)
            .values(kind=kind, opened_at_s=database.now(), header=stated)
            .returning(JOURNAL.c.id)
        ).scalar_one()
        connection.execute(
            insert(HEAD).values(
                journal=made, size=0, root=start_of(stated), epoch=epoch
            )
        )
    return int(made)


def journals(database: Database, kind: Kind | None = None) -> tuple[JournalRow, ...]:
    """All journals, in the order in which they were begun."""
    with database.reading() as connection:
        return rows(connection, kind)


def rows(connection: Connection, kind: Kind | None = None) -> tuple[JournalRow, ...]:
    """All journals as a transaction sees them."""
    query = (
        select(JOURNAL, HEAD.c.size, HEAD.c.root, HEAD.c.epoch)
        .join(HEAD, HEAD.c.journal == JOURNAL.c.id)
        .order_by(JOURNAL.c.id)
    )
    if kind is not None:
        query = query.where(JOURNAL.c.kind == kind)
    return tuple(
        JournalRow(
            id=row.id,
            kind=row.kind,
            opened_at_s=row.opened_at_s,
            header=bytes(row.header),
            size=row.size,
            root=bytes(row.root),
            epoch=row.epoch,
        )
        for row in connection.execute(query)
    )


def journal_row(database: Database, number: int) -> JournalRow:
    """One journal.

    Raises
    ------
    DatabaseRefused
        If there is none of this number.
    """
    found = journals(database)
    for row in found:
        if row.id == number:
            return row
    known = ", ".join(str(row.id) for row in found) or "none, there is no journal"
    raise DatabaseRefused(f"journal is {number}; accepted: {known}")

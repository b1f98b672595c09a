"""A journal read page by page, beside whoever writes it.

Every page is a transaction of its own: on SQLite a long one would keep the writer from
committing. Entries never change, so that pages fit together all the same.
"""

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Row, Select, select

from zaslin.adapters.journal.file import LIMIT_BYTES
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.schema import ATTACHMENT, ENTRY
from zaslin.adapters.ledger.shelf import JournalRow
from zaslin.domain.event import Entry
from zaslin.wire.journal_line import decode

PAGE = 64
"""Entries in memory at a time, compressed: one of track reports is large even so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: brought by whom, of which kinds, since when, between which."""

    by: str | None = None
    kinds: Collection[str] | None = None
    since_s: float | None = None
    from_number: int = 0
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan that was kept with its document."""

    number: int
    at_s: float
    revision: int


def rows(
    database: Database,
    journal: int,
    from_number: int = 0,
    limit: int | None = None,
    until: int | None = None,
) -> Iterator[Row[tuple[object, ...]]]:
    """Rows of the entry table from a number on, to before ``until``."""
    number, left = from_number, limit
    while left is None or left > 0:
        most = PAGE if left is None else min(PAGE, left)
        query = (
            select(ENTRY)
            .where(ENTRY.c.journal == journal, ENTRY.c.number >= number)
            .order_by(ENTRY.c.number)
            .limit(most)
        )
        if until is not None:
            query = query.where(ENTRY.c.number < until)
        with database.reading() as connection:
            page = connection.execute(query).all()
        yield from page
        if len(page) < most:
            return
        number = page[-1].number + 1
        left = None if left is None else left - len(page)


def lines(
    database: Database,
    journal: int,
    from_number: int = 0,
    limit: int | None = None,
    until: int | None = None,
) -> Iterator[bytes]:
    """Lines as an export has them."""
    for row in rows(database, journal, from_number, limit, until):
        yield unzipped(row.line)


def unzipped(data: bytes) -> bytes:
    """What was compressed; never more than a line of a journal can have.

    Damaged data comes out as nothing, which no hash agrees with.
    """
    machine = zlib.decompressobj()
    try:
        text = machine.decompress(bytes(data), LIMIT_BYTES)
    except zlib.error:
        return b""
    return text if machine.eof and not machine.unused_data else b""


def entries(
    database: Database,
    journal: JournalRow,
    from_number: int = 0,
    limit: int | None = None,
    until: int | None = None,
    most_bytes: int | None = None,
) -> Iterator[Entry]:
    """Entries, each read as strictly as from a file.

    The last is the one with which their lines come to ``most_bytes``.

    Raises :class:`~zaslin.wire.rejected.Rejected` for a line that is none.
    """
    source = f"journal {journal.id}"
    size = 0
    for number, line in enumerate(
        lines(database, journal.id, from_number, limit, until), from_number
    ):
        # The number of the line in an export, which has a header first.
        yield decode(line, source, number + 2)
        size += len(line)
        if most_bytes is not None and size >= most_bytes:
            return


def find(
    database: Database, journal: JournalRow, wanted: Wanted, limit: int
) -> Iterator[Entry]:
    """The newest entries that are wanted, the newest first, one read at a time.

    Raises :class:`~zaslin.wire.rejected.Rejected` for a line that is none.
    """
    source = f"journal {journal.id}"
    for row in _newest(database, journal.id, wanted, limit):
        yield decode(unzipped(row.line), source, row.number + 2)


def _newest(
    database: Database, journal: int, wanted: Wanted, limit: int
) -> Iterator[Row[tuple[int, bytes]]]:
    left = limit
    while left > 0:
        most = min(PAGE, left)
        query = _matching(journal, wanted).limit(most)
        with database.reading() as connection:
            page = connection.execute(query).all()
        yield from page
        if len(page) < most:
            return
        wanted = replace(wanted, before=page[-1].number)
        left -= most


def _matching(journal: int, wanted: Wanted) -> Select[tuple[int, bytes]]:
    query = (
        select(ENTRY.c.number, ENTRY.c.line)
        .where(ENTRY.c.journal == journal, ENTRY.c.number >= wanted.from_number)
        .order_by(ENTRY.c.number.desc())
    )
    if wanted.by is not None:
        query = query.where(ENTRY.c.by == wanted.by)
    if wanted.kinds is not None:
        query = query.where(ENTRY.c.kind.in_(wanted.kinds))
    if wanted.since_s is not None:
        query = query.where(ENTRY.c.at_s >= wanted.since_s)
    if wanted.before is not None:
        query = query.where(ENTRY.c.number < wanted.before)
    return query


def plan_document(database: Database, journal: int, revision: int) -> bytes | None:
    """The last document kept with a plan of this revision."""
    query = (
        select(ATTACHMENT.c.document)
        .join(
            ENTRY,
            (ENTRY.c.journal == ATTACHMENT.c.journal)
            & (ENTRY.c.number == ATTACHMENT.c.number),
        )
        .where(ENTRY.c.journal == journal, ENTRY.c.revision == revision)
        .order_by(ENTRY.c.number.desc())
        .limit(1)
    )
    with database.reading() as connection:
        found = connection.scalar(query)
    return None if found is None else unzipped(found)


def document(database: Database, journal: int, number: int) -> bytes | None:
    """The document kept with an entry."""
    query = select(ATTACHMENT.c.document).where(
        ATTACHMENT.c.journal == journal, ATTACHMENT.c.number == number
    )
    with database.reading() as connection:
        found = connection.scalar(query)
    return None if found is None else unzipped(found)


def plans(
    database: Database, journal: int, before: int | None, limit: int
) -> Sequence[PlanRow]:
    """Plans with a document, the newest first; ``before`` is an entry's number."""
    query = (
        select(ENTRY.c.number, ENTRY.c.at_s, ENTRY.c.revision)
        .join(
            ATTACHMENT,
            (ENTRY.c.journal == ATTACHMENT.c.journal)
            & (ENTRY.c.number == ATTACHMENT.c.number),
        )
        .where(ENTRY.c.journal == journal, ENTRY.c.revision.is_not(None))
        .order_by(ENTRY.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(ENTRY.c.number < before)
    with database.reading() as connection:
        return tuple(
            PlanRow(number=row.number, at_s=row.at_s, revision=row.revision)
            for row in connection.execute(query)
        )

"""Journals out of a database and back: exports, backups, and what is made of them.

A backup is an SQLite file, whatever it is of, so that a laptop's database can go to a
server and back. It is made while a desk writes: what grows is copied page by page, up
to where everything was when the backup began.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text

from zaslin.adapters.ledger import checkpoints, reading, sqlite
from zaslin.adapters.ledger.database import (
    Database,
    beside,
    open_database,
    path_of,
)
from zaslin.adapters.ledger.faults import DatabaseRefused
from zaslin.adapters.ledger.migrate import accept_current, migrate
from zaslin.adapters.ledger.schema import (
    ATTACHMENT,
    CHECKPOINT,
    ENTRY,
    HEAD,
    JOURNAL,
    POSTING,
    RECEIPT,
    STOCK,
)
from zaslin.adapters.ledger.shelf import JournalRow, rows
from zaslin.adapters.ledger.stock import COLUMNS, changes_of_rows
from zaslin.adapters.ledger.translated import translated
from zaslin.adapters.ledger.witness import Witness
from zaslin.wire.chain import next_root, start_of
from zaslin.wire.checkpoint import Checkpoint

# Tables of the ledger that are copied in a way of their own, or not at all.
_GROWING = (ENTRY, POSTING, RECEIPT, ATTACHMENT, CHECKPOINT)
_OWN_WAY = frozenset(
    {*(table.name for table in _GROWING), HEAD.name, STOCK.name, JOURNAL.name}
)
_LEFT_OUT = frozenset({"alembic_version", "lead", "snapshot"})


def export(database: Database, row: JournalRow, file: IO[bytes]) -> int:
    """Write a journal as NDJSON; returns how many entries it has."""
    file.write(row.header)
    count = 0
    for line in reading.lines(database, row.id, until=row.size):
        file.write(line)
        count += 1
    return count


def export_notes(database: Database, row: JournalRow) -> str:
    """Checkpoints that go with an export: those kept, and one of its very end."""
    notes = list(checkpoints.kept(database, row.id, row.size))
    at_end = Checkpoint(
        origin=row.origin, size=row.size, root=row.root, at_s=database.now()
    )
    return "\n".join([*notes, checkpoints.signed(database, at_end)])


def backup(database: Database, target: Path) -> list[JournalRow]:
    """Write everything to a new SQLite file, whole or not at all.

    Raises
    ------
    DatabaseRefused
        If the file is there already, cannot be written, or a journal is damaged.
    """
    if target.exists():
        raise DatabaseRefused(f"backup {target} exists; accepted: a new file")
    accept_current(database.engine)
    with _new_file(target) as engine:
        migrate(engine)
        return _copy(database, engine)


def restore(
    source: Path, url: str, *, now: Callable[[], float], accept_older: bool = False
) -> tuple[JournalRow, ...]:
    """Put a backup into an empty database.

    Raises
    ------
    DatabaseRefused
        If the file is no backup, the database is not empty, or is known to have held
        more than the backup; ``accept_older`` takes that.
    """
    if not source.is_file():
        raise DatabaseRefused(f"backup {source}: no such file; accepted: a backup")
    sqlite.accept_file(source)
    engine = sqlite.make_engine(source, read_only=True)
    with Database(engine, name=str(source), now=now, token=str) as given:
        accept_current(given.engine)
        path = path_of(url)
        if path is not None:
            with given.reading() as connection:
                Witness(beside(path, "witness")).accept(
                    connection, accept_older=accept_older
                )
        # Empty it is older than anything; what matters was just seen.
        with open_database(url, now=now, accept_older=True) as database:
            _accept_empty(database)
            _copy(given, database.engine)
            database.remember()
            with database.reading() as connection:
                return rows(connection)


def _copy(source: Database, target: Engine) -> list[JournalRow]:
    there, here = MetaData(), MetaData()
    with translated():
        there.reflect(target)
        here.reflect(source.engine)
    with source.reading() as connection:
        found = list(rows(connection))
        small = _small(connection, here)
    with translated(), target.connect() as connection:
        connection.execution_options(**{sqlite.WRITE: True})
        with connection.begin():
            _write_small(connection, there, small)
            for row in found:
                _write_journal(connection, source, row)
            _mend_sequences(connection, there)
    return found


def _small(
    connection: Connection, tables: MetaData
) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Tables that do not grow with a night: people, keys, settings."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in tables.sorted_tables
        if table.name not in _OWN_WAY | _LEFT_OUT
    }


def _write_small(
    connection: Connection,
    tables: MetaData,
    small: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    for table in tables.sorted_tables:
        held = small.get(table.name)
        if held:
            connection.execute(insert(table), list(held))


def _write_journal(connection: Connection, source: Database, row: JournalRow) -> None:
    connection.execute(
        insert(JOURNAL).values(
            id=row.id, kind=row.kind, opened_at_s=row.opened_at_s, header=row.header
        )
    )
    # Epochs are of the database they were taken in.
    connection.execute(
        insert(HEAD).values(journal=row.id, size=row.size, root=row.root, epoch=0)
    )
    root = start_of(row.header)
    stock: dict[tuple[str, str], dict[str, int]] = {}
    for start in range(0, row.size, reading.PAGE):
        until = min(start + reading.PAGE, row.size)
        page = _page(source, row.id, start, until)
        root = _chained(row, start, page[ENTRY.name], root)
        for table in _GROWING:
            if page[table.name]:
                connection.execute(insert(table), page[table.name])
        changes_of_rows(page[POSTING.name], stock)
    if root != row.root:
        raise DatabaseRefused(
            f"journal {row.id} does not come to its head; accepted: an undamaged one "
            "(zaslin verify says more)"
        )
    if stock:
        connection.execute(
            insert(STOCK),
            [
                {
                    "journal": row.id,
                    "fire_unit": unit,
                    "interceptor_type": kind,
                    **{column: 0 for column, _ in COLUMNS.values()},
                    **sums,
                }
                for (unit, kind), sums in stock.items()
            ],
        )


def _page(
    source: Database, journal: int, start: int, until: int
) -> dict[str, list[dict[str, Any]]]:
    """Everything about some entries."""
    found = {}
    with source.reading() as connection:
        for table in _GROWING:
            column = table.c.size if table is CHECKPOINT else table.c.number
            query = select(table).where(
                table.c.journal == journal,
                # A checkpoint of a size is kept with the entry of that number.
                column >= start,
                column < until,
            )
            if table is ENTRY:
                query = query.order_by(table.c.number)
            found[table.name] = [
                dict(row) for row in connection.execute(query).mappings()
            ]
    return found


def _chained(
    row: JournalRow, start: int, entries: Sequence[Mapping[str, Any]], root: bytes
) -> bytes:
    """The root after these entries, which must be the next ones."""
    for number, each in enumerate(entries, start):
        line = reading.unzipped(each["line"])
        root = next_root(root, line)
        if each["number"] != number or bytes(each["hash"]) != root:
            raise DatabaseRefused(
                f"journal {row.id} is damaged at entry {number}; accepted: an "
                "undamaged one (zaslin verify says more)"
            )
    return root


def _mend_sequences(connection: Connection, tables: MetaData) -> None:
    """The next number that a server gives is one after those that were put in."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables.sorted_tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if sequence is not None:
                _mend(connection, table, column.name, str(sequence))


def _mend(connection: Connection, table: Table, column: str, sequence: str) -> None:
    last = connection.scalar(select(func.max(table.c[column])))
    if last is not None:
        connection.execute(
            text("SELECT setval(:name, :last)"), {"name": sequence, "last": last}
        )


def _accept_empty(database: Database) -> None:
    tables = MetaData()
    tables.reflect(database.engine)
    with database.reading() as connection:
        for table in tables.sorted_tables:
            if table.name in _LEFT_OUT:
                continue
            if connection.scalar(select(func.count()).select_from(table)):
                raise DatabaseRefused(
                    f"database {database.name} holds rows of {table.name!r} already; "
                    "accepted: a new, empty one"
                )


@contextmanager
def _new_file(target: Path) -> Iterator[Engine]:
    """A private SQLite file that gets its name when it is whole and on disk."""
    try:
        descriptor, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".part"
        )
        os.close(descriptor)
    except OSError as error:
        raise DatabaseRefused(
            f"backup {target}: {error.strerror}; accepted: a file in a folder that can "
            "be written"
        ) from None
    part = Path(name)
    engine = sqlite.make_engine(part)
    try:
        yield engine
        engine.dispose()
        part.chmod(0o600)
        os.link(part, target)
        sqlite.sync_folder(target.parent)
    finally:
        engine.dispose()
        part.unlink(missing_ok=True)

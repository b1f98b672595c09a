"""A file beside the database that remembers how far each journal had come.

Whoever puts yesterday's copy in the place of a database changes the database and not
this file; whoever changes both is found by the checkpoints that consoles hold.
"""

from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from zaslin.adapters.ledger.faults import DatabaseRefused, RolledBack
from zaslin.adapters.ledger.schema import ENTRY, HEAD, JOURNAL
from zaslin.adapters.whole_file import write_whole
from zaslin.wire.chain import origin_of, start_of


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a journal had come."""

    size: int
    root: str


class Witness:
    """What this process last saw of each journal, by its origin."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _read(path)

    def accept(self, connection: Connection, *, accept_older: bool = False) -> None:
        """Refuse a database that holds less, or something else, than was seen.

        Raises
        ------
        RolledBack
            With the journal that is not what it was.
        """
        found = _origins(connection)
        for origin, seen in self._seen.items():
            fault = _fault(connection, found.get(origin), seen)
            if fault and not accept_older:
                raise RolledBack(
                    f"journal {origin} {fault}; accepted: the database that "
                    f"{self._path} was written beside, or --accept-older where a "
                    "backup was restored on purpose"
                )
        self.remember(connection, forget=accept_older)

    def remember(self, connection: Connection, *, forget: bool = False) -> None:
        """Keep how far each journal is now."""
        rows = connection.execute(select(HEAD.c.journal, HEAD.c.size, HEAD.c.root))
        heads = {row.journal: Seen(row.size, bytes(row.root).hex()) for row in rows}
        now = {
            origin: heads[journal]
            for origin, journal in _origins(connection).items()
            if journal in heads
        }
        before = {} if forget else self._seen
        self._seen = {**before, **now}
        document = msgspec.json.format(msgspec.json.encode(self._seen))
        write_whole(self._path, lambda file: file.write(document + b"\n"))
        self._path.chmod(0o600)


def _read(path: Path) -> dict[str, Seen]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DatabaseRefused(
            f"witness {path}: {error.strerror}; accepted: a readable file"
        ) from None
    try:
        return msgspec.json.decode(data, type=dict[str, Seen])
    except msgspec.DecodeError:
        raise DatabaseRefused(
            f"witness {path} is damaged; accepted: the file that was there, or none"
        ) from None


def _origins(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(JOURNAL.c.id, JOURNAL.c.header))
    return {origin_of(start_of(bytes(row.header))): row.id for row in rows}


def _fault(connection: Connection, journal: int | None, seen: Seen) -> str | None:
    """What is not as it was seen; None if all of it is."""
    if journal is None:
        return f"is not there, of which {seen.size} entries had been seen"
    size = connection.scalar(select(HEAD.c.size).where(HEAD.c.journal == journal))
    if size is None or size < seen.size:
        return f"has {size or 0} entries, of which {seen.size} had been seen"
    if seen.size == 0:
        return None
    kept = connection.scalar(
        select(ENTRY.c.hash).where(
            ENTRY.c.journal == journal, ENTRY.c.number == seen.size - 1
        )
    )
    if kept is None or bytes(kept).hex() != seen.root:
        return f"holds another history up to entry {seen.size - 1} than had been seen"
    return None

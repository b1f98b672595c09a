"""Situations kept beside a journal, so that a restart folds only what came after."""

import zlib

from sqlalchemy import delete, insert, select

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.schema import ENTRY, SNAPSHOT
from zaslin.ops.situation import Situation
from zaslin.wire import situation_json

KEPT = 2
"""Snapshots of a journal: the last one, and the one before it."""


def keep(database: Database, journal: int, situation: Situation) -> None:
    """Keep a situation, which is that after the entries it says.

    Raises
    ------
    ValueError
        If the journal does not hold so many.
    """
    size = situation.entries
    document = zlib.compress(situation_json.encode(situation))
    mine = SNAPSHOT.c.journal == journal
    with database.writing() as connection:
        root = connection.scalar(
            select(ENTRY.c.hash).where(
                ENTRY.c.journal == journal, ENTRY.c.number == size - 1
            )
        )
        if root is None:
            raise ValueError(
                f"situation is of {size} entries; accepted: at most those of journal "
                f"{journal}"
            )
        connection.execute(delete(SNAPSHOT).where(mine, SNAPSHOT.c.size == size))
        connection.execute(
            insert(SNAPSHOT).values(
                journal=journal,
                size=size,
                root=root,
                form=situation_json.form(),
                document=document,
            )
        )
        sizes = select(SNAPSHOT.c.size).where(mine).order_by(SNAPSHOT.c.size.desc())
        old = connection.scalars(sizes.offset(KEPT)).all()
        connection.execute(delete(SNAPSHOT).where(mine, SNAPSHOT.c.size.in_(old)))


def latest(database: Database, journal: int) -> Situation | None:
    """The last situation that fits this program and this journal, if there is one."""
    query = (
        select(SNAPSHOT.c.size, SNAPSHOT.c.document)
        .join(
            ENTRY,
            (ENTRY.c.journal == SNAPSHOT.c.journal)
            & (ENTRY.c.number == SNAPSHOT.c.size - 1)
            # Of this history and no other one.
            & (ENTRY.c.hash == SNAPSHOT.c.root),
        )
        .where(SNAPSHOT.c.journal == journal, SNAPSHOT.c.form == situation_json.form())
        .order_by(SNAPSHOT.c.size.desc())
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        situation = _read(row.document)
        if situation is not None and situation.entries == row.size:
            return situation
    return None


def _read(document: bytes) -> Situation | None:
    try:
        return situation_json.decode(zlib.decompress(document))
    except zlib.error:
        return None

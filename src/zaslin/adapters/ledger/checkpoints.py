"""Checkpoints of a journal: made for whoever asks, and kept now and then."""

from sqlalchemy import Connection, insert, select

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.schema import CHECKPOINT
from zaslin.wire.checkpoint import Checkpoint, note_of

EVERY = 256
"""Entries between two checkpoints that the database keeps."""


def signed(database: Database, checkpoint: Checkpoint) -> str:
    """The note of a checkpoint, signed if this service has a key."""
    if database.signer is None:
        return note_of(checkpoint)
    return database.signer.sign(checkpoint)


def keep(
    connection: Connection, journal: int, checkpoint: Checkpoint, note: str
) -> None:
    """Keep a checkpoint with the entries that it covers."""
    connection.execute(
        insert(CHECKPOINT).values(
            journal=journal,
            size=checkpoint.size,
            root=checkpoint.root,
            at_s=checkpoint.at_s,
            note=note,
        )
    )


def kept(database: Database, journal: int, until: int | None = None) -> tuple[str, ...]:
    """The notes that were kept, the earliest first, of at most ``until`` entries."""
    query = (
        select(CHECKPOINT.c.note)
        .where(CHECKPOINT.c.journal == journal)
        .order_by(CHECKPOINT.c.size)
    )
    if until is not None:
        query = query.where(CHECKPOINT.c.size <= until)
    with database.reading() as connection:
        return tuple(connection.scalars(query))

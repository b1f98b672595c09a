"""One journal as its desk writes it: an entry is kept with all that follows, or not."""

import threading
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from zaslin.adapters.ledger import checkpoints, reading, snapshots
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.examine import columns_of
from zaslin.adapters.ledger.faults import (
    DatabaseRefused,
    Fenced,
    HeadMoved,
    LedgerUnavailable,
    ReceiptExists,
)
from zaslin.adapters.ledger.schema import ATTACHMENT, ENTRY, HEAD, RECEIPT
from zaslin.adapters.ledger.shelf import journal_row
from zaslin.adapters.ledger.stock import Pair, balances, post
from zaslin.domain.event import Entry
from zaslin.ops.ports import NOTHING, Booked, Receipt
from zaslin.ops.posting import Balance
from zaslin.ops.situation import Situation
from zaslin.wire.chain import next_root, start_of
from zaslin.wire.checkpoint import Checkpoint
from zaslin.wire.journal_line import encode

_COMPRESSION = 6


class LedgerJournal:
    """A journal of a database, written by the process of an epoch.

    Opening it takes it from any process of an earlier epoch: what that still tries to
    write is refused.
    ``append`` is for one thread at a time; everything that reads is for any thread.

    Raises
    ------
    Fenced
        If a process of a later epoch has it.
    DatabaseRefused
        If there is no such journal, or it is damaged at its end.
    """

    def __init__(self, database: Database, journal_id: int, epoch: int = 0) -> None:
        self.database = database
        self.id = journal_id
        self.epoch = epoch
        self.row = journal_row(database, journal_id)
        self._lock = threading.RLock()
        self._doubt: tuple[int, bytes] | None = None
        with database.writing() as connection:
            self._size, self._root = self._claim(connection)

    @property
    def origin(self) -> str:
        """What checkpoints call this journal."""
        return self.row.origin

    @property
    def header(self) -> bytes:
        """The first line of its export."""
        return self.row.header

    @property
    def root(self) -> bytes:
        """The hash that covers all entries that this writer knows of."""
        return self._root

    def size(self) -> int:
        """Number of entries that this writer knows of."""
        return self._size

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep an entry with its postings, receipt and document, or nothing of them.

        Raises
        ------
        ReceiptExists
            If the receipt's key was used; with the receipt of that time.
        OutOfStock
            If a posting takes what is not there.
        HeadMoved, Fenced
            If somebody else wrote this journal, or may.
        LedgerUnavailable
            If it could not be kept; says whether that is certain.
        """
        line = encode(entry)
        with self._lock:
            self._settle()
            if entry.number != self._size:
                self._accept_new(booked.receipt)
                raise HeadMoved(
                    f"entry number is {entry.number}; accepted: {self._size}, the next "
                    "one of the journal"
                )
            root = next_root(self._root, line)
            try:
                with self.database.writing() as connection:
                    self._write(connection, entry, line, root, booked)
            except DataError as error:
                # A letter that a database does not take, as null is to PostgreSQL.
                raise ValueError(
                    f"entry {entry.number} cannot be kept: {error.orig}; accepted: "
                    "text that the database holds"
                ) from None
            except LedgerUnavailable as fault:
                if not fault.outcome_unknown:
                    raise
                self._doubt = entry.number + 1, root
                if not self._try_to_settle():
                    raise
                if self._size == entry.number:
                    raise LedgerUnavailable(fault.why) from None
            self._size, self._root = entry.number + 1, root
            if self._size % checkpoints.EVERY == 0:
                self.database.remember()

    def entries(
        self,
        from_number: int = 0,
        limit: int | None = None,
        most_bytes: int | None = None,
    ) -> Iterator[Entry]:
        """Entries from a number on, a page of them in memory at a time.

        The last is the one with which their lines come to ``most_bytes``.
        """
        with self._settled():
            until = self._size
        return reading.entries(
            self.database, self.row, from_number, limit, until, most_bytes
        )

    def lines(self, from_number: int = 0, limit: int | None = None) -> Iterator[bytes]:
        """The lines of entries from a number on, as an export has them."""
        with self._settled():
            until = self._size
        return reading.lines(self.database, self.id, from_number, limit, until)

    def receipt(self, key: str) -> Receipt | None:
        """What a request with this key was answered; None if there was none."""
        with self._settled(), self.database.reading() as connection:
            return find_receipt(connection, key)

    def plan_document(self, revision: int) -> bytes | None:
        """The last document kept with a plan of this revision."""
        return reading.plan_document(self.database, self.id, revision)

    def document(self, number: int) -> bytes | None:
        """The document kept with an entry."""
        return reading.document(self.database, self.id, number)

    def plans(self, before: int | None, limit: int) -> Sequence[reading.PlanRow]:
        """Plans with a document, the newest first, from before an entry on."""
        return reading.plans(self.database, self.id, before, limit)

    def find(
        self,
        *,
        by: str | None = None,
        kinds: Collection[str] | None = None,
        since_s: float | None = None,
        from_number: int = 0,
        before: int | None = None,
        limit: int = 100,
    ) -> Iterator[Entry]:
        """The newest entries that somebody brought, of some kinds, since a time.

        Only what is found is read whole, and one at a time: an entry of track reports
        may be megabytes.
        """
        wanted = reading.Wanted(
            by=by, kinds=kinds, since_s=since_s, from_number=from_number, before=before
        )
        return reading.find(self.database, self.row, wanted, limit)

    def checkpoint(self) -> str:
        """How far the journal is now, as a note, signed if the service has a key."""
        with self._settled():
            return checkpoints.signed(self.database, self._checkpoint())

    def checkpoints(self, until: int | None = None) -> tuple[str, ...]:
        """The notes kept in the database, the earliest first."""
        return checkpoints.kept(self.database, self.id, until)

    def snapshot(self, situation: Situation) -> None:
        """Keep a situation of this journal, so that a restart is quick."""
        snapshots.keep(self.database, self.id, situation)

    def latest_snapshot(self) -> Situation | None:
        """The last situation kept; its ``entries`` says from where on to fold."""
        return snapshots.latest(self.database, self.id)

    def balances(self) -> dict[Pair, Balance]:
        """The stock as the database accounts for it."""
        with self.database.reading() as connection:
            return balances(connection, self.id)

    def _checkpoint(self) -> Checkpoint:
        return Checkpoint(
            origin=self.origin,
            size=self._size,
            root=self._root,
            at_s=self.database.now(),
        )

    def _claim(self, connection: Connection) -> tuple[int, bytes]:
        """Take the journal, and see where it stands."""
        connection.execute(
            update(HEAD)
            .where(HEAD.c.journal == self.id, HEAD.c.epoch <= self.epoch)
            .values(epoch=self.epoch)
        )
        held = connection.execute(select(HEAD).where(HEAD.c.journal == self.id)).one()
        if held.epoch > self.epoch:
            raise self._fenced(held.epoch)
        self._accept_end(connection, held.size, bytes(held.root))
        return held.size, bytes(held.root)

    def _accept_end(self, connection: Connection, size: int, root: bytes) -> None:
        """Refuse a head that is not the end of its chain."""
        if size == 0:
            last: bytes | None = start_of(self.row.header)
        else:
            last = connection.scalar(
                select(ENTRY.c.hash).where(
                    ENTRY.c.journal == self.id, ENTRY.c.number == size - 1
                )
            )
        if last is None or bytes(last) != root:
            raise DatabaseRefused(
                f"journal {self.id} has a head that is not its last entry; accepted: "
                "an undamaged one (zaslin verify says more)"
            )

    def _write(
        self,
        connection: Connection,
        entry: Entry,
        line: bytes,
        root: bytes,
        booked: Booked,
    ) -> None:
        self._move_head(connection, entry.number, root, booked.receipt)
        connection.execute(
            insert(ENTRY).values(
                journal=self.id,
                number=entry.number,
                **columns_of(entry)._asdict(),
                line=zlib.compress(line, _COMPRESSION),
                previous=self._root,
                hash=root,
            )
        )
        if booked.receipt is not None:
            self._keep_receipt(connection, entry.number, booked.receipt)
        post(connection, self.id, entry.number, booked.postings)
        if booked.document:
            document = zlib.compress(booked.document, _COMPRESSION)
            connection.execute(
                insert(ATTACHMENT).values(
                    journal=self.id, number=entry.number, document=document
                )
            )
        if entry.number and entry.number % checkpoints.EVERY == 0:
            before = self._checkpoint()
            note = checkpoints.signed(self.database, before)
            checkpoints.keep(connection, self.id, before, note)
        if booked.guard is not None:
            booked.guard()

    def _move_head(
        self, connection: Connection, number: int, root: bytes, receipt: Receipt | None
    ) -> None:
        moved = connection.execute(
            update(HEAD)
            .where(
                HEAD.c.journal == self.id,
                HEAD.c.size == number,
                HEAD.c.epoch == self.epoch,
                HEAD.c.root == self._root,
            )
            .values(size=number + 1, root=root)
        )
        if moved.rowcount == 1:
            return
        if receipt is not None:
            known = find_receipt(connection, receipt.key)
            if known is not None:
                raise ReceiptExists(known)
        held = connection.execute(
            select(HEAD).where(HEAD.c.journal == self.id)
        ).one_or_none()
        if held is None:
            raise HeadMoved(f"journal {self.id} has gone; accepted: the one it was")
        if held.epoch != self.epoch:
            raise self._fenced(held.epoch)
        raise HeadMoved(
            f"journal {self.id} holds {held.size} entries; accepted: {number}, all of "
            "them known to its writer"
        )

    def _keep_receipt(
        self, connection: Connection, number: int, receipt: Receipt
    ) -> None:
        known = find_receipt(connection, receipt.key)
        if known is not None:
            raise ReceiptExists(known)
        try:
            connection.execute(
                insert(RECEIPT).values(
                    key=receipt.key,
                    journal=self.id,
                    number=number,
                    actor=receipt.actor,
                    request=receipt.request,
                    status=receipt.status,
                    answer=receipt.answer,
                )
            )
        except IntegrityError:
            # Another journal of this database took the key at this moment.
            raise LedgerUnavailable(f"receipt {receipt.key!r} is being kept") from None

    def _accept_new(self, receipt: Receipt | None) -> None:
        if receipt is not None:
            with self.database.reading() as connection:
                known = find_receipt(connection, receipt.key)
            if known is not None:
                raise ReceiptExists(known)

    def _fenced(self, epoch: int) -> Fenced:
        return Fenced(
            f"journal {self.id} is written by the process of epoch {epoch}, not "
            f"{self.epoch}; accepted: one writer, the last that took the lead"
        )

    @contextmanager
    def _settled(self) -> Iterator[None]:
        with self._lock:
            self._settle()
            yield

    def _try_to_settle(self) -> bool:
        try:
            self._settle()
        except LedgerUnavailable:
            return False
        return True

    def _settle(self) -> None:
        """Find out what became of a commit that was not answered.

        With a lock on the head: while the old transaction may still be committed it
        has that lock, and nobody can tell.
        """
        if self._doubt is None:
            return
        with self.database.writing() as connection:
            size, root = self._claim(connection)
        if (size, root) == self._doubt:
            self._size, self._root = self._doubt
        self._doubt = None


def find_receipt(connection: Connection, key: str) -> Receipt | None:
    """The receipt of a key."""
    row = connection.execute(select(RECEIPT).where(RECEIPT.c.key == key)).one_or_none()
    if row is None:
        return None
    return Receipt(
        key=row.key,
        actor=row.actor,
        request=row.request,
        answer=bytes(row.answer),
        status=row.status,
    )

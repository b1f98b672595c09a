"""The journal of a desk as the routes read it, from the ledger that its desk writes."""

from collections.abc import Collection, Iterator, Sequence

from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.api.desk_ports import SignedNote
from zaslin.domain.event import Entry
from zaslin.ops.ports import Receipt
from zaslin.wire.checkpoint import read_notes

_PAGE_BYTES = 4 * 2**20


class LedgerArchive:
    """Answers :class:`zaslin.api.desk_ports.Archive`; safe in any thread."""

    def __init__(self, journal: LedgerJournal) -> None:
        self.journal = journal

    def size(self) -> int:
        """How many entries there are."""
        return self.journal.size()

    def entries(self, from_number: int, limit: int) -> Sequence[Entry]:
        """Entries in their order, from a number on; fewer than asked if they are large.

        A whole page of track reports would fill the memory of the service.
        """
        return tuple(self.journal.entries(from_number, limit, _PAGE_BYTES))

    def find(
        self,
        *,
        by: str | None,
        kinds: Collection[str],
        since_s: float | None,
        from_number: int,
        before: int | None,
        limit: int,
    ) -> Iterator[Entry]:
        """The newest wanted entries between two numbers, one read at a time.

        The newest first.
        """
        return self.journal.find(
            by=by,
            kinds=kinds,
            since_s=since_s,
            from_number=from_number,
            before=before,
            limit=limit,
        )

    def lines(self, from_number: int = 0) -> Iterator[bytes]:
        """The lines of the journal's file, its header first if from the beginning."""
        if from_number == 0:
            yield self.journal.header
        yield from self.journal.lines(from_number)

    def receipt(self, key: str) -> Receipt | None:
        """What was answered to the request with this key, if it was entered."""
        return self.journal.receipt(key)

    def plan_document(self, revision: int) -> bytes | None:
        """The document of the plan that was shown for a revision."""
        return self.journal.plan_document(revision)

    def checkpoint(self) -> SignedNote:
        """A checkpoint of the journal as it stands."""
        text = self.journal.checkpoint()
        checkpoint = read_notes(text, "checkpoint")[0].checkpoint
        return SignedNote(size=checkpoint.size, root=checkpoint.root.hex(), note=text)

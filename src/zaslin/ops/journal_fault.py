"""What can go wrong with a journal, as far as a desk has to know."""

from zaslin.ops.ports import Receipt


class JournalFaultError(Exception):
    """The journal did not take an entry, for a reason that lies in the journal."""


class JournalUnavailableError(JournalFaultError):
    """It cannot be written now: nothing happened, or nobody knows whether it did.

    A desk that sees this shows no advice and takes no decision until it has read
    what the journal holds.
    """

    outcome_unknown = True


class JournalMovedError(JournalFaultError):
    """Somebody else writes it by now: this desk is not its writer any more."""


class AlreadyKeptError(Exception):
    """The same request was kept before; ``receipt`` is what it was answered then."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(f"receipt {receipt.key!r} exists; accepted: a new key")
        self.receipt = receipt

"""What can go wrong with the ledger, in words that a caller can act on."""

from zaslin.ops.journal_fault import (
    JournalMovedError,
    JournalUnavailableError,
)
from zaslin.ops.ports import Receipt


class LedgerUnavailable(JournalUnavailableError):  # noqa: N818  (what it is, a state)
    """The database did not answer, or refused for want of time, room or rights.

    ``outcome_unknown``: COMMIT was sent and not answered, so the change may have been
    kept; otherwise nothing happened.
    Whoever asks again with the same receipt key gets the first answer.
    """

    def __init__(self, why: str, *, outcome_unknown: bool = False) -> None:
        self.why = why
        self.outcome_unknown = outcome_unknown
        became = (
            "nobody knows whether it was kept; accepted: the same request again, with "
            "the same key"
            if outcome_unknown
            else "nothing was kept; accepted: the same request again, later"
        )
        super().__init__(f"the ledger does not answer: {why}; {became}")

    @property
    def nothing_happened(self) -> bool:
        """Whether it is certain that nothing was kept."""
        return not self.outcome_unknown


class HeadMoved(JournalMovedError):  # noqa: N818
    """The journal holds other entries than its writer believes."""


class Fenced(JournalMovedError):  # noqa: N818
    """Another process leads by now; this one may not write any more."""


class ReceiptExists(Exception):  # noqa: N818
    """The request was kept before; ``receipt`` is what it was answered then."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__(f"receipt {receipt.key!r} exists; accepted: a new key")


class OutOfStock(ValueError):  # noqa: N818
    """A posting takes more rounds than there are; nothing was kept."""


class DatabaseRefused(Exception):  # noqa: N818
    """The database cannot be used as it is; the message says why and what would do."""


class InUse(DatabaseRefused):
    """Another process writes this database."""


class NewerDatabase(DatabaseRefused):
    """A later version of the program made or changed this database."""


class RolledBack(DatabaseRefused):
    """The database holds less, or something else, than it is known to have held."""

"""A service with a planted fault: it acknowledges what is not committed yet.

For :mod:`tests.kill_service`, which has to find it.
"""

import queue
import sys
import threading
import time

from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.cli import main
from zaslin.domain.event import Decided, Entry, Released
from zaslin.ops.ports import NOTHING, Booked

_LATE_S = 1.0

_append = LedgerJournal.append
_waiting: "queue.SimpleQueue[tuple[LedgerJournal, Entry, Booked]]" = queue.SimpleQueue()


def _later(journal: LedgerJournal, entry: Entry, booked: Booked = NOTHING) -> None:
    """Say that it is kept, and keep it afterwards."""
    _waiting.put((journal, entry, booked))


def _keep() -> None:
    """Commit what was acknowledged, in its order, a little late."""
    while True:
        journal, entry, booked = _waiting.get()
        if isinstance(entry.event, Decided | Released):
            time.sleep(_LATE_S)
        _append(journal, entry, booked)


if __name__ == "__main__":
    LedgerJournal.append = _later  # type: ignore[assignment,method-assign]
    threading.Thread(target=_keep, daemon=True).start()
    sys.exit(main(["serve", *sys.argv[1:]]))

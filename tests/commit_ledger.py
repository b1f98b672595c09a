"""How many decisions a second the ledger keeps, and how long each one takes.

Each is an entry with a posting and a receipt, kept by one writer after the other, as a
desk does it; the figures are those of the disk more than of anything else.

    python -m tests.commit_ledger
    python -m tests.commit_ledger --seconds 30 --backend postgresql
"""

import argparse
import sys
import time

from tests.kill_ledger import backend, request
from tests.ledgers import ABOUT, opening, supply
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal


def measured(url: str, seconds: float) -> list[float]:
    """How long each commit took, in seconds."""
    took_s = []
    with open_database(url, now=time.time) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        journal.append(opening())
        until = time.monotonic() + seconds
        while (start := time.monotonic()) < until:
            number = journal.size()
            journal.append(supply(number), request(number))
            took_s.append(time.monotonic() - start)
    return sorted(took_s)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure commits.")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--backend", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", help="where databases are made; /tmp unless stated")
    given = parser.parse_args()
    with backend(given.backend, given.folder) as (stores, _):
        took_s = measured(stores().url, given.seconds)
    count = len(took_s)
    middle, late = took_s[count // 2], took_s[count * 99 // 100]
    sys.stdout.write(
        f"{given.backend}: {count / sum(took_s):.0f} commits/s, median "
        f"{middle * 1000:.1f} ms, p99 {late * 1000:.1f} ms, longest "
        f"{took_s[-1] * 1000:.0f} ms, of {count}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

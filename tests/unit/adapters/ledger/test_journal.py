"""A journal in a database keeps an entry with all that follows from it, or nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledgers import ABOUT, booked, night
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal

NOW_S = 1_000.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'zaslin.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    with open_database(url, now=lambda: NOW_S) as opened:
        yield opened


def test_entries_come_back_as_they_were(database: Database) -> None:
    """To the last bit, also for whoever opens the journal later."""
    journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
    for entry, with_it in booked(night(20)):
        journal.append(entry, with_it)
    assert tuple(journal.entries()) == tuple(night(20))
    again = LedgerJournal(database, journal.id, 1)
    assert again.size() == 20
    assert again.root == journal.root

"""Databases of either kind, empty or with a journal in them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.folders import roomy
from tests.ledgers import ABOUT
from tests.pictures import NOW_S
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory, if there is room: a busy disk does not slow every test."""
    folder = Path(tempfile.mkdtemp(prefix="zaslin-ledger-", dir=roomy()))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'zaslin.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database, opened by the only process there is."""
    with open_database(url, now=lambda: NOW_S) as opened:
        yield opened


@pytest.fixture
def journal(database: Database) -> LedgerJournal:
    """An empty journal."""
    return LedgerJournal(database, begin_journal(database, "live", ABOUT))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'zaslin.db'}"

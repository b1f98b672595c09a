"""A synchronous standby has every entry that was acknowledged."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.folders import roomy
from tests.ledgers import ABOUT, opening, receipt, supply
from tests.pictures import NOW_S
from tests.postgres import (
    PostgresServer,
    binary,
    hand_over,
    make_server,
    owner,
    remove_server,
)
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.faults import LedgerUnavailable, ReceiptExists
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.ops.ports import Booked


@pytest.fixture
def primary() -> Iterator[PostgresServer]:
    """A server whose commits wait for a standby, once one is named."""
    server = make_server("wal_level=replica", "max_wal_senders=4")
    yield server
    remove_server(server)


@pytest.fixture
def standby(primary: PostgresServer) -> Iterator[PostgresServer]:
    """A copy of it that follows."""
    folder = Path(tempfile.mkdtemp(prefix="zaslin-pg-", dir=roomy()))
    hand_over(folder)
    server = PostgresServer(folder=folder)
    subprocess.run(
        [
            str(binary("pg_basebackup")),
            "-D", str(server.data), "-h", str(primary.folder), "-U", "zaslin",
            "-R", "-X", "stream", "-c", "fast",
        ],
        check=True,
        user=owner(),
        cwd="/",
    )  # fmt: skip
    server.start()
    with primary.connect() as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.stop(signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def _promote(server: PostgresServer) -> None:
    with server.connect() as connection:
        connection.execute("SELECT pg_promote()")


def test_what_was_acknowledged_is_on_the_standby(
    primary: PostgresServer, standby: PostgresServer
) -> None:
    """The primary is gone at once, and the standby has all of it."""
    url = primary.create()
    with open_database(url, now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        journal.append(opening())
        for number in range(1, 30):
            journal.append(supply(number))
        primary.stop(signal.SIGQUIT)
        root = journal.root
    _promote(standby)
    there = url.replace(str(primary.folder), str(standby.folder))
    with open_database(there, now=lambda: NOW_S) as database:
        again = LedgerJournal(database, journal.id, 1)
        assert (again.size(), again.root) == (30, root)
        again.append(supply(30))


@contextmanager
def _frozen(standby: PostgresServer) -> Iterator[None]:
    """The standby receives nothing any more, and nobody has noticed yet."""
    with standby.connect() as connection:
        row = connection.execute("SELECT pid FROM pg_stat_wal_receiver").fetchone()
    assert row is not None
    os.kill(row[0], signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(row[0], signal.SIGCONT)


def test_a_commit_that_the_standby_did_not_confirm_is_no_answer(
    primary: PostgresServer, standby: PostgresServer
) -> None:
    """It is unknown until the standby is back, and then the key says it is kept."""
    with open_database(primary.create(), now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        journal.append(opening())
        booked = Booked(receipt=receipt("k"))
        with _frozen(standby):
            with pytest.raises(LedgerUnavailable) as fault:
                journal.append(supply(1), booked)
            assert fault.value.outcome_unknown
            with pytest.raises(LedgerUnavailable):
                journal.receipt("k")
        assert journal.receipt("k") == booked.receipt
        with pytest.raises(ReceiptExists):
            journal.append(supply(1), booked)


def test_a_wait_that_somebody_cancelled_is_no_answer(
    primary: PostgresServer, standby: PostgresServer
) -> None:
    """PostgreSQL keeps the transaction, warns and calls that a success."""
    with open_database(primary.create(), now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        journal.append(opening())
        with _frozen(standby), ThreadPoolExecutor(1) as pool:
            asked = pool.submit(journal.append, supply(1))
            with primary.connect() as connection:
                while (
                    not asked.done()
                    and not connection.execute(
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                        "WHERE wait_event = 'SyncRep'"
                    ).fetchall()
                ):
                    pass
            fault = asked.exception()
        assert isinstance(fault, LedgerUnavailable)
        assert fault.outcome_unknown
        assert "standby did not confirm" in fault.why
        assert [each.number for each in journal.entries()] == [0, 1]

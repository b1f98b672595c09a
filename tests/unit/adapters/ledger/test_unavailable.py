"""A database that does not answer: the ledger says so in time, and what it knows."""

import ast
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.cut_server import Cut, Door
from tests.ledgers import ABOUT, moved, night, opening, receipt, supply
from tests.pictures import NOW_S
from tests.postgres import PostgresServer, make_server, remove_server
from zaslin.adapters.ledger import postgres
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.faults import (
    HeadMoved,
    LedgerUnavailable,
    ReceiptExists,
)
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.adapters.ledger.volume import volume_of
from zaslin.ops.journal_fault import JournalMovedError, JournalUnavailableError
from zaslin.ops.ports import Booked
from zaslin.ops.posting import Account

PATIENCE_S = 10.0
"""Far longer than any limit of the ledger: without one these tests would hang."""


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test's own, to be frozen and killed."""
    made = make_server()
    yield made
    remove_server(made)


@pytest.fixture
def door(server: PostgresServer) -> Iterator[Door]:
    """The way to it."""
    made = Door(server.folder)
    yield made
    made.close()


@contextmanager
def _opened(url: str) -> Iterator[tuple[Database, LedgerJournal]]:
    with open_database(url, now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        journal.append(opening(), moved(5, Account.SUPPLY, Account.AVAILABLE))
        yield database, journal


def _refused_in_time(journal: LedgerJournal, number: int) -> LedgerUnavailable:
    """What an append ends in; it has to end."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(journal.append, supply(number))
        fault = asked.exception(PATIENCE_S)
    assert isinstance(fault, LedgerUnavailable), fault
    return fault


def test_a_desk_can_tell_what_kind_of_fault_it_is() -> None:
    """By the words of the core, which knows no database."""
    assert issubclass(LedgerUnavailable, JournalUnavailableError)
    assert issubclass(HeadMoved, JournalMovedError)
    certain, unknown = (
        LedgerUnavailable("x"),
        LedgerUnavailable("x", outcome_unknown=True),
    )
    assert certain.nothing_happened
    assert "nothing was kept; accepted: the same request" in str(certain)
    assert not unknown.nothing_happened
    assert "nobody knows whether it was kept" in str(unknown)


def test_a_locked_file_is_waited_for_and_no_longer(sqlite_url: str) -> None:
    """Then it goes on as if nothing had been."""
    with _opened(sqlite_url) as (_, journal):
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN EXCLUSIVE")
            fault = _refused_in_time(journal, 1)
            assert fault.nothing_happened
            assert "locked" in str(fault)
        journal.append(supply(1))
        assert journal.size() == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_refuses_and_recovers(tmp_path: Path) -> None:
    """Nothing acknowledged is lost, reading goes on, and writing when there is room.

    Long before that it is told how little is left.
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with _opened(f"sqlite:///{disk / 'zaslin.db'}") as (database, journal):
            left = volume_of(database)
            before = left()
            assert before is not None
            assert before.free_share > 0.5
            # What takes the room is not the ledger.
            (disk / "log").write_bytes(b"x" * 500_000)
            after = left()
            assert after is not None
            assert before.free_mb - after.free_mb == pytest.approx(0.5, abs=0.01)
            kept, fault = _until_refused(journal)
            assert fault.nothing_happened
            assert "full" in str(fault)
            assert [each.number for each in journal.entries()] == list(range(kept))
            (disk / "log").unlink()
            journal.append(supply(kept), Booked(document=os.urandom(4_000)))
            assert journal.size() == kept + 1
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)


def test_the_room_of_a_server_is_its_own_to_watch(postgres_url: str) -> None:
    """It may be on another machine."""
    with _opened(postgres_url) as (database, _):
        assert volume_of(database)() is None


def test_a_stopped_server_is_noticed(server: PostgresServer) -> None:
    """Nothing happened; when it is back, the same journal goes on by itself."""
    with _opened(server.create()) as (_, journal):
        server.stop()
        fault = _refused_in_time(journal, 1)
        assert fault.nothing_happened
        server.start()
        journal.append(supply(1))
        assert journal.size() == 2


def test_a_frozen_server_is_given_up(server: PostgresServer) -> None:
    """It still has the connection open and will never answer."""
    with _opened(server.create()) as (database, journal):
        backends = _pids(database)
        for pid in (server.pid, *backends):
            os.kill(pid, signal.SIGSTOP)
        try:
            fault = _refused_in_time(journal, 1)
            assert fault.nothing_happened
            assert "within 1 s" in str(fault)
        finally:
            for pid in (server.pid, *backends):
                os.kill(pid, signal.SIGCONT)
        journal.append(supply(1))
        assert journal.size() == 2


def test_a_lock_of_somebody_else_is_not_waited_for(postgres_url: str) -> None:
    """Whoever holds the head for long keeps nobody hanging."""
    with _opened(postgres_url) as (database, journal):
        with database.engine.connect() as other:
            other.exec_driver_sql("SELECT * FROM head FOR UPDATE")
            fault = _refused_in_time(journal, 1)
            assert fault.nothing_happened
        journal.append(supply(1))


def test_a_server_without_room_for_one_more_is_unavailable(
    server: PostgresServer,
) -> None:
    """Too many clients: an answer in time, and nothing happened."""
    url = server.create()
    with _opened(url) as (database, journal):
        database.engine.dispose()
        crowd = []
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                crowd.append(server.connect())
        fault = _refused_in_time(journal, 1)
        assert fault.nothing_happened
        for each in crowd:
            each.close()
        journal.append(supply(1))


def test_a_standby_is_read_only(postgres_url: str) -> None:
    """A process that still talks to a demoted server keeps nothing there."""
    with _opened(postgres_url) as (database, journal):
        with database.writing() as connection:
            connection.exec_driver_sql(
                "ALTER ROLE zaslin SET default_transaction_read_only = on"
            )
        database.engine.dispose()
        try:
            fault = _refused_in_time(journal, 1)
            assert fault.nothing_happened
            assert "read-only" in str(fault)
        finally:
            with database.engine.connect() as connection:
                connection.exec_driver_sql("SET TRANSACTION READ WRITE")
                connection.exec_driver_sql(
                    "ALTER ROLE zaslin RESET default_transaction_read_only"
                )
                connection.commit()


@pytest.mark.parametrize("cut", [Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT])
def test_a_lost_answer_is_looked_up(
    server: PostgresServer, door: Door, cut: Cut
) -> None:
    """COMMIT was sent and not answered: the ledger asks again what became of it."""
    url = server.create().replace(str(server.folder), str(door.folder))
    with _opened(url) as (_, journal):
        door.cut = cut
        booked = Booked(receipt=receipt("k"))
        if cut is Cut.AFTER_COMMIT:
            journal.append(supply(1), booked)
        else:
            with pytest.raises(LedgerUnavailable) as fault:
                journal.append(supply(1), booked)
            assert fault.value.nothing_happened
            journal.append(supply(1), booked)
        assert door.cuts == 1
        assert [each.number for each in journal.entries()] == [0, 1]
        assert journal.receipt("k") == booked.receipt


@pytest.mark.parametrize("cut", [Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT])
def test_an_unknown_outcome_is_said_and_the_key_finds_out(
    server: PostgresServer, door: Door, cut: Cut
) -> None:
    """Nobody can be asked: it is unknown until the server is back, and then known."""
    url = server.create().replace(str(server.folder), str(door.folder))
    with _opened(url) as (_, journal):
        door.cut, door.stays_dark = cut, True
        booked = Booked(
            postings=moved(1, Account.AVAILABLE, Account.RESERVED).postings,
            receipt=receipt("k", answer=b"first"),
        )
        with pytest.raises(LedgerUnavailable) as fault:
            journal.append(supply(1), booked)
        assert fault.value.outcome_unknown
        # As long as nobody can be asked, nothing is said.
        for ask in (lambda: journal.receipt("k"), lambda: list(journal.entries())):
            with pytest.raises(LedgerUnavailable):
                ask()
        door.is_dark = False
        held = [each.number for each in journal.entries()]
        if cut is Cut.AFTER_COMMIT:
            assert held == [0, 1]
            for number in (1, 2):
                with pytest.raises(ReceiptExists) as known:
                    journal.append(supply(number), booked)
                assert known.value.receipt == booked.receipt
        else:
            assert held == [0]
            journal.append(supply(1), booked)
        (balance,) = journal.balances().values()
        assert (balance.available, balance.reserved) == (4, 1)


def test_a_commit_under_way_is_not_taken_for_undone(server: PostgresServer) -> None:
    """The client gave up, the server had not: whoever asks waits for its lock."""
    with _opened(server.create()) as (database, journal):
        entry = supply(1)
        other = database.engine.connect()
        # As a backend that still works at the COMMIT of a client that went away.
        other.exec_driver_sql("SELECT * FROM head FOR UPDATE")
        journal._doubt = 2, b"r" * 32  # noqa: SLF001
        with pytest.raises(LedgerUnavailable):
            journal.append(entry)
        other.rollback()
        other.close()
        journal.append(entry)
        assert journal.size() == 2


def test_without_limits_a_frozen_server_would_be_waited_for(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the connection's own limit that ends the wait."""
    with _opened(server.create()) as (database, journal):
        monkeypatch.setattr(postgres.PunctualConnection, "limit_s", 3_600.0)
        backends = _pids(database)
        for pid in (server.pid, *backends):
            os.kill(pid, signal.SIGSTOP)
        done = threading.Event()

        def append() -> None:
            # Woken up, the server itself may say that it took too long.
            with contextlib.suppress(LedgerUnavailable):
                journal.append(supply(1))
            done.set()

        thread = threading.Thread(target=append)
        thread.start()
        try:
            assert not done.wait(3.0)
        finally:
            for pid in (server.pid, *backends):
                os.kill(pid, signal.SIGCONT)
        thread.join()
        assert done.is_set()


def test_a_damaged_page_is_a_refusal(sqlite_url: str) -> None:
    """A disk that gives back something else ends in a clear error."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with _opened(sqlite_url) as (database, journal):
        for entry in list(night(60))[1:]:
            journal.append(entry)
        database.engine.dispose()
        data = bytearray(path.read_bytes())
        data[4096:-4096] = b"\xff" * (len(data) - 8192)
        path.write_bytes(data)
        with pytest.raises(LedgerUnavailable):
            list(journal.entries())


def test_a_disk_that_failed_is_not_trusted_again(sqlite_url: str) -> None:
    """A failed write at COMMIT ends writing until a restart, which finds out.

    The file may not grow: what SQLite makes of that is a failed disk. In a process of
    its own, as it holds for the whole of one.
    """
    program = (
        "import os, resource, signal, sys\n"
        "from tests.ledgers import ABOUT, opening, supply\n"
        "from zaslin.adapters.ledger.database import open_database\n"
        "from zaslin.adapters.ledger.faults import LedgerUnavailable\n"
        "from zaslin.adapters.ledger.journal import LedgerJournal\n"
        "from zaslin.adapters.ledger.shelf import begin_journal\n"
        "from zaslin.ops.ports import Booked\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with open_database(sys.argv[1], now=lambda: 0.0) as database:\n"
        "    number = begin_journal(database, 'live', ABOUT)\n"
        "    journal = LedgerJournal(database, number)\n"
        "    journal.append(opening())\n"
        "    size = os.path.getsize(database.name)\n"
        "    free = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (size, free[1]))\n"
        "    said = []\n"
        "    for _ in range(2):\n"
        "        try:\n"
        "            journal.append(supply(1), Booked(document=os.urandom(99_000)))\n"
        "        except LedgerUnavailable as fault:\n"
        "            said.append((fault.outcome_unknown, fault.why))\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, free)\n"
        "    print(said)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, sqlite_url],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    first, second = ast.literal_eval(done.stdout)
    assert first[0], first
    assert "the disk has failed (SQLITE_IOERR" in second[1]
    with open_database(sqlite_url, now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, 1)
        journal.append(supply(journal.size()))


def _until_refused(journal: LedgerJournal) -> tuple[int, LedgerUnavailable]:
    """How many entries were kept, and why the next one was not."""
    for number in range(journal.size(), 500):
        try:
            journal.append(supply(number), Booked(document=os.urandom(4_000)))
        except LedgerUnavailable as fault:
            return number, fault
    raise AssertionError("the disk takes more than it has")


def _pids(database: Database) -> list[int]:
    """The server's processes that serve this database."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        return [row[0] for row in rows]

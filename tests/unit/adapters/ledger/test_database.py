"""A database is opened with care, or refused with what would be accepted."""

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.ledgers import ABOUT, booked, night, opening, supply
from tests.pictures import NOW_S
from tests.postgres import make_server, remove_server
from zaslin.adapters.ledger import sqlite
from zaslin.adapters.ledger.database import Database, look_into, open_database, parse
from zaslin.adapters.ledger.faults import (
    DatabaseRefused,
    InUse,
    LedgerUnavailable,
    NewerDatabase,
    RolledBack,
)
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.schema import LEDGER
from zaslin.adapters.ledger.shelf import begin_journal, journals


def _open(url: str, *, accept_older: bool = False) -> Database:
    return open_database(url, now=lambda: NOW_S, accept_older=accept_older)


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _keep(url: str, entries: int) -> None:
    """A journal with so many entries more."""
    with _open(url) as database:
        found = journals(database)
        number = found[0].id if found else begin_journal(database, "live", ABOUT)
        journal = LedgerJournal(database, number)
        start = journal.size()
        for entry, with_it in list(booked(night(start + entries)))[start:]:
            journal.append(entry, with_it)


def test_migrations_make_the_tables_that_queries_use(database: Database) -> None:
    """Column by column, on either kind of database."""
    there = inspect(database.engine)
    for table in LEDGER.sorted_tables:
        columns = {each["name"] for each in there.get_columns(table.name)}
        assert columns == {column.name for column in table.columns}
        key = there.get_pk_constraint(table.name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key.columns]


def test_opening_twice_changes_nothing(url: str) -> None:
    """Migrations run once; what was entered is still there."""
    _keep(url, 3)
    _keep(url, 2)
    with _open(url) as database:
        (row,) = journals(database)
    assert row.size == 5


def test_files_are_private(sqlite_url: str) -> None:
    """Also where somebody had opened them up."""
    path = _path(sqlite_url)
    _keep(sqlite_url, 1)
    path.chmod(0o666)
    with _open(sqlite_url):
        for each in path.parent.glob("zaslin.db*"):
            if each.suffix != ".pub":
                assert stat.S_IMODE(each.stat().st_mode) == 0o600, each


def test_what_is_acknowledged_is_on_disk(sqlite_url: str) -> None:
    """Each connection has the settings that this rests on."""
    with _open(sqlite_url) as database, database.reading() as connection:
        for name, value in (
            ("journal_mode", "delete"),
            ("synchronous", 3),
            ("foreign_keys", 1),
            ("recursive_triggers", 1),
            ("busy_timeout", 800),
        ):
            held = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            assert held == value, name


def test_a_second_process_is_refused(sqlite_url: str) -> None:
    """And told who has the database; it is free again when that process has gone."""
    path = _path(sqlite_url)
    program = (
        "import sys, time\n"
        "from zaslin.adapters.ledger.database import open_database\n"
        "with open_database(sys.argv[1], now=time.time):\n"
        "    print('open', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, sqlite_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(InUse, match=f"in use by process {other.pid}; accepted: "):
            _open(sqlite_url)
        # Whoever only looks is let in.
        with look_into(path, now=lambda: NOW_S) as database:
            assert journals(database) == ()
        other.kill()
        other.wait()
    _open(sqlite_url).close()


def test_a_reader_cannot_write(sqlite_url: str) -> None:
    """The commands that look into a running database change nothing."""
    _keep(sqlite_url, 1)
    with (
        look_into(_path(sqlite_url), now=lambda: NOW_S) as database,
        pytest.raises(LedgerUnavailable, match="readonly"),
        database.writing() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")


def test_wal_is_refused_where_it_can_lose_commits(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to turn it off; a version with the remedy takes it over."""
    path = _path(sqlite_url)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (x)")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(DatabaseRefused, match="in WAL mode, in which SQLite"):
        _open(sqlite_url)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    with _open(sqlite_url) as database, database.reading() as reader:
        mode = reader.exec_driver_sql("PRAGMA journal_mode").scalar()
    assert mode == "delete"


@pytest.mark.parametrize(
    ("version", "mended"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_with_the_remedy_are_known(
    version: tuple[int, int, int], mended: bool
) -> None:
    """Two older series were mended as well, and those between them not."""
    assert sqlite.is_wal_mended(version) is mended


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "database URL is not one; accepted: sqlite:///FILE or postgresql"),
        ("zaslin.db", "database URL is not one"),
        ("mysql://me:secret@host/name", "of kind 'mysql'; accepted: sqlite"),
        ("sqlite://", "is in memory; accepted: a file"),
        ("sqlite:///:memory:", "is in memory"),
        ("sqlite:///a.db?mode=memory", r"has parameters \(mode\); accepted: none"),
        ("sqlite:////nowhere/at/all/zaslin.db", "no such folder; accepted: a file"),
    ],
)
def test_an_unusable_address_is_refused(url: str, message: str) -> None:
    """In one line, which keeps passwords to itself."""
    with pytest.raises(DatabaseRefused, match=message) as refused:
        _open(url)
    assert "secret" not in str(refused.value)


def test_the_driver_is_chosen_here() -> None:
    """Whatever the address says, it is the one that the timeouts are made for."""
    for given in ("postgres://h/n", "postgresql://h/n", "postgresql+psycopg2://h/n"):
        assert parse(given).drivername == "postgresql"


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """A text, a folder, a file that nobody may write."""
    text_file = tmp_path / "notes"
    text_file.write_text("not a database at all, but long enough to be looked at")
    with pytest.raises(DatabaseRefused, match="is no SQLite file"):
        _open(f"sqlite:///{text_file}")
    with pytest.raises(DatabaseRefused, match=r"Is a directory|not a regular file"):
        _open(f"sqlite:///{tmp_path}")
    with pytest.raises(DatabaseRefused, match="no such file"):
        look_into(tmp_path / "none.db", now=lambda: NOW_S)


def test_a_damaged_file_is_no_surprise(sqlite_url: str) -> None:
    """It ends in a clear error and not in a traceback from the driver."""
    _keep(sqlite_url, 5)
    path = _path(sqlite_url)
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 8] = bytes(4096 * 7)
    path.write_bytes(data)
    with pytest.raises((LedgerUnavailable, DatabaseRefused)):
        _open(sqlite_url)


def test_a_later_database_is_refused(url: str) -> None:
    """An older program does not guess what a later one meant."""
    _keep(url, 1)
    with _open(url) as database, database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="revision '9999'; accepted: up to '0"):
        _open(url)
    with pytest.raises(NewerDatabase):
        look_into(url, now=lambda: NOW_S)


def test_an_old_copy_is_noticed(sqlite_url: str, tmp_path: Path) -> None:
    """Yesterday's file in the place of today's is not taken for today's."""
    path = _path(sqlite_url)
    _keep(sqlite_url, 4)
    copy = tmp_path / "yesterday"
    shutil.copy(path, copy)
    _keep(sqlite_url, 3)
    shutil.copy(copy, path)
    with pytest.raises(RolledBack, match="has 4 entries, of which 7 had been seen"):
        _open(sqlite_url)
    # Somebody says that it is meant.
    with _open(sqlite_url, accept_older=True) as database:
        assert journals(database)[0].size == 4
    _open(sqlite_url).close()


def test_another_file_is_noticed(sqlite_url: str, tmp_path: Path) -> None:
    """An empty one as well as one with another history of the same journal."""
    path = _path(sqlite_url)
    _keep(sqlite_url, 4)
    copy = tmp_path / "copy"
    shutil.copy(path, copy)
    path.unlink()
    with pytest.raises(RolledBack, match="is not there, of which 4 entries"):
        _open(sqlite_url)
    shutil.copy(copy, path)
    _keep(sqlite_url, 1)
    shutil.copy(copy, path)
    fork = f"sqlite:///{tmp_path / 'fork.db'}"
    shutil.copy(copy, _path(fork))
    with _open(fork) as database:
        journal = LedgerJournal(database, 1)
        journal.append(supply(4, 9))
    shutil.copy(_path(fork), path)
    with pytest.raises(RolledBack, match="holds another history up to entry 4"):
        _open(sqlite_url)


def test_a_damaged_witness_is_refused(sqlite_url: str) -> None:
    """Silence would be the same as forgetting."""
    _keep(sqlite_url, 1)
    path = _path(sqlite_url)
    path.with_name("zaslin.db.witness").write_text("{")
    with pytest.raises(DatabaseRefused, match=r"witness .* is damaged"):
        _open(sqlite_url)


def test_a_hot_journal_is_no_obstacle_for_readers(sqlite_url: str) -> None:
    """What a killed process left is undone before anybody looks."""
    _keep(sqlite_url, 3)
    path = _path(sqlite_url)
    program = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('PRAGMA cache_spill = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "for i in range(4000):\n"
        "    c.execute('INSERT INTO setting VALUES (?, ?)', (str(i), 'x' * 500))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert path.with_name("zaslin.db-journal").exists()
    with look_into(path, now=lambda: NOW_S) as database:
        assert journals(database)[0].size == 3
        with database.reading() as connection:
            assert not connection.execute(text("SELECT * FROM setting")).all()


def test_several_processes_may_start_at_once(postgres_url: str) -> None:
    """One makes the tables, the others wait for it."""
    faults: list[BaseException] = []

    def start() -> None:
        try:
            _open(postgres_url).close()
        except BaseException as error:
            faults.append(error)
            raise

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_a_server_that_forgets_is_refused() -> None:
    """Without fsync an acknowledged decision may be gone after a power cut."""
    server = make_server("fsync=off")
    try:
        with pytest.raises(DatabaseRefused, match="fsync = off; accepted: on"):
            _open(server.create())
    finally:
        remove_server(server)


def test_a_commit_waits_for_the_disk(postgres_url: str) -> None:
    """Also where the server or the role says otherwise."""
    with _open(postgres_url) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("ALTER ROLE zaslin SET synchronous_commit = off")
        database.engine.dispose()
        try:
            with database.reading() as connection:
                shown = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
        finally:
            with database.writing() as connection:
                connection.exec_driver_sql("ALTER ROLE zaslin RESET synchronous_commit")
    assert shown == "on"


def test_a_begun_journal_says_who_it_is(sqlite_url: str) -> None:
    """Two journals about the same thing are still two."""
    with _open(sqlite_url) as database:
        first = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        second = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        first.append(opening())
        second.append(opening())
    assert first.root != second.root

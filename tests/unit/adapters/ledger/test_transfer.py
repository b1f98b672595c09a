"""What a backup wrote is what a restore puts back, between databases of any kind."""

import json
import secrets
import sqlite3
import stat
import threading
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from tests.ledgers import ABOUT, booked, night, receipt, supply
from tests.pictures import NOW_S
from zaslin.adapters.journal import file as journal_file
from zaslin.adapters.ledger.database import Database, look_into, open_database
from zaslin.adapters.ledger.examine_database import examine_database
from zaslin.adapters.ledger.faults import DatabaseRefused, RolledBack
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.lead import Lead
from zaslin.adapters.ledger.shelf import begin_journal, journals
from zaslin.adapters.ledger.transfer import backup, export, export_notes, restore
from zaslin.adapters.people import PeopleParams, first_admin, make_ground
from zaslin.ops.ports import Booked
from zaslin.wire.checkpoint import read_notes


def _filled(database: Database) -> LedgerJournal:
    """A live journal under a later epoch, and one of an exercise."""
    lead = Lead(database, holder="a", address="http://a")
    lead.take()
    epoch = lead.epoch or 0
    journal = LedgerJournal(
        database, begin_journal(database, "live", ABOUT, epoch=epoch), epoch
    )
    for entry, with_it in booked(night(300)):
        journal.append(entry, with_it)
    journal.append(supply(300), Booked(receipt=receipt("k"), document=b"plan"))
    exercise = LedgerJournal(
        database, begin_journal(database, "sim", ABOUT, epoch=epoch), epoch
    )
    for entry in night(3):
        exercise.append(entry)
    return journal


def _everything(database: Database) -> str:
    """All rows of all tables that a backup holds."""
    tables = MetaData()
    tables.reflect(database.engine)
    left_out = {"lead", "snapshot", "head"}
    with database.reading() as connection:
        rows = {
            table.name: sorted(
                repr(
                    [
                        bytes(each) if isinstance(each, memoryview) else each
                        for each in row
                    ]
                )
                for row in connection.execute(select(table))
            )
            for table in tables.sorted_tables
            if table.name not in left_out
        }
    return json.dumps(rows, sort_keys=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of another empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'restored.db'}"
    return str(request.getfixturevalue("postgres_server").create())


def test_a_backup_comes_back_whole(
    database: Database, target: str, tmp_path: Path
) -> None:
    """Row by row; and the restored journal can be written on."""
    journal = _filled(database)
    ground = make_ground(
        database, now=lambda: NOW_S, secret=secrets.token_bytes, params=PeopleParams()
    )
    assert first_admin(ground) is not None
    file = tmp_path / "backup.db"
    rows = backup(database, file)
    assert [row.size for row in rows] == [301, 3]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = restore(file, target, now=lambda: NOW_S)
    assert [row.root for row in restored] == [row.root for row in rows]
    with open_database(target, now=lambda: NOW_S) as there:
        assert _everything(there) == _everything(database)
        assert all(each.holds for each in examine_database(there))
        again = LedgerJournal(there, journal.id, 1)
        assert again.receipt("k") == receipt("k")
        assert again.document(300) == b"plan"
        assert again.balances() == journal.balances()
        again.append(supply(301))
        # Numbers go on where the others ended.
        assert begin_journal(there, "sim", ABOUT) == 3


def test_a_backup_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    """A desk writes on meanwhile, and what the backup holds fits together."""
    journal = _filled(database)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            journal.append(supply(journal.size()))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        rows = backup(database, tmp_path / "backup.db")
    finally:
        stop.set()
        writer.join()
    with look_into(tmp_path / "backup.db", now=lambda: NOW_S) as copy:
        assert journals(copy)[0].size == rows[0].size
        assert all(each.holds for each in examine_database(copy))


def test_a_damaged_journal_is_not_backed_up(database: Database, tmp_path: Path) -> None:
    """Nor left behind as half a file: the last good backup is worth more."""
    _filled(database)
    with database.writing() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER USER")
        connection.exec_driver_sql(
            "UPDATE entry SET line = previous WHERE journal = 1 AND number = 290"
        )
    with pytest.raises(DatabaseRefused, match="journal 1 is damaged at entry 290"):
        backup(database, tmp_path / "backup.db")
    assert not list(tmp_path.glob("*backup*"))


def test_nothing_is_overwritten(
    database: Database, target: str, tmp_path: Path
) -> None:
    """No file by a backup, no database by a restore."""
    _filled(database)
    file = tmp_path / "backup.db"
    backup(database, file)
    with pytest.raises(DatabaseRefused, match=r"exists; accepted: a new file"):
        backup(database, file)
    restore(file, target, now=lambda: NOW_S)
    with pytest.raises(DatabaseRefused, match="holds rows of"):
        restore(file, target, now=lambda: NOW_S)


def test_an_older_backup_is_put_back_only_on_purpose(tmp_path: Path) -> None:
    """Where the place is known to have held more."""
    url = f"sqlite:///{tmp_path / 'zaslin.db'}"
    with open_database(url, now=lambda: NOW_S) as database:
        journal = _filled(database)
        backup(database, tmp_path / "old.db")
        journal.append(supply(301))
    for each in tmp_path.glob("zaslin.db"):
        each.unlink()
    with pytest.raises(RolledBack, match="has 301 entries, of which 302 had been seen"):
        restore(tmp_path / "old.db", url, now=lambda: NOW_S)
    restore(tmp_path / "old.db", url, now=lambda: NOW_S, accept_older=True)
    with open_database(url, now=lambda: NOW_S) as database:
        assert journals(database)[0].size == 301


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    """A file that is not there, a text, a database of something else."""
    url = f"sqlite:///{tmp_path / 'zaslin.db'}"
    with pytest.raises(DatabaseRefused, match="no such file"):
        restore(tmp_path / "none", url, now=lambda: NOW_S)
    (tmp_path / "text").write_text("hello, this is no database")
    with pytest.raises(DatabaseRefused, match="no SQLite file"):
        restore(tmp_path / "text", url, now=lambda: NOW_S)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(DatabaseRefused, match="of revision None; accepted: '0"):
        restore(tmp_path / "other.db", url, now=lambda: NOW_S)


def test_an_export_is_a_journal_like_any_other(database: Database) -> None:
    """Byte for byte what a journal in a file is, with checkpoints up to its end."""
    journal = _filled(database)
    row = journals(database)[0]
    file = BytesIO()
    assert export(database, row, file) == 301
    about, entries = journal_file.read(BytesIO(file.getvalue()), "test")
    assert ABOUT.items() <= about.items()
    assert list(entries) == list(journal.entries())
    notes = read_notes(export_notes(database, row), "test")
    assert [each.checkpoint.size for each in notes] == [256, 301]
    assert notes[-1].checkpoint.root == journal.root

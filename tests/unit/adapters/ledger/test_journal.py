"""A journal in a database keeps an entry with all that follows from it, or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from tests.ledgers import (
    ABOUT,
    UNIT,
    booked,
    moved,
    night,
    opening,
    planned,
    receipt,
    supply,
)
from tests.pictures import MISSILE, NOW_S
from zaslin.adapters.ledger import reading, schema
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.faults import (
    DatabaseRefused,
    Fenced,
    HeadMoved,
    OutOfStock,
    ReceiptExists,
)
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal, journals
from zaslin.bootstrap import archive
from zaslin.bootstrap.archive import LedgerArchive
from zaslin.domain.event import Entry
from zaslin.ops.ports import Booked
from zaslin.ops.posting import Account, Balance, balances
from zaslin.ops.state import fold
from zaslin.wire.chain import next_root, start_of
from zaslin.wire.checkpoint import read_notes
from zaslin.wire.journal_line import decode, encode

TABLES = (schema.ENTRY, schema.POSTING, schema.RECEIPT, schema.ATTACHMENT, schema.STOCK)


def _counts(database: Database) -> list[int]:
    with database.reading() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        ]


def test_entries_come_back_as_they_were(
    database: Database, journal: LedgerJournal
) -> None:
    """To the last bit, also for whoever opens the journal later."""
    for entry, with_it in booked(night(20)):
        journal.append(entry, with_it)
    assert tuple(journal.entries()) == tuple(night(20))
    assert tuple(journal.entries(17)) == tuple(night(20))[17:]
    assert tuple(journal.entries(3, 4)) == tuple(night(20))[3:7]
    again = LedgerJournal(database, journal.id, 1)
    assert again.size() == 20
    assert again.root == journal.root
    situation = fold(night(20))
    assert situation is not None
    assert again.balances() == balances(situation)


def test_pages_leave_nothing_out(
    journal: LedgerJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the number of entries divides by that of a page."""
    monkeypatch.setattr(reading, "PAGE", 4)
    for number, entry in enumerate(night(13)):
        journal.append(entry)
        numbers = [each.number for each in journal.entries()]
        assert numbers == list(range(number + 1))


def test_the_chain_is_as_published(journal: LedgerJournal) -> None:
    """The root is what anybody computes from the lines of an export."""
    root = start_of(journal.header)
    for entry in night(5):
        journal.append(entry)
        root = next_root(root, encode(entry))
    assert journal.root == root
    (note,) = read_notes(journal.checkpoint(), "test")
    assert note.checkpoint.root == root
    assert note.checkpoint.size == 5


def test_a_refused_entry_leaves_nothing(
    database: Database, journal: LedgerJournal
) -> None:
    """A guard speaks last, when everything else is done, and undoes all of it."""
    journal.append(opening(), moved(5, Account.SUPPLY, Account.AVAILABLE))
    before = _counts(database)
    seen = []

    def guard() -> None:
        seen.append("asked")
        raise PermissionError("no")

    full = Booked(
        postings=moved(1, Account.AVAILABLE, Account.RESERVED).postings,
        receipt=receipt("k"),
        document=b"plan",
        guard=guard,
    )
    with pytest.raises(PermissionError):
        journal.append(supply(1), full)
    assert seen == ["asked"]
    assert _counts(database) == before
    assert journal.receipt("k") is None
    journal.append(supply(1), replace(full, guard=None))
    assert _counts(database) == [2, 2, 1, 1, 1]


def test_the_same_key_gives_the_first_answer(
    database: Database, journal: LedgerJournal
) -> None:
    """Also for a writer that had not seen that the journal moved on."""
    journal.append(opening())
    behind = LedgerJournal(database, journal.id)
    first = receipt("k", answer=b"first")
    journal.append(supply(1), Booked(receipt=first))
    second = Booked(receipt=receipt("k", actor="another", answer=b"second"))
    for writer, entry in (
        (journal, supply(2)),
        (journal, supply(1)),
        (behind, supply(1)),
    ):
        with pytest.raises(ReceiptExists) as known:
            writer.append(entry, second)
        assert known.value.receipt == first
    assert journal.size() == 2
    assert journal.receipt("k") == first


def test_no_posting_takes_what_is_not_there(
    database: Database, journal: LedgerJournal
) -> None:
    """The database counts by itself; a refusal names what there is."""
    journal.append(opening(), moved(2, Account.SUPPLY, Account.AVAILABLE))
    before = _counts(database)
    with pytest.raises(OutOfStock, match="take 3 of 2 available rounds; accepted: "):
        journal.append(supply(1), moved(3, Account.AVAILABLE, Account.RESERVED))
    with pytest.raises(OutOfStock, match="1 of 0 expended"):
        journal.append(supply(1), moved(1, Account.EXPENDED, Account.AVAILABLE))
    assert _counts(database) == before
    journal.append(supply(1), moved(2, Account.AVAILABLE, Account.RESERVED))
    journal.append(supply(2), moved(1, Account.RESERVED, Account.EXPENDED))
    journal.append(supply(3), moved(1, Account.RESERVED, Account.CORRECTION))
    assert journal.balances() == {(UNIT, MISSILE.id): Balance(expended=1)}


def test_the_stock_has_constraints_of_its_own(
    database: Database, journal: LedgerJournal
) -> None:
    """Whatever a program does, no account is below zero and all of them add up."""
    journal.append(opening(), moved(2, Account.SUPPLY, Account.AVAILABLE))
    for change in (
        "available = available - 3",
        "available = available + 1",
        "reserved = -1",
        "available = available - 1, corrected = corrected + 1",
    ):
        with pytest.raises(DBAPIError, match="stock_"), database.writing() as writer:
            writer.exec_driver_sql(f"UPDATE stock SET {change}")  # noqa: S608
    with database.writing() as connection:
        # The control: a change that adds up.
        connection.exec_driver_sql(
            "UPDATE stock SET available = available - 1, reserved = reserved + 1"
        )


def _tampering() -> list[str]:
    frozen = ("journal", "entry", "posting", "receipt", "attachment", "checkpoint")
    return [
        *(f"DELETE FROM {table}" for table in frozen),  # noqa: S608
        *(f"UPDATE {table} SET journal = journal" for table in frozen[1:]),  # noqa: S608
        "UPDATE journal SET kind = 'sim'",
        "UPDATE entry SET at_s = at_s + 1",
        "UPDATE receipt SET actor = 'somebody else'",
    ]


def test_what_was_entered_stays(database: Database, journal: LedgerJournal) -> None:
    """UPDATE and DELETE are refused by the database itself."""
    _one_of_each(database, journal)
    for statement in _tampering():
        with (
            pytest.raises(DBAPIError, match="append-only"),
            database.writing() as writer,
        ):
            writer.exec_driver_sql(statement)


def test_no_row_is_replaced_or_truncated(
    database: Database, journal: LedgerJournal
) -> None:
    """Each kind of database has a back door, and it is shut."""
    _one_of_each(database, journal)
    if database.is_sqlite:
        statement = "REPLACE INTO entry SELECT * FROM entry WHERE number = 1"
    else:
        statement = "TRUNCATE entry CASCADE"
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as writer:
        writer.exec_driver_sql(statement)


def test_a_database_without_triggers_would_be_changed(
    database: Database, journal: LedgerJournal
) -> None:
    """The control: it is the triggers that refuse."""
    _one_of_each(database, journal)
    with database.writing() as connection:
        _drop_triggers(connection, "entry")
        connection.exec_driver_sql("UPDATE entry SET at_s = at_s + 1")


def test_a_writer_that_is_behind_is_stopped(
    database: Database, journal: LedgerJournal
) -> None:
    """Two writers of one epoch: the second one to write has not seen everything."""
    other = LedgerJournal(database, journal.id)
    journal.append(opening())
    with pytest.raises(HeadMoved, match="holds 1 entries; accepted: 0"):
        other.append(opening())
    with pytest.raises(HeadMoved, match="number is 5; accepted: 1"):
        journal.append(supply(5))
    assert journal.size() == 1


def test_a_later_epoch_fences_the_earlier_one(
    database: Database, journal: LedgerJournal
) -> None:
    """Whatever the old leader still believes, nothing of it is kept."""
    journal.append(opening())
    later = LedgerJournal(database, journal.id, 3)
    with pytest.raises(Fenced, match="epoch 3"):
        journal.append(supply(1))
    with pytest.raises(Fenced):
        LedgerJournal(database, journal.id, 2)
    later.append(supply(1))
    assert [each.number for each in journal.entries()] == [0]
    assert LedgerJournal(database, journal.id, 3).size() == 2


def test_documents_are_found_by_the_revision_of_their_plan(
    journal: LedgerJournal,
) -> None:
    """The last plan of a revision, and a list from the newest on."""
    journal.append(opening())
    for number, (revision, document) in enumerate(
        [(7, b"floor"), (7, b"better"), (8, b""), (9, b"next")], 1
    ):
        journal.append(planned(number, revision), Booked(document=document))
    assert journal.plan_document(7) == b"better"
    assert journal.plan_document(8) is None
    assert journal.plan_document(99) is None
    assert journal.document(1) == b"floor"
    assert journal.document(3) is None
    newest = journal.plans(None, 2)
    assert [(each.number, each.revision) for each in newest] == [(4, 9), (2, 7)]
    assert [each.number for each in journal.plans(2, 9)] == [1]


def test_entries_are_found_by_who_brought_them(journal: LedgerJournal) -> None:
    """For an audit: by whom, of which kind, since when."""
    journal.append(opening())
    for number, by in enumerate(("bondar", "radar-1", "bondar"), 1):
        journal.append(replace(supply(number), by=by))
    journal.append(planned(4, 1))
    assert [each.number for each in journal.find(by="bondar")] == [3, 1]
    assert [each.number for each in journal.find(kinds=("planned",))] == [4]
    assert [each.number for each in journal.find(since_s=NOW_S + 3)] == [4, 3]
    assert [each.number for each in journal.find(before=2, limit=1)] == [1]
    assert [each.number for each in journal.find(from_number=2)] == [4, 3, 2]
    # What looks like SQL is a name like any other.
    assert not list(journal.find(by="' OR 1=1 --"))


def test_what_is_not_wanted_is_not_read(
    journal: LedgerJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry of track reports is megabytes: a list of plans must not hold them."""
    journal.append(opening())
    for number in range(1, 6):
        journal.append(supply(number))
    journal.append(planned(6, 1))
    read = []

    def counted(line: bytes, source: str, number: int) -> Entry:
        read.append(number)
        return decode(line, source, number)

    monkeypatch.setattr(reading, "decode", counted)
    assert [each.number for each in journal.find(kinds=("planned",))] == [6]
    assert len(read) == 1
    # Nor many at a time, where many are wanted.
    found = journal.find(kinds=("resupplied",))
    next(found)
    assert len(read) == 2


def test_what_is_found_is_read_page_by_page(
    journal: LedgerJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is lost or comes twice where a page ends, and there are as many as asked."""
    journal.append(opening())
    for number in range(1, 9):
        journal.append(supply(number))
    monkeypatch.setattr(reading, "PAGE", 3)
    kinds = ("resupplied",)
    numbers = [each.number for each in journal.find(kinds=kinds)]
    assert numbers == [8, 7, 6, 5, 4, 3, 2, 1]
    for limit in range(1, 9):
        some = [each.number for each in journal.find(kinds=kinds, limit=limit)]
        assert some == numbers[:limit]
    below = [each.number for each in journal.find(kinds=kinds, before=7, limit=4)]
    assert below == [6, 5, 4, 3]


def test_a_page_of_large_entries_is_a_short_one(
    journal: LedgerJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never empty, and page after page gives them all."""
    journal.append(opening())
    for number in range(1, 6):
        journal.append(supply(number))
    whole = tuple(journal.entries())
    pages = LedgerArchive(journal)
    assert pages.entries(0, 99) == whole
    monkeypatch.setattr(archive, "_PAGE_BYTES", 1)
    assert pages.entries(2, 99) == whole[2:3]
    monkeypatch.setattr(archive, "_PAGE_BYTES", 700)
    found: list[Entry] = []
    lengths = []
    while page := pages.entries(len(found), 4):
        lengths.append(len(page))
        found += page
    assert tuple(found) == whole
    # The first entry holds a whole picture; of the others four are asked for.
    assert lengths == [1, 4, 1]
    assert pages.entries(6, 4) == ()


def test_a_restart_folds_only_the_tail(
    database: Database, journal: LedgerJournal
) -> None:
    """A snapshot and the entries after it come to the same situation."""
    entries = list(night(40))
    for entry in entries[:30]:
        journal.append(entry)
    part = fold(entries[:25])
    assert part is not None
    assert journal.latest_snapshot() is None
    journal.snapshot(part)
    for entry in entries[30:]:
        journal.append(entry)
    held = LedgerJournal(database, journal.id).latest_snapshot()
    assert held == part
    assert list(held.tracks) == list(part.tracks)
    ahead = fold(entries)
    assert ahead is not None
    journal.snapshot(ahead)
    assert journal.latest_snapshot() == ahead
    with pytest.raises(ValueError, match="situation is of 41 entries"):
        journal.snapshot(replace(ahead, entries=41))


def test_a_snapshot_of_another_program_is_not_read(
    database: Database, journal: LedgerJournal
) -> None:
    """Nor one of another history, nor a damaged one: the journal is folded instead."""
    for entry in night(10):
        journal.append(entry)
    situation = fold(night(10))
    assert situation is not None
    for column, value in (("form", "older"), ("root", b"0" * 32), ("document", b"?")):
        journal.snapshot(situation)
        assert journal.latest_snapshot() == situation
        with database.writing() as connection:
            connection.execute(text(f"UPDATE snapshot SET {column} = :v"), {"v": value})  # noqa: S608
        assert journal.latest_snapshot() is None


def test_checkpoints_are_kept_now_and_then(
    journal: LedgerJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the entries that follow, and never twice for one size."""
    from zaslin.adapters.ledger import checkpoints

    monkeypatch.setattr(checkpoints, "EVERY", 4)
    for entry in night(10):
        journal.append(entry)
    notes = [read_notes(each, "test")[0] for each in journal.checkpoints()]
    assert [each.checkpoint.size for each in notes] == [4, 8]
    assert len(journal.checkpoints(until=5)) == 1
    signed = {bool(each.signatures) for each in notes}
    assert signed == {journal.database.is_sqlite}


def test_journals_are_listed_by_kind(database: Database) -> None:
    """An exercise has a journal of its own."""
    live = begin_journal(database, "live", ABOUT)
    sim = begin_journal(database, "sim", ABOUT)
    assert [row.id for row in journals(database)] == [live, sim]
    (row,) = journals(database, "sim")
    assert (row.id, row.size, row.opened_at_s) == (sim, 0, NOW_S)
    assert ABOUT.items() <= row.about.items()
    assert len({each.origin for each in journals(database)}) == 2
    with pytest.raises(DatabaseRefused, match="journal is 99; accepted: 1, 2"):
        LedgerJournal(database, 99)


def _one_of_each(database: Database, journal: LedgerJournal) -> None:
    journal.append(opening(), moved(2, Account.SUPPLY, Account.AVAILABLE))
    journal.append(supply(1), Booked(receipt=receipt("k"), document=b"d", postings=()))
    with database.writing() as connection:
        connection.execute(
            schema.CHECKPOINT.insert().values(
                journal=journal.id, size=1, root=b"r", at_s=0.0, note="n"
            )
        )


def _drop_triggers(connection: Connection, table: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_a_letter_that_a_database_does_not_take_is_refused(
    database: Database, journal: LedgerJournal
) -> None:
    """As what does not fit, and not as a defect of the program."""
    journal.append(opening())
    entry = replace(supply(1), by="a\0b")
    if database.is_sqlite:
        journal.append(entry)
        assert tuple(journal.entries(1)) == (entry,)
    else:
        with pytest.raises(ValueError, match="entry 1 cannot be kept"):
            journal.append(entry)
        assert journal.size() == 1


def test_a_head_that_is_not_its_last_entry_is_refused(
    database: Database, journal: LedgerJournal
) -> None:
    """Nobody writes on where something was cut off."""
    journal.append(opening())
    journal.append(supply(1))
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE head SET size = 1")
    with pytest.raises(DatabaseRefused, match="head that is not its last entry"):
        LedgerJournal(database, journal.id)

"""Whatever is done to a journal, a checkpoint that somebody else holds finds it."""

import random
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from io import BytesIO
from itertools import chain

import pytest

from tests.ledgers import ABOUT, booked, night
from zaslin.adapters.journal import file as journal_file
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.examine import Examination, Examiner, Held, strangers
from zaslin.adapters.ledger.examine_database import examine_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.signing import Signer
from zaslin.wire.chain import next_root, origin_of, start_of
from zaslin.wire.checkpoint import Checkpoint, Note, note_of, read_notes
from zaslin.wire.journal_line import encode
from zaslin.wire.rejected import Rejected

SIZE = 12
MUTATIONS = 1_000


@cache
def exported() -> bytes:
    """A small journal as a file."""
    file = BytesIO()
    journal_file.write(night(SIZE), file, ABOUT)
    return file.getvalue()


def checkpoint_of(data: bytes, size: int | None = None) -> Note:
    """What somebody else holds: how the file was when it was whole."""
    header, *lines = data.splitlines(keepends=True)
    root = start_of(header)
    origin = origin_of(root)
    for line in lines[:size]:
        root = next_root(root, line)
    made = Checkpoint(
        origin=origin, size=len(lines[:size]), root=root, at_s=1_757_200_000.0
    )
    (note,) = read_notes(note_of(made), "test")
    return note


def examined(data: bytes, notes: Sequence[Note], *, fold: bool = False) -> Examination:
    """As ``zaslin verify`` does it."""
    header, lines = journal_file.read_lines(BytesIO(data), "test")
    examiner = Examiner("test", header, notes=notes, fold=fold)
    found = examiner.examine(map(Held, lines))
    for fault in strangers(notes, [found.origin]):
        examiner.fault("stranger", fault)
    return found


def is_found(data: bytes, notes: Sequence[Note]) -> bool:
    """Whether anybody would notice: a fault, or no journal at all."""
    try:
        return not examined(data, notes).holds
    except Rejected:
        return True


def _edit(lines: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(len(lines))
    line = bytearray(lines[at])
    place = rng.randrange(len(line))
    line[place] ^= 1 << rng.randrange(8)
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def _edit_digit(lines: list[bytes], rng: random.Random) -> list[bytes]:
    """A number that reads as well as the one before."""
    at = rng.randrange(1, len(lines))
    line = bytearray(lines[at])
    digits = [i for i, each in enumerate(line) if each in b"0123456789"]
    place = rng.choice(digits)
    line[place] = rng.choice([d for d in b"123456789" if d != line[place]])
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def _insert(lines: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(1, len(lines) + 1)
    return [*lines[:at], rng.choice(lines[1:]), *lines[at:]]


def _delete(lines: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(len(lines))
    return [*lines[:at], *lines[at + 1 :]]


def _reorder(lines: list[bytes], rng: random.Random) -> list[bytes]:
    one, two = rng.sample(range(len(lines)), 2)
    moved = list(lines)
    moved[one], moved[two] = moved[two], moved[one]
    return moved


def _truncate(lines: list[bytes], rng: random.Random) -> list[bytes]:
    data = b"".join(lines)
    return [data[: rng.randrange(len(data))]]


def _cut(lines: list[bytes], rng: random.Random) -> list[bytes]:
    """The end taken away, line by line."""
    return lines[: rng.randrange(1, len(lines))]


def _fork(lines: list[bytes], rng: random.Random) -> list[bytes]:
    """Another end, in itself without a fault."""
    keep = rng.randrange(2, SIZE)
    entries = list(night(SIZE))
    other = [encode(each) for each in entries[:keep]]
    for each in entries[keep:]:
        at_s = each.at_s + rng.uniform(0.1, 0.4)
        other.append(
            encode(type(each)(number=each.number, at_s=at_s, event=each.event))
        )
    return [lines[0], *other]


Mutation = Callable[[list[bytes], random.Random], list[bytes]]
KINDS: tuple[Mutation, ...] = (
    _edit,
    _edit_digit,
    _insert,
    _delete,
    _reorder,
    _truncate,
    _cut,
    _fork,
)


def _mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(seed)  # noqa: S311
    lines = exported().splitlines(keepends=True)
    made = 0
    while made < count:
        mutate = KINDS[made % len(KINDS)]
        data = b"".join(mutate(lines, rng))
        if data != exported():
            made += 1
            yield mutate.__name__, data


def _missed(count: int, notes: Sequence[Note], seed: int = 1) -> list[str]:
    return [name for name, data in _mutants(count, seed) if not is_found(data, notes)]


def test_every_mutation_is_found() -> None:
    """Edited, inserted, deleted, moved, cut off, forked: a thousand, none missed."""
    assert not _missed(MUTATIONS, [checkpoint_of(exported())])


@pytest.mark.deep
def test_every_one_of_ten_thousand_mutations_is_found() -> None:
    """And of any other ten thousand."""
    assert not _missed(10_000, [checkpoint_of(exported())], seed=7)


def test_without_a_checkpoint_mutations_would_be_missed() -> None:
    """The control: the file alone does not tell, and nobody says that it does."""
    missed = set(_missed(400, []))
    assert {"_edit_digit", "_cut", "_fork"} <= missed


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """Every checkpoint of the way, with every entry judged: no false alarm."""
    notes = [checkpoint_of(exported(), size) for size in range(SIZE + 1)]
    for some in (notes, notes[:3], notes[-1:], []):
        found = examined(exported(), some, fold=True)
        assert found.holds, found.faults
        assert found.size == SIZE
        assert found.situation is not None
        assert found.covered == max((n.checkpoint.size for n in some), default=0)


def test_a_longer_journal_than_the_checkpoint_holds() -> None:
    """What came later is not covered, and is no fault."""
    note = checkpoint_of(exported(), 5)
    found = examined(exported(), [note])
    assert found.holds
    assert found.covered == 5


def test_faults_say_where() -> None:
    """Between which checkpoints, at which entry, and how much was cut off."""
    lines = exported().splitlines(keepends=True)
    notes = [checkpoint_of(exported(), size) for size in (4, 8, 12)]
    cut = examined(b"".join(lines[:-2]), notes)
    assert cut.faults == ["10 entries, but a checkpoint of 12: the end was cut off"]
    edited = list(lines)
    edited[6] = edited[6].replace(b'"at_s":1', b'"at_s":2')
    changed = examined(b"".join(edited), notes)
    (fault,) = changed.faults
    assert "checkpoint of 8 entries has another root: entries 4 to 7" in fault
    missing = examined(b"".join([*lines[:5], *lines[6:]]), notes)
    assert missing.faults[0].startswith(
        "entry 4 says that it is 5: entries were put in"
    )


def test_two_histories_under_one_size_are_a_fork() -> None:
    """The keeper signed both: that alone proves it, whichever the file is."""
    note = checkpoint_of(exported())
    made = note.checkpoint
    other = Checkpoint(
        origin=made.origin, size=made.size, root=b"x" * 32, at_s=made.at_s
    )
    found = examined(exported(), [note, *read_notes(note_of(other), "test")])
    assert any("two histories: a fork" in fault for fault in found.faults)


def test_a_checkpoint_of_another_journal_is_said() -> None:
    """It vouches for nothing here."""
    other = Checkpoint(origin="zaslin/journal/00", size=1, root=b"x" * 32, at_s=0.0)
    found = examined(exported(), read_notes(note_of(other), "test"))
    assert found.faults == [
        "checkpoint is of zaslin/journal/00, and no journal here is that"
    ]


def test_a_checkpoint_has_to_be_signed_by_a_key() -> None:
    """If keys are given; signed by another, or changed later, it counts for nothing."""
    mine, other = Signer("zaslin", b"1" * 32), Signer("zaslin", b"2" * 32)
    made = checkpoint_of(exported()).checkpoint
    signed = mine.sign(made)
    header = exported().splitlines(keepends=True)[0]

    def holds(note: str, key: Signer) -> bool:
        notes = read_notes(note, "test")
        examiner = Examiner("test", header, notes=notes, keys=[key.public])
        lines = exported().splitlines(keepends=True)[1:]
        found = examiner.examine(map(Held, lines))
        return found.holds and found.covered == SIZE

    assert holds(signed, mine)
    assert not holds(signed, other)
    assert not holds(note_of(made), mine)
    assert not holds(signed.replace("at 2025", "at 2024"), mine)


def test_a_long_journal_takes_the_memory_of_a_page() -> None:
    """Twenty megabytes go through in less than two."""
    lines = exported().splitlines(keepends=True)
    line = lines[2].removesuffix(b"\n")

    def many() -> Iterator[Held]:
        for number in range(1, 20_000):
            text_of = line.replace(b'"number":1', b'"number":%d' % number, 1)
            yield Held(text_of + b" " * 600 + b"\n")

    examiner = Examiner("test", lines[0])
    first = [Held(lines[1])]
    tracemalloc.start()
    found = examiner.examine(chain(first, many()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.size == 20_000
    assert found.holds
    assert peak < 2 * 2**20


def _kept(journal: LedgerJournal, count: int = 30) -> None:
    for entry, with_it in booked(night(count)):
        journal.append(entry, with_it)


def test_a_database_is_gone_through_as_well(
    database: Database, journal: LedgerJournal
) -> None:
    """Entries, columns, postings, stock and head, each held against the others."""
    _kept(journal)
    notes = read_notes(journal.checkpoint(), "test")
    (found,) = examine_database(database, notes=notes, fold=True)
    assert found.holds, found.faults
    assert (found.size, found.covered) == (30, 30)


TAMPERED = {
    "UPDATE entry SET line = (SELECT line FROM entry WHERE number = 3) "
    "WHERE number = 7": "entry 7 says that it is 3",
    "UPDATE entry SET at_s = at_s + 1 WHERE number = 7": "entry 7 is not what its col",
    "UPDATE entry SET \"by\" = 'me' WHERE number = 7": "entry 7 is not what",
    "UPDATE entry SET previous = hash WHERE number = 7": "entry 7 does not follow",
    "UPDATE entry SET line = previous WHERE number = 7": "entry 7 cannot be read",
    "DELETE FROM entry WHERE number = 8": "entry 8 is not there, but 9",
    "DELETE FROM entry WHERE number = 29": "head is of 30 entries",
    "UPDATE head SET root = previous FROM entry WHERE number = 7": "head is of 30",
    "DELETE FROM posting WHERE number = 5": "entry 5 has other postings",
    "UPDATE posting SET rounds = 9 WHERE number = 5": "is not what its postings make",
    "UPDATE stock SET available = available + 1, supplied = supplied + 1": "stock of",
}


@pytest.mark.parametrize(("statement", "fault"), TAMPERED.items())
def test_tampering_with_a_database_is_found(
    sqlite_database: Database, statement: str, fault: str
) -> None:
    """By somebody who took the triggers away first."""
    database = sqlite_database
    (found,) = examine_database(database, fold=True)
    assert found.holds
    _tamper(database, statement)
    (found,) = examine_database(database, fold=True)
    assert any(fault in each for each in found.faults), found.faults


def test_a_database_cut_back_to_its_last_word_is_found_by_a_checkpoint(
    sqlite_database: Database,
) -> None:
    """Whoever also mends the head leaves no trace but with those who hold a note."""
    database = sqlite_database
    journal = LedgerJournal(database, 1)
    notes = read_notes(journal.checkpoint(), "test")
    _tamper(
        database,
        "DELETE FROM posting WHERE number >= 28",
        "UPDATE stock SET available = available - 1, supplied = supplied - 1 "
        "WHERE fire_unit = 'U1'",
        "UPDATE head SET size = 28, root = previous FROM entry WHERE number = 28",
        "DELETE FROM entry WHERE number >= 28",
    )
    (found,) = examine_database(database, fold=True)
    assert found.holds, found.faults
    (found,) = examine_database(database, notes=notes)
    assert any("the end was cut off" in each for each in found.faults)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A database with a journal of thirty entries."""
    from zaslin.adapters.ledger.database import open_database
    from zaslin.adapters.ledger.shelf import begin_journal

    with open_database(sqlite_url, now=lambda: 0.0) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        _kept(journal)
        yield database


def _tamper(database: Database, *statements: str) -> None:
    """As somebody does who has the file, and takes the triggers away first."""
    with closing(sqlite3.connect(database.name)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()

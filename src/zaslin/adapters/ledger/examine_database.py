"""All journals of a database gone through, with what is kept beside their entries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from zaslin.adapters.ledger import checkpoints, reading
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.examine import (
    Columns,
    Examination,
    Examiner,
    Held,
    strangers,
)
from zaslin.adapters.ledger.schema import HEAD, POSTING, STOCK
from zaslin.adapters.ledger.shelf import JournalRow, journals
from zaslin.adapters.ledger.signing import PublicKey
from zaslin.adapters.ledger.stock import COLUMNS, Pair, changes
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.ops.posting import Account, Posting, balances
from zaslin.wire.checkpoint import Note, read_notes
from zaslin.wire.rejected import Rejected


def examine_database(
    database: Database,
    *,
    notes: Sequence[Note] = (),
    keys: Sequence[PublicKey] = (),
    fold: bool = False,
) -> list[Examination]:
    """Every journal, the earliest first; the last one has faults of no journal."""
    rows = journals(database)
    found = [_examine(database, row, notes=notes, keys=keys, fold=fold) for row in rows]
    foreign = list(strangers(notes, (row.origin for row in rows)))
    if foreign:
        found.append(Examination(name="no journal", origin="", faults=foreign))
    return found


def _examine(
    database: Database,
    row: JournalRow,
    *,
    notes: Sequence[Note],
    keys: Sequence[PublicKey],
    fold: bool,
) -> Examination:
    name = f"journal {row.id}"
    kept, broken = _kept_notes(database, row, name)
    examiner = Examiner(name, row.header, notes=[*notes, *kept], keys=keys, fold=fold)
    for fault in broken:
        examiner.fault("note", fault)
    stock = _Stock()
    # Up to the head as it was when this began: a desk may be writing.
    found = examiner.examine(stock.through(_held(database, row, examiner)))
    if (found.size, found.root) != (row.size, row.root):
        examiner.fault(
            "head",
            f"head is of {row.size} entries and {row.root.hex()[:16]}…, but the "
            f"entries come to {found.size} and {found.root.hex()[:16]}…",
        )
    for fault in _stock_faults(database, row, stock, found):
        examiner.fault("stock", fault)
    return found


def _kept_notes(
    database: Database, row: JournalRow, name: str
) -> tuple[list[Note], list[str]]:
    notes: list[Note] = []
    faults = []
    for text in checkpoints.kept(database, row.id, row.size):
        try:
            notes += read_notes(text, name)
        except Rejected as fault:
            faults.append(f"a kept checkpoint cannot be read: {fault}")
    return notes, faults


def _held(database: Database, row: JournalRow, examiner: Examiner) -> Iterator[Held]:
    """Entries and their postings, a page of them at a time."""
    number = 0
    while number < row.size:
        until = min(number + reading.PAGE, row.size)
        try:
            postings = _postings(database, row.id, number, until)
        except ValueError as error:
            postings = {}
            examiner.fault("postings", f"postings from entry {number} on: {error}")
        page = list(
            reading.rows(database, row.id, number, limit=reading.PAGE, until=until)
        )
        for each in page:
            yield Held(
                line=reading.unzipped(each.line),
                number=each.number,
                previous=bytes(each.previous),
                root=bytes(each.hash),
                postings=tuple(postings.get(each.number, ())),
                columns=Columns(each.at_s, each.kind, each.by, each.revision),
            )
        number = until


def _postings(
    database: Database, journal: int, start: int, until: int
) -> dict[int, list[Posting]]:
    query = (
        select(POSTING)
        .where(
            POSTING.c.journal == journal,
            POSTING.c.number >= start,
            POSTING.c.number < until,
        )
        .order_by(POSTING.c.number, POSTING.c.line)
    )
    found = defaultdict(list)
    with database.reading() as connection:
        for row in connection.execute(query):
            found[row.number].append(
                Posting(
                    fire_unit=FireUnitId(row.fire_unit),
                    interceptor_type=InterceptorTypeId(row.interceptor_type),
                    rounds=row.rounds,
                    source=Account(row.source),
                    destination=Account(row.target),
                )
            )
    return found


class _Stock:
    """What all postings come to."""

    def __init__(self) -> None:
        self.sums: defaultdict[Pair, dict[str, int]] = defaultdict(
            lambda: {column: 0 for column, _ in COLUMNS.values()}
        )

    def through(self, held: Iterator[Held]) -> Iterator[Held]:
        """The same, accounted for."""
        for each in held:
            for pair, change in changes(each.postings or ()).items():
                for column, rounds in change.items():
                    self.sums[pair][column] += rounds
            yield each


def _stock_faults(
    database: Database, row: JournalRow, stock: _Stock, found: Examination
) -> Iterator[str]:
    with database.reading() as connection:
        size = connection.scalar(select(HEAD.c.size).where(HEAD.c.journal == row.id))
        rows = connection.execute(select(STOCK).where(STOCK.c.journal == row.id)).all()
    # Otherwise a desk has written meanwhile, and its stock is of later.
    if size == row.size:
        held = {
            (FireUnitId(each.fire_unit), InterceptorTypeId(each.interceptor_type)): {
                column: getattr(each, column) for column, _ in COLUMNS.values()
            }
            for each in rows
        }
        for pair in sorted(held.keys() | stock.sums.keys()):
            if held.get(pair) != (stock.sums.get(pair) or None):
                yield f"stock of {_named(pair)} is not what its postings make"
    if found.situation is None or found.situation.entries != row.size:
        return
    for pair, balance in balances(found.situation).items():
        sums = stock.sums[pair]
        if (balance.available, balance.reserved, balance.expended) != (
            sums["available"],
            sums["reserved"],
            sums["expended"],
        ):
            yield f"postings of {_named(pair)} are not what the entries make"


def _named(pair: Pair) -> str:
    return f"{pair[1]!r} at {pair[0]!r}"

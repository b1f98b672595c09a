"""Operators race for the last round, and the ledger says who has it.

In each race a unit has one round, and every operator, in a thread of its own with its
own view of the journal, tries to reserve it at the same moment.
Who finds the journal moved on reads it and tries again, without looking at the stock:
that only one succeeds is the ledger's doing and not the operators' politeness.
The naive one, kept as a control, writes what it saw before the others wrote.

    python -m tests.race_ledger --races 2000 --operators 8
    python -m tests.race_ledger --races 2000 --operators 8 --backend postgresql
    python -m tests.race_ledger --races 200 --operators 2 --naive
"""

import argparse
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, select, update

from tests.kill_ledger import backend
from tests.ledgers import ABOUT, moved, opening, receipt, supply
from tests.pictures import MISSILE
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.faults import (
    HeadMoved,
    LedgerUnavailable,
    OutOfStock,
    ReceiptExists,
)
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.schema import STOCK
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.domain.ids import FireUnitId
from zaslin.ops.ports import Booked
from zaslin.ops.posting import Account

T = TypeVar("T")


class Operator(Protocol):
    """Tries to reserve the last round of a unit."""

    retries: int

    def look(self, unit: FireUnitId) -> None:
        """See what there is, before anybody acts."""

    def act(self, race: int, unit: FireUnitId) -> bool:
        """Reserve it; whether this operator has it now."""


@dataclass
class Tally:
    """What came of it."""

    races: int = 0
    double_spent: int = 0
    unspent: int = 0
    retries: int = 0
    seconds: float = 0.0

    @property
    def faults(self) -> int:
        """Races that did not end with exactly one winner."""
        return self.double_spent + self.unspent


class Careful:
    """An operator on the ledger."""

    def __init__(self, database: Database, journal: int, name: str) -> None:
        self._database = database
        self._id = journal
        self._name = name
        self._journal = LedgerJournal(database, journal)
        self.retries = 0

    def look(self, unit: FireUnitId) -> None:  # noqa: ARG002  (of any unit)
        """See how far the journal is."""
        self._journal = _answered(lambda: LedgerJournal(self._database, self._id))

    def act(self, race: int, unit: FireUnitId) -> bool:
        """Reserve, and try again if the journal moved on."""
        reserve = moved(1, Account.AVAILABLE, Account.RESERVED, unit)
        while True:
            journal = self._journal
            booked = Booked(
                postings=reserve.postings, receipt=receipt(f"{self._name}-{race}")
            )
            try:
                journal.append(supply(journal.size(), 1, unit), booked)
            except OutOfStock:
                return False
            except ReceiptExists:
                # The answer was lost, and the round is this operator's.
                return True
            except (HeadMoved, LedgerUnavailable):
                self.retries += 1
                self.look(unit)
            else:
                return True


class Naive:
    """An operator as it must not be: it looks, and later writes what it saw."""

    def __init__(self, database: Database, journal: int, name: str) -> None:
        del name
        self._database = database
        self._id = journal
        self._seen = (0, 0)
        self.retries = 0

    def look(self, unit: FireUnitId) -> None:
        """See how many rounds there are."""
        with self._database.reading() as connection:
            seen = connection.execute(select(STOCK).where(self._at(unit))).one()
        self._seen = seen.available, seen.reserved

    def act(self, race: int, unit: FireUnitId) -> bool:
        """Write what was seen, less one."""
        del race
        available, reserved = self._seen
        if available < 1:
            return False
        while True:
            try:
                with self._database.writing() as connection:
                    connection.execute(
                        update(STOCK)
                        .where(self._at(unit))
                        .values(available=available - 1, reserved=reserved + 1)
                    )
            except LedgerUnavailable:
                self.retries += 1
            else:
                return True

    def _at(self, unit: FireUnitId) -> ColumnElement[bool]:
        return (
            (STOCK.c.journal == self._id)
            & (STOCK.c.fire_unit == unit)
            & (STOCK.c.interceptor_type == MISSILE.id)
        )


def run(
    url: str, races: int, operators: int, kind: type[Careful] | type[Naive]
) -> Tally:
    """Race after race on one database; every operator has its own view of it."""
    tally = Tally()
    began = time.monotonic()
    with ExitStack() as stack:
        database = stack.enter_context(open_database(url, now=time.time))
        number = begin_journal(database, "live", ABOUT)
        LedgerJournal(database, number).append(opening())
        people: list[Operator] = [
            kind(_own(stack, url, database), number, f"operator{i}")
            for i in range(operators)
        ]
        pool = stack.enter_context(ThreadPoolExecutor(operators))
        for race in range(races):
            unit = FireUnitId(f"R{race}")
            _give_one(database, number, unit)
            at_once = partial(_at_once, race, unit, threading.Barrier(operators))
            winners = sum(pool.map(at_once, people))
            tally.races += 1
            tally.double_spent += winners > 1
            tally.unspent += winners < 1
        tally.retries = sum(person.retries for person in people)
        if kind is Careful:
            _accept_stock(database, number, races)
    tally.seconds = time.monotonic() - began
    return tally


def _at_once(
    race: int, unit: FireUnitId, line: threading.Barrier, person: Operator
) -> bool:
    person.look(unit)
    line.wait()
    return person.act(race, unit)


def _own(stack: ExitStack, url: str, database: Database) -> Database:
    """A process's own connections; a file has only one process."""
    if database.is_sqlite:
        return database
    return stack.enter_context(open_database(url, now=time.time))


def _give_one(database: Database, number: int, unit: FireUnitId) -> None:
    journal = _answered(lambda: LedgerJournal(database, number))
    one = moved(1, Account.SUPPLY, Account.AVAILABLE, unit)
    _answered(lambda: journal.append(supply(journal.size(), 1, unit), one))


def _answered(ask: Callable[[], T]) -> T:
    """Ask until there is an answer: on a busy machine a second may be too short."""
    while True:
        try:
            return ask()
        except LedgerUnavailable as fault:
            if fault.outcome_unknown:
                raise


def _accept_stock(database: Database, number: int, races: int) -> None:
    """Every last round is reserved, once, and nothing else moved."""
    held = LedgerJournal(database, number).balances()
    assert len(held) == races
    assert {(each.available, each.reserved) for each in held.values()} == {(0, 1)}


def main() -> int:
    """The command; 1 if a round was spent twice or by nobody."""
    parser = argparse.ArgumentParser(description="Race for the last round.")
    parser.add_argument("--races", type=int, default=2000)
    parser.add_argument("--operators", type=int, default=2)
    parser.add_argument("--backend", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", help="where databases are made; /tmp unless stated")
    parser.add_argument("--naive", action="store_true", help="the control")
    given = parser.parse_args()
    kind = Naive if given.naive else Careful
    with backend(given.backend, given.folder) as (stores, _):
        tally = run(stores().url, given.races, given.operators, kind)
    sys.stdout.write(
        f"{given.backend}, {kind.__name__.lower()}, {given.operators} operators: races "
        f"{tally.races}, double-spent {tally.double_spent}, unspent {tally.unspent}, "
        f"tried again {tally.retries}, {tally.races / tally.seconds:.0f} races/s\n"
    )
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())

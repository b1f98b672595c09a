"""Kill whoever writes the ledger, again and again, and count what was lost.

A child process keeps entries one after the other, each with a receipt, and says so
over a pipe once the ledger has acknowledged one.
It is killed at a random moment; what it said is compared with what a second program
finds in the database, without a line of the ledger's own code: every acknowledged key
is there, no key has had two effects, the rounds add up and the chain is whole.
The next child starts with the request whose answer was cut off, under the same key.

    python -m tests.kill_ledger --cycles 1000
    python -m tests.kill_ledger --cycles 1000 --backend postgresql
    python -m tests.kill_ledger --cycles 50 --backend postgresql --kill server
    python -m tests.kill_ledger --cycles 100 --kill creation
    python -m tests.kill_ledger --cycles 50 --plant     # acknowledges before COMMIT
"""

import argparse
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import psycopg

from tests.ledgers import ABOUT, UNIT, moved, opening, receipt, supply
from tests.postgres import PostgresServer, make_server, remove_server
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.faults import (
    DatabaseRefused,
    LedgerUnavailable,
    ReceiptExists,
)
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.ops.ports import Booked
from zaslin.ops.posting import Account

READY = "ready"
LONGEST_S = 0.15
"""How long a child lives at most, once it is ready."""

PER_DATABASE = 200
"""Cycles on one database before a new one is begun."""


class Store(Protocol):
    """A database as the second program sees it."""

    url: str

    def rows(self, query: str) -> list[Any]:
        """What a query finds."""

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its file."""


@dataclass
class Tally:
    """What came of it."""

    cycles: int = 0
    acknowledged: int = 0
    cut_off: int = 0
    """Commits that were kept and whose answer never came."""
    in_transaction: int = 0
    """Kills after which the file had a rollback journal."""
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for a report."""
        return (
            f"cycles {self.cycles}, acknowledged {self.acknowledged}, kept but not "
            f"answered {self.cut_off}, killed with a rollback journal "
            f"{self.in_transaction}, faults {len(self.faults)}"
        )


class SqliteStore:
    """The file, through sqlite3 alone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "zaslin.db"
        self.url = f"sqlite:///{self.path}"

    def rows(self, query: str) -> list[Any]:
        """What a query finds."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query).fetchall()

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        return [row[0] for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]


class PostgresStore:
    """The server's database, through psycopg alone."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, query: str) -> list[Any]:
        """What a query finds."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            return connection.execute(query).fetchall()

    def faults(self) -> list[str]:
        """A server checks itself when it recovers."""
        return []


def request(number: int) -> Booked:
    """What the request of a number asks for: one round more."""
    booked = moved(1, Account.SUPPLY, Account.AVAILABLE)
    return Booked(postings=booked.postings, receipt=receipt(f"r{number}"))


def serve(url: str, first: int, pipe: int, *, plant: bool) -> None:
    """Keep requests from ``first`` on until somebody kills this process."""
    with open_database(url, now=time.time) as database:
        journal = _journal(database)
        os.write(pipe, f"{READY}\n".encode())
        number = first
        while True:
            if plant:
                os.write(pipe, f"{number}\n".encode())
            try:
                journal.append(supply(journal.size()), request(number))
            except ReceiptExists:
                pass
            except LedgerUnavailable:
                # The server was killed: this process asks anew when it is back.
                return
            if not plant:
                os.write(pipe, f"{number}\n".encode())
            number += 1


def run(
    stores: Callable[[], Store],
    cycles: int,
    seed: int,
    *,
    plant: bool = False,
    server: PostgresServer | None = None,
) -> Tally:
    """Kill the writer in each cycle; or the server, if one is given."""
    rng = random.Random(seed)  # noqa: S311  (moments, not secrets)
    tally = Tally()
    book = None
    for cycle in range(cycles):
        if book is None or cycle % PER_DATABASE == 0:
            if book is not None:
                tally.faults += book.audit()
            book = _Book(stores())
        said = _cycle(book, rng, plant=plant, server=server)
        tally.cycles += 1
        tally.acknowledged += len(said)
        tally.in_transaction += book.has_rollback_journal()
        tally.cut_off += book.compare(said)
        tally.faults += book.faults
        book.faults = []
    if book is not None:
        tally.faults += book.audit()
    return tally


def run_creations(stores: Callable[[], Store], cycles: int, seed: int) -> Tally:
    """Kill whoever makes a new database; the next one has to be able to use it."""
    rng = random.Random(seed)  # noqa: S311  (moments, not secrets)
    tally = Tally()
    for _ in range(cycles):
        store = stores()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _be_child(store.url, 0, write, plant=False)
        os.close(write)
        select.select([], [], [], rng.uniform(0.0, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        tally.cycles += 1
        try:
            with open_database(store.url, now=time.time) as database:
                journal = _journal(database)
                tally.acknowledged += journal.size()
                journal.append(supply(journal.size()))
        except (DatabaseRefused, LedgerUnavailable) as fault:
            tally.faults.append(f"cannot be used: {fault}")
        else:
            tally.faults += _Book.audit_of(store)
    return tally


class _Book:
    """One database, and what was said about it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.said: set[int] = set()
        self.next = 0
        self.faults: list[str] = []
        with open_database(store.url, now=time.time) as database:
            journal = _journal(database)
            journal.append(opening())

    def has_rollback_journal(self) -> bool:
        store = self.store
        return (
            isinstance(store, SqliteStore)
            and store.path.with_name(f"{store.path.name}-journal").exists()
        )

    def compare(self, said: list[int]) -> int:
        """Find what was said and is not there; returns what is and was not said."""
        self.said.update(said)
        keys = [int(row[0][1:]) for row in self.store.rows("SELECT key FROM receipt")]
        kept = set(keys)
        lost = self.said - kept
        if lost:
            self.faults.append(f"lost: {sorted(lost)[:5]}")
        if len(kept) != len(keys):
            self.faults.append("a key twice")
        self.next = max(self.said, default=-1) + 1
        cut_off = kept - self.said
        if len(cut_off) > 1 or any(each != self.next for each in cut_off):
            self.faults.append(f"kept and never asked: {sorted(cut_off)[:5]}")
        self._account(len(kept))
        return len(cut_off)

    def audit(self) -> list[str]:
        """The chain from its start, and the file itself."""
        return self.audit_of(self.store)

    @staticmethod
    def audit_of(store: Store) -> list[str]:
        """The same of any database."""
        (header,) = store.rows("SELECT header FROM journal")
        root = sha256(bytes(header[0])).digest()
        number = 0
        query = "SELECT number, line, previous, hash FROM entry ORDER BY number"
        for row in store.rows(query):
            line = zlib.decompress(bytes(row[1]))
            if row[0] != number or bytes(row[2]) != root:
                return [f"chain broken before entry {number}"]
            root = sha256(b"zaslin/entry/1\0" + root + line).digest()
            if bytes(row[3]) != root:
                return [f"chain broken at entry {number}"]
            number += 1
        ((size, head),) = store.rows("SELECT size, root FROM head")
        if (size, bytes(head)) != (number, root):
            return ["head is not the end of the chain"]
        return store.faults()

    def _account(self, kept: int) -> None:
        """One round for each key, one entry and one posting, and nothing else."""
        ((entries,),) = self.store.rows("SELECT count(*) FROM entry")
        ((postings,),) = self.store.rows("SELECT count(*) FROM posting")
        stock = self.store.rows(
            f"SELECT available, supplied FROM stock WHERE fire_unit = '{UNIT}'"  # noqa: S608
        )
        ((size,),) = self.store.rows("SELECT size FROM head")
        rounds = stock[0] if stock else (0, 0)
        found = (entries - 1, postings, *rounds, size - 1)
        if found != (kept,) * 5:
            self.faults.append(f"{kept} receipts, but {found}")


def _cycle(
    book: _Book, rng: random.Random, *, plant: bool, server: PostgresServer | None
) -> list[int]:
    """One child, killed; returns the requests it acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _be_child(book.store.url, book.next, write, plant=plant)
    os.close(write)
    said = ""
    # Now and then before it is ready, when it recovers what the last one left.
    early = server is None and rng.random() < 0.1
    with open(read, "rb", buffering=0) as pipe:  # noqa: PTH123  (a descriptor)
        while not early and READY not in said:
            part = pipe.read(4096)
            if not part:
                break
            said += part.decode()
        moment_s = rng.uniform(0.0, 0.2 if early else LONGEST_S)
        select.select([], [], [], moment_s)
        if server is None:
            os.kill(child, signal.SIGKILL)
        else:
            # As after a power cut: nothing is written, nobody is told.
            server.stop(signal.SIGQUIT)
        while part := pipe.read(65536):
            said += part.decode()
    os.waitpid(child, 0)
    if server is not None:
        server.start()
    # The last line may have been cut in two.
    whole = said[: said.rfind("\n") + 1].splitlines()
    return [int(each) for each in whole if each != READY]


def _be_child(url: str, first: int, pipe: int, *, plant: bool) -> None:
    code = 1
    try:
        serve(url, first, pipe, plant=plant)
        code = 0
    except LedgerUnavailable:
        code = 0
    finally:
        os._exit(code)


def _journal(database: Database) -> LedgerJournal:
    """The only journal of a database; begun if it is not."""
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM journal").scalar()
    number = found or begin_journal(database, "live", ABOUT)
    return LedgerJournal(database, number)


@contextmanager
def backend(
    name: str, folder: str | Path | None = None
) -> Iterator[tuple[Callable[[], Store], PostgresServer | None]]:
    """Fresh databases of a kind, one after the other; all gone at the end."""
    if name == "postgresql":
        server = make_server(on_disk=folder is None)
        try:
            yield lambda: PostgresStore(server.create()), server
        finally:
            remove_server(server)
        return
    root = Path(tempfile.mkdtemp(prefix="zaslin-kill-", dir=folder))
    try:
        yield lambda: SqliteStore(Path(tempfile.mkdtemp(dir=root))), None
    finally:
        shutil.rmtree(root, ignore_errors=True)


def main() -> int:
    """The command; 1 if anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(description="Kill whoever writes the ledger.")
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--backend", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--kill", choices=["writer", "server", "creation"], default="writer"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where databases are made; /tmp unless stated")
    parser.add_argument("--plant", action="store_true", help="the bug to be found")
    given = parser.parse_args()
    began = time.monotonic()
    with backend(given.backend, given.folder) as (stores, server):
        if given.kill == "creation":
            tally = run_creations(stores, given.cycles, given.seed)
        else:
            tally = run(
                stores,
                given.cycles,
                given.seed,
                plant=given.plant,
                server=server if given.kill == "server" else None,
            )
    took_s = time.monotonic() - began
    sys.stdout.write(
        f"{given.backend}, {given.kill} killed: {tally.line()}, {took_s:.0f} s\n"
    )
    for fault in tally.faults[:10]:
        sys.stdout.write(f"fault: {fault}\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""What everything about people stands on: the database, a clock, secrets, numbers."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.people.database import Transactions
from zaslin.adapters.people.hashing import Hashing
from zaslin.adapters.people.memory import Memory
from zaslin.adapters.people.params import PeopleParams


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Shared by those who look people up and those who change them.

    ``now`` gives POSIX seconds, ``secret`` so many bytes that nobody can guess.
    """

    transactions: Transactions
    hashing: Hashing
    memory: Memory
    now: Callable[[], float]
    secret: Callable[[int], bytes]
    params: PeopleParams

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A transaction after which nobody is who they were without a look-up."""
        try:
            with self.transactions.change() as connection:
                yield connection
        finally:
            # Also if it failed: a commit may have come through all the same.
            self.memory.forget()

    def text(self, size: int) -> str:
        """So many secret bytes as text."""
        return base64.urlsafe_b64encode(self.secret(size)).decode().rstrip("=")


def make_ground(
    database: Database,
    *,
    now: Callable[[], float],
    secret: Callable[[int], bytes],
    params: PeopleParams,
) -> Ground:
    """The ground on a database that was opened to write."""
    return Ground(
        transactions=Transactions(database),
        hashing=Hashing(params.hashing),
        memory=Memory(params.fresh_s, params.outage_s),
        now=now,
        secret=secret,
        params=params,
    )

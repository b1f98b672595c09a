"""People administered on the machine itself, beside a service that runs or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import inspect

from zaslin.adapters.ledger import sqlite
from zaslin.adapters.ledger.database import Database, open_database, path_of
from zaslin.adapters.ledger.faults import InUse
from zaslin.adapters.people.tables import PERSON


@contextmanager
def open_beside(url: str, *, now: Callable[[], float]) -> Iterator[Database]:
    """The database of a service, to change people in it.

    The journal has one writer, but SQLite itself keeps short transactions of two
    processes apart: so people may be changed while a service runs.

    Raises
    ------
    DatabaseRefused
        As :func:`open_database`; being in use is none of the reasons.
    """
    try:
        database = open_database(url, now=now)
    except InUse:
        path = path_of(url)
        if path is None:
            raise
        engine = sqlite.make_engine(path)
        if not inspect(engine).has_table(PERSON.name):
            # Somebody is making the tables at this moment.
            engine.dispose()
            raise
        database = Database(engine, name=str(path), now=now, token=str)
    with database:
        yield database

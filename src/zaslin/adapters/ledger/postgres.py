"""A database on a server: several processes share it, and none waits for ever."""

import queue
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from zaslin.adapters.ledger.faults import DatabaseRefused
from zaslin.adapters.ledger.limits import (
    SERVER_LOCK_MS,
    SERVER_STATEMENT_MS,
    STATEMENT_S,
)

_WAKE_S = 0.1
# Below these a commit is acknowledged before it is safe.
_WEAK_COMMIT = ("off", "local", "remote_write")
_NOT_REPLICATED = "canceling wait for synchronous replication"


class PunctualConnection(psycopg.Connection[Any]):
    """A connection that gives up on a server which does not answer in time.

    The server's own time-outs do not help where it is frozen or unreachable.
    """

    limit_s = STATEMENT_S
    """How long this connection waits for an answer."""

    is_unconfirmed = False
    """Whether a commit came back without the standby's confirmation."""

    def wait(
        self, gen: PQGen[RV], interval: float = _WAKE_S, timeout: float | None = None
    ) -> RV:
        """Wait for the server, and no longer than the limit."""
        limit = self.limit_s if timeout is None else min(timeout, self.limit_s)
        try:
            return super().wait(gen, interval, limit)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001  (has no public name yet)
            # What it would still answer belongs to nobody.
            self.close()
            raise psycopg.OperationalError(f"no answer within {limit:g} s") from None


def make_engine(url: URL) -> Engine:
    """Connections to a server, each with its limits.

    ``url`` is as SQLAlchemy writes it; libpq's own parameters follow the ``?``.
    """
    stated = {"connect_timeout": "2", "application_name": "zaslin", **url.query}
    given = dict(
        url.translate_connect_args(database="dbname", username="user"), **stated
    )

    def connect() -> PunctualConnection:
        return _within(
            STATEMENT_S, lambda: PunctualConnection.connect(**given, autocommit=False)
        )

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=5,
        max_overflow=10,
        pool_timeout=STATEMENT_S,
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: PunctualConnection, _: ConnectionPoolEntry) -> None:
        # Another event's argument type; the driver's own object is behind it.
        connection: PunctualConnection = getattr(raw, "driver_connection", raw)
        connection.add_notice_handler(lambda notice: _notice(connection, notice))
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {SERVER_STATEMENT_MS}")
            cursor.execute(f"SET lock_timeout = {SERVER_LOCK_MS}")
            cursor.execute("SET idle_in_transaction_session_timeout = 5000")
            cursor.execute("SELECT current_setting('synchronous_commit')")
            row = cursor.fetchone()
            if row is None or row[0] in _WEAK_COMMIT:
                cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return engine


def accept_server(ask: Callable[[str], str]) -> None:
    """Refuse a server that acknowledges what a power cut takes back.

    ``ask`` gives the value of a setting.
    """
    for name in ("fsync", "full_page_writes"):
        value = ask(name)
        if value != "on":
            raise DatabaseRefused(
                f"PostgreSQL runs with {name} = {value}; accepted: on, as otherwise "
                "acknowledged decisions can get lost"
            )


def _notice(connection: PunctualConnection, notice: psycopg.errors.Diagnostic) -> None:
    if (notice.message_primary or "").startswith(_NOT_REPLICATED):
        connection.is_unconfirmed = True


def _within(
    limit_s: float, connect: Callable[[], PunctualConnection]
) -> PunctualConnection:
    """A connection in time; libpq's own limit cannot be below two seconds."""
    answers: queue.SimpleQueue[PunctualConnection | Exception] = queue.SimpleQueue()
    taken = threading.Lock()

    def attempt() -> None:
        try:
            answer: PunctualConnection | Exception = connect()
        except psycopg.Error as error:
            answer = error
        answers.put(answer)
        # Taken by nobody: too late.
        if not taken.acquire(blocking=False) and isinstance(answer, psycopg.Connection):
            answer.close()

    threading.Thread(target=attempt, name="ledger-connect", daemon=True).start()
    try:
        answer = answers.get(timeout=limit_s)
    except queue.Empty:
        if taken.acquire(blocking=False):
            raise psycopg.OperationalError(
                f"no connection within {limit_s:g} s"
            ) from None
        answer = answers.get()
    if isinstance(answer, Exception):
        raise answer
    return answer

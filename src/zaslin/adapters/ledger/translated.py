"""What a driver reports, in the words of the ledger: outside faults, and outcomes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from zaslin.adapters.ledger.faults import LedgerUnavailable

# What SQLite reports when the file, the disk or another process is in the way.
_SQLITE_OUTSIDE = frozenset(
    {
        "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR",
        "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB",
        "SQLITE_PROTOCOL", "SQLITE_NOMEM", "SQLITE_PERM", "SQLITE_AUTH",
    }
)  # fmt: skip


@contextmanager
def translated() -> Iterator[None]:
    """Turn what lies outside of this program into :class:`LedgerUnavailable`."""
    try:
        yield
    except PoolTimeoutError:
        raise LedgerUnavailable("all connections are busy") from None
    except DBAPIError as error:
        why = _why_outside(error)
        if why is None:
            raise
        raise LedgerUnavailable(why) from None
    except psycopg.OperationalError as error:
        raise LedgerUnavailable(_one_line(error)) from None
    except sqlite3.OperationalError as error:
        raise LedgerUnavailable(_one_line(error)) from None


def at_commit(error: DBAPIError) -> Exception:
    """What an error of COMMIT means: refused for certain, or nobody knows."""
    if isinstance(error, IntegrityError):
        return error
    why = _why_outside(error)
    if why is None:
        return error
    original = error.orig
    if isinstance(original, sqlite3.Error):
        # Full or busy, the transaction is whole and was rolled back.
        name = original.sqlite_errorname or ""
        return LedgerUnavailable(why, outcome_unknown=name.startswith("SQLITE_IOERR"))
    said_no = isinstance(original, psycopg.Error) and original.sqlstate is not None
    return LedgerUnavailable(why, outcome_unknown=not said_no or _is_end(original))


def _is_end(error: object) -> bool:
    """Whether the server went down meanwhile: class 57P, as it says."""
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    return (state or "").startswith("57P")


def _why_outside(error: DBAPIError) -> str | None:
    """Why the database could not; None if the statement is at fault."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        name: str = getattr(original, "sqlite_errorname", "") or ""
        outside = any(
            name == each or name.startswith(f"{each}_") for each in _SQLITE_OUTSIDE
        )
        return _one_line(original) if outside else None
    if isinstance(original, psycopg.errors.ReadOnlySqlTransaction):
        return "the server is read-only, as a standby is"
    if isinstance(original, psycopg.OperationalError | psycopg.InterfaceError):
        return _one_line(original)
    return None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__

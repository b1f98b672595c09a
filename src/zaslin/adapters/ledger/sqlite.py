"""A database in a file: one process writes it, and what it acknowledges is on disk."""

import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from zaslin.adapters.ledger.faults import DatabaseRefused, InUse
from zaslin.adapters.ledger.limits import SQLITE_BUSY_MS, SQLITE_PATIENT_MS

WRITE = "zaslin_write"
"""Execution option of a connection that is going to change something."""

_MAGIC = b"SQLite format 3\x00"
# Where the file says how it is written: 2 is WAL.
_WRITE_VERSION_AT = 18
_WAL = 2
# Earlier ones can lose committed changes in WAL mode (sqlite.org/changes.html).
_WAL_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


class FileLock:
    """Held by the process that writes a database; the system frees it with it."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            self._file = os.open(path, flags, 0o600)
        except OSError as error:
            raise DatabaseRefused(
                f"lock {path}: {error.strerror}; accepted: a file that can be written"
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._file, 32, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise InUse(
                f"database is in use by process {holder or 'unknown'}; accepted: one "
                "process on an SQLite database; several share a PostgreSQL"
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process have it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def make_file(path: Path) -> None:
    """Make an empty, private file in its folder on disk, or mend the rights of one.

    Raises
    ------
    DatabaseRefused
        If it cannot be made, or is not a file of the kind that is used here.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise DatabaseRefused(
                    f"database {path} is not a regular file; accepted: the path of one"
                )
            if status.st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
        sync_folder(path.parent)
    except OSError as error:
        raise DatabaseRefused(
            f"database {path}: {error.strerror}; accepted: a file in a folder that can "
            "be written"
        ) from None


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk: a file without its name is lost."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def accept_file(path: Path) -> None:
    """Refuse what is no SQLite file, and WAL where it can lose commits."""
    with path.open("rb") as file:
        start = file.read(32)
    if not start:
        return
    if not start.startswith(_MAGIC):
        raise DatabaseRefused(
            f"database {path} is no SQLite file; accepted: one, or a new path"
        )
    if start[_WRITE_VERSION_AT] == _WAL and not is_wal_mended(
        sqlite3.sqlite_version_info
    ):
        raise DatabaseRefused(
            f"database {path} is in WAL mode, in which SQLite "
            f"{sqlite3.sqlite_version} can lose committed changes; accepted: a file in "
            "journal mode DELETE (sqlite3 FILE 'PRAGMA journal_mode=DELETE'), or "
            "SQLite 3.51.3, 3.50.7 or 3.44.6"
        )


def is_wal_mended(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the mended WAL; series have their own mended release."""
    if version >= _WAL_MENDED[-1]:
        return True
    return any(
        version[:2] == mended[:2] and version >= mended for mended in _WAL_MENDED
    )


def make_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Connections to a file, each as strict as the next one."""
    mode = "ro" if read_only else "rw"
    # As a URI, so that a file that went away is not made anew, and empty.
    target = f"file:{quote(str(path.absolute()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            target,
            uri=True,
            timeout=SQLITE_BUSY_MS / 1000,
            # Transactions begin where the ledger says so.
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, poolclass=QueuePool, pool_timeout=1.0
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _: ConnectionPoolEntry) -> None:
        with closing(raw.cursor()) as cursor:
            for statement in _settings(read_only=read_only):
                cursor.execute(statement)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _settings(*, read_only: bool) -> Iterator[str]:
    limit = SQLITE_PATIENT_MS if read_only else SQLITE_BUSY_MS
    yield f"PRAGMA busy_timeout = {limit}"
    yield "PRAGMA foreign_keys = ON"
    # Without it a REPLACE would remove a row behind the back of its triggers.
    yield "PRAGMA recursive_triggers = ON"
    yield "PRAGMA trusted_schema = OFF"
    yield "PRAGMA cell_size_check = ON"
    if read_only:
        return
    yield "PRAGMA journal_mode = DELETE"
    # EXTRA syncs the folder too when the rollback journal goes: a commit whose
    # journal came back after a power cut would be undone.
    yield "PRAGMA synchronous = EXTRA"
    yield "PRAGMA secure_delete = OFF"

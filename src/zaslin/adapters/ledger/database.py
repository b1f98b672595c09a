"""One database: opened with care, read and written in transactions that end in time."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from zaslin.adapters.ledger import postgres, sqlite
from zaslin.adapters.ledger.faults import DatabaseRefused, InUse, LedgerUnavailable
from zaslin.adapters.ledger.limits import SQLITE_BUSY_MS
from zaslin.adapters.ledger.migrate import accept_current, migrate
from zaslin.adapters.ledger.signing import Signer, signer_of
from zaslin.adapters.ledger.translated import at_commit, translated
from zaslin.adapters.ledger.turn import Turn
from zaslin.adapters.ledger.witness import Witness

_log = logging.getLogger(__name__)

_ACCEPTED = "sqlite:///FILE or postgresql://USER@HOST/NAME"


class Database:
    """The database of a service; made by :func:`open_database`.

    ``now`` is the time in seconds since 1970, ``token`` a secret that nobody guesses.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        name: str,
        now: Callable[[], float],
        token: Callable[[], str],
        lock: sqlite.FileLock | None = None,
    ) -> None:
        self.engine = engine
        self.name = name
        self.now = now
        self.token = token
        self.witness: Witness | None = None
        self.signer: Signer | None = None
        self._lock = lock
        self._turns = Turn() if self.is_sqlite else None
        self._broken = ""

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing: all of it sees one state.

        Keep it short: on SQLite nobody can commit meanwhile.

        Raises
        ------
        LedgerUnavailable
            If the database does not answer in time.
        """
        with (
            self._turn(),
            self._connected() as connection,
            translated(),
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.execute(
                    text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                )
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, or never was.

        Raises
        ------
        LedgerUnavailable
            If the database does not answer in time, is full or cannot be written;
            ``outcome_unknown`` if COMMIT was sent and not answered.
        """
        if self._broken:
            raise LedgerUnavailable(
                f"{self._broken}; it is not written before a restart"
            )
        with self._turn(), self._connected() as connection:
            connection.execution_options(**{sqlite.WRITE: True})
            with translated():
                transaction = connection.begin()
            try:
                with translated():
                    yield connection
            except BaseException:
                _roll_back(connection)
                raise
            self._commit(connection, transaction.commit)

    def remember(self) -> None:
        """Have the witness remember how far everything is; the log says if not."""
        if self.witness is None:
            return
        try:
            with self.reading() as connection:
                self.witness.remember(connection)
        except (OSError, LedgerUnavailable) as error:
            # What was committed is kept all the same.
            _log.warning("witness_not_written: %s", error)

    def close(self) -> None:
        """Give connections and the lock back."""
        self.remember()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(self, connection: Connection, commit: Callable[[], None]) -> None:
        driver = connection.connection.driver_connection
        try:
            commit()
        except DBAPIError as error:
            _roll_back(connection)
            self._doubt_disk(error)
            raise at_commit(error) from None
        if isinstance(driver, postgres.PunctualConnection) and driver.is_unconfirmed:
            driver.is_unconfirmed = False
            raise LedgerUnavailable(
                "the standby did not confirm in time", outcome_unknown=True
            )

    def _doubt_disk(self, error: DBAPIError) -> None:
        """Write no more to a disk that has failed once.

        What was not synced may still be read back from memory and be gone after a
        power cut; only a new process, with nothing in memory, can tell.
        """
        name = getattr(error.orig, "sqlite_errorname", None) or ""
        if name.startswith("SQLITE_IOERR"):
            self._broken = f"the disk has failed ({name})"
            _log.error("disk_failed: %s", name)

    def _turn(self) -> AbstractContextManager[None]:
        """On a file, threads take turns; a server sorts that out itself."""
        if self._turns is None:
            return nullcontext()
        return self._turns.taken(SQLITE_BUSY_MS / 1000)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection that works at this moment."""
        with translated():
            connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> Connection:
        connection = self.engine.connect()
        if self.is_sqlite:
            return connection
        try:
            # A server that was started anew has forgotten the pool's connections.
            connection.exec_driver_sql("SELECT 1")
            connection.rollback()
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
            return self.engine.connect()
        return connection


def open_database(
    url: str,
    *,
    now: Callable[[], float],
    token: Callable[[], str] = secrets.token_urlsafe,
    witness: Path | None = None,
    key: Path | None = None,
    accept_older: bool = False,
) -> Database:
    """Open the database of a service to write it, and bring its tables up to date.

    ``url`` is ``sqlite:///FILE`` (four slashes for an absolute path) or
    ``postgresql://USER@HOST/NAME``.
    ``witness`` is the file in which this process remembers how far each journal had
    come, ``key`` the file of the key that signs its checkpoints; both beside an
    SQLite file unless stated, none for PostgreSQL: then nothing is signed.
    ``accept_older`` opens a database that holds less than that.

    Raises
    ------
    DatabaseRefused
        If it is in use, of a later version, rolled back, unsafe or no database.
    LedgerUnavailable
        If the server does not answer.
    """
    made = parse(url)
    if made.get_backend_name() == "sqlite":
        database = _open_sqlite(_path(made), now, token)
        witness = witness or beside(_path(made), "witness")
        key = key or beside(_path(made), "key")
    else:
        database = _open_postgres(made, now, token)
    try:
        with translated():
            migrate(database.engine)
        if key is not None:
            database.signer = signer_of(key)
        if witness is not None:
            seen = Witness(witness)
            with database.reading() as connection:
                seen.accept(connection, accept_older=accept_older)
            # Not before: what is refused is not remembered either.
            database.witness = seen
    except BaseException:
        database.close()
        raise
    return database


def look_into(url: str | Path, *, now: Callable[[], float]) -> Database:
    """Open a database only to read it, beside whoever writes it.

    Raises
    ------
    DatabaseRefused
        If there is none.
    """
    token = secrets.token_urlsafe
    path = url.absolute() if isinstance(url, Path) else path_of(url)
    if path is None:
        database = _open_postgres(parse(str(url)), now, token)
    else:
        database = _look_into_file(path, now, token)
    try:
        with translated():
            accept_current(database.engine)
        if path is not None and beside(path, "key").is_file():
            database.signer = signer_of(beside(path, "key"))
    except BaseException:
        database.close()
        raise
    return database


def parse(url: str) -> URL:
    """The parts of a database's address.

    Raises
    ------
    DatabaseRefused
        If it is none that is known here; the message keeps its password to itself.
    """
    try:
        made = make_url(url)
    except ArgumentError:
        raise DatabaseRefused(
            f"database URL is not one; accepted: {_ACCEPTED}"
        ) from None
    known = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
    backend = known.get(made.drivername.partition("+")[0])
    if backend is None:
        raise DatabaseRefused(
            f"database is of kind {made.drivername!r}; accepted: {_ACCEPTED}"
        )
    if backend == "sqlite" and made.query:
        raise DatabaseRefused(
            f"database URL has parameters ({', '.join(made.query)}); accepted: none "
            "for SQLite"
        )
    if backend == "sqlite" and made.database in (None, "", ":memory:"):
        raise DatabaseRefused(
            f"database {made.render_as_string()} is in memory; accepted: a file, as "
            "what is acknowledged has to outlive the process"
        )
    return made.set(drivername=backend)


def beside(path: Path, what: str) -> Path:
    """The file that goes with a database's file."""
    return path.with_name(f"{path.name}.{what}")


def path_of(url: str) -> Path | None:
    """The file of an SQLite URL; None for a server."""
    made = parse(url)
    return _path(made) if made.get_backend_name() == "sqlite" else None


def _path(url: URL) -> Path:
    return Path(url.database or "").absolute()


def _look_into_file(
    path: Path, now: Callable[[], float], token: Callable[[], str]
) -> Database:
    if not path.is_file():
        raise DatabaseRefused(f"database {path}: no such file; accepted: {_ACCEPTED}")
    sqlite.accept_file(path)
    if path.with_name(f"{path.name}-journal").exists():
        _recover(path)
    engine = sqlite.make_engine(path, read_only=True)
    return Database(engine, name=str(path), now=now, token=token)


def _recover(path: Path) -> None:
    """Undo what a killed process left half done; a living one does so itself."""
    try:
        lock = sqlite.FileLock(beside(path, "lock"))
    except InUse:
        return
    try:
        engine = sqlite.make_engine(path)
        with translated(), engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        engine.dispose()
    finally:
        lock.release()


def _open_sqlite(
    path: Path, now: Callable[[], float], token: Callable[[], str]
) -> Database:
    if not path.parent.is_dir():
        raise DatabaseRefused(
            f"database {path}: no such folder; accepted: a file in a folder"
        )
    if path.exists() and not path.is_file():
        # Before a lock is made beside it.
        raise DatabaseRefused(
            f"database {path} is not a regular file; accepted: the path of one"
        )
    lock = sqlite.FileLock(beside(path, "lock"))
    try:
        sqlite.make_file(path)
        sqlite.accept_file(path)
        engine = sqlite.make_engine(path)
    except BaseException:
        lock.release()
        raise
    return Database(engine, name=str(path), now=now, token=token, lock=lock)


def _open_postgres(
    url: URL, now: Callable[[], float], token: Callable[[], str]
) -> Database:
    engine = postgres.make_engine(url)
    database = Database(engine, name=url.render_as_string(), now=now, token=token)
    try:
        with database.reading() as connection:
            postgres.accept_server(
                lambda name: str(
                    connection.scalar(text("SELECT current_setting(:n)"), {"n": name})
                )
            )
    except BaseException:
        database.close()
        raise
    return database


def _roll_back(connection: Connection) -> None:
    """Leave the transaction, whatever state the connection is in."""
    try:
        transaction = connection.get_transaction()
        if transaction is not None:
            transaction.rollback()
    except DBAPIError:
        # The server will, when it notices that nobody is there.
        connection.invalidate()

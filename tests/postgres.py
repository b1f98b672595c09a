"""A real PostgreSQL server for tests, from Debian's binaries, in a folder of its own.

``tests/conftest.py`` takes the fixtures in, so a test only names one:
``postgres_url`` is a fresh, empty database, ``postgres_server`` the server behind it.
A test that needs the server fails without it, with what to install, and never skips.
"""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.folders import DISK, roomy

_ROOTS = ("/usr/lib/postgresql", "/usr/local/lib/postgresql")
_USER = "zaslin"
_PDEATHSIG = 1
_STARTED_WITHIN_S = 60


class NoServerError(Exception):
    """There are no PostgreSQL binaries, or they do not run."""


@dataclass(kw_only=True)
class PostgresServer:
    """One server, reached over a socket in its own folder.

    Durability is as in production: ``fsync`` and ``full_page_writes`` are on.
    """

    folder: Path
    settings: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def data(self) -> Path:
        """The folder of the cluster."""
        return self.folder / "data"

    @property
    def pid(self) -> int:
        """The process that accepts connections; to be stopped, frozen or killed."""
        assert self._process is not None
        return self._process.pid

    def url(self, database: str) -> str:
        """How SQLAlchemy reaches a database of it."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.folder}"

    def create(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever still uses it."""
        name = url.partition("@/")[2].partition("?")[0]
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection outside of any transaction."""
        return psycopg.connect(
            host=str(self.folder), user=_USER, dbname=database, autocommit=True
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [f"-c{each}" for each in self.settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(binary("postgres")),
                    "-D", str(self.data), "-k", str(self.folder),
                    "-c", "listen_addresses=", "-c", "logging_collector=off",
                    "-c", "max_connections=60", "-c", "shared_buffers=32MB",
                    *options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  (one thread in tests)
                user=owner(),
            )  # fmt: skip
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT drops its sessions, SIGQUIT is like a power cut to it."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(how)
            process.wait(_STARTED_WITHIN_S)

    def _wait(self) -> None:
        ready = [str(binary("pg_isready")), "-q", "-t", "5", "-h", str(self.folder)]
        # Each attempt waits by itself while the server starts.
        for _ in range(_STARTED_WITHIN_S * 10):
            assert self._process is not None
            if self._process.poll() is not None:
                break
            if subprocess.run(ready, check=False).returncode == 0:
                return
            _pause()
        log = (self.folder / "log").read_text(errors="replace")[-2000:]
        raise NoServerError(f"PostgreSQL did not start; its log ends with:\n{log}")


def binary(name: str) -> Path:
    """A program of the newest PostgreSQL that is installed.

    Raises
    ------
    NoServerError
        With what to install.
    """
    found = [
        path
        for root in _ROOTS
        for path in Path(root).glob(f"*/bin/{name}")
        if path.parent.parent.name.isdecimal()
    ]
    if found:
        return max(found, key=lambda path: int(path.parent.parent.name))
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path)
    raise NoServerError(
        f"no PostgreSQL program {name!r}; accepted: Debian's package 'postgresql' "
        "(requirements/postgres.sh installs it)"
    )


def make_server(*settings: str, on_disk: bool = False) -> PostgresServer:
    """A new server, started; ``remove_server`` ends it.

    In memory if there is room: it does the same there, and a busy disk does not make
    every test wait. ``on_disk`` where the disk is what is measured.
    """
    binary("initdb")
    # Not far down: a socket's path has 107 letters, and another account must reach it.
    folder = Path(
        tempfile.mkdtemp(prefix="zaslin-pg-", dir=DISK if on_disk else roomy())
    )
    hand_over(folder)
    server = PostgresServer(folder=folder, settings=settings)
    made = subprocess.run(
        [
            str(binary("initdb")),
            "-D", str(server.data), "-U", _USER, "-A", "trust",
            "-E", "UTF8", "--locale=C", "--no-sync",
        ],
        check=False,
        capture_output=True,
        user=owner(),
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServerError(f"initdb failed: {made.stderr.decode(errors='replace')}")
    server.start()
    return server


def remove_server(server: PostgresServer) -> None:
    """Stop a server and remove its folder; what is removed need not be on disk."""
    server.stop(signal.SIGQUIT)
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for all tests of this process."""
    server = make_server()
    yield server
    remove_server(server)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh, empty database."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


def owner() -> str | None:
    """PostgreSQL refuses to run as root; whose account it runs on then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServerError("PostgreSQL does not run as root; accepted: an account to use")


def hand_over(folder: Path) -> None:
    """Give a folder to the account that the server runs on."""
    name = owner()
    if name is not None:
        account = pwd.getpwnam(name)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _die_with_parent() -> None:
    """Whatever becomes of the tests, no server of theirs stays behind."""
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGQUIT)


def _pause() -> None:
    """A moment, without asking any clock for the time."""
    subprocess.run(["/bin/sleep", "0.05"], check=False)

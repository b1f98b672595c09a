"""``zaslin journal``: what a database holds, copied out of it and back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Failure, Unusable
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    say,
    write_answer,
    write_file,
)
from zaslin.cli.verify_journal import opened
from zaslin.wire.rejected import printable

if TYPE_CHECKING:
    from zaslin.adapters.ledger.database import Database
    from zaslin.adapters.ledger.shelf import JournalRow

app = typer.Typer()

_MOST_LETTERS = 400
_PART_BYTES = 2**20

Db = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="URL",
        help="Database: sqlite:///FILE, FILE, or postgresql://USER@HOST/NAME.",
    ),
]
DEFAULT_DB = "sqlite:///zaslin.db"


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Journals of the service: list, export, back up, restore, migrate."""
    write_help(context)


@app.command("list", epilog=examples("zaslin journal list --db sqlite:///zaslin.db"))
def list_command(db: Db = DEFAULT_DB, as_json: AsJson = False) -> None:
    """List the journals of a database, also while the service runs."""
    with opened(db) as database:
        rows = _rows(database)
    if as_json:
        stated = [
            {
                "id": row.id,
                "kind": row.kind,
                "opened_at_s": row.opened_at_s,
                "entries": row.size,
                "origin": row.origin,
                "root": row.root.hex(),
                "about": row.about,
            }
            for row in rows
        ]
        write_answer(f"{json.dumps({'journals': stated})}\n".encode())
        return
    lines = [_line(row) for row in rows] or ["There is no journal in the database."]
    write_answer("".join(f"{line}\n" for line in lines).encode())


@app.command(
    "export",
    epilog=examples(
        "zaslin journal export --journal 1 > night.ndjson",
        "zaslin journal export --out night.ndjson --checkpoints night.checkpoints && "
        "zaslin verify night.ndjson --checkpoint night.checkpoints",
    ),
)
def export_command(
    db: Db = DEFAULT_DB,
    journal: Annotated[
        int | None,
        typer.Option(
            "--journal",
            parser=whole(1, 2**31),
            metavar="N",
            help="Number of the journal; the last one unless stated.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="File instead of standard output."),
    ] = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(
            "--checkpoints",
            metavar="FILE",
            help="Where the checkpoints that go with it are written.",
        ),
    ] = None,
) -> None:
    """Write a journal as NDJSON, for replay, report, verify and the archive."""
    from zaslin.adapters.ledger.transfer import export, export_notes

    for path, what in ((out, "--out"), (checkpoints, "--checkpoints")):
        if path is not None:
            accept_output_path(path, what)
    with opened(db) as database:
        row = _chosen(database, journal)
        with progress("writing the journal"):
            if out is None:
                _to_standard_output(database, row)
            else:
                write_file(out, lambda file: export(database, row, file))
        if checkpoints is not None:
            notes = export_notes(database, row).encode()
            write_file(checkpoints, lambda file: file.write(notes))


@app.command(
    "backup", epilog=examples("zaslin journal backup --db URL zaslin-2026-11-26.db")
)
def backup_command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="New SQLite file.", show_default=False),
    ],
    db: Db = DEFAULT_DB,
) -> None:
    """Write everything in a database to one file, also while the service runs.

    The file holds journals, people and settings of either kind of database, and its
    chains are checked on the way. It does not hold the key that signs checkpoints.
    """
    from zaslin.adapters.ledger.transfer import backup

    accept_output_path(file, "backup")
    with opened(db) as database, progress("copying"):
        rows = backup(database, file)
    say(f"zaslin: {file}: {_count(rows)}")


@app.command(
    "migrate",
    epilog=examples("zaslin journal migrate --db postgresql://OWNER@HOST/NAME"),
)
def migrate_command(db: Db = DEFAULT_DB) -> None:
    """Make the tables of a database, or bring them up to date.

    The service does so itself when it starts, if it may. Where it may not, the owner
    of the database does it with this, before a new version is started.
    """
    import time

    from zaslin.adapters.ledger.database import open_database

    with _clear(), progress("making tables"), open_database(_url(db), now=time.time):
        pass


@app.command(
    "restore", epilog=examples("zaslin journal restore --db URL zaslin-2026-11-26.db")
)
def restore_command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="File that a backup wrote.", show_default=False
        ),
    ],
    db: Db = DEFAULT_DB,
    accept_older: Annotated[
        bool,
        typer.Option(
            "--accept-older",
            help="Also where this place is known to have held more than the backup.",
        ),
    ] = False,
) -> None:
    """Put a backup into a new, empty database; the service must not run on it."""
    import time

    from zaslin.adapters.ledger.transfer import restore

    with _clear(), progress("copying"):
        rows = restore(source, _url(db), now=time.time, accept_older=accept_older)
    say(f"zaslin: {db.partition('?')[0].rpartition('@')[2]}: {_count(rows)}")


@contextmanager
def _clear() -> Iterator[None]:
    """What is wrong with a database ends the command in one line."""
    from zaslin.adapters.ledger.faults import DatabaseRefused, LedgerUnavailable

    try:
        yield
    except DatabaseRefused as refused:
        raise Unusable(printable(str(refused), _MOST_LETTERS)) from None
    except LedgerUnavailable as error:
        raise Failure(printable(str(error), _MOST_LETTERS)) from None


def _url(db: str) -> str:
    return db if "://" in db else f"sqlite:///{Path(db).absolute()}"


def _rows(database: "Database") -> "tuple[JournalRow, ...]":
    from zaslin.adapters.ledger.shelf import journals

    return journals(database)


def _chosen(database: "Database", number: int | None) -> "JournalRow":
    from zaslin.adapters.ledger.faults import DatabaseRefused
    from zaslin.adapters.ledger.shelf import journal_row

    if number is not None:
        return journal_row(database, number)
    rows = _rows(database)
    if not rows:
        raise DatabaseRefused(
            f"database {database.name} holds no journal; accepted: one that does"
        )
    return rows[-1]


def _to_standard_output(database: "Database", row: "JournalRow") -> None:
    from zaslin.adapters.ledger import reading

    part, size = [row.header], 0
    for line in reading.lines(database, row.id, until=row.size):
        part.append(line)
        size += len(line)
        if size >= _PART_BYTES:
            write_answer(b"".join(part))
            part, size = [], 0
    write_answer(b"".join(part))


def _line(row: "JournalRow") -> str:
    from zaslin.wire.moment import written

    about = ", ".join(
        f"{name} {value}" for name, value in row.about.items() if name != "journal"
    )
    return (
        f"{row.id:>4}  {row.kind:<4}  {written(row.opened_at_s)}  {row.size:>8} entries"
        f"  {row.origin}  {printable(about, 80)}"
    )


def _count(rows: "tuple[JournalRow, ...] | list[JournalRow]") -> str:
    entries = sum(row.size for row in rows)
    return f"{len(rows)} journals, {entries} entries, every chain is whole"

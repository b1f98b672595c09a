"""A journal as a file: it grows line by line, and is read line by line."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, BinaryIO, Literal

import msgspec
from msgspec import Meta

from zaslin.adapters.read_file import STANDARD_INPUT, why_unreadable
from zaslin.domain.event import Entry
from zaslin.ops.ports import NOTHING, Booked
from zaslin.wire.form.scalar import Given
from zaslin.wire.journal_line import decode, encode
from zaslin.wire.rejected import Rejected
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text

LIMIT_BYTES = 64 * 2**20
"""No line comes near this; whatever does is the wrong file."""

_A_FILE = "a readable journal, or - for standard input"
_WANTED = "the header of a journal, zaslin/journal/1"


class Header(Given, frozen=True, kw_only=True):
    """The first line: what the journal is of.

    ``about`` says in words what a replay has to know: see
    :func:`zaslin.bootstrap.replay.about_run`.
    """

    schema: Literal["zaslin/journal/1"]
    notional: Annotated[
        Literal[True], Meta(description="label: every position and figure is notional")
    ]
    about: dict[str, str]


def header(about: Mapping[str, str]) -> bytes:
    """The first line of a journal."""
    stated = Header(
        schema="zaslin/journal/1", notional=True, about=dict(sorted(about.items()))
    )
    # Not the schema's own way, which leaves out what could be guessed.
    return msgspec.json.encode(msgspec.structs.asdict(stated)) + b"\n"


def write(entries: Iterable[Entry], file: IO[bytes], about: Mapping[str, str]) -> None:
    """A whole journal: the same entries give the same bytes."""
    file.write(header(about))
    file.writelines(map(encode, entries))


class FileJournal:
    """A new file that grows with each entry; closed at the end of a ``with``.

    Raises ``OSError`` if an entry cannot be kept, ``ValueError`` if it is not the next
    one; then nothing of it is in the file.
    """

    def __init__(self, path: Path, about: Mapping[str, str]) -> None:
        self._path = path
        self._next = 0
        # Unbuffered: what cannot be written is noticed here and not at the end.
        self._file = path.open("wb", buffering=0)
        self._write(header(about))

    def __enter__(self) -> "FileJournal":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep an entry, if its guard lets it; what is booked with it is not kept."""
        if entry.number != self._next:
            raise ValueError(
                f"entry number is {entry.number}; accepted: {self._next}, the next one "
                "of the journal"
            )
        line = encode(entry)
        if booked.guard is not None:
            booked.guard()
        start = self._file.tell()
        try:
            self._write(line)
        except OSError:
            # Half a line would make the next one unreadable.
            self._file.truncate(start)
            self._file.seek(start)
            raise
        self._next += 1

    def entries(self) -> Iterator[Entry]:
        """Every entry from the first on, as they are in the file."""
        with self._path.open("rb") as file:
            _, entries = read(file, str(self._path))
            yield from entries

    def _write(self, line: bytes) -> None:
        rest = memoryview(line)
        while rest:
            rest = rest[self._file.write(rest) :]


@contextmanager
def reading(path: str, standard_input: BinaryIO | None) -> Iterator[BinaryIO]:
    """A journal opened to be read; ``-`` is standard input.

    Raises :class:`~zaslin.wire.rejected.Rejected` if it cannot be.
    """
    if path == STANDARD_INPUT:
        if standard_input is None:
            raise Rejected("standard input", "", "closed", _A_FILE)
        yield standard_input
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise Rejected(path or "''", "", why_unreadable(error), _A_FILE) from None
    except ValueError:
        # A null character; no file is called that.
        raise Rejected(path, "", "no such file", _A_FILE) from None


def read(file: BinaryIO, source: str) -> tuple[dict[str, str], Iterator[Entry]]:
    """What a journal is of, and its entries, read as they are asked for.

    Raises :class:`~zaslin.wire.rejected.Rejected`, here or later.
    """
    first = _line(file, source, 1)
    text = decode_text(first.removesuffix(b"\n"), source, _WANTED)
    stated = decode_json(text, Header, source, line=1)
    return stated.about, _entries(file, source)


def read_lines(file: BinaryIO, source: str) -> tuple[bytes, Iterator[bytes]]:
    """The header of a journal and its other lines, as they are written.

    Raises :class:`~zaslin.wire.rejected.Rejected`, here or later.
    """
    first = _line(file, source, 1)
    text = decode_text(first.removesuffix(b"\n"), source, _WANTED)
    decode_json(text, Header, source, line=1)
    return first, _lines(file, source)


def _lines(file: BinaryIO, source: str) -> Iterator[bytes]:
    number = 2
    while line := _line(file, source, number):
        yield line
        number += 1


def _entries(file: BinaryIO, source: str) -> Iterator[Entry]:
    number = 2
    while line := _line(file, source, number):
        try:
            yield decode(line, source, number)
        except Rejected:
            if line.endswith(b"\n"):
                raise
            # Whoever wrote it was stopped in the middle of it.
            raise Rejected(
                source,
                f"line {number}",
                "the last line is cut short",
                f"whole lines; the {number - 1} before it are",
            ) from None
        number += 1


def _line(file: BinaryIO, source: str, number: int) -> bytes:
    line = file.readline(LIMIT_BYTES + 1)
    if len(line) > LIMIT_BYTES:
        accepted = f"at most {LIMIT_BYTES} bytes on a line"
        raise Rejected(
            source, f"line {number}", f"more than {LIMIT_BYTES} bytes", accepted
        )
    return line

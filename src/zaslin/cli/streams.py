"""Standard output, standard error and files: each is written here and nowhere else."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from zaslin.adapters.whole_file import write_whole
from zaslin.cli.outcome import Failure, Unusable

if TYPE_CHECKING:
    from rich.console import RenderableType

_NARROWEST_WIDTH = 80

PIPED_WIDTH = 100
"""Columns of a report that goes into a file or a pipe."""


def write_answer(data: bytes) -> None:
    """All of a command's answer to standard output.

    Raises :class:`Failure` if it cannot be written; a reader that went away
    (``zaslin … | head``) ends the process quietly instead.
    """
    if sys.stdout is None:
        raise Failure("standard output is closed; nothing was written")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget_standard_output()
        raise SystemExit(1) from None
    except OSError as error:
        _forget_standard_output()
        reason = error.strerror or str(error)
        raise Failure(f"standard output: {reason}") from None


def write_report(*parts: "RenderableType") -> None:
    """A readable answer: in colour on a terminal, plain text anywhere else."""
    encoding = "utf-8" if sys.stdout is None else sys.stdout.encoding
    # A terminal that lacks a letter shows a question mark, never no report at all.
    write_answer(render(*parts).encode(encoding, errors="replace"))


def render(*parts: "RenderableType", width: int | None = None) -> str:
    """What a report looks like on standard output, as one text."""
    # Rich takes a tenth of a second, which a JSON answer need not wait for.
    from rich.console import Console

    terminal = sys.stdout is not None and sys.stdout.isatty()
    if width is None:
        width = report_width()
    paper = io.StringIO()
    console = Console(
        file=paper,
        width=width,
        force_terminal=terminal,
        # Identifiers come from outside: nothing in them is a colour or an emoji.
        markup=False,
        emoji=False,
        highlight=False,
    )
    for part in parts:
        console.print(part)
    # Without its padding a line can be compared, searched and mailed.
    return "".join(f"{line.rstrip()}\n" for line in paper.getvalue().splitlines())


def report_width() -> int:
    """Columns that a report may take."""
    columns = _columns()
    # Below this no table can be read; a terminal then breaks lines, and loses nothing.
    return max(columns, _NARROWEST_WIDTH)


def _columns() -> int:
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated) > 0:
        return int(stated)
    if sys.stdout is None or not sys.stdout.isatty():
        return PIPED_WIDTH
    return os.get_terminal_size(sys.stdout.fileno()).columns or PIPED_WIDTH


def say(line: str) -> None:
    """One line on standard error, which may be closed or gone."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        sys.stderr.buffer.write(f"{line}\n".encode(sys.stderr.encoding, "replace"))
        sys.stderr.buffer.flush()


@contextlib.contextmanager
def progress(doing: str) -> Iterator[Callable[[str], None]]:
    """Show on standard error what is going on, if somebody watches it there.

    Yields a function that changes the text.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield _nobody
        return
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner

    spinner = Spinner("dots", doing)
    # The streams stay what they are: :func:`say` writes to them meanwhile.
    with Live(
        spinner,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ):
        yield lambda text: spinner.update(text=text)


def accept_output_path(
    path: Path,
    what: str,
    endings: Sequence[str] = (),
    inputs: Iterable[str | None] = (),
) -> None:
    """Refuse a path that cannot be written before any work is done for it.

    ``endings`` are the accepted ones, if any is not; ``inputs`` are the files that
    the command reads, which an answer must not replace.
    """
    folder = path.parent
    if endings and path.suffix.lower() not in endings:
        raise Unusable(
            f"{what} {path}: ends in {path.suffix!r}; accepted: {', '.join(endings)}"
        )
    if any(_is_same_file(path, each) for each in inputs if each):
        raise Unusable(
            f"{what} {path}: is a file that this command reads; accepted: another file"
        )
    # Renaming over a device would take it away from everybody.
    if path.exists() and not path.is_file():
        kind = "a directory" if path.is_dir() else "not a regular file"
        raise Unusable(f"{what} {path}: is {kind}; accepted: the path of a file")
    if not folder.is_dir():
        raise Unusable(f"{what} {path}: no such folder; accepted: a file in a folder")
    if not os.access(folder, os.W_OK):
        raise Unusable(
            f"{what} {path}: no permission to write in its folder; "
            "accepted: a folder that can be written"
        )


def _is_same_file(path: Path, other: str) -> bool:
    """Whether two paths lead to one file, through links and spellings."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        # One of them is not there.
        return False


def write_file(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """A whole file or none: written beside its place, then renamed.

    Raises :class:`Failure` if the disk refuses; what was there before stays.
    """
    try:
        write_whole(path, write)
    except OSError as error:
        raise Failure(f"{path}: {error.strerror or error}") from None


def _forget_standard_output() -> None:
    """Python flushes standard output once more at its end, which must not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _nobody(_: str) -> None:
    """Nobody is watching."""

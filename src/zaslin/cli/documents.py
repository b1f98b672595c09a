"""Markdown documents that measurements write themselves into."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import accept_output_path, write_file

Document = Annotated[
    Path | None,
    typer.Option(
        "--write",
        metavar="FILE",
        help="Put the report between its markers in this Markdown document as well.",
    ),
]


def accept_document(path: Path, markers: tuple[str, str]) -> None:
    """Refuse a document without the place to write to, before minutes of work."""
    accept_output_path(path, "--write", (".md",))
    begin, end = markers
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise Unusable(f"--write {path}: {reason}; accepted: a Markdown file") from None
    if end not in text.partition(begin)[2]:
        raise Unusable(f"--write {path}: no place for it; accepted: {begin} … {end}")


def write_into(path: Path, write: Callable[[Path], None]) -> None:
    """The report into a copy of the document, and the copy into its place."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "document.md"
        copy.write_bytes(path.read_bytes())
        write(copy)
        written = copy.read_bytes()
    write_file(path, lambda file: file.write(written))

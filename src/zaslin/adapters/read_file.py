"""Bytes from a path or from standard input, within a limit.

For the command line::

    data, source = read_file(path, sys.stdin.buffer)
    picture = picture_json.decode(data, source)
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from zaslin.wire.rejected import Rejected

LIMIT_BYTES = 64 * 2**20
"""No picture comes near this; whatever does is the wrong file."""

STANDARD_INPUT = "-"
EMPTY_NAME = "an empty file name"

_A_FILE = "a readable file, or - for standard input"
_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "no such file",
    IsADirectoryError: "a directory",
    PermissionError: "no permission to read it",
}


def read_file(
    path: str, standard_input: BinaryIO | None, limit_bytes: int | None = None
) -> tuple[bytes, str]:
    """What a file holds, and the name to call it by in messages.

    ``-`` reads ``standard_input`` (``sys.stdin.buffer``; ``None`` if it is closed).
    Raises :class:`Rejected`; never holds more than the limit in memory, which is
    ``LIMIT_BYTES`` unless stated.
    """
    limit = LIMIT_BYTES if limit_bytes is None else limit_bytes
    if path == STANDARD_INPUT:
        return _read_standard_input(standard_input, limit), "standard input"
    if not path:
        raise Rejected("''", "", EMPTY_NAME, _A_FILE)
    try:
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limit:
                raise _too_large(path, f"{status.st_size} bytes", limit)
            return _read(file, path, limit), path
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:
        # A null character; no file is called that.
        raise Rejected(path, "", "no such file", _A_FILE) from None


def why_unreadable(error: OSError) -> str:
    """What the operating system says, in the words of every command."""
    return _REASONS.get(type(error), error.strerror or "not readable")


def _read_standard_input(standard_input: BinaryIO | None, limit: int) -> bytes:
    source = "standard input"
    if standard_input is None:
        raise Rejected(source, "", "closed", _A_FILE)
    try:
        return _read(standard_input, source, limit)
    except OSError as error:
        raise _unreadable(source, error) from None


def _read(file: BinaryIO, source: str, limit: int) -> bytes:
    """All of it, counted: a pipe has no size, and a file may grow."""
    parts: list[bytes] = []
    size = 0
    while part := file.read(2**20):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise _too_large(source, f"more than {limit} bytes", limit)
    return b"".join(parts)


def _too_large(source: str, size: str, limit: int) -> Rejected:
    return Rejected(source, "", size, f"at most {limit} bytes ({limit >> 20} MiB)")


def _unreadable(source: str, error: OSError) -> Rejected:
    return Rejected(source, "", why_unreadable(error), _A_FILE)

"""Which of the formats a file has, by how it begins."""

import re
from enum import StrEnum

from zaslin.wire.rejected import Rejected

ANY_FORMAT = "a WTA instance: sonuc, andersen or npz"

MARK = b"\xef\xbb\xbf"
"""The byte-order mark some programs put in front of a text."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORD = re.compile(rb"\S+")
_NEWLINE = b"\n"
_HEAD_BYTES = 65_536


class WtaFormat(StrEnum):
    """The formats, and how to leave the choice to the file."""

    AUTO = "auto"
    SONUC = "sonuc"
    ANDERSEN = "andersen"
    NPZ = "npz"


def is_archive(start: bytes) -> bool:
    """Whether a file that begins so is a zip archive, as every .npz is."""
    return start.startswith(_ZIP)


def detect(data: bytes, source: str) -> WtaFormat:
    """An archive is npz; a text is told by how many numbers its first line has.

    Raises :class:`Rejected`.
    """
    if is_archive(data):
        return WtaFormat.NPZ
    start = data[:_HEAD_BYTES].removeprefix(MARK)
    first = _WORD.search(start)
    if first is None:
        value = "empty" if len(data) <= _HEAD_BYTES else "nothing but blanks at first"
        raise Rejected(source, "", value, ANY_FORMAT)
    line = f"line {start.count(_NEWLINE, 0, first.start()) + 1}"
    words = start[first.start() :].partition(_NEWLINE)[0].split()
    if not first[0].isdigit():
        raise Rejected(source, line, word_shown(first[0]), ANY_FORMAT)
    if len(words) == 1:
        return WtaFormat.SONUC
    if len(words) == 3:
        return WtaFormat.ANDERSEN
    raise Rejected(
        source,
        line,
        f"{len(words)} numbers",
        "1 number (sonuc) or 3 (andersen) in the first line, or --format",
    )


def word_shown(word: bytes) -> str:
    """A word of a file that may be no text at all."""
    return word[:80].decode("utf-8", "backslashreplace")

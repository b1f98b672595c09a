"""Long texts of nothing but numbers: read fast, and with the line of every fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy import bool_, float64, uint8
from numpy.typing import NDArray

from zaslin.adapters.wta.detect import MARK, word_shown
from zaslin.wire.rejected import Rejected

Floats = NDArray[float64]

_WORD = re.compile(rb"\S+")
_GAP = re.compile(rb"\s")
_WHOLE = re.compile(rb"\d{1,18}")
_PIECE_BYTES = 2**20
"""What is cut into words at a time: these take twenty times the room of the text."""

_NEWLINE = b"\n"
_BLANK = np.zeros(256, dtype=bool_)
_BLANK[list(b" \t\n\r\x0b\x0c")] = True


@dataclass(frozen=True, slots=True)
class NumberText:
    """The bytes of a file and what to call it."""

    data: bytes
    source: str

    def header(self, most: tuple[int, ...]) -> list[int]:
        """The first numbers: whole ones, each from 0 to its most."""
        found = []
        for index, (word, limit) in enumerate(
            zip(self._first(len(most)), most, strict=True)
        ):
            number = int(word) if _WHOLE.fullmatch(word) else -1
            if not 0 <= number <= limit:
                place = f"{self.line(index)}, number {index + 1}"
                accepted = f"a whole number, 0 to {limit}"
                raise Rejected(self.source, place, word_shown(word), accepted)
            found.append(number)
        return found

    def _first(self, count: int) -> list[bytes]:
        words = [found[0] for found in islice(_WORD.finditer(self.data), count)]
        if not words:
            raise Rejected(self.source, "", "empty", "an instance")
        if len(words) < count:
            value = f"{len(words)} numbers"
            raise Rejected(self.source, "line 1", value, f"{count} in the header")
        return words

    def accept_length(self, numbers: int, what: str) -> None:
        """Refuse a header whose claim this many bytes cannot fulfil."""
        # A digit each, and a blank between.
        if len(self.data) < 2 * numbers - 1:
            value = f"{len(self.data)} bytes"
            raise Rejected(self.source, "", value, f"{numbers} numbers: {what}")

    def numbers(self, most: int) -> Floats:
        """All numbers, finite or not; it stops reading soon after ``most``."""
        parts: list[Floats] = [np.empty(0)]
        found = 0
        for start, end in self._pieces(0):
            piece = self.data[start:end]
            words = piece.split()
            # Python would read 1_0 as ten.
            if b"_" in piece:
                raise self._no_number(words, found)
            try:
                parts.append(np.fromiter(map(float, words), float64, len(words)))
            except ValueError:
                raise self._no_number(words, found) from None
            found += len(words)
            if found > most:
                break
        return np.concatenate(parts)

    def accept_lines(self, first: int, per_line: int, accepted: str) -> None:
        """Refuse the first line, from that of number ``first`` on, of another length.

        Blank lines are left alone.
        """
        done = before = 0
        for start, end in self._pieces(self._position(first)):
            piece = np.frombuffer(self.data, uint8, end - start, start)
            blank = _BLANK[piece]
            begins = ~blank
            begins[1:] &= blank[:-1]
            breaks = np.flatnonzero(piece == ord(_NEWLINE))
            if end == len(self.data):
                breaks = np.append(breaks, len(piece))
            words = done + np.searchsorted(np.flatnonzero(begins), breaks)
            held = np.diff(words, prepend=before)
            odd = np.flatnonzero((held != 0) & (held != per_line))
            if len(odd):
                at = start + int(breaks[odd[0]])
                value = f"{int(held[odd[0]])} numbers"
                raise Rejected(self.source, self._line_at(at), value, accepted)
            done += int(begins.sum())
            before = int(words[-1]) if len(words) else before

    def accept_each(self, good: NDArray[bool_], first: int, accepted: str) -> None:
        """Refuse the first that is not good, counted from the file's ``first``."""
        if not good.all():
            raise self.rejected(first + int(np.argmin(good)), accepted)

    def rejected(self, index: int, accepted: str) -> Rejected:
        """The refusal of one number, as the file has it."""
        start = self._position(index)
        word = _WORD.match(self.data, start)
        value = "the end of the file" if word is None else word_shown(word[0])
        return Rejected(self.source, self._line_at(start), value, accepted)

    def short(self, found: int, accepted: str) -> Rejected:
        """The refusal of a file that ends too early."""
        place = f"{self.line(found)}, at the end"
        return Rejected(self.source, place, f"{found} numbers in all", accepted)

    def line(self, index: int) -> str:
        """Where a number stands; behind the last one, where the file ends."""
        return self._line_at(self._position(index))

    def _line_at(self, position: int) -> str:
        return f"line {self.data.count(_NEWLINE, 0, position) + 1}"

    def _position(self, index: int) -> int:
        found = next(islice(_WORD.finditer(self.data), index, None), None)
        return len(self.data.rstrip()) if found is None else found.start()

    def _pieces(self, start: int) -> Iterator[tuple[int, int]]:
        """The text in pieces, cut where a word has ended."""
        while start < len(self.data):
            gap = _GAP.search(self.data, start + _PIECE_BYTES)
            end = len(self.data) if gap is None else gap.end()
            yield start, end
            start = end

    def _no_number(self, words: list[bytes], before: int) -> Rejected:
        for index, word in enumerate(words):
            if not _is_number(word):
                return self.rejected(before + index, "a number")
        raise AssertionError("every word is a number")


def number_text(data: bytes, source: str, wanted: str) -> NumberText:
    """A text with at least one word in it."""
    text = NumberText(data.removeprefix(MARK), source)
    if _WORD.search(text.data) is None:
        raise Rejected(source, "", "empty", wanted)
    return text


def _is_number(word: bytes) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return b"_" not in word

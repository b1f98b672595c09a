"""Messages on a stream of bytes: each states its kind, its question and its length."""

import struct
from dataclasses import dataclass
from enum import IntEnum

_HEADER = struct.Struct(">4sBQI")
_MAGIC = b"zpw1"
_NUMBERS = 2**64
LONGEST = 64 * 2**20
"""Bytes of a message at most; a plan for 1000 tracks has some 6 MB."""


class Kind(IntEnum):
    """What a message is."""

    SETUP = 1
    """To the worker, once: the parameters."""
    READY = 2
    """From the worker, once: it may be asked."""
    QUESTION = 3
    """To the worker: a picture, to be planned for."""
    PLAN = 4
    """From the worker: a plan, the floor first."""
    DONE = 5
    """From the worker: there will be no better plan."""
    FAILED = 6
    """From the worker: an error, in one line; there will be no better plan."""
    MEMORY = 7
    """From the worker: out of memory; it ends."""


class FrameError(ValueError):
    """The stream does not hold messages."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message; ``question`` is the number of the question it belongs to."""

    kind: Kind
    question: int
    body: bytes


def framed(kind: Kind, question: int = 0, body: bytes = b"") -> bytes:
    """The bytes of a message."""
    if len(body) > LONGEST:
        raise FrameError(f"message of {len(body)} bytes; accepted: up to {LONGEST}")
    return _HEADER.pack(_MAGIC, kind, question % _NUMBERS, len(body)) + body


class FrameReader:
    """Puts messages together from whatever pieces they arrive in.

    Holds one unfinished message at most, and never sets room aside for a length that
    is merely stated.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def is_within(self) -> bool:
        """Whether part of a message has arrived."""
        return bool(self._held)

    def feed(self, data: bytes) -> list[Frame]:
        """The messages that are complete with this piece.

        Raises :class:`FrameError` for what cannot become one.
        """
        self._held += data
        found = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def _next(self) -> Frame | None:
        held = self._held
        if held[: len(_MAGIC)] != _MAGIC[: len(held)]:
            raise FrameError(
                f"message begins with {bytes(held[:8])!r}; accepted: {_MAGIC!r}"
            )
        if len(held) < _HEADER.size:
            return None
        _, kind, question, length = _HEADER.unpack_from(held)
        if kind not in set(Kind):
            raise FrameError(
                f"message is of kind {kind}; accepted: {min(Kind)} to {max(Kind)}"
            )
        if length > LONGEST:
            raise FrameError(f"message of {length} bytes; accepted: up to {LONGEST}")
        end = _HEADER.size + length
        if len(held) < end:
            return None
        body = bytes(memoryview(held)[_HEADER.size : end])
        del held[:end]
        return Frame(Kind(kind), question, body)

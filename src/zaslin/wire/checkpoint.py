"""A checkpoint: how far a journal had come at a time, as a note that can be signed.

The text is that of C2SP's tlog-checkpoint and signed-note, so that other programs can
hold and check it; the root is that of :mod:`zaslin.wire.chain`, not of a tree::

    zaslin/journal/3b0c…
    1234
    <root, base64>
    at 2026-11-26T01:24:53.120Z

    — zaslin <base64>

A file may hold several, one after the other with an empty line between them.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from zaslin.wire.rejected import Rejected, shown

ROOT_BYTES = 32

_KEY_ID_BYTES = 4

_DASH = "— "
_ORIGIN = re.compile(r"\S{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_MOST_NOTES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The journal of this origin had this many entries and this root at a time."""

    origin: str
    size: int
    root: bytes
    at_s: float

    def __post_init__(self) -> None:
        if not _ORIGIN.fullmatch(self.origin):
            raise ValueError(
                f"origin is {self.origin!r}; accepted: 1 to 200 letters without spaces"
            )
        if self.size < 0 or len(self.root) != ROOT_BYTES:
            raise ValueError(
                f"checkpoint has size {self.size} and a root of {len(self.root)} "
                f"bytes; accepted: at least 0, and {ROOT_BYTES}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature as a note carries it: by which key, and its bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A checkpoint as it was written, with the signatures below it."""

    checkpoint: Checkpoint
    text: bytes
    signatures: tuple[Signature, ...]


def text_of(checkpoint: Checkpoint) -> bytes:
    """What is signed."""
    moment = datetime.fromtimestamp(checkpoint.at_s, UTC)
    at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\nat {at}\n".encode()


def note_of(checkpoint: Checkpoint, *signatures: Signature) -> str:
    """A note with its signatures."""
    lines = [
        f"{_DASH}{each.name} "
        f"{base64.b64encode(each.key_id + each.signature).decode()}\n"
        for each in signatures
    ]
    return text_of(checkpoint).decode() + "\n" + "".join(lines)


def read_notes(text: str, source: str) -> tuple[Note, ...]:
    """The notes of a file, in its order.

    Raises :class:`~zaslin.wire.rejected.Rejected` with the line that is not right.
    """
    lines = text.removesuffix("\n").split("\n")
    notes = tuple(_notes(lines, source))
    if not notes:
        raise Rejected(source, "", "empty", "a checkpoint of a journal")
    return notes


def _notes(lines: list[str], source: str) -> Iterator[Note]:
    at = 0
    count = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        count += 1
        if count > _MOST_NOTES:
            raise Rejected(
                source, f"line {at + 1}", "one more note", f"at most {_MOST_NOTES}"
            )
        body, first = lines[at : at + 4], at
        checkpoint = _checkpoint(body, source, first + 1)
        at += 4
        # Whoever signs may add lines of its own; they are signed as well.
        while at < len(lines) and lines[at]:
            at += 1
        signed = lines[first:at]
        at += 1
        signatures = []
        while at < len(lines) and lines[at].startswith(_DASH):
            signatures.append(_signature(lines[at], source, at + 1))
            at += 1
        yield Note(
            checkpoint=checkpoint,
            text="".join(f"{line}\n" for line in signed).encode(),
            signatures=tuple(signatures),
        )


def _checkpoint(lines: list[str], source: str, number: int) -> Checkpoint:
    """The four lines that every note starts with."""

    def accept(index: int, fits: bool, accepted: str) -> None:
        if not fits:
            value = shown(lines[index]) if index < len(lines) else "missing"
            raise Rejected(source, f"line {number + index}", value, accepted)

    accept(0, bool(_ORIGIN.fullmatch(lines[0])), "the origin of a journal")
    accept(1, len(lines) > 1 and bool(_SIZE.fullmatch(lines[1])), "a whole number")
    root = _base64(lines[2]) if len(lines) > 2 else None
    accept(2, root is not None and len(root) == ROOT_BYTES, "a root in base64")
    at_s = _moment(lines[3]) if len(lines) > 3 else None
    accept(3, at_s is not None, "at and a time in UTC")
    return Checkpoint(
        origin=lines[0], size=int(lines[1]), root=root or b"", at_s=at_s or 0.0
    )


def _moment(line: str) -> float | None:
    word, _, text = line.partition(" ")
    if word != "at" or not text.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _signature(line: str, source: str, number: int) -> Signature:
    name, _, coded = line.removeprefix(_DASH).partition(" ")
    raw = _base64(coded)
    if not name or raw is None or len(raw) <= _KEY_ID_BYTES:
        raise Rejected(source, f"line {number}", shown(line), "a signature")
    return Signature(
        name=name, key_id=raw[:_KEY_ID_BYTES], signature=raw[_KEY_ID_BYTES:]
    )


def _base64(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    # Only one way to write the same bytes.
    return raw if base64.b64encode(raw).decode() == text else None

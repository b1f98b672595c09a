"""JSON as it should be: valid, typed, every key once; anything else is rejected."""

import json
import math
import re
from collections.abc import Iterator
from typing import NoReturn, TypeVar

import msgspec

from zaslin.wire.fault import Fault, Unreadable, fault_of, find_fault
from zaslin.wire.rejected import Rejected, member
from zaslin.wire.text import line_and_column

T = TypeVar("T")

_BYTE = re.compile(r"\(byte (\d+)\)")
_TOKEN = re.compile(r"[\w.+-]+")
_CONSTANTS = {"nan", "infinity", "inf"}
# One half of a surrogate pair, escaped, without the other half.
_LONE_SURROGATE = re.compile(
    r"(?<!\\)(?:\\\\)*+("
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
# Python refuses to read integers of several thousand digits; none is meant.
_MOST_DIGITS = 400


class _RepeatedKeyError(Exception):
    """An object names a key twice."""


class _Pairs(list[tuple[str, object]]):
    """An object with the keys it repeats."""


def decode_json(text: str, kind: type[T], source: str, *, line: int = 0) -> T:
    """The document as a ``kind``; raises :class:`Rejected`.

    ``line`` is the number of the line if the text is one line of a longer file.
    """
    try:
        return _decode(text, kind, source, line)
    except RecursionError:
        place, accepted = _at("$", line), "a flat document"
        raise Rejected(source, place, "nested too deeply", accepted) from None


def _decode(text: str, kind: type[T], source: str, line: int) -> T:
    try:
        document = msgspec.json.decode(text, type=kind)
        json.loads(text, object_pairs_hook=_each_key_once)
    except msgspec.ValidationError as error:
        _reject_misfit(text, kind, source, line, error)
    except msgspec.DecodeError as error:
        _reject_malformed(text, source, line, str(error))
    except _RepeatedKeyError:
        place = _at(next(_repeated(json.loads(text, object_pairs_hook=_Pairs))), line)
        raise Rejected(source, place, "stated twice", "each field once") from None
    return document


def _at(place: str, line: int) -> str:
    return f"line {line}, {place}" if line else place


def _each_key_once(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise _RepeatedKeyError


def _repeated(value: object, place: str = "$") -> Iterator[str]:
    """Places of the keys that stand twice in their object."""
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for key, inner in value:
            if key in seen:
                yield member(place, key)
            seen.add(key)
            yield from _repeated(inner, member(place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _repeated(inner, f"{place}[{index}]")


def _reject_misfit(
    text: str, kind: object, source: str, line: int, misfit: msgspec.ValidationError
) -> NoReturn:
    """Valid JSON as far as it was read, but not the document that was wanted."""
    try:
        raw = json.loads(
            text,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=Unreadable,
        )
    except json.JSONDecodeError as error:
        # Malformed as well, farther on.
        _reject_token(text, error.pos, source, line)
    fault = (
        find_fault(raw, kind)
        or next(_unreadable(raw), None)
        or fault_of(raw, kind, "$", misfit)
    )
    raise Rejected(source, _at(fault.place, line), fault.value, fault.accepted)


def _unreadable(raw: object, place: str = "$") -> Iterator[Fault]:
    """Numbers too large to hold, in parts of a document that have no type."""
    if isinstance(raw, Unreadable):
        yield Fault(place, raw.text, "a finite number")
    elif isinstance(raw, dict):
        for key, inner in raw.items():
            yield from _unreadable(inner, member(place, key))
    elif isinstance(raw, list):
        for index, inner in enumerate(raw):
            yield from _unreadable(inner, f"{place}[{index}]")


def _number(text: str) -> float | Unreadable:
    value = float(text)
    return value if math.isfinite(value) else Unreadable(text)


def _integer(text: str) -> int | Unreadable:
    return int(text) if len(text) <= _MOST_DIGITS else Unreadable(text)


def _reject_malformed(text: str, source: str, line: int, message: str) -> NoReturn:
    lone = _LONE_SURROGATE.search(text)
    if lone and ("truncated" in message or "surrogate" in message):
        place = line_and_column(text, lone.start(1), line or 1)
        raise Rejected(source, place, lone[1], "a whole surrogate pair") from None
    byte = _BYTE.search(message)
    if byte is None:
        _reject_token(text, len(text), source, line)
    trailing = "trailing characters" in message
    # There, msgspec counts the byte it has read already.
    before = text.encode()[: int(byte[1]) - trailing].decode("utf-8", "ignore")
    expected = "nothing after the document" if trailing else "valid JSON"
    _reject_token(text, len(before), source, line, expected)


def _reject_token(
    text: str, position: int, source: str, line: int, expected: str = "valid JSON"
) -> NoReturn:
    """Name what stands where reading stopped."""
    if not text[position:].strip():
        place = line_and_column(text, position, line or 1)
        accepted = "the rest of the JSON document"
        raise Rejected(source, place, "end of text", accepted) from None
    # msgspec points behind the sign of -Infinity.
    start = position - (text[position - 1 : position] in ("-", "+"))
    place = line_and_column(text, start, line or 1)
    token = _TOKEN.match(text, start)
    value = token[0] if token else text[position]
    is_constant = value.strip("+-").lower() in _CONSTANTS
    accepted = "a finite number" if is_constant else expected
    raise Rejected(source, place, value, accepted) from None

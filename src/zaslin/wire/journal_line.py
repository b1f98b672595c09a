"""One entry as one line of JSON, exact to the last bit, and back."""

import json
import re
from typing import Annotated, Any, get_args

import msgspec
import numpy as np
from msgspec import Meta, Raw

from zaslin.domain.event import Decided, Entry, Event, Nominated, Withdrawn
from zaslin.wire.form.scalar import Given
from zaslin.wire.rejected import Rejected, member, one_of, shown
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text

_WANTED = "an entry of a journal"
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_PLACE = re.compile(
    r"(?P<what>.*?)(?: - at (?:`key` in )?`\$(?P<place>.*)`)?", re.DOTALL
)

KINDS: dict[str, type[Event]] = {
    _CAPITAL.sub("_", kind.__name__).lower(): kind for kind in get_args(Event)
}
"""Every event by the name that a line gives it."""

_NAMES = {kind: name for name, kind in KINDS.items()}


class Line(Given, frozen=True, kw_only=True):
    """What a line holds; the event is read when its kind is known."""

    number: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    at_s: float
    kind: str
    by: str = ""
    event: Raw


_WITH_DECISION = (Decided, Nominated, Withdrawn)
_LATER_FIELDS = {"why": "", "seen_revision": None, "confirmed_by": "", "amended": None}
"""What a decision has gained since journals are written, and what silence on it means.

Written only where it says something, so that every old line stays what it is.
"""


def _plain_number(value: object) -> object:
    """A numpy scalar as the Python number it stands for."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a journal")


# Sets and mappings have no order; a line has one, always the same.
_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=_plain_number)


def kind_of(event: Event) -> str:
    """The name of an event's kind."""
    return _NAMES[type(event)]


def encode(entry: Entry) -> bytes:
    """The line of an entry, its end included; equal entries give equal bytes.

    Raises
    ------
    ValueError
        If the entry could not be read again: nothing is written that cannot.
    """
    try:
        # Read again, so that 1 and 1.0 are written alike.
        event = msgspec.json.decode(
            _ENCODER.encode(entry.event), type=type(entry.event)
        )
    except (msgspec.ValidationError, TypeError) as error:
        raise ValueError(
            f"entry {entry.number} cannot be written: {error}; accepted: {_WANTED}"
        ) from None
    return _written(entry.number, float(entry.at_s), entry.by, event)


def decode(line: bytes, source: str, number: int) -> Entry:
    """The entry on a line; ``number`` is that of the line in its file.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    where = f"{source}, line {number}"
    text = decode_text(line.removesuffix(b"\n"), where, _WANTED)
    given = decode_json(text, Line, source, line=number)
    if given.kind not in KINDS:
        raise Rejected(
            source, f"line {number}, $.kind", shown(given.kind), one_of([*KINDS])
        )
    try:
        event: Any = msgspec.json.decode(given.event, type=KINDS[given.kind])
        entry = Entry(number=given.number, at_s=given.at_s, event=event, by=given.by)
    except msgspec.ValidationError as error:
        fault = _PLACE.fullmatch(str(error))
        what, place = (fault["what"], fault["place"]) if fault else (str(error), "")
        value, _, accepted = what.partition("; accepted: ")
        raise Rejected(
            source,
            f"line {number}, $.event{place or ''}",
            value,
            accepted or f"what a {given.kind} event holds",
        ) from None
    _accept_whole(text, entry, source, number)
    return entry


def _written(number: int, at_s: float, by: str, event: Event) -> bytes:
    line = Line(
        number=number, at_s=at_s, kind=kind_of(event), by=by, event=Raw(_body(event))
    )
    return msgspec.json.encode(line) + b"\n"


def _body(event: Event) -> bytes:
    """An event as JSON, without what its decisions do not say."""
    body = _ENCODER.encode(event)
    if not isinstance(event, _WITH_DECISION):
        return body
    document = msgspec.json.decode(body)
    holders = [document, document.get("engagement") or {}]
    for decision in (holder["decision"] for holder in holders if holder):
        for name, silent in _LATER_FIELDS.items():
            if decision[name] == silent:
                del decision[name]
    return msgspec.json.encode(document)


def _accept_whole(text: str, entry: Entry, source: str, number: int) -> None:
    """Refuse a line that says more than was understood of it."""
    again = _written(entry.number, entry.at_s, entry.by, entry.event)
    if again.decode() == f"{text.rstrip()}\n":
        return
    more = _difference(json.loads(text), json.loads(again), "$")
    if more is not None:
        place, value = more
        raise Rejected(source, f"line {number}, {place}", value, "what zaslin writes")


def _difference(given: object, read: object, place: str) -> tuple[str, str] | None:
    """The first place where a document is not what was read of it."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key in given:
            at = member(place, key)
            if key not in read:
                return at, "unknown field"
            found = _difference(given[key], read[key], at)
            if found is not None:
                return found
        return None
    if isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        pairs = enumerate(zip(given, read, strict=True))
        found_in = (_difference(one, two, f"{place}[{i}]") for i, (one, two) in pairs)
        return next(filter(None, found_in), None)
    return None if given == read else (place, shown(given))

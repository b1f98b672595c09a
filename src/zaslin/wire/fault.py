"""Where in a document the fault is, and what would be accepted there.

Decoding is fast and says little when it fails.
Then this module walks the raw document beside the type it should have, and finds
the first place that does not fit.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from zaslin.wire.rejected import member, one_of, shown


class Fault(NamedTuple):
    """One place that does not fit its type."""

    place: str
    value: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A number no computer word holds, kept as it was written."""

    text: str


def find_fault(raw: object, kind: object, place: str = "$") -> Fault | None:
    """The first fault of a raw document, depth first; ``None`` if it fits ``kind``."""
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        for fault in _inside(raw, _bare(kind), place):
            return fault
        value = raw.text if isinstance(raw, Unreadable) else shown(raw)
        return Fault(place, value, accepted(kind, raw))
    return None


def fault_of(
    raw: object, kind: object, place: str, error: msgspec.ValidationError
) -> Fault:
    """The fault msgspec found, at its place; in msgspec's words if we find none."""
    stated = Fault(place, str(error), "see zaslin schema picture")
    return find_fault(raw, kind, place) or stated


def accepted(kind: object, raw: object = None) -> str:
    """What a type accepts, in words; short if the raw value is a number already."""
    info = inspect.type_info(kind)
    while isinstance(info, inspect.Metadata):
        if info.extra and "accepted" in info.extra:
            return str(info.extra["accepted"])
        info = info.type
    match info:
        case inspect.UnionType():
            return accepted(_first_alternative(kind), raw)
        case inspect.FloatType():
            number = isinstance(raw, int | float | Unreadable)
            is_number = number and not isinstance(raw, bool)
            return f"{'' if is_number else 'a number, '}{_bounds(info)}"
        case inspect.IntType():
            return f"a whole number, {_bounds(info)}"
        case inspect.EnumType():
            return one_of([str(each.value) for each in info.cls])
        case inspect.LiteralType():
            return " or ".join(shown(each) for each in info.values)
        case inspect.BoolType():
            return "true or false"
        case inspect.StructType() | inspect.DictType():
            return "an object"
        case _:
            return "an array"


def _bounds(info: inspect.FloatType | inspect.IntType) -> str:
    low = -math.inf if info.ge is None else info.ge
    high = math.inf if info.le is None else info.le
    return f"{_plain(low)} to {_plain(high)}"


def _plain(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.15g}"


def _bare(kind: object) -> object:
    """A type without its annotations and without "or nothing"."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = get_args(kind)[0]
    return kind


def _first_alternative(kind: object) -> object:
    """A type without "or nothing", but with its own annotations."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    alternatives: tuple[object, ...] = get_args(kind)
    return alternatives[0]


def _inside(raw: object, kind: object, place: str) -> Iterator[Fault]:
    """Faults of the parts of a composed value."""
    if isinstance(raw, dict):
        if inspect.is_struct_type(kind):
            return _in_struct(raw, kind, place)
        if get_origin(kind) is dict:
            return _in_mapping(raw, get_args(kind), place)
    elif isinstance(raw, list) and get_origin(kind) is tuple:
        return _in_array(raw, get_args(kind), place)
    return iter(())


def _in_struct(
    raw: dict[str, object], kind: type[msgspec.Struct], place: str
) -> Iterator[Fault]:
    fields = {each.encode_name: each for each in msgspec.structs.fields(kind)}
    for key in [each for each in raw if each not in fields]:
        close = get_close_matches(key, fields, n=1)
        known = close[0] if close else one_of(list(fields))
        yield Fault(member(place, key), "unknown field", known)
    for name, each in fields.items():
        if each.required and name not in raw:
            yield Fault(member(place, name), "missing", accepted(each.type))
    yield from _faults(
        (raw[name], each.type, member(place, name))
        for name, each in fields.items()
        if name in raw
    )


def _in_array(
    raw: list[object], kinds: tuple[object, ...], place: str
) -> Iterator[Fault]:
    """Items of ``tuple[X, ...]``, or of one kind each if there are as many."""
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(raw)
    if len(kinds) == len(raw):
        yield from _faults(
            (each, kind, f"{place}[{index}]")
            for index, (each, kind) in enumerate(zip(raw, kinds, strict=True))
        )


def _in_mapping(
    raw: dict[str, object], kinds: tuple[object, ...], place: str
) -> Iterator[Fault]:
    key_kind, value_kind = kinds
    for key, value in raw.items():
        at = member(place, key)
        if find_fault(key, key_kind) is not None:
            yield Fault(at, shown(key), accepted(key_kind))
        yield from _faults([(value, value_kind, at)])


def _faults(parts: Iterable[tuple[object, object, str]]) -> Iterator[Fault]:
    for raw, kind, place in parts:
        fault = find_fault(raw, kind, place)
        if fault is not None:
            yield fault

"""Track reports as comma-separated values with a header line.

Columns are the fields of a track of the picture document.
What is nested there has a dot here: ``identification.authority``,
``class_probabilities.one_way_attack``.
A blank cell is a field that is not stated.
"""

import csv
import io
import math
import re
from difflib import get_close_matches

import msgspec
from msgspec import inspect

from zaslin.wire.fault import Unreadable, fault_of
from zaslin.wire.form.track import Track
from zaslin.wire.rejected import Rejected, one_of
from zaslin.wire.text import decode_text
from zaslin.wire.track_reports import TrackReports

Cell = str | float | bool | Unreadable

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_TRUTH = {"true": True, "false": False}


def decode_csv(data: bytes, source: str) -> TrackReports:
    """The reports; places name line and column."""
    text = decode_text(data, source, "a header line and one track on each line")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    kinds = _columns(inspect.type_info(Track))
    tracks: list[Track] = []
    lines: list[int] = []
    header: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not header:
                _accept_header(cells, kinds, source, rows.line_num)
                header = cells
                continue
            if len(cells) != len(header):
                raise Rejected(
                    source,
                    f"line {rows.line_num}",
                    f"{len(cells)} cells",
                    f"{len(header)}, as in the header",
                )
            lines.append(rows.line_num)
            tracks.append(_track(header, cells, kinds, source, rows.line_num))
    except csv.Error as error:
        place = f"line {rows.line_num}"
        accepted = "comma-separated values (RFC 4180)"
        raise Rejected(source, place, str(error), accepted) from None

    def place_of(index: int, field: str) -> str:
        return f"line {lines[index]}{', column ' if field else ''}{field}"

    return TrackReports(source, tuple(tracks), place_of)


def _columns(info: inspect.Type, prefix: str = "") -> dict[str, inspect.Type]:
    """The column names, each with its type."""
    if isinstance(info, inspect.Metadata):
        return _columns(info.type, prefix)
    if isinstance(info, inspect.UnionType):
        return _columns(info.types[0], prefix)
    if isinstance(info, inspect.StructType):
        parts = {each.encode_name: each.type for each in info.fields}
    elif isinstance(info, inspect.DictType) and isinstance(
        info.key_type, inspect.EnumType
    ):
        parts = {str(each.value): info.value_type for each in info.key_type.cls}
    else:
        return {prefix: info}
    columns: dict[str, inspect.Type] = {}
    for name, kind in parts.items():
        columns |= _columns(kind, f"{prefix}.{name}" if prefix else name)
    return columns


def _accept_header(
    header: list[str], kinds: dict[str, inspect.Type], source: str, line: int
) -> None:
    for number, name in enumerate(header):
        place = f"line {line}, column {name or number + 1}"
        if name not in kinds:
            close = get_close_matches(name, kinds, n=1)
            known = close[0] if close else one_of(list(kinds))
            raise Rejected(source, place, "unknown column", known)
        if name in header[:number]:
            raise Rejected(source, place, "stated twice", "each column once")


def _track(
    header: list[str],
    cells: list[str],
    kinds: dict[str, inspect.Type],
    source: str,
    line: int,
) -> Track:
    plain: dict[str, Cell] = {}
    nested: dict[str, dict[str, Cell]] = {}
    for name, cell in zip(header, cells, strict=True):
        if not cell:
            continue
        parent, _, child = name.partition(".")
        where = nested.setdefault(parent, {}) if child else plain
        where[child or name] = _value(cell, kinds[name])
    raw = {**plain, **nested}
    try:
        return msgspec.convert(raw, Track)
    except msgspec.ValidationError as error:
        fault = fault_of(raw, Track, "", error)
        place = f"line {line}, column {fault.place.removeprefix('.')}"
        raise Rejected(source, place, fault.value, fault.accepted) from None


def _value(cell: str, kind: inspect.Type) -> Cell:
    """A cell as JSON would have it; text where it is not what the column holds."""
    if isinstance(kind, inspect.FloatType) and _NUMBER.fullmatch(cell):
        number = float(cell)
        return number if math.isfinite(number) else Unreadable(cell)
    if isinstance(kind, inspect.BoolType):
        return _TRUTH.get(cell.lower(), cell)
    return cell

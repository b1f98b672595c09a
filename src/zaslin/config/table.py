"""TOML tables into frozen dataclasses, checked key by key.

The dataclass is the schema: a key that it does not have, a value of another type
and a value outside the range that its ``__post_init__`` accepts are all refused in
one line that names the file, the key, the value and what is accepted.
"""

import math
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from zaslin.config.folder import ConfigError, read_text

T = TypeVar("T")
Table = dict[str, Any]


def read_table(path: Path) -> Table:
    """The top-level table of a TOML file."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}; accepted: valid TOML") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply; accepted: plain TOML") from None


def read_into(kind: type[T], path: Path) -> T:
    """A whole TOML file as one dataclass."""
    try:
        return build(kind, read_table(path))
    except ConfigError:
        raise
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def build(kind: type[T], table: Table, place: str = "") -> T:
    """A dataclass from a table; ``place`` is how the table is called in the file.

    Raises ``ValueError`` with the key, the value and what is accepted.
    """
    known: dict[str, Field[Any]] = {each.name: each for each in _fields(kind)}
    hints = typing.get_type_hints(kind)
    for key in table:
        if key not in known:
            raise ValueError(
                f"{place}{key} is {_shown(table[key])}, but no such key exists; "
                f"accepted: {', '.join(known)}"
            )
    for key, each in known.items():
        missing = each.default is MISSING and each.default_factory is MISSING
        if missing and key not in table:
            raise ValueError(f"{place}{key} is missing; accepted: a value for it")
    values = {
        key: convert(hints[key], value, f"{place}{key}") for key, value in table.items()
    }
    try:
        return kind(**values)
    except ValueError as error:
        raise ValueError(f"{place}{error}") from None


def convert(hint: Any, value: Any, place: str) -> Any:
    """A value of the type that a field asks for."""
    hint = getattr(hint, "__supertype__", hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        # Optional keys are left out in TOML, which has no null.
        return convert(arguments[0], value, place)
    if origin is tuple:
        return _tuple(arguments[0], value, place)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(arguments, value, place)
    if is_dataclass(hint):
        return build(typing.cast("type[Any]", hint), _table(value, place), f"{place}.")
    if issubclass(hint, StrEnum):
        return _member(hint, value, place)
    return _scalar(hint, value, place)


def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _tuple(item: Any, value: Any, place: str) -> tuple[Any, ...]:
    if isinstance(value, list):
        return tuple(
            convert(item, each, f"{place}[{index}]") for index, each in enumerate(value)
        )
    raise ValueError(f"{place} is {_shown(value)}; accepted: a list")


def _mapping(arguments: tuple[Any, ...], value: Any, place: str) -> dict[Any, Any]:
    key_hint, value_hint = arguments
    return {
        convert(key_hint, key, f"key {key!r} of {place}"): convert(
            value_hint, each, f"{place}.{key}"
        )
        for key, each in _table(value, place).items()
    }


def _table(value: Any, place: str) -> Table:
    if isinstance(value, dict):
        return value
    raise ValueError(f"{place} is {_shown(value)}; accepted: a table")


def _member(kind: type[StrEnum], value: Any, place: str) -> StrEnum:
    members = [member.value for member in kind]
    if value not in members:
        raise ValueError(f"{place} is {_shown(value)}; accepted: {', '.join(members)}")
    return kind(value)


def _scalar(hint: type, value: Any, place: str) -> Any:
    # In Python a bool is an int; in a configuration it is a mistake.
    # And TOML has no largest integer, while everything that reads one here has.
    whole = (
        isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    )
    if hint is float:
        if (whole or isinstance(value, float)) and math.isfinite(value):
            return float(value)
        raise ValueError(f"{place} is {_shown(value)}; accepted: a finite number")
    if hint is int and not whole:
        raise ValueError(f"{place} is {_shown(value)}; accepted: a whole number")
    if hint is bool and not isinstance(value, bool):
        raise ValueError(f"{place} is {_shown(value)}; accepted: true or false")
    if hint is datetime and not isinstance(value, datetime):
        raise ValueError(
            f"{place} is {_shown(value)}; accepted: a date and time without quotes, "
            "such as 2025-09-06T22:00:00Z"
        )
    if hint is str and not isinstance(value, str):
        raise ValueError(f"{place} is {_shown(value)}; accepted: text in quotes")
    return value


def _shown(value: Any) -> str:
    text = str(value) if isinstance(value, date | time) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

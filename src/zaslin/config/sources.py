"""Where a setting comes from: command line, environment, file, default, in this order.

``ZASLIN_SERVER_PORT=9000`` is the key ``port`` of the table ``[server]``.
A key that holds a secret can instead name a file that holds it:
``password_file`` in the file, ``ZASLIN_DATABASE_PASSWORD_FILE`` in the environment.
"""

import math
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from zaslin.config.folder import ConfigError, read_text
from zaslin.config.settings import Settings, resolved, secret_names
from zaslin.config.table import Table, build, read_table

PREFIX = "ZASLIN_"
CONFIG_VARIABLE = "ZASLIN_CONFIG"
"""Names the file of settings, as ``--config`` does."""

_FILE = "_file"
_MOST_SECRET = 65_536

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value, and the words by which whoever stated it will find it."""

    value: Any
    place: str


def read_settings(
    path: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[Key, Stated] | None = None,
) -> Settings:
    """All settings of a service.

    Parameters
    ----------
    path
        The TOML file, if there is one.
    environment
        Variables; those that begin with ``ZASLIN_`` must be settings.
    options
        What the command line states, by table and key.

    Raises
    ------
    ConfigError
        Naming place, value and what is accepted.
    """
    stated = dict(_from_file(path)) if path else {}
    stated |= _from_environment(environment or {})
    stated |= options or {}
    tables: dict[str, Table] = {section: {} for section in _sections()}
    for (section, key), each in stated.items():
        tables[section][key] = each.value
    try:
        settings = build(
            Settings, {name: table for name, table in tables.items() if table}
        )
    except ValueError as error:
        raise ConfigError(_placed(str(error), stated, path)) from None
    return _seen_from_file(settings, stated, path)


def _sections() -> dict[str, type]:
    hints = typing.get_type_hints(Settings)
    return {each.name: hints[each.name] for each in fields(Settings)}


def _keys(section: str) -> dict[str, Any]:
    return typing.get_type_hints(_sections()[section])


# ---------------------------------------------------------------------- the file


def _from_file(path: Path) -> Iterator[tuple[Key, Stated]]:
    """Every key of the file; what no setting is called is refused."""
    sections = _sections()
    for section, table in read_table(path).items():
        if section not in sections:
            raise ConfigError(
                f"{path}: [{section}] is no table of settings; "
                f"accepted: {', '.join(sections)}"
            )
        if not isinstance(table, dict):
            raise ConfigError(
                f"{path}: {section} is {table!r}; accepted: a table, [{section}]"
            )
        yield from _from_table(path, section, table)


def _from_table(path: Path, section: str, table: Table) -> Iterator[tuple[Key, Stated]]:
    known, secrets = _keys(section), secret_names(section)
    for key, value in table.items():
        place = f"{path}: {section}.{key}"
        secret = key.removesuffix(_FILE)
        if key not in known and key.endswith(_FILE) and secret in secrets:
            if secret in table:
                raise ConfigError(f"{place} and {secret} are both set; accepted: one")
            if not isinstance(value, str):
                raise ConfigError(f"{place} is {value!r}; accepted: a path in quotes")
            text = _read_secret(path.parent / value, place)
            yield (section, secret), Stated(value=text, place=place)
        elif key not in known:
            raise ConfigError(
                f"{place} is no setting; accepted: {_names(known, secrets)}"
            )
        else:
            yield (section, key), Stated(value=value, place=place)


def _names(known: Mapping[str, Any], secrets: frozenset[str]) -> str:
    return ", ".join([*known, *(f"{each}{_FILE}" for each in sorted(secrets))])


# --------------------------------------------------------------- the environment


def _from_environment(environment: Mapping[str, str]) -> dict[Key, Stated]:
    found: dict[Key, Stated] = {}
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name == CONFIG_VARIABLE:
            continue
        key, value = _from_variable(name, environment[name])
        if key in found:
            raise ConfigError(
                f"{name} and {found[key].place} are both set; accepted: one of them"
            )
        found[key] = Stated(value=value, place=name)
    return found


def _from_variable(name: str, text: str) -> tuple[Key, Any]:
    words = name.removeprefix(PREFIX).lower()
    section = next((each for each in _sections() if words.startswith(f"{each}_")), None)
    if section is None:
        raise ConfigError(
            f"{name} is no setting; accepted: {PREFIX}TABLE_KEY with one of the tables "
            f"{', '.join(_sections())}"
        )
    key, known = words.removeprefix(f"{section}_"), _keys(section)
    secrets = secret_names(section)
    if key in known:
        return (section, key), _read(known[key], text, name, secret=key in secrets)
    secret = key.removesuffix(_FILE)
    if key.endswith(_FILE) and secret in secrets:
        return (section, secret), _read_secret(Path(text), name)
    raise ConfigError(
        f"{name} is no setting of [{section}]; accepted: {_names(known, secrets)}"
    )


def _read(hint: Any, text: str, name: str, *, secret: bool) -> Any:
    """The value that a text of the environment stands for."""
    if secret:
        return text
    origin = typing.get_origin(hint)
    if origin is tuple:
        return [each.strip() for each in text.split(",") if each.strip()]
    if origin is not None and not isinstance(hint, types.UnionType):
        return _pairs(text, name)
    if hint is bool:
        return _truth(text, name)
    if hint in (int, float):
        return _number(hint, text, name)
    return text


def _pairs(text: str, name: str) -> dict[str, list[str]]:
    """Lists by name; in the environment their values are joined by ``+``."""
    pairs = [each.partition("=") for each in text.split(",") if each.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise ConfigError(
            f"{name} is {text!r}; accepted: pairs such as group=viewer+auditor"
        )
    return {
        key.strip(): [each.strip() for each in value.split("+")]
        for key, _, value in pairs
    }


def _truth(text: str, name: str) -> bool:
    if text not in {"true", "false"}:
        raise ConfigError(f"{name} is {text!r}; accepted: true or false")
    return text == "true"


def _number(hint: type, text: str, name: str) -> int | float:
    kind = "a whole number" if hint is int else "a finite number"
    try:
        number = hint(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ConfigError(f"{name} is {text!r}; accepted: {kind}")
    return typing.cast("int | float", number)


# ----------------------------------------------------------------------- secrets


def _read_secret(path: Path, place: str) -> str:
    """A secret from its file, without the end of its last line."""
    try:
        text = read_text(path)
    except ConfigError as error:
        raise ConfigError(f"{place}: {error}") from None
    secret = text.rstrip("\r\n")
    if not secret or len(secret) > _MOST_SECRET:
        raise ConfigError(
            f"{place}: {path} holds {len(secret)} characters; "
            f"accepted: 1 to {_MOST_SECRET}"
        )
    return secret


# ------------------------------------------------------------------------- words


def _placed(error: str, stated: Mapping[Key, Stated], path: Path | None) -> str:
    """The error in the words of the place that the value came from."""
    where, _, rest = error.partition(" ")
    section, _, inner = where.partition(".")
    key = inner.partition("[")[0].partition(".")[0]
    found = stated.get((section, key))
    if found is None:
        return f"{path}: {error}" if path else error
    deeper = inner.removeprefix(key)
    return f"{found.place}{deeper} {rest}"


def _seen_from_file(
    settings: Settings, stated: Mapping[Key, Stated], path: Path | None
) -> Settings:
    """Paths in a file are seen from its folder; all others from the current one."""
    if path is None:
        return settings
    theirs = {key for key, each in stated.items() if each.place.startswith(f"{path}:")}
    return resolved(settings, path.parent, theirs)

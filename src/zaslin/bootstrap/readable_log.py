"""Log lines for people who look on, made of those for machines."""

import json
import re
from collections.abc import Callable

_WORDS = ("at", "level", "event")
_PLAIN = re.compile(r"[A-Za-z0-9_./:,+@-]+")


def readable(write: Callable[[str], object]) -> Callable[[str], object]:
    """Write each line of JSON as time, level, event and the rest as key=value."""

    def write_line(line: str) -> None:
        write(f"{as_text(line)}\n")

    return write_line


def as_text(line: str) -> str:
    """One line for people; what is no object stays as it is."""
    try:
        event = json.loads(line)
    except ValueError:
        return line.rstrip("\n")
    if not isinstance(event, dict):
        return line.rstrip("\n")
    at, level, name = (str(event.pop(word, "")) for word in _WORDS)
    rest = " ".join(f"{key}={_value(value)}" for key, value in event.items())
    return f"{at[11:19]} {level:7} {name} {rest}".rstrip()


def _value(value: object) -> str:
    """A plain word as it is; all else quoted, so that no terminal obeys it."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value)

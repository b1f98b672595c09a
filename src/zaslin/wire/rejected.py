"""The one error of the edge: what was given, where, and what is accepted."""

import json
import re

_LONGEST_VALUE = 60
_LONGEST_PLACE = 160
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Rejected(Exception):  # noqa: N818  (a verdict, not a fault of the program)
    """Input that cannot be used; ``str`` of it is one line for standard error.

    ``source`` names the file or feed, ``place`` where in it (empty for the file as
    a whole), ``value`` what stands there, ``accepted`` what may.
    Whatever was read comes out escaped and cut, so that it cannot garble a terminal.
    """

    def __init__(self, source: str, place: str, value: str, accepted: str) -> None:
        super().__init__(source, place, value, accepted)
        self.source = source
        self.place = place
        self.value = value
        self.accepted = accepted

    def __str__(self) -> str:
        named = [printable(self.source, _LONGEST_PLACE)]
        if self.place:
            named.append(printable(self.place, _LONGEST_PLACE))
        value = printable(self.value, _LONGEST_VALUE)
        accepted = printable(self.accepted, 10 * _LONGEST_VALUE)
        return f"zaslin: {': '.join(named)}: {value}; accepted: {accepted}"


def printable(text: str, longest: int) -> str:
    """The text on one line: escaped where it is not printable, and cut."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in cut
    )


def shown(value: object) -> str:
    """A value of a document as a person would recognise it there."""
    if isinstance(value, dict):
        return f"an object of {len(value)} fields"
    if isinstance(value, list | tuple):
        return f"an array of {len(value)}"
    if isinstance(value, str):
        # Cut before it is quoted, so that both quotation marks survive.
        room = _LONGEST_VALUE - 2
        value = value if len(value) <= room else value[: room - 1] + "…"
    return json.dumps(value, ensure_ascii=False, default=str)


def member(place: str, key: str) -> str:
    """Place of an object's member: ``$.tracks`` or ``$["two words"]``."""
    if _PLAIN_KEY.fullmatch(key):
        return f"{place}.{key}"
    return f"{place}[{json.dumps(key, ensure_ascii=False)}]"


def one_of(names: list[str]) -> str:
    """A list of names to choose from, cut where it would bury the message."""
    if not names:
        return "none, as the picture holds none"
    listed = ", ".join(names[:12])
    return f"one of {listed}{', …' if len(names) > 12 else ''}"

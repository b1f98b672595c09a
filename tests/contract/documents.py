"""A valid picture document, and ways to spoil it."""

import json
from copy import deepcopy
from typing import Any

from tests.unit.wire.test_picture_json import everything
from zaslin.wire.picture_json import encode

DOCUMENT: dict[str, Any] = json.loads(encode(everything()))
"""Every field there is, away from its default."""

Step = str | int


class Raw(str):
    """Text to stand in the document as it is, whether or not it is JSON."""

    __slots__ = ()


def changed(*path: Step, to: object) -> bytes:
    """The document with one value replaced or added."""
    document = deepcopy(DOCUMENT)
    _parent(document, path)[path[-1]] = "\0raw" if isinstance(to, Raw) else to
    text = json.dumps(document)
    if isinstance(to, Raw):
        text = text.replace('"\\u0000raw"', to)
    return text.encode("utf-8", "surrogatepass")


def without(*path: Step) -> bytes:
    """The document with one value taken out."""
    document = deepcopy(DOCUMENT)
    del _parent(document, path)[path[-1]]
    return json.dumps(document).encode()


def at(*path: Step) -> Any:
    """A copy of what stands at a path."""
    found: Any = DOCUMENT
    for step in path:
        found = found[step]
    return deepcopy(found)


def _parent(document: Any, path: tuple[Step, ...]) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document

"""Making domain objects of wire objects; a refusal names the place in the file."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct

from zaslin.wire.rejected import Rejected

Given = TypeVar("Given", bound=Struct)
Made = TypeVar("Made")

# How the domain words a refusal: see zaslin.domain.accept.
_REFUSAL = re.compile(
    r"(?P<name>.+?) (?:is|(?P<verb>sums to)) (?P<value>.+); accepted: (?P<accepted>.+)",
    re.DOTALL,
)


class Refusal(NamedTuple):
    """What the domain refused: a field of the wire object, or the object itself."""

    field: str
    value: str
    accepted: str


def build(
    source: str,
    place: str,
    given: Iterable[Given],
    make: Callable[[Given, str], Made],
) -> tuple[Made, ...]:
    """Make each item of the array at ``place``.

    ``make`` takes an item and its place; the domain's ``ValueError`` comes out as
    :class:`Rejected` at the field it is about.
    """
    made = []
    for index, item in enumerate(given):
        at = f"{place}[{index}]"
        try:
            made.append(make(item, at))
        except ValueError as error:
            raise rejected(source, at, item, error) from None
    return tuple(made)


def rejected(source: str, place: str, given: Struct, error: ValueError) -> Rejected:
    """The domain's refusal of the object at ``place``."""
    field, value, accepted = refusal_of(error, given)
    return Rejected(source, f"{place}.{field}" if field else place, value, accepted)


def refusal_of(error: ValueError, given: Struct) -> Refusal:
    """What a ``ValueError`` of the domain says about a wire object."""
    match = _REFUSAL.fullmatch(str(error))
    if match is None:
        return Refusal("", str(error), "see zaslin schema picture")
    value = f"{match['verb'] or ''} {match['value']}".strip()
    accepted = match["accepted"].removeprefix("a finite number, ")
    return Refusal(_field_of(match["name"], given.__struct_fields__), value, accepted)


def _field_of(name: str, fields: Sequence[str]) -> str:
    """The wire field a domain name speaks of ("pk low": low); empty if none."""
    words: list[str] = re.findall(r"\w+", name)
    return next((word for word in reversed(words) if word in fields), "")

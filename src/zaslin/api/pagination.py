"""Long lists in pages: a cursor says where to go on, and a page has a largest size."""

import base64
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Query

from zaslin.api.errors import invalid
from zaslin.api.service import Serving

T = TypeVar("T")

_LONGEST_CURSOR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What part of a list is asked for: up to ``limit`` after ``position``.

    ``position`` is what an earlier page's :meth:`cursor` was made from; ``None``: from
    the beginning.
    """

    list_name: str
    limit: int
    position: Any = None

    def cursor(self, position: object) -> str:
        """What leads to the part of the list behind ``position``."""
        stated = msgspec.json.encode((self.list_name, position))
        return base64.urlsafe_b64encode(stated).decode().rstrip("=")


def page(list_name: str, position: type[T]) -> Any:
    """A dependency that reads ``limit`` and ``cursor``.

    ``part: Annotated[Page, page("journal", int)]``.
    A cursor of another list, or one that was tampered with, is answered with 422.
    """

    def read(
        service: Serving,
        limit: Annotated[
            int | None, Query(description="most items of this answer")
        ] = None,
        cursor: Annotated[
            str | None,
            Query(description="`next` of the page before; absent: from the beginning"),
        ] = None,
    ) -> Page:
        limits = service.limits
        size = limits.page if limit is None else limit
        if not 1 <= size <= limits.longest_page:
            raise invalid("query.limit", str(limit), f"1 to {limits.longest_page}")
        where = None if cursor is None else _position(cursor, list_name, position)
        return Page(list_name=list_name, limit=size, position=where)

    return Depends(read)


def _position(cursor: str, list_name: str, kind: type[T]) -> T:
    if len(cursor) > _LONGEST_CURSOR:
        raise _foreign(cursor)
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        stated = base64.b64decode(padded.encode("ascii"), b"-_", validate=True)
        named, position = msgspec.json.decode(stated, type=tuple[str, msgspec.Raw])
        where = msgspec.json.decode(position, type=kind)
    except (ValueError, msgspec.MsgspecError):
        raise _foreign(cursor) from None
    if named != list_name:
        raise _foreign(cursor)
    return where


def _foreign(cursor: str) -> Exception:
    return invalid("query.cursor", cursor, "`next` of an earlier page of this list")

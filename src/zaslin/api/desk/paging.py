"""How much of a list is asked for."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query

from zaslin.api.errors import invalid
from zaslin.api.service import Serving

T = TypeVar("T")


def limit_of(
    service: Serving,
    limit: Annotated[
        int | None, Query(description="most items of this answer, by default 100")
    ] = None,
) -> int:
    """How many items an answer may have; raises :class:`ProblemError` 422."""
    limits = service.limits
    size = limits.page if limit is None else limit
    if not 1 <= size <= limits.longest_page:
        raise invalid("query.limit", str(limit), f"1 to {limits.longest_page}")
    return size


Limit = Annotated[int, Depends(limit_of)]
"""``limit: Limit`` as a parameter of a route that gives a list."""

Number = Annotated[
    int | None, Query(ge=0, le=2**53 - 1, description="number of an entry")
]
Name = Annotated[str | None, Query(max_length=64, description="id of the last one")]


def page_after(
    names: Sequence[str], last: str | None, limit: int
) -> tuple[list[int], bool]:
    """Places of the names behind ``last`` in their order, and whether more follow."""
    order = sorted(range(len(names)), key=lambda place: names[place])
    rest = [place for place in order if last is None or names[place] > last]
    return rest[:limit], len(rest) > limit

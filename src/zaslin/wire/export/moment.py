"""Times as the published documents write them."""

from functools import lru_cache

from zaslin.wire.write.places import iso_time


# A whole matrix of scores shares a few hundred times of the grid.
@lru_cache(maxsize=16_384)
def written(time_s: float) -> str:
    """ISO-8601 in UTC, to the millisecond.

    >>> written(1757214010.0)
    '2025-09-07T03:00:10.000Z'
    """
    stamp = iso_time(time_s).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{stamp}Z"

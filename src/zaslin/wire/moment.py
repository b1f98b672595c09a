"""Times as the published documents write them."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# Slots and windows share their times, thousands of them.
@lru_cache(maxsize=16_384)
def written(time_s: float) -> str:
    """ISO-8601 in UTC, to the nearest millisecond.

    >>> written(1757214010.0)
    '2025-09-07T03:00:10.000Z'

    Raises
    ------
    ValueError
        For a time beyond the year 9999.
    """
    try:
        moment = _EPOCH + timedelta(milliseconds=round(time_s * 1e3))
    except OverflowError:
        raise ValueError(
            f"time is {time_s!r} s; accepted: seconds since 1970 up to the year 9999"
        ) from None
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

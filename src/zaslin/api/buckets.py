"""Token buckets: so many a second in the long run, and so many at once."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from zaslin.api.errors import Code, ProblemError
from zaslin.api.limits import Limits, Rate
from zaslin.domain.person import Principal

_MOST_BUCKETS = 10_000


@dataclass(slots=True)
class Bucket:
    """What one client has left, and when that was true."""

    tokens: float
    at_s: float


class Buckets:
    """A bucket for each client of one kind; the longest unused is forgotten first.

    A forgotten client starts with a full bucket, so ``most`` should exceed the number
    of clients: who comes from that many addresses is stopped by the connection cap.
    """

    def __init__(
        self, rate: Rate, now: Callable[[], float], most: int = _MOST_BUCKETS
    ) -> None:
        self._rate = rate
        self._now = now
        self._most = most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, client: str, amount: float = 1.0) -> float:
        """Take tokens; 0 if they were there, else seconds until they would be.

        More than a bucket holds is never there at once: then a full bucket is enough
        and goes into debt, so that a large batch passes and the next one waits.
        """
        bucket = self._refilled(client)
        missing = min(amount, self._rate.at_once) - bucket.tokens
        if missing > 0:
            return missing / self._rate.per_s
        bucket.tokens -= amount
        return 0.0

    def _refilled(self, client: str) -> Bucket:
        now_s = self._now()
        bucket = self._buckets.get(client)
        if bucket is None:
            while len(self._buckets) >= self._most:
                self._buckets.popitem(last=False)
            bucket = self._buckets[client] = Bucket(self._rate.at_once, now_s)
        self._buckets.move_to_end(client)
        gained = max(now_s - bucket.at_s, 0.0) * self._rate.per_s
        bucket.tokens = min(bucket.tokens + gained, self._rate.at_once)
        bucket.at_s = max(now_s, bucket.at_s)
        return bucket


@dataclass(frozen=True, slots=True)
class Rates:
    """The buckets of one process."""

    limits: Limits
    now: Callable[[], float]
    addresses: Buckets = field(init=False)
    users: Buckets = field(init=False)
    sources: Buckets = field(init=False)
    tracks: Buckets = field(init=False)

    def __post_init__(self) -> None:
        for name, rate in (
            ("addresses", self.limits.per_address),
            ("users", self.limits.per_user),
            ("sources", self.limits.per_source),
            ("tracks", self.limits.tracks_per_source),
        ):
            object.__setattr__(self, name, Buckets(rate, self.now))


def rates_of(request: Request) -> Rates:
    """The buckets of the application that answers; a FastAPI dependency."""
    rates: Rates = request.app.state.rates
    return rates


Charging = Annotated[Rates, Depends(rates_of)]
"""``rates: Charging`` as a parameter of a route."""


def charge_principal(request: Request, who: Principal) -> None:
    """Take a token of the source that reports, or of the user who asks."""
    rates = rates_of(request)
    if who.source:
        charge(rates.sources, who.source)
    else:
        charge(rates.users, who.user_id)


def charge(buckets: Buckets, client: str, amount: float = 1.0) -> None:
    """Take tokens or raise 429, which says when to come again."""
    wait_s = buckets.take(client, amount)
    if wait_s > 0:
        seconds = str(max(math.ceil(wait_s), 1))
        raise ProblemError(
            Code.TOO_MANY_REQUESTS,
            f"come again in {seconds} s",
            headers={"Retry-After": seconds},
        )

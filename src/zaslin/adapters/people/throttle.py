"""How often a password may be tried, by name and by address.

Each name and each address has a bucket of attempts that fills again slowly; an
attempt is taken before the password is looked at, and given back if it was right.
Somebody who tries names must not shut out their owner: where a user has signed in
before, they have a bucket of their own and need none of the address, and so has each
session that gives its password again.
Buckets are in memory: a restart fills them all.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

from zaslin.domain.account import ThrottledError

_MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """So many attempts at once, and one more each ``each_s``."""

    at_once: int
    each_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleParams:
    """Buckets of names and addresses, of names where they are known, of sessions."""

    name: Attempts = Attempts(at_once=10, each_s=30.0)
    known: Attempts = Attempts(at_once=10, each_s=10.0)
    address: Attempts = Attempts(at_once=30, each_s=10.0)
    session: Attempts = Attempts(at_once=10, each_s=10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Who tries a password: a name from an address, or somebody in a session."""

    name: str
    address: str
    known: bool = False
    session: str = ""


@dataclass(slots=True)
class _Bucket:
    left: float
    at_s: float


class Throttle:
    """Counts attempts; safe to use from several threads."""

    def __init__(self, params: ThrottleParams) -> None:
        self._params = params
        self._buckets: OrderedDict[tuple[str, ...], _Bucket] = OrderedDict()
        self._lock = Lock()

    def attempt(self, tried: Try, now_s: float) -> None:
        """Take an attempt; raises :class:`ThrottledError` if there is none left."""
        with self._lock:
            buckets = [
                (self._bucket(key, limit, now_s), limit)
                for key, limit in self._limits(tried)
            ]
            wait_s = max(
                (1.0 - bucket.left) * limit.each_s for bucket, limit in buckets
            )
            if wait_s > 0.0:
                raise ThrottledError(wait_s)
            for bucket, _ in buckets:
                bucket.left -= 1.0

    def succeeded(self, tried: Try, now_s: float) -> None:
        """Give the attempt back, as the password was right."""
        with self._lock:
            for key, limit in self._limits(tried):
                bucket = self._bucket(key, limit, now_s)
                bucket.left = min(float(limit.at_once), bucket.left + 1.0)

    def _limits(self, tried: Try) -> Sequence[tuple[tuple[str, ...], Attempts]]:
        params, network = self._params, _network(tried.address)
        if tried.session:
            return [(("session", tried.session), params.session)]
        if tried.known:
            return [(("known", tried.name, network), params.known)]
        return [
            (("name", tried.name), params.name),
            (("address", network), params.address),
        ]

    def _bucket(self, key: tuple[str, ...], limit: Attempts, now_s: float) -> _Bucket:
        bucket = self._buckets.pop(key, None) or _Bucket(float(limit.at_once), now_s)
        passed_s = max(0.0, now_s - bucket.at_s)
        bucket.left = min(float(limit.at_once), bucket.left + passed_s / limit.each_s)
        bucket.at_s = now_s
        self._buckets[key] = bucket
        if len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket


def _network(address: str) -> str:
    """The address, or what one customer has of IPv6: a /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)

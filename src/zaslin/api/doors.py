"""How many connections are open, of whom, and whether one more may be."""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from zaslin.api.limits import Limits

Network = IPv4Network | IPv6Network

# One subscriber of IPv6 has a whole network of addresses.
_SUBSCRIBER_BITS = 64


class Doors:
    """Counts connections; those from ``exempt`` networks only in total."""

    def __init__(self, limits: Limits, exempt: Iterable[str] = ()) -> None:
        self._limits = limits
        self._exempt = tuple(ip_network(each, strict=False) for each in exempt)
        self._open: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """How many connections are open."""
        return self._open.total()

    def enter(self, address: str) -> str | None:
        """Let a connection in, or say which limit it exceeds."""
        who = subscriber(address)
        if self.open >= self._limits.connections:
            return "connections"
        is_full = self._open[who] >= self._limits.connections_per_address
        if is_full and not self._is_exempt(address):
            return "connections_per_address"
        self._open[who] += 1
        return None

    def leave(self, address: str) -> None:
        """A connection that was let in is closed."""
        who = subscriber(address)
        self._open[who] -= 1
        if self._open[who] <= 0:
            del self._open[who]

    def _is_exempt(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._exempt)


def subscriber(address: str) -> str:
    """What counts as one client: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, _SUBSCRIBER_BITS), strict=False))

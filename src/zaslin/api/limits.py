"""Every limit of the service, in one place; docs/api.md has them as a table."""

import math
from dataclasses import dataclass, fields

KB = 1_000
MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many a second in the long run, and so many at once."""

    per_s: float
    at_once: float

    def __post_init__(self) -> None:
        if not (self.per_s > 0 and math.isfinite(self.per_s)):
            raise ValueError(f"per_s: {self.per_s}; accepted: more than 0")
        if not (self.at_once >= 1 and math.isfinite(self.at_once)):
            raise ValueError(f"at_once: {self.at_once}; accepted: 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one client may ask of the service; the defaults suit one defended city."""

    # A request.
    url_bytes: int = 4 * KB
    header_bytes: int = 16 * KB
    header_count: int = 64
    body_bytes: int = 1 * MB
    report_body_bytes: int = 8 * MB
    json_depth: int = 32
    receive_s: float = 5.0

    # A connection. A reverse proxy is one address for many people: name it in the
    # settings, so that what it forwards counts for whom it forwards.
    connections: int = 500
    connections_per_address: int = 100
    keep_alive_s: float = 30.0
    requests_per_connection: int = 10_000
    send_s: float = 5.0
    # All bodies that are being received at one moment.
    bodies_bytes: int = 64 * MB

    # Streams of events.
    streams: int = 200
    streams_per_user: int = 10

    # Rates; what exceeds them is refused with 429 and Retry-After.
    per_address: Rate = Rate(per_s=500, at_once=1_000)
    per_user: Rate = Rate(per_s=100, at_once=500)
    per_source: Rate = Rate(per_s=100, at_once=200)
    tracks_per_source: Rate = Rate(per_s=2_000, at_once=8_000)

    # Answers and keys.
    page: int = 100
    longest_page: int = 1_000
    idempotency_key_shortest: int = 8
    idempotency_key_longest: int = 128

    # A standby waits so long for the leader's first byte.
    forward_s: float = 10.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Rate):
                continue
            if not (value > 0 and math.isfinite(value)):
                raise ValueError(f"{each.name}: {value}; accepted: more than 0")
        if self.page > self.longest_page:
            raise ValueError(f"page: {self.page}; accepted: up to {self.longest_page}")

"""How long things last, and what a sign-in costs."""

from dataclasses import dataclass, field

from zaslin.adapters.people.hashing import HashParams
from zaslin.adapters.people.sessions import Lifetimes
from zaslin.adapters.people.throttle import ThrottleParams


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleParams:
    """The numbers of people; docs/people.md has them as a table.

    ``secure``: cookies travel under TLS only; without it the service is on loopback.
    ``one_time_s``: how long the secret for a first sign-in is good.
    ``longest_key_s``: no key lasts longer.
    ``fresh_s``: how long a look-up is good; ``outage_s``: and while the database is
    silent.
    """

    secure: bool = False
    one_time_s: float = 24 * 3600.0
    longest_key_s: float = 400 * 86_400.0
    fresh_s: float = 1.0
    outage_s: float = 300.0
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    hashing: HashParams = field(default_factory=HashParams)
    throttle: ThrottleParams = field(default_factory=ThrottleParams)

"""What the administration of people hands over, and what it leaves on record."""

from dataclasses import dataclass, field

from zaslin.domain.person import Key, Principal, User
from zaslin.domain.role import Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that has begun; ``token`` is known to the browser alone."""

    principal: Principal
    token: str = field(repr=False)
    ends_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user with the secret for one sign-in, which is shown once."""

    user: User
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOrder:
    """What a new key is to be."""

    name: str
    grants: frozenset[Grant]
    expires_s: float
    source: str = ""
    trusted_ids: bool = False
    may_identify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key with its secret, which is shown once."""

    key: Key
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of people: when, by whom, what, to whom; kept for good."""

    number: int
    at_s: float
    actor: str
    what: str
    whom: str
    detail: str = ""
    address: str = ""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a browser goes to sign in, and what its cookie keeps meanwhile."""

    location: str
    kept: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What a browser brings back from there."""

    state: str
    code: str = field(repr=False)
    issuer: str = ""


class WrongCredentialsError(Exception):
    """Name and password do not belong together; which of them is not said."""


class ThrottledError(Exception):
    """Too many attempts; the next is heard after ``wait_s``."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"too many attempts; accepted: one in {wait_s:.0f} s")
        self.wait_s = wait_s


class TooBusyError(Exception):
    """More passwords are being checked than the machine is given to."""


class UnknownNameError(LookupError):
    """There is no such user or key."""


class ChangeRefusedError(Exception):
    """A change of people that is not allowed, whoever asks for it."""


class OwnAccountError(ChangeRefusedError):
    """A change of the account of who asks for it; that takes another administrator."""


class NoRoleError(Exception):
    """The provider of identities knows them, but none of their groups has a role."""


class ProviderUnavailableError(Exception):
    """The provider of identities does not answer, or not as it should."""


class RevisionChangedError(Exception):
    """Somebody else has changed the user meanwhile; ``current`` is the revision."""

    def __init__(self, current: int) -> None:
        super().__init__(f"the user has revision {current} now")
        self.current = current


class PeopleUnavailableError(Exception):
    """The database of people does not answer.

    ``outcome_unknown``: what was to be changed may have been changed or not.
    """

    def __init__(self, why: str, *, outcome_unknown: bool = False) -> None:
        super().__init__(why)
        self.outcome_unknown = outcome_unknown

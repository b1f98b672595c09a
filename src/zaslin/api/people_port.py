"""What the API asks of whoever keeps the people; adapters.people answers it.

Every method but :meth:`People.remembered` may wait for a database or a hash: call
them off the event loop.
"""

from collections.abc import Sequence
from typing import Protocol

from zaslin.domain.account import (
    Change,
    Departure,
    KeyOrder,
    NewKey,
    NewUser,
    Return,
    SignedIn,
)
from zaslin.domain.person import Key, Principal, PrincipalKind, User
from zaslin.domain.role import Grant


class SignInElsewhere(Protocol):
    """Signing in at another provider of identities (OpenID Connect)."""

    def start(self, again: Principal | None = None) -> Departure:
        """Where to send the browser; ``again`` gives their password once more there."""
        ...

    def finish(self, kept: str, back: Return, address: str) -> SignedIn:
        """The session of who comes back; raises ``WrongCredentialsError``."""
        ...


class Administration(Protocol):
    """Users and keys, as administrators change them."""

    def users(self) -> Sequence[User]:
        """Every user by name."""
        ...

    def user(self, name: str) -> User:
        """One user."""
        ...

    def add_user(self, by: Principal, name: str, grants: Sequence[Grant]) -> NewUser:
        """A new user, and the secret for the first sign-in."""
        ...

    def grant(
        self, by: Principal, name: str, grants: Sequence[Grant], revision: int
    ) -> User:
        """Give a user these roles instead of those before."""
        ...

    def disable(self, by: Principal, name: str, disabled: bool, revision: int) -> User:
        """Shut a user out, or let them in again."""
        ...

    def end_sessions(self, by: Principal, name: str) -> int:
        """End all sessions of a user; how many there were."""
        ...

    def reset(self, by: Principal, name: str) -> NewUser:
        """A new secret for the next sign-in instead of the password."""
        ...

    def key(self, prefix: str) -> Key:
        """One key, without its secret."""
        ...

    def keys(self) -> Sequence[Key]:
        """Every key, without its secret."""
        ...

    def add_key(self, by: Principal, order: KeyOrder) -> NewKey:
        """A new key, and its secret."""
        ...

    def delete_key(self, by: Principal, prefix: str) -> None:
        """Revoke a key for good."""
        ...

    def changes(self, before: int | None, limit: int) -> Sequence[Change]:
        """What was changed about people, newest first."""
        ...


class People(Protocol):
    """Users, their sessions, and the keys of other systems."""

    @property
    def secure(self) -> bool:
        """Whether cookies travel under TLS only; else the service is on loopback."""
        ...

    @property
    def administration(self) -> Administration:
        """Where users and keys are changed."""
        ...

    @property
    def elsewhere(self) -> SignInElsewhere | None:
        """The provider of identities, if one is configured."""
        ...

    def remembered(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """The owner of a session or key as known a moment ago; never waits."""
        ...

    def identify(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """The owner of a session or key; None if unknown, expired or revoked."""
        ...

    def still_valid(self, principal: Principal) -> bool:
        """Whether this is still who it was, with the same roles."""
        ...

    def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """A new session for who knows the password."""
        ...

    def sign_out(self, principal: Principal) -> None:
        """End the session of the principal."""
        ...

    def step_up(self, principal: Principal, password: str, address: str) -> SignedIn:
        """The same session with a new token, as the password was given again."""
        ...

    def change_password(
        self, principal: Principal, old: str, new: str, address: str
    ) -> SignedIn:
        """Set a new password; ends all sessions of the user but begins one."""
        ...

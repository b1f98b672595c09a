"""People as the service asks for them: who is behind a request, and who may be."""

import logging
from dataclasses import replace

from zaslin.adapters.people import accounts, entrance, keys, sessions
from zaslin.adapters.people.administration import Administration
from zaslin.adapters.people.database import record
from zaslin.adapters.people.elsewhere import Elsewhere
from zaslin.adapters.people.ground import Ground
from zaslin.adapters.people.oidc import Provider
from zaslin.adapters.people.throttle import Throttle, Try
from zaslin.domain.account import (
    PeopleUnavailableError,
    SignedIn,
    ThrottledError,
    WrongCredentialsError,
)
from zaslin.domain.password import accept_password
from zaslin.domain.person import Principal, PrincipalKind

_LOG = logging.getLogger(__name__)
_LONGEST_SHOWN = 512


class PeopleStore:
    """Users, sessions and keys in the ledger's database; safe in several threads."""

    def __init__(self, ground: Ground, provider: Provider | None = None) -> None:
        self._ground = ground
        self._elsewhere = Elsewhere(ground, provider) if provider else None
        self._throttle = Throttle(ground.params.throttle)
        self._administration = Administration(ground)

    @property
    def elsewhere(self) -> Elsewhere | None:
        """The provider of identities, if there is one."""
        return self._elsewhere

    @property
    def administration(self) -> Administration:
        """Where users and keys are changed."""
        return self._administration

    @property
    def secure(self) -> bool:
        """Whether cookies travel under TLS only."""
        return self._ground.params.secure

    def remembered(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """Who was behind it a moment ago; never waits."""
        if len(secret) > _LONGEST_SHOWN:
            return None
        now_s = self._ground.now()
        found = self._ground.memory.fresh(_shown(kind, secret), now_s)
        return _as_of(found, now_s)

    def identify(self, kind: PrincipalKind, secret: str) -> Principal | None:
        """Who is behind a session or key; None if unknown, expired or revoked.

        While the database is silent, who was known a short while ago still is.
        """
        form = keys.FORM if kind is PrincipalKind.KEY else sessions.TOKEN
        if not form.fullmatch(secret):
            return None
        shown, now_s, changes = (
            _shown(kind, secret),
            self._ground.now(),
            self._ground.memory.changes,
        )
        try:
            found = self._asked(kind, secret, now_s)
        except PeopleUnavailableError:
            known = self._ground.memory.last_known(shown, now_s)
            if known is None:
                raise
            return _as_of(known, now_s)
        if found is None:
            self._ground.memory.drop(shown)
            return None
        self._ground.memory.keep(shown, found, now_s, changes)
        return found

    def still_valid(self, principal: Principal) -> bool:
        """Whether this is still who it was, with the same roles.

        True while the database is silent: nobody can be shut out through it then.
        """
        now_s = self._ground.now()
        if now_s >= principal.ends_s:
            return False
        try:
            with self._ground.transactions.read() as connection:
                found = entrance.current(self._ground, connection, principal)
        except PeopleUnavailableError:
            return True
        return found is not None and found.grants == principal.grants

    def _asked(
        self, kind: PrincipalKind, secret: str, now_s: float
    ) -> Principal | None:
        with self._ground.transactions.read() as connection:
            if kind is PrincipalKind.KEY:
                return keys.by_shown(connection, secret, now_s)
            token = keys.digest(secret)
            found = sessions.by_token(
                connection, self._ground.params.lifetimes, token, now_s
            )
            seen_s = sessions.seen_s(connection, found.session_id) if found else now_s
        if found and now_s - seen_s >= self._ground.params.lifetimes.seen_each_s:
            self._note_seen(found, now_s)
        return found

    def _note_seen(self, principal: Principal, now_s: float) -> None:
        try:
            with self._ground.transactions.change() as connection:
                sessions.note_seen(connection, principal.session_id, now_s)
        except PeopleUnavailableError:
            _LOG.warning("session_not_noted", extra={"user": principal.name})

    def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """A new session for who knows the password.

        Raises
        ------
        WrongCredentialsError
            Whether the name, the password or both are wrong; it takes as long.
        ThrottledError
            After too many attempts.
        """
        stored = self._check_password(name, password, address)
        renewed = stored
        if self._ground.hashing.outdated(stored):
            renewed = self._ground.hashing.make(password)
        with self._ground.transactions.change() as connection:
            # Once more: they may have been shut out while the hash was made.
            row = accounts.person_row(connection, name)
            if row is None or row["disabled"] or row["password"] != stored:
                raise WrongCredentialsError
            if renewed != stored:
                accounts.keep_hash(connection, name, renewed)
            return entrance.begin(self._ground, connection, name, address, "sign_in")

    def sign_out(self, principal: Principal) -> None:
        """End the session of the principal."""
        with self._ground.changing() as connection:
            sessions.end(connection, principal.session_id)
            record(
                connection,
                self._ground.now(),
                principal.name,
                "sign_out",
                principal.name,
            )

    def step_up(self, principal: Principal, password: str, address: str) -> SignedIn:
        """The same session with a new token, as the password was given again."""
        self._check_password(principal.user_id, password, address, principal.session_id)
        return entrance.step_up(self._ground, principal, address)

    def change_password(
        self, principal: Principal, old: str, new: str, address: str
    ) -> SignedIn:
        """Set a new password; ends all sessions of the user and begins one."""
        name = principal.user_id
        accept_password(name, new)
        self._check_password(name, old, address, principal.session_id)
        if old == new:
            raise ValueError("the new password is the old one; accepted: another")
        password = self._ground.hashing.make(new)
        with self._ground.changing() as connection:
            entrance.accept_current(self._ground, connection, principal)
            accounts.change_row(
                connection,
                name,
                None,
                password=password,
                must_change=False,
                secret_ends_s=0.0,
            )
            accounts.end_sessions(connection, name)
            return entrance.begin(
                self._ground, connection, name, address, "change_password"
            )

    def _check_password(
        self, name: str, password: str, address: str, session: str = ""
    ) -> str:
        """The stored hash, if it is the password of the user; always takes as long."""
        now_s = self._ground.now()
        with self._ground.transactions.read() as connection:
            row = accounts.person_row(connection, name)
            known = sessions.is_known(connection, name, address)
        tried = Try(name=name, address=address, known=known, session=session)
        try:
            self._throttle.attempt(tried, now_s)
        except ThrottledError:
            _LOG.warning("sign_in_throttled", extra={"user": name, "peer": address})
            raise
        fits = self._ground.hashing.fits(row["password"] if row else "", password)
        if (
            row is None
            or not fits
            or row["disabled"]
            or (row["must_change"] and now_s >= row["secret_ends_s"])
        ):
            _LOG.warning("sign_in_refused", extra={"user": name, "peer": address})
            raise WrongCredentialsError
        self._throttle.succeeded(tried, now_s)
        return str(row["password"])


def _shown(kind: PrincipalKind, secret: str) -> bytes:
    """What a session or key is remembered by."""
    return keys.digest(f"{kind} {secret}")


def _as_of(found: Principal | None, now_s: float) -> Principal | None:
    if found is None:
        return None
    return replace(found, stepped_up=now_s < found.stepped_up_until_s)

"""People as the service asks for them: who is behind a request, and who may be."""

import logging
from dataclasses import replace

from sqlalchemy import Connection

from zaslin.adapters.people import accounts, keys, sessions
from zaslin.adapters.people.administration import Administration
from zaslin.adapters.people.database import record
from zaslin.adapters.people.ground import Ground
from zaslin.adapters.people.throttle import Throttle
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

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._throttle = Throttle(ground.params.throttle)
        self.administration = Administration(ground)

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
        if len(secret) > _LONGEST_SHOWN:
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
                found = self._current(connection, principal, now_s)
        except PeopleUnavailableError:
            return True
        return found is not None and found.grants == principal.grants

    def _current(
        self, connection: Connection, principal: Principal, now_s: float
    ) -> Principal | None:
        if principal.kind is PrincipalKind.KEY:
            return keys.by_prefix(connection, principal.session_id, now_s)
        life = self._ground.params.lifetimes
        return sessions.by_id(connection, life, principal.session_id, now_s)

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
            return self.begin(connection, name, address, "sign_in")

    def begin(
        self, connection: Connection, name: str, address: str, what: str
    ) -> SignedIn:
        """A session in a transaction of the caller, who has made sure who it is."""
        now_s, token = self._ground.now(), self._ground.text(32)
        principal = sessions.begin(
            connection,
            self._ground.params.lifetimes,
            id=self._ground.secret(16).hex(),
            token=keys.digest(token),
            name=name,
            address=address,
            now_s=now_s,
        )
        record(connection, now_s, name, what, name, address=address)
        return SignedIn(principal=principal, token=token, ends_s=principal.ends_s)

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
        self._check_password(principal.user_id, password, address)
        return self.stepped_up(principal, address)

    def stepped_up(self, principal: Principal, address: str) -> SignedIn:
        """The same session with a new token, once it is sure who it is."""
        token, now_s = self._ground.text(32), self._ground.now()
        life = self._ground.params.lifetimes
        with self._ground.changing() as connection:
            if self._current(connection, principal, now_s) is None:
                raise WrongCredentialsError
            sessions.step_up(
                connection,
                principal.session_id,
                keys.digest(token),
                now_s + life.step_up_s,
            )
            found = self._current(connection, principal, now_s)
            record(
                connection,
                now_s,
                principal.name,
                "step_up",
                principal.name,
                address=address,
            )
        if found is None:
            raise WrongCredentialsError
        return SignedIn(principal=found, token=token, ends_s=found.ends_s)

    def change_password(
        self, principal: Principal, old: str, new: str, address: str
    ) -> SignedIn:
        """Set a new password; ends all sessions of the user and begins one."""
        name = principal.user_id
        accept_password(name, new)
        self._check_password(name, old, address)
        if old == new:
            raise ValueError("the new password is the old one; accepted: another")
        password = self._ground.hashing.make(new)
        with self._ground.changing() as connection:
            if self._current(connection, principal, self._ground.now()) is None:
                raise WrongCredentialsError
            accounts.change_row(
                connection,
                name,
                None,
                password=password,
                must_change=False,
                secret_ends_s=0.0,
            )
            accounts.end_sessions(connection, name)
            return self.begin(connection, name, address, "change_password")

    def _check_password(self, name: str, password: str, address: str) -> str:
        """The stored hash, if it is the password of the user; always takes as long."""
        now_s = self._ground.now()
        with self._ground.transactions.read() as connection:
            row = accounts.person_row(connection, name)
            known = sessions.is_known(connection, name, address)
        try:
            self._throttle.attempt(name, address, known, now_s)
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
        self._throttle.succeeded(name, address, known, now_s)
        return str(row["password"])


def _shown(kind: PrincipalKind, secret: str) -> bytes:
    """What a session or key is remembered by."""
    return keys.digest(f"{kind} {secret}")


def _as_of(found: Principal | None, now_s: float) -> Principal | None:
    if found is None:
        return None
    return replace(found, stepped_up=now_s < found.stepped_up_until_s)

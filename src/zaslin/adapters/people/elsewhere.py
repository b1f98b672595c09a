"""Signing in at a provider of identities, and becoming a user here by it.

A person of the provider is known by issuer and subject, never by a name that somebody
may choose.
Their roles are those of their groups at each sign-in; without any they stay outside.
"""

import hmac
import re
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, select

from zaslin.adapters.people import accounts, entrance
from zaslin.adapters.people.database import record
from zaslin.adapters.people.ground import Ground
from zaslin.adapters.people.keys import digest
from zaslin.adapters.people.oidc import Claims, Provider
from zaslin.adapters.people.tables import PERSON
from zaslin.domain.account import (
    Departure,
    NoRoleError,
    Return,
    SignedIn,
    WrongCredentialsError,
)
from zaslin.domain.person import Principal, User
from zaslin.domain.role import Grant

_MOST_AWAY = 20_000
_AWAY_S = 600.0
_SKEW_S = 60.0
_SIGN_IN = "sign_in_elsewhere"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class _Away:
    """A browser that is signing in elsewhere."""

    state: str
    nonce: str
    verifier: str
    since_s: float
    again: Principal | None


class Elsewhere:
    """Sends browsers to the provider and takes them back; safe in several threads."""

    def __init__(self, ground: Ground, provider: Provider) -> None:
        self._ground = ground
        self._provider = provider
        self._away: OrderedDict[bytes, _Away] = OrderedDict()
        self._lock = Lock()

    def start(self, again: Principal | None = None) -> Departure:
        """Where to send the browser; ``again`` signs in there once more to step up."""
        text, now_s = self._ground.text, self._ground.now()
        away = _Away(text(32), text(32), text(48), now_s, again)
        kept = text(32)
        location = self._provider.address(
            state=away.state,
            nonce=away.nonce,
            verifier=away.verifier,
            again=again is not None,
        )
        with self._lock:
            self._away[digest(kept)] = away
            if len(self._away) > _MOST_AWAY:
                self._away.popitem(last=False)
        return Departure(location=location, kept=kept)

    def finish(self, kept: str, back: Return, address: str) -> SignedIn:
        """The session of who comes back.

        Raises
        ------
        WrongCredentialsError
            If this browser was not sent there, took too long, or brings back what the
            provider does not stand for.
        NoRoleError
            If none of their groups has a role.
        """
        away = self._taken(kept, back)
        claims = self._provider.redeem(
            code=back.code, nonce=away.nonce, verifier=away.verifier
        )
        if away.again is not None:
            return self._stepped_up(away.again, away.since_s, claims, address)
        return self._entered(claims, address)

    def _taken(self, kept: str, back: Return) -> _Away:
        with self._lock:
            # Once: whoever comes a second time has copied something.
            away = self._away.pop(digest(kept), None)
        issuer = self._provider.params.issuer
        if (
            away is None
            or self._ground.now() - away.since_s > _AWAY_S
            or not hmac.compare_digest(away.state.encode(), back.state.encode())
            or back.issuer not in ("", issuer)
            or not back.code
        ):
            raise WrongCredentialsError
        return away

    def _stepped_up(
        self, again: Principal, since_s: float, claims: Claims, address: str
    ) -> SignedIn:
        with self._ground.transactions.read() as connection:
            user = accounts.one_user(connection, again.user_id)
        identity = (self._provider.params.issuer, claims.subject)
        if (user.issuer, user.subject) != identity:
            raise WrongCredentialsError
        # The provider may let somebody through who signed in this morning.
        if claims.auth_time_s < since_s - _SKEW_S:
            raise WrongCredentialsError
        return entrance.step_up(self._ground, again, address)

    def _entered(self, claims: Claims, address: str) -> SignedIn:
        grants = self._grants(claims)
        with self._ground.changing() as connection:
            name = self._known(connection, claims, grants)
            return entrance.begin(self._ground, connection, name, address, _SIGN_IN)

    def _grants(self, claims: Claims) -> frozenset[Grant]:
        roles = self._provider.params.roles
        found = frozenset[Grant]().union(
            *(roles[group] for group in claims.groups if group in roles)
        )
        if not found:
            raise NoRoleError(
                f"{claims.name} is in no group with a role; accepted: "
                f"{', '.join(sorted(roles))}"
            )
        return found

    def _known(
        self, connection: Connection, claims: Claims, grants: frozenset[Grant]
    ) -> str:
        """The name here of who signed in there; a new one at the first time."""
        issuer = self._provider.params.issuer
        row = (
            connection.execute(
                select(PERSON).where(
                    PERSON.c.issuer == issuer, PERSON.c.subject == claims.subject
                )
            )
            .mappings()
            .first()
        )
        if row is None:
            return self._new(connection, claims, grants)
        if row["disabled"]:
            raise WrongCredentialsError
        name = str(row["name"])
        before = accounts.grants_of(connection, name)
        if before != grants:
            accounts.put_grants(connection, name, grants)
            accounts.change_row(connection, name, None)
            detail = f"{accounts.stated(before)} -> {accounts.stated(grants)}"
            record(connection, self._ground.now(), issuer, "grant", name, detail)
        return name

    def _new(
        self, connection: Connection, claims: Claims, grants: frozenset[Grant]
    ) -> str:
        now_s = self._ground.now()
        user = User(
            name=_free_name(connection, claims.name),
            grants=grants,
            issuer=self._provider.params.issuer,
            subject=claims.subject,
            created_at_s=now_s,
        )
        accounts.insert_user(connection, user, password="", secret_ends_s=0.0)
        record(
            connection,
            now_s,
            user.issuer,
            "add_user",
            user.name,
            accounts.stated(grants),
        )
        return user.name


def _free_name(connection: Connection, wanted: str) -> str:
    """A name that nobody has had, as near as may be to the one at the provider."""
    plain = _NOT_IN_NAMES.sub("-", wanted.partition("@")[0].casefold()).strip("-._")
    if not plain or not plain[0].isalpha():
        plain = f"u{plain}"
    if len(plain) < 2:
        plain = f"{plain}-user"
    name = plain = plain[:26].rstrip("-._")
    number = 1
    while accounts.is_taken(connection, name):
        number += 1
        name = f"{plain}-{number}"
    return name

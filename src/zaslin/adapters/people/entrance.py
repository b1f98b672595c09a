"""Beginning a session and giving it more, once it is sure who it is."""

from sqlalchemy import Connection

from zaslin.adapters.people import keys, sessions
from zaslin.adapters.people.database import record
from zaslin.adapters.people.ground import Ground
from zaslin.domain.account import SignedIn, WrongCredentialsError
from zaslin.domain.person import Principal, PrincipalKind


def begin(
    ground: Ground, connection: Connection, name: str, address: str, what: str
) -> SignedIn:
    """A session in a transaction of the caller, who has made sure who it is."""
    now_s, token = ground.now(), ground.text(32)
    principal = sessions.begin(
        connection,
        ground.params.lifetimes,
        id=ground.secret(16).hex(),
        token=keys.digest(token),
        name=name,
        address=address,
        now_s=now_s,
    )
    record(connection, now_s, name, what, name, address=address)
    return SignedIn(principal=principal, token=token, ends_s=principal.ends_s)


def step_up(ground: Ground, principal: Principal, address: str) -> SignedIn:
    """The same session, stepped up, with a new token."""
    token, now_s = ground.text(32), ground.now()
    until_s = now_s + ground.params.lifetimes.step_up_s
    with ground.changing() as connection:
        accept_current(ground, connection, principal)
        sessions.step_up(connection, principal.session_id, keys.digest(token), until_s)
        found = accept_current(ground, connection, principal)
        record(
            connection,
            now_s,
            principal.name,
            "step_up",
            principal.name,
            address=address,
        )
    return SignedIn(principal=found, token=token, ends_s=found.ends_s)


def accept_current(
    ground: Ground, connection: Connection, principal: Principal
) -> Principal:
    """Who it is now; raises :class:`WrongCredentialsError` if nobody any more."""
    found = current(ground, connection, principal)
    if found is None:
        raise WrongCredentialsError
    return found


def current(
    ground: Ground, connection: Connection, principal: Principal
) -> Principal | None:
    """Who the session or key of a principal belongs to now, if it lasts."""
    now_s = ground.now()
    if principal.kind is PrincipalKind.KEY:
        return keys.by_prefix(connection, principal.session_id, now_s)
    life = ground.params.lifetimes
    return sessions.by_id(connection, life, principal.session_id, now_s)

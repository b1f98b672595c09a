"""Users and keys for a measurement or a test, made through the API alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from zaslin.bench.serve.client import Session

_V1 = "/api/v1"
FIRST_PASSWORD = "first and only once"  # noqa: S105  (of a service on loopback)
PASSWORD = "correct horse battery staple"  # noqa: S105  (as above)

ENVIRONMENT = {"ZASLIN_PEOPLE_ADMIN_PASSWORD": FIRST_PASSWORD}
"""What a service has to be started with for :func:`administrator` to come in."""


async def administrator(address: str) -> Session:
    """The first administrator of a service that has just been started."""
    session = Session(address)
    first = {"name": "admin", "password": FIRST_PASSWORD}
    await session.expect(201, "POST", f"{_V1}/session", first)
    await _change(session, FIRST_PASSWORD)
    await step_up(session)
    return session


async def user(admin: Session, address: str, name: str, *roles: str) -> Session:
    """A new user, signed in; a role is ``viewer`` or ``viewer:live``."""
    order = {"name": name, "roles": [_grant(role) for role in roles]}
    made = await admin.expect(201, "POST", f"{_V1}/users", order)
    session = Session(address)
    first = {"name": name, "password": made.document["secret"]}
    await session.expect(201, "POST", f"{_V1}/session", first)
    await _change(session, made.document["secret"])
    return session


async def sign_in(session: Session, name: str) -> None:
    """Begin another session of somebody who has chosen a password."""
    known = {"name": name, "password": PASSWORD}
    await session.expect(201, "POST", f"{_V1}/session", known)


async def step_up(session: Session) -> None:
    """Give the password again."""
    await session.expect(200, "POST", f"{_V1}/session/step-up", {"password": PASSWORD})


async def feed(admin: Session, address: str, name: str, now_s: float) -> Session:
    """A source whose word on who is hostile counts, with ids of its own choice."""
    expires = datetime.fromtimestamp(now_s, UTC) + timedelta(days=1)
    order = {
        "name": name,
        "roles": [_grant("feed:live")],
        "source": name,
        "trusted_ids": True,
        "may_identify": True,
        "expires": expires.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    made = await admin.expect(201, "POST", f"{_V1}/keys", order)
    return Session(address, made.document["secret"])


def _grant(role: str) -> dict[str, Any]:
    name, _, scope = role.partition(":")
    return {"role": name, "scope": scope or "all"}


async def _change(session: Session, old: str) -> None:
    await session.expect(
        200, "PUT", f"{_V1}/session/password", {"old": old, "new": PASSWORD}
    )

"""Who may call a route: every route says so, and none is open by omission.

A route declares ``require(Permission)``, ``signed_in`` or ``public(why)``, as
``who: Annotated[Principal, require(Permission.SEE)]`` or among its ``dependencies``;
:mod:`zaslin.api.access` refuses an application with a route that declares nothing.
"""

from typing import Annotated, Any

from fastapi import Depends, Request

from zaslin.api.access import guard, public
from zaslin.api.buckets import charge_principal
from zaslin.api.errors import Code, ProblemError
from zaslin.api.people_calls import looked_up
from zaslin.api.people_port import People
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import PERSON_ONLY, Permission

__all__ = [
    "Permission",
    "Principal",
    "Who",
    "cookie_name",
    "identify",
    "new_person",
    "newcomer",
    "people_of",
    "person",
    "public",
    "require",
    "signed_in",
    "still_valid",
]

SECURE_COOKIE = "__Host-zaslin"
"""Name of the session's cookie under TLS: a browser lets no other host set it."""

LOOPBACK_COOKIE = "zaslin"
"""Its name on loopback, where there is no TLS and browsers refuse the prefix."""


class Required:
    """What a route demands of its caller; callable as a FastAPI dependency."""

    def __init__(
        self,
        permission: Permission | None,
        *,
        step_up: bool = False,
        desk: str | None = None,
        newcomer: bool = False,
        person: bool = False,
    ) -> None:
        self.permission = permission
        self.step_up = step_up
        self.desk = desk
        self.newcomer = newcomer
        self.person = person or permission in PERSON_ONLY

    def __str__(self) -> str:
        named = self.permission.value if self.permission else "signed_in"
        return f"{named}+step_up" if self.step_up else named

    async def __call__(self, request: Request) -> Principal:
        """The caller, if they may; raises :class:`ProblemError` otherwise."""
        principal = await identify(request)
        # Before it is judged, so that the log says who was refused.
        request.state.principal = principal
        charge_principal(request, principal)
        self._judge(principal, request.path_params.get("desk", self.desk))
        return principal

    def _judge(self, who: Principal, desk: str | None) -> None:
        if who.must_change and not self.newcomer:
            raise ProblemError(
                Code.PASSWORD_CHANGE_REQUIRED,
                f"{who.name} has a secret for one sign-in; accepted: "
                "PUT /api/v1/session/password first",
            )
        if self.person and who.kind is not PrincipalKind.PERSON:
            raise ProblemError(
                Code.PERSON_REQUIRED, f"{who.name} is a key; accepted: a person"
            )
        if self.permission is not None:
            self._judge_permission(who, self.permission, desk)

    def _judge_permission(
        self, who: Principal, permission: Permission, desk: str | None
    ) -> None:
        named = f"{permission} on {desk}" if desk else f"{permission}"
        if not who.may(permission, desk):
            raise ProblemError(
                Code.FORBIDDEN,
                f"{who.name} may not {named}; accepted: a role that grants it",
            )
        if self.step_up and not who.stepped_up:
            raise ProblemError(
                Code.STEP_UP_REQUIRED,
                f"{who.name} has not given the password again of late; accepted: "
                "POST /api/v1/session/step-up first",
            )


def _depends(required: Required) -> Any:
    # Typed as loosely as Depends itself, so that it can be any argument's default.
    return Depends(guard(required, str(required)))


def require(
    permission: Permission, *, step_up: bool = False, desk: str | None = None
) -> Any:
    """A dependency that lets in who has the permission on the path's ``{desk}``.

    On a path without one the permission on any desk will do, or on ``desk``.
    With ``step_up`` the password must have been given again a short while ago.
    """
    return _depends(Required(permission, step_up=step_up, desk=desk))


signed_in = _depends(Required(None))
"""A dependency that lets in whoever has a session or a key, whatever their roles."""

newcomer = _depends(Required(None, newcomer=True))
"""Like ``signed_in``, and also who has yet to choose a password."""

person = _depends(Required(None, person=True))
"""A dependency that lets in whoever has signed in, but no key."""

new_person = _depends(Required(None, newcomer=True, person=True))
"""Like ``person``, and also who has yet to choose a password."""

Who = Annotated[Principal, signed_in]
"""The caller, on a route that is open to everyone who has signed in."""


def people_of(request: Request) -> People:
    """The people that the application was made with."""
    people: People = request.app.state.service.people
    return people


async def identify(request: Request) -> Principal:
    """Who sent the request; raises :class:`ProblemError` 401 if nobody known."""
    people = people_of(request)
    kind, secret = _credential(request, people)
    principal = people.remembered(kind, secret)
    if principal is None:
        principal = await looked_up(people.identify, kind, secret)
    if principal is None:
        raise ProblemError(
            Code.UNAUTHENTICATED,
            f"the {_NAMES[kind]} is unknown, expired or revoked; accepted: a valid one",
        )
    return principal


_NAMES = {PrincipalKind.PERSON: "session", PrincipalKind.KEY: "key"}


def _credential(request: Request, people: People) -> tuple[PrincipalKind, str]:
    """What the request shows; a key given in words counts before a cookie."""
    stated = request.headers.get("authorization")
    if stated is not None:
        scheme, _, secret = stated.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise ProblemError(
                Code.UNAUTHENTICATED,
                "the Authorization header is of another scheme; accepted: Bearer KEY",
            )
        return PrincipalKind.KEY, secret.strip()
    token = request.cookies.get(cookie_name(people))
    if not token:
        raise ProblemError(
            Code.UNAUTHENTICATED,
            "nobody has signed in; accepted: a session cookie or a bearer key",
        )
    return PrincipalKind.PERSON, token


def cookie_name(people: People) -> str:
    """Name of the session's cookie on this service."""
    return SECURE_COOKIE if people.secure else LOOPBACK_COOKIE


async def still_valid(request: Request, principal: Principal) -> bool:
    """Whether an open stream of this caller may go on.

    False as soon as they have signed out, were disabled, lost or gained a role, or
    their key was deleted or ran out.
    Ask at least every 4 s, so that a stream ends within 5 s.
    """
    return await looked_up(people_of(request).still_valid, principal)

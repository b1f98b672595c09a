"""Signing in and out, giving the password again, and choosing another."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zaslin.api.boundary import client_of
from zaslin.api.endpoint import answer, body, documented, nothing
from zaslin.api.errors import Code, ProblemError
from zaslin.api.people_calls import changed
from zaslin.api.people_port import People, SignInElsewhere
from zaslin.api.security import (
    Principal,
    cookie_name,
    identify,
    new_person,
    newcomer,
    people_of,
    person,
    public,
)
from zaslin.domain.account import Return, SignedIn
from zaslin.domain.person import PrincipalKind
from zaslin.domain.role import Permission, Role, Scope
from zaslin.wire.form.people import (
    GrantForm,
    NewPassword,
    SessionForm,
    SignIn,
    StepUp,
)
from zaslin.wire.write.people import session_form

router = APIRouter(tags=["session"])

_EXAMPLE = SessionForm(
    name="olena",
    kind="person",
    roles=(GrantForm(role=Role.ID_AUTHORITY, scope=Scope.LIVE),),
    may={
        "live": (
            Permission.SEE,
            Permission.WHAT_IF,
            Permission.HOLD,
            Permission.IDENTIFY,
        ),
        "sim": (),
        "replay": (),
    },
    must_change=False,
    ends="2025-09-07T10:00:00.000Z",
    stepped_up_until=None,
    source=None,
)
_TYPED = "four words that do not rhyme"
_HOME = "/"
# As long as somebody takes to sign in elsewhere.
_ELSEWHERE_S = 600


@router.post(
    "/session",
    dependencies=[public("who signs in is nobody yet")],
    **documented(
        request=SignIn,
        response=SessionForm,
        status=201,
        errors=(401, 429),
        request_example={"name": "olena", "password": _TYPED},
        example=_EXAMPLE,
    ),
)
async def sign_in(request: Request, given: Annotated[SignIn, body(SignIn)]) -> Response:
    """Begin a session; its token is in a cookie that scripts cannot read.

    A wrong name and a wrong password get the same answer after the same time.
    After too many attempts the answer is 429 with ``Retry-After``.
    """
    people = people_of(request)
    begun = await changed(
        people.sign_in, given.name, given.password, client_of(request.scope)
    )
    return _begun(people, begun, status=201)


@router.get(
    "/session",
    **documented(response=SessionForm, errors=(401,), example=_EXAMPLE),
)
async def read_session(who: Annotated[Principal, newcomer]) -> Response:
    """Who is asking, and what they may do on which desk."""
    return answer(session_form(who))


@router.delete("/session", **documented(status=204, errors=(401,)))
async def sign_out(request: Request, who: Annotated[Principal, new_person]) -> Response:
    """End the session at once, with its streams."""
    people = people_of(request)
    await changed(people.sign_out, who)
    ended = nothing()
    ended.delete_cookie(
        cookie_name(people),
        path="/",
        secure=people.secure,
        httponly=True,
        samesite="strict",
    )
    return ended


@router.post(
    "/session/step-up",
    **documented(
        request=StepUp,
        response=SessionForm,
        errors=(401, 429),
        request_example={"password": _TYPED},
        example=_EXAMPLE,
    ),
)
async def step_up(
    request: Request,
    who: Annotated[Principal, person],
    given: Annotated[StepUp, body(StepUp)],
) -> Response:
    """Give the password again: decisions ask for it, and it holds for some minutes.

    The session gets a new token; whoever had copied the old one is out.
    """
    people = people_of(request)
    begun = await changed(people.step_up, who, given.password, client_of(request.scope))
    return _begun(people, begun)


@router.put(
    "/session/password",
    **documented(
        request=NewPassword,
        response=SessionForm,
        errors=(401, 429),
        request_example={"old": "the secret shown at first", "new": _TYPED},
        example=_EXAMPLE,
    ),
)
async def change_password(
    request: Request,
    who: Annotated[Principal, new_person],
    given: Annotated[NewPassword, body(NewPassword)],
) -> Response:
    """Choose another password; every other session of the user ends."""
    people = people_of(request)
    begun = await changed(
        people.change_password,
        who,
        given.old,
        given.new,
        client_of(request.scope),
    )
    return _begun(people, begun)


@router.get(
    "/session/oidc/start",
    dependencies=[public("who signs in is nobody yet")],
    **documented(status=303, errors=(404,)),
)
async def start_elsewhere(
    request: Request,
    step_up: Annotated[
        bool, Query(description="sign in there once more, for decisions")
    ] = False,
) -> Response:
    """Send the browser to the provider of identities."""
    people = people_of(request)
    elsewhere = _elsewhere(people)
    again = await _again(request) if step_up else None
    departure = await changed(elsewhere.start, again)
    away = RedirectResponse(departure.location, status_code=303)
    # Lax, as the browser comes back from another site.
    away.set_cookie(
        _kept_name(people),
        departure.kept,
        max_age=_ELSEWHERE_S,
        path="/",
        secure=people.secure,
        httponly=True,
        samesite="lax",
    )
    return away


@router.get(
    "/session/oidc/callback",
    dependencies=[public("who signs in is nobody yet")],
    **documented(status=303, errors=(401, 404)),
)
async def finish_elsewhere(
    request: Request,
    state: Annotated[str, Query(max_length=256)] = "",
    code: Annotated[str, Query(max_length=2048)] = "",
    iss: Annotated[str, Query(max_length=512)] = "",
    error: Annotated[str, Query(max_length=256)] = "",
) -> Response:
    """Take the browser back from there, and begin its session."""
    people = people_of(request)
    elsewhere = _elsewhere(people)
    if error:
        raise ProblemError(
            Code.WRONG_CREDENTIALS, f"the provider says {error}; accepted: a sign-in"
        )
    kept = request.cookies.get(_kept_name(people), "")
    back = Return(state=state, code=code, issuer=iss)
    begun = await changed(elsewhere.finish, kept, back, client_of(request.scope))
    home = RedirectResponse(_HOME, status_code=303)
    _set_cookie(home, people, begun)
    home.delete_cookie(
        _kept_name(people),
        path="/",
        secure=people.secure,
        httponly=True,
        samesite="lax",
    )
    return home


async def _again(request: Request) -> Principal:
    """Who wants to step up elsewhere; they must have a session here."""
    return _person(await identify(request))


def _person(who: Principal) -> Principal:
    if who.kind is not PrincipalKind.PERSON:
        raise ProblemError(
            Code.PERSON_REQUIRED, f"{who.name} is a key; accepted: a person's session"
        )
    return who


def _elsewhere(people: People) -> SignInElsewhere:
    if people.elsewhere is None:
        raise ProblemError(
            Code.NOT_FOUND,
            "no provider of identities is set; accepted: name and password",
        )
    return people.elsewhere


def _kept_name(people: People) -> str:
    return f"{cookie_name(people)}-elsewhere"


def _begun(people: People, begun: SignedIn, *, status: int = 200) -> Response:
    stated = answer(session_form(begun.principal), status=status)
    _set_cookie(stated, people, begun)
    return stated


def _set_cookie(response: Response, people: People, begun: SignedIn) -> None:
    # Without an age: it goes when the browser does, and ends here in any case.
    response.set_cookie(
        cookie_name(people),
        begun.token,
        path="/",
        secure=people.secure,
        httponly=True,
        samesite="strict",
    )

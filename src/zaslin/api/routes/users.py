"""Users and their roles, for administrators; each change is on record."""

from typing import Annotated

from fastapi import APIRouter, Path
from msgspec import to_builtins
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.endpoint import answer, body, documented, same_revision
from zaslin.api.pagination import Page, page
from zaslin.api.people_calls import changed, looked_up
from zaslin.api.people_port import Administration
from zaslin.api.security import Permission, Principal, people_of, require
from zaslin.domain.role import Role, Scope
from zaslin.wire.form.people import (
    AccessOrder,
    ChangeForm,
    ChangesForm,
    EndedForm,
    GrantForm,
    NewUserForm,
    NewUserOrder,
    RolesOrder,
    UserForm,
    UsersForm,
)
from zaslin.wire.write.people import change_form, grants_given, user_form

router = APIRouter(tags=["people"])

Admin = Annotated[Principal, require(Permission.ADMIN_PEOPLE)]
"""An administrator who reads."""

Changing = Annotated[Principal, require(Permission.ADMIN_PEOPLE, step_up=True)]
"""One who changes, and has given the password again."""

UserName = Annotated[str, Path(max_length=64, description="the user's name")]

_ROLES = (
    GrantForm(role=Role.PLANNER, scope=Scope.LIVE),
    GrantForm(role=Role.ENGAGEMENT_AUTHORITY, scope=Scope.SIM),
)
_EXAMPLE = UserForm(
    name="taras",
    roles=_ROLES,
    disabled=False,
    must_change=True,
    issuer=None,
    created="2025-09-06T18:00:00.000Z",
    revision=1,
)
_NEW = {"user": to_builtins(_EXAMPLE), "secret": "shown once and never again"}
_CHANGE = ChangeForm(
    number=17,
    at="2025-09-06T18:00:00.000Z",
    actor="olena",
    what="grant",
    whom="taras",
    detail="planner:live -> planner:live engagement_authority:sim",
    address="",
)


@router.get(
    "/users",
    **documented(response=UsersForm, example=UsersForm(users=(_EXAMPLE,))),
)
async def list_users(request: Request, _who: Admin) -> Response:
    """Every user, by name."""
    users = await looked_up(_administration(request).users)
    return answer(UsersForm(users=tuple(user_form(each) for each in users)))


@router.post(
    "/users",
    **documented(
        request=NewUserOrder,
        response=NewUserForm,
        status=201,
        errors=(409,),
        request_example=NewUserOrder(name="taras", roles=_ROLES),
        example=_NEW,
    ),
)
async def add_user(
    request: Request, who: Changing, order: Annotated[NewUserOrder, body(NewUserOrder)]
) -> Response:
    """Add a user; the secret for the first sign-in is in the answer, and only there."""
    new = await changed(
        _administration(request).add_user, who, order.name, grants_given(order.roles)
    )
    stated = NewUserForm(user=user_form(new.user), secret=new.secret)
    return answer(stated, status=201, etag=str(new.user.revision))


@router.get(
    "/users/{name}", **documented(response=UserForm, errors=(404,), example=_EXAMPLE)
)
async def read_user(request: Request, _who: Admin, name: UserName) -> Response:
    """One user; the ETag is the revision to change it by."""
    user = await looked_up(_administration(request).user, name)
    return answer(user_form(user), etag=str(user.revision))


@router.put(
    "/users/{name}/roles",
    **documented(
        request=RolesOrder,
        response=UserForm,
        errors=(404, 409, 428),
        changes_revision=True,
        request_example=RolesOrder(roles=_ROLES),
        example=_EXAMPLE,
    ),
)
async def put_roles(
    request: Request,
    who: Changing,
    name: UserName,
    order: Annotated[RolesOrder, body(RolesOrder)],
) -> Response:
    """Give a user these roles in the place of those before, at once (``If-Match``).

    Nobody changes their own, and somebody must be left to administer people.
    """
    administration = _administration(request)
    revision = await _seen(request, administration, name)
    user = await changed(
        administration.grant, who, name, grants_given(order.roles), revision
    )
    return answer(user_form(user), etag=str(user.revision))


@router.put(
    "/users/{name}/access",
    **documented(
        request=AccessOrder,
        response=UserForm,
        errors=(404, 409, 428),
        changes_revision=True,
        request_example=AccessOrder(disabled=True),
        example=_EXAMPLE,
    ),
)
async def put_access(
    request: Request,
    who: Changing,
    name: UserName,
    order: Annotated[AccessOrder, body(AccessOrder)],
) -> Response:
    """Shut a user out at once, or let them in again (``If-Match``)."""
    administration = _administration(request)
    revision = await _seen(request, administration, name)
    user = await changed(administration.disable, who, name, order.disabled, revision)
    return answer(user_form(user), etag=str(user.revision))


@router.post(
    "/users/{name}/reset",
    **documented(response=NewUserForm, errors=(404, 409), example=_NEW),
)
async def reset_user(request: Request, who: Changing, name: UserName) -> Response:
    """Put a secret for one sign-in in the place of the password; sessions end."""
    new = await changed(_administration(request).reset, who, name)
    stated = NewUserForm(user=user_form(new.user), secret=new.secret)
    return answer(stated, etag=str(new.user.revision))


@router.delete(
    "/users/{name}/sessions",
    **documented(response=EndedForm, errors=(404,), example=EndedForm(ended=2)),
)
async def end_sessions(request: Request, who: Changing, name: UserName) -> Response:
    """End every session of a user at once; they may sign in again."""
    ended = await changed(_administration(request).end_sessions, who, name)
    return answer(EndedForm(ended=ended))


@router.get(
    "/people/changes",
    **documented(
        response=ChangesForm, example=ChangesForm(changes=(_CHANGE,), next=None)
    ),
)
async def list_changes(
    request: Request,
    _who: Annotated[Principal, require(Permission.AUDIT, desk="live")],
    part: Annotated[Page, page("people", int)],
) -> Response:
    """Who changed what about whom, newest first; auditors read it."""
    found = await looked_up(_administration(request).changes, part.position, part.limit)
    following = part.cursor(found[-1].number) if len(found) == part.limit else None
    stated = tuple(change_form(each) for each in found)
    return answer(ChangesForm(changes=stated, next=following))


def _administration(request: Request) -> Administration:
    return people_of(request).administration


async def _seen(request: Request, administration: Administration, name: str) -> int:
    """The revision that the request saw; raises if it is another one by now."""
    user = await looked_up(administration.user, name)
    same_revision(request, str(user.revision))
    return user.revision

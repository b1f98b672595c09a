"""Bearer keys of feeds and other systems, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Path
from msgspec import to_builtins
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.endpoint import answer, body, documented, nothing
from zaslin.api.people_calls import changed, looked_up
from zaslin.api.people_port import Administration
from zaslin.api.routes.users import Admin, Changing
from zaslin.api.security import people_of
from zaslin.domain.account import KeyOrder
from zaslin.domain.role import Role, Scope
from zaslin.wire.form.people import (
    GrantForm,
    KeyForm,
    KeyOrderForm,
    KeysForm,
    NewKeyForm,
)
from zaslin.wire.write.people import grants_given, key_form

router = APIRouter(tags=["people"])

KeyPrefix = Annotated[str, Path(max_length=64, description="the key's prefix")]

_ROLES = (GrantForm(role=Role.FEED, scope=Scope.LIVE),)
_EXAMPLE = KeyForm(
    prefix="0f1e2d3c4b5a",
    name="radar-east",
    roles=_ROLES,
    source="radar-east",
    trusted_ids=False,
    may_identify=False,
    created="2025-09-06T18:00:00.000Z",
    created_by="olena",
    expires="2026-09-06T18:00:00.000Z",
)
_ORDER = {
    "name": "radar-east",
    "roles": [{"role": "feed", "scope": "live"}],
    "source": "radar-east",
    "expires": "2026-09-06T18:00:00Z",
}


@router.get(
    "/keys", **documented(response=KeysForm, example=KeysForm(keys=(_EXAMPLE,)))
)
async def list_keys(request: Request, _who: Admin) -> Response:
    """Every key that was not deleted, by name, without its secret."""
    found = await looked_up(_administration(request).keys)
    return answer(KeysForm(keys=tuple(key_form(each) for each in found)))


@router.post(
    "/keys",
    **documented(
        request=KeyOrderForm,
        response=NewKeyForm,
        status=201,
        errors=(409,),
        request_example=_ORDER,
        example={"key": to_builtins(_EXAMPLE), "secret": "zas_0f1e2d3c4b5a_once"},
    ),
)
async def add_key(
    request: Request, who: Changing, order: Annotated[KeyOrderForm, body(KeyOrderForm)]
) -> Response:
    """Add a key; its secret is in the answer, and only there.

    A key never decides, identifies, sets control or administers people.
    """
    asked = KeyOrder(
        name=order.name,
        grants=grants_given(order.roles),
        expires_s=order.expires.timestamp(),
        source=order.source or "",
        trusted_ids=order.trusted_ids,
        may_identify=order.may_identify,
    )
    new = await changed(_administration(request).add_key, who, asked)
    return answer(NewKeyForm(key=key_form(new.key), secret=new.secret), status=201)


@router.get(
    "/keys/{prefix}", **documented(response=KeyForm, errors=(404,), example=_EXAMPLE)
)
async def read_key(request: Request, _who: Admin, prefix: KeyPrefix) -> Response:
    """One key, without its secret."""
    return answer(key_form(await looked_up(_administration(request).key, prefix)))


@router.delete("/keys/{prefix}", **documented(status=204, errors=(404,)))
async def delete_key(request: Request, who: Changing, prefix: KeyPrefix) -> Response:
    """Revoke a key at once and for good; its name is not used again."""
    await changed(_administration(request).delete_key, who, prefix)
    return nothing()


def _administration(request: Request) -> Administration:
    return people_of(request).administration

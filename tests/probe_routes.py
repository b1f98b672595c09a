"""Routes that do on purpose what the routes of the service may do by mistake."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from zaslin.api.access import public
from zaslin.api.boundary import client_of
from zaslin.api.endpoint import (
    answer,
    body,
    documented,
    not_modified,
    nothing,
    same_revision,
)
from zaslin.api.idempotency import Claim, idempotency_key, replayed
from zaslin.api.pagination import Page, page
from zaslin.api.security import Permission, Principal, require
from zaslin.ops.ports import Receipt


class Inner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Part of an order."""

    number: Annotated[int, msgspec.Meta(ge=0, le=10)] = 0


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to say back."""

    name: str
    share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    inner: Inner | None = None
    any: Any = None


ORDER = Order(name="north", inner=Inner(number=3))
PROBE = public("a test asks")
SECRET = "the password of the database is swordfish"


def probe_router() -> APIRouter:  # noqa: C901  (a list of routes)
    """The routes, with receipts and counters of their own."""
    router = APIRouter()
    receipts = dict[str, Receipt]()

    @router.post(
        "/echo",
        dependencies=[PROBE],
        **documented(
            request=Order,
            response=Order,
            errors=(409,),
            example=ORDER,
            request_example=ORDER,
        ),
    )
    async def echo(order: Annotated[Order, body(Order)]) -> Response:
        return answer(order)

    @router.get("/fail", dependencies=[PROBE])
    async def fail() -> Response:
        raise RuntimeError(SECRET)

    @router.get("/half", dependencies=[PROBE])
    async def half() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"the first half"
            raise RuntimeError(SECRET)

        return StreamingResponse(parts(), media_type="text/plain")

    @router.get("/big", dependencies=[PROBE])
    async def big() -> Response:
        return Response(b"x" * 30_000_000, media_type="text/plain")

    @router.get("/forever", dependencies=[PROBE])
    async def forever() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            while True:
                yield b"data: again\n\n"
                await asyncio.sleep(0.02)

        return StreamingResponse(parts(), media_type="text/event-stream")

    @router.get("/flood", dependencies=[PROBE])
    async def flood() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            while True:
                yield b"data: " + b"x" * 60_000 + b"\n\n"
                await asyncio.sleep(0.01)

        return StreamingResponse(parts(), media_type="text/event-stream")

    @router.get("/client", dependencies=[PROBE])
    async def client(request: Request) -> Response:
        return answer([client_of(request.scope), request.url.scheme])

    @router.get("/things/{number}", dependencies=[PROBE])
    async def thing(request: Request, number: int) -> Response:
        return not_modified(request, f"v{number}") or answer(number, etag=f"v{number}")

    @router.put("/things/{number}", dependencies=[PROBE])
    async def put_thing(request: Request, number: int) -> Response:
        same_revision(request, f"v{number}")
        return nothing()

    @router.get("/list", dependencies=[PROBE])
    async def listed(part: Annotated[Page, page("probe", int)]) -> Response:
        start = part.position or 0
        return answer(
            {
                "items": list(range(start, start + part.limit)),
                "next": part.cursor(start + part.limit),
            }
        )

    @router.get("/seen")
    async def seen(who: Annotated[Principal, require(Permission.SEE)]) -> Response:
        return answer(who.name)

    @router.post("/act")
    async def act(
        who: Annotated[Principal, require(Permission.SEE)],
        claim: Annotated[Claim, idempotency_key(required=True)],
        order: Annotated[Order, body(Order)],
    ) -> Response:
        earlier = await replayed(claim, receipts.get)
        if earlier is not None:
            return earlier
        written = msgspec.json.encode([who.name, order.name, len(receipts)])
        receipts[claim.key] = claim.receipt(written, 201)
        return answer(written, status=201)

    return router

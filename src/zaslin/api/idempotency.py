"""The same request twice has one effect and one answer.

A client makes up a key for what it wants done, and sends it in ``Idempotency-Key``.
If the answer is lost it sends the same request again, and gets the first answer.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.endpoint import JSON
from zaslin.api.errors import Code, ProblemError, invalid
from zaslin.api.service import Serving
from zaslin.ops.ports import Receipt

REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[A-Za-z0-9_.:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a request must match to be the same request as an earlier one.

    ``key`` is the client's key within its ``actor``: two people may choose the same.
    """

    key: str
    actor: str
    request: str

    def receipt(self, answer: bytes, status: int) -> Receipt:
        """What is kept together with the effect of the request."""
        return Receipt(
            key=self.key,
            actor=self.actor,
            request=self.request,
            answer=answer,
            status=status,
        )


def idempotency_key(*, required: bool) -> Any:
    """A dependency that gives the request's :class:`Claim`.

    ``claim: Annotated[Claim, idempotency_key(required=True)]``, behind the guard of
    the route; without ``required`` it may be ``None``.
    """

    async def read(
        request: Request,
        service: Serving,
        idempotency_key: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key",
                description="made up by the client, the same when it asks again",
            ),
        ] = None,
    ) -> Claim | None:
        if idempotency_key is None:
            if required:
                raise ProblemError(
                    Code.IDEMPOTENCY_KEY_MISSING,
                    "no Idempotency-Key; accepted: one made up for this request",
                )
            return None
        limits = service.limits
        shortest = limits.idempotency_key_shortest
        longest = limits.idempotency_key_longest
        if not (
            shortest <= len(idempotency_key) <= longest
            and _KEY.fullmatch(idempotency_key)
        ):
            raise invalid(
                "header.Idempotency-Key",
                idempotency_key,
                f"{shortest} to {longest} of A-Z, a-z, 0-9, _ . : -",
            )
        actor = request.state.principal.user_id
        return Claim(
            key=f"{actor}/{idempotency_key}",
            actor=actor,
            request=_digest(request, await request.body()),
        )

    return Depends(read)


def _digest(request: Request, body: bytes) -> str:
    """Names the request: what is asked, of what, in which words."""
    digest = hashlib.sha256()
    for part in (
        request.method.encode(),
        request.scope["path"].encode("utf-8", "surrogatepass"),
        request.scope["query_string"],
        body,
    ):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


async def replayed(
    claim: Claim | None, find: Callable[[str], Receipt | None]
) -> Response | None:
    """The answer to an earlier request with this key; ``None`` if there was none.

    ``find`` looks a receipt up and may wait for a database.
    """
    if claim is None:
        return None
    receipt = await asyncio.to_thread(find, claim.key)
    return None if receipt is None else answered(claim, receipt)


def answered(claim: Claim, receipt: Receipt) -> Response:
    """The first answer once more; raises if the key was used for another request."""
    if (receipt.actor, receipt.request) != (claim.actor, claim.request):
        raise ProblemError(
            Code.IDEMPOTENCY_KEY_REUSED,
            "Idempotency-Key used for another request; accepted: a new key",
        )
    return Response(
        receipt.answer,
        status_code=receipt.status,
        media_type=JSON,
        headers={REPLAYED: "true"},
    )

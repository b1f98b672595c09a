"""Who may hold fire on a track: a person, as a decision has somebody's name."""

from typing import Annotated

from fastapi import Depends, Request

from zaslin.api.access import guard
from zaslin.api.errors import Code, ProblemError
from zaslin.api.security import Permission, Principal, Required
from zaslin.domain.person import PrincipalKind

_SIGNED_IN, _MAY_HOLD = Required(None), Required(Permission.HOLD)


async def a_person(request: Request) -> Principal:
    """Whoever may hold fire, if it is a person; raises :class:`ProblemError`."""
    who = await _SIGNED_IN(request)
    if who.kind is not PrincipalKind.PERSON:
        raise ProblemError(
            Code.PERSON_REQUIRED, f"{who.name} is a key; accepted: a person"
        )
    return await _MAY_HOLD(request)


Holder = Annotated[Principal, Depends(guard(a_person, str(_MAY_HOLD)))]
"""``who: Holder`` as a parameter of a route."""

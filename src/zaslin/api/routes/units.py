"""Fire units and their rounds, as crews report them."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from zaslin.api.desk.command import entered, recorded
from zaslin.api.desk.documents import etag_of
from zaslin.api.desk.found import Here
from zaslin.api.desk.paging import Limit, Name, page_after
from zaslin.api.desk.states import (
    magazines_of,
    one_unit,
    unit_in,
    units_to_states,
)
from zaslin.api.desk.stock import corrected, moved, reported, unit_after
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.idempotency import Claim, idempotency_key
from zaslin.api.security import Permission, Principal, require
from zaslin.api.service import Serving
from zaslin.domain.event import Reloaded, Resupplied
from zaslin.wire.form.stock import (
    Counted,
    FireUnits,
    Magazines,
    Moved,
    OneUnit,
    ReportedReadiness,
)
from zaslin.wire.moment import written

router = APIRouter(tags=["fire units"])

See = require(Permission.SEE)
Stocker = Annotated[Principal, require(Permission.STOCK)]
MaybeClaim = Annotated[Claim | None, idempotency_key(required=False)]


@router.get(
    "/desks/{desk}/fire-units",
    dependencies=[See],
    **documented(response=FireUnits, errors=(404,)),
)
def list_fire_units(here: Here, limit: Limit, after: Name = None) -> Response:
    """Fire units by id, with what they are doing."""
    situation = here.board.situation
    units = list(situation.fire_units.values())
    places, more = page_after([unit.id for unit in units], after, limit)
    page = units_to_states(situation, [units[place] for place in places])
    return answer(
        FireUnits(
            revision=situation.revision,
            now=written(here.board.at_s),
            fire_units=page,
            next=page[-1].unit.id if more else None,
        )
    )


@router.get(
    "/desks/{desk}/fire-units/{unit:path}",
    dependencies=[See],
    **documented(response=OneUnit, errors=(404,)),
)
def get_fire_unit(here: Here, unit: str) -> Response:
    """A fire unit by itself; its ETag names what its crew reported."""
    situation = here.board.situation
    document = one_unit(situation, unit_in(situation, unit), here.board.at_s)
    return answer(document, etag=etag_of(document.fire_unit.unit))


@router.put(
    "/desks/{desk}/fire-units/{unit:path}",
    **documented(
        request=ReportedReadiness,
        response=OneUnit,
        errors=(404, 409),
        changes_revision=True,
    ),
)
async def put_fire_unit(
    who: Annotated[Principal, require(Permission.READINESS)],
    here: Here,
    service: Serving,
    claim: MaybeClaim,
    unit: str,
    readiness: Annotated[ReportedReadiness, body(ReportedReadiness)],
    request: Request,
) -> Response:
    """What a crew reports of its unit: channels, readiness, place; never rounds."""
    write = reported(unit, readiness, who.name, request)
    return await entered(here, service, claim, write, unit_after(unit))


@router.post(
    "/desks/{desk}/fire-units/{unit:path}/resupply",
    **documented(request=Moved, response=OneUnit, errors=(404, 409)),
)
async def resupply(
    who: Stocker,
    here: Here,
    service: Serving,
    claim: MaybeClaim,
    unit: str,
    rounds: Annotated[Moved, body(Moved)],
) -> Response:
    """Rounds came into the store of a unit."""
    event = moved(Resupplied, here, unit, rounds)
    write = recorded(event, who.name)
    return await entered(here, service, claim, write, unit_after(unit))


@router.post(
    "/desks/{desk}/fire-units/{unit:path}/reload",
    **documented(request=Moved, response=OneUnit, errors=(404, 409)),
)
async def reload(
    who: Stocker,
    here: Here,
    service: Serving,
    claim: MaybeClaim,
    unit: str,
    rounds: Annotated[Moved, body(Moved)],
) -> Response:
    """Rounds went from the store of a unit onto its rails."""
    event = moved(Reloaded, here, unit, rounds)
    write = recorded(event, who.name)
    return await entered(here, service, claim, write, unit_after(unit))


@router.post(
    "/desks/{desk}/fire-units/{unit:path}/correction",
    **documented(request=Counted, response=OneUnit, errors=(404, 409)),
)
async def correct(
    who: Stocker,
    here: Here,
    service: Serving,
    claim: MaybeClaim,
    unit: str,
    counted: Annotated[Counted, body(Counted)],
) -> Response:
    """Somebody has counted, and it differs."""
    write = recorded(corrected(here, unit, counted), who.name)
    return await entered(here, service, claim, write, unit_after(unit))


@router.get(
    "/desks/{desk}/magazines",
    dependencies=[See],
    **documented(response=Magazines, errors=(404,)),
)
def list_magazines(here: Here) -> Response:
    """Every magazine: rounds, what is reserved, prices, and what is left after."""
    return answer(magazines_of(here.board))

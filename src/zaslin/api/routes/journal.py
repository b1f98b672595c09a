"""The journal of a desk: its entries, its checkpoint, and what people did."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from zaslin.api.desk import records
from zaslin.api.desk.found import Here
from zaslin.api.desk.paging import Limit, Number
from zaslin.api.endpoint import answer, documented
from zaslin.api.errors import invalid
from zaslin.api.security import Permission, require
from zaslin.api.service import Serving
from zaslin.wire.form.records import Audit, Checkpoint, JournalPage
from zaslin.wire.places import seconds

router = APIRouter(tags=["journal"])

Auditor = require(Permission.AUDIT)


@router.get(
    "/desks/{desk}/journal",
    dependencies=[Auditor],
    **documented(response=JournalPage, errors=(404,)),
)
async def list_journal(
    here: Here,
    service: Serving,
    limit: Limit,
    start: Annotated[int, Query(ge=0, le=2**53 - 1, alias="from")] = 0,
) -> Response:
    """Entries in their order, from a number on."""
    archive = records.archive_of(here, service)
    work = partial(records.journal_page, here, archive, start, limit)
    return answer(await asyncio.to_thread(work))


@router.get(
    "/desks/{desk}/journal/checkpoint",
    dependencies=[require(Permission.SEE)],
    **documented(response=Checkpoint, errors=(404,)),
)
async def get_checkpoint(here: Here, service: Serving) -> Response:
    """A signed statement of what the journal holds: keep it, to verify it later."""
    archive = records.archive_of(here, service)
    return answer(await asyncio.to_thread(records.checkpoint, here, archive))


@router.get(
    "/desks/{desk}/audit",
    dependencies=[Auditor],
    **documented(response=Audit, errors=(404,)),
)
async def list_audit(
    here: Here,
    service: Serving,
    limit: Limit,
    by: Annotated[str | None, Query(max_length=64)] = None,
    kind: Annotated[str | None, Query(max_length=64)] = None,
    since: datetime | None = None,
    before: Number = None,
) -> Response:
    """What people and crews did, the latest first."""
    if since is not None and since.tzinfo is None:
        raise invalid("query.since", since.isoformat(), "a time with its zone")
    work = partial(
        records.audit,
        here,
        records.archive_of(here, service),
        by=by,
        kind=kind,
        since_s=None if since is None else seconds(since),
        before=before,
        limit=limit,
    )
    return answer(await asyncio.to_thread(work))

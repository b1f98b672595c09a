"""What this process rests on, and what of it is missing."""

import asyncio
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from zaslin.api.service import Service
from zaslin.live.board import Health
from zaslin.live.health import Code
from zaslin.live.stage import Stage
from zaslin.wire.form.health import DeskReadiness, ServiceReadiness, StageCount

_CHECK_S = 2.0
# One answer of the database serves everybody who asks within this time.
_FRESH_S = 0.5

_MISSING = {
    Code.DESK_STOPPED: "desk",
    Code.DESK_STUCK: "desk",
    Code.JOURNAL_MOVED: "journal",
    Code.JOURNAL_UNAVAILABLE: "journal",
    Code.PLANNING_FAILED: "planning",
}


class Watch:
    """Looks at the parts of a service when somebody asks, but not too often."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._began_s = service.monotonic()
        self._checked_s: float | None = None
        self._database_answers = False
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> ServiceReadiness:
        """How everything is now."""
        service = self._service
        healths = {name: desk.health() for name, desk in service.desks.items()}
        missing = list(dict.fromkeys(_missing(service, healths)))
        if not await self._database():
            missing.insert(0, "database")
        return ServiceReadiness(
            ready=not missing,
            missing=tuple(missing),
            leads=service.lead.leads,
            epoch=service.epoch,
            version=service.version,
            up_s=round(service.monotonic() - self._began_s, 1),
            desks={name: _desk(health) for name, health in healths.items()},
        )

    async def _database(self) -> bool:
        async with self._one_at_a_time:
            now_s = self._service.monotonic()
            if self._checked_s is None or now_s - self._checked_s > _FRESH_S:
                self._database_answers = await self._ask_database()
                self._checked_s = self._service.monotonic()
            return self._database_answers

    async def _ask_database(self) -> bool:
        asked = asyncio.to_thread(self._service.database.check)
        try:
            await asyncio.wait_for(asked, _CHECK_S)
        except Exception as error:  # whatever it is: the database does not answer
            self._service.log.warning("database does not answer", error=repr(error))
            return False
        return True


def watch_of(request: Request) -> Watch:
    """The watch of the application that answers; a FastAPI dependency."""
    watch: Watch = request.app.state.watch
    return watch


Watching = Annotated[Watch, Depends(watch_of)]
"""``watch: Watching`` as a parameter of a route."""


def _missing(service: Service, healths: dict[str, Health]) -> Iterator[str]:
    if not service.lead.leads:
        if service.lead.address is None:
            yield "leader"
        return
    if not service.desks:
        yield "desk"
    for health in healths.values():
        for reason in health.standing.reasons:
            if reason.code in _MISSING:
                yield _MISSING[reason.code]


def _desk(health: Health) -> DeskReadiness:
    workforce = health.facts.workforce
    return DeskReadiness(
        state=health.standing.state,
        underlying=health.standing.underlying,
        reasons=tuple(reason.code for reason in health.standing.reasons),
        stages={stage.name: _stage(stage) for stage in health.facts.stages},
        workers_ready=None if workforce is None else workforce.ready,
    )


def _stage(stage: Stage) -> StageCount:
    return StageCount(
        done=stage.done,
        failed=stage.failed,
        done_ago_s=stage.done_ago_s,
        busy_s=stage.busy_s,
    )

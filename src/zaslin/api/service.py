"""Everything the routes work with, put together in bootstrap."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from threading import Event
from typing import Annotated

from fastapi import Depends
from fastapi.telemetry import TelemetryConfig
from starlette.requests import Request

from zaslin.api.desk_ports import Archive, Exercises, Replays, SidePlanner
from zaslin.api.limits import Limits
from zaslin.api.logs import Log, silent
from zaslin.api.metrics import Metrics
from zaslin.api.people_port import People
from zaslin.api.ports import Alone, Database, Lead, NoDatabase
from zaslin.api.telemetry import NO_TELEMETRY
from zaslin.domain.params import PlanParams
from zaslin.live.doors import OpenDesk
from zaslin.ops.policy import TwoPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of one process of the service.

    ``clock`` gives POSIX seconds, ``monotonic`` seconds that never jump, ``token`` a
    new secret.
    ``origins`` are the addresses of consoles, such as ``https://zaslin.example``.
    ``proxies`` are addresses or networks whose ``X-Forwarded-For`` is believed, and
    ``replica_key`` is what replicas of the service know each other by.
    ``stopping`` is set when the process begins to stop: streams end then.
    ``lifespan`` is entered when the server starts and left when it stops.
    """

    desks: Mapping[str, OpenDesk]
    people: People
    clock: Callable[[], float]
    monotonic: Callable[[], float]
    token: Callable[[], str]
    archives: Mapping[str, Archive] = field(default_factory=dict)
    side_planner: SidePlanner | None = None
    exercises: Exercises | None = None
    replays: Replays | None = None
    two_person: TwoPerson = field(default_factory=TwoPerson)
    params: PlanParams = field(default_factory=PlanParams)
    lead: Lead = field(default_factory=Alone)
    database: Database = field(default_factory=NoDatabase)
    limits: Limits = field(default_factory=Limits)
    metrics: Metrics = field(default_factory=Metrics)
    log: Log = field(default_factory=silent)
    telemetry: TelemetryConfig = field(default_factory=lambda: NO_TELEMETRY)
    origins: frozenset[str] = frozenset()
    proxies: tuple[str, ...] = ()
    replica_key: str = ""
    version: str = ""
    stopping: Event = field(default_factory=Event)
    lifespan: Callable[[], AbstractAsyncContextManager[None]] | None = None

    @property
    def epoch(self) -> int:
        """Of the lead: see :class:`~zaslin.api.ports.Lead`."""
        return self.lead.epoch


def service_of(request: Request) -> Service:
    """The service that the application was made with; a FastAPI dependency."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]
"""``service: Serving`` as a parameter of a route."""

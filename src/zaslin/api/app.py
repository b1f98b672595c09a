"""The application: routers, error documents, and who may use what."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from zaslin.api import answers
from zaslin.api.access import refuse_unguarded
from zaslin.api.boundary import Boundary
from zaslin.api.buckets import Rates
from zaslin.api.forwarding import Forwarding, ToLeader
from zaslin.api.gate import Gate
from zaslin.api.openapi import describe
from zaslin.api.readiness import Watch
from zaslin.api.routes import console, description, health, keys, session, users
from zaslin.api.routes.of_desks import desk_routers
from zaslin.api.service import Service

PREFIX = "/api/v1"


Routers = Sequence[tuple[str, APIRouter]]
"""Routers, each behind the prefix it is served under."""


def create_app(service: Service, served: Routers | None = None) -> FastAPI:
    """The service as an ASGI application; raises if a route does not say who may.

    ``served`` are the routers, by default all there are.
    """
    rates = Rates(service.limits, service.monotonic)
    to_leader = ToLeader(service.limits.forward_s)
    app = FastAPI(
        title="Zaslin",
        version=service.version or "0",
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        telemetry=service.telemetry,
        # From the outside to the inside.
        middleware=[
            Middleware(Boundary, service, rates),
            Middleware(Gate, service.limits),
            Middleware(Forwarding, service, to_leader),
        ],
    )
    app.state.service = service
    app.state.rates = rates
    app.state.to_leader = to_leader
    for prefix, router in all_routers() if served is None else served:
        app.include_router(router, prefix=prefix)
    refuse_unguarded(app.routes)
    answers.install(app)
    app.state.watch = Watch(service)
    app.state.description = describe(app)
    return app


def all_routers() -> Routers:
    """Every router of the service."""
    return [
        ("", health.router),
        (PREFIX, description.router),
        (PREFIX, session.router),
        (PREFIX, users.router),
        (PREFIX, keys.router),
        *((PREFIX, router) for router in desk_routers()),
        # Last, as its files are named by any one word.
        ("", console.router),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    runs = service.lifespan
    async with runs() if runs is not None else nullcontext():
        try:
            yield
        finally:
            await app.state.to_leader.close()

"""Whether the process lives and can be relied on, and what it has counted."""

from ipaddress import ip_address

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from zaslin.api.access import guard, public
from zaslin.api.boundary import client_of
from zaslin.api.desk_metrics import DeskCollector
from zaslin.api.endpoint import answer, documented
from zaslin.api.errors import Code, ProblemError
from zaslin.api.metrics import METRICS_TYPE
from zaslin.api.readiness import Watching
from zaslin.api.security import Permission, Required
from zaslin.api.service import Serving
from zaslin.wire.form.health import Alive, DeskReadiness, ServiceReadiness, StageCount

router = APIRouter(tags=["health"])

_NO_KEY = public("a supervisor of processes has no key")
_READY = ServiceReadiness(
    ready=True,
    missing=(),
    leads=True,
    epoch=3,
    version="1.0.0",
    up_s=86_400.0,
    desks={
        "live": DeskReadiness(
            state="live",
            underlying="live",
            reasons=(),
            stages={
                "plan": StageCount(done=4711, failed=0, done_ago_s=0.7, busy_s=None)
            },
            workers_ready=2,
        )
    },
)


@router.get(
    "/healthz", dependencies=[_NO_KEY], **documented(response=Alive, example=Alive())
)
async def healthz() -> Response:
    """Whether the process answers at all; nothing else is asked."""
    return answer(Alive())


@router.get(
    "/readyz",
    dependencies=[_NO_KEY],
    **documented(response=ServiceReadiness, example=_READY, errors=(503,)),
)
async def readyz(watch: Watching) -> Response:
    """Whether this process can be relied on: database, leader, desks and planning.

    If something is missing the answer is 503 with the code `not_ready` and the same
    members beside those of the problem.
    """
    readiness = await watch.look()
    if not readiness.ready:
        raise ProblemError(
            Code.NOT_READY,
            f"missing: {', '.join(readiness.missing)}",
            more=msgspec.to_builtins(readiness),
            headers={"Retry-After": "1"},
        )
    return answer(readiness)


_may_see_metrics = Required(Permission.METRICS)


async def _scraper(request: Request) -> None:
    """A scraper on this machine needs no key; one that came through a proxy does."""
    if not _is_from_here(request):
        await _may_see_metrics(request)


@router.get(
    "/metrics",
    dependencies=[Depends(guard(_scraper, f"{Permission.METRICS} or loopback"))],
    **documented(response=str, media=METRICS_TYPE.partition(";")[0]),
)
def metrics(service: Serving) -> Response:
    """Counters for Prometheus; from loopback, or with a key that may read them."""
    content = service.metrics.exposition(DeskCollector(service.desks))
    return Response(content, media_type=METRICS_TYPE)


_OF_PROXIES = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def _is_from_here(request: Request) -> bool:
    if any(name in request.headers for name in _OF_PROXIES):
        return False
    try:
        return ip_address(client_of(request.scope)).is_loopback
    except ValueError:
        return False

"""uvicorn, set up so that no client can hold what others need."""

import importlib.util
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from zaslin.api.doors import Doors
from zaslin.api.limits import Limits
from zaslin.api.metrics import Metrics
from zaslin.api.protocol import Protocol


def configure(
    app: ASGIApp,
    *,
    host: str,
    port: int,
    limits: Limits,
    metrics: Metrics,
    proxies: Sequence[str] = (),
    replicas: Sequence[str] = (),
    stop_s: float = 10.0,
) -> uvicorn.Config:
    """Settings of a server, for ``uvicorn.Server(configure(...)).run()``.

    ``proxies`` are addresses or networks that may say for whom they ask
    (``X-Forwarded-For``); they and ``replicas`` may have any number of connections.
    ``stop_s`` is how long a stop waits for requests and streams.
    """
    doors = Doors(limits, exempt=[*proxies, *replicas])
    protocol = partial(Protocol, limits, doors, metrics)
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        # Called like a class, which is all that uvicorn asks of it.
        http=cast("Any", protocol),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Stated even when empty: uvicorn would ask the environment otherwise.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=max(round(limits.keep_alive_s), 1),
        timeout_graceful_shutdown=max(round(stop_s), 1),
    )

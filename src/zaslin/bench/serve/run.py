"""A real service under reports, consoles and a flood: ``zaslin bench serve``."""

import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zaslin.bench.machine import this_machine
from zaslin.bench.serve import people
from zaslin.bench.serve.client import Session
from zaslin.bench.serve.load import Looked, Sent, delays_s, follow, ignore, report
from zaslin.bench.serve.process import ServiceProcess
from zaslin.bench.serve.raid import Raid, make_raid
from zaslin.bench.serve.report import Phase, ServeReport, percentiles

SOURCES = 4
IDLE = 2
"""Consoles that open a stream and never read."""

_BATCH_EACH_S = 0.1
_STREAMS_OF_ONE_USER = 8
_CLOSE_FOLLOWERS = 2
_LAST_LOOK_S = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked of the service."""

    seconds: float = 60.0
    rate_per_s: float = 2_000.0
    consoles: int = 20
    flood: float = 10.0
    tracks: int = 500
    units: int = 200
    seed: int = 1
    warm_up_s: float = 10.0


def run_serve(load: Load, progress: Callable[[str], None] | None = None) -> ServeReport:
    """Start a service, put it under load, and stop it.

    Parameters
    ----------
    load
        How much of what.
    progress
        Told in a few words what is being done.
    """
    return asyncio.run(_run(load, progress or _nobody))


def _nobody(_: str) -> None:
    """Nobody is listening."""


async def _run(load: Load, tell: Callable[[str], None]) -> ServeReport:
    machine = this_machine()
    with tempfile.TemporaryDirectory(prefix="zaslin-bench-") as name:
        folder = Path(name)
        raid = make_raid(load.tracks, load.units, SOURCES, load.seed, time.time())
        (folder / "ground.json").write_bytes(raid.ground)
        tell("starting the service")
        began_s = time.monotonic()
        service = await ServiceProcess.start(
            ("--port", "0", "--db", f"sqlite:///{folder}/bench.db"),
            folder=folder,
            environment=people.ENVIRONMENT
            | {"ZASLIN_DESK_PICTURE": str(folder / "ground.json")},
        )
        started_s = time.monotonic() - began_s
        try:
            async with contextlib.AsyncExitStack() as closing:
                phases, looked = await _phases(load, service, raid, tell, closing)
        finally:
            code = await service.stop()
        return ServeReport(
            machine=machine,
            seed=load.seed,
            tracks=load.tracks,
            units=load.units,
            sources=SOURCES,
            consoles=load.consoles,
            idle_consoles=min(IDLE, load.consoles),
            started_s=started_s,
            first_plan_s=looked.first_plan_s,
            phases=tuple(phases),
            stopped_with=code,
            errors_5xx=_errors_5xx(service.errors()),
        )


async def _phases(
    load: Load,
    service: ServiceProcess,
    raid: Raid,
    tell: Callable[[str], None],
    closing: contextlib.AsyncExitStack,
) -> tuple[list[Phase], Looked]:
    admin = await people.administrator(service.address)
    closing.push_async_callback(admin.leave)
    feeds = [
        await people.feed(admin, service.address, f"radar-{number}", time.time())
        for number in range(SOURCES)
    ]
    viewers = [
        await people.user(admin, service.address, f"viewer{number}", "viewer:live")
        for number in range(1 + load.consoles // _STREAMS_OF_ONE_USER)
    ]
    for each in (*feeds, *viewers):
        closing.push_async_callback(each.leave)
    looked = Looked()
    async with _consoles(load, viewers, looked):
        tell(f"warming up at {load.rate_per_s:g} reports a second")
        await _phase(
            "warm-up", load.rate_per_s, load.warm_up_s, service, feeds, raid, looked
        )
        first = Looked(first_plan_s=looked.first_plan_s)
        phases = []
        for name, rate in (("load", 1.0), ("flood", load.flood)):
            if rate:
                per_s = rate * load.rate_per_s
                tell(f"{name}: {per_s:g} reports a second for {load.seconds:g} s")
                phases.append(
                    await _phase(
                        name, per_s, load.seconds, service, feeds, raid, looked
                    )
                )
        return phases, first


async def _phase(
    name: str,
    per_s: float,
    seconds: float,
    service: ServiceProcess,
    feeds: list[Session],
    raid: Raid,
    looked: Looked,
) -> Phase:
    """One stretch; what the consoles were told before does not count."""
    looked.begin()
    sent = Sent()
    began_s = time.monotonic()
    memory = [service.memory_mb()]
    async with _tasks(
        [
            report(feed, source, per_s / len(feeds), _BATCH_EACH_S, sent)
            for feed, source in zip(feeds, raid.sources, strict=True)
        ]
    ):
        for _ in range(2):
            await asyncio.sleep(seconds / 2)
            memory.append(service.memory_mb())
    took_s = time.monotonic() - began_s
    # What was reported last is still on its way.
    await asyncio.sleep(_LAST_LOOK_S)
    return Phase(
        name=name,
        seconds=took_s,
        rate_per_s=sent.offered / took_s,
        offered=sent.offered,
        accepted=sent.accepted,
        shed=sent.shed,
        rejected=sent.rejected,
        refused={str(status): count for status, count in sent.refused.items()},
        unanswered=sent.unanswered,
        answered_ms=percentiles(sent.answered_s, 1e3),
        to_picture_ms=percentiles(delays_s(sent, looked), 1e3),
        plan_age_s=percentiles(looked.peaks_s),
        beats_without_plan=looked.without_plan,
        states=dict(looked.states),
        events=looked.events,
        received_mb=looked.received_bytes / 1e6,
        memory_mb=(memory[0], memory[1], memory[2]),
    )


def _consoles(
    load: Load, viewers: list[Session], looked: Looked
) -> contextlib.AbstractAsyncContextManager[None]:
    """Consoles: some followed closely, most only reading, two not even that."""
    idle = min(IDLE, load.consoles)
    reading = load.consoles - idle
    tasks = [
        follow(
            viewers[number // _STREAMS_OF_ONE_USER],
            looked,
            closely=number < _CLOSE_FOLLOWERS,
        )
        for number in range(reading)
    ]
    tasks += [
        ignore(viewers[(reading + number) // _STREAMS_OF_ONE_USER])
        for number in range(idle)
    ]
    return _tasks(tasks)


@contextlib.asynccontextmanager
async def _tasks(work: Sequence[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Tasks for as long as the block lasts; one that fails ends the measurement."""
    running = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        failed = [
            each.exception() for each in running if each.done() and not each.cancelled()
        ]
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    for error in failed:
        if error is not None:
            raise error


def _errors_5xx(log: str) -> int:
    """Requests that the service answered with a fault of its own, by its log."""
    count = 0
    for line in log.splitlines():
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            status = event.get("status") if isinstance(event, dict) else None
            count += isinstance(status, int) and status >= 500
    return count

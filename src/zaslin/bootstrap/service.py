"""One process of the operations service: opened, run, and stopped with grace."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from logging import getLogger
from typing import Protocol

import uvicorn

from zaslin.adapters.ledger.faults import DatabaseRefused, LedgerUnavailable
from zaslin.api.app import create_app
from zaslin.api.logs import Log, StandardHandler, make_log
from zaslin.api.server import configure
from zaslin.bootstrap.listen import CannotListenError
from zaslin.bootstrap.notify import READY, STOPPING, WELL, Notify
from zaslin.bootstrap.parts import OUTSIDE, Parts, open_parts
from zaslin.bootstrap.readable_log import readable
from zaslin.config.settings import LogSettings, Settings
from zaslin.domain.account import NewUser
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.desk import LiveDesk

_LOOK_S = 0.1
# A plan with something to order is worth waiting for; any other one less long.
_FIRM_WITHIN_S = 30.0
_PLAN_WITHIN_S = 60.0


class CannotServeError(RuntimeError):
    """The service cannot start or go on; says why, and what would help."""


class UnusableSettingsError(ValueError):
    """What the settings name cannot be used as it is; starting again would not help."""


class Listener(Protocol):
    """Whoever started the service, and is told what matters to a person."""

    def serving(self, address: str, parts: Parts) -> None:
        """Requests are taken at this address."""

    def newcomer(self, user: NewUser) -> None:
        """A user was made; the secret is told here and nowhere else."""

    def first_plan(
        self, desk: str, plan: Plan, picture: Picture, params: PlanParams
    ) -> None:
        """The first plan of this start is shown."""

    def stopped(self, summary: "Summary") -> None:
        """Everything is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSummary:
    """What a desk did while this process led: counted when it stopped."""

    name: str
    tracks: int
    plans: int
    decisions: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a process of the service did: for how long, and with which desks."""

    served_s: float
    why: str
    desks: tuple[DeskSummary, ...]


def run_service(
    settings: Settings,
    *,
    demo: bool,
    stop_after_s: float | None,
    listener: Listener,
) -> None:
    """Serve until told to stop.

    Parameters
    ----------
    settings
        All settings, checked.
    demo
        Make demonstration users.
    stop_after_s
        Stop by itself so long after the first plan, or after the start if nothing is
        going to be planned.
    listener
        Is told what matters to a person.

    Raises
    ------
    UnusableSettingsError
        If settings name what cannot be used.
    CannotServeError
        If it cannot start for another reason.
    """
    log = _log(settings.log)
    with ExitStack() as closing:
        parts = _opened(settings, demo=demo, log=log, closing=closing)
        stay = _Stay(settings, parts, stop_after_s, listener)
        with _library_logs(log):
            stay.run()
        summary = stay.summary()
    listener.stopped(summary)


def _opened(settings: Settings, *, demo: bool, log: Log, closing: ExitStack) -> Parts:
    try:
        return open_parts(settings, demo=demo, log=log, closing=closing)
    except DatabaseRefused as error:
        raise UnusableSettingsError(str(error)) from None
    except (CannotListenError, LedgerUnavailable) as error:
        raise CannotServeError(str(error)) from None
    except ValueError as error:
        # A setting that a part does not take, or a journal that does not fit: where
        # that was is for whoever mends it.
        log.error("cannot_start", exc_info=True)
        raise UnusableSettingsError(str(error)) from None


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Stay:
    """The time between start and stop."""

    def __init__(
        self,
        settings: Settings,
        parts: Parts,
        stop_after_s: float | None,
        listener: Listener,
    ) -> None:
        self._parts = parts
        self._stop_after_s = stop_after_s
        self._listener = listener
        self._notify = Notify(os.environ)
        self._began_s = OUTSIDE.monotonic()
        self._why = "told to stop"
        service = parts.service
        self._server = _Server(
            configure(
                create_app(service),
                host=settings.server.host,
                port=settings.server.port,
                limits=service.limits,
                metrics=service.metrics,
                proxies=service.proxies,
                stop_s=settings.server.stop_s,
            )
        )

    def run(self) -> None:
        """Serve; comes back when everything that was under way is done."""
        factory = self._server.config.get_loop_factory()
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(self._serve())

    def summary(self) -> Summary:
        """What was done."""
        return Summary(
            served_s=OUTSIDE.monotonic() - self._began_s,
            why=self._why,
            desks=tuple(_desk_summary(desk) for desk in self._desks()),
        )

    def _desks(self) -> Iterator[LiveDesk]:
        """Desks that plan; what is replayed was planned before."""
        for desk in self._parts.room.desks.values():
            if isinstance(desk, LiveDesk):
                yield desk

    def stop(self, why: str) -> None:
        """Begin to stop; asked again, do so at once."""
        if self._parts.service.stopping.is_set():
            self._server.force_exit = True
        else:
            self._why = why
        self._parts.service.stopping.set()
        self._notify.say(STOPPING)
        self._server.should_exit = True

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self.stop, f"told to by {each.name}")
        beside = [
            loop.create_task(each)
            for each in (self._announce(), self._keep_telling(), self._end_in_time())
        ]
        try:
            await self._server.serve(sockets=[self._parts.listening])
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _announce(self) -> None:
        """Say where the service is, who may enter, and what the first plan is."""
        while not self._server.started:
            await asyncio.sleep(_LOOK_S)
        self._notify.say(READY)
        for user in self._parts.newcomers:
            self._listener.newcomer(user)
        self._listener.serving(self._parts.address, self._parts)
        desk, plan, picture = await self._first_plan()
        self._listener.first_plan(desk.name, plan, picture, desk.core.desk.params)

    async def _first_plan(self) -> tuple[LiveDesk, Plan, Picture]:
        """The first priced plan with a shot to order now; after a while, any plan."""
        began_s = OUTSIDE.monotonic()
        while True:
            patient = OUTSIDE.monotonic() - began_s < _FIRM_WITHIN_S
            for desk in self._desks():
                board = desk.board
                shown, picture = board.shown, board.shown_picture
                if shown is None or picture is None or not shown.recommendations:
                    continue
                if not patient or _is_worth_showing(shown):
                    return desk, shown, picture
            await asyncio.sleep(_LOOK_S)

    async def _keep_telling(self) -> None:
        """Say that the service is well, as long as its loop goes round."""
        every_s = self._notify.well_every_s
        while every_s:
            self._notify.say(WELL)
            await asyncio.sleep(every_s)

    async def _end_in_time(self) -> None:
        """Stop by itself, if that was asked for."""
        if self._stop_after_s is None:
            return
        while not self._server.started:
            await asyncio.sleep(_LOOK_S)
        if self._parts.exercises.current() is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PLAN_WITHIN_S):
                    await self._first_plan()
        await asyncio.sleep(self._stop_after_s)
        self.stop(f"{self._stop_after_s:g} s were asked for")


def _is_worth_showing(plan: Plan) -> bool:
    """More than the floor, and something in it to be ordered now."""
    firm = any(line.firm for line in plan.recommendations)
    return firm and not plan.method.startswith("floor")


def _desk_summary(desk: LiveDesk) -> DeskSummary:
    board = desk.board
    situation = board.situation
    return DeskSummary(
        name=desk.name,
        tracks=len(situation.tracks),
        plans=sum(each.done for each in desk.stages.told() if each.name == "plan"),
        decisions=len(situation.decisions),
        entries=situation.entries,
    )


def _log(settings: LogSettings) -> Log:
    write = _to_standard_error
    if settings.form == "text":
        return make_log(readable(write), OUTSIDE.wall, settings.level)
    return make_log(write, OUTSIDE.wall, settings.level)


def _to_standard_error(line: str) -> None:
    """Write and forget: whoever reads the log may be gone, or not keep up."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


@contextmanager
def _library_logs(log: Log) -> Iterator[None]:
    """What libraries say comes into the same log."""
    root, handler = getLogger(), StandardHandler(log)
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)

"""Exercises and replays: asked for, steered, and refused where they cannot be."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from starlette.responses import Response

from zaslin.api.desk_ports import Exercises, Recording, Replays, Running, ScenarioCard
from zaslin.api.endpoint import answer, nothing
from zaslin.api.errors import Code, ProblemError, invalid
from zaslin.api.security import Permission, Principal
from zaslin.api.service import Service
from zaslin.wire.form import exercise as wire
from zaslin.wire.moment import written

T = TypeVar("T")
Kind = Literal["exercise", "replay"]


def exercises_of(service: Service) -> Exercises:
    """Who runs exercises; raises :class:`ProblemError` 404 without one."""
    if service.exercises is None:
        raise ProblemError(Code.NOT_FOUND, "no exercises here; accepted: elsewhere")
    return service.exercises


def replays_of(service: Service) -> Replays:
    """Who shows journals again; raises :class:`ProblemError` 404 without one."""
    if service.replays is None:
        raise ProblemError(Code.NOT_FOUND, "no replays here; accepted: elsewhere")
    return service.replays


async def running(
    kind: Kind, act: Callable[[], Running | None], *, status: int = 200
) -> Response:
    """Answer with what runs after ``act``."""
    state = await carried_out(kind, act)
    if state is None:
        raise _none(kind)
    return answer(running_to_wire(kind, state), status=status)


async def current(kind: Kind, look: Callable[[], Running | None]) -> Response:
    """Answer with what runs, or null."""
    state = await carried_out(kind, look)
    return answer(None if state is None else running_to_wire(kind, state))


def visible(who: Principal, recordings: Sequence[Recording]) -> list[Recording]:
    """Recordings that somebody may watch: those of the live desk, if they may there."""
    return [
        each
        for each in recordings
        if who.may(Permission.REPLAY, "sim" if each.kind == "sim" else "live")
    ]


async def accept_visible(who: Principal, replays: Replays, journal: str) -> None:
    """Raise :class:`ProblemError` for a recording that somebody may not watch."""
    recordings = await carried_out("replay", replays.recordings)
    if journal not in [each.id for each in visible(who, recordings)]:
        raise invalid("$.journal", journal, "one that is listed")


async def stopped(kind: Kind, act: Callable[[], None]) -> Response:
    """Answer that it is over."""
    await carried_out(kind, act)
    return nothing()


async def carried_out(kind: Kind, act: Callable[[], T]) -> T:
    """What ``act`` gives, off the event loop; its refusals as problems."""
    try:
        return await asyncio.to_thread(act)
    except KeyError as error:
        name = str(error.args[0]) if error.args else ""
        place = "$.scenario" if kind == "exercise" else "$.journal"
        raise invalid(place, name, "one that is listed") from None
    except LookupError:
        raise _none(kind) from None
    except RuntimeError as error:
        detail = str(error) or f"another {kind} runs; accepted: end it first"
        raise ProblemError(Code.CONFLICT, detail) from None
    except ValueError as error:
        raise ProblemError(Code.CONFLICT, str(error)) from None


def running_to_wire(kind: Kind, state: Running) -> wire.Running:
    """What runs, as a document."""
    return wire.Running(
        kind=kind,
        desk=state.desk,
        name=state.name,
        seed=state.seed,
        speed=state.speed,
        paused=state.paused,
        over=state.over,
        starts=written(state.starts_s),
        now=written(state.now_s),
        ends=written(state.ends_s),
    )


def scenario_to_wire(card: ScenarioCard) -> wire.Scenario:
    """A scenario, as a document."""
    return wire.Scenario(
        name=card.name,
        title=card.title,
        starts=written(card.starts_s),
        duration_s=card.duration_s,
    )


def recording_to_wire(recording: Recording) -> wire.Recorded:
    """A journal that can be shown again, as a document."""
    return wire.Recorded(
        id=recording.id,
        kind="sim" if recording.kind == "sim" else "live",
        about=recording.about,
        opened=written(recording.opened_s),
        entries=recording.entries,
    )


def _none(kind: Kind) -> ProblemError:
    return ProblemError(Code.NOT_FOUND, f"no {kind} runs; accepted: start one first")

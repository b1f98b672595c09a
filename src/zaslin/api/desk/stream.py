"""A stream of events to one console: latest wins, and no longer than its owner may."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import anyio
from fastapi.sse import EventSourceResponse
from starlette.types import Receive, Scope, Send

from zaslin.api.desk.events import beat, end, news
from zaslin.api.desk.room import Room
from zaslin.api.service import Service

BEAT_S = 1.0
_SHORTEST_S = 0.1
_ASKED_EVERY_S = 2.0
_LAST_WORD_S = 1.5


class EventStream(EventSourceResponse):
    """Sends events until the reader goes, or may not read any more.

    ``allowed`` is asked every other second, even while the reader does not read.
    """

    def __init__(
        self,
        room: Room,
        service: Service,
        *,
        last_event_id: str | None,
        current: Callable[[], bool],
        allowed: Callable[[], Awaitable[bool]],
        place: AbstractAsyncContextManager[None],
    ) -> None:
        self._over = asyncio.Event()
        self._why = ""
        self._room, self._service = room, service
        self._current, self._allowed, self._place = current, allowed, place
        super().__init__(
            self._events(last_event_id),
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Stream until the connection ends, or the reader may not go on."""
        async with self._place, anyio.create_task_group() as group:

            async def until(over: Callable[[], Awaitable[None]]) -> None:
                await over()
                group.cancel_scope.cancel()

            group.start_soon(until, partial(self.listen_for_disconnect, receive))
            group.start_soon(until, self._forbidden)
            await until(partial(self.stream_response, send))

    async def _forbidden(self) -> None:
        """Come back soon after the reader may not read any more."""
        while await self._allowed():
            await asyncio.sleep(_ASKED_EVERY_S)
        self._why = "access_ended"
        self._over.set()
        # Time to say so, if the reader reads.
        await asyncio.sleep(_LAST_WORD_S)

    async def _events(self, last_event_id: str | None) -> AsyncIterator[bytes]:
        room, service = self._room, self._service
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(woken.set)

        reader = room.live.broadcast.subscribe(wake, last_event_id)
        try:
            while not self._over.is_set():
                woken.clear()
                delta = reader.take()
                if delta is None:
                    yield await asyncio.to_thread(beat, room, service)
                else:
                    yield await asyncio.to_thread(news, room, service, delta)
                if service.stopping.is_set() or not self._current():
                    self._why = "stopping" if self._current() else "desk_gone"
                    break
                await asyncio.sleep(_SHORTEST_S)
                await self._wait(woken)
            yield end(self._why)
        finally:
            reader.close()

    async def _wait(self, woken: asyncio.Event) -> None:
        """Until there is news, or the next heartbeat is due, or it is over."""
        waits = [
            asyncio.ensure_future(woken.wait()),
            asyncio.ensure_future(self._over.wait()),
        ]
        try:
            await asyncio.wait(
                waits,
                timeout=BEAT_S - _SHORTEST_S,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for each in waits:
                each.cancel()

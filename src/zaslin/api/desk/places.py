"""How many streams are open at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from zaslin.api.errors import Code, ProblemError
from zaslin.api.limits import Limits


class Streams:
    """How many streams are open, of everybody and of each; on the event loop only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[str, int] = {}

    @asynccontextmanager
    async def one(self, user_id: str) -> AsyncIterator[None]:
        """Room for one more; raises :class:`ProblemError` 429 if there is none."""
        limits, own = self._limits, self._open.get(user_id, 0)
        if own >= limits.streams_per_user or sum(self._open.values()) >= limits.streams:
            raise ProblemError(
                Code.TOO_MANY_REQUESTS,
                f"{own} streams are open; accepted: {limits.streams_per_user} of one "
                f"user, {limits.streams} of all",
                headers={"Retry-After": "5"},
            )
        self._open[user_id] = own + 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]

"""Work beside the service: few at once, few that wait, and nobody waits for ever."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from zaslin.api.errors import Code, ProblemError

T = TypeVar("T")


class Side:
    """A few threads for one kind of long work; called on the event loop only.

    Parameters
    ----------
    name
        Of the work, for messages.
    running, waiting
        How many may run at once, and how many more may wait.
    """

    def __init__(self, name: str, *, running: int, waiting: int) -> None:
        self._name, self._most = name, running + waiting
        self._here = 0
        self._threads = ThreadPoolExecutor(running, thread_name_prefix=name)

    async def run(self, work: Callable[[], T], *, patience_s: float) -> T:
        """What ``work`` gives; raises :class:`ProblemError` 429 or 503.

        Work that nobody waits for any more goes on, and takes up its place until it
        is done.
        """
        if self._here >= self._most:
            raise ProblemError(
                Code.TOO_MANY_REQUESTS,
                f"{self._here} of {self._name} are under way; accepted: "
                f"{self._most} at once",
                headers={"Retry-After": "2"},
            )
        self._here += 1
        future = asyncio.wrap_future(self._threads.submit(work))
        future.add_done_callback(self._left)
        done, _ = await asyncio.wait([future], timeout=patience_s)
        if not done:
            raise ProblemError(
                Code.OVERLOADED,
                f"{self._name} took over {patience_s:g} s; accepted: later, or less",
                headers={"Retry-After": "5"},
            )
        return future.result()

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _left(self, future: "asyncio.Future[T]") -> None:
        self._here -= 1
        if not future.cancelled():
            # Looked at, so that nobody is told that it was not.
            future.exception()

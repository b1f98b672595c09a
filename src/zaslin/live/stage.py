"""What each stage of a desk has done: execution counters with their ages."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class StageName(StrEnum):
    """The stages from a report to the screen, in their order."""

    FIELD = "field"
    INGEST = "ingest"
    COMMAND = "command"
    PICTURE = "picture"
    PLAN = "plan"
    ANSWER = "answer"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage as it is told.

    ``done`` and ``failed`` count how it ended, ``busy_s`` is for how long it has been
    at work now (None: it is not), ``done_ago_s`` since it ended well the last time.
    ``took_s`` is how long that took, ``longest_s`` the longest of all.
    ``error`` says how it failed the last time, if it has not ended well since.
    """

    name: StageName
    done: int
    failed: int
    busy_s: float | None
    done_ago_s: float | None
    took_s: float
    longest_s: float
    error: str


@dataclass(slots=True)
class _Count:
    done: int = 0
    failed: int = 0
    begun_s: float | None = None
    ended_s: float = -math.inf
    took_s: float = 0.0
    longest_s: float = 0.0
    error: str = ""


class Stages:
    """The counters of all stages; any thread may begin, end and read them."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._counts = {name: _Count() for name in StageName}

    def begin(self, name: StageName) -> None:
        """A stage begins its work."""
        with self._lock:
            self._counts[name].begun_s = self._monotonic()

    def end(self, name: StageName, error: BaseException | None = None) -> None:
        """It is done with it, well or not."""
        now_s = self._monotonic()
        with self._lock:
            count = self._counts[name]
            begun_s = now_s if count.begun_s is None else count.begun_s
            count.begun_s = None
            if error is not None:
                count.failed += 1
                count.error = f"{type(error).__name__}: {error}"[:200]
                return
            count.done += 1
            count.error = ""
            count.ended_s = now_s
            count.took_s = now_s - begun_s
            count.longest_s = max(count.longest_s, count.took_s)

    def told(self) -> tuple[Stage, ...]:
        """All stages as they are now."""
        now_s = self._monotonic()
        with self._lock:
            return tuple(_told(n, c, now_s) for n, c in self._counts.items())


def _told(name: StageName, count: _Count, now_s: float) -> Stage:
    busy_s = None if count.begun_s is None else now_s - count.begun_s
    ago_s = now_s - count.ended_s if math.isfinite(count.ended_s) else None
    return Stage(
        name=name,
        done=count.done,
        failed=count.failed,
        busy_s=busy_s,
        done_ago_s=ago_s,
        took_s=count.took_s,
        longest_s=count.longest_s,
        error=count.error,
    )

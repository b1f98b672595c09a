"""Seconds per phase, by a clock that the caller may or may not provide."""

from collections.abc import Callable
from dataclasses import replace

from zaslin.domain.plan import Plan, Times


class Stopwatch:
    """Adds up laps under the names of :class:`~zaslin.domain.plan.Times`."""

    def __init__(self, clock: Callable[[], float] | None) -> None:
        self._clock = clock
        self._start = self._last = clock() if clock else 0.0
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Book the time since the last lap under a name."""
        if self._clock is None:
            return
        now = self._clock()
        self._laps[name] = self._laps.get(name, 0.0) + now - self._last
        self._last = now

    def times(self) -> Times:
        """Laps so far and the total."""
        return Times(**self._laps, total_s=self._last - self._start)

    def stamp(self, plan: Plan) -> Plan:
        """The plan with the times so far."""
        return replace(plan, times=self.times())

"""The time of a desk: it runs evenly, may be scaled and held, and never jumps back."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from zaslin.domain.accept import accept_finite, accept_range

FASTEST = 120.0
"""Most seconds of a desk in one second of ours."""


class _Anchor(NamedTuple):
    """From where on time runs: this desk time at that moment, so fast."""

    desk_s: float
    at_s: float
    speed: float


class DeskClock:
    """Seconds since the epoch, as a desk counts them.

    Time is read once from outside, at the start, and counted on from there by a
    monotonic clock: when somebody sets the wall clock, nothing happens here but that
    ``offset_s`` says by how much.

    Parameters
    ----------
    starts_s
        What time it is now.
    monotonic
        Seconds that never jump.
    wall
        Seconds since the epoch, to tell ``offset_s`` from; None: the time of the desk
        has nothing to do with ours.
    speed
        Seconds of the desk in a second; 0 holds it.
    """

    def __init__(
        self,
        starts_s: float,
        monotonic: Callable[[], float],
        *,
        wall: Callable[[], float] | None = None,
        speed: float = 1.0,
    ) -> None:
        accept_finite("starts_s", starts_s)
        accept_range("speed", speed, 0.0, FASTEST)
        self._monotonic = monotonic
        self._wall = wall
        self._lock = Lock()
        self._anchor = _Anchor(starts_s, monotonic(), speed)
        self._resumes_at = speed or 1.0

    def now_s(self) -> float:
        """What time it is at the desk."""
        return self._at(self._anchor, self._monotonic())

    def monotonic_s(self) -> float:
        """Seconds that run evenly whatever the desk does; for durations."""
        return self._monotonic()

    @property
    def speed(self) -> float:
        """Seconds of the desk in a second; 0 while it is held."""
        return self._anchor.speed

    @property
    def speed_when_running(self) -> float:
        """Seconds of the desk in a second, or what they will be when it runs on."""
        return self._anchor.speed or self._resumes_at

    @property
    def paused(self) -> bool:
        """Whether time is held."""
        return self.speed == 0.0

    @property
    def offset_s(self) -> float:
        """How far the wall clock is ahead of the desk by now; 0 without one."""
        return 0.0 if self._wall is None else self._wall() - self.now_s()

    def pause(self) -> None:
        """Hold the time."""
        self._run_on(0.0)

    def resume(self) -> None:
        """Let time run as fast as before it was held."""
        self._run_on(self._resumes_at)

    def run_at(self, speed: float) -> None:
        """Let time run so fast from now on; while it is held, from when it runs on.

        Raises
        ------
        ValueError
            If the speed is not above 0 and at most ``FASTEST``.
        """
        accept_range("speed", speed, 0.01, FASTEST)
        self._resumes_at = speed
        if not self.paused:
            self._run_on(speed)

    def set_to(self, desk_s: float) -> None:
        """Go to another time: for whoever looks at what was, never for a writer."""
        accept_finite("desk_s", desk_s)
        with self._lock:
            self._anchor = _Anchor(desk_s, self._monotonic(), self._anchor.speed)

    def _run_on(self, speed: float) -> None:
        with self._lock:
            at_s = self._monotonic()
            self._anchor = _Anchor(self._at(self._anchor, at_s), at_s, speed)

    @staticmethod
    def _at(anchor: _Anchor, at_s: float) -> float:
        return anchor.desk_s + max(0.0, at_s - anchor.at_s) * anchor.speed

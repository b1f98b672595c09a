"""Tracks that planning fails of: found by asking without them, and left out.

One track that no planner survives would leave a country without advice.  When a
question had no plan at all, smaller ones are put, whose plans nobody is shown: with no
track, to see whether it is the tracks at all, then with half of those that are left.
Who fails alone, twice, is left out of what is planned, and tried again later, alone.
Nobody is left out who has not.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from zaslin.domain.ids import TrackId

_REST_S = 30.0
"""After a search that found nobody, before the next."""
_AGAIN_S = 300.0
"""Until a track that was left out is tried again; then twice as long each time.

To try may kill those who plan, and cost some seconds of advice.
"""
_LONGEST_S = 2_400.0
_CONVICTED_BY = 2
"""Failures alone: a process may die of something else."""


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """A track that failed alone: when it is tried again, and the wait after that."""

    until_s: float
    wait_s: float


class Suspects:
    """What is to be asked next, and who is left out, by what came of the questions."""

    def __init__(self) -> None:
        self._left_out: dict[TrackId, _LeftOut] = {}
        self._suspects: tuple[TrackId, ...] = ()
        self._begins = False
        self._failed_alone = 0
        self._rests_until_s = -math.inf

    @property
    def left_out(self) -> Collection[TrackId]:
        """Who is not planned for."""
        return self._left_out.keys()

    def look(self, present: Mapping[TrackId, object], now_s: float) -> None:
        """Forget who is gone; begin to try somebody again whose time has come."""
        for name in [name for name in self._left_out if name not in present]:
            del self._left_out[name]
        if self.trial is None:
            due = (n for n, out in self._left_out.items() if out.until_s <= now_s)
            self._suspects = tuple(due)[:1]

    @property
    def trial(self) -> frozenset[TrackId] | None:
        """The tracks of the question to be put for its outcome alone; None: none."""
        if self._begins:
            return frozenset()
        if not self._suspects:
            return None
        return frozenset(self._suspects[: math.ceil(len(self._suspects) / 2)])

    def worked(self, now_s: float) -> None:
        """The trial had a plan: it is none of these."""
        tried = self.trial
        if tried is None:
            return
        if self._begins:
            self._begins = False
            return
        self._failed_alone = 0
        was_out = [n for n in tried if self._left_out.pop(n, None) is not None]
        self._suspects = tuple(n for n in self._suspects if n not in tried)
        if not (self._suspects or was_out):
            # Each of them is well alone; what it is, this way does not find.
            self.give_up(now_s)

    def failed(self, asked: Iterable[TrackId], now_s: float) -> None:
        """A question had no plan: the trial, or one with these tracks."""
        tried = self.trial
        if tried is None:
            self._suspects = tuple(asked) if now_s >= self._rests_until_s else ()
            self._begins = bool(self._suspects)
        elif self._begins:
            # Without any track it fails as well.
            self.give_up(now_s)
        elif len(tried) > 1:
            self._suspects = tuple(n for n in self._suspects if n in tried)
        else:
            self._blame(*tried, now_s=now_s)

    def give_up(self, now_s: float) -> None:
        """Search no more for a while, and leave who is out where they are."""
        for name in self._suspects:
            if name in self._left_out:
                self._leave_out(name, now_s=now_s)
        self._suspects, self._begins = (), False
        self._failed_alone = 0
        self._rests_until_s = now_s + _REST_S

    def _blame(self, name: TrackId, *, now_s: float) -> None:
        """It has failed alone; who was left out already has no more to lose."""
        self._failed_alone += 1
        if name in self._left_out or self._failed_alone >= _CONVICTED_BY:
            self._leave_out(name, now_s=now_s)

    def _leave_out(self, name: TrackId, *, now_s: float) -> None:
        before = self._left_out.get(name)
        wait_s = _AGAIN_S if before is None else min(2.0 * before.wait_s, _LONGEST_S)
        self._left_out[name] = _LeftOut(until_s=now_s + wait_s, wait_s=wait_s)
        self._suspects, self._failed_alone = (), 0

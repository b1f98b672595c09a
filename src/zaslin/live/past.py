"""A recorded journal as a situation at any time: forth by steps, back by leaps."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zaslin.domain.event import Entry, Planned
from zaslin.ops.situation import Situation
from zaslin.ops.state import apply

Entries = Callable[[int, int], Sequence[Entry]]
"""Entries of a journal in their order: from a number on, at most so many."""

_AT_ONCE = 500
_MOST_MARKS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a journal comes to at a time.

    ``confirmed_at_s`` is when the last plan was entered that said that what is shown
    holds.
    """

    situation: Situation
    confirmed_at_s: float | None = None


class Past:
    """A journal, folded to a time.

    It is read as far as is needed.  Marks are left on the way, so that going back does
    not begin at the beginning; there are only so many of them, however long the
    journal is.

    Parameters
    ----------
    entries
        Reads the journal.
    """

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._ahead: list[Entry] = []
        self._end: int | None = None
        first = self._read(0)
        if first is None:
            raise ValueError("the journal has no entry; accepted: at least Opened")
        self._ahead.pop()
        self._moment = Moment(situation=apply(None, first))
        self._marks = [self._moment]
        self._every = _AT_ONCE

    @property
    def moment(self) -> Moment:
        """What it comes to at the time that it was moved to."""
        return self._moment

    @property
    def starts_s(self) -> float:
        """When the journal begins."""
        return self._marks[0].situation.at_s

    @property
    def over(self) -> bool:
        """Whether there is no entry after this moment."""
        return self._read(self._moment.situation.entries) is None

    def move(self, to_s: float) -> Moment:
        """Go to a time, forth or back.

        Raises
        ------
        ValueError
            If an entry does not fit those before it.
        """
        if to_s < self._moment.situation.at_s:
            self._leap(to_s)
        while True:
            entry = self._read(self._moment.situation.entries)
            if entry is None or entry.at_s > to_s:
                return self._moment
            self._ahead.pop()
            self._moment = _after(self._moment, entry)
            self._mark()

    def _leap(self, to_s: float) -> None:
        """Back to the last mark before a time."""
        times = [mark.situation.at_s for mark in self._marks]
        index = max(0, bisect_right(times, to_s) - 1)
        self._moment = self._marks[index]
        self._ahead = []

    def _mark(self) -> None:
        last = self._marks[-1].situation.entries
        if self._moment.situation.entries < last + self._every:
            return
        self._marks.append(self._moment)
        if len(self._marks) > _MOST_MARKS:
            self._every *= 2
            self._marks = self._marks[::2]

    def _read(self, number: int) -> Entry | None:
        """The entry of a number, which stays at the end of what is read ahead."""
        if not self._ahead and number != self._end:
            self._ahead = [*self._entries(number, _AT_ONCE)][::-1]
            self._end = None if self._ahead else number
        return self._ahead[-1] if self._ahead else None


def _after(moment: Moment, entry: Entry) -> Moment:
    situation = apply(moment.situation, entry)
    confirmed_at_s = moment.confirmed_at_s
    if isinstance(entry.event, Planned):
        confirmed_at_s = entry.at_s if entry.event.digest else None
    return Moment(situation=situation, confirmed_at_s=confirmed_at_s)

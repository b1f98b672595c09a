"""What happened around a desk, on its way into the desk's journal.

What has happened cannot be taken back: while the journal takes nothing it waits here,
in its order.
"""

from collections import deque
from collections.abc import Callable, Iterable

from zaslin.domain.event import Entry, Event
from zaslin.domain.track import Track
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import JournalFaultError
from zaslin.ops.situation import Situation


class Outbox:
    """The books of a field whose desk is open to people as well.

    What does not fit any more, as a person entered something else meanwhile, is left
    out and counted in ``refused``.

    Parameters
    ----------
    desk
        Whose books they are.
    receive
        Takes reports of tracks, and the moment.
    tail
        Entries of the journal from a number on: whether one was kept that nobody
        answered for.
    by
        Who brings all this.
    """

    def __init__(
        self,
        desk: Desk,
        receive: Callable[[tuple[Track, ...], float], None],
        tail: Callable[[int], Iterable[Entry]],
        by: str,
    ) -> None:
        self._desk = desk
        self._receive = receive
        self._tail = tail
        self._by = by
        self._waiting: deque[Event] = deque()
        self._tried_at: int | None = None
        self.refused = 0

    @property
    def situation(self) -> Situation:
        """What is entered so far."""
        return self._desk.situation

    @property
    def waiting(self) -> int:
        """How much is not entered yet."""
        return len(self._waiting)

    def receive(self, tracks: Iterable[Track], at_s: float) -> None:
        """Hand reports on."""
        self._receive(tuple(tracks), at_s)

    def record(self, event: Event, at_s: float) -> None:
        """Enter what happened, or keep it until it can be entered."""
        self._waiting.append(event)
        try:
            self.send(at_s)
        except (JournalFaultError, OSError):
            # Whoever calls goes on; it is told when it sends the rest.
            return

    def send(self, at_s: float) -> None:
        """Enter everything that waits.

        Raises
        ------
        zaslin.ops.journal_fault.JournalFaultError
            If the journal takes nothing.
        """
        while self._waiting:
            if not self._was_kept():
                self._tried_at = self._desk.situation.entries
                self._enter(self._waiting[0], at_s)
            self._tried_at = None
            self._waiting.popleft()

    def _enter(self, event: Event, at_s: float) -> None:
        try:
            self._desk.record(event, at_s, by=self._by)
        except ValueError:
            self.refused += 1

    def _was_kept(self) -> bool:
        """Whether the first that waits is in the journal already, unanswered."""
        number = self._tried_at
        if number is None or self._desk.situation.entries <= number:
            return False
        kept = next(iter(self._tail(number)), None)
        return kept is not None and kept.event == self._waiting[0]

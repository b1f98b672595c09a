"""Whether the journal can be written, and what a desk does while it cannot."""

from collections.abc import Callable

from zaslin.live.health import Journal, Space
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.live.resync import Tail, catch_up
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import JournalFaultError, JournalMovedError

Volume = Callable[[], Space | None]
"""What is left where a journal is written; None: nobody here knows."""


def unknown() -> None:
    """Of a journal that is on no volume of this machine."""


def is_fault(error: BaseException) -> bool:
    """Whether an error is the journal's, and not of what was to be written."""
    return isinstance(error, JournalFaultError | OSError)


class JournalLink:
    """The state of the journal as the desk's thread has seen it.

    Lost: nothing is written, and every ``retry_s`` it is tried to read what the
    journal holds; once that works, the desk takes it over and goes on.
    Moved: somebody else writes it, and this desk writes nothing any more.

    Parameters
    ----------
    desk
        Whose journal it is.
    tail
        The entries of the journal from a number on.
    monotonic
        Seconds that run evenly.
    retry_s
        How often a lost journal is tried again.
    volume
        What is left where it is written.
    """

    def __init__(
        self,
        desk: Desk,
        tail: Tail,
        monotonic: Callable[[], float],
        retry_s: float,
        volume: Volume = unknown,
    ) -> None:
        self._desk = desk
        self._tail = tail
        self._monotonic = monotonic
        self._retry_s = retry_s
        self._volume = volume
        self._lost_at_s: float | None = None
        self._tried_at_s = 0.0
        self._mended_at: int | None = None
        self._moved = False
        self._error = ""
        self.losses = 0
        self.caught_up = 0

    @property
    def good(self) -> bool:
        """Whether entries may be written, as far as anyone knows."""
        lost = self._lost_at_s is not None and self._mended_at is None
        return not (self._moved or lost)

    def told(self) -> Journal:
        """How the journal is; lost until something was written once more."""
        if self._mended_at is not None and self._entries > self._mended_at:
            self._lost_at_s, self._mended_at, self._error = None, None, ""
        lost_at_s = self._lost_at_s
        for_s = None if lost_at_s is None else self._monotonic() - lost_at_s
        return Journal(
            moved=self._moved,
            lost_for_s=for_s,
            error=self._error,
            space=self._volume(),
        )

    def refusal(self) -> DeskUnavailableError:
        """What to answer to whoever wants something written now."""
        if self._moved:
            return DeskUnavailableError(Refusal.JOURNAL_MOVED, error=self._error)
        return DeskUnavailableError(Refusal.JOURNAL_UNAVAILABLE, error=self._error)

    def failed(self, error: BaseException) -> None:
        """Take in that an entry was not taken, or that nobody knows."""
        # What is shown must be in the journal, and nobody knows whether it is.
        self._desk.shown = None
        self._error = f"{type(error).__name__}: {error}"[:200]
        self._tried_at_s = self._monotonic()
        self._mended_at = None
        if isinstance(error, JournalMovedError):
            self._moved = True
        elif self._lost_at_s is None:
            self.losses += 1
            self._lost_at_s = self._tried_at_s

    def mend(self, now_s: float) -> bool:
        """Try to go on, if it is time to; True if the journal has come back.

        What the desk had shown is withdrawn in the journal, too.
        """
        now = self._monotonic()
        if self.good or self._moved or now - self._tried_at_s < self._retry_s:
            return False
        try:
            self.caught_up += catch_up(self._desk, self._tail)
            self._mended_at = self._entries
            now_s = max(now_s, self._desk.situation.at_s)
            self._desk.fail("the journal was out of reach", now_s)
        except ValueError as error:
            # It holds what this desk cannot have written.
            self.failed(JournalMovedError(str(error)))
            return False
        except Exception as error:
            self.failed(error)
            return False
        return True

    @property
    def _entries(self) -> int:
        return self._desk.situation.entries

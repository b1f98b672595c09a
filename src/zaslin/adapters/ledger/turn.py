"""Whose turn it is: threads use a file one after the other, in the order they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from zaslin.adapters.ledger.faults import LedgerUnavailable


class Turn:
    """A lock that nobody overtakes, and that its holder may take again.

    SQLite lets threads wait by sleeping and trying again, so that whoever writes all
    the time keeps readers out until they give up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None
        self._depth = 0

    @contextmanager
    def taken(self, limit_s: float) -> Iterator[None]:
        """Wait for the turn, hold it for the block, and give it to the next one.

        Raises
        ------
        LedgerUnavailable
            If it does not come in time.
        """
        self._take(limit_s)
        try:
            yield
        finally:
            self._give()

    def _take(self, limit_s: float) -> None:
        me = threading.get_ident()
        with self._lock:
            if self._holder in (None, me) and (self._depth or not self._waiting):
                self._holder = me
                self._depth += 1
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(limit_s):
            self._holder = me
            return
        with self._lock:
            if not called.is_set():
                self._waiting.remove(called)
                raise LedgerUnavailable("the database is busy")
        # It came at the last moment.
        self._holder = me

    def _give(self) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth:
                return
            self._holder = None
            if self._waiting:
                # Taken for the next one already, whoever else comes meanwhile.
                self._depth = 1
                self._waiting.popleft().set()

"""Who leads among several processes on one database, and what a change of it means.

A process that leads holds the desks; the others forward to it and try, each heartbeat,
to take the lease.  Whatever a leader believes, what it writes after another one has
taken over is refused by the journal, which knows the epoch: so a leader that was held
up asks whether it still leads, and one that cannot reach the database goes on showing
what it knows, as its desks say that nothing can be entered.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from zaslin.api.logs import Log, silent

# Of a lease: a heartbeat each third, and without having asked for longer than two
# thirds, nobody is told that this process leads.
_BEAT = 1 / 3
_TRUST = 2 / 3


def _never() -> bool:
    """Nothing that was opened gets stuck."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Who leads: where it is reached, and how often the lead has changed hands."""

    address: str
    epoch: int


class Lease(Protocol):
    """The right to lead, kept in the database."""

    def take(self) -> int | None:
        """The new epoch if the lease was free or has lapsed, else ``None``."""
        ...

    def hold(self, epoch: int) -> bool:
        """Say that this process still leads; ``False`` if another one has taken over.

        May raise whatever a database that is gone raises.
        """
        ...

    def release(self, epoch: int) -> None:
        """Give the lease back, so that nobody need wait for it to lapse."""
        ...

    def leader(self) -> Leader | None:
        """Who leads now, if the lease has not lapsed."""
        ...


class Leading:
    """Takes, holds and loses the lead; one thread of its own.

    Parameters
    ----------
    lease
        The right to lead.
    take_over
        Opens everything that only a leader has, for an epoch; if it raises, the lease
        is given back.
    stand_down
        Closes it again; called once for each successful ``take_over``.
    lease_s
        How long a lease is good without a heartbeat.
    monotonic
        Seconds that never jump.
    alone
        There can be no other process, whatever the lease says: a lock on a file of
        SQLite has seen to that.
    is_stuck
        Whether what was opened can be written no more although this process leads:
        then it is closed, and opened anew under another epoch.
    """

    def __init__(
        self,
        lease: Lease,
        take_over: Callable[[int], None],
        stand_down: Callable[[], None],
        *,
        lease_s: float,
        monotonic: Callable[[], float],
        alone: bool = False,
        is_stuck: Callable[[], bool] = _never,
        log: Log | None = None,
    ) -> None:
        self._lease = lease
        self._is_stuck = is_stuck
        self._alone = alone
        self._log = log or silent()
        self._take_over, self._stand_down = take_over, stand_down
        self._beat_s, self._trust_s = _BEAT * lease_s, _TRUST * lease_s
        self._monotonic = monotonic
        self._held: int | None = None
        self._asked_at_s = 0.0
        self._is_cut = False
        self._other: Leader | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="leading", daemon=True)

    @property
    def leads(self) -> bool:
        """Whether this process leads, and has asked of late whether it does."""
        return self._held is not None and (self._alone or not self._is_held_up())

    @property
    def address(self) -> str | None:
        """Where the leader is reached, if it is another process."""
        other = self._other
        return None if other is None or self._held is not None else other.address

    @property
    def epoch(self) -> int:
        """How often the lead has changed hands, as far as is known here."""
        if self._held is not None:
            return self._held
        return 0 if self._other is None else self._other.epoch

    def start(self) -> None:
        """Take the lead if it is free, before anybody is served; then keep at it.

        What goes wrong now is raised: a desk that cannot be opened is for a person.
        """
        self._try()
        self._thread.start()

    def stop(self) -> None:
        """Stand down and give the lease back."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()
        epoch = self._held
        if epoch is None:
            return
        self._held = None
        self._log.info("stops_leading", epoch=epoch)
        self._stand_down()
        try:
            self._lease.release(epoch)
        # It lapses by itself.
        except Exception as error:
            self._log.warning("lease_not_released", error=str(error))

    def beat(self) -> None:
        """One heartbeat: hold the lease, or try to take it."""
        was_cut, self._is_cut = self._is_cut, False
        try:
            if self._held is None:
                self._try()
            elif not self._lease.hold(self._held) and not self._alone:
                self._lose("another process leads")
            elif self._is_stuck():
                self._lose("a journal has moved on")
        # Whatever a database that is gone raises: the next beat asks again.
        except Exception as error:
            self._cut(error, is_said=was_cut)
        # Whoever reads the log need not wonder whether something came of it.
        if was_cut and not self._is_cut:
            self._log.info("lease_known", epoch=self._held)
        self._asked_at_s = self._monotonic()

    def _run(self) -> None:
        while not self._ends.wait(self._beat_s):
            self.beat()

    def _try(self) -> None:
        epoch = self._lease.take()
        if epoch is None:
            self._other = self._lease.leader()
            return
        try:
            self._take_over(epoch)
        except BaseException:
            self._lease.release(epoch)
            raise
        self._held, self._asked_at_s = epoch, self._monotonic()
        self._log.info("leads", epoch=epoch)
        # Opening a long journal may take longer than a lease.
        try:
            holds = self._lease.hold(epoch)
        # The desks write already, and the database may be busy with that; the next
        # beat asks again, and what is written without the lease is refused.
        except Exception as error:
            self._cut(error)
            return
        if not holds and not self._alone:
            self._lose("another process has taken over meanwhile")

    def _cut(self, error: Exception, *, is_said: bool = False) -> None:
        self._is_cut = True
        if not is_said:
            self._log.warning("lease_unknown", error=str(error))

    def _lose(self, why: str) -> None:
        epoch, self._held = self._held, None
        self._log.warning("stands_down", epoch=epoch, why=why)
        self._stand_down()

    def _is_held_up(self) -> bool:
        return self._monotonic() - self._asked_at_s > self._trust_s

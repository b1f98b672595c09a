"""Replays: a recorded journal of the database on a desk of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock

from zaslin.adapters.ledger.shelf import JournalRow, journals
from zaslin.api.desk_ports import Recording, Running
from zaslin.bootstrap.room import Room
from zaslin.live.clock import DeskClock
from zaslin.live.replay import PastDesk

DESK = "replay"
"""The name of the desk of a replay."""


class RunsAlreadyError(RuntimeError):
    """There is one replay at a time, and one runs."""


class NoReplayError(LookupError):
    """No replay runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The replay that runs."""

    journal: int
    desk: PastDesk


class ReplayDesk:
    """Starts, steers and ends replays; any thread may call.

    Parameters
    ----------
    room
        Where desks are put up.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lock = RLock()
        self._shown: _Shown | None = None

    def recordings(self) -> Sequence[Recording]:
        """What can be shown again, the latest first."""
        rows = journals(self._room.database)
        return tuple(_recording(row) for row in reversed(rows) if row.size)

    def current(self) -> Running | None:
        """The replay that runs."""
        shown = self._shown
        return None if shown is None else _running(shown)

    def start(
        self, journal: str, *, at_s: float | None, speed: float, paused: bool
    ) -> Running:
        """Begin a replay, at a time or at the beginning of the journal.

        Raises
        ------
        KeyError
            If there is no such journal, or nothing in it.
        RuntimeError
            If a replay runs already, or another process leads.
        ValueError
            If the speed is out of range.
        """
        with self._lock:
            if self._shown is not None:
                raise RunsAlreadyError(
                    f"a replay of journal {self._shown.journal} runs; accepted: one "
                    "at a time"
                )
            row = self._row(journal)
            desk = self._opened(row, speed, paused)
            if at_s is not None:
                desk.seek(at_s)
            archive = self._room.archive(self._room.journal(row.id))
            self._room.put_up(desk, archive)
            self._shown = _Shown(journal=row.id, desk=desk)
            return _running(self._shown)

    def steer(
        self, *, paused: bool | None, speed: float | None, at_s: float | None
    ) -> Running:
        """Hold it, let it go on, change its speed, or go to another time.

        Raises
        ------
        LookupError
            If no replay runs.
        ValueError
            If the speed is out of range.
        """
        with self._lock:
            shown = self._showing()
            if speed is not None:
                shown.desk.clock.run_at(speed)
            if paused is not None:
                clock = shown.desk.clock
                (clock.pause if paused else clock.resume)()
            if at_s is not None:
                shown.desk.seek(at_s)
            return _running(shown)

    def stop(self) -> None:
        """End it.

        Raises
        ------
        LookupError
            If no replay runs.
        """
        with self._lock:
            shown, self._shown = self._showing(), None
            self._room.take_down(shown.desk.name)

    def close(self) -> None:
        """End it, if one runs."""
        with self._lock:
            if self._shown is not None:
                self.stop()

    def _showing(self) -> _Shown:
        if self._shown is None:
            raise NoReplayError("no replay runs; accepted: start one first")
        return self._shown

    def _row(self, journal: str) -> JournalRow:
        for row in journals(self._room.database):
            if str(row.id) == journal and row.size:
                return row
        raise KeyError(journal)

    def _opened(self, row: JournalRow, speed: float, paused: bool) -> PastDesk:
        """A desk over a journal as far as it has come by now."""
        source = self._room.journal(row.id)
        ends_s = next(iter(source.entries(row.size - 1, 1))).at_s
        starts_s = next(iter(source.entries(0, 1))).at_s
        clock = DeskClock(starts_s, self._room.outside.monotonic, speed=speed)
        if paused:
            clock.pause()
        return PastDesk(
            DESK,
            lambda number, limit: tuple(source.entries(number, limit)),
            source.plan_document,
            clock,
            ends_s,
            self._room.outside.token(),
            params=self._room.rules.live,
        )


def _recording(row: JournalRow) -> Recording:
    about = " ".join(f"{name}={value}" for name, value in sorted(row.about.items()))
    return Recording(
        id=str(row.id),
        kind=row.kind,
        about=about,
        opened_s=row.opened_at_s,
        entries=row.size,
    )


def _running(shown: _Shown) -> Running:
    desk = shown.desk
    return Running(
        desk=desk.name,
        name=str(shown.journal),
        seed=None,
        speed=desk.clock.speed_when_running,
        paused=desk.clock.paused,
        over=desk.over,
        starts_s=desk.starts_s,
        now_s=desk.board.at_s,
        ends_s=desk.ends_s,
    )

"""Snapshots of the desks' situations, so that the next start has little to fold."""

from threading import Event, Thread

from zaslin.api.logs import Log
from zaslin.bootstrap.archive import LedgerArchive
from zaslin.bootstrap.room import Room

_LOOK_S = 10.0


class Snapshots:
    """Keeps a snapshot of each desk now and then, on a thread of its own.

    Situations are immutable, so no desk waits for it.

    Parameters
    ----------
    room
        Whose desks.
    entries
        After so many new entries.
    """

    def __init__(self, room: Room, entries: int, log: Log) -> None:
        self._room = room
        self._log = log
        self._entries = entries
        self._kept: dict[int, int] = {}
        self._ends = Event()
        self._thread = Thread(target=self._run, name="snapshots", daemon=True)

    def start(self) -> None:
        """Look now and then from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()

    def keep(self, entries: int) -> None:
        """Keep a snapshot of every desk that has so many new entries."""
        for name, archive in self._room.archives.items():
            desk = self._room.desks.get(name)
            if desk is None or not isinstance(archive, LedgerArchive):
                continue
            journal = archive.journal
            situation = desk.board.situation
            if situation.entries - self._kept.get(journal.id, 0) < entries:
                continue
            try:
                journal.snapshot(situation)
            # Whatever it is: without a snapshot the next start takes longer.
            except Exception as error:
                self._log.warning("no_snapshot", desk=name, error=str(error)[:200])
            self._kept[journal.id] = situation.entries

    def _run(self) -> None:
        while not self._ends.wait(_LOOK_S):
            self.keep(self._entries)

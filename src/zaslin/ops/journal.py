"""A journal in memory: for the simulator and for tests."""

from zaslin.domain.event import Entry
from zaslin.ops.ports import NOTHING, Booked


class MemoryJournal:
    """A list of entries that only grows."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep an entry, if its guard lets it; what is booked with it is not kept.

        Raises
        ------
        ValueError
            If its number is not the next one.
        """
        if entry.number != len(self._entries):
            raise ValueError(
                f"entry number is {entry.number}; accepted: {len(self._entries)}, "
                "the next one of the journal"
            )
        if booked.guard is not None:
            booked.guard()
        self._entries.append(entry)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry from the first on."""
        return tuple(self._entries)

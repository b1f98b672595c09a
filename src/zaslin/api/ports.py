"""What the shell of the service asks of the parts that bootstrap puts together.

The ports of the routes stand beside them: ``people_port`` and ``desk_ports``.
"""

from dataclasses import dataclass
from typing import Protocol


class Lead(Protocol):
    """Which process leads; only the leader has desks."""

    @property
    def leads(self) -> bool:
        """Whether this process leads."""
        ...

    @property
    def address(self) -> str | None:
        """Where the leader is reached, ``http://host:port``; ``None``: nobody leads."""
        ...

    @property
    def epoch(self) -> int:
        """How often the lead has changed hands; a client that sees it move resyncs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """The lead of a process that shares its journal with nobody."""

    leads: bool = True
    address: str | None = None
    epoch: int = 0


class Database(Protocol):
    """The database, as far as readiness asks for it."""

    def check(self) -> None:
        """Raise unless it answers within its time limit; may block."""
        ...


class NoDatabase:
    """Nothing is kept, so nothing can be missing."""

    def check(self) -> None:
        """Fine, always."""

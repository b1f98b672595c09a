"""What a desk needs from outside: somebody who plans, and somewhere to write."""

from collections.abc import Iterable
from typing import Protocol

from zaslin.domain.event import Entry
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


class Planner(Protocol):
    """Makes a plan; the previous one is there for its prices."""

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """A plan for the revision of this picture."""


class Journal(Protocol):
    """Keeps the entries in their order, for good."""

    def append(self, entry: Entry) -> None:
        """Keep an entry; raises if it cannot be kept, and then has not kept it."""

    def entries(self) -> Iterable[Entry]:
        """Every entry from the first on."""

"""What a desk needs from outside: somebody who plans, and somewhere to write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from zaslin.domain.event import Entry
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.posting import Posting


class Planner(Protocol):
    """Makes a plan; the previous one is there for its prices."""

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """A plan for the revision of this picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was answered to a request: whoever asks again gets the same answer.

    ``key`` was chosen by whoever asked, ``actor`` says who that was, ``request`` is
    the SHA-256 of what was asked, in hexadecimal.
    """

    key: str
    actor: str
    request: str
    answer: bytes
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What a journal keeps together with an entry, all of it or nothing.

    ``postings`` are the rounds that the entry moves, ``document`` what belongs to it
    and is too large for a line: a plan in full.
    ``guard`` is called by the journal in its transaction, last before it commits, and
    raises to refuse.
    """

    postings: tuple[Posting, ...] = ()
    receipt: Receipt | None = None
    document: bytes = b""
    guard: Callable[[], None] | None = None


NOTHING = Booked()
"""An entry by itself."""


class Journal(Protocol):
    """Keeps the entries in their order, for good."""

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep an entry; raises if it cannot be kept, and then has not kept it."""

    def entries(self) -> Iterable[Entry]:
        """Every entry from the first on."""

"""The desk and its journal, made one again after nobody knew what the journal took."""

from collections.abc import Callable, Iterable

from zaslin.domain.event import Entry
from zaslin.ops.desk import Desk
from zaslin.ops.state import apply

Tail = Callable[[int], Iterable[Entry]]
"""The entries of the journal from a number on."""


def journal_tail(desk: Desk) -> Tail:
    """The tail of the journal of a desk, read as every journal can be."""

    def tail(number: int) -> Iterable[Entry]:
        return (e for e in desk.ledger.journal.entries() if e.number >= number)

    return tail


def catch_up(desk: Desk, tail: Tail) -> int:
    """Take over what the journal holds and the desk does not; how many entries.

    An entry whose outcome was unknown has happened if it is there, and has not if it
    is not.

    Raises
    ------
    ValueError
        If the journal holds what cannot follow on what the desk knows.
    """
    situation = desk.ledger.situation
    missed = 0
    for entry in tail(situation.entries):
        situation = apply(situation, entry)
        missed += 1
    desk.ledger.situation = situation
    if missed:
        desk.ledger.urged = True
    return missed

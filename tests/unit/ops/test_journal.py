"""The journal in memory: it grows, and that is all."""

import pytest

from zaslin.domain.event import Entry, Lost
from zaslin.ops.journal import MemoryJournal


def entry(number: int) -> Entry:
    """An entry that says nothing."""
    return Entry(number=number, at_s=0.0, event=Lost(tracks=()))


def test_entries_come_back_in_their_order() -> None:
    """Every one of them."""
    journal = MemoryJournal()
    for number in range(3):
        journal.append(entry(number))

    assert journal.entries() == (entry(0), entry(1), entry(2))


@pytest.mark.parametrize("number", [0, 2])
def test_an_entry_that_is_not_the_next_one_is_refused(number: int) -> None:
    """Two desks cannot write into one journal."""
    journal = MemoryJournal()
    journal.append(entry(0))

    with pytest.raises(ValueError, match=f"number is {number}; accepted: 1"):
        journal.append(entry(number))
    assert journal.entries() == (entry(0),)

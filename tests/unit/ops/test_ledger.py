"""First judged, then kept, and only then does anything change."""

import pytest

from tests.desks import NOBODY
from tests.pictures import NOW_S, hostile, saturated
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import Assessed, Entry, Reported
from zaslin.domain.params import PlanParams
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ledger import Ledger
from zaslin.ops.ports import NOTHING, Booked
from zaslin.ops.state import fold


class FullDisk(MemoryJournal):
    """A journal that keeps no entry after so many."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep it, or say that it cannot be kept."""
        if entry.number >= self.room:
            raise OSError("no space left on device")
        super().append(entry, booked)


REPORT = Reported(tracks=(hostile("T77"),))


def test_what_does_not_fit_is_not_kept() -> None:
    """The journal holds only what has happened."""
    journal = MemoryJournal()
    ledger = Ledger(saturated(), NOW_S, journal, PlanParams())
    before = ledger.situation

    with pytest.raises(ValueError, match="E99"):
        ledger.write(Assessed(engagement=NOBODY, outcome=Outcome.MISSED), NOW_S)

    assert len(journal.entries()) == 1
    assert ledger.situation is before


def test_what_cannot_be_kept_has_not_happened() -> None:
    """The disk is full: the error is the caller's, and the situation is of before."""
    journal = FullDisk(room=1)
    ledger = Ledger(saturated(), NOW_S, journal, PlanParams())
    ledger.urged = False
    before = ledger.situation

    with pytest.raises(OSError, match="no space left"):
        ledger.write(REPORT, NOW_S)

    assert ledger.situation is before
    assert not ledger.urged
    assert fold(journal.entries()) == before


def test_a_desk_that_cannot_write_its_opening_is_not_opened() -> None:
    """There would be nothing to replay."""
    with pytest.raises(OSError, match="no space left"):
        Ledger(saturated(), NOW_S, FullDisk(room=0), PlanParams())


def test_a_ledger_remembers_that_a_plan_is_urged() -> None:
    """Until somebody has planned."""
    ledger = Ledger(saturated(), NOW_S, MemoryJournal(), PlanParams())
    ledger.urged = False

    ledger.write(REPORT, NOW_S)
    ledger.write(Reported(tracks=(hostile("T77", measured_at_s=NOW_S + 1.0),)), NOW_S)

    assert ledger.urged

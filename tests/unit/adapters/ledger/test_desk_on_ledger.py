"""A desk on the durable journal: what it knows, what is kept and what comes back."""

from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    launch_of,
    saturated_plan,
)
from tests.journals import every_kind
from tests.pictures import MISSILE, NOW_S, saturated
from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.examine_database import examine_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import Assessed, Resupplied
from zaslin.ops.desk import Desk
from zaslin.ops.ports import Booked
from zaslin.ops.posting import balances, postings
from zaslin.ops.state import Situation, apply, fold


def test_the_stock_of_the_database_is_that_of_the_desk(
    database: Database, journal: LedgerJournal
) -> None:
    """Reserved by a decision, expended by a launch, supplied: after every step."""
    plan = saturated_plan()
    desk = Desk(saturated(), NOW_S, Scripted(plan, plan), PROMPT, journal)

    def same() -> None:
        assert journal.balances() == balances(desk.situation)
        assert fold(journal.entries()) == desk.situation

    same()
    desk.tick(NOW_S)
    first = authorised(desk, NOW_S)
    same()
    assert any(each.reserved for each in journal.balances().values())
    desk.record(launch_of(first), first.pin.launch_s)
    same()
    assert any(each.expended for each in journal.balances().values())
    unit = first.pin.fire_unit
    supply = Resupplied(fire_unit=unit, interceptor_type=MISSILE.id, rounds=2)
    desk.record(supply, first.pin.launch_s)
    desk.record(
        Assessed(engagement=first.id, outcome=Outcome.MISSED), first.pin.assessed_s
    )
    same()
    (found,) = examine_database(database, fold=True)
    assert found.holds, found.faults


def test_a_desk_goes_on_where_it_was(
    database: Database, journal: LedgerJournal
) -> None:
    """Another process folds the tail onto the snapshot and takes over."""
    plan = saturated_plan()
    desk = Desk(saturated(), NOW_S, Scripted(plan), PROMPT, journal)
    desk.tick(NOW_S)
    journal.snapshot(desk.situation)
    engagement = authorised(desk, NOW_S)
    taken = LedgerJournal(database, journal.id, 1)
    situation = taken.latest_snapshot()
    assert situation is not None
    for entry in taken.entries(situation.entries):
        situation = apply(situation, entry)
    assert situation == desk.situation
    later = Desk.resumed(situation, NOW_S + 5.0, Scripted(plan), PROMPT, taken)
    assert engagement.id in later.situation.engagements
    assert fold(taken.entries()) == later.situation


def test_every_kind_of_event_is_kept(
    database: Database, journal: LedgerJournal
) -> None:
    """With its postings, and found whole when it is gone through."""
    before: Situation | None = None
    for entry in every_kind():
        after = apply(before, entry)
        journal.append(entry, Booked(postings=postings(before, entry, after)))
        before = after
    assert tuple(journal.entries()) == every_kind()
    (found,) = examine_database(database, fold=True)
    assert found.holds, found.faults

"""Rounds are booked twice: what one account gains, another loses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.desks import Scripted, authorised, desk_on, launch_of, saturated_plan
from tests.journals import every_kind, every_verdict
from tests.pictures import MISSILE, NOW_S, jammer_unit, saturated
from zaslin.domain.event import (
    Aborted,
    Corrected,
    Entry,
    Event,
    Opened,
    Reloaded,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import FireUnitId
from zaslin.ops.desk import Desk
from zaslin.ops.posting import (
    Account,
    Balance,
    Posting,
    balances,
    posted,
    postings,
)
from zaslin.ops.situation import Situation
from zaslin.ops.state import apply, steps

U1 = FireUnitId("U1")
KEY = (U1, MISSILE.id)


def desk() -> Desk:
    """A desk that shows a plan."""
    made = desk_on(saturated(), Scripted(saturated_plan()))
    made.tick(NOW_S)
    return made


def moved(before: Situation, event: Event) -> list[tuple[int, Account, Account]]:
    """What an event posts."""
    entry = Entry(number=before.entries, at_s=before.at_s, event=event)
    after = apply(before, entry)
    return [
        (each.rounds, each.source, each.destination)
        for each in postings(before, entry, after)
    ]


def test_an_opened_desk_is_supplied() -> None:
    """From outside, all of it available."""
    entry = Entry(number=0, at_s=NOW_S, event=Opened(picture=saturated()))
    made = postings(None, entry, apply(None, entry))

    assert {(each.source, each.destination) for each in made} == {
        (Account.SUPPLY, Account.AVAILABLE)
    }
    assert [each.rounds for each in made] == [
        unit.magazines[0].rounds_ready for unit in saturated().fire_units
    ]


def test_an_order_reserves_a_launch_expends_and_an_abort_gives_back() -> None:
    """Each moves what it takes, and nothing else."""
    there = desk()
    first = authorised(there, NOW_S)
    second = authorised(there, NOW_S, which=1)
    unit = first.pin.fire_unit
    stock = balances(there.situation)[unit, MISSILE.id]
    assert stock.reserved >= 1

    fired = launch_of(first)
    assert moved(there.situation, fired) == [
        (1, Account.RESERVED, Account.EXPENDED),
    ]
    assert moved(there.situation, Aborted(engagement=second.id, why="mist")) == [
        (1, Account.RESERVED, Account.AVAILABLE),
    ]
    there.record(fired, first.pin.launch_s)
    after = balances(there.situation)[unit, MISSILE.id]
    assert (after.expended, after.reserved) == (1, stock.reserved - 1)
    assert after.available == stock.available


def test_supply_comes_from_outside_and_loading_moves_nothing() -> None:
    """The store and the rails are one account."""
    situation = desk().situation
    supply = Resupplied(fire_unit=U1, interceptor_type=MISSILE.id, rounds=3)
    assert moved(situation, supply) == [(3, Account.SUPPLY, Account.AVAILABLE)]

    entry = Entry(number=situation.entries, at_s=situation.at_s, event=supply)
    unit = situation.fire_units[U1]
    empty = replace(
        unit, magazines=(replace(unit.magazines[0], rounds_ready=1, rails=4),)
    )
    reported = Entry(
        number=entry.number + 1, at_s=entry.at_s, event=UnitReported(fire_unit=empty)
    )
    with_store = apply(situation, entry)
    with_room = apply(with_store, reported)
    stored = apply(with_room, replace(entry, number=entry.number + 2))
    load = Reloaded(fire_unit=U1, interceptor_type=MISSILE.id, rounds=2)
    assert moved(stored, load) == []


def test_a_count_is_booked_as_a_correction_in_either_direction() -> None:
    """So is what a unit reports otherwise than everybody thought."""
    situation = desk().situation
    there = balances(situation)[KEY].available

    def counted(ready: int, stored: int = 0) -> Corrected:
        return Corrected(
            fire_unit=U1,
            interceptor_type=MISSILE.id,
            rounds_ready=ready,
            rounds_stored=stored,
            why="counted",
        )

    assert moved(situation, counted(there - 1)) == [
        (1, Account.AVAILABLE, Account.CORRECTION)
    ]
    assert moved(situation, counted(there, 2)) == [
        (2, Account.CORRECTION, Account.AVAILABLE)
    ]
    unit = situation.fire_units[U1]
    none = replace(unit, magazines=(replace(unit.magazines[0], rounds_ready=0),))
    assert moved(situation, UnitReported(fire_unit=none)) == [
        (there, Account.AVAILABLE, Account.CORRECTION)
    ]


def test_what_is_reserved_is_there() -> None:
    """A count below what is authorised takes it back from the order first."""
    there = desk()
    pin = authorised(there, NOW_S).pin
    count = Corrected(
        fire_unit=pin.fire_unit,
        interceptor_type=MISSILE.id,
        rounds_ready=0,
        rounds_stored=0,
        why="counted",
    )

    made = moved(there.situation, count)

    assert (1, Account.RESERVED, Account.AVAILABLE) in made
    there.record(count, NOW_S)
    assert balances(there.situation)[pin.fire_unit, MISSILE.id] == Balance()


def test_what_spends_no_rounds_has_no_account() -> None:
    """A jammer has a magazine and empties it never."""
    units = saturated().fire_units
    picture = replace(saturated(), fire_units=(*units, jammer_unit("ew")))

    booked = balances(desk_on(picture).situation)

    assert {unit for unit, _ in booked} == {unit.id for unit in units}


@pytest.mark.parametrize("entries", [every_kind(), every_verdict()], ids=["all", "two"])
def test_the_postings_add_up_to_the_balances(entries: tuple[Entry, ...]) -> None:
    """After every entry, and no account is below zero on the way."""
    held: dict[tuple[str, str], Balance] = {}
    for before, entry, after in steps(entries):
        for posting in postings(before, entry, after):
            key = (posting.fire_unit, posting.interceptor_type)
            held[key] = posted(held.get(key, Balance()), posting)
        assert held == balances(after)


def lost_postings() -> Iterator[tuple[str, tuple[Posting, ...]]]:
    """Every entry of the sample that moves rounds, with what it moves."""
    for before, entry, after in steps(every_kind()):
        made = postings(before, entry, after)
        if before is not None and made:
            yield type(entry.event).__name__, made


def test_a_posting_that_is_left_out_is_found() -> None:
    """Planted: without it the books do not agree with the magazines."""
    kinds = {kind for kind, _ in lost_postings()}
    assert {
        "Decided",
        "Fired",
        "Aborted",
        "Expired",
        "Resupplied",
        "Corrected",
    } <= kinds
    for left_out in kinds:
        held: dict[tuple[str, str], Balance] = {}
        last: Situation | None = None
        for before, entry, last in steps(every_kind()):
            if before is not None and type(entry.event).__name__ == left_out:
                continue
            for posting in postings(before, entry, last):
                key = (posting.fire_unit, posting.interceptor_type)
                try:
                    held[key] = posted(held.get(key, Balance()), posting)
                except ValueError:
                    held[key] = Balance(available=-1)
                    break
        assert last is not None
        assert held != balances(last), left_out


def test_an_account_is_never_below_zero() -> None:
    """Nor does a posting go from an account to itself."""
    posting = Posting(
        fire_unit=U1,
        interceptor_type=MISSILE.id,
        rounds=2,
        source=Account.AVAILABLE,
        destination=Account.RESERVED,
    )

    with pytest.raises(ValueError, match="available rounds of 'missile' at 'U1' a"):
        posted(Balance(available=1), posting)
    with pytest.raises(ValueError, match="accepted: two different accounts"):
        replace(posting, destination=Account.AVAILABLE)
    with pytest.raises(ValueError, match="posted rounds is 0"):
        replace(posting, rounds=0)

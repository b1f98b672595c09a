"""Entries and bookings for tests of the ledger, without a desk that makes them."""

from collections.abc import Iterator
from dataclasses import replace

from tests.pictures import MISSILE, NOW_S, hostile, mixed_types, saturated
from zaslin.domain.event import Entry, Lost, Opened, Planned, Reported, Resupplied
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.ops.ports import Booked, Receipt
from zaslin.ops.posting import Account, Posting, postings
from zaslin.ops.state import Situation, apply

ABOUT = {"policy": "priced", "seed": "1", "name": "заслін"}
UNIT = FireUnitId("U1")


def opening(number: int = 0) -> Entry:
    """The first entry of a journal."""
    return Entry(number=number, at_s=NOW_S, event=Opened(picture=mixed_types()))


def supply(number: int, rounds: int = 1, unit: FireUnitId = UNIT) -> Entry:
    """Rounds came to a unit."""
    event = Resupplied(fire_unit=unit, interceptor_type=MISSILE.id, rounds=rounds)
    return Entry(number=number, at_s=NOW_S + number, event=event)


def planned(number: int, revision: int) -> Entry:
    """A plan without shots."""
    event = Planned(
        revision=revision, method="m", value=1.0, bound=0.5, digest="d" * 64, shown=()
    )
    return Entry(number=number, at_s=NOW_S + number, event=event)


def night(entries: int) -> Iterator[Entry]:
    """A valid journal: reports, supplies, plans that show nothing, losses."""
    yield Entry(number=0, at_s=NOW_S, event=Opened(picture=saturated()))
    unit = saturated().fire_units[0]
    kind = unit.magazines[0].interceptor_type
    for number in range(1, entries):
        at_s = NOW_S + number
        track = replace(hostile(f"T{number % 40:03d}"), measured_at_s=at_s)
        event = (
            Reported(tracks=(track,)),
            Resupplied(fire_unit=unit.id, interceptor_type=kind, rounds=1),
            Reported(tracks=(track, replace(track, id=TrackId("T999")))),
            Lost(tracks=(TrackId("T999"),)),
        )[number % 4]
        yield Entry(number=number, at_s=at_s, event=event)


def booked(entries: Iterator[Entry]) -> Iterator[tuple[Entry, Booked]]:
    """Each entry with the postings that follow from it."""
    before: Situation | None = None
    for entry in entries:
        after = apply(before, entry)
        yield entry, Booked(postings=postings(before, entry, after))
        before = after


def receipt(key: str, actor: str = "bondar", answer: bytes = b"{}") -> Receipt:
    """What a request was answered."""
    return Receipt(key=key, actor=actor, request="0" * 64, answer=answer, status=201)


def moved(
    rounds: int, source: Account, target: Account, unit: FireUnitId = UNIT
) -> Booked:
    """Rounds from one account to another."""
    posting = Posting(
        fire_unit=unit,
        interceptor_type=MISSILE.id,
        rounds=rounds,
        source=source,
        destination=target,
    )
    return Booked(postings=(posting,))

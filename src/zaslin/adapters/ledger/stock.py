"""Rounds as the database counts them: no posting takes what is not there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from zaslin.adapters.ledger.faults import OutOfStock
from zaslin.adapters.ledger.schema import POSTING, STOCK
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.ops.posting import Account, Balance, Posting

Pair = tuple[FireUnitId, InterceptorTypeId]

COLUMNS: dict[Account, tuple[str, int]] = {
    Account.AVAILABLE: ("available", 1),
    Account.RESERVED: ("reserved", 1),
    Account.EXPENDED: ("expended", 1),
    # What these gave is what the others have to sum to.
    Account.SUPPLY: ("supplied", -1),
    Account.CORRECTION: ("corrected", -1),
}
"""Which column an account is, and the sign of what comes into it."""

_NEVER_BELOW_ZERO = ("available", "reserved", "expended", "supplied")


def post(
    connection: Connection, journal: int, number: int, postings: Iterable[Posting]
) -> None:
    """Keep the postings of an entry and move the stock on, or refuse all of it.

    Raises
    ------
    OutOfStock
        If an account does not hold what is taken from it.
    """
    lines = [
        {
            "journal": journal,
            "number": number,
            "line": line,
            "fire_unit": each.fire_unit,
            "interceptor_type": each.interceptor_type,
            "rounds": each.rounds,
            "source": each.source.value,
            "target": each.destination.value,
        }
        for line, each in enumerate(postings)
    ]
    if not lines:
        return
    for pair, change in changes(postings).items():
        _move(connection, journal, pair, change)
    connection.execute(insert(POSTING), lines)


def changes(postings: Iterable[Posting]) -> Mapping[Pair, Mapping[str, int]]:
    """What postings come to, by column."""
    by_pair: defaultdict[Pair, Counter[str]] = defaultdict(Counter)
    for each in postings:
        sums = by_pair[each.fire_unit, each.interceptor_type]
        for account, rounds in (
            (each.source, -each.rounds),
            (each.destination, each.rounds),
        ):
            column, sign = COLUMNS[account]
            sums[column] += sign * rounds
    return by_pair


def changes_of_rows(
    rows: Iterable[Mapping[str, Any]], sums: dict[tuple[str, str], dict[str, int]]
) -> None:
    """Add what rows of the posting table come to, by column."""
    for row in rows:
        pair = sums.setdefault((row["fire_unit"], row["interceptor_type"]), {})
        for account, rounds in (
            (row["source"], -row["rounds"]),
            (row["target"], row["rounds"]),
        ):
            column, sign = COLUMNS[Account(account)]
            pair[column] = pair.get(column, 0) + sign * rounds


def balances(connection: Connection, journal: int) -> dict[Pair, Balance]:
    """The stock of a journal as the database has it."""
    rows = connection.execute(select(STOCK).where(STOCK.c.journal == journal))
    return {
        (FireUnitId(row.fire_unit), InterceptorTypeId(row.interceptor_type)): Balance(
            available=row.available, reserved=row.reserved, expended=row.expended
        )
        for row in rows
    }


def _move(
    connection: Connection, journal: int, pair: Pair, change: Mapping[str, int]
) -> None:
    """One conditional statement: between a look and a change nobody comes."""
    at = (
        (STOCK.c.journal == journal)
        & (STOCK.c.fire_unit == pair[0])
        & (STOCK.c.interceptor_type == pair[1])
    )
    enough = [
        STOCK.c[name] + change[name] >= 0
        for name in _NEVER_BELOW_ZERO
        if change.get(name, 0) < 0
    ]
    moved = connection.execute(
        update(STOCK)
        .where(at, *enough)
        .values({name: STOCK.c[name] + rounds for name, rounds in change.items()})
    )
    if moved.rowcount:
        return
    held = connection.execute(select(STOCK).where(at)).mappings().one_or_none()
    if held is None and all(change.get(name, 0) >= 0 for name in _NEVER_BELOW_ZERO):
        none = {"supplied": 0, "corrected": 0, "available": 0, "reserved": 0}
        connection.execute(
            insert(STOCK).values(
                journal=journal,
                fire_unit=pair[0],
                interceptor_type=pair[1],
                **{**none, "expended": 0, **change},
            )
        )
        return
    raise OutOfStock(_refusal(pair, change, dict(held or {})))


def _refusal(pair: Pair, change: Mapping[str, int], held: Mapping[str, object]) -> str:
    taken = ", ".join(
        f"{-change[name]} of {held.get(name, 0)} {name}"
        for name in _NEVER_BELOW_ZERO
        if change.get(name, 0) < 0
    )
    return (
        f"postings of {pair[1]!r} at fire unit {pair[0]!r} take {taken} rounds; "
        "accepted: at most as many as there are"
    )

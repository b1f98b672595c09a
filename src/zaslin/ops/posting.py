"""Rounds as double entries: what a magazine has gained, another account has lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.accept import accept_range
from zaslin.domain.defence import FireUnit
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Corrected,
    Decided,
    Entry,
    Event,
    Expired,
    Fired,
    Opened,
    Reloaded,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.ops.situation import Situation, spends

Key = tuple[FireUnitId, InterceptorTypeId]
"""A magazine: which unit, which type."""

_LAUNCHED = (EngagementState.REPORTED_FIRED, EngagementState.ASSESSED)


class Account(StrEnum):
    """Where rounds come from and go to.

    ``SUPPLY`` is the world outside, ``CORRECTION`` what was miscounted.
    Rounds at a unit, ready or stored, are ``RESERVED`` for shots that are authorised
    and not launched, or ``AVAILABLE``; those launched are ``EXPENDED``.
    """

    SUPPLY = "supply"
    AVAILABLE = "available"
    RESERVED = "reserved"
    EXPENDED = "expended"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """So many rounds of a magazine from one account to another."""

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds: int
    source: Account
    destination: Account

    def __post_init__(self) -> None:
        accept_range("posted rounds", self.rounds, 1)
        if self.source is self.destination:
            raise ValueError(
                f"posting is from {self.source} to {self.destination}; accepted: two "
                "different accounts"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Rounds of a magazine by account; none of them is ever below zero."""

    available: int = 0
    reserved: int = 0
    expended: int = 0


_NOTHING = Balance()


def balances(situation: Situation) -> Mapping[Key, Balance]:
    """Every magazine whose type spends rounds, and every one that has spent any.

    Reserved is what the shots that are authorised and not launched will take, and
    never more than there is.
    """
    wanted = _wanted(situation)
    expended = _expended(situation)
    there = {
        key: rounds
        for unit in situation.fire_units.values()
        for key, rounds in _rounds(situation, unit).items()
    }
    return {
        key: _balance(there.get(key, 0), wanted.get(key, 0), expended.get(key, 0))
        for key in sorted(there.keys() | expended.keys())
    }


def postings(
    before: Situation | None, entry: Entry, after: Situation
) -> tuple[Posting, ...]:
    """What an entry moves between accounts: their difference, magazine by magazine.

    Rounds that no launch and no supply explains were miscounted: a correction, or a
    unit that reports another number.
    """
    if (
        before is not None
        and before.fire_units is after.fire_units
        and before.pins is after.pins
    ):
        return ()
    event = entry.event
    source = Account.CORRECTION
    if isinstance(event, Opened | Resupplied):
        source = Account.SUPPLY
    return tuple(
        posting
        for key in sorted(_touched(before, event, after))
        for posting in _moves(
            key,
            _NOTHING if before is None else _held(before, key),
            _held(after, key),
            _launched(event, after, key),
            source,
        )
    )


def posted(balance: Balance, posting: Posting) -> Balance:
    """The balance after a posting.

    Raises
    ------
    ValueError
        If an account would fall below zero.
    """
    held = {
        Account.AVAILABLE: balance.available,
        Account.RESERVED: balance.reserved,
        Account.EXPENDED: balance.expended,
    }
    for account, change in (
        (posting.source, -posting.rounds),
        (posting.destination, posting.rounds),
    ):
        if account in held:
            held[account] += change
            if held[account] < 0:
                raise ValueError(
                    f"{account} rounds of {posting.interceptor_type!r} at "
                    f"{posting.fire_unit!r} are {held[account]}; accepted: at least 0"
                )
    return Balance(
        available=held[Account.AVAILABLE],
        reserved=held[Account.RESERVED],
        expended=held[Account.EXPENDED],
    )


def _balance(there: int, wanted: int, expended: int) -> Balance:
    reserved = min(wanted, there)
    return Balance(available=there - reserved, reserved=reserved, expended=expended)


def _rounds(situation: Situation, unit: FireUnit) -> dict[Key, int]:
    return {
        (unit.id, magazine.interceptor_type): (
            magazine.rounds_ready + magazine.rounds_stored
        )
        for magazine in unit.magazines
        if spends(situation, magazine.interceptor_type)
    }


def _wanted(situation: Situation) -> dict[Key, int]:
    """Rounds of the shots that are authorised and not launched."""
    wanted: dict[Key, int] = {}
    for pin in situation.pins.values():
        if not pin.launched and spends(situation, pin.interceptor_type):
            key = (pin.fire_unit, pin.interceptor_type)
            wanted[key] = wanted.get(key, 0) + pin.salvo_size
    return wanted


def _expended(situation: Situation) -> dict[Key, int]:
    """Rounds that were launched since the desk was opened."""
    expended: dict[Key, int] = {}
    for engagement in situation.engagements.values():
        pin = engagement.pin
        if engagement.state in _LAUNCHED and spends(situation, pin.interceptor_type):
            key = (pin.fire_unit, pin.interceptor_type)
            expended[key] = expended.get(key, 0) + pin.salvo_size
    return expended


def _touched(before: Situation | None, event: Event, after: Situation) -> set[Key]:
    """The magazines that an event can have changed; a night has many others."""
    if before is None:
        return {*balances(after)}
    match event:
        case Decided() if event.engagement is not None:
            pin = event.engagement.pin
        case Fired() | Aborted() | Expired() | Assessed():
            pin = after.engagements[event.engagement].pin
        case Reloaded() | Resupplied() | Corrected():
            return _spending(after, {(event.fire_unit, event.interceptor_type)})
        case UnitReported():
            name = event.fire_unit.id
            units = (before.fire_units[name], after.fire_units[name])
            return {key for unit in units for key in _rounds(after, unit)}
        case _:
            return set()
    return _spending(after, {(pin.fire_unit, pin.interceptor_type)})


def _spending(situation: Situation, keys: set[Key]) -> set[Key]:
    return {key for key in keys if spends(situation, key[1])}


def _held(situation: Situation, key: Key) -> Balance:
    """What there is of a magazine now; what was expended before is left out."""
    unit = situation.fire_units.get(key[0])
    there = _rounds(situation, unit).get(key, 0) if unit else 0
    return _balance(there, _wanted(situation).get(key, 0), 0)


def _launched(event: Event, after: Situation, key: Key) -> int:
    """Rounds of a magazine that have left it with this event."""
    if not isinstance(event, Fired):
        return 0
    pin = after.engagements[event.engagement].pin
    return pin.salvo_size if (pin.fire_unit, pin.interceptor_type) == key else 0


def _moves(
    key: Key, old: Balance, new: Balance, launched: int, source: Account
) -> Iterator[Posting]:
    """From one balance to the other, no account below zero on the way."""
    brought = new.available + new.reserved - old.available - old.reserved + launched
    from_reserved = min(launched, old.reserved)
    reserve = new.reserved - (old.reserved - from_reserved)
    steps = (
        (brought, source, Account.AVAILABLE),
        (-reserve, Account.RESERVED, Account.AVAILABLE),
        (from_reserved, Account.RESERVED, Account.EXPENDED),
        (launched - from_reserved, Account.AVAILABLE, Account.EXPENDED),
        (-brought, Account.AVAILABLE, Account.CORRECTION),
        (reserve, Account.AVAILABLE, Account.RESERVED),
    )
    for rounds, giver, taker in steps:
        if rounds > 0:
            yield Posting(
                fire_unit=key[0],
                interceptor_type=key[1],
                rounds=rounds,
                source=giver,
                destination=taker,
            )

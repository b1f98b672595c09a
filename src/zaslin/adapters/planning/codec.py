"""Pictures and plans as bytes and back: exact to the last bit, typed, nothing run.

JSON by msgspec straight into the domain's own classes, whose rules are judged on the
way, as in a journal.  It cannot hold a number that is not finite, and states no length
that somebody might believe.  Pickle would run whatever a worker sends.
"""

from typing import Any, TypeVar

import msgspec
import numpy as np

from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import (
    BoundCovers,
    Plan,
    RoundPrice,
    SlotPrice,
    Terms,
)

T = TypeVar("T")


class CodecError(ValueError):
    """Something cannot be written down, or what is written is not what it should be."""


class Warmth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a previous plan warms the next one up: its prices, and nothing else."""

    method: str
    prices: tuple[RoundPrice, ...]
    slot_prices: tuple[SlotPrice, ...]


class Setup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a worker is told once."""

    params: PlanParams


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture to plan for.

    ``read_s``: for so many seconds from now somebody reads the plans.
    """

    read_s: float
    picture: Picture
    warmth: Warmth | None


def _plain_number(value: object) -> object:
    """A numpy scalar as the Python number it stands for."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a message")


# In the order in which it is held: sums come out the same to the last bit.
_ENCODER = msgspec.json.Encoder(enc_hook=_plain_number)
_PLAN = msgspec.json.Decoder(Plan)
_SETUP = msgspec.json.Decoder(Setup)
_QUESTION = msgspec.json.Decoder(Question)


def warmth_of(previous: Plan | None) -> Warmth | None:
    """What warms the next plan up; a floor has no prices worth carrying over."""
    if previous is None or previous.method.startswith("floor"):
        return None
    return Warmth(
        method=previous.method,
        prices=previous.prices,
        slot_prices=previous.slot_prices,
    )


def plan_of(warmth: Warmth | None) -> Plan | None:
    """A plan with these prices and nothing else in it, as the optimiser wants one."""
    if warmth is None:
        return None
    return Plan(
        revision=0,
        made_at_s=0.0,
        method=warmth.method,
        value=0.0,
        bound=0.0,
        bound_covers=BoundCovers(starts_per_window=1),
        undefended=0.0,
        forecast_leak_meur=0.0,
        terms=Terms(leaked_damage=0.0, rounds=0.0, debris=0.0, plan_change=0.0),
        shots=(),
        recommendations=(),
        not_engaged=(),
        leakers=(),
        threats=(),
        assets=(),
        stock_after=(),
        prices=warmth.prices,
        slot_prices=warmth.slot_prices,
        postures=(),
        held_for_forecast=(),
        withdrawn=(),
    )


def encode(document: Plan | Setup | Question) -> bytes:
    """The bytes of a document; raises :class:`CodecError`."""
    try:
        return _ENCODER.encode(document)
    # A name that is half a surrogate pair, a number that is none, a foreign object.
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError) as error:
        raise CodecError(f"cannot be written down: {error}") from None


def decode_plan(data: bytes) -> Plan:
    """The plan; raises :class:`CodecError`."""
    return _decoded(_PLAN, data)


def decode_setup(data: bytes) -> Setup:
    """The parameters; raises :class:`CodecError`."""
    return _decoded(_SETUP, data)


def decode_question(data: bytes) -> Question:
    """The question; raises :class:`CodecError`."""
    return _decoded(_QUESTION, data)


def _decoded(decoder: "msgspec.json.Decoder[T]", data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CodecError(f"cannot be read: {error}"[:300]) from None


def one_line(value: Any, longest: int = 300) -> str:
    """Text of somebody who is not trusted, fit for a log: one line, printable."""
    text = " ".join(str(value)[: 4 * longest].split())
    return "".join(each if each.isprintable() else "?" for each in text)[:longest]

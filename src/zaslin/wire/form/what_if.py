"""What-if: a plan under changed conditions, beside the one under those that hold."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.control import WeaponsControlStatus
from zaslin.wire.form.coded import Code
from zaslin.wire.form.control import (
    ForbiddenPairing,
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
)
from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import (
    Advice,
    Moment,
    Money,
    Plan,
    RoundCount,
    Seconds,
    Stated,
    StationId,
    Terms,
)
from zaslin.wire.form.scalar import Given, Id, Salvo

_FEW = 200


class SuppliedRounds(Given, frozen=True, kw_only=True):
    """Rounds that a unit would have more, in its store."""

    fire_unit: Id
    interceptor_type: Id
    rounds: Annotated[int, Meta(ge=1, le=100_000, description="number of rounds")]


class TriedShot(Given, frozen=True, kw_only=True):
    """A shot that would be authorised: the best of its pairing."""

    track: Id
    fire_unit: Id
    interceptor_type: Id
    salvo_size: Salvo | None = None
    position: Id | None = None


class WhatIf(Given, frozen=True, kw_only=True):
    """What would be otherwise; nothing of it is done."""

    pins: Annotated[
        tuple[TriedShot, ...], Meta(max_length=_FEW, description="shots to be fixed")
    ] = ()
    forbids: Annotated[tuple[ForbiddenPairing, ...], Meta(max_length=_FEW)] = ()
    released: Annotated[
        tuple[ForbiddenPairing, ...],
        Meta(max_length=_FEW, description="refusals and holds to be lifted"),
    ] = ()
    weapons_control: WeaponsControlStatus | None = None
    orders: Annotated[
        tuple[WeaponsControlOrder, ...] | None,
        Meta(description="in the place of those in force; absent: as they are"),
    ] = None
    zones: Annotated[
        tuple[NoEngagementZone, ...] | None,
        Meta(description="in the place of those in force; absent: as they are"),
    ] = None
    reserves: Annotated[
        tuple[ReserveOrder, ...] | None,
        Meta(description="in the place of those in force; absent: as they are"),
    ] = None
    lost_units: Annotated[tuple[Id, ...], Meta(max_length=_FEW)] = ()
    added_rounds: Annotated[tuple[SuppliedRounds, ...], Meta(max_length=_FEW)] = ()
    deadline_s: Annotated[
        float, Meta(ge=0.2, le=10.0, description="seconds to plan in, at most")
    ] = 3.0


class PlanFigures(Stated, frozen=True, kw_only=True):
    """What a plan comes to."""

    revision: int
    made_at: Moment
    method: str
    value: Money
    bound: Money
    gap: Annotated[float, Meta(description="(value - bound) / value")]
    terms: Terms
    firm: Count
    follow_ups: Count
    not_engaged: Count
    expected_leak_meur: Money
    rounds_committed: Annotated[
        dict[str, int], Meta(description="launched for certain, by interceptor type")
    ]


class ComparedShot(Stated, frozen=True, kw_only=True):
    """A firm shot, as short as a comparison needs it."""

    track: str
    fire_unit: str
    interceptor_type: str
    position: StationId
    salvo_size: RoundCount
    launch: Moment


class Difference(Stated, frozen=True, kw_only=True):
    """A track that one plan treats otherwise than the other."""

    track: str
    change: Annotated[
        Literal["added", "dropped", "replaced"],
        Meta(description="of the firm shots at it"),
    ]
    before: tuple[ComparedShot, ...]
    after: tuple[ComparedShot, ...]
    leak_change_meur: Annotated[
        Money, Meta(description="of what is expected to get through at it")
    ]
    reason: Annotated[Code | None, Meta(description="why it gets no shot after")]


class Compared(Stated, frozen=True, kw_only=True):
    """The plan under changed conditions, and how it differs.

    Both plans were made for this answer in the same way and time, so that they differ
    by the conditions alone.
    """

    schema: Literal["zaslin/what-if/1"] = "zaslin/what-if/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    hypothetical: Literal[True] = True
    before: PlanFigures
    after: PlanFigures
    differences: tuple[Difference, ...]
    value_change_meur: Money
    planning_s: Seconds
    plan: Annotated[Plan, Meta(description="after; it is never shown as the desk's")]

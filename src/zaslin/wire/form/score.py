"""The scores document: each track against each inventory."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.reason import ReasonCode
from zaslin.wire.form.plan import (
    Advice,
    EarningsElsewhere,
    Moment,
    Money,
    PAvailable,
    PkHigh,
    PkLow,
    PkPlanned,
    RoundCount,
    Stated,
    StationId,
    Window,
)


class Opportunity(Stated, frozen=True, kw_only=True):
    """The best shot of a pairing, as if it were the only one at its track."""

    salvo_size: RoundCount
    launch: Moment
    window: Window
    p_available: PAvailable
    pk_low: PkLow
    pk_planned: PkPlanned
    pk_high: PkHigh
    damage_averted_meur: Money
    cost_meur: Annotated[
        float, Meta(description="rounds and debris, notional million euro")
    ]
    price_meur: EarningsElsewhere
    net_gain_meur: Annotated[
        float, Meta(description="damage averted less cost less price")
    ]


class Score(Stated, frozen=True, kw_only=True):
    """One track against one inventory: exactly one of best and reason is given."""

    track: str
    fire_unit: str
    position: StationId
    interceptor_type: str
    best: Opportunity | None
    reason: ReasonCode | None


class Scores(Stated, frozen=True, kw_only=True):
    """Each track scored against each inventory: advice, never an order."""

    schema: Literal["zaslin/score/1"]
    advice: Advice
    revision: Annotated[int, Meta(description="of the picture that was scored")]
    made_at: Annotated[Moment, Meta(description="the picture's instant")]
    scores: Annotated[
        tuple[Score, ...],
        Meta(description="by threat value of the track, largest first; refused last"),
    ]

"""Each track against each inventory: what everything else rests on."""

from dataclasses import dataclass

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.reason import ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """The best shot of a pairing; times absolute, money notional million euro.

    ``net_gain_meur`` = damage averted by this shot alone − money and debris − price.
    """

    salvo_size: int
    launch_s: float
    window_opens_s: float
    window_closes_s: float
    p_available: float
    pk_low: float
    pk_planned: float
    pk_high: float
    damage_averted_meur: float
    cost_meur: float
    price_meur: float
    net_gain_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One (track, fire unit at a position, interceptor type).

    Exactly one of ``best`` and ``reason`` is given.
    """

    track: TrackId
    fire_unit: FireUnitId
    position: PositionId
    interceptor_type: InterceptorTypeId
    best: Opportunity | None
    reason: ReasonCode | None

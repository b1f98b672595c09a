"""What the operator gets: recommendations with their proof and their reasons."""

from dataclasses import dataclass

from zaslin.domain.ids import (
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One salvo at one track.

    ``pk_low``, ``pk_planned``, ``pk_high`` are per round and already include
    ``p_available``, the chance that the opportunity still exists at its time.
    ``p_kill`` is that of the whole salvo at the planned point.
    ``stage`` counts looks: 1 is launched first, 2 only if stage 1 missed.
    ``p_needed`` is the probability that the stage is reached at all.
    ``debris_meur`` is the expected debris damage if the shot is taken.
    """

    track: TrackId
    fire_unit: FireUnitId
    position: PositionId
    interceptor_type: InterceptorTypeId
    salvo_size: int
    launch_s: float
    intercept_s: float
    assessed_s: float
    intercept_at: Position
    stage: int
    p_needed: float
    p_available: float
    pk_low: float
    pk_planned: float
    pk_high: float
    p_kill: float
    debris_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The objective's named terms, notional million euro."""

    leaked_damage: float
    rounds: float
    debris: float
    plan_change: float

    @property
    def total(self) -> float:
        """The plan's value: what it minimises."""
        return self.leaked_damage + self.rounds + self.debris + self.plan_change


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetThreat:
    """One factor of a track's threat value: the asset it may be flying to."""

    asset: AssetId
    p_asset: float
    priority: float
    damage_meur: float
    contribution_meur: float
    time_to_impact_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """A track's threat value with every factor that made it.

    ``threat_value_meur`` = (1 − p_decoy) · lethality ·
    (Σ p_asset · priority · asset value + p_no_asset · background).
    ``assets`` lists the asset-directed routes, largest contribution first;
    ``other_assets_meur`` is what the remaining assets and open country add.
    """

    track: TrackId
    threat_value_meur: float
    p_decoy: float
    lethality: float
    p_no_asset: float
    assets: tuple[AssetThreat, ...]
    other_assets_meur: float
    time_to_impact_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another shot at the same track and what taking it instead would change."""

    fire_unit: FireUnitId
    position: PositionId
    interceptor_type: InterceptorTypeId
    salvo_size: int
    launch_s: float
    pk_planned: float
    difference_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One line of the plan: the shot, what it buys and what it costs.

    ``firm``: launched within the commit horizon and needed whatever happens.
    ``last_order_s``: last moment to order this unit onto this track with at least half
    of the shot's availability left; the window itself may stay open on some unlikely
    course.
    ``damage_averted_meur``: rise of leaked damage if the shot is simply dropped.
    ``price_meur``: what its rounds and channel time would earn elsewhere.
    ``refusal_meur``: rise of the least cost if this unit may not engage this track
    at all: its problem solved anew, all capacity being there at its price (None: not
    computed, in a floor plan and for follow-ups in a re-plan).
    ``replacement``: the shot that would then come first at the track, if any.
    ``assumes``: what the choice rests on, in plain lines.
    """

    shot: Shot
    firm: bool
    window_opens_s: float
    window_closes_s: float
    last_order_s: float
    damage_averted_meur: float
    price_meur: float
    refusal_meur: float | None
    replacement: Alternative | None
    alternatives: tuple[Alternative, ...]
    assumes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEngaged:
    """A track that gets no shot, and why."""

    track: TrackId
    reason: ReasonCode
    text: str
    threat_value_meur: float
    expected_leak_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaker:
    """What is expected to get through of one engaged or unengaged hostile track."""

    track: TrackId
    p_leak: float
    expected_leak_meur: float
    likely_asset: AssetId | None
    time_to_impact_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetOutlook:
    """Expected damage at one asset without and with the plan."""

    asset: AssetId
    damage_undefended_meur: float
    damage_expected_meur: float
    undefendable_at_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAfter:
    """One magazine after the plan.

    ``rounds_committed`` are launched for certain, ``rounds_expected`` is the mean
    spent with follow-ups, ``rounds_for_forecast`` the mean held for later waves.
    """

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds_before: int
    rounds_committed: int
    rounds_expected: float
    rounds_for_forecast: float
    min_reserve: int
    rounds_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPrice:
    """What one more round of a type at a unit would save, notional million euro."""

    fire_unit: FireUnitId
    position: PositionId
    interceptor_type: InterceptorTypeId
    price_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPrice:
    """Price of one channel (or one rail, if a type is named) in one slot."""

    fire_unit: FireUnitId
    position: PositionId
    interceptor_type: InterceptorTypeId | None
    starts_s: float
    price_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """Where a mobile unit fights in this plan."""

    fire_unit: FireUnitId
    position: PositionId


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPin:
    """A pinned engagement that is no longer allowed, or was not launched in time."""

    track: TrackId
    fire_unit: FireUnitId
    launched: bool
    reason: ReasonCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds spent, measured by the caller's clock; zeros without one.

    ``prices_s`` goes up to the first bounded plan, ``improve_s`` from there on.
    """

    compile_s: float = 0.0
    floor_s: float = 0.0
    prices_s: float = 0.0
    improve_s: float = 0.0
    explain_s: float = 0.0
    check_s: float = 0.0
    total_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCovers:
    """What the bound holds for: these policies over so many launches a window."""

    starts_per_window: int
    policies: str = "staged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All recommended engagements for one picture revision.

    ``value`` is the expected damage and cost if this plan is carried out, first
    shots for certain and follow-ups as far as they are needed, their rounds and
    channels being there on average.
    ``bound`` is a value that no staged policy over the launch times considered can
    beat (see docs/mathematics.md), ``bound_covers`` says which they are, and
    ``bound_all_launches`` is a bound over every launch time of the grid (None: not
    computed, under a deadline or in a re-plan);
    ``forecast_leak_meur`` is the part of the leaked damage that forecast tracks make;
    ``gap`` = (value − bound) / value, and ``averted_share`` the part of the largest
    conceivable saving that the plan makes.
    """

    revision: int
    made_at_s: float
    method: str
    value: float
    bound: float
    bound_covers: BoundCovers
    undefended: float
    forecast_leak_meur: float
    terms: Terms
    shots: tuple[Shot, ...]
    recommendations: tuple[Recommendation, ...]
    not_engaged: tuple[NotEngaged, ...]
    leakers: tuple[Leaker, ...]
    threats: tuple[Threat, ...]
    assets: tuple[AssetOutlook, ...]
    stock_after: tuple[StockAfter, ...]
    prices: tuple[RoundPrice, ...]
    slot_prices: tuple[SlotPrice, ...]
    postures: tuple[Posture, ...]
    held_for_forecast: tuple[Shot, ...]
    withdrawn: tuple[WithdrawnPin, ...]
    times: Times = Times()
    bound_all_launches: float | None = None

    @property
    def gap(self) -> float:
        """Relative distance of the value from the bound."""
        return 0.0 if self.value <= 0.0 else (self.value - self.bound) / self.value

    @property
    def averted_share(self) -> float:
        """Part of the largest conceivable saving that this plan makes."""
        possible = self.undefended - self.bound
        return 1.0 if possible <= 0.0 else (self.undefended - self.value) / possible

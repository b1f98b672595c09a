"""Parameters of threat evaluation and planning; every default is notional."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zaslin.domain.accept import accept_range
from zaslin.domain.track import ThreatClass

DEFAULT_LETHALITY: dict[ThreatClass, float] = {
    ThreatClass.ONE_WAY_ATTACK: 1.0,
    ThreatClass.JET_ONE_WAY_ATTACK: 1.2,
    ThreatClass.RECONNAISSANCE: 0.1,
    ThreatClass.CRUISE_MISSILE: 5.0,
}
"""Damage of one hit, as a multiple of the reference warhead's (notional)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatParams:
    """How a track's history becomes a distribution over assets and a value.

    ``heading_sigma_rad``: how far a drone's heading may be off its asset's bearing.
    ``distance_scale_m``: distance over which an asset's probability fades by e.
    ``diffuse_weight``: prior weight of "no asset we know of".
    ``background_meur``: damage expected where no known asset is hit.
    ``route_count``: asset-directed routes kept beside the straight line.
    ``minimum_speed_mps``: floor under the ground speed, so that time stays finite.
    """

    heading_sigma_rad: float = 0.35
    distance_scale_m: float = 150_000.0
    diffuse_weight: float = 0.1
    background_meur: float = 0.2
    route_count: int = 3
    minimum_speed_mps: float = 15.0
    lethality: Mapping[ThreatClass, float] = field(
        default_factory=lambda: dict(DEFAULT_LETHALITY)
    )

    def __post_init__(self) -> None:
        accept_range("heading_sigma_rad", self.heading_sigma_rad, 0.01, 10.0)
        accept_range("distance_scale_m", self.distance_scale_m, 100.0, 1.0e7)
        accept_range("diffuse_weight", self.diffuse_weight, 1.0e-9, 1.0e6)
        accept_range("background_meur", self.background_meur, 0.0, 1.0e6)
        accept_range("route_count", self.route_count, 0, 8)
        accept_range("minimum_speed_mps", self.minimum_speed_mps, 1.0, 1000.0)
        for threat_class, factor in self.lethality.items():
            accept_range(f"lethality of {threat_class}", factor, 0.0, 1000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanParams:
    """How a picture becomes a plan.

    ``slot_s`` by ``horizon_s``: the grid of launch times.
    ``starts_per_window``: launch times kept of one engagement window.
    ``pk_point``: where in its range a pk is planned (0 low end, 1 high end).
    ``least_p_kill``: salvos that kill with less than this are not offered.
    ``max_shots_per_stage``: rounds launched at a track before the next look.
    ``commit_horizon_s``: shots launched sooner are firm, later ones intentions.
    ``stale_after_s``: age at which a track no longer supports a shot.
    ``change_cost_meur``, ``change_tolerance_s``: what dropping a shown shot costs,
    and how far its launch may move before it counts as dropped.
    ``rounds_weight``, ``debris_weight``: weights of those terms of the objective.
    ``price_steps``, ``warm_price_steps``: dual steps from nothing, and from the
    previous plan's prices. ``sweeps`` of local search and ``ruin_rounds``
    of ruin and recreate follow where there is no previous plan.
    """

    slot_s: float = 10.0
    horizon_s: float = 1800.0
    starts_per_window: int = 6
    pk_point: float = 0.5
    least_p_kill: float = 0.02
    max_shots_per_stage: int = 2
    commit_horizon_s: float = 180.0
    stale_after_s: float = 60.0
    change_cost_meur: float = 0.05
    change_tolerance_s: float = 30.0
    rounds_weight: float = 1.0
    debris_weight: float = 1.0
    price_steps: int = 100
    warm_price_steps: int = 25
    sweeps: int = 4
    ruin_rounds: int = 100
    threat: ThreatParams = field(default_factory=ThreatParams)

    def __post_init__(self) -> None:
        accept_range("slot_s", self.slot_s, 1.0, 600.0)
        accept_range("horizon_s", self.horizon_s, self.slot_s, 86_400.0)
        accept_range("starts_per_window", self.starts_per_window, 1, 1000)
        accept_range("pk_point", self.pk_point, 0.0, 1.0)
        accept_range("least_p_kill", self.least_p_kill, 0.0, 1.0)
        accept_range("max_shots_per_stage", self.max_shots_per_stage, 1, 3)
        accept_range("commit_horizon_s", self.commit_horizon_s, 0.0, 86_400.0)
        accept_range("stale_after_s", self.stale_after_s, 0.0, 86_400.0)
        accept_range("change_cost_meur", self.change_cost_meur, 0.0, 1.0e6)
        accept_range("change_tolerance_s", self.change_tolerance_s, 0.0, 86_400.0)
        accept_range("rounds_weight", self.rounds_weight, 0.0, 1000.0)
        accept_range("debris_weight", self.debris_weight, 0.0, 1000.0)
        accept_range("price_steps", self.price_steps, 0, 100_000)
        accept_range("warm_price_steps", self.warm_price_steps, 0, 100_000)
        accept_range("sweeps", self.sweeps, 0, 1000)
        accept_range("ruin_rounds", self.ruin_rounds, 0, 10_000_000)

    @property
    def slot_count(self) -> int:
        """Number of launch slots in the horizon."""
        return int(self.horizon_s // self.slot_s)

"""What is defended, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.accept import accept_finite, accept_range, accept_unique
from zaslin.domain.ids import AssetId, FireUnitId, InterceptorTypeId, PositionId
from zaslin.domain.space import Position, Sector
from zaslin.domain.track import ThreatClass


class EffectorKind(StrEnum):
    """Weapon class, as control measures name it."""

    MISSILE = "missile"
    GUN = "gun"
    INTERCEPTOR_DRONE = "interceptor_drone"
    ELECTRONIC_WARFARE = "electronic_warfare"


class FiringDoctrine(StrEnum):
    """How many rounds a unit may launch at one track before it looks."""

    SHOOT_LOOK_SHOOT = "shoot_look_shoot"
    SHOOT_SHOOT_LOOK = "shoot_shoot_look"


@dataclass(frozen=True, slots=True)
class PkRange:
    """Probability of kill of one round, as the interval in which it is believed."""

    low: float
    high: float

    def __post_init__(self) -> None:
        accept_range("pk low", self.low, 0.0, 1.0)
        accept_range("pk high", self.high, 0.0, 1.0)
        if self.low > self.high:
            raise ValueError(
                f"pk low is {self.low} above high {self.high}; accepted: low <= high"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class InterceptorType:
    """A kind of round and its notional performance.

    ``pk`` holds at ranges up to ``best_range_m`` and falls linearly to
    ``edge_pk_factor`` of itself at ``max_range_m``.
    ``dwell_s`` is the time on target after arrival (burst, jamming);
    ``assessment_time_s`` the time to look and, on a miss, lay again.
    Electronic warfare spends no rounds.
    """

    id: InterceptorTypeId
    kind: EffectorKind
    speed_mps: float
    min_range_m: float
    max_range_m: float
    min_altitude_m: float
    max_altitude_m: float
    pk: Mapping[ThreatClass, PkRange]
    best_range_m: float
    edge_pk_factor: float = 1.0
    dwell_s: float = 0.0
    assessment_time_s: float = 10.0
    cost_meur: float = 0.0
    source: str = "notional"

    def __post_init__(self) -> None:
        accept_range("speed_mps", self.speed_mps, 1.0, 3.0e8)
        accept_range("min_range_m", self.min_range_m, 0.0, 500_000.0)
        accept_range("max_range_m", self.max_range_m, self.min_range_m, 500_000.0)
        accept_range("best_range_m", self.best_range_m, 0.0, self.max_range_m)
        accept_range("min_altitude_m", self.min_altitude_m, -500.0, 40_000.0)
        accept_range(
            "max_altitude_m", self.max_altitude_m, self.min_altitude_m, 40_000.0
        )
        accept_range("edge_pk_factor", self.edge_pk_factor, 0.0, 1.0)
        accept_range("dwell_s", self.dwell_s, 0.0, 600.0)
        accept_range("assessment_time_s", self.assessment_time_s, 0.0, 600.0)
        accept_range("cost_meur", self.cost_meur, 0.0, 1000.0)

    @property
    def spends_rounds(self) -> bool:
        """Whether an engagement takes rounds from the magazine."""
        return self.kind is not EffectorKind.ELECTRONIC_WARFARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Magazine:
    """Rounds of one type at one fire unit.

    ``rounds_ready`` sit on rails; a rail is loaded again from ``rounds_stored``
    ``reload_time_s`` after its round left, as long as stored rounds last.
    A rail that is empty now is being loaded, and ready when that time has passed.
    ``rails`` is how many there are; None: as many as rounds are ready, and at least
    one if rounds are stored.
    ``min_reserve`` rounds are never planned.
    ``saved_value_meur`` is what one round is expected to earn later if it is not
    launched now: each round launched costs that on top of its money.
    """

    interceptor_type: InterceptorTypeId
    rounds_ready: int
    rounds_stored: int = 0
    reload_time_s: float = 0.0
    min_reserve: int = 0
    rails: int | None = None
    saved_value_meur: float = 0.0

    def __post_init__(self) -> None:
        accept_range("rounds_ready", self.rounds_ready, 0, 100_000)
        accept_range("rounds_stored", self.rounds_stored, 0, 100_000)
        accept_range("reload_time_s", self.reload_time_s, 0.0, 86_400.0)
        accept_range("min_reserve", self.min_reserve, 0, 100_000)
        accept_range("saved_value_meur", self.saved_value_meur, 0.0, 1.0e6)
        if self.rails is not None:
            accept_range("rails", self.rails, max(1, self.rounds_ready), 100_000)

    @property
    def rail_count(self) -> int:
        """Number of rails, stated or not."""
        if self.rails is not None:
            return self.rails
        return max(self.rounds_ready, min(1, self.rounds_stored))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPosition:
    """A place a mobile unit may drive to; it then fires only from there."""

    id: PositionId
    position: Position
    travel_time_s: float
    sector: Sector | None = None

    def __post_init__(self) -> None:
        accept_range("travel_time_s", self.travel_time_s, 0.0, 86_400.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FireUnit:
    """Smallest element that can engage on its own.

    ``reaction_time_s`` is order to launch; ``setup_time_s`` is arrival at a
    prepared position to ready; ``ready_at_s`` is when the unit is ready where it
    stands now; ``channels`` is the number of engagements it can run at once.
    """

    id: FireUnitId
    position: Position
    channels: int
    magazines: tuple[Magazine, ...]
    reaction_time_s: float = 10.0
    setup_time_s: float = 60.0
    ready_at_s: float = 0.0
    sector: Sector | None = None
    antenna_height_m: float = 10.0
    sensor_range_m: float = 100_000.0
    doctrine: FiringDoctrine = FiringDoctrine.SHOOT_LOOK_SHOOT
    prepared_positions: tuple[PreparedPosition, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("fire unit id is empty; accepted: a non-empty id")
        accept_range("channels", self.channels, 0, 1000)
        accept_range("reaction_time_s", self.reaction_time_s, 0.0, 3600.0)
        accept_range("setup_time_s", self.setup_time_s, 0.0, 86_400.0)
        accept_finite("ready_at_s", self.ready_at_s)
        accept_range("antenna_height_m", self.antenna_height_m, 0.0, 5000.0)
        accept_range("sensor_range_m", self.sensor_range_m, 0.0, 1.0e6)
        accept_unique(
            f"magazine of fire unit {self.id!r}, interceptor type",
            (magazine.interceptor_type for magazine in self.magazines),
        )
        accept_unique(
            f"prepared position of fire unit {self.id!r}",
            ("current", *(place.id for place in self.prepared_positions)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefendedAsset:
    """Something worth defending.

    ``value_meur`` is the damage of one hit by a reference warhead, in notional
    million euro.
    """

    id: AssetId
    position: Position
    value_meur: float
    name: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("asset id is empty; accepted: a non-empty id")
        accept_range("value_meur", self.value_meur, 0.0, 1.0e6)


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulatedArea:
    """Where falling debris does harm.

    ``debris_meur`` per object brought down over the centre, fading as a Gaussian of
    standard deviation ``radius_m``.
    """

    id: str
    position: Position
    radius_m: float
    debris_meur: float

    def __post_init__(self) -> None:
        accept_range("radius_m", self.radius_m, 1.0, 200_000.0)
        accept_range("debris_meur", self.debris_meur, 0.0, 1.0e6)

"""Control measures: what people have permitted, forbidden, kept back or fixed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zaslin.domain.accept import accept_finite, accept_range
from zaslin.domain.defence import EffectorKind
from zaslin.domain.ids import (
    CURRENT_POSITION,
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
    ZoneId,
)
from zaslin.domain.space import Area, Position


class WeaponsControlStatus(StrEnum):
    """FREE, TIGHT or HOLD.

    Under every status only tracks declared hostile pass the hard filter.
    TIGHT further demands positive identification; HOLD permits nothing.
    """

    FREE = "free"
    TIGHT = "tight"
    HOLD = "hold"

    @property
    def strictness(self) -> int:
        """Order by severity: FREE 0, TIGHT 1, HOLD 2."""
        return ("free", "tight", "hold").index(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponsControlOrder:
    """A status for an area, a weapon class, or both; the strictest order wins.

    An area order binds units inside the area and intercepts inside the area.
    """

    status: WeaponsControlStatus
    area: Area | None = None
    kind: EffectorKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEngagementZone:
    """Airspace that no round may enter, between two altitudes and two times.

    ``kinds`` empty means every weapon class.
    """

    id: ZoneId
    area: Area
    floor_m: float = -500.0
    ceiling_m: float = 40_000.0
    active_from_s: float = 0.0
    active_until_s: float = 1.0e12
    kinds: frozenset[EffectorKind] = frozenset()

    def __post_init__(self) -> None:
        accept_finite("zone floor_m", self.floor_m)
        accept_range("zone ceiling_m", self.ceiling_m, self.floor_m)
        accept_finite("zone active_from_s", self.active_from_s)
        accept_range("zone active_until_s", self.active_until_s, self.active_from_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOrder:
    """Commander's minimum reserve of a type, at one unit or at each unit."""

    interceptor_type: InterceptorTypeId
    rounds: int
    fire_unit: FireUnitId | None = None

    def __post_init__(self) -> None:
        accept_range("reserve rounds", self.rounds, 0, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenPairing:
    """A person's refusal: this track not by this unit (or not with this type)."""

    track: TrackId
    fire_unit: FireUnitId | None = None
    interceptor_type: InterceptorTypeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedEngagement:
    """An authorised or in-flight engagement; the optimiser may not change it.

    ``pk`` is the planned probability of kill of one round at authorisation.
    ``launched`` rounds have left the magazine already and are not spent again; they
    count until ``assessed_s``, when their result is known.
    One that is not launched by its ``launch_s`` is withdrawn.
    ``position`` is where its unit launches it from, and where the unit fights until
    its result is due; ``intercept_at`` is the place as planned (None: where the track
    is at ``intercept_s`` if it flies on as measured).
    """

    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    salvo_size: int
    launch_s: float
    intercept_s: float
    assessed_s: float
    pk: float
    authorised_by: str
    launched: bool = False
    position: PositionId = CURRENT_POSITION
    intercept_at: Position | None = None

    def __post_init__(self) -> None:
        accept_range("salvo_size", self.salvo_size, 1, 16)
        accept_finite("launch_s", self.launch_s)
        accept_range("intercept_s", self.intercept_s, self.launch_s)
        accept_range("assessed_s", self.assessed_s, self.intercept_s)
        accept_range("pk", self.pk, 0.0, 1.0)
        if not self.authorised_by.strip():
            raise ValueError("authorised_by is empty; accepted: a named person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """All control measures in force; silent means weapons HOLD."""

    weapons_control: WeaponsControlStatus = WeaponsControlStatus.HOLD
    orders: tuple[WeaponsControlOrder, ...] = ()
    zones: tuple[NoEngagementZone, ...] = ()
    reserves: tuple[ReserveOrder, ...] = ()
    priorities: Mapping[AssetId, float] = field(default_factory=dict)
    forbidden: tuple[ForbiddenPairing, ...] = ()
    pinned: tuple[PinnedEngagement, ...] = ()

    def __post_init__(self) -> None:
        for asset, factor in self.priorities.items():
            accept_range(f"priority of asset {asset!r}", factor, 0.0, 100.0)

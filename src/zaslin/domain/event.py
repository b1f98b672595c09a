"""What the journal stores: facts, in the order in which the desk learnt them."""

from dataclasses import dataclass

from zaslin.domain.accept import accept_finite, accept_range
from zaslin.domain.control import Control, ForbiddenPairing
from zaslin.domain.decision import Decision
from zaslin.domain.defence import FireUnit
from zaslin.domain.engagement import Engagement, Outcome
from zaslin.domain.ids import EngagementId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.track import ForecastTrack, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The desk was opened on this picture."""

    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Tracks as a feed reports them: new ones, and newer states of known ones."""

    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Tracks that a feed has dropped: gone, down, or no longer seen."""

    tracks: tuple[TrackId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlled:
    """New control measures; what is pinned or refused stays as it is."""

    control: Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A raid forecast, in the place of the one before."""

    tracks: tuple[ForecastTrack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReported:
    """The state of a fire unit as its crew reports it: place, channels, magazines."""

    fire_unit: FireUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """So many rounds went from the store onto the rails."""

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds: int

    def __post_init__(self) -> None:
        accept_range("reloaded rounds", self.rounds, 1, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resupplied:
    """So many rounds came into the store of a unit."""

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds: int

    def __post_init__(self) -> None:
        accept_range("resupplied rounds", self.rounds, 1, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan was made; ``digest`` tells whether a replay made the same one.

    ``shown`` are its firm shots.
    ``kept``: they are those that are shown already, so the plan before stays on the
    screen.
    Without a digest no plan was made, and the one before is withdrawn.
    """

    revision: int
    method: str
    value: float
    bound: float
    digest: str
    shown: tuple[ShownShot, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a named person decided, and what follows: a pin, or a refused pairing."""

    decision: Decision
    engagement: Engagement | None = None
    forbidden: ForbiddenPairing | None = None

    def __post_init__(self) -> None:
        if (self.engagement is None) == (self.forbidden is None):
            raise ValueError(
                "a decision has both an engagement and a refusal, or neither; "
                "accepted: exactly one of them"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """The crew reports the launch, with the times it expects now."""

    engagement: EngagementId
    launch_s: float
    intercept_s: float
    assessed_s: float

    def __post_init__(self) -> None:
        accept_finite("launch_s", self.launch_s)
        accept_range("intercept_s", self.intercept_s, self.launch_s)
        accept_range("assessed_s", self.assessed_s, self.intercept_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aborted:
    """The crew did not launch, and why."""

    engagement: EngagementId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """An authorised engagement whose launch time has passed without a report."""

    engagement: EngagementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What became of a launched engagement, as far as anyone can tell."""

    engagement: EngagementId
    outcome: Outcome


Event = (
    Opened
    | Reported
    | Lost
    | Controlled
    | Forecast
    | UnitReported
    | Reloaded
    | Resupplied
    | Planned
    | Decided
    | Fired
    | Aborted
    | Expired
    | Assessed
)
"""Everything that can happen to a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: which, when, what."""

    number: int
    at_s: float
    event: Event

    def __post_init__(self) -> None:
        accept_range("entry number", self.number, 0)
        accept_finite("at_s", self.at_s)

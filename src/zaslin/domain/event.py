"""What the journal stores: facts, in the order in which the desk learnt them."""

from dataclasses import dataclass

from zaslin.domain.accept import accept_finite, accept_range
from zaslin.domain.control import Control, ForbiddenPairing
from zaslin.domain.decision import Decision
from zaslin.domain.defence import FireUnit
from zaslin.domain.engagement import Engagement, Outcome
from zaslin.domain.ids import EngagementId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.track import (
    Crew,
    ForecastTrack,
    IdentificationMethod,
    StandardIdentity,
    Track,
)


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
class Identified:
    """A named person declares what a track is, on which evidence and until when.

    It is laid over what the feeds say of the identity, and never over evidence that a
    track is civil, crewed or a friend; see :mod:`zaslin.ops.identity`.
    ``crew`` None: as the feeds say.
    """

    track: TrackId
    identity: StandardIdentity
    method: IdentificationMethod
    authority: str
    evidence: str
    expires_s: float
    crew: Crew | None = None

    def __post_init__(self) -> None:
        if not self.authority.strip():
            raise ValueError("identification authority is empty; accepted: a name")
        if not self.evidence.strip():
            raise ValueError(
                "evidence of the identification is empty; accepted: what it rests on"
            )
        accept_finite("expires_s", self.expires_s)


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
class Corrected:
    """Somebody has counted: so many rounds there are, ready and stored, and why."""

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds_ready: int
    rounds_stored: int
    why: str

    def __post_init__(self) -> None:
        accept_range("corrected rounds_ready", self.rounds_ready, 0, 100_000)
        accept_range("corrected rounds_stored", self.rounds_stored, 0, 100_000)
        if not self.why.strip():
            raise ValueError("correction without a reason; accepted: why it was made")


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
class Released:
    """A refused pairing, or a track on which fire was held, is allowed again."""

    forbidden: ForbiddenPairing


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated:
    """The first of two signatures: nothing follows until another person signs."""

    decision: Decision

    def __post_init__(self) -> None:
        if not self.decision.verdict.engages or self.decision.confirmed_by:
            raise ValueError(
                f"nomination is a decision to {self.decision.verdict} confirmed by "
                f"{self.decision.confirmed_by!r}; accepted: authorise or amend, with "
                "one signature"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A nomination is taken back, or has lapsed."""

    decision: Decision


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
    | Identified
    | Released
    | Nominated
    | Withdrawn
    | Corrected
)
"""Everything that can happen to a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: which, when, what, and who brought it.

    ``by`` is a person or a feed; empty, it is the desk itself.
    """

    number: int
    at_s: float
    event: Event
    by: str = ""

    def __post_init__(self) -> None:
        accept_range("entry number", self.number, 0)
        accept_finite("at_s", self.at_s)

"""What a night came to, as its desk knew it: the facts of a report afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zaslin.domain.decision import Decision
from zaslin.domain.engagement import Engagement
from zaslin.domain.ids import EngagementId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.track import StandardIdentity, ThreatClass, Track


@dataclass(slots=True)
class TrackStory:
    """One track from its first report to its last.

    ``path_m`` is where it was seen, east and north.
    ``shown`` counts plans on the screen with a firm shot at it.
    ``killed_s`` is when it was reported killed first, ``lost_s`` when it was dropped.
    """

    last: Track
    first_s: float
    path_m: list[tuple[float, float]]
    hostile_s: float | None = None
    shown: int = 0
    killed_s: float | None = None
    lost_s: float | None = None

    @property
    def likely_class(self) -> ThreatClass:
        """The likeliest class at the end."""
        chances = self.last.class_probabilities
        return max(ThreatClass, key=lambda kind: chances.get(kind, 0.0))

    @property
    def is_hostile(self) -> bool:
        """Whether it was identified as hostile at the end."""
        return self.last.identity is StandardIdentity.HOSTILE


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionStory:
    """A decision, with how long its shot had been on the screen."""

    decision: Decision
    at_s: float
    waited_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotStory:
    """An authorised engagement at its end, and why it was not launched, if so."""

    engagement: Engagement
    decided_s: float
    why_not: str | None


@dataclass(slots=True)
class StockStory:
    """Rounds of one type over all units, and what went into and out of them.

    ``steps`` are the times at which the number changed, each with the new number.
    """

    steps: list[tuple[float, int]] = field(default_factory=list)
    resupplied: int = 0
    fired: int = 0

    @property
    def at_start(self) -> int:
        """Rounds when the desk was opened."""
        return self.steps[0][1]

    @property
    def at_end(self) -> int:
        """Rounds at the last entry."""
        return self.steps[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStory:
    """Plans made, those that came on the screen, and what left it too early.

    ``dropped`` counts firm shots that were replaced before their time by a plan
    without the same pairing, and without a decision.
    """

    made: int
    shown: int
    withdrawn: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NightStory:
    """A journal read to its end.  Times are seconds since 1970."""

    opened: Picture
    from_s: float
    until_s: float
    tracks: Mapping[TrackId, TrackStory]
    shots: Mapping[EngagementId, ShotStory]
    decisions: tuple[DecisionStory, ...]
    stocks: Mapping[InterceptorTypeId, StockStory]
    plans: PlanStory

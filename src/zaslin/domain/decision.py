"""What a person said about a recommendation."""

from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.accept import accept_finite, accept_range
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId


class Verdict(StrEnum):
    """Authorise this shot, or refuse this pairing."""

    AUTHORISE = "authorise"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's decision on one recommendation of one plan revision.

    There is no default verdict, no bulk decision and no time-out: without a named
    person there is no decision.
    """

    by: str
    verdict: Verdict
    revision: int
    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    launch_s: float
    decided_at_s: float

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("decision without a name; accepted: a named person")
        accept_range("revision", self.revision, 0)
        accept_finite("launch_s", self.launch_s)
        accept_finite("decided_at_s", self.decided_at_s)

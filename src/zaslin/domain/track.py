"""Tracks: what the sensors say is in the air, and what people say it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.accept import accept_distribution, accept_finite, accept_range
from zaslin.domain.ids import TrackId
from zaslin.domain.space import Position, Velocity


class StandardIdentity(StrEnum):
    """The seven standard identities of MIL-STD-2525 and APP-6."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    ASSUMED_FRIEND = "assumed_friend"
    FRIEND = "friend"
    NEUTRAL = "neutral"
    SUSPECT = "suspect"
    HOSTILE = "hostile"


class Crew(StrEnum):
    """Whether people may be aboard; only ``UNCREWED`` can ever be engaged."""

    UNCREWED = "uncrewed"
    POSSIBLY_CREWED = "possibly_crewed"
    CREWED = "crewed"


class ThreatClass(StrEnum):
    """Uncrewed aerial threats; there is no other kind in the data model.

    A decoy is not a class: it is the probability ``Track.p_decoy``.
    """

    ONE_WAY_ATTACK = "one_way_attack"
    JET_ONE_WAY_ATTACK = "jet_one_way_attack"
    RECONNAISSANCE = "reconnaissance"
    CRUISE_MISSILE = "cruise_missile"


class IdentificationMethod(StrEnum):
    """How an identity was established.

    ``POSITIVE``: by the object's own signature (optical, radio, radar image).
    ``PROCEDURAL``: by behaviour, origin, or the absence of a flight plan.
    """

    POSITIVE = "positive"
    PROCEDURAL = "procedural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """Who declared the identity, how, and until when it holds."""

    authority: str
    method: IdentificationMethod
    expires_s: float

    def __post_init__(self) -> None:
        if not self.authority.strip():
            raise ValueError("identification authority is empty; accepted: a name")
        accept_finite("expires_s", self.expires_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Current estimate of one object in the air.

    ``class_probabilities`` sum to one over :class:`ThreatClass`;
    ``p_decoy`` is the probability that the object carries no warhead.
    ``civil`` is evidence of civil traffic (transponder, flight plan).
    """

    id: TrackId
    position: Position
    velocity: Velocity
    measured_at_s: float
    identity: StandardIdentity
    crew: Crew
    class_probabilities: Mapping[ThreatClass, float]
    identification: Identification | None = None
    civil: bool = False
    p_decoy: float = 0.0
    position_sigma_m: float = 100.0
    velocity_sigma_mps: float = 2.0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("track id is empty; accepted: a non-empty id")
        accept_finite("measured_at_s", self.measured_at_s)
        accept_distribution("class_probabilities", self.class_probabilities)
        accept_range("p_decoy", self.p_decoy, 0.0, 1.0)
        accept_range("position_sigma_m", self.position_sigma_m, 0.0, 100_000.0)
        accept_range("velocity_sigma_mps", self.velocity_sigma_mps, 0.0, 1000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastTrack:
    """A track of a later wave that a forecast expects with probability ``p_appears``.

    It competes for rounds in the prices and so builds the reserve; it is never
    recommended for engagement.
    ``track.measured_at_s`` is when it would appear, ``track.position`` where.
    """

    track: Track
    p_appears: float

    def __post_init__(self) -> None:
        accept_range("p_appears", self.p_appears, 0.0, 1.0)
        track = self.track
        if (
            track.identity is not StandardIdentity.HOSTILE
            or track.crew is not Crew.UNCREWED
            or track.civil
        ):
            raise ValueError(
                f"forecast track {track.id!r} is {track.identity}, {track.crew}, civil "
                f"{track.civil}; accepted: hostile, uncrewed, not civil"
            )

"""Tracks as a file or a feed states them."""

from typing import Annotated

from msgspec import Meta

from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
)
from zaslin.wire.form.scalar import (
    Altitude,
    Bearing,
    Given,
    Id,
    Latitude,
    Longitude,
    Name,
    Probability,
    Speed,
    Time,
)


class Identification(Given, frozen=True, kw_only=True):
    """Who declared the identity, how, and until when it holds."""

    authority: Name
    method: IdentificationMethod
    expires: Time


class Track(Given, frozen=True, kw_only=True):
    """One object in the air: where it is, what it is, and how sure that is."""

    id: Id
    latitude_deg: Latitude
    longitude_deg: Longitude
    altitude_m: Altitude
    speed_mps: Annotated[Speed, Meta(description="ground speed, metres per second")]
    course_deg: Annotated[Bearing, Meta(description="course over ground, degrees true")]
    climb_mps: Annotated[
        float, Meta(ge=-1_000, le=1_000, description="metres per second, up positive")
    ] = 0.0
    measured_at: Time
    identity: StandardIdentity
    crew: Crew
    class_probabilities: Annotated[
        dict[ThreatClass, Probability],
        Meta(
            description="probability of each class; they sum to 1",
            extra={"accepted": "a probability for each class, together 1"},
        ),
    ]
    identification: Identification | None = None
    civil: Annotated[
        bool, Meta(description="evidence of civil traffic: transponder, flight plan")
    ] = False
    p_decoy: Annotated[
        Probability, Meta(description="probability that it carries no warhead")
    ] = 0.0
    position_sigma_m: Annotated[
        float, Meta(ge=0, le=100_000, description="standard deviation, metres")
    ] = 100.0
    velocity_sigma_mps: Annotated[
        float, Meta(ge=0, le=1_000, description="standard deviation, metres per second")
    ] = 2.0


class ForecastTrack(Given, frozen=True, kw_only=True):
    """A track of a later wave: it builds the reserve and is never engaged."""

    track: Annotated[
        Track, Meta(description="measured_at is when it would appear, and where")
    ]
    p_appears: Probability

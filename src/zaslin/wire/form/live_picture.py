"""The picture as a console follows it: whole once, then what has changed."""

from typing import Annotated, Literal

from msgspec import Meta, Raw

from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
)
from zaslin.wire.form.control import (
    ForbiddenPairing,
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
)
from zaslin.wire.form.defence import (
    DefendedAsset,
    FireUnit,
    InterceptorType,
    PopulatedArea,
)
from zaslin.wire.form.desk import Mode, Version
from zaslin.wire.form.plan import Advice, Chance, Moment, Stated
from zaslin.wire.form.scalar import GeoPoint

Degrees = Annotated[float, Meta(description="degrees, WGS-84")]


class LiveIdentification(Stated, frozen=True, kw_only=True):
    """Who declared the identity, how, and until when it holds."""

    authority: str
    method: IdentificationMethod
    expires: Moment
    declared: Annotated[
        bool, Meta(description="by a person at this desk, not by a feed")
    ]


class LiveTrack(Stated, frozen=True, kw_only=True):
    """One object in the air, rounded to what a screen can show."""

    id: str
    latitude_deg: Degrees
    longitude_deg: Degrees
    altitude_m: Annotated[float, Meta(description="metres above the ellipsoid")]
    speed_mps: Annotated[float, Meta(description="ground speed, metres per second")]
    course_deg: Annotated[float, Meta(description="course over ground, degrees true")]
    climb_mps: Annotated[float, Meta(description="metres per second, up positive")]
    measured_at: Moment
    identity: StandardIdentity
    crew: Crew
    civil: bool
    class_probabilities: dict[ThreatClass, Chance]
    p_decoy: Chance
    position_sigma_m: Annotated[float, Meta(description="standard deviation, metres")]
    identification: LiveIdentification | None
    refusal: Annotated[
        ReasonCode | None,
        Meta(description="why it may not be engaged under any setting; null: it may"),
    ]
    held: Annotated[bool, Meta(description="a person holds fire on it")]


class Measures(Stated, frozen=True, kw_only=True):
    """Control measures in force, as people set them."""

    weapons_control: WeaponsControlStatus
    orders: tuple[WeaponsControlOrder, ...]
    zones: tuple[NoEngagementZone, ...]
    reserves: tuple[ReserveOrder, ...]
    priorities: dict[str, float]
    forbidden: Annotated[
        tuple[ForbiddenPairing, ...],
        Meta(description="refused pairings; with a track alone: hold fire on it"),
    ]


class LivePicture(Stated, frozen=True, kw_only=True):
    """The whole picture of a desk."""

    schema: Literal["zaslin/live-picture/1"] = "zaslin/live-picture/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    desk: str
    mode: Mode
    version: Version
    revision: int
    now: Moment
    origin: GeoPoint
    tracks: tuple[LiveTrack, ...]
    fire_units: tuple[FireUnit, ...]
    interceptor_types: tuple[InterceptorType, ...]
    assets: tuple[DefendedAsset, ...]
    populated_areas: tuple[PopulatedArea, ...]
    control: Measures


class PictureDelta(Stated, frozen=True, kw_only=True):
    """What has changed since an earlier version of the picture."""

    schema: Literal["zaslin/picture-delta/1"] = "zaslin/picture-delta/1"
    desk: str
    mode: Mode
    since: Annotated[Version, Meta(description="the version that this is laid over")]
    version: Version
    revision: int
    now: Moment
    tracks: Annotated[
        tuple[LiveTrack, ...], Meta(description="new ones, and newer states")
    ]
    gone: Annotated[tuple[str, ...], Meta(description="tracks that are there no more")]
    fire_units: Annotated[
        tuple[FireUnit, ...] | None, Meta(description="all of them; null: as before")
    ]
    control: Annotated[Measures | None, Meta(description="null: as before")]


class RawPicture(LivePicture, frozen=True, kw_only=True):
    """The same document with parts that are written already."""

    tracks: tuple[Raw, ...]  # type: ignore[assignment]
    fire_units: Raw  # type: ignore[assignment]
    interceptor_types: Raw  # type: ignore[assignment]
    assets: Raw  # type: ignore[assignment]
    populated_areas: Raw  # type: ignore[assignment]
    control: Raw  # type: ignore[assignment]


class RawDelta(PictureDelta, frozen=True, kw_only=True):
    """The same document with parts that are written already."""

    tracks: tuple[Raw, ...]  # type: ignore[assignment]
    fire_units: Raw | None  # type: ignore[assignment]
    control: Raw | None  # type: ignore[assignment]


class Tracks(Stated, frozen=True, kw_only=True):
    """A page of the tracks of a picture, by id."""

    schema: Literal["zaslin/tracks/1"] = "zaslin/tracks/1"
    revision: int
    now: Moment
    tracks: tuple[LiveTrack, ...]
    next: Annotated[
        str | None, Meta(description="give it as after for the next page; null: end")
    ]


class OneTrack(Stated, frozen=True, kw_only=True):
    """A track by itself."""

    schema: Literal["zaslin/track/1"] = "zaslin/track/1"
    revision: int
    now: Moment
    track: LiveTrack

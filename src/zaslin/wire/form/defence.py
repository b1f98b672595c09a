"""Fire units, their rounds, and what they defend."""

from typing import Annotated

from msgspec import Meta

from zaslin.domain.defence import EffectorKind, FiringDoctrine
from zaslin.domain.track import ThreatClass
from zaslin.wire.form.scalar import (
    Altitude,
    Bearing,
    Damage,
    Given,
    Id,
    Latitude,
    Longitude,
    LongTime,
    Probability,
    Range,
    Rounds,
    ShortTime,
    Text,
    Time,
)


class PkRange(Given, frozen=True, kw_only=True):
    """Probability of kill of one round, as the interval in which it is believed."""

    low: Probability
    high: Probability


class InterceptorType(Given, frozen=True, kw_only=True):
    """A kind of round and its notional performance."""

    id: Id
    kind: EffectorKind
    speed_mps: Annotated[
        float, Meta(ge=1, le=300_000_000, description="metres per second")
    ]
    min_range_m: Range
    max_range_m: Range
    min_altitude_m: Altitude
    max_altitude_m: Altitude
    pk: Annotated[
        dict[ThreatClass, PkRange],
        Meta(description="by class of track; a class that is not named counts 0"),
    ]
    best_range_m: Annotated[
        Range, Meta(description="metres; pk holds up to here and falls beyond")
    ]
    edge_pk_factor: Annotated[
        float, Meta(ge=0, le=1, description="part of pk left at max_range_m")
    ] = 1.0
    dwell_s: Annotated[
        ShortTime, Meta(description="time on target after arrival, seconds")
    ] = 0.0
    assessment_time_s: Annotated[
        ShortTime, Meta(description="time to look and lay again, seconds")
    ] = 10.0
    cost_meur: Annotated[
        float, Meta(ge=0, le=1_000, description="notional million euro a round")
    ] = 0.0
    source: Annotated[Text, Meta(description="where the figures come from")] = (
        "notional"
    )


class Magazine(Given, frozen=True, kw_only=True):
    """Rounds of one type at one fire unit."""

    interceptor_type: Id
    rounds_ready: Rounds
    rounds_stored: Rounds = 0
    reload_time_s: Annotated[
        LongTime,
        Meta(description="a rail is loaded again from the stored rounds, seconds"),
    ] = 0.0
    min_reserve: Annotated[Rounds, Meta(description="rounds never planned")] = 0
    rails: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None,
        Meta(
            description="rounds that can be ready at once, at least rounds_ready; "
            "absent: rounds_ready, and one if only stored rounds are left"
        ),
    ] = None
    saved_value_meur: Annotated[
        Damage,
        Meta(
            description="what one round is expected to earn later if it is saved now, "
            "notional M€"
        ),
    ] = 0.0


class Sector(Given, frozen=True, kw_only=True):
    """Sector of fire, centred on a bearing."""

    centre_deg: Bearing
    width_deg: Annotated[float, Meta(ge=0, le=360, description="degrees")]


class PreparedPosition(Given, frozen=True, kw_only=True):
    """A place a mobile unit may drive to."""

    id: Id
    latitude_deg: Latitude
    longitude_deg: Longitude
    altitude_m: Altitude = 0.0
    travel_time_s: LongTime
    sector: Sector | None = None


class FireUnit(Given, frozen=True, kw_only=True):
    """Smallest element that can engage on its own."""

    id: Id
    latitude_deg: Latitude
    longitude_deg: Longitude
    altitude_m: Altitude = 0.0
    channels: Annotated[
        int, Meta(ge=0, le=1_000, description="engagements it can run at once")
    ]
    magazines: tuple[Magazine, ...]
    reaction_time_s: Annotated[
        float, Meta(ge=0, le=3_600, description="order to launch, seconds")
    ] = 10.0
    setup_time_s: Annotated[
        LongTime, Meta(description="arrival at a prepared position to ready, seconds")
    ] = 60.0
    ready_at: Annotated[
        Time | None, Meta(description="ready where it stands; absent: ready now")
    ] = None
    sector: Annotated[Sector | None, Meta(description="absent: all round")] = None
    antenna_height_m: Annotated[float, Meta(ge=0, le=5_000, description="metres")] = (
        10.0
    )
    sensor_range_m: Annotated[float, Meta(ge=0, le=1_000_000, description="metres")] = (
        100_000.0
    )
    doctrine: FiringDoctrine = FiringDoctrine.SHOOT_LOOK_SHOOT
    prepared_positions: tuple[PreparedPosition, ...] = ()


class DefendedAsset(Given, frozen=True, kw_only=True):
    """Something worth defending."""

    id: Id
    latitude_deg: Latitude
    longitude_deg: Longitude
    altitude_m: Altitude = 0.0
    value_meur: Annotated[
        Damage,
        Meta(description="damage of one hit by a reference warhead, notional M€"),
    ]
    name: Text = ""


class PopulatedArea(Given, frozen=True, kw_only=True):
    """Where falling debris does harm."""

    id: Id
    latitude_deg: Latitude
    longitude_deg: Longitude
    altitude_m: Altitude = 0.0
    radius_m: Annotated[
        float, Meta(ge=1, le=200_000, description="standard deviation, metres")
    ]
    debris_meur: Annotated[
        Damage,
        Meta(description="per object brought down over the centre, notional M€"),
    ]

"""Control measures: what people have permitted, forbidden, kept back or fixed."""

from typing import Annotated

from msgspec import Meta, field

from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.defence import EffectorKind
from zaslin.wire.form.scalar import (
    AirPoint,
    GeoPoint,
    Given,
    Id,
    Name,
    Probability,
    Rounds,
    Salvo,
    Time,
)

ZoneAltitude = Annotated[
    float,
    Meta(ge=-10_000, le=100_000, description="metres above the WGS-84 ellipsoid"),
]

# Self-crossing is looked for among all pairs of edges.
Polygon = Annotated[
    tuple[GeoPoint, ...],
    Meta(
        min_length=3,
        max_length=1_000,
        description="corners of a simple polygon; the last is joined to the first",
        extra={"accepted": "3 to 1000 corners"},
    ),
]


class Corridor(Given, frozen=True, kw_only=True):
    """Legs of equal width; each becomes a rectangle that covers it and its ends."""

    line: Annotated[
        tuple[GeoPoint, ...],
        Meta(
            min_length=2,
            max_length=100,
            description="centre line",
            extra={"accepted": "2 to 100 points"},
        ),
    ]
    half_width_m: Annotated[
        float, Meta(ge=1, le=200_000, description="metres to either side")
    ]


class WeaponsControlOrder(Given, frozen=True, kw_only=True):
    """A status for an area, a weapon class, or both; the strictest order wins."""

    status: WeaponsControlStatus
    polygon: Annotated[Polygon | None, Meta(description="absent: everywhere")] = None
    kind: Annotated[
        EffectorKind | None, Meta(description="absent: every weapon class")
    ] = None


class NoEngagementZone(Given, frozen=True, kw_only=True):
    """Airspace that no round may enter; either a polygon or a corridor."""

    id: Id
    polygon: Polygon | None = None
    corridor: Corridor | None = None
    floor_m: ZoneAltitude = -500.0
    ceiling_m: ZoneAltitude = 40_000.0
    active_from: Annotated[Time | None, Meta(description="absent: always")] = None
    active_until: Annotated[Time | None, Meta(description="absent: for ever")] = None
    kinds: Annotated[
        tuple[EffectorKind, ...], Meta(description="empty: every weapon class")
    ] = ()


class ReserveOrder(Given, frozen=True, kw_only=True):
    """Commander's minimum reserve of a type, at one unit or at each unit."""

    interceptor_type: Id
    rounds: Rounds
    fire_unit: Annotated[Id | None, Meta(description="absent: each unit")] = None


class ForbiddenPairing(Given, frozen=True, kw_only=True):
    """A person's refusal: this track not by this unit, or not with this type."""

    track: Id
    fire_unit: Id | None = None
    interceptor_type: Id | None = None


class PinnedEngagement(Given, frozen=True, kw_only=True):
    """An authorised or in-flight engagement; the optimiser may not change it."""

    track: Id
    fire_unit: Id
    interceptor_type: Id
    salvo_size: Salvo
    launch: Annotated[
        Time, Meta(description="before now and not launched: the order was missed")
    ]
    intercept: Time
    assessed: Annotated[
        Time, Meta(description="when its result is known; it counts only until then")
    ]
    pk: Annotated[Probability, Meta(description="of one round, as authorised")]
    authorised_by: Name
    launched: Annotated[
        bool, Meta(description="its rounds have left the magazine already")
    ] = False
    position: Annotated[
        Id,
        Meta(
            description="where its unit launches it from and stays until its result is "
            "known: id of a prepared position, or current, where the unit stands"
        ),
    ] = "current"
    intercept_at: Annotated[
        AirPoint | None,
        Meta(
            description="place as planned, for the test of zones; absent: where the "
            "track is at the intercept if it flies on as measured"
        ),
    ] = None


class Control(Given, frozen=True, kw_only=True):
    """All control measures in force; silent means weapons HOLD."""

    weapons_control: WeaponsControlStatus = WeaponsControlStatus.HOLD
    orders: tuple[WeaponsControlOrder, ...] = ()
    zones: tuple[NoEngagementZone, ...] = ()
    reserves: tuple[ReserveOrder, ...] = ()
    priorities: Annotated[
        dict[
            Id,
            Annotated[float, Meta(ge=0, le=100, description="factor on its value")],
        ],
        Meta(description="by asset id"),
    ] = field(default_factory=dict)
    forbidden: tuple[ForbiddenPairing, ...] = ()
    pinned: tuple[PinnedEngagement, ...] = ()

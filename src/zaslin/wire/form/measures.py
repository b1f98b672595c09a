"""Control measures that people set over the service."""

from typing import Annotated, Literal

from msgspec import Meta, field

from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity
from zaslin.wire.form.coded import By, Coded
from zaslin.wire.form.control import (
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
)
from zaslin.wire.form.live_picture import LiveTrack, Measures
from zaslin.wire.form.plan import Moment, Stated
from zaslin.wire.form.scalar import Given, Id, Text, Time


class NewMeasures(Given, frozen=True, kw_only=True):
    """All control measures in the place of those before.

    Authorised engagements and refused pairings stay as they are.
    """

    weapons_control: WeaponsControlStatus
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


class Widening(Stated, frozen=True, kw_only=True):
    """Measures that permit more than those in force, and wait for a second person."""

    schema: Literal["zaslin/widening/1"] = "zaslin/widening/1"
    id: str
    asked: By
    expires: Moment
    second: Annotated[Coded, Meta(description="what the policy wants signed twice")]
    control: Measures


class Widenings(Stated, frozen=True, kw_only=True):
    """Control measures that wait for a second person."""

    schema: Literal["zaslin/widenings/1"] = "zaslin/widenings/1"
    widenings: tuple[Widening, ...]


class ControlInForce(Stated, frozen=True, kw_only=True):
    """Control measures in force; the ETag names the entry that set them."""

    schema: Literal["zaslin/control/1"] = "zaslin/control/1"
    revision: int
    now: Moment
    control: Measures


class HoldAll(Given, frozen=True, kw_only=True):
    """Weapons HOLD everywhere, at once; the body may be left out."""

    why: Text = ""


class HeldAll(Stated, frozen=True, kw_only=True):
    """Weapons HOLD is in force."""

    schema: Literal["zaslin/hold-all/1"] = "zaslin/hold-all/1"
    revision: int
    held: By
    was: Annotated[WeaponsControlStatus, Meta(description="in force before")]
    engagements: Annotated[
        tuple[str, ...],
        Meta(description="authorised and not launched: their crews have to be told"),
    ]


class Identified(Given, frozen=True, kw_only=True):
    """An identity as a person declares it, with evidence and an end."""

    identity: StandardIdentity
    method: IdentificationMethod
    evidence: Annotated[
        Text,
        Meta(
            min_length=1,
            description="what it rests on; 1 to 200 printable characters",
            extra={"accepted": "1 to 200 printable characters"},
        ),
    ]
    expires: Annotated[Time, Meta(description="at most an hour from now")]
    crew: Annotated[Crew | None, Meta(description="absent: as the feed has it")] = None


class Declared(Stated, frozen=True, kw_only=True):
    """An identity that was declared, and what the track is from now on."""

    schema: Literal["zaslin/identification/1"] = "zaslin/identification/1"
    revision: int
    declared: By
    track: LiveTrack
    overruled: Annotated[
        bool,
        Meta(description="civil or crewed evidence keeps it from being engaged"),
    ]

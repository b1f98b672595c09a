"""Fire units and their rounds, as crews report them and as a desk states them."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.defence import EffectorKind
from zaslin.wire.form.defence import FireUnit
from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import Moment, Money, Stated
from zaslin.wire.form.scalar import (
    Altitude,
    Given,
    Id,
    Latitude,
    Longitude,
    Rounds,
    Text,
    Time,
)

Some = Annotated[int, Meta(ge=1, le=100_000, description="number of rounds")]


class ReportedReadiness(Given, frozen=True, kw_only=True):
    """What a crew reports of its unit; what is not stated stays as it is.

    Rounds are reported as stock, not here.
    """

    channels: Annotated[
        Annotated[
            int, Meta(ge=0, le=1_000, description="engagements it can run at once")
        ]
        | None,
        Meta(description="0: not ready; absent: as before"),
    ] = None
    ready_at: Annotated[
        Time | None, Meta(description="ready where it stands; absent: as before")
    ] = None
    latitude_deg: Annotated[
        Latitude | None, Meta(description="with longitude_deg: where it stands now")
    ] = None
    longitude_deg: Longitude | None = None
    altitude_m: Altitude | None = None
    reaction_time_s: Annotated[
        Annotated[float, Meta(ge=0, le=3_600, description="order to launch, seconds")]
        | None,
        Meta(description="absent: as before"),
    ] = None


class Moved(Given, frozen=True, kw_only=True):
    """Rounds that came into the store of a unit, or from its store onto its rails."""

    interceptor_type: Id
    rounds: Some


class Counted(Given, frozen=True, kw_only=True):
    """A count of the rounds of a type at a unit, and why it differs."""

    interceptor_type: Id
    rounds_ready: Rounds
    rounds_stored: Rounds
    why: Annotated[
        Text, Meta(min_length=1, description="for the journal; at most 200 characters")
    ]


class UnitState(Stated, frozen=True, kw_only=True):
    """A fire unit with what it is doing."""

    unit: FireUnit
    busy_channels: Annotated[
        Count, Meta(description="engagements authorised or in flight")
    ]
    engagements: tuple[str, ...]


class FireUnits(Stated, frozen=True, kw_only=True):
    """The fire units of a picture, by id."""

    schema: Literal["zaslin/fire-units/1"] = "zaslin/fire-units/1"
    revision: int
    now: Moment
    fire_units: tuple[UnitState, ...]
    next: Annotated[str | None, Meta(description="after for the next page; null: end")]


class OneUnit(Stated, frozen=True, kw_only=True):
    """A fire unit by itself."""

    schema: Literal["zaslin/fire-unit/1"] = "zaslin/fire-unit/1"
    revision: int
    now: Moment
    fire_unit: UnitState


class MagazineState(Stated, frozen=True, kw_only=True):
    """Rounds of one type at one unit; available + reserved = ready + stored."""

    fire_unit: str
    interceptor_type: str
    kind: EffectorKind
    rounds_ready: Count
    rounds_stored: Count
    available: Annotated[Count, Meta(description="not bound by an engagement")]
    reserved: Annotated[Count, Meta(description="authorised and not launched yet")]
    expended: Annotated[Count, Meta(description="reported launched")]
    min_reserve: Annotated[Count, Meta(description="rounds never planned")]
    cost_meur: Annotated[Money, Meta(description="of one round")]
    price_meur: Annotated[
        float | None,
        Meta(
            description="what one more round would save by the shown plan, notional "
            "million euro; null: no plan"
        ),
    ]
    after_plan: Annotated[
        int | None,
        Meta(description="rounds left once the shown plan's certain shots are fired"),
    ]


class Magazines(Stated, frozen=True, kw_only=True):
    """Every magazine of a picture."""

    schema: Literal["zaslin/magazines/1"] = "zaslin/magazines/1"
    revision: int
    now: Moment
    plan_revision: int | None
    magazines: tuple[MagazineState, ...]


class AssetState(Stated, frozen=True, kw_only=True):
    """A defended asset with what the shown plan expects at it."""

    id: str
    name: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    value_meur: Money
    priority: Annotated[float, Meta(description="commander's factor")]
    damage_undefended_meur: Money | None
    damage_expected_meur: Money | None
    undefendable_at: Moment | None


class Assets(Stated, frozen=True, kw_only=True):
    """What is defended; the figures are those of the shown plan, if there is one."""

    schema: Literal["zaslin/assets/1"] = "zaslin/assets/1"
    revision: int
    now: Moment
    plan_revision: int | None
    assets: tuple[AssetState, ...]

"""The picture document: everything a plan depends on."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from zaslin.wire.form.control import Control
from zaslin.wire.form.defence import (
    DefendedAsset,
    FireUnit,
    InterceptorType,
    PopulatedArea,
)
from zaslin.wire.form.scalar import GeoPoint, Given, Id, Salvo, Time
from zaslin.wire.form.track import ForecastTrack, Track


class ShownShot(Given, frozen=True, kw_only=True):
    """A firm recommendation the operator has on screen; changing it has a cost."""

    track: Id
    fire_unit: Id
    interceptor_type: Id
    salvo_size: Salvo
    launch: Time


class Picture(Given, frozen=True, kw_only=True):
    """The whole situation at one instant."""

    schema: Literal["zaslin/picture/1"]
    notional: Annotated[
        bool | UnsetType,
        Meta(
            description="label: every position and figure is notional",
            extra_json_schema={"const": True},
        ),
    ] = UNSET
    revision: Annotated[
        int, Meta(ge=0, le=2**53 - 1, description="grows with every change")
    ]
    now: Annotated[Time, Meta(description="the instant the picture stands for")]
    origin: Annotated[
        GeoPoint,
        Meta(description="centre of the local frame; everything within 1500 km of it"),
    ]
    tracks: tuple[Track, ...] = ()
    fire_units: tuple[FireUnit, ...] = ()
    interceptor_types: tuple[InterceptorType, ...] = ()
    assets: tuple[DefendedAsset, ...] = ()
    populated_areas: tuple[PopulatedArea, ...] = ()
    control: Control = Control()
    forecast: tuple[ForecastTrack, ...] = ()
    shown: Annotated[
        tuple[ShownShot, ...], Meta(description="what the operator has on screen")
    ] = ()

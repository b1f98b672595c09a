"""A picture document into a picture."""

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.space import GeoPoint
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import picture as wire
from zaslin.wire.places import seconds
from zaslin.wire.read.control import control_from_wire
from zaslin.wire.read.defence import (
    areas_from_wire,
    assets_from_wire,
    types_from_wire,
    units_from_wire,
)
from zaslin.wire.read.names import accept_names
from zaslin.wire.read.track import forecast_from_wire, tracks_from_wire
from zaslin.wire.rejected import Rejected


def picture_from_wire(given: wire.Picture, source: str) -> Picture:
    """The picture; raises :class:`Rejected` at the first place that is not right."""
    if given.notional is False:
        accepted = "true: Zaslin works on notional data"
        raise Rejected(source, "$.notional", "false", accepted)
    accept_names(given, source)
    origin = GeoPoint(given.origin.latitude_deg, given.origin.longitude_deg)
    frame = LocalFrame(origin)
    return Picture(
        revision=given.revision,
        now_s=seconds(given.now),
        origin=origin,
        tracks=tracks_from_wire(given.tracks, frame, source, _track_place),
        fire_units=units_from_wire(given.fire_units, frame, source),
        interceptor_types=types_from_wire(given.interceptor_types, source),
        assets=assets_from_wire(given.assets, frame, source),
        populated_areas=areas_from_wire(given.populated_areas, frame, source),
        control=control_from_wire(given.control, frame, source),
        forecast=forecast_from_wire(given.forecast, frame, source),
        shown=tuple(_shown(shot) for shot in given.shown),
    )


def _track_place(index: int, field: str) -> str:
    return f"$.tracks[{index}]{'.' if field else ''}{field}"


def _shown(given: wire.ShownShot) -> ShownShot:
    return ShownShot(
        track=TrackId(given.track),
        fire_unit=FireUnitId(given.fire_unit),
        interceptor_type=InterceptorTypeId(given.interceptor_type),
        salvo_size=given.salvo_size,
        launch_s=seconds(given.launch),
    )

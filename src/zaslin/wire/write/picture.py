"""A picture into its document."""

from zaslin.domain.picture import Picture
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import picture as wire
from zaslin.wire.form.scalar import GeoPoint
from zaslin.wire.write.control import control_to_wire
from zaslin.wire.write.defence import (
    areas_to_wire,
    assets_to_wire,
    types_to_wire,
    units_to_wire,
)
from zaslin.wire.write.places import iso_time
from zaslin.wire.write.track import forecast_to_wire, tracks_to_wire


def picture_to_wire(picture: Picture) -> wire.Picture:
    """The document of a picture, labelled as notional."""
    frame = LocalFrame(picture.origin)
    return wire.Picture(
        schema="zaslin/picture/1",
        notional=True,
        revision=picture.revision,
        now=iso_time(picture.now_s),
        origin=GeoPoint(
            latitude_deg=picture.origin.latitude_deg,
            longitude_deg=picture.origin.longitude_deg,
        ),
        tracks=tracks_to_wire(frame, picture.tracks),
        fire_units=units_to_wire(frame, picture.fire_units),
        interceptor_types=types_to_wire(picture.interceptor_types),
        assets=assets_to_wire(frame, picture.assets),
        populated_areas=areas_to_wire(frame, picture.populated_areas),
        control=control_to_wire(frame, picture.control),
        forecast=forecast_to_wire(frame, picture.forecast),
        shown=tuple(
            wire.ShownShot(
                track=shot.track,
                fire_unit=shot.fire_unit,
                interceptor_type=shot.interceptor_type,
                salvo_size=shot.salvo_size,
                launch=iso_time(shot.launch_s),
            )
            for shot in picture.shown
        ),
    )

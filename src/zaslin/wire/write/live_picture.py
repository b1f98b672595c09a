"""The picture as a console follows it: rounded to what a screen can show."""

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np

from zaslin.assignment.eligibility import refusal
from zaslin.domain.control import Control
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import Identification, Track
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import live_picture as wire
from zaslin.wire.form.desk import Mode
from zaslin.wire.form.scalar import GeoPoint
from zaslin.wire.moment import written
from zaslin.wire.write.control import control_to_wire
from zaslin.wire.write.defence import (
    areas_to_wire,
    assets_to_wire,
    types_to_wire,
    units_to_wire,
)
from zaslin.wire.write.places import Place, latitudes_longitudes, places

# A millionth of a degree is a decimetre on the ground.
_DEGREE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """A track with what the desk says of it."""

    track: Track
    refusal: ReasonCode | None
    held: bool
    declared: bool


def seen_of(
    picture: Picture,
    params: PlanParams,
    declared: Container[TrackId],
    tracks: Sequence[Track] | None = None,
) -> list[Seen]:
    """Tracks of a picture with what the desk says of them; all, if none are named."""
    held = held_tracks(picture.control)
    return [
        Seen(
            track,
            refusal(track, picture.now_s, params),
            track.id in held,
            track.id in declared,
        )
        for track in (picture.tracks if tracks is None else tracks)
    ]


def held_tracks(control: Control) -> frozenset[TrackId]:
    """Tracks on which a person holds fire."""
    return frozenset(
        each.track
        for each in control.forbidden
        if each.fire_unit is None and each.interceptor_type is None
    )


def live_tracks(frame: LocalFrame, seen: Sequence[Seen]) -> tuple[wire.LiveTrack, ...]:
    """Tracks as a console shows them."""
    if not seen:
        return ()
    at = places(frame, [each.track.position for each in seen])
    velocity = np.array(
        [[each.track.velocity.east_mps, each.track.velocity.north_mps] for each in seen]
    )
    speed, course = frame.velocity_to_true(*latitudes_longitudes(at), velocity)
    return tuple(
        _track(*each)
        for each in zip(seen, at, speed.tolist(), course.tolist(), strict=True)
    )


def measures_to_wire(frame: LocalFrame, control: Control) -> wire.Measures:
    """Control measures, without what is pinned."""
    stated = control_to_wire(frame, control)
    return wire.Measures(
        weapons_control=stated.weapons_control,
        orders=stated.orders,
        zones=stated.zones,
        reserves=stated.reserves,
        priorities=dict(stated.priorities),
        forbidden=stated.forbidden,
    )


def live_picture(
    picture: Picture, seen: Sequence[Seen], *, desk: str, mode: Mode, version: int
) -> wire.LivePicture:
    """The whole picture of a desk."""
    frame = LocalFrame(picture.origin)
    return wire.LivePicture(
        desk=desk,
        mode=mode,
        version=version,
        revision=picture.revision,
        now=written(picture.now_s),
        origin=origin_to_wire(picture),
        tracks=live_tracks(frame, seen),
        fire_units=units_to_wire(frame, picture.fire_units),
        interceptor_types=types_to_wire(picture.interceptor_types),
        assets=assets_to_wire(frame, picture.assets),
        populated_areas=areas_to_wire(frame, picture.populated_areas),
        control=measures_to_wire(frame, picture.control),
    )


def origin_to_wire(picture: Picture) -> GeoPoint:
    """Centre of the local frame."""
    return GeoPoint(
        latitude_deg=picture.origin.latitude_deg,
        longitude_deg=picture.origin.longitude_deg,
    )


def _track(
    seen: Seen, at: Place, speed_mps: float, course_rad: float
) -> wire.LiveTrack:
    track = seen.track
    return wire.LiveTrack(
        id=track.id,
        latitude_deg=round(at.latitude_deg, _DEGREE_DIGITS),
        longitude_deg=round(at.longitude_deg, _DEGREE_DIGITS),
        altitude_m=round(at.altitude_m, 1),
        speed_mps=round(speed_mps, 1),
        course_deg=round(math.degrees(course_rad), 1) % 360.0,
        climb_mps=round(track.velocity.up_mps, 1),
        measured_at=written(track.measured_at_s),
        identity=track.identity,
        crew=track.crew,
        civil=track.civil,
        class_probabilities={
            kind: round(chance, 4) for kind, chance in track.class_probabilities.items()
        },
        p_decoy=round(track.p_decoy, 4),
        position_sigma_m=round(track.position_sigma_m, 1),
        identification=_identification(track.identification, seen.declared),
        refusal=seen.refusal,
        held=seen.held,
    )


def _identification(
    given: Identification | None, declared: bool
) -> wire.LiveIdentification | None:
    if given is None:
        return None
    return wire.LiveIdentification(
        authority=given.authority,
        method=given.method,
        expires=written(given.expires_s),
        declared=declared,
    )

"""Tracks into a document."""

import math
from collections.abc import Sequence

import numpy as np

from zaslin.domain.track import ForecastTrack, Identification, Track
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import track as wire
from zaslin.wire.write.places import (
    Place,
    iso_time,
    latitudes_longitudes,
    places,
    rounded,
    rounded_bearing,
)


def tracks_to_wire(
    frame: LocalFrame, tracks: Sequence[Track]
) -> tuple[wire.Track, ...]:
    """The tracks of a picture."""
    if not tracks:
        return ()
    at = places(frame, [track.position for track in tracks])
    velocity = np.array(
        [[track.velocity.east_mps, track.velocity.north_mps] for track in tracks]
    )
    speed, course = frame.velocity_to_true(*latitudes_longitudes(at), velocity)
    return tuple(
        _track(*each)
        for each in zip(tracks, at, speed.tolist(), course.tolist(), strict=True)
    )


def forecast_to_wire(
    frame: LocalFrame, forecast: Sequence[ForecastTrack]
) -> tuple[wire.ForecastTrack, ...]:
    """The forecast tracks of a picture."""
    tracks = tracks_to_wire(frame, [ghost.track for ghost in forecast])
    return tuple(
        wire.ForecastTrack(track=track, p_appears=ghost.p_appears)
        for track, ghost in zip(tracks, forecast, strict=True)
    )


def _track(track: Track, at: Place, speed_mps: float, course_rad: float) -> wire.Track:
    return wire.Track(
        id=track.id,
        latitude_deg=at.latitude_deg,
        longitude_deg=at.longitude_deg,
        altitude_m=at.altitude_m,
        speed_mps=rounded(speed_mps),
        course_deg=rounded_bearing(math.degrees(course_rad)),
        climb_mps=track.velocity.up_mps,
        measured_at=iso_time(track.measured_at_s),
        identity=track.identity,
        crew=track.crew,
        class_probabilities=dict(track.class_probabilities),
        identification=_identification(track.identification),
        civil=track.civil,
        p_decoy=track.p_decoy,
        position_sigma_m=track.position_sigma_m,
        velocity_sigma_mps=track.velocity_sigma_mps,
    )


def _identification(given: Identification | None) -> wire.Identification | None:
    if given is None:
        return None
    return wire.Identification(
        authority=given.authority,
        method=given.method,
        expires=iso_time(given.expires_s),
    )

"""Tracks of a document or a feed into the local frame."""

from collections.abc import Callable, Sequence

import numpy as np

from zaslin.domain.ids import TrackId
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import ForecastTrack, Identification, Track
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.build import refusal_of
from zaslin.wire.form import track as wire
from zaslin.wire.places import Floats, horizontal, positions, seconds
from zaslin.wire.rejected import Rejected

TrackPlace = Callable[[int, str], str]
"""Where a field of a track stands; the field is empty for the track as a whole."""


def tracks_from_wire(
    given: Sequence[wire.Track], frame: LocalFrame, source: str, place: TrackPlace
) -> tuple[Track, ...]:
    """The tracks; raises :class:`Rejected` at the place of the first unusable one."""
    if not given:
        return ()
    where = positions(frame, given, source, lambda index: place(index, "latitude_deg"))
    velocities = _velocities(frame, given).tolist()
    made: list[Track] = []
    try:
        for track, position, (east_mps, north_mps) in zip(
            given, where, velocities, strict=True
        ):
            velocity = Velocity(east_mps, north_mps, track.climb_mps)
            made.append(_track(track, position, velocity))
    except ValueError as error:
        index = len(made)
        field, value, accepted = refusal_of(error, given[index])
        raise Rejected(source, place(index, field), value, accepted) from None
    return tuple(made)


def forecast_from_wire(
    given: Sequence[wire.ForecastTrack], frame: LocalFrame, source: str
) -> tuple[ForecastTrack, ...]:
    """The forecast tracks of a picture."""

    def place(index: int, field: str) -> str:
        return f"$.forecast[{index}].track{'.' if field else ''}{field}"

    tracks = tracks_from_wire([ghost.track for ghost in given], frame, source, place)
    return tuple(
        ForecastTrack(track=track, p_appears=ghost.p_appears)
        for ghost, track in zip(given, tracks, strict=True)
    )


def _velocities(frame: LocalFrame, given: Sequence[wire.Track]) -> Floats:
    latitude, longitude = horizontal(given)
    speed = np.array([track.speed_mps for track in given], dtype=float)
    course = np.radians([track.course_deg for track in given])
    return frame.velocity_to_local(latitude, longitude, speed, course)


def _track(given: wire.Track, position: Position, velocity: Velocity) -> Track:
    return Track(
        id=TrackId(given.id),
        position=position,
        velocity=velocity,
        measured_at_s=seconds(given.measured_at),
        identity=given.identity,
        crew=given.crew,
        class_probabilities=given.class_probabilities,
        identification=_identification(given.identification),
        civil=given.civil,
        p_decoy=given.p_decoy,
        position_sigma_m=given.position_sigma_m,
        velocity_sigma_mps=given.velocity_sigma_mps,
    )


def _identification(given: wire.Identification | None) -> Identification | None:
    if given is None:
        return None
    return Identification(
        authority=given.authority,
        method=given.method,
        expires_s=seconds(given.expires),
    )

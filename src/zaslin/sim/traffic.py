"""Who else is in the air: friends, neutrals, civil traffic and the unclear.

They are there so that every picture shows the hard filter at work.
None of them can ever be engaged, whatever their position or speed suggests.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import Crew, StandardIdentity, ThreatClass, Track
from zaslin.sim.profile import Span
from zaslin.sim.sensor import track_id

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One sort of bystander."""

    identity: StandardIdentity
    crew: Crew
    speed_mps: Span
    altitude_m: Span
    civil: bool = False


_KINDS = (
    # Own crewed aircraft.
    _Kind(
        identity=StandardIdentity.FRIEND,
        crew=Crew.CREWED,
        speed_mps=Span(180.0, 260.0),
        altitude_m=Span(1000.0, 8000.0),
    ),
    # Own uncrewed aircraft.
    _Kind(
        identity=StandardIdentity.ASSUMED_FRIEND,
        crew=Crew.UNCREWED,
        speed_mps=Span(25.0, 80.0),
        altitude_m=Span(200.0, 3000.0),
    ),
    # An airliner beyond the closed airspace.
    _Kind(
        identity=StandardIdentity.NEUTRAL,
        crew=Crew.CREWED,
        speed_mps=Span(210.0, 250.0),
        altitude_m=Span(9000.0, 11_500.0),
        civil=True,
    ),
    # A rescue helicopter that nobody has spoken to yet.
    _Kind(
        identity=StandardIdentity.UNKNOWN,
        crew=Crew.POSSIBLY_CREWED,
        speed_mps=Span(40.0, 70.0),
        altitude_m=Span(100.0, 600.0),
    ),
    # Flies like a drone, but has shown a transponder.
    _Kind(
        identity=StandardIdentity.SUSPECT,
        crew=Crew.UNCREWED,
        speed_mps=Span(40.0, 60.0),
        altitude_m=Span(200.0, 2000.0),
        civil=True,
    ),
    # A new track that nothing is known about.
    _Kind(
        identity=StandardIdentity.PENDING,
        crew=Crew.POSSIBLY_CREWED,
        speed_mps=Span(30.0, 150.0),
        altitude_m=Span(200.0, 4000.0),
    ),
)
# A class must be stated for every track; for these it means nothing.
_NO_IDEA = dict.fromkeys(ThreatClass, 1.0 / len(ThreatClass))


def other_tracks(
    count: int,
    first_number: int,
    centres_m: Floats,
    reach_m: float,
    at_s: float,
    rng: np.random.Generator,
) -> tuple[Track, ...]:
    """Tracks of bystanders around the cities, each kind in turn.

    Parameters
    ----------
    count
        How many.
    first_number
        Number of the first track.
    centres_m
        Cities, ``[city, axis]``.
    reach_m
        How far from a city they may be, in each axis.
    at_s
        When they were measured.
    rng
        Where the chances come from.
    """
    tracks = []
    for index in range(count):
        kind = _KINDS[index % len(_KINDS)]
        centre_m = centres_m[rng.integers(len(centres_m))]
        place_m = centre_m + rng.uniform(-reach_m, reach_m, 2)
        east_m, north_m = np.round(place_m).tolist()
        altitude_m = rng.uniform(kind.altitude_m.low, kind.altitude_m.high)
        course = rng.uniform(0.0, 2.0 * np.pi)
        speed_mps = rng.uniform(kind.speed_mps.low, kind.speed_mps.high)
        tracks.append(
            Track(
                id=track_id(first_number + index),
                position=Position(east_m, north_m, float(np.round(altitude_m))),
                velocity=Velocity(
                    round(speed_mps * float(np.sin(course)), 2),
                    round(speed_mps * float(np.cos(course)), 2),
                ),
                measured_at_s=at_s,
                identity=kind.identity,
                crew=kind.crew,
                class_probabilities=_NO_IDEA,
                civil=kind.civil,
            )
        )
    return tuple(tracks)

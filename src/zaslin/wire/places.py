"""Where things are: the coordinates of a document, into the local frame at once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from zaslin.domain.space import Position
from zaslin.geometry.frames import MAX_REACH_M, LocalFrame
from zaslin.wire.rejected import Rejected

Floats = NDArray[np.float64]

SINCE_EVER_S = 0.0
FOR_EVER_S = 1.0e12
"""Beyond every time that ISO-8601 can write; a zone without end has it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Horizontal(Protocol):
    """A wire object that has a latitude and a longitude."""

    @property
    def latitude_deg(self) -> float:
        """Degrees north."""

    @property
    def longitude_deg(self) -> float:
        """Degrees east."""


class Located(Horizontal, Protocol):
    """A wire object that has an altitude, too."""

    @property
    def altitude_m(self) -> float:
        """Metres above the ellipsoid."""


def seconds(time: datetime) -> float:
    """Seconds since the Unix epoch."""
    return (time - _EPOCH).total_seconds()


def accept_order(source: str, place: str, given: Struct, *fields: str) -> None:
    """Reject the first time of the object at ``place`` before the one in front of it.

    A field that is not stated is in order.
    """
    for earlier, later in pairwise(fields):
        start, end = getattr(given, earlier), getattr(given, later)
        if start is not None and end is not None and end < start:
            accepted = f"{earlier}, {start.isoformat()}, or later"
            raise Rejected(source, f"{place}.{later}", end.isoformat(), accepted)


def horizontal(points: Sequence[Horizontal]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes as arrays."""
    return (
        np.array([point.latitude_deg for point in points], dtype=float),
        np.array([point.longitude_deg for point in points], dtype=float),
    )


def vertices(
    frame: LocalFrame, points: Sequence[Horizontal], source: str, place: str
) -> list[tuple[float, float]]:
    """East and north of each point of a line or polygon at ``place``."""
    latitude, longitude = horizontal(points)
    accept_reach(frame, latitude, longitude, source, lambda each: f"{place}[{each}]")
    local = frame.to_local(latitude, longitude, np.zeros(latitude.size))
    return [(east_m, north_m) for east_m, north_m, _ in local.tolist()]


def positions(
    frame: LocalFrame,
    points: Sequence[Located],
    source: str,
    place: Callable[[int], str],
) -> list[Position]:
    """The position of each thing; ``place`` names one that is out of reach."""
    if not points:
        return []
    latitude, longitude = horizontal(points)
    accept_reach(frame, latitude, longitude, source, place)
    altitude = np.array([point.altitude_m for point in points], dtype=float)
    local = frame.to_local(latitude, longitude, altitude)
    return [Position(*row) for row in local.tolist()]


def accept_reach(
    frame: LocalFrame,
    latitude_deg: Floats,
    longitude_deg: Floats,
    source: str,
    place: Callable[[int], str],
) -> None:
    """Reject the first point that is too far from the origin for a flat frame."""
    near = frame.within_reach(latitude_deg, longitude_deg)
    if not near.all():
        index = int(np.argmin(near))
        value = f"{latitude_deg[index]:.6g}°, {longitude_deg[index]:.6g}°"
        reach = f"within {MAX_REACH_M / 1000:.0f} km of the picture's origin"
        raise Rejected(source, place(index), value, reach)

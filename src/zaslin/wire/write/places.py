"""Places, bearings and times as documents write them."""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from zaslin.domain.space import Area, Position
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form.scalar import GeoPoint
from zaslin.wire.places import Floats

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Degrees to 0.1 micrometre on the ground, and angles alike: what lies below differs
# from one processor to the next.
_DEGREE_DIGITS = 12
_MEASURE_DIGITS = 9


class Place(NamedTuple):
    """A position in degrees and metres."""

    latitude_deg: float
    longitude_deg: float
    altitude_m: float


def iso_time(time_s: float) -> datetime:
    """A time to the microsecond; ``ValueError`` beyond the year 9999."""
    try:
        return _EPOCH + timedelta(microseconds=round(time_s * 1e6))
    except OverflowError:
        raise ValueError(
            f"time is {time_s!r} s; accepted: seconds since 1970 up to the year 9999"
        ) from None


def places(frame: LocalFrame, positions: Sequence[Position]) -> list[Place]:
    """Latitude, longitude and altitude of each position."""
    if not positions:
        return []
    local = np.array([[at.east_m, at.north_m, at.altitude_m] for at in positions])
    degrees = _degrees(frame, local)
    return [
        Place(*point, position.altitude_m)
        for point, position in zip(degrees, positions, strict=True)
    ]


def corners(frame: LocalFrame, area: Area) -> tuple[GeoPoint, ...]:
    """The corners of an area."""
    local = np.array([(*vertex, 0.0) for vertex in area.vertices_m])
    return tuple(
        GeoPoint(latitude_deg=latitude, longitude_deg=longitude)
        for latitude, longitude in _degrees(frame, local)
    )


def bearings_deg(
    frame: LocalFrame, at: Sequence[Place], grid_rad: Iterable[float]
) -> list[float]:
    """Degrees from true north, 0 to 360, of bearings in the frame."""
    if not at:
        return []
    true = frame.true_bearing_rad(*latitudes_longitudes(at), np.array(list(grid_rad)))
    return [rounded_bearing(math.degrees(each)) for each in true.tolist()]


def latitudes_longitudes(at: Sequence[Place]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes as arrays."""
    table = np.array(at)
    return table[:, 0], table[:, 1]


def rounded(value: float) -> float:
    """A measure without the noise of its last digits."""
    return round(value, _MEASURE_DIGITS)


def rounded_bearing(value: float) -> float:
    """A bearing without the noise of its last digits, 0 to 360."""
    return round(value, _DEGREE_DIGITS)


def _degrees(frame: LocalFrame, local: Floats) -> list[tuple[float, float]]:
    latitude, longitude, _ = frame.to_geodetic(local)
    return list(
        zip(
            np.round(latitude, _DEGREE_DIGITS).tolist(),
            np.round(longitude, _DEGREE_DIGITS).tolist(),
            strict=True,
        )
    )

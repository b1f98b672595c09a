"""WGS-84 to the picture's local frame and back.

East and north are those of the plane that touches the ellipsoid at the frame's
origin; the third coordinate is the altitude above the ellipsoid, not the height
above that plane, so that "level flight" means a constant altitude everywhere.

Formulae: Earth-centred coordinates by the standard closed form, the way back by
Bowring (1976), "Transformation from spatial to geographical coordinates", Survey
Review 23(181).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.space import GeoPoint

Floats = NDArray[np.float64]

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1.0 / 298.257_223_563
SEMI_MINOR_M = SEMI_MAJOR_M * (1.0 - FLATTENING)
ECCENTRICITY_2 = FLATTENING * (2.0 - FLATTENING)
SECOND_ECCENTRICITY_2 = ECCENTRICITY_2 / (1.0 - ECCENTRICITY_2)

MAX_REACH_M = 1_500_000.0
"""Farther from its origin a flat frame misleads: 3 % of a distance, and more."""

# Newton steps and Bowring steps that reach 1e-8 m anywhere within the reach.
_HEIGHT_STEPS = 4
_LATITUDE_STEPS = 3


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """The local frame at an origin; all methods take and return arrays.

    Angles are degrees in geodetic coordinates and radians, clockwise from north,
    in bearings.
    """

    origin: GeoPoint

    def to_local(
        self, latitude_deg: Floats, longitude_deg: Floats, altitude_m: Floats
    ) -> Floats:
        """East, north and altitude in metres, as an array ``[point, axis]``."""
        centred = _to_earth_centred(latitude_deg, longitude_deg, altitude_m)
        horizontal = (centred - self._origin_m()) @ self._axes()[:2].T
        return np.column_stack((horizontal, np.asarray(altitude_m, dtype=float)))

    def to_geodetic(self, local_m: Floats) -> tuple[Floats, Floats, Floats]:
        """Latitude and longitude in degrees, altitude in metres.

        Raises ``ValueError`` for a point outside the frame's reach.
        """
        local_m = np.asarray(local_m, dtype=float).reshape(-1, 3)
        distance_m = np.hypot(local_m[:, 0], local_m[:, 1])
        if not np.all(distance_m <= MAX_REACH_M):
            raise ValueError(
                f"point is {np.max(distance_m):.0f} m from the frame's origin; "
                f"accepted: at most {MAX_REACH_M:.0f} m"
            )
        axes, altitude_m = self._axes(), local_m[:, 2]
        # The height above the tangent plane that gives the altitude asked for.
        up_m = altitude_m - distance_m**2 / (2.0 * SEMI_MAJOR_M)
        for _ in range(_HEIGHT_STEPS):
            centred = self._origin_m() + np.column_stack((local_m[:, :2], up_m)) @ axes
            latitude, longitude, reached_m = _from_earth_centred(centred)
            climb = _axes(latitude, longitude)[:, 2] @ axes[2]
            up_m = up_m + (altitude_m - reached_m) / climb
        return np.degrees(latitude), np.degrees(longitude), altitude_m.copy()

    def within_reach(
        self, latitude_deg: Floats, longitude_deg: Floats
    ) -> NDArray[np.bool_]:
        """Whether each point is near enough to the origin for a flat frame."""
        surface_m = _to_earth_centred(latitude_deg, longitude_deg, np.zeros(1))
        offset_m = surface_m - self._origin_m()
        near: NDArray[np.bool_] = np.linalg.norm(offset_m, axis=1) <= MAX_REACH_M
        return near

    def grid_bearing_rad(
        self, latitude_deg: Floats, longitude_deg: Floats, true_bearing_rad: Floats
    ) -> Floats:
        """Bearing in the frame, 0 to 2π, of a bearing from true north at a point."""
        return _bearing(
            self._turn(latitude_deg, longitude_deg), np.asarray(true_bearing_rad)
        )

    def true_bearing_rad(
        self, latitude_deg: Floats, longitude_deg: Floats, grid_bearing_rad: Floats
    ) -> Floats:
        """Bearing from true north at a point, 0 to 2π, of a bearing in the frame."""
        turn = np.linalg.inv(self._turn(latitude_deg, longitude_deg)).astype(np.float64)
        return _bearing(turn, np.asarray(grid_bearing_rad))

    def velocity_to_local(
        self,
        latitude_deg: Floats,
        longitude_deg: Floats,
        speed_mps: Floats,
        true_course_rad: Floats,
    ) -> Floats:
        """East and north velocity ``[point, axis]``; the speed is kept.

        What stands still has no course: its zeros carry no sign.
        """
        course = self.grid_bearing_rad(latitude_deg, longitude_deg, true_course_rad)
        unit = np.column_stack((np.sin(course), np.cos(course)))
        velocity: Floats = np.asarray(speed_mps)[:, np.newaxis] * unit + 0.0
        return velocity

    def velocity_to_true(
        self, latitude_deg: Floats, longitude_deg: Floats, velocity_mps: Floats
    ) -> tuple[Floats, Floats]:
        """Speed and course from true north, 0 to 2π; 0 for what stands still."""
        speed_mps: Floats = np.hypot(velocity_mps[:, 0], velocity_mps[:, 1])
        course = np.arctan2(velocity_mps[:, 0], velocity_mps[:, 1])
        true = self.true_bearing_rad(latitude_deg, longitude_deg, course)
        return speed_mps, np.where(speed_mps > 0.0, true, 0.0)

    def _origin_m(self) -> Floats:
        return _to_earth_centred(
            np.array([self.origin.latitude_deg]),
            np.array([self.origin.longitude_deg]),
            np.zeros(1),
        )

    def _axes(self) -> Floats:
        latitude = np.radians([self.origin.latitude_deg])
        longitude = np.radians([self.origin.longitude_deg])
        axes: Floats = _axes(latitude, longitude)[0]
        return axes

    def _turn(self, latitude_deg: Floats, longitude_deg: Floats) -> Floats:
        """Matrix ``[point, frame axis, true axis]`` for horizontal directions."""
        there = _axes(np.radians(latitude_deg), np.radians(longitude_deg))
        turn: Floats = np.einsum("fk,ptk->pft", self._axes()[:2], there[:, :2])
        return turn


def _bearing(turn: Floats, bearing_rad: Floats) -> Floats:
    direction = np.column_stack((np.sin(bearing_rad), np.cos(bearing_rad)))
    turned = np.einsum("pij,pj->pi", turn, direction)
    bearing: Floats = np.arctan2(turned[:, 0], turned[:, 1]) % (2.0 * np.pi)
    return bearing


def _axes(latitude: Floats, longitude: Floats) -> Floats:
    """Unit vectors east, north, up as ``[point, axis, earth-centred axis]``."""
    sin_lat, cos_lat = np.sin(latitude), np.cos(latitude)
    sin_lon, cos_lon = np.sin(longitude), np.cos(longitude)
    zero = np.zeros_like(sin_lat)
    east = np.stack((-sin_lon, cos_lon, zero), axis=-1)
    north = np.stack((-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat), axis=-1)
    up = np.stack((cos_lat * cos_lon, cos_lat * sin_lon, sin_lat), axis=-1)
    return np.stack((east, north, up), axis=-2)


def _to_earth_centred(
    latitude_deg: Floats, longitude_deg: Floats, altitude_m: Floats
) -> Floats:
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    sin_lat, cos_lat = np.sin(latitude), np.cos(latitude)
    normal_m = SEMI_MAJOR_M / np.sqrt(1.0 - ECCENTRICITY_2 * sin_lat**2)
    across_m = (normal_m + altitude_m) * cos_lat
    along_m = (normal_m * (1.0 - ECCENTRICITY_2) + altitude_m) * sin_lat
    return np.column_stack(
        (across_m * np.cos(longitude), across_m * np.sin(longitude), along_m)
    )


def _from_earth_centred(centred_m: Floats) -> tuple[Floats, Floats, Floats]:
    """Latitude and longitude in radians, altitude in metres."""
    axis_m = np.hypot(centred_m[:, 0], centred_m[:, 1])
    z_m = centred_m[:, 2]
    longitude = np.arctan2(centred_m[:, 1], centred_m[:, 0])
    reduced = np.arctan2(z_m * SEMI_MAJOR_M, axis_m * SEMI_MINOR_M)
    for _ in range(_LATITUDE_STEPS):
        latitude = np.arctan2(
            z_m + SECOND_ECCENTRICITY_2 * SEMI_MINOR_M * np.sin(reduced) ** 3,
            axis_m - ECCENTRICITY_2 * SEMI_MAJOR_M * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - FLATTENING) * np.sin(latitude), np.cos(latitude))
    sin_lat = np.sin(latitude)
    # Well conditioned at every latitude, the poles included.
    altitude_m = (
        axis_m * np.cos(latitude)
        + z_m * sin_lat
        - SEMI_MAJOR_M * np.sqrt(1.0 - ECCENTRICITY_2 * sin_lat**2)
    )
    return latitude, longitude, altitude_m

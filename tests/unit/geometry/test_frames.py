"""The local frame against PROJ, and against itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from zaslin.domain.space import GeoPoint
from zaslin.geometry.frames import MAX_REACH_M, LocalFrame

KYIV = GeoPoint(50.45, 30.52)
EARTH = Geod(ellps="WGS84")

origins = st.builds(GeoPoint, st.floats(-90.0, 90.0), st.floats(-180.0, 180.0))
azimuths = st.floats(0.0, 360.0)
distances_m = st.floats(0.0, 700_000.0)
altitudes_m = st.floats(-500.0, 40_000.0)
bearings_rad = st.floats(0.0, 6.28)


def around(
    origin: GeoPoint, count: int = 500, reach_m: float = 700_000.0
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Seeded latitudes, longitudes and altitudes within reach of an origin."""
    draw = np.random.default_rng(7)
    longitude, latitude, _ = EARTH.fwd(
        np.full(count, origin.longitude_deg),
        np.full(count, origin.latitude_deg),
        draw.uniform(0.0, 360.0, count),
        draw.uniform(0.0, reach_m, count),
    )
    return latitude, longitude, draw.uniform(-500.0, 40_000.0, count)


def beside(
    origin: GeoPoint, azimuth_deg: float, distance_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitude and longitude of one point, as arrays of one."""
    longitude, latitude, _ = EARTH.fwd(
        origin.longitude_deg, origin.latitude_deg, azimuth_deg, distance_m
    )
    return np.array([latitude]), np.array([longitude])


def turn_between(one_rad: object, other_rad: object) -> NDArray[np.float64]:
    """Size of the angle between two bearings."""
    difference = np.asarray(one_rad) - np.asarray(other_rad)
    size: NDArray[np.float64] = np.abs(np.angle(np.exp(1j * difference)))
    return size


@pytest.mark.parametrize(
    "origin",
    [KYIV, GeoPoint(0.0, 0.0), GeoPoint(-33.9, 179.9), GeoPoint(89.9, -60.0)],
    ids=["Kyiv", "equator", "date line", "pole"],
)
def test_east_and_north_are_those_of_proj(origin: GeoPoint) -> None:
    """The tangent plane is PROJ's topocentric one, to a tenth of a micrometre."""
    latitude, longitude, altitude = around(origin)
    oracle = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=cart +ellps=WGS84 +step +proj=topocentric "
        f"+ellps=WGS84 +lat_0={origin.latitude_deg} +lon_0={origin.longitude_deg}"
    )
    east, north, _ = oracle.transform(
        np.radians(longitude), np.radians(latitude), altitude, radians=True
    )

    local = LocalFrame(origin).to_local(latitude, longitude, altitude)

    np.testing.assert_allclose(local[:, 0], east, atol=1e-7, rtol=0.0)
    np.testing.assert_allclose(local[:, 1], north, atol=1e-7, rtol=0.0)


def test_the_third_coordinate_is_the_altitude_above_the_ellipsoid() -> None:
    """Level flight keeps it, however far from the origin."""
    latitude, longitude, altitude = around(KYIV)

    local = LocalFrame(KYIV).to_local(latitude, longitude, altitude)

    np.testing.assert_array_equal(local[:, 2], altitude)


def test_the_origin_is_zero() -> None:
    """The frame is centred where it says."""
    local = LocalFrame(KYIV).to_local(
        np.array([KYIV.latitude_deg]), np.array([KYIV.longitude_deg]), np.array([0.0])
    )

    np.testing.assert_allclose(local, 0.0, atol=1e-9)


@given(origin=origins, azimuth=azimuths, distance_m=distances_m, altitude_m=altitudes_m)
def test_a_point_comes_back_within_a_millimetre(
    origin: GeoPoint, azimuth: float, distance_m: float, altitude_m: float
) -> None:
    """To the frame and back, up to 700 km from any origin on Earth."""
    latitude, longitude = beside(origin, azimuth, distance_m)
    frame = LocalFrame(origin)

    local = frame.to_local(latitude, longitude, np.array([altitude_m]))
    back = frame.to_geodetic(local)

    _, _, off_m = EARTH.inv(longitude, latitude, back[1], back[0])
    assert off_m[0] < 1e-3
    assert back[2][0] == altitude_m
    np.testing.assert_allclose(frame.to_local(*back), local, atol=1e-6, rtol=0.0)


def test_points_come_back_from_the_edge_of_the_frame() -> None:
    """The iteration of the way back has converged at the full reach, too."""
    frame = LocalFrame(KYIV)
    latitude, longitude, altitude = around(KYIV, reach_m=0.99 * MAX_REACH_M)

    back = frame.to_geodetic(frame.to_local(latitude, longitude, altitude))

    _, _, off_m = EARTH.inv(longitude, latitude, back[1], back[0])
    assert np.max(off_m) < 1e-6


@given(
    origin=origins,
    azimuth=azimuths,
    distance_m=distances_m,
    bearing_rad=bearings_rad,
    speed_mps=st.floats(0.0, 3000.0),
)
def test_a_velocity_comes_back(
    origin: GeoPoint,
    azimuth: float,
    distance_m: float,
    bearing_rad: float,
    speed_mps: float,
) -> None:
    """Speed is kept and the course survives there and back."""
    frame = LocalFrame(origin)
    place = beside(origin, azimuth, distance_m)
    speed, course = np.array([speed_mps]), np.array([bearing_rad])

    velocity = frame.velocity_to_local(*place, speed, course)
    speed_back, course_back = frame.velocity_to_true(*place, velocity)

    np.testing.assert_allclose(np.linalg.norm(velocity, axis=1), speed, atol=1e-9)
    np.testing.assert_allclose(speed_back, speed, atol=1e-9)
    if speed_mps > 1e-6:
        assert turn_between(course_back, course)[0] < 1e-9


@pytest.mark.parametrize("bearing_deg", [0.0, 45.0, 137.0, 270.0])
def test_a_bearing_points_where_the_next_kilometre_lies(bearing_deg: float) -> None:
    """Grid convergence: PROJ flies on, the frame must show the same direction."""
    frame = LocalFrame(KYIV)
    latitude, longitude, altitude = around(KYIV)
    count = latitude.size
    bearing = np.full(count, bearing_deg)
    ahead_lon, ahead_lat, _ = EARTH.fwd(
        longitude, latitude, bearing, np.full(count, 100.0)
    )
    step = frame.to_local(ahead_lat, ahead_lon, 0 * altitude) - frame.to_local(
        latitude, longitude, 0 * altitude
    )

    grid = frame.grid_bearing_rad(latitude, longitude, np.radians(bearing))

    assert np.max(turn_between(grid, np.arctan2(step[:, 0], step[:, 1]))) < 1e-4
    assert np.max(turn_between(grid, np.radians(bearing))) > 0.05
    true = frame.true_bearing_rad(latitude, longitude, grid)
    assert np.max(turn_between(true, np.radians(bearing))) < 1e-12


def test_what_stands_still_has_course_zero() -> None:
    """No direction is made up for a track without speed."""
    place = (np.array([49.0]), np.array([36.0]))

    speed, course = LocalFrame(KYIV).velocity_to_true(*place, np.zeros((1, 2)))

    assert speed[0] == 0.0
    assert course[0] == 0.0


def test_a_point_beyond_the_reach_is_refused() -> None:
    """A flat frame must not be used where it is wrong."""
    frame = LocalFrame(KYIV)

    assert frame.within_reach(
        np.array([50.0, 20.0, -50.45]), np.array([36.0, 30.0, -149.48])
    ).tolist() == [True, False, False]
    with pytest.raises(ValueError, match="accepted: at most 1500000 m"):
        frame.to_geodetic(np.array([[1_600_000.0, 0.0, 0.0]]))
    with pytest.raises(ValueError, match="from the frame's origin"):
        frame.to_geodetic(np.array([[np.nan, 0.0, 0.0]]))

"""Points, velocities and areas in the picture's local frame."""

from dataclasses import dataclass

from zaslin.domain.accept import accept_finite, accept_range


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A WGS-84 point; used only as the origin of a local frame."""

    latitude_deg: float
    longitude_deg: float

    def __post_init__(self) -> None:
        accept_range("latitude_deg", self.latitude_deg, -90.0, 90.0)
        accept_range("longitude_deg", self.longitude_deg, -180.0, 180.0)


@dataclass(frozen=True, slots=True)
class Position:
    """East and north in the local frame; altitude above the ellipsoid."""

    east_m: float
    north_m: float
    altitude_m: float = 0.0

    def __post_init__(self) -> None:
        accept_finite("position", self.east_m, self.north_m)
        accept_range("altitude_m", self.altitude_m, -500.0, 40_000.0)


@dataclass(frozen=True, slots=True)
class Velocity:
    """Velocity in the local frame."""

    east_mps: float
    north_mps: float
    up_mps: float = 0.0

    def __post_init__(self) -> None:
        accept_range("east_mps", self.east_mps, -3000.0, 3000.0)
        accept_range("north_mps", self.north_mps, -3000.0, 3000.0)
        accept_range("up_mps", self.up_mps, -1000.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Area:
    """A simple polygon in the horizontal plane, as (east_m, north_m) vertices."""

    vertices_m: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.vertices_m) < 3:
            raise ValueError(
                f"area has {len(self.vertices_m)} vertices; accepted: at least 3"
            )
        for east_m, north_m in self.vertices_m:
            accept_finite("area vertex", east_m, north_m)


@dataclass(frozen=True, slots=True)
class Sector:
    """Sector of fire: ``width_rad`` clockwise, centred on ``centre_rad``."""

    centre_rad: float
    width_rad: float

    def __post_init__(self) -> None:
        accept_finite("centre_rad", self.centre_rad)
        accept_range("width_rad", self.width_rad, 0.0, 6.283185307179587)

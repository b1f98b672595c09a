"""Public places: city centroids and launch areas, both to a tenth of a degree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.accept import accept_range, accept_unique
from zaslin.domain.space import GeoPoint
from zaslin.domain.track import ThreatClass
from zaslin.geometry.frames import LocalFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A public city: its centroid, and its population for weighing it in a raid."""

    name: str
    latitude_deg: float
    longitude_deg: float
    population_thousand: float

    def __post_init__(self) -> None:
        GeoPoint(self.latitude_deg, self.longitude_deg)
        accept_range("population_thousand", self.population_thousand, 0.0, 50_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchArea:
    """Where a bulletin says that a raid came from, as a coarse axis."""

    code: str
    latitude_deg: float
    longitude_deg: float

    def __post_init__(self) -> None:
        GeoPoint(self.latitude_deg, self.longitude_deg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """All places; ``unstated`` is where a class is taken to start from by default."""

    cities: tuple[City, ...]
    launch_areas: tuple[LaunchArea, ...]
    unstated: Mapping[ThreatClass, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        accept_unique("city", (city.name for city in self.cities))
        accept_unique("launch area", (area.code for area in self.launch_areas))
        for codes in self.unstated.values():
            for code in codes:
                self.launch_area(code)

    def city(self, name: str) -> City:
        """The city of this name."""
        for city in self.cities:
            if city.name == name:
                return city
        known = ", ".join(city.name for city in self.cities)
        raise ValueError(f"city {name!r} is not in the table; accepted: {known}")

    def launch_area(self, code: str) -> LaunchArea:
        """The launch area of this code."""
        for area in self.launch_areas:
            if area.code == code:
                return area
        known = ", ".join(area.code for area in self.launch_areas)
        raise ValueError(f"launch area {code!r} is not in the table; accepted: {known}")


def in_frame(
    places: tuple[City, ...] | tuple[LaunchArea, ...], frame: LocalFrame
) -> NDArray[np.float64]:
    """East and north of places in a frame, as ``[place, axis]``."""
    latitude = np.array([place.latitude_deg for place in places], dtype=float)
    longitude = np.array([place.longitude_deg for place in places], dtype=float)
    return frame.to_local(latitude, longitude, np.zeros_like(latitude))[:, :2]

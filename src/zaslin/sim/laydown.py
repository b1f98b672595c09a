"""A notional laydown: assets, people and fire units around public city centroids.

A laydown says how many of what stand near which city and how far out.
Where exactly is drawn from the laydown's own seed, so that no position in it was
ever chosen by anyone.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.accept import accept_range, accept_unique
from zaslin.domain.control import (
    Control,
    NoEngagementZone,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import (
    DefendedAsset,
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
    PopulatedArea,
    PreparedPosition,
)
from zaslin.domain.ids import AssetId, FireUnitId, PositionId, ZoneId
from zaslin.domain.space import Area, GeoPoint, Position, Sector
from zaslin.geometry.frames import LocalFrame
from zaslin.sim.place import Places, in_frame
from zaslin.sim.profile import Span, accept_span

Floats = NDArray[np.float64]

_CIRCLE_VERTICES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Prepared positions of a kind of fire unit.

    ``p_one`` and ``p_two`` of its units have one and two of them, ``distance_m``
    away, reached at ``road_speed_mps``.
    """

    p_one: float
    p_two: float
    distance_m: Span
    road_speed_mps: float

    def __post_init__(self) -> None:
        accept_range("p_one", self.p_one, 0.0, 1.0)
        accept_range("p_two", self.p_two, 0.0, 1.0 - self.p_one)
        accept_span("distance_m", self.distance_m, 0.0, 200_000.0)
        accept_range("road_speed_mps", self.road_speed_mps, 0.1, 100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A kind of fire unit: all its units are alike but for where they stand.

    They stand within ``ring_m`` of their city's centroid; a sector of fire, if any,
    faces away from it.
    """

    magazines: tuple[Magazine, ...]
    channels: int
    ring_m: Span
    reaction_time_s: float
    antenna_height_m: float
    sensor_range_m: float
    setup_time_s: float = 60.0
    doctrine: FiringDoctrine = FiringDoctrine.SHOOT_LOOK_SHOOT
    sector_width_deg: float | None = None
    prepared: Readiness | None = None

    def __post_init__(self) -> None:
        accept_span("ring_m", self.ring_m, 0.0, 200_000.0)
        if self.sector_width_deg is not None:
            accept_range("sector_width_deg", self.sector_width_deg, 1.0, 360.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLaydown:
    """What stands at one city: asset values, units by team, harm done by debris."""

    city: str
    assets_meur: tuple[float, ...] = ()
    units: Mapping[str, int]
    debris_meur: float = 0.0
    debris_radius_m: float = 5_000.0

    def __post_init__(self) -> None:
        for team, count in self.units.items():
            accept_range(f"units.{team}", count, 0, 1000)
        for value in self.assets_meur:
            accept_range("assets_meur", value, 0.0, 1.0e6)
        accept_range("debris_meur", self.debris_meur, 0.0, 1.0e6)
        accept_range("debris_radius_m", self.debris_radius_m, 1.0, 200_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A weapons control order in force around a city."""

    city: str
    radius_m: float
    status: WeaponsControlStatus

    def __post_init__(self) -> None:
        accept_range("radius_m", self.radius_m, 1.0, 500_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """A no-engagement corridor: along a bearing, past a city at a distance."""

    id: str
    past_city: str
    offset_m: float
    bearing_deg: float
    length_m: float
    width_m: float
    floor_m: float
    ceiling_m: float

    def __post_init__(self) -> None:
        accept_range("offset_m", self.offset_m, -500_000.0, 500_000.0)
        accept_range("bearing_deg", self.bearing_deg, 0.0, 360.0)
        accept_range("length_m", self.length_m, 1.0, 2.0e6)
        accept_range("width_m", self.width_m, 1.0, 200_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laydown:
    """A defence before it is laid out, as a configuration file states it."""

    title: str
    seed: int
    origin: GeoPoint
    asset_ring_m: Span
    teams: Mapping[str, Team]
    cities: tuple[CityLaydown, ...]
    weapons_control: WeaponsControlStatus = WeaponsControlStatus.HOLD
    orders: tuple[Ring, ...] = ()
    corridors: tuple[Corridor, ...] = ()

    def __post_init__(self) -> None:
        accept_range("seed", self.seed, 0, 2**63)
        accept_span("asset_ring_m", self.asset_ring_m, 0.0, 200_000.0)
        accept_unique("city of the laydown", (each.city for each in self.cities))
        for each in self.cities:
            for team in each.units:
                if team not in self.teams:
                    raise ValueError(
                        f"units.{team} at {each.city} is no team of this laydown; "
                        f"accepted: {', '.join(self.teams)}"
                    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """A laydown laid out: everything of a picture but its tracks."""

    frame: LocalFrame
    fire_units: tuple[FireUnit, ...]
    interceptor_types: tuple[InterceptorType, ...]
    assets: tuple[DefendedAsset, ...]
    populated_areas: tuple[PopulatedArea, ...]
    control: Control
    city_of_asset: Mapping[AssetId, str]
    team_of_unit: Mapping[FireUnitId, str]
    centres_m: Floats
    """Centroids of the laydown's cities, ``[city, axis]``."""

    def asset_rows(self, city: str) -> NDArray[np.int64]:
        """Which of the assets stand at a city."""
        here = [self.city_of_asset[each.id] == city for each in self.assets]
        return np.flatnonzero(here)

    def assets_of(self, city: str) -> tuple[Floats, Floats]:
        """Positions ``[asset, axis]`` and values of the assets of one city."""
        here = [self.assets[row] for row in self.asset_rows(city)]
        positions = [(each.position.east_m, each.position.north_m) for each in here]
        values = [each.value_meur for each in here]
        return np.array(positions, dtype=float).reshape(-1, 2), np.array(values)


def lay_down(
    laydown: Laydown,
    places: Places,
    types: tuple[InterceptorType, ...],
    rng: np.random.Generator,
) -> Defence:
    """Lay a defence out.

    Parameters
    ----------
    laydown
        What stands at which city.
    places
        Where the cities are.
    types
        All known interceptor types; those in use go into the picture.
    rng
        Draws positions; seed it with ``laydown.seed`` to get the same ones again.
    """
    frame = LocalFrame(laydown.origin)
    cities = tuple(places.city(each.city) for each in laydown.cities)
    centres_m = in_frame(cities, frame)
    assets: list[DefendedAsset] = []
    units: list[FireUnit] = []
    areas: list[PopulatedArea] = []
    city_of_asset: dict[AssetId, str] = {}
    team_of_unit: dict[FireUnitId, str] = {}
    for each, centre_m in zip(laydown.cities, centres_m, strict=True):
        for asset in _assets(each, centre_m, laydown.asset_ring_m, rng):
            assets.append(asset)
            city_of_asset[asset.id] = each.city
        for name, count in each.units.items():
            of_team = _units(each.city, centre_m, name, laydown.teams[name], count, rng)
            units += of_team
            team_of_unit.update((unit.id, name) for unit in of_team)
        areas.append(
            PopulatedArea(
                id=_slug(each.city),
                position=_position(centre_m),
                radius_m=each.debris_radius_m,
                debris_meur=each.debris_meur,
            )
        )
    in_use = {
        magazine.interceptor_type for unit in units for magazine in unit.magazines
    }
    return Defence(
        frame=frame,
        fire_units=tuple(units),
        interceptor_types=tuple(kind for kind in types if kind.id in in_use),
        assets=tuple(assets),
        populated_areas=tuple(areas),
        control=_control(laydown, places, frame),
        city_of_asset=city_of_asset,
        team_of_unit=team_of_unit,
        centres_m=centres_m,
    )


def _assets(
    city: CityLaydown, centre_m: Floats, ring_m: Span, rng: np.random.Generator
) -> list[DefendedAsset]:
    assets = []
    for index, value_meur in enumerate(city.assets_meur):
        letter = chr(ord("A") + index)
        assets.append(
            DefendedAsset(
                id=AssetId(f"{_slug(city.city)}-node-{letter.lower()}"),
                position=_position(_in_ring(centre_m, ring_m, rng)),
                value_meur=value_meur,
                name=f"{city.city} energy node {letter} (notional)",
            )
        )
    return assets


def _units(
    city: str,
    centre_m: Floats,
    name: str,
    team: Team,
    count: int,
    rng: np.random.Generator,
) -> list[FireUnit]:
    units = []
    for index in range(count):
        place_m = _in_ring(centre_m, team.ring_m, rng)
        units.append(
            FireUnit(
                id=FireUnitId(f"{_slug(city)}-{_slug(name)}-{index + 1:02d}"),
                position=_position(place_m),
                channels=team.channels,
                magazines=team.magazines,
                reaction_time_s=team.reaction_time_s,
                setup_time_s=team.setup_time_s,
                sector=_outward(team.sector_width_deg, centre_m, place_m),
                antenna_height_m=team.antenna_height_m,
                sensor_range_m=team.sensor_range_m,
                doctrine=team.doctrine,
                prepared_positions=_prepared(team.prepared, place_m, rng),
            )
        )
    return units


def _outward(
    width_deg: float | None, centre_m: Floats, place_m: Floats
) -> Sector | None:
    if width_deg is None:
        return None
    away = place_m - centre_m
    centre_rad = round(math.atan2(away[0], away[1]) % math.tau, 4)
    return Sector(centre_rad, math.radians(width_deg))


def _prepared(
    readiness: Readiness | None, place_m: Floats, rng: np.random.Generator
) -> tuple[PreparedPosition, ...]:
    if readiness is None:
        return ()
    chance = rng.random()
    count = 2 if chance < readiness.p_two else 1
    if chance >= readiness.p_one + readiness.p_two:
        count = 0
    positions = []
    for index in range(count):
        there_m = _in_ring(place_m, readiness.distance_m, rng)
        drive_m = float(np.linalg.norm(there_m - place_m))
        positions.append(
            PreparedPosition(
                id=PositionId(f"p{index + 1}"),
                position=_position(there_m),
                travel_time_s=float(round(drive_m / readiness.road_speed_mps)),
            )
        )
    return tuple(positions)


def _in_ring(centre_m: Floats, ring_m: Span, rng: np.random.Generator) -> Floats:
    """A point in a ring, equally likely per area."""
    radius_m = math.sqrt(rng.uniform(ring_m.low**2, ring_m.high**2))
    bearing = rng.uniform(0.0, math.tau)
    offset_m = radius_m * np.array([math.sin(bearing), math.cos(bearing)])
    point_m: Floats = np.round(centre_m + offset_m)
    return point_m


def _position(point_m: Floats) -> Position:
    return Position(float(np.round(point_m[0])), float(np.round(point_m[1])))


def _control(laydown: Laydown, places: Places, frame: LocalFrame) -> Control:
    orders = []
    for ring in laydown.orders:
        centre_m = in_frame((places.city(ring.city),), frame)[0]
        orders.append(
            WeaponsControlOrder(
                status=ring.status, area=_circle(centre_m, ring.radius_m)
            )
        )
    zones = []
    for corridor in laydown.corridors:
        centre_m = in_frame((places.city(corridor.past_city),), frame)[0]
        zones.append(
            NoEngagementZone(
                id=ZoneId(corridor.id),
                area=_strip(centre_m, corridor),
                floor_m=corridor.floor_m,
                ceiling_m=corridor.ceiling_m,
            )
        )
    return Control(
        weapons_control=laydown.weapons_control,
        orders=tuple(orders),
        zones=tuple(zones),
    )


def _circle(centre_m: Floats, radius_m: float) -> Area:
    angles = np.arange(_CIRCLE_VERTICES) * (math.tau / _CIRCLE_VERTICES)
    ring_m = radius_m * np.column_stack((np.sin(angles), np.cos(angles)))
    return _area(centre_m + ring_m)


def _strip(centre_m: Floats, corridor: Corridor) -> Area:
    bearing = math.radians(corridor.bearing_deg)
    along = np.array([math.sin(bearing), math.cos(bearing)])
    right = np.array([math.cos(bearing), -math.sin(bearing)])
    middle_m = centre_m + right * corridor.offset_m
    half_length_m, half_width_m = corridor.length_m / 2.0, corridor.width_m / 2.0
    corners = [
        middle_m + along * half_length_m * ahead + right * half_width_m * side
        for ahead, side in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    ]
    return _area(np.array(corners))


def _area(points_m: Floats) -> Area:
    rounded = np.round(points_m)
    return Area(tuple((float(east), float(north)) for east, north in rounded))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

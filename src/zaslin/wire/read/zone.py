"""No-engagement zones and areas: polygons and corridors into the local frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from zaslin.domain.control import NoEngagementZone
from zaslin.domain.ids import ZoneId
from zaslin.domain.space import Area
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.build import build
from zaslin.wire.form import control as wire
from zaslin.wire.form.scalar import LONGEST_ID, GeoPoint
from zaslin.wire.places import (
    FOR_EVER_S,
    SINCE_EVER_S,
    accept_order,
    seconds,
    vertices,
)
from zaslin.wire.polygon import legs, polygon_fault
from zaslin.wire.rejected import Rejected, shown

_ONE_SHAPE = "either a polygon or a corridor"
_SIMPLE = "a polygon whose edges neither cross nor touch"


@dataclass(frozen=True, slots=True)
class Ground:
    """Draws shapes in a frame; ``place`` is that of the object that states one."""

    frame: LocalFrame
    source: str

    def polygon(self, given: Sequence[GeoPoint], place: str) -> Area:
        """A simple polygon."""
        place = f"{place}.polygon"
        # Some programs repeat the first corner at the end.
        corners = given[:-1] if len(given) > 3 and given[0] == given[-1] else given
        self._accept_distinct(corners, place)
        local = vertices(self.frame, corners, self.source, place)
        fault = polygon_fault(local)
        if fault:
            self.reject(place, fault, _SIMPLE)
        return Area(tuple(local))

    def corridor(self, given: wire.Corridor, place: str) -> list[Area]:
        """One rectangle per leg."""
        place = f"{place}.corridor.line"
        for index in range(1, len(given.line)):
            self._accept_distinct(given.line[index - 1 : index + 1], place, index - 1)
        local = vertices(self.frame, given.line, self.source, place)
        return [Area(leg) for leg in legs(local, given.half_width_m)]

    def reject(self, place: str, value: str, accepted: str) -> NoReturn:
        """Reject what stands at a place of this document."""
        raise Rejected(self.source, place, value, accepted)

    def _accept_distinct(
        self, points: Sequence[GeoPoint], place: str, first: int = 0
    ) -> None:
        seen: dict[tuple[float, float], int] = {}
        for index, point in enumerate(points, first):
            key = (point.latitude_deg, point.longitude_deg)
            if key in seen:
                value = f"the same point as {place.rpartition('.')[2]}[{seen[key]}]"
                self.reject(f"{place}[{index}]", value, "a point of its own")
            seen[key] = index


def zones_from_wire(
    given: Sequence[wire.NoEngagementZone], ground: Ground, place: str
) -> tuple[NoEngagementZone, ...]:
    """The zones; each leg of a corridor is a zone of its own, ``id/1`` and so on."""

    def make(each: wire.NoEngagementZone, place: str) -> tuple[NoEngagementZone, ...]:
        accept_order(ground.source, place, each, "active_from", "active_until")
        return tuple(
            _zone(each, name, area) for name, area in _shapes(each, ground, place)
        )

    groups = build(ground.source, place, given, make)
    seen: dict[str, int] = {}
    for number, group in enumerate(groups):
        for zone in group:
            if zone.id in seen:
                accepted = f"an id that is not used at {place}[{seen[zone.id]}]"
                ground.reject(f"{place}[{number}].id", shown(zone.id), accepted)
            seen[zone.id] = number
    return tuple(zone for group in groups for zone in group)


def _shapes(
    given: wire.NoEngagementZone, ground: Ground, place: str
) -> list[tuple[str, Area]]:
    """The zone's areas, each with its id."""
    if given.polygon is not None:
        if given.corridor is not None:
            ground.reject(f"{place}.corridor", "beside a polygon", _ONE_SHAPE)
        return [(given.id, ground.polygon(given.polygon, place))]
    if given.corridor is None:
        ground.reject(f"{place}.polygon", "missing", _ONE_SHAPE)
    areas = ground.corridor(given.corridor, place)
    longest = LONGEST_ID - len(f"/{len(areas)}")
    if len(given.id) > longest:
        accepted = f"at most {longest} characters for a corridor of {len(areas)} legs"
        ground.reject(f"{place}.id", shown(given.id), accepted)
    return [(f"{given.id}/{leg}", area) for leg, area in enumerate(areas, 1)]


def _zone(given: wire.NoEngagementZone, name: str, area: Area) -> NoEngagementZone:
    start, end = given.active_from, given.active_until
    return NoEngagementZone(
        id=ZoneId(name),
        area=area,
        floor_m=given.floor_m,
        ceiling_m=given.ceiling_m,
        active_from_s=SINCE_EVER_S if start is None else seconds(start),
        active_until_s=FOR_EVER_S if end is None else seconds(end),
        kinds=frozenset(given.kinds),
    )

"""One fire unit as it really is: rails, store, channels, place."""

import math
from dataclasses import dataclass, replace

from zaslin.domain.defence import FireUnit, Magazine, PreparedPosition
from zaslin.domain.ids import CURRENT_POSITION, InterceptorTypeId, PositionId
from zaslin.domain.space import Position


@dataclass(slots=True)
class Shelf:
    """Rounds of one type at one unit.

    ``ready`` are on rails, ``stored`` are not, ``waiting`` rails are empty and nothing
    is left to load them with; the other empty rails are being loaded.
    """

    magazine: Magazine
    ready: int
    stored: int
    waiting: int = 0

    @property
    def rounds(self) -> int:
        """All that are left."""
        return self.ready + self.stored

    @property
    def empty_rails(self) -> int:
        """Rails without a round, being loaded or not."""
        return self.magazine.rail_count - self.ready

    def load(self) -> bool:
        """Put a stored round on a rail whose time has come; False: there is none."""
        if self.stored == 0:
            self.waiting += 1
            return False
        self.stored -= 1
        self.ready += 1
        return True

    def resupply(self, rounds: int) -> int:
        """Take rounds into the store; returns how many idle rails they set going."""
        self.stored += rounds
        begun = min(self.waiting, rounds)
        self.waiting -= begun
        return begun

    def as_reported(self) -> Magazine:
        """What the crew reports."""
        return replace(
            self.magazine, rounds_ready=self.ready, rounds_stored=self.stored
        )


class Crew:
    """A fire unit and the people who serve it.

    Parameters
    ----------
    unit
        As it stands when the run begins.
    """

    def __init__(self, unit: FireUnit) -> None:
        self._unit = unit
        self._busy_until_s: list[float] = []
        self._stands_at = _new_name(unit)
        self.channels = unit.channels
        self.all_channels = unit.channels
        self.shelves: dict[InterceptorTypeId, Shelf] = {
            magazine.interceptor_type: Shelf(
                magazine=magazine,
                ready=magazine.rounds_ready,
                stored=magazine.rounds_stored,
            )
            for magazine in unit.magazines
        }

    def as_reported(self) -> FireUnit:
        """What the crew reports about its unit."""
        return replace(
            self._unit,
            channels=self.channels,
            magazines=tuple(shelf.as_reported() for shelf in self.shelves.values()),
        )

    def can_fire(self, position: PositionId, at_s: float) -> bool:
        """Whether the unit is there, ready, and has a channel free."""
        self._busy_until_s = [end_s for end_s in self._busy_until_s if end_s > at_s]
        return (
            position in (CURRENT_POSITION, self._stands_at)
            and at_s >= self._unit.ready_at_s
            and len(self._busy_until_s) < self.channels
        )

    def occupy(self, until_s: float) -> None:
        """Take a channel."""
        self._busy_until_s.append(until_s)

    def move(self, position: PositionId, at_s: float) -> bool:
        """Drive to a prepared position; False if the unit cannot leave.

        A place keeps its name: the one that was left is prepared from now on.
        """
        there = {place.id: place for place in self._unit.prepared_positions}
        engaged = any(end_s > at_s for end_s in self._busy_until_s)
        if position not in there or engaged or at_s < self._unit.ready_at_s:
            return False
        self._unit = _moved(self._unit, there[position], self._stands_at, at_s)
        self._stands_at = position
        return True


def _new_name(unit: FireUnit) -> PositionId:
    """A name for the place where a unit stands first."""
    taken = {place.id for place in unit.prepared_positions}
    number = 0
    while f"p{number}" in taken:
        number += 1
    return PositionId(f"p{number}")


def _moved(
    unit: FireUnit, there: PreparedPosition, left: PositionId, at_s: float
) -> FireUnit:
    """The unit on its way to a position, which counts as where it stands."""
    drive_m = _distance_m(unit.position, there.position)
    road_speed_mps = drive_m / there.travel_time_s if there.travel_time_s else math.inf
    back = PreparedPosition(
        id=left,
        position=unit.position,
        travel_time_s=there.travel_time_s,
        sector=unit.sector,
    )
    others = [
        replace(
            place,
            travel_time_s=_drive_s(there.position, place, road_speed_mps),
        )
        for place in unit.prepared_positions
        if place.id != there.id
    ]
    return replace(
        unit,
        position=there.position,
        sector=there.sector,
        ready_at_s=at_s + there.travel_time_s + unit.setup_time_s,
        prepared_positions=(*others, back),
    )


def _drive_s(start: Position, place: PreparedPosition, road_speed_mps: float) -> float:
    """Time to another position as the road allows; as stated if that is unknown."""
    if not 0.0 < road_speed_mps < math.inf:
        return place.travel_time_s
    return float(round(_distance_m(start, place.position) / road_speed_mps))


def _distance_m(one: Position, other: Position) -> float:
    return math.hypot(one.east_m - other.east_m, one.north_m - other.north_m)

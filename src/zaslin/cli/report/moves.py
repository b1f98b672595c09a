"""Units that fight from a prepared position, and by when they must leave for it."""

import math
from dataclasses import dataclass

from rich.console import RenderableType

from zaslin.cli.report.paper import heading, ledger, more, soon, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import countdown, counted
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import FireUnit, PreparedPosition
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.plan import Posture

_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class _Move:
    posture: Posture
    way: str
    ready_s: float
    first_launch_s: float
    shots: int

    @property
    def leave_s(self) -> float:
        """Latest departure that still makes the first launch."""
        return self.first_launch_s - self.ready_s


def moves(view: View) -> RenderableType | None:
    """Units that must leave, in the order in which they must."""
    postures = view.plan.postures
    if not postures:
        return None
    moving = sorted(
        (_move(view, each) for each in postures if _is_to_move(view, each)),
        key=lambda move: (move.leave_s, move.posture.fire_unit),
    )
    stay = len(postures) - len(moving)
    note = f"{counted(stay, 'unit')} with shots stay where they are"
    if not moving:
        return heading("No unit moves", note)
    table = ledger(
        [
            ("\nleave by", "number"),
            ("\nfire unit", "name"),
            ("\nto position", "name"),
            ("ready if it\nleaves now", "number"),
            ("first\nlaunch", "number"),
            ("\nshots", "number"),
        ],
        [
            (
                soon(move.leave_s),
                move.posture.fire_unit,
                move.way,
                countdown(move.ready_s),
                countdown(move.first_launch_s),
                f"{move.shots}",
            )
            for move in moving[: view.rows_firm]
        ],
    )
    return stack(
        heading(f"{counted(len(moving), 'unit')} to move", note),
        table,
        more(len(moving), view.rows_firm, "moves"),
    )


def _is_to_move(view: View, posture: Posture) -> bool:
    """Whether it is said to fight elsewhere, and has not launched from there yet."""
    return posture.position != CURRENT_POSITION and not any(
        pin.launched for pin in _pins(view, posture)
    )


def _pins(view: View, posture: Posture) -> list[PinnedEngagement]:
    """Engagements that a person authorised from there, and that are not over."""
    return [
        pin
        for pin in view.picture.control.pinned
        if (pin.fire_unit, pin.position) == (posture.fire_unit, posture.position)
        and view.ahead_s(pin.assessed_s) > 0.0
        and (pin.launched or not view.is_withdrawn(pin))
    ]


def _move(view: View, posture: Posture) -> _Move:
    unit = view.fire_units[posture.fire_unit]
    place = next(p for p in unit.prepared_positions if p.id == posture.position)
    launches = [
        view.ahead_s(shot.launch_s)
        for shot in (*view.plan.shots, *view.plan.held_for_forecast)
        if shot.fire_unit == unit.id
    ]
    return _Move(
        posture=posture,
        way=_way(unit, place),
        ready_s=place.travel_time_s + unit.setup_time_s,
        first_launch_s=min(
            *launches,
            *(view.ahead_s(pin.launch_s) for pin in _pins(view, posture)),
            math.inf,
        ),
        shots=len(launches),
    )


def _way(unit: FireUnit, place: PreparedPosition) -> str:
    """Name, distance and direction of a prepared position."""
    east_m = place.position.east_m - unit.position.east_m
    north_m = place.position.north_m - unit.position.north_m
    bearing = round(math.atan2(east_m, north_m) / (math.pi / 4)) % len(_COMPASS)
    distance_km = math.hypot(east_m, north_m) / 1000.0
    return f"{place.id} ({distance_km:.1f} km {_COMPASS[bearing]})"

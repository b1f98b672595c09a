"""The picture as it would be: to plan on it, and to compare; nothing is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from zaslin.domain.accept import accept_range
from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import FireUnit
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.picture import Picture
from zaslin.ops.stock import supply

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRounds:
    """So many rounds more in the store of a unit."""

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    rounds: int

    def __post_init__(self) -> None:
        accept_range("added rounds", self.rounds, 1, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would be otherwise.

    ``pins`` would be authorised, ``unpinned`` would not be; ``forbids`` would be
    refused, ``released`` allowed again.
    ``control`` stands in the place of all measures in force, but for what is pinned and
    forbidden; the four after it each in the place of theirs.  None: as it is.
    A lost unit launches nothing more; what it has in the air stays there.
    """

    pins: tuple[PinnedEngagement, ...] = ()
    unpinned: tuple[PinnedEngagement, ...] = ()
    forbids: tuple[ForbiddenPairing, ...] = ()
    released: tuple[ForbiddenPairing, ...] = ()
    control: Control | None = None
    weapons_control: WeaponsControlStatus | None = None
    orders: tuple[WeaponsControlOrder, ...] | None = None
    zones: tuple[NoEngagementZone, ...] | None = None
    reserves: tuple[ReserveOrder, ...] | None = None
    lost_units: tuple[FireUnitId, ...] = ()
    added_rounds: tuple[AddedRounds, ...] = ()


def changed(picture: Picture, change: Change) -> Picture:
    """The picture under a change, of the same moment and revision.

    Raises
    ------
    ValueError
        If the change names something that the picture does not hold.
    """
    units = {unit.id: unit for unit in picture.fire_units}
    for name in change.lost_units:
        units[name] = _lost(_known(units.get(name), name))
    for more in change.added_rounds:
        unit = _known(units.get(more.fire_unit), more.fire_unit)
        units[unit.id] = supply(unit, more.interceptor_type, more.rounds)
    return replace(
        picture,
        fire_units=tuple(units.values()),
        control=_control(picture.control, change),
        shown=tuple(
            shot for shot in picture.shown if shot.fire_unit not in change.lost_units
        ),
    )


def _known(unit: FireUnit | None, name: FireUnitId) -> FireUnit:
    if unit is None:
        raise ValueError(
            f"changed fire unit is {name!r}; accepted: a fire unit of the picture"
        )
    return unit


def _lost(unit: FireUnit) -> FireUnit:
    """The unit without anything to launch; it is still named by what it launched."""
    return replace(
        unit,
        channels=0,
        magazines=tuple(
            replace(
                magazine,
                rounds_ready=0,
                rounds_stored=0,
                rails=magazine.rail_count or None,
            )
            for magazine in unit.magazines
        ),
    )


def _control(held: Control, change: Change) -> Control:
    control = held if change.control is None else change.control
    for pairing in change.released:
        if pairing not in held.forbidden:
            raise ValueError(
                f"released pairing of track {pairing.track!r} is not forbidden; "
                f"accepted: one of the {len(held.forbidden)} that are"
            )
    return replace(
        control,
        weapons_control=_or(change.weapons_control, control.weapons_control),
        orders=_or(change.orders, control.orders),
        zones=_or(change.zones, control.zones),
        reserves=_or(change.reserves, control.reserves),
        pinned=_pinned(held.pinned, change),
        forbidden=_without(held.forbidden, change.released) + change.forbids,
    )


def _pinned(
    held: tuple[PinnedEngagement, ...], change: Change
) -> tuple[PinnedEngagement, ...]:
    """What stays authorised, and what would be as well."""
    for pin in change.unpinned:
        if pin not in held or pin.launched:
            raise ValueError(
                f"shot of {pin.fire_unit!r} at {pin.track!r} cannot be taken back; "
                "accepted: one that is authorised and not launched"
            )
    left = _without(held, change.unpinned)
    return (
        *(
            pin
            for pin in left
            if pin.launched or pin.fire_unit not in change.lost_units
        ),
        *change.pins,
    )


def _or(given: Value | None, held: Value) -> Value:
    return held if given is None else given


def _without(held: tuple[Value, ...], gone: Iterable[Value]) -> tuple[Value, ...]:
    left = set(gone)
    return tuple(each for each in held if each not in left)

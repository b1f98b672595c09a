"""Control measures as they bear on one shot: zones, weapons control, refusals."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zaslin.assignment.check.geometry import Outline, contains, outline, segment_meets
from zaslin.domain.control import Control, ForbiddenPairing, WeaponsControlStatus
from zaslin.domain.defence import EffectorKind
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId

HOLD = WeaponsControlStatus.HOLD.strictness
TIGHT = WeaponsControlStatus.TIGHT.strictness

Place = tuple[float, float]


class Zone(NamedTuple):
    """A no-engagement zone; times are seconds after the picture's instant."""

    name: str
    polygon: Outline
    floor_m: float
    ceiling_m: float
    active_from_s: float
    active_until_s: float


class Measures(NamedTuple):
    """What binds one weapon class."""

    strictness: int
    local: tuple[tuple[int, Outline], ...]
    zones: tuple[Zone, ...]


class Passage(NamedTuple):
    """A round's ways from its station to each intercept, a place and a time."""

    station_m: Place
    lowest_m: float
    highest_m: float
    launch_s: float
    intercepts: tuple[tuple[Place, float], ...]


def measures_of(control: Control, kind: EffectorKind, now_s: float) -> Measures:
    """The measures that bind one weapon class."""
    orders = [order for order in control.orders if order.kind in (None, kind)]
    overall = [order.status.strictness for order in orders if order.area is None]
    return Measures(
        strictness=max([control.weapons_control.strictness, *overall]),
        local=tuple(
            (order.status.strictness, outline(order.area))
            for order in orders
            if order.area is not None
        ),
        zones=tuple(
            Zone(
                zone.id,
                outline(zone.area),
                zone.floor_m,
                zone.ceiling_m,
                zone.active_from_s - now_s,
                zone.active_until_s - now_s,
            )
            for zone in control.zones
            if not zone.kinds or kind in zone.kinds
        ),
    )


def strictest(measures: Measures, places_m: Iterable[Place]) -> int:
    """Strictness of weapons control over a station and its intercepts."""
    binding = [
        strictness
        for place in places_m
        for strictness, area in measures.local
        if contains(area, *place)
    ]
    return max([measures.strictness, *binding])


def zone_broken(zones: tuple[Zone, ...], passage: Passage) -> str | None:
    """Name of the first zone that a round would enter while it is active."""
    for zone in zones:
        if (
            passage.launch_s <= zone.active_until_s
            and passage.lowest_m <= zone.ceiling_m
            and passage.highest_m >= zone.floor_m
        ):
            for place_m, at_s in passage.intercepts:
                if at_s >= zone.active_from_s and segment_meets(
                    zone.polygon, passage.station_m, place_m
                ):
                    return zone.name
    return None


def is_forbidden(
    forbidden: Sequence[ForbiddenPairing],
    track: TrackId,
    unit: FireUnitId,
    interceptor: InterceptorTypeId,
) -> bool:
    """Whether a person refused this pairing."""
    return bool(forbidden) and any(
        pairing.track == track
        and pairing.fire_unit in (None, unit)
        and pairing.interceptor_type in (None, interceptor)
        for pairing in forbidden
    )


def reserve(
    control: Control,
    unit: FireUnitId,
    interceptor: InterceptorTypeId,
    minimum: int,
) -> int:
    """Rounds kept back at a magazine: the largest of its own and every order."""
    ordered = [
        order.rounds
        for order in control.reserves
        if order.interceptor_type == interceptor and order.fire_unit in (None, unit)
    ]
    return max([minimum, *ordered])

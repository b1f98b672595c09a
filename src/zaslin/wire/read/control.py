"""Control measures of a document."""

from zaslin.domain.control import (
    Control,
    ForbiddenPairing,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
)
from zaslin.domain.ids import (
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.space import Position
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.build import build
from zaslin.wire.form import control as wire
from zaslin.wire.places import accept_order, positions, seconds
from zaslin.wire.read.zone import Ground, zones_from_wire

PLACE = "$.control"


def control_from_wire(given: wire.Control, frame: LocalFrame, source: str) -> Control:
    """All control measures of a picture."""
    ground = Ground(frame, source)

    def order(each: wire.WeaponsControlOrder, place: str) -> WeaponsControlOrder:
        area = ground.polygon(each.polygon, place) if each.polygon else None
        return WeaponsControlOrder(status=each.status, area=area, kind=each.kind)

    def pin(each: wire.PinnedEngagement, place: str) -> PinnedEngagement:
        accept_order(source, place, each, "launch", "intercept", "assessed")
        if each.intercept_at is None:
            return _pinned(each, None)
        at = f"{place}.intercept_at.latitude_deg"
        (planned,) = positions(frame, [each.intercept_at], source, lambda _: at)
        return _pinned(each, planned)

    return Control(
        weapons_control=given.weapons_control,
        orders=build(source, f"{PLACE}.orders", given.orders, order),
        zones=zones_from_wire(given.zones, ground, f"{PLACE}.zones"),
        reserves=build(source, f"{PLACE}.reserves", given.reserves, _reserve),
        priorities={AssetId(key): each for key, each in given.priorities.items()},
        forbidden=build(source, f"{PLACE}.forbidden", given.forbidden, _forbidden),
        pinned=build(source, f"{PLACE}.pinned", given.pinned, pin),
    )


def _reserve(given: wire.ReserveOrder, _: str) -> ReserveOrder:
    return ReserveOrder(
        interceptor_type=InterceptorTypeId(given.interceptor_type),
        rounds=given.rounds,
        fire_unit=None if given.fire_unit is None else FireUnitId(given.fire_unit),
    )


def _forbidden(given: wire.ForbiddenPairing, _: str) -> ForbiddenPairing:
    kind = given.interceptor_type
    return ForbiddenPairing(
        track=TrackId(given.track),
        fire_unit=None if given.fire_unit is None else FireUnitId(given.fire_unit),
        interceptor_type=None if kind is None else InterceptorTypeId(kind),
    )


def _pinned(
    given: wire.PinnedEngagement, intercept_at: Position | None
) -> PinnedEngagement:
    return PinnedEngagement(
        track=TrackId(given.track),
        fire_unit=FireUnitId(given.fire_unit),
        interceptor_type=InterceptorTypeId(given.interceptor_type),
        salvo_size=given.salvo_size,
        launch_s=seconds(given.launch),
        intercept_s=seconds(given.intercept),
        assessed_s=seconds(given.assessed),
        pk=given.pk,
        authorised_by=given.authorised_by,
        launched=given.launched,
        position=PositionId(given.position),
        intercept_at=intercept_at,
    )

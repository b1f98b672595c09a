"""A plan into its document: places in degrees, times in ISO-8601."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from zaslin.domain.ids import CURRENT_POSITION, FireUnitId, PositionId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Alternative, Plan, Posture, Recommendation, Shot, Threat
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import plan as wire
from zaslin.wire.moment import written
from zaslin.wire.write.places import Place, places

ADVICE: wire.Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."

Copy = TypeVar("Copy", bound=Struct)
Stations = dict[tuple[FireUnitId, PositionId], wire.Place]


def plan_to_wire(plan: Plan, picture: Picture) -> wire.Plan:
    """The document of a plan that was made from ``picture``.

    Raises ``ValueError`` if it was made from another revision.
    """
    if plan.revision != picture.revision:
        raise ValueError(
            f"plan is for revision {plan.revision}; accepted: {picture.revision}, "
            "that of the picture"
        )
    frame = LocalFrame(picture.origin)
    stations = _stations(frame, picture)
    recommended = _shots(frame, stations, [line.shot for line in plan.recommendations])
    return wire.Plan(
        schema="zaslin/plan/1",
        advice=ADVICE,
        revision=plan.revision,
        made_at=written(plan.made_at_s),
        method=plan.method,
        value=plan.value,
        bound=plan.bound,
        bound_covers=_copy(wire.BoundCovers, plan.bound_covers),
        bound_all_launches=plan.bound_all_launches,
        gap=plan.gap,
        averted_share=plan.averted_share,
        undefended=plan.undefended,
        forecast_leak_meur=plan.forecast_leak_meur,
        terms=_copy(wire.Terms, plan.terms),
        times=_copy(wire.Times, plan.times),
        recommendations=tuple(
            _recommendation(line, shot)
            for line, shot in zip(plan.recommendations, recommended, strict=True)
        ),
        not_engaged=tuple(_copy(wire.NotEngaged, each) for each in plan.not_engaged),
        leakers=tuple(_copy(wire.Leaker, each) for each in plan.leakers),
        threats=tuple(_threat(each) for each in plan.threats),
        assets=tuple(
            _copy(
                wire.AssetOutlook,
                each,
                undefendable_at=_moment_or_none(each.undefendable_at_s),
            )
            for each in plan.assets
        ),
        stock_after=tuple(_copy(wire.StockAfter, each) for each in plan.stock_after),
        prices=tuple(_copy(wire.RoundPrice, each) for each in plan.prices),
        slot_prices=tuple(
            _copy(wire.SlotPrice, each, starts=written(each.starts_s))
            for each in plan.slot_prices
        ),
        postures=tuple(_posture(each, stations) for each in plan.postures),
        held_for_forecast=tuple(_shots(frame, stations, plan.held_for_forecast)),
        withdrawn=tuple(_copy(wire.WithdrawnPin, each) for each in plan.withdrawn),
    )


def _copy(kind: type[Copy], given: object, **other: object) -> Copy:
    """A wire object with the fields that it shares with a domain object by name."""
    shared = {
        name: getattr(given, name)
        for name in kind.__struct_fields__
        if name not in other
    }
    return kind(**shared, **other)


def _stations(frame: LocalFrame, picture: Picture) -> Stations:
    """Where each fire unit stands and may go."""
    named = [
        ((unit.id, place_id), position)
        for unit in picture.fire_units
        for place_id, position in (
            (CURRENT_POSITION, unit.position),
            *((place.id, place.position) for place in unit.prepared_positions),
        )
    ]
    at = places(frame, [position for _, position in named])
    return {name: _place(place) for (name, _), place in zip(named, at, strict=True)}


def _shots(
    frame: LocalFrame, stations: Stations, shots: Sequence[Shot]
) -> list[wire.Shot]:
    at = places(frame, [shot.intercept_at for shot in shots])
    return [
        _copy(
            wire.Shot,
            shot,
            launch_from=stations[shot.fire_unit, shot.position],
            launch=written(shot.launch_s),
            intercept=written(shot.intercept_s),
            assessed=written(shot.assessed_s),
            intercept_at=_place(place),
        )
        for shot, place in zip(shots, at, strict=True)
    ]


def _recommendation(line: Recommendation, shot: wire.Shot) -> wire.Recommendation:
    other = line.replacement
    return _copy(
        wire.Recommendation,
        line,
        **{name: getattr(shot, name) for name in shot.__struct_fields__},
        window=wire.Window(
            opens=written(line.window_opens_s), closes=written(line.window_closes_s)
        ),
        last_order=written(line.last_order_s),
        replacement=None if other is None else _alternative(other),
        alternatives=tuple(_alternative(each) for each in line.alternatives),
    )


def _alternative(given: Alternative) -> wire.Alternative:
    return _copy(wire.Alternative, given, launch=written(given.launch_s))


def _threat(given: Threat) -> wire.Threat:
    assets = tuple(_copy(wire.AssetThreat, each) for each in given.assets)
    return _copy(wire.Threat, given, assets=assets)


def _posture(given: Posture, stations: Stations) -> wire.Posture:
    place = stations[given.fire_unit, given.position]
    return _copy(wire.Posture, given, place=place)


def _place(place: Place) -> wire.Place:
    return wire.Place(
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        altitude_m=place.altitude_m,
    )


def _moment_or_none(time_s: float | None) -> str | None:
    return None if time_s is None else written(time_s)

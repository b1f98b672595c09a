"""Fire units, interceptor types, assets and populated areas of a document."""

from collections.abc import Iterator, Sequence
from math import radians

import numpy as np

from zaslin.domain.defence import (
    DefendedAsset,
    FireUnit,
    InterceptorType,
    Magazine,
    PkRange,
    PopulatedArea,
    PreparedPosition,
)
from zaslin.domain.ids import AssetId, FireUnitId, InterceptorTypeId, PositionId
from zaslin.domain.space import Position, Sector
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.build import build, rejected
from zaslin.wire.form import defence as wire
from zaslin.wire.places import horizontal, positions, seconds
from zaslin.wire.rejected import member

Station = wire.FireUnit | wire.PreparedPosition


def types_from_wire(
    given: Sequence[wire.InterceptorType], source: str
) -> tuple[InterceptorType, ...]:
    """The interceptor types of a picture."""

    def make(kind: wire.InterceptorType, place: str) -> InterceptorType:
        return InterceptorType(
            id=InterceptorTypeId(kind.id),
            kind=kind.kind,
            speed_mps=kind.speed_mps,
            min_range_m=kind.min_range_m,
            max_range_m=kind.max_range_m,
            min_altitude_m=kind.min_altitude_m,
            max_altitude_m=kind.max_altitude_m,
            pk={
                track_class: _pk_range(pk, source, member(f"{place}.pk", track_class))
                for track_class, pk in kind.pk.items()
            },
            best_range_m=kind.best_range_m,
            edge_pk_factor=kind.edge_pk_factor,
            dwell_s=kind.dwell_s,
            assessment_time_s=kind.assessment_time_s,
            cost_meur=kind.cost_meur,
            source=kind.source,
        )

    return build(source, "$.interceptor_types", given, make)


def units_from_wire(
    given: Sequence[wire.FireUnit], frame: LocalFrame, source: str
) -> tuple[FireUnit, ...]:
    """The fire units of a picture, with all their places converted at once."""
    stations: list[Station] = []
    at: list[str] = []
    for number, unit in enumerate(given):
        place = f"$.fire_units[{number}]"
        stations += [unit, *unit.prepared_positions]
        at.append(f"{place}.latitude_deg")
        at += [
            f"{place}.prepared_positions[{each}].latitude_deg"
            for each in range(len(unit.prepared_positions))
        ]
    where = iter(positions(frame, stations, source, at.__getitem__))
    sectors = iter(_sectors(frame, stations))

    def make(unit: wire.FireUnit, place: str) -> FireUnit:
        return _unit(unit, place, source, where, sectors)

    return build(source, "$.fire_units", given, make)


def assets_from_wire(
    given: Sequence[wire.DefendedAsset], frame: LocalFrame, source: str
) -> tuple[DefendedAsset, ...]:
    """The defended assets of a picture."""
    where = positions(
        frame, given, source, lambda index: f"$.assets[{index}].latitude_deg"
    )
    return tuple(
        DefendedAsset(
            id=AssetId(asset.id),
            position=position,
            value_meur=asset.value_meur,
            name=asset.name,
        )
        for asset, position in zip(given, where, strict=True)
    )


def areas_from_wire(
    given: Sequence[wire.PopulatedArea], frame: LocalFrame, source: str
) -> tuple[PopulatedArea, ...]:
    """The populated areas of a picture."""
    where = positions(
        frame, given, source, lambda index: f"$.populated_areas[{index}].latitude_deg"
    )
    return tuple(
        PopulatedArea(
            id=area.id,
            position=position,
            radius_m=area.radius_m,
            debris_meur=area.debris_meur,
        )
        for area, position in zip(given, where, strict=True)
    )


def _unit(
    unit: wire.FireUnit,
    place: str,
    source: str,
    where: Iterator[Position],
    sectors: Iterator[Sector | None],
) -> FireUnit:
    """A unit; takes its own place and those it may drive to, in this order."""
    position, sector = next(where), next(sectors)

    def prepared(given: wire.PreparedPosition, _: str) -> PreparedPosition:
        return PreparedPosition(
            id=PositionId(given.id),
            position=next(where),
            travel_time_s=given.travel_time_s,
            sector=next(sectors),
        )

    def magazine(given: wire.Magazine, _: str) -> Magazine:
        return Magazine(
            interceptor_type=InterceptorTypeId(given.interceptor_type),
            rounds_ready=given.rounds_ready,
            rounds_stored=given.rounds_stored,
            reload_time_s=given.reload_time_s,
            min_reserve=given.min_reserve,
            rails=given.rails,
            saved_value_meur=given.saved_value_meur,
        )

    return FireUnit(
        id=FireUnitId(unit.id),
        position=position,
        channels=unit.channels,
        magazines=build(source, f"{place}.magazines", unit.magazines, magazine),
        reaction_time_s=unit.reaction_time_s,
        setup_time_s=unit.setup_time_s,
        ready_at_s=0.0 if unit.ready_at is None else seconds(unit.ready_at),
        sector=sector,
        antenna_height_m=unit.antenna_height_m,
        sensor_range_m=unit.sensor_range_m,
        doctrine=unit.doctrine,
        prepared_positions=build(
            source, f"{place}.prepared_positions", unit.prepared_positions, prepared
        ),
    )


def _sectors(frame: LocalFrame, stations: Sequence[Station]) -> list[Sector | None]:
    """Sectors of fire, turned from true north to the frame's north."""
    stated = [station for station in stations if station.sector is not None]
    if not stated:
        return [None] * len(stations)
    centres = np.radians([each.sector.centre_deg for each in stated if each.sector])
    turned = iter(frame.grid_bearing_rad(*horizontal(stated), centres).tolist())
    return [
        Sector(next(turned), radians(station.sector.width_deg))
        if station.sector is not None
        else None
        for station in stations
    ]


def _pk_range(given: wire.PkRange, source: str, place: str) -> PkRange:
    try:
        return PkRange(given.low, given.high)
    except ValueError as error:
        raise rejected(source, place, given, error) from None

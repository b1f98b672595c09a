"""Fire units, interceptor types, assets and populated areas into a document."""

import math
from collections.abc import Iterator, Sequence

from zaslin.domain.defence import (
    DefendedAsset,
    FireUnit,
    InterceptorType,
    PopulatedArea,
    PreparedPosition,
)
from zaslin.domain.space import Sector
from zaslin.geometry.frames import LocalFrame
from zaslin.wire.form import defence as wire
from zaslin.wire.write.places import (
    Place,
    bearings_deg,
    iso_time,
    places,
    rounded,
)

Station = FireUnit | PreparedPosition


def types_to_wire(kinds: Sequence[InterceptorType]) -> tuple[wire.InterceptorType, ...]:
    """The interceptor types of a picture."""
    return tuple(
        wire.InterceptorType(
            id=kind.id,
            kind=kind.kind,
            speed_mps=kind.speed_mps,
            min_range_m=kind.min_range_m,
            max_range_m=kind.max_range_m,
            min_altitude_m=kind.min_altitude_m,
            max_altitude_m=kind.max_altitude_m,
            pk={
                track_class: wire.PkRange(low=pk.low, high=pk.high)
                for track_class, pk in kind.pk.items()
            },
            best_range_m=kind.best_range_m,
            edge_pk_factor=kind.edge_pk_factor,
            dwell_s=kind.dwell_s,
            assessment_time_s=kind.assessment_time_s,
            cost_meur=kind.cost_meur,
            source=kind.source,
        )
        for kind in kinds
    )


def units_to_wire(
    frame: LocalFrame, units: Sequence[FireUnit]
) -> tuple[wire.FireUnit, ...]:
    """The fire units of a picture."""
    stations: list[Station] = []
    for unit in units:
        stations += [unit, *unit.prepared_positions]
    at = places(frame, [station.position for station in stations])
    where = iter(zip(at, _sectors(frame, stations, at), strict=True))
    return tuple(_unit(unit, where) for unit in units)


def assets_to_wire(
    frame: LocalFrame, assets: Sequence[DefendedAsset]
) -> tuple[wire.DefendedAsset, ...]:
    """The defended assets of a picture."""
    at = places(frame, [asset.position for asset in assets])
    return tuple(
        wire.DefendedAsset(
            id=asset.id,
            latitude_deg=place.latitude_deg,
            longitude_deg=place.longitude_deg,
            altitude_m=place.altitude_m,
            value_meur=asset.value_meur,
            name=asset.name,
        )
        for asset, place in zip(assets, at, strict=True)
    )


def areas_to_wire(
    frame: LocalFrame, areas: Sequence[PopulatedArea]
) -> tuple[wire.PopulatedArea, ...]:
    """The populated areas of a picture."""
    at = places(frame, [area.position for area in areas])
    return tuple(
        wire.PopulatedArea(
            id=area.id,
            latitude_deg=place.latitude_deg,
            longitude_deg=place.longitude_deg,
            altitude_m=place.altitude_m,
            radius_m=area.radius_m,
            debris_meur=area.debris_meur,
        )
        for area, place in zip(areas, at, strict=True)
    )


def _unit(
    unit: FireUnit, where: Iterator[tuple[Place, wire.Sector | None]]
) -> wire.FireUnit:
    """A unit; takes its own place and those it may drive to, in this order."""
    place, sector = next(where)
    return wire.FireUnit(
        id=unit.id,
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        altitude_m=place.altitude_m,
        channels=unit.channels,
        magazines=tuple(
            wire.Magazine(
                interceptor_type=magazine.interceptor_type,
                rounds_ready=magazine.rounds_ready,
                rounds_stored=magazine.rounds_stored,
                reload_time_s=magazine.reload_time_s,
                min_reserve=magazine.min_reserve,
                rails=magazine.rails,
                saved_value_meur=magazine.saved_value_meur,
            )
            for magazine in unit.magazines
        ),
        reaction_time_s=unit.reaction_time_s,
        setup_time_s=unit.setup_time_s,
        ready_at=iso_time(unit.ready_at_s) if unit.ready_at_s else None,
        sector=sector,
        antenna_height_m=unit.antenna_height_m,
        sensor_range_m=unit.sensor_range_m,
        doctrine=unit.doctrine,
        prepared_positions=tuple(
            _prepared(position, *next(where)) for position in unit.prepared_positions
        ),
    )


def _prepared(
    position: PreparedPosition, place: Place, sector: wire.Sector | None
) -> wire.PreparedPosition:
    return wire.PreparedPosition(
        id=position.id,
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        altitude_m=place.altitude_m,
        travel_time_s=position.travel_time_s,
        sector=sector,
    )


def _sectors(
    frame: LocalFrame, stations: Sequence[Station], at: Sequence[Place]
) -> list[wire.Sector | None]:
    """Sectors of fire, turned from the frame's north to true north."""
    none = Sector(0.0, 0.0)
    centres = [(station.sector or none).centre_rad for station in stations]
    return [
        None
        if station.sector is None
        else wire.Sector(
            centre_deg=centre_deg,
            width_deg=rounded(math.degrees(station.sector.width_rad)),
        )
        for station, centre_deg in zip(
            stations, bearings_deg(frame, at, centres), strict=True
        )
    ]

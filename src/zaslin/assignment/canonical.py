"""Orders that follow from what things are, and from their ids only between equals.

So a relabelled or shuffled picture compiles to the same arrays, bit for bit.
Names, and what is only for people to read, play no part.
"""

from collections.abc import Mapping, Sequence

from zaslin.domain.defence import DefendedAsset, FireUnit, InterceptorType
from zaslin.domain.ids import AssetId, InterceptorTypeId
from zaslin.domain.space import Position, Sector
from zaslin.domain.track import ForecastTrack, ThreatClass, Track

_CLASSES = tuple(ThreatClass)

Key = tuple[object, ...]


def canonical_tracks(tracks: Sequence[Track]) -> list[Track]:
    """Tracks by place, course and everything else that is known of them."""
    return sorted(tracks, key=_track_key)


def canonical_forecast(ghosts: Sequence[ForecastTrack]) -> list[ForecastTrack]:
    """Forecast tracks as if they were live, then by their chance to appear."""
    return sorted(
        ghosts,
        key=lambda g: (*_track_key(g.track)[:-1], g.p_appears, g.track.id),
    )


def canonical_assets(
    assets: Sequence[DefendedAsset], priorities: Mapping[AssetId, float]
) -> list[DefendedAsset]:
    """Assets by place; of those at one place, the one that is worth less first."""
    return sorted(
        assets,
        key=lambda a: (
            a.position.east_m,
            a.position.north_m,
            a.value_meur * priorities.get(a.id, 1.0),
            a.id,
        ),
    )


def canonical_units(
    units: Sequence[FireUnit], types: Sequence[InterceptorType]
) -> list[FireUnit]:
    """Units by place, readiness, magazines and what these hold."""
    facts = {kind.id: _type_key(kind) for kind in types}
    return sorted(units, key=lambda u: (*_unit_key(u, facts), u.id))


def _track_key(track: Track) -> tuple[float | str, ...]:
    place, speed = track.position, track.velocity
    chances = track.class_probabilities
    means = track.identification
    return (
        place.east_m, place.north_m, place.altitude_m, speed.east_mps, speed.north_mps,
        track.measured_at_s, track.p_decoy, track.position_sigma_m,
        track.velocity_sigma_mps,
        *(chances.get(threat_class, 0.0) for threat_class in _CLASSES),
        "" if means is None else means.method,
        track.id,
    )  # fmt: skip


def _unit_key(unit: FireUnit, facts: Mapping[InterceptorTypeId, Key]) -> Key:
    return (
        *_place_key(unit.position),
        unit.channels, unit.ready_at_s, unit.doctrine, unit.reaction_time_s,
        unit.setup_time_s, unit.antenna_height_m, unit.sensor_range_m,
        _sector_key(unit.sector),
        tuple(
            (
                m.rounds_ready, m.rounds_stored, m.reload_time_s, m.min_reserve,
                m.rail_count, m.saved_value_meur,
                facts[m.interceptor_type],
            )
            for m in unit.magazines
        ),
        tuple(
            (*_place_key(p.position), p.travel_time_s, _sector_key(p.sector))
            for p in unit.prepared_positions
        ),
    )  # fmt: skip


def _type_key(kind: InterceptorType) -> Key:
    return (
        kind.kind, kind.speed_mps, kind.min_range_m, kind.max_range_m,
        kind.min_altitude_m, kind.max_altitude_m, kind.best_range_m,
        kind.edge_pk_factor, kind.dwell_s, kind.assessment_time_s, kind.cost_meur,
        tuple(sorted((c, pk.low, pk.high) for c, pk in kind.pk.items())),
    )  # fmt: skip


def _place_key(place: Position) -> tuple[float, float, float]:
    return place.east_m, place.north_m, place.altitude_m


def _sector_key(sector: Sector | None) -> tuple[float, ...]:
    return () if sector is None else (sector.centre_rad, sector.width_rad)

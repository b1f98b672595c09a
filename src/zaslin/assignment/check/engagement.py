"""One shot, computed anew: section 4."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from zaslin.assignment.check.geometry import (
    radio_horizon_m,
    time_of_flight,
    within_sector,
)
from zaslin.assignment.check.scene import Station
from zaslin.assignment.check.threat import TIE, Route
from zaslin.assignment.check.violation import Rule
from zaslin.domain.defence import InterceptorType, PopulatedArea
from zaslin.domain.space import Position
from zaslin.domain.track import Track

MICROSECOND = 1e-6


class Hit(NamedTuple):
    """Where and when a round meets the track on one route, and with what chance."""

    share: float
    flight_s: float
    at_s: float
    east_m: float
    north_m: float
    availability: float


class Outcome(NamedTuple):
    """What a shot comes to, over all routes on which it can be taken."""

    hits: tuple[Hit, ...]
    p_available: float
    flight_s: float


class Kill(NamedTuple):
    """Probabilities of kill: per round over its range, and of the whole salvo."""

    pk_low: float
    pk_planned: float
    pk_high: float
    p_kill: float


def outcome(
    track: Track,
    routes: Sequence[Route],
    station: Station,
    interceptor: InterceptorType,
    launch_s: float,
    age_s: float,
) -> Outcome | tuple[Rule, ...]:
    """Every route on which the shot can be taken, or why it cannot on any.

    ``age_s`` is the age of the track's report at the picture's instant.
    """
    horizon_m = radio_horizon_m(
        station.antenna_height_m, track.position.altitude_m - station.altitude_m
    )
    seen_to_m = min(station.sensor_range_m, horizon_m)
    hits: list[Hit] = []
    refusals: list[Rule] = []
    p_available = longest_s = 0.0
    for route in routes:
        hit = _hit(track, route, station, interceptor, launch_s, age_s, seen_to_m)
        if isinstance(hit, Rule):
            refusals.append(hit)
        else:
            hits.append(hit)
            p_available += hit.share * hit.availability
            if hit.flight_s > longest_s:
                longest_s = hit.flight_s
    if not hits:
        return tuple(refusals)
    return Outcome(tuple(hits), p_available, longest_s)


def _hit(
    track: Track,
    route: Route,
    station: Station,
    interceptor: InterceptorType,
    launch_s: float,
    age_s: float,
    seen_to_m: float,
) -> Hit | Rule:
    """The hit on one route, or the first test that fails."""
    share, start_east_m, start_north_m, east_mps, north_mps, starts_s, ends_s = route
    flown_s = launch_s - starts_s
    east_m = start_east_m + east_mps * flown_s - station.east_m
    north_m = start_north_m + north_mps * flown_s - station.north_m
    up_m = track.position.altitude_m - station.altitude_m
    flight_s = time_of_flight(
        east_m, north_m, up_m, east_mps, north_mps, interceptor.speed_mps
    )
    if flight_s is None:
        return Rule.ENVELOPE
    until_s = flight_s + interceptor.dwell_s
    at_s = launch_s + until_s
    if at_s > ends_s + MICROSECOND:
        return Rule.WINDOW
    hit_east_m = east_m + east_mps * until_s
    hit_north_m = north_m + north_mps * until_s
    across_m = math.hypot(hit_east_m, hit_north_m)
    range_m = math.hypot(across_m, up_m)
    if not interceptor.min_range_m <= range_m <= interceptor.max_range_m:
        return Rule.ENVELOPE
    if (
        not interceptor.min_altitude_m
        <= track.position.altitude_m
        <= interceptor.max_altitude_m
    ):
        return Rule.ALTITUDE
    if across_m > seen_to_m or math.hypot(east_m, north_m) > seen_to_m:
        return Rule.HORIZON
    sector = station.sector
    if sector is not None and not within_sector(
        hit_east_m, hit_north_m, sector.centre_rad, sector.width_rad
    ):
        return Rule.SECTOR
    return Hit(
        share,
        flight_s,
        at_s,
        station.east_m + hit_east_m,
        station.north_m + hit_north_m,
        _availability(track, interceptor, range_m, at_s + age_s),
    )


def _availability(
    track: Track, interceptor: InterceptorType, range_m: float, age_s: float
) -> float:
    """Range factor times the chance that the track is within reach after all."""
    factor = 1.0
    if range_m > interceptor.best_range_m:
        beyond = (range_m - interceptor.best_range_m) / (
            interceptor.max_range_m - interceptor.best_range_m
        )
        factor = 1.0 - beyond * (1.0 - interceptor.edge_pk_factor)
    sigma_m = math.hypot(track.position_sigma_m, track.velocity_sigma_mps * age_s)
    if sigma_m == 0.0:
        return factor
    margin = (interceptor.max_range_m - range_m) / sigma_m
    return factor * 0.5 * math.erfc(-margin / math.sqrt(2.0))


def likeliest(hits: Sequence[Hit], stated: Position) -> Hit:
    """The hit on the route with the largest share.

    Shares that differ only in rounding have no order: among them it is the hit
    that the plan speaks of, the one nearest to the place it states.
    """
    largest = max([hit.share for hit in hits]) * (1.0 - TIE)
    tied = [hit for hit in hits if hit.share >= largest]
    if len(tied) == 1:
        return tied[0]
    return min(
        tied,
        key=lambda hit: math.hypot(
            hit.east_m - stated.east_m, hit.north_m - stated.north_m
        ),
    )


def kill(
    track: Track,
    interceptor: InterceptorType,
    p_available: float,
    pk_point: float,
    salvo_size: int,
) -> Kill:
    """Probabilities of kill of a salvo that shares one availability."""
    low = high = 0.0
    for threat_class, p_class in track.class_probabilities.items():
        if (pk := interceptor.pk.get(threat_class)) is not None:
            low += p_class * pk.low
            high += p_class * pk.high
    point = low + pk_point * (high - low)
    return Kill(
        p_available * low,
        p_available * point,
        p_available * high,
        p_available * (1.0 - (1.0 - point) ** salvo_size),
    )


def debris(areas: Sequence[PopulatedArea], hit: Hit, p_kill: float) -> float:
    """Expected debris damage of a shot, if it is taken.

    Nine standard deviations out an area's share is below 1e-17 of its centre's.
    """
    east_m, north_m = hit.east_m, hit.north_m
    total = 0.0
    for area in areas:
        reach_m = 9.0 * area.radius_m
        place = area.position
        if (
            abs(place.east_m - east_m) < reach_m
            and abs(place.north_m - north_m) < reach_m
        ):
            off_m2 = (place.east_m - east_m) ** 2 + (place.north_m - north_m) ** 2
            total += area.debris_meur * math.exp(-0.5 * off_m2 / area.radius_m**2)
    return p_kill * total

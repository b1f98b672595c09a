"""One shot, computed anew: section 4."""

import math
from collections.abc import Sequence
from math import hypot
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
    altitude_m = track.position.altitude_m
    up_m = altitude_m - station.altitude_m
    horizon_m = radio_horizon_m(station.antenna_height_m, up_m)
    seen_to_m = min(station.sensor_range_m, horizon_m)
    # What is the same on every route is looked up once: nothing is done more often.
    speed_mps, dwell_s, sector = (
        interceptor.speed_mps,
        interceptor.dwell_s,
        station.sector,
    )
    least_m, most_m = interceptor.min_range_m, interceptor.max_range_m
    is_level = interceptor.min_altitude_m <= altitude_m <= interceptor.max_altitude_m
    hits: list[Hit] = []
    refusals: list[Rule] = []
    p_available = longest_s = 0.0
    for share, start_e, start_n, east_mps, north_mps, starts_s, ends_s in routes:
        flown_s = launch_s - starts_s
        east_m = start_e + east_mps * flown_s - station.east_m
        north_m = start_n + north_mps * flown_s - station.north_m
        flight_s = time_of_flight(east_m, north_m, up_m, east_mps, north_mps, speed_mps)
        if flight_s is None:
            refusals.append(Rule.ENVELOPE)
            continue
        until_s = flight_s + dwell_s
        at_s = launch_s + until_s
        hit_e = east_m + east_mps * until_s
        hit_n = north_m + north_mps * until_s
        across_m = hypot(hit_e, hit_n)
        range_m = hypot(across_m, up_m)
        if at_s > ends_s + MICROSECOND:
            refusals.append(Rule.WINDOW)
        elif not least_m <= range_m <= most_m:
            refusals.append(Rule.ENVELOPE)
        elif not is_level:
            refusals.append(Rule.ALTITUDE)
        elif across_m > seen_to_m or hypot(east_m, north_m) > seen_to_m:
            refusals.append(Rule.HORIZON)
        elif sector and not within_sector(
            hit_e, hit_n, sector.centre_rad, sector.width_rad
        ):
            refusals.append(Rule.SECTOR)
        else:
            chance = _availability(track, interceptor, range_m, at_s + age_s)
            p_available += share * chance
            longest_s = flight_s if flight_s > longest_s else longest_s
            place_m = station.east_m + hit_e, station.north_m + hit_n
            hits.append(Hit(share, flight_s, at_s, *place_m, chance))
    return Outcome(tuple(hits), p_available, longest_s) if hits else tuple(refusals)


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

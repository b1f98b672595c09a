"""Every shot of a plan, field by field: sections 2 and 4."""

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from zaslin.assignment.check.engagement import (
    MICROSECOND,
    Outcome,
    debris,
    kill,
    likeliest,
    outcome,
)
from zaslin.assignment.check.measures import (
    HOLD,
    TIGHT,
    Passage,
    is_forbidden,
    strictest,
    zone_broken,
)
from zaslin.assignment.check.scene import Known, Scene, Station
from zaslin.assignment.check.violation import (
    LENGTH_M,
    MONEY_MEUR,
    PROBABILITY,
    TIME_S,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.defence import FireUnit, FiringDoctrine, InterceptorType
from zaslin.domain.plan import Shot
from zaslin.domain.reason import ReasonCode

_UNTIMELY = (ReasonCode.STALE, ReasonCode.MEASURED_AFTER_NOW)

_FIELDS = (
    # Times are compared as seconds after now, where they keep their precision.
    ("intercept_s", Rule.INTERCEPT, TIME_S),
    ("assessed_s", Rule.ASSESSED, TIME_S),
    ("intercept_at.east_m", Rule.INTERCEPT, LENGTH_M),
    ("intercept_at.north_m", Rule.INTERCEPT, LENGTH_M),
    ("intercept_at.altitude_m", Rule.INTERCEPT, LENGTH_M),
    ("p_available", Rule.PK, PROBABILITY),
    ("pk_low", Rule.PK, PROBABILITY),
    ("pk_planned", Rule.PK, PROBABILITY),
    ("pk_high", Rule.PK, PROBABILITY),
    ("p_kill", Rule.PK, PROBABILITY),
    ("debris_meur", Rule.DEBRIS, MONEY_MEUR),
)
_STATED = attrgetter(*(name for name, _, _ in _FIELDS))
_MAGNITUDES = tuple(magnitude for _, _, magnitude in _FIELDS)


class Placed(NamedTuple):
    """A shot whose ids and launch slot make sense, with what they stand for."""

    shot: Shot
    where: str
    known: Known
    unit: FireUnit
    station: Station
    interceptor: InterceptorType
    slot: int


class Judged(NamedTuple):
    """A shot with the figures that follow from the picture, not from the plan."""

    placed: Placed
    end_slot: int
    p_kill: float
    debris_meur: float
    rounds: int


def judge_shots(
    scene: Scene, shots: Sequence[Shot], *, is_held: bool, found: list[Violation]
) -> list[Judged]:
    """Judge each shot by itself; add what is wrong to ``found``.

    ``is_held`` says that the shots are held for forecast tracks.
    A shot that cannot be made sense of is left out of the answer.
    """
    title = "held shot" if is_held else "shot"
    placed = [
        each
        for number, shot in enumerate(shots)
        if (each := _place(scene, shot, f"{title} {number}", found)) is not None
    ]
    found += permission_faults(scene, placed, is_held=is_held)
    found += doctrine_faults(scene, placed)
    return [
        judged for each in placed if (judged := _judge(scene, each, found)) is not None
    ]


def _place(
    scene: Scene, shot: Shot, title: str, found: list[Violation]
) -> Placed | None:
    """Look up what a shot names."""
    where = f"{title} at {shot.track} by {shot.fire_unit}"
    known = scene.tracks.get(shot.track)
    unit = scene.units.get(shot.fire_unit)
    station = scene.stations.get((shot.fire_unit, shot.position))
    interceptor = scene.types.get(shot.interceptor_type)
    if known is None or unit is None or station is None or interceptor is None:
        found.append(
            Violation(
                Rule.UNKNOWN,
                where,
                f"position {shot.position!r}, interceptor type "
                f"{shot.interceptor_type!r}: the picture does not hold all four ids",
            )
        )
        return None
    after_s = shot.launch_s - scene.picture.now_s
    params = scene.params
    slot = round(after_s / params.slot_s) if math.isfinite(after_s) else -1
    if not (
        0 <= slot < params.slot_count
        and abs(after_s - slot * params.slot_s) <= MICROSECOND
    ):
        detail = f"launch {after_s!r} s after now; accepted: a slot of the horizon"
        found.append(Violation(Rule.GRID, where, detail))
        return None
    return Placed(shot, where, known, unit, station, interceptor, slot)


def permission_faults(
    scene: Scene, shots: Iterable[Placed], *, is_held: bool
) -> Iterator[Violation]:
    """Identity, kind of track and refused pairings."""
    for placed in shots:
        known, shot, where = placed.known, placed.shot, placed.where
        if known.reason is not None:
            rule = Rule.STALE if known.reason in _UNTIMELY else Rule.IDENTITY
            yield Violation(rule, where, f"the hard filter says {known.reason}")
        if known.is_forecast is not is_held:
            kind = "a forecast" if known.is_forecast else "a live"
            yield Violation(Rule.IDENTITY, where, f"{kind} track does not belong here")
        if is_forbidden(
            scene.picture.control.forbidden,
            shot.track,
            shot.fire_unit,
            shot.interceptor_type,
        ):
            yield Violation(Rule.FORBIDDEN, where, "a person refused this pairing")


def doctrine_faults(scene: Scene, shots: Iterable[Placed]) -> Iterator[Violation]:
    """Magazine, salvo size and the earliest launch."""
    for placed in shots:
        shot, unit, where = placed.shot, placed.unit, placed.where
        if (unit.id, shot.interceptor_type) not in scene.magazines:
            detail = f"no magazine of {shot.interceptor_type!r}"
            yield Violation(Rule.MAGAZINE, where, detail)
        twice = (
            unit.doctrine is FiringDoctrine.SHOOT_SHOOT_LOOK
            and placed.interceptor.spends_rounds
        )
        if not 1 <= shot.salvo_size <= (2 if twice else 1):
            detail = f"salvo of {shot.salvo_size} under {unit.doctrine}"
            yield Violation(Rule.DOCTRINE, where, detail)
        launch_s = placed.slot * scene.params.slot_s
        known = placed.known
        appears_s = known.track.measured_at_s - scene.picture.now_s
        earliest_s = placed.station.earliest_s
        if known.is_forecast:
            earliest_s = max(earliest_s, appears_s)
        if launch_s < earliest_s - MICROSECOND:
            detail = f"launch {launch_s:g} s after now; accepted: from {earliest_s:g} s"
            yield Violation(Rule.WINDOW, where, detail)
        if launch_s < known.until_s - MICROSECOND:
            detail = f"launched before the look at {known.until_s:g} s after now"
            yield Violation(Rule.PINNED, where, detail)


def _judge(scene: Scene, placed: Placed, found: list[Violation]) -> Judged | None:
    """Compute a shot from the picture and compare every figure it states."""
    shot, where, known = placed.shot, placed.where, placed.known
    picture, params, interceptor = scene.picture, scene.params, placed.interceptor
    track = known.track
    if known.evaluation is None:
        return None
    launch_s = placed.slot * params.slot_s
    age_s = picture.now_s - track.measured_at_s
    result = outcome(
        track, known.evaluation.routes, placed.station, interceptor, launch_s, age_s
    )
    if not isinstance(result, Outcome):
        detail = "no route can be engaged: " + ", ".join(result)
        found += (Violation(rule, where, detail) for rule in dict.fromkeys(result))
        return None
    found += control_faults(scene, placed, result)
    how = track.identification
    if not known.is_forecast and how is not None:
        left_s = how.expires_s - picture.now_s - launch_s
        if left_s < -MICROSECOND:
            detail = f"launched {-left_s:g} s after the identification expires"
            found.append(Violation(Rule.IDENTITY, where, detail))
    chances = kill(
        track,
        interceptor,
        result.p_available,
        params.pk_point,
        max(0, shot.salvo_size),
    )
    # A figure exactly at the limit may be rounded to either side of it.
    if not (chances.p_kill > params.least_p_kill * (1.0 - 1e-9) and chances.p_kill > 0):
        found.append(Violation(Rule.PK, where, f"p_kill {chances.p_kill:g} is too low"))
    hit = likeliest(result.hits, shot.intercept_at)
    debris_meur = debris(picture.populated_areas, hit, chances.p_kill)
    busy_s = result.flight_s + interceptor.dwell_s + interceptor.assessment_time_s
    computed = (
        hit.at_s,
        launch_s + busy_s,
        hit.east_m,
        hit.north_m,
        track.position.altitude_m,
        result.p_available,
        *chances,
        debris_meur,
    )
    found += _figure_faults(placed, picture.now_s, computed)
    slots = max(1, math.ceil(busy_s / params.slot_s - 1e-9))
    return Judged(
        placed,
        placed.slot + slots,
        chances.p_kill,
        debris_meur,
        shot.salvo_size if interceptor.spends_rounds else 0,
    )


def _figure_faults(
    placed: Placed, now_s: float, computed: tuple[float, ...]
) -> list[Violation]:
    """Figures that the shot states and that are not what was computed."""
    intercept_s, assessed_s, *others = _STATED(placed.shot)
    stated = (intercept_s - now_s, assessed_s - now_s, *others)
    if not any(map(differs, stated, computed, _MAGNITUDES)):
        return []
    return [
        misstated(rule, placed.where, name, claim, value)
        for (name, rule, magnitude), claim, value in zip(
            _FIELDS, stated, computed, strict=True
        )
        if differs(claim, value, magnitude)
    ]


def control_faults(
    scene: Scene, placed: Placed, result: Outcome
) -> Iterator[Violation]:
    """Zones and weapons control along every route that can be engaged."""
    measures = scene.measures[placed.interceptor.id]
    station = placed.station
    here = (station.east_m, station.north_m)
    if measures.zones:
        altitude_m = placed.known.track.position.altitude_m
        passage = Passage(
            station_m=here,
            lowest_m=min(station.altitude_m, altitude_m),
            highest_m=max(station.altitude_m, altitude_m),
            launch_s=placed.slot * scene.params.slot_s,
            intercepts=tuple(
                ((hit.east_m, hit.north_m), hit.at_s) for hit in result.hits
            ),
        )
        zone = zone_broken(measures.zones, passage)
        if zone is not None:
            yield Violation(Rule.ZONE, placed.where, f"enters zone {zone!r}")
    status = measures.strictness
    if measures.local:
        there = [(hit.east_m, hit.north_m) for hit in result.hits]
        status = strictest(measures, [here, *there])
    if status == HOLD or (status == TIGHT and not placed.known.is_positive):
        name = "HOLD" if status == HOLD else "TIGHT without positive identification"
        yield Violation(Rule.WEAPONS_CONTROL, placed.where, name)

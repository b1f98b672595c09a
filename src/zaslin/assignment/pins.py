"""Pinned engagements: which still stand, and what they take from the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zaslin.assignment.airspace import station_strictness
from zaslin.assignment.eligibility import is_positive, is_threatening, refusal
from zaslin.assignment.stations import (
    HOLD_STRICTNESS,
    KINDS,
    TIGHT_STRICTNESS,
    Station,
    stations_of,
)
from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import WithdrawnPin
from zaslin.domain.reason import WITHDRAWAL_TEXT, ReasonCode
from zaslin.domain.space import Position
from zaslin.domain.track import Track
from zaslin.geometry.area import segment_meets

_MICROSECOND = 1e-6
"""By how much a time may miss a limit: absolute seconds are no finer than that."""


@dataclass(frozen=True, slots=True)
class Pins:
    """Pinned engagements sorted out.

    ``holding``: still occupy a channel (standing, or already in flight).
    ``spending``: standing and not yet launched, so their rounds are reserved.
    ``survival``: per track, the probability that it outlives its pinned shots.
    ``assessed_s``: per track, when the last of them is known.
    ``held``: per unit with such engagements, the only position it fights from.
    """

    holding: tuple[PinnedEngagement, ...]
    spending: tuple[PinnedEngagement, ...]
    survival: dict[TrackId, float]
    assessed_s: dict[TrackId, float]
    held: dict[FireUnitId, PositionId]
    withdrawn: tuple[WithdrawnPin, ...]


def sort_pins(picture: Picture, params: PlanParams) -> Pins:
    """Apply to what was pinned earlier what holds now.

    An authorised shot at a track that has since become friendly, civil or
    unidentified is withdrawn, not carried out; so is one that was not launched in
    time, or that has become forbidden or impossible before its launch. What is over
    counts no more: a track that is still there is a live threat.
    """
    tracks = {track.id: track for track in picture.tracks}
    refusals = {
        pin.track: (
            refusal(tracks[pin.track], picture.now_s, params)
            if pin.track in tracks
            else ReasonCode.STALE
        )
        for pin in picture.control.pinned
    }
    reasons, held = _reasons(picture, refusals)
    holding, spending, withdrawn = [], [], []
    survival: dict[TrackId, float] = {}
    assessed: dict[TrackId, float] = {}
    for index, pin in enumerate(picture.control.pinned):
        if _is_over(pin, picture.now_s):
            continue
        why = reasons.get(index)
        if why is not None:
            withdrawn.append(
                WithdrawnPin(
                    track=pin.track,
                    fire_unit=pin.fire_unit,
                    launched=pin.launched,
                    reason=why,
                    text=WITHDRAWAL_TEXT[why],
                )
            )
        if why is not None and not pin.launched:
            continue
        holding.append(pin)
        if not pin.launched:
            spending.append(pin)
        if pin.track in tracks and is_threatening(refusals[pin.track]):
            missed = (1.0 - pin.pk) ** pin.salvo_size
            survival[pin.track] = survival.get(pin.track, 1.0) * missed
            known_s = assessed.get(pin.track, pin.assessed_s)
            assessed[pin.track] = max(known_s, pin.assessed_s)
    return Pins(
        tuple(holding), tuple(spending), survival, assessed, held, tuple(withdrawn)
    )


def _reasons(
    picture: Picture, refusals: Mapping[TrackId, ReasonCode | None]
) -> tuple[dict[int, ReasonCode], dict[FireUnitId, PositionId]]:
    """Why pinned engagements, by index, are withdrawn, and where they hold units."""
    tracks = {track.id: track for track in picture.tracks}
    pinned = {pin.fire_unit for pin in picture.control.pinned}
    units = [unit for unit in picture.fire_units if unit.id in pinned]
    stations = stations_of(units, {}, picture.now_s)
    prohibited = _prohibitions(picture, stations)
    start = {(s.unit.id, s.position_id): s.position for s in stations}
    found, waiting = {}, []
    for index, pin in enumerate(picture.control.pinned):
        why = refusals[pin.track]
        if why is None and _is_missed(pin, picture.now_s):
            why = ReasonCode.ORDER_MISSED
        why = why or prohibited.get(index)
        if why is None and not pin.launched:
            why = _obstacle(picture, tracks[pin.track], pin, start[_station(pin)])
        if why is not None:
            found[index] = why
        elif not pin.launched:
            waiting.append(index)
    refused, held = _take_turns(picture, waiting)
    return found | refused, held


def _is_over(pin: PinnedEngagement, now_s: float) -> bool:
    """Whether the result of a launched engagement is due: known, or never to be."""
    return pin.launched and pin.assessed_s <= now_s + _MICROSECOND


def _is_missed(pin: PinnedEngagement, now_s: float) -> bool:
    """Whether the launch was due and is not reported."""
    return not pin.launched and pin.launch_s < now_s - _MICROSECOND


def _obstacle(
    picture: Picture, track: Track, pin: PinnedEngagement, start: Position
) -> ReasonCode | None:
    """What has come between an authorised engagement and its launch."""
    if _lapses(track, pin):
        return ReasonCode.IDENTIFICATION_EXPIRED
    return ReasonCode.ZONE if _enters_zone(picture, track, pin, start) else None


def _lapses(track: Track, pin: PinnedEngagement) -> bool:
    """Whether the identification has expired by the launch."""
    how = track.identification
    return how is not None and pin.launch_s > how.expires_s + _MICROSECOND


def _station(pin: PinnedEngagement) -> tuple[FireUnitId, PositionId]:
    """The station that a pinned engagement is launched from."""
    return pin.fire_unit, pin.position


def _planned_place(track: Track, pin: PinnedEngagement) -> Position:
    """Where it is to intercept; unstated, where the track flies to as measured."""
    if pin.intercept_at is not None:
        return pin.intercept_at
    ahead_s = max(0.0, pin.intercept_s - track.measured_at_s)
    return Position(
        track.position.east_m + ahead_s * track.velocity.east_mps,
        track.position.north_m + ahead_s * track.velocity.north_mps,
        track.position.altitude_m,
    )


def _enters_zone(
    picture: Picture, track: Track, pin: PinnedEngagement, start: Position
) -> bool:
    """Whether an active zone lies between the station and the intercept.

    A zone has to be active for more than a microsecond of the flight: rounding must
    not take back what the planning, whose times are counted from now, has permitted.
    """
    control, now_s = picture.control, picture.now_s
    if not control.zones:
        return False
    kind = next(t for t in picture.interceptor_types if t.id == pin.interceptor_type)
    end = _planned_place(track, pin)
    heights_m = (start.altitude_m, end.altitude_m)
    for zone in control.zones:
        if (
            (not zone.kinds or kind.kind in zone.kinds)
            and zone.active_until_s - now_s > pin.launch_s - now_s + _MICROSECOND
            and zone.active_from_s - now_s < pin.intercept_s - now_s - _MICROSECOND
            and zone.ceiling_m >= min(heights_m)
            and zone.floor_m <= max(heights_m)
        ):
            corners = np.array(zone.area.vertices_m, dtype=np.float64).T.copy()
            if segment_meets(
                corners[0], corners[1], 0, corners.shape[1],
                start.east_m, start.north_m, end.east_m, end.north_m,
            ):  # fmt: skip
                return True
    return False


def _take_turns(
    picture: Picture, waiting: Sequence[int]
) -> tuple[dict[int, ReasonCode], dict[FireUnitId, PositionId]]:
    """What those not yet launched, by index, cannot have, and where units are held.

    A round in flight says where its unit is, the last one if there are several; else
    the first order that stands does. Whoever comes later and needs the unit elsewhere,
    or rounds that are gone, has to wait for other orders.
    """
    pinned = picture.control.pinned
    flying = [p for p in pinned if p.launched and not _is_over(p, picture.now_s)]
    held = {
        pin.fire_unit: pin.position
        for pin in sorted(flying, key=lambda each: each.launch_s)
    }
    spends = {kind.id: kind.spends_rounds for kind in picture.interceptor_types}
    left = {
        (unit.id, magazine.interceptor_type): magazine.rounds_ready
        + magazine.rounds_stored
        for unit in picture.fire_units
        for magazine in unit.magazines
    }
    found = {}
    for index in sorted(waiting, key=lambda each: pinned[each].launch_s):
        pin = pinned[index]
        if _is_elsewhere(held, pin):
            found[index] = ReasonCode.OTHER_POSITION
            continue
        if spends[pin.interceptor_type]:
            if _is_short(left, pin):
                found[index] = ReasonCode.NO_ROUNDS
                continue
            key = (pin.fire_unit, pin.interceptor_type)
            left[key] = left.get(key, 0) - pin.salvo_size
        held[pin.fire_unit] = pin.position
    return found, held


def _is_elsewhere(held: Mapping[FireUnitId, PositionId], pin: PinnedEngagement) -> bool:
    """Whether the unit is held at a position other than that of the engagement."""
    return held.get(pin.fire_unit, pin.position) != pin.position


def _is_short(
    left: Mapping[tuple[FireUnitId, InterceptorTypeId], int], pin: PinnedEngagement
) -> bool:
    """Whether fewer rounds are left than the salvo takes."""
    return left.get((pin.fire_unit, pin.interceptor_type), 0) < pin.salvo_size


def _prohibitions(
    picture: Picture, stations: Sequence[Station]
) -> dict[int, ReasonCode]:
    """Why pinned engagements, by index, may no longer leave their station."""
    pinned, control = picture.control.pinned, picture.control
    if not pinned:
        return {}
    place = {(s.unit.id, s.position_id): i for i, s in enumerate(stations)}
    kinds = {t.id: KINDS.index(t.kind) for t in picture.interceptor_types}
    strictness = station_strictness(stations, control)
    positive = {track.id for track in picture.tracks if is_positive(track)}
    found = {}
    for i, pin in enumerate(pinned):
        status = strictness[place[_station(pin)], kinds[pin.interceptor_type]]
        if status == HOLD_STRICTNESS:
            found[i] = ReasonCode.WEAPONS_HOLD
        elif status == TIGHT_STRICTNESS and pin.track not in positive:
            found[i] = ReasonCode.WEAPONS_TIGHT
        elif any(_forbids(pairing, pin) for pairing in control.forbidden):
            found[i] = ReasonCode.FORBIDDEN
    return found


def _forbids(pairing: ForbiddenPairing, pin: PinnedEngagement) -> bool:
    return (
        pairing.track == pin.track
        and pairing.fire_unit in (None, pin.fire_unit)
        and pairing.interceptor_type in (None, pin.interceptor_type)
    )

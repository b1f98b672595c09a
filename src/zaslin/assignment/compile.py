"""Picture → Problem: the only place that knows both worlds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy import bool_, float64, int8, int32, int64
from numpy.typing import NDArray

from zaslin.assignment.airspace import measures_of, station_strictness
from zaslin.assignment.canonical import (
    canonical_assets,
    canonical_forecast,
    canonical_tracks,
    canonical_units,
)
from zaslin.assignment.eligibility import is_positive, is_threatening, refusal
from zaslin.assignment.kernel_opportunities import (
    AREA,
    FOUND,
    Grid,
    Sky,
    find_opportunities,
)
from zaslin.assignment.kernel_order import following_options, launch_order
from zaslin.assignment.kernel_shot import ROUTE, TRACK
from zaslin.assignment.pins import Pins, sort_pins
from zaslin.assignment.problem import Capacity, Options, Problem
from zaslin.assignment.reason_index import REASON_INDEX
from zaslin.assignment.stations import (
    Mount,
    Station,
    mount_records,
    mounts_of,
    stations_of,
)
from zaslin.domain.defence import DefendedAsset, PkRange
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import ThreatClass, Track
from zaslin.threat.evaluate import ThreatTable, evaluate

_CLASSES = tuple(ThreatClass)

_MICROSECOND = 1e-6
"""By how much a time may miss a limit: absolute seconds are no finer than that."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A problem with everything needed to read its answer in the picture's terms.

    ``tracks`` are the rows of the problem: engageable live tracks, then forecast
    ones. ``idle`` are threatening tracks that may not be shot at; their threat rows
    follow those of ``tracks`` in ``threats``.
    ``reason[track, mount]`` indexes ``reason_index.REASONS``.
    """

    picture: Picture
    params: PlanParams
    problem: Problem
    tracks: tuple[Track, ...]
    live_count: int
    idle: tuple[Track, ...]
    refused: tuple[tuple[Track, ReasonCode], ...]
    threats: ThreatTable
    assets: tuple[DefendedAsset, ...]
    stations: tuple[Station, ...]
    mounts: tuple[Mount, ...]
    sky: Sky
    pk_low: NDArray[float64]
    reason: NDArray[int8]
    pins: Pins
    shown_cost: float


def compile_picture(picture: Picture, params: PlanParams) -> Compiled:
    """Filter, evaluate threats, find every opportunity, and lay out capacities."""
    live, idle, refused = _sort_tracks(picture, params)
    ghosts = canonical_forecast(picture.forecast)
    tracks = (*live, *(ghost.track for ghost in ghosts))
    pins = sort_pins(picture, params)
    assets = tuple(canonical_assets(picture.assets, picture.control.priorities))
    counted = (*tracks, *idle)
    is_forecast = np.zeros(len(counted), dtype=bool_)
    is_forecast[len(live) : len(tracks)] = True
    threats = evaluate(
        counted,
        is_forecast,
        assets,
        picture.control.priorities,
        picture.now_s,
        params.threat,
    )
    units = canonical_units(picture.fire_units, picture.interceptor_types)
    stations = stations_of(units, pins.held, picture.now_s)
    strictness = station_strictness(stations, picture.control)
    mounts = mounts_of(stations, picture, pins.spending, strictness)
    pk_low, pk_high = _pk_mixture(tracks, picture)
    sky = Sky(
        tracks=_track_records(tracks, is_forecast, threats, picture.now_s, pins),
        routes=_route_records(threats, len(tracks)),
        mounts=mount_records(mounts, picture, params),
        pk_high=pk_high,
        pk_planned=pk_low + params.pk_point * (pk_high - pk_low),
        measures=measures_of(picture.control, picture.now_s),
        debris=_debris(picture),
    )
    reason = _prior_reasons(tracks, mounts, picture)
    options = _options(sky, params, reason)
    options, shown_cost = _price_changes(options, live, mounts, picture, params, pins)
    weight = np.ones(len(tracks))
    for j, track in enumerate(live):
        weight[j] = pins.survival.get(track.id, 1.0)
    weight[len(live) :] = [ghost.p_appears for ghost in ghosts]
    leaking = [
        v * pins.survival.get(t.id, 1.0)
        for t, v in zip(idle, threats.value_meur[len(tracks) :], strict=True)
    ]
    problem = Problem(
        options=options,
        capacity=_capacity(stations, mounts, pins, picture, params),
        value=threats.value_meur[: len(tracks)].copy(),
        weight=weight,
        constant=math.fsum(leaking) + shown_cost,
        max_shots_per_stage=params.max_shots_per_stage,
    )
    return Compiled(
        picture, params, problem, tracks, len(live), idle, refused, threats, assets,
        tuple(stations), tuple(mounts), sky, pk_low, reason, pins, shown_cost,
    )  # fmt: skip


def _sort_tracks(
    picture: Picture, params: PlanParams
) -> tuple[list[Track], tuple[Track, ...], tuple[tuple[Track, ReasonCode], ...]]:
    """Engageable, threatening but not engageable, and all refused with reasons."""
    live, idle, refused = [], [], []
    for track in canonical_tracks(picture.tracks):
        why = refusal(track, picture.now_s, params)
        if why is None:
            live.append(track)
            continue
        refused.append((track, why))
        if is_threatening(why):
            idle.append(track)
    return live, tuple(idle), tuple(refused)


def _debris(picture: Picture) -> NDArray[np.void]:
    areas = [
        (a.position.east_m, a.position.north_m, a.radius_m, a.debris_meur)
        for a in picture.populated_areas
    ]
    return np.array(areas, dtype=AREA)


def _track_records(
    tracks: Sequence[Track],
    is_forecast: NDArray[bool_],
    threats: ThreatTable,
    now_s: float,
    pins: Pins,
) -> NDArray[np.void]:
    records = np.zeros(len(tracks), dtype=TRACK)
    start_m, start_s = threats.start_m, threats.start_s[: len(tracks)]
    for axis, name in enumerate(("east_m", "north_m", "altitude_m")):
        records[name] = start_m[: len(tracks), axis]
    assessed_s = [pins.assessed_s.get(t.id, now_s) - now_s for t in tracks]
    records["start_s"] = start_s
    records["earliest_s"] = np.maximum(start_s, assessed_s)
    expires_s = [
        t.identification.expires_s if t.identification else np.inf for t in tracks
    ]
    # Forecast tracks are identified when they come.
    records["expires_s"] = np.where(
        is_forecast[: len(tracks)], np.inf, np.array(expires_s, dtype=float64) - now_s
    )
    records["measured_s"] = [t.measured_at_s - now_s for t in tracks]
    records["position_sigma_m"] = [t.position_sigma_m for t in tracks]
    records["velocity_sigma_mps"] = [t.velocity_sigma_mps for t in tracks]
    records["positive"] = is_forecast[: len(tracks)] | np.array(
        [is_positive(t) for t in tracks], dtype=bool_
    )
    return records


def _route_records(threats: ThreatTable, count: int) -> NDArray[np.void]:
    records = np.zeros(threats.route_weight[:count].shape, dtype=ROUTE)
    records["east_mps"] = threats.route_velocity_mps[:count, :, 0]
    records["north_mps"] = threats.route_velocity_mps[:count, :, 1]
    records["end_s"] = threats.route_end_s[:count]
    records["weight"] = threats.route_weight[:count]
    return records


def _pk_mixture(
    tracks: Sequence[Track], picture: Picture
) -> tuple[NDArray[float64], NDArray[float64]]:
    """Low and high pk per (track, interceptor type) over the class probabilities."""
    classes = np.array(
        [[t.class_probabilities.get(c, 0.0) for c in _CLASSES] for t in tracks],
        dtype=float64,
    ).reshape(-1, len(_CLASSES))
    never = PkRange(0.0, 0.0)
    ranges = [
        [kind.pk.get(c, never) for c in _CLASSES] for kind in picture.interceptor_types
    ]
    shape = (-1, len(_CLASSES))
    low = np.array([[pk.low for pk in row] for row in ranges], dtype=float64)
    high = np.array([[pk.high for pk in row] for row in ranges], dtype=float64)
    return classes @ low.reshape(shape).T, classes @ high.reshape(shape).T


def _prior_reasons(
    tracks: Sequence[Track], mounts: Sequence[Mount], picture: Picture
) -> NDArray[int8]:
    """Reason matrix before geometry: what mounts and people refuse."""
    row = [0 if m.refusal is None else REASON_INDEX[m.refusal] for m in mounts]
    reason = np.tile(np.array(row, dtype=int8), (len(tracks), 1))
    if not picture.control.forbidden:
        return reason
    index = {track.id: j for j, track in enumerate(tracks)}
    for pairing in picture.control.forbidden:
        if pairing.track not in index:
            continue
        for u, mount in enumerate(mounts):
            if pairing.fire_unit in (None, mount.station.unit.id) and (
                pairing.interceptor_type in (None, mount.interceptor_type.id)
            ):
                reason[index[pairing.track], u] = REASON_INDEX[ReasonCode.FORBIDDEN]
    return reason


def _options(sky: Sky, params: PlanParams, reason: NDArray[int8]) -> Options:
    """Run the kernel, enlarge its buffer as needed, sort by launch."""
    grid = Grid(
        params.slot_s, params.slot_count, params.starts_per_window, params.least_p_kill
    )
    tracks = len(sky.tracks)
    room = len(sky.mounts) * params.starts_per_window * 2
    found = np.empty(max(2 * room, 150 * tracks), dtype=FOUND)
    count = done = 0
    while done < tracks:
        done, count = find_opportunities(sky, grid, done, reason, found, count)
        if done < tracks:
            found = np.concatenate((found, found))
    return _sorted_options(found[:count], sky, params)


def _sorted_options(found: NDArray[np.void], sky: Sky, params: PlanParams) -> Options:
    tracks = len(sky.tracks)
    of_track = np.zeros(tracks + 1, dtype=int64)
    np.cumsum(np.bincount(found["track"], minlength=tracks), out=of_track[1:])
    order = launch_order(found, of_track, params.slot_count)
    lines = found[order]
    column = {name: np.ascontiguousarray(lines[name]) for name in FOUND.names or ()}
    spends = sky.mounts["spends_rounds"][column["mount"]]
    money = sky.mounts["money_per_round"][column["mount"]]
    return Options(
        of_track=of_track,
        track=column["track"],
        mount=column["mount"],
        launch=column["launch"],
        end=column["end"],
        following=following_options(column["launch"], column["end"], of_track),
        salvo=column["salvo"],
        rounds=(column["salvo"] * spends).astype(int32),
        p_available=column["p_available"],
        p_kill=column["p_kill"],
        money=money * column["salvo"],
        debris=params.debris_weight * column["debris"],
        harm=column["debris"],
        keep=np.zeros(len(found)),
        intercept_s=column["intercept_s"],
        assessed_s=column["assessed_s"],
        route=column["route"],
        window_opens=column["window_opens"],
        window_closes=column["window_closes"],
    )


def _price_changes(
    options: Options,
    live: Sequence[Track],
    mounts: Sequence[Mount],
    picture: Picture,
    params: PlanParams,
    pins: Pins,
) -> tuple[Options, float]:
    """Credit options that the operator already has on screen with the change cost."""
    within_s = params.change_tolerance_s + _MICROSECOND
    index = {t.id: j for j, t in enumerate(live) if t.id not in pins.assessed_s}
    shown = [shot for shot in picture.shown if shot.track in index]
    like: dict[tuple[str, str], list[int]] = {}
    for u, mount in enumerate(mounts):
        key = (mount.station.unit.id, mount.interceptor_type.id)
        like.setdefault(key, []).append(u)
    for shot in shown:
        j = index[shot.track]
        span = slice(int(options.of_track[j]), int(options.of_track[j + 1]))
        launch_s = picture.now_s + options.launch[span] * params.slot_s
        same = (
            np.isin(
                options.mount[span],
                like.get((shot.fire_unit, shot.interceptor_type), []),
            )
            & (options.salvo[span] == shot.salvo_size)
            & (np.abs(launch_s - shot.launch_s) <= within_s)
        )
        # One shot may keep several shown ones.
        options.keep[span] += params.change_cost_meur * same
    return options, params.change_cost_meur * len(shown)


def _capacity(
    stations: Sequence[Station],
    mounts: Sequence[Mount],
    pins: Pins,
    picture: Picture,
    params: PlanParams,
) -> Capacity:
    """Rounds, channels and rails left over by pinned engagements."""
    slots, now_s, slot_s = params.slot_count, picture.now_s, params.slot_s
    channels = np.empty((len(stations), slots), dtype=int32)
    for s, station in enumerate(stations):
        channels[s] = station.unit.channels
    station_of = {s.unit.id: i for i, s in reversed(list(enumerate(stations)))}
    for pin in pins.holding:
        first = max(0, math.floor((pin.launch_s - now_s + _MICROSECOND) / slot_s))
        last = math.ceil((pin.assessed_s - now_s - _MICROSECOND) / slot_s)
        channels[station_of[pin.fire_unit], first : max(first, last)] -= 1

    rail_row = np.full(len(mounts), -1, dtype=int32)
    reload_slots = np.zeros(len(mounts), dtype=int32)
    rails: list[NDArray[int32]] = []
    for m, mount in enumerate(mounts):
        magazine = mount.magazine
        if magazine.rounds_stored == 0 or magazine.reload_time_s == 0.0:
            continue
        if not mount.interceptor_type.spends_rounds:
            continue
        rail_row[m] = len(rails)
        reload_slots[m] = math.ceil(magazine.reload_time_s / slot_s)
        row = np.full(slots, magazine.rail_count, dtype=int32)
        row[: reload_slots[m]] = magazine.rounds_ready
        for pin in pins.spending:
            if (pin.fire_unit, pin.interceptor_type) == (
                mount.station.unit.id,
                magazine.interceptor_type,
            ):
                after_s = pin.launch_s - now_s + _MICROSECOND
                first = max(0, math.floor(after_s / slot_s))
                row[first : first + reload_slots[m]] -= pin.salvo_size
        rails.append(row)
    return Capacity(
        mount_station=np.array([m.station_index for m in mounts], dtype=int32),
        mount_rounds=np.array([m.rounds for m in mounts], dtype=int32),
        rail_row=rail_row,
        reload_slots=reload_slots,
        station_unit=np.array([s.unit_index for s in stations], dtype=int32),
        channels=np.maximum(channels, 0),
        rails=np.maximum(np.array(rails, dtype=int32).reshape(len(rails), slots), 0),
    )

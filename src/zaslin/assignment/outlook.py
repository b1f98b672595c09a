"""What is left after the plan: leakers, silent tracks, assets and stock."""

import math
from collections.abc import Sequence

import numpy as np

from zaslin.assignment.compile import Compiled
from zaslin.assignment.eligibility import is_threatening
from zaslin.assignment.interpret import CERTAIN, PlannedShot
from zaslin.assignment.problem import Floats
from zaslin.assignment.silence import reason_without_options, reasons_with_options
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.plan import (
    AssetOutlook,
    AssetThreat,
    Leaker,
    NotEngaged,
    StockAfter,
    Threat,
)
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.track import Track


def threats_of(compiled: Compiled) -> tuple[Threat, ...]:
    """Threat values of all live threatening tracks, largest first."""
    live, table = compiled.live_count, compiled.threats
    tracks = (*compiled.tracks[:live], *compiled.idle)
    rows = [*range(live), *_idle_rows(compiled)]
    factors = (table.value_meur, table.lethality, table.p_none)
    threats = [
        _threat(track, assets, *figures)
        for track, assets, *figures in zip(
            tracks,
            _asset_threats(compiled, rows),
            *(factor[rows].tolist() for factor in factors),
            strict=True,
        )
    ]
    return tuple(sorted(threats, key=lambda t: (-t.threat_value_meur, t.track)))


def _idle_rows(compiled: Compiled) -> range:
    first = len(compiled.tracks)
    return range(first, first + len(compiled.idle))


def _threat(
    track: Track,
    assets: tuple[AssetThreat, ...],
    value: float,
    lethality: float,
    p_none: float,
) -> Threat:
    return Threat(
        track=track.id,
        threat_value_meur=value,
        p_decoy=track.p_decoy,
        lethality=lethality,
        p_no_asset=p_none,
        assets=assets,
        other_assets_meur=value - math.fsum(a.contribution_meur for a in assets),
        time_to_impact_s=assets[0].time_to_impact_s if assets else None,
    )


def _asset_threats(
    compiled: Compiled, rows: Sequence[int]
) -> list[tuple[AssetThreat, ...]]:
    """For each row the assets that its routes lead to, in their order.

    All rows at once: arrays are slow to pick single numbers from.
    """
    table, assets = compiled.threats, compiled.assets
    priorities = compiled.picture.control.priorities
    used = (table.route_asset >= 0) & (table.route_weight > 0.0)
    place, route = np.nonzero(used[rows])
    row = np.array(rows, dtype=np.int64)[place]
    which = table.route_asset[row, route]
    columns = (
        place, which, table.p_asset[row, which], table.lethality[row],
        table.contribution_meur[row, which], table.route_end_s[row, route],
    )  # fmt: skip
    threats: list[list[AssetThreat]] = [[] for _ in rows]
    for at, a, p_asset, lethality, contribution, end_s in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        asset = assets[a]
        threats[at].append(
            AssetThreat(
                asset=asset.id,
                p_asset=p_asset,
                priority=priorities.get(asset.id, 1.0),
                damage_meur=asset.value_meur * lethality,
                contribution_meur=contribution,
                time_to_impact_s=end_s,
            )
        )
    return [tuple(each) for each in threats]


def not_engaged(
    compiled: Compiled, shots: Sequence[PlannedShot], missed: Floats
) -> tuple[NotEngaged, ...]:
    """Every live track without a shot, with its reason; worst leak first."""
    engaged = {planned.row for planned in shots if planned.row < compiled.live_count}
    outbid = reasons_with_options(compiled, _rounds_left(compiled, shots))
    lines = []
    for j in range(compiled.live_count):
        if j in engaged:
            continue
        why = _reason(compiled, j, outbid[j])
        value = float(compiled.problem.value[j])
        leak = float(compiled.problem.weight[j] * missed[j]) * value
        lines.append(_silent(compiled.tracks[j].id, why, value, leak))
    idle = {
        t.id: row for t, row in zip(compiled.idle, _idle_rows(compiled), strict=True)
    }
    for track, why in compiled.refused:
        value = leak = 0.0
        if is_threatening(why):
            value = float(compiled.threats.value_meur[idle[track.id]])
            leak = value * compiled.pins.survival.get(track.id, 1.0)
        lines.append(_silent(track.id, why, value, leak))
    return tuple(sorted(lines, key=lambda line: (-line.expected_leak_meur, line.track)))


def _rounds_left(compiled: Compiled, shots: Sequence[PlannedShot]) -> Floats:
    """Rounds per mount that the plan leaves unused in expectation."""
    options = compiled.problem.options
    left = compiled.problem.capacity.mount_rounds.astype(np.float64)
    for planned in shots:
        used = planned.shot.p_needed * float(options.rounds[planned.option])
        left[options.mount[planned.option]] -= used
    return left


def _silent(track: TrackId, why: ReasonCode, value: float, leak: float) -> NotEngaged:
    return NotEngaged(
        track=track, reason=why, text=REASON_TEXT[why],
        threat_value_meur=value, expected_leak_meur=leak,
    )  # fmt: skip


def _reason(compiled: Compiled, j: int, outbid: ReasonCode) -> ReasonCode:
    if compiled.tracks[j].id in compiled.pins.survival:
        return ReasonCode.PINNED
    options = compiled.problem.options
    if options.of_track[j] == options.of_track[j + 1]:
        return reason_without_options(compiled, j)
    return outbid


def leakers(compiled: Compiled, missed: Floats) -> tuple[Leaker, ...]:
    """Every threatening track with what is expected to get through, worst first."""
    lines = []
    for j in range(compiled.live_count):
        p_leak = float(compiled.problem.weight[j] * missed[j])
        lines.append(_leaker(compiled, j, compiled.tracks[j].id, p_leak))
    for track, row in zip(compiled.idle, _idle_rows(compiled), strict=True):
        p_leak = compiled.pins.survival.get(track.id, 1.0)
        lines.append(_leaker(compiled, row, track.id, p_leak))
    return tuple(sorted(lines, key=lambda line: (-line.expected_leak_meur, line.track)))


def _leaker(compiled: Compiled, row: int, track: TrackId, p_leak: float) -> Leaker:
    table = compiled.threats
    asset = int(table.route_asset[row, 0])
    known = asset >= 0 and table.route_weight[row, 0] > 0.0
    return Leaker(
        track=track,
        p_leak=p_leak,
        expected_leak_meur=p_leak * float(table.value_meur[row]),
        likely_asset=compiled.assets[asset].id if known else None,
        time_to_impact_s=float(table.route_end_s[row, 0]) if known else None,
    )


def asset_outlooks(compiled: Compiled, missed: Floats) -> tuple[AssetOutlook, ...]:
    """Expected damage per asset without and with the plan, worst first."""
    live, problem, table = compiled.live_count, compiled.problem, compiled.threats
    idle = list(_idle_rows(compiled))
    survive = [compiled.pins.survival.get(track.id, 1.0) for track in compiled.idle]
    steady = np.array(survive) @ table.contribution_meur[idle] if idle else 0.0
    weight = problem.weight[:live]
    before = weight @ table.contribution_meur[:live] + steady
    after = (weight * missed[:live]) @ table.contribution_meur[:live] + steady
    closes = _undefendable(compiled)
    lines = [
        AssetOutlook(
            asset=asset.id,
            damage_undefended_meur=float(before[a]),
            damage_expected_meur=float(after[a]),
            undefendable_at_s=closes.get(a),
        )
        for a, asset in enumerate(compiled.assets)
    ]
    return tuple(
        sorted(lines, key=lambda line: (-line.damage_expected_meur, line.asset))
    )


def _undefendable(compiled: Compiled) -> dict[int, float]:
    """Per asset, the last launch that can meet a track most likely bound there."""
    options = compiled.problem.options
    latest: dict[int, int] = {}
    for j in range(compiled.live_count):
        first, last = int(options.of_track[j]), int(options.of_track[j + 1])
        asset = int(compiled.threats.route_asset[j, 0])
        if first == last or asset < 0:
            continue
        slot = int(options.window_closes[first:last].max())
        latest[asset] = max(latest.get(asset, 0), slot)
    now_s, slot_s = compiled.picture.now_s, compiled.params.slot_s
    return {asset: now_s + slot * slot_s for asset, slot in latest.items()}


def stock_after(
    compiled: Compiled, shots: Sequence[PlannedShot]
) -> tuple[StockAfter, ...]:
    """Every magazine with what the plan takes from it."""
    committed: dict[tuple[FireUnitId, InterceptorTypeId], int] = {}
    expected: dict[tuple[FireUnitId, InterceptorTypeId], float] = {}
    held: dict[tuple[FireUnitId, InterceptorTypeId], float] = {}
    for pin in compiled.pins.spending:
        key = (pin.fire_unit, pin.interceptor_type)
        committed[key] = committed.get(key, 0) + pin.salvo_size
        expected[key] = expected.get(key, 0.0) + pin.salvo_size
    for planned in shots:
        shot = planned.shot
        key = (shot.fire_unit, shot.interceptor_type)
        if planned.row >= compiled.live_count:
            held[key] = held.get(key, 0.0) + shot.p_needed * shot.salvo_size
            continue
        if shot.p_needed > CERTAIN:
            committed[key] = committed.get(key, 0) + shot.salvo_size
        expected[key] = expected.get(key, 0.0) + shot.p_needed * shot.salvo_size
    lines = {}
    for mount in compiled.mounts:
        key = (mount.station.unit.id, mount.interceptor_type.id)
        if not mount.interceptor_type.spends_rounds or key in lines:
            continue
        stock = mount.magazine.rounds_ready + mount.magazine.rounds_stored
        lines[key] = StockAfter(
            fire_unit=key[0],
            interceptor_type=key[1],
            rounds_before=stock,
            rounds_committed=committed.get(key, 0),
            rounds_expected=expected.get(key, 0.0),
            rounds_for_forecast=held.get(key, 0.0),
            min_reserve=mount.reserve,
            rounds_after=stock - committed.get(key, 0),
        )
    return tuple(lines[key] for key in sorted(lines))

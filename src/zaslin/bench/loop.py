"""How long a large night takes, re-planned at a fixed interval, and where it goes."""

import cProfile
import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from pstats import Stats
from typing import Any

from zaslin.bench.machine import Machine, this_machine
from zaslin.bootstrap.simulation import load_setting
from zaslin.bootstrap.study import fly_setting
from zaslin.sim.profile import Span
from zaslin.sim.scenario import Scenario, Wave
from zaslin.sim.setting import Setting

_NIGHT_S = 5400.0
_WARNING_S = 600.0
_PARTS = (
    ("check", "assignment/check"),
    ("compile, prices, plan, explain", "assignment"),
    ("threat and geometry", "threat"),
    ("threat and geometry", "geometry"),
    ("desk, journal", "ops"),
    ("desk, journal", "domain"),
    ("raid, sensors, crews, people", "sim"),
)
"""Parts of the program by where they stand; the first that fits counts."""
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopReport:
    """One night, timed and then profiled.

    ``total_s`` and the others are wall-clock seconds on one core, the best of
    ``repeats``; ``shares`` are those of the program's parts in a profile of the same
    night, whatever they call in libraries included.
    """

    machine: Machine
    tracks: int
    units: int
    interval_s: float
    night_s: float
    policy: str
    seed: int
    repeats: int
    plans: int
    total_s: float
    planning_s: float
    replan_median_s: float
    replan_p99_s: float
    shares: Mapping[str, float]


def run_loop(
    tracks: int,
    interval_s: float,
    policy: str,
    seed: int,
    repeats: int,
    progress: Callable[[str], None],
) -> LoopReport:
    """Fly the shipped saturation raid, thinned out and drawn out, and time it."""
    machine = this_machine()
    progress("loop: a first night, so that everything is compiled")
    fly_setting(load_setting("tiny"), policy, seed)
    setting = large_night(tracks, interval_s)
    runs = []
    for repeat in range(repeats):
        progress(f"loop: night {repeat + 1} of {repeats}")
        gc.collect()
        runs.append(fly_setting(setting, policy, seed))
    best = min(runs, key=lambda run: run.timing.total_s)
    progress("loop: profiling the same night")
    profile = cProfile.Profile(time.process_time)
    profile.runcall(fly_setting, setting, policy, seed)
    return LoopReport(
        machine=machine,
        tracks=best.result.objects,
        units=len(setting.defence.fire_units),
        interval_s=interval_s,
        night_s=setting.scenario.duration_s,
        policy=policy,
        seed=seed,
        repeats=repeats,
        plans=best.result.plans,
        total_s=best.timing.total_s,
        planning_s=best.timing.planning_s,
        replan_median_s=best.timing.replan_median_s,
        replan_p99_s=best.timing.replan_p99_s,
        shares=shares(Stats(profile)),
    )


def large_night(tracks: int, interval_s: float) -> Setting:
    """The saturation raid with so many objects, over an hour and a half."""
    setting = load_setting("saturation")
    scenario = setting.scenario
    count = sum(wave.count for wave in scenario.waves)
    waves = tuple(_thinned(wave, scenario, tracks / count) for wave in scenario.waves)
    return replace(
        setting,
        name="large_night",
        scenario=replace(
            scenario,
            waves=waves,
            duration_s=_WARNING_S + _NIGHT_S,
            replanning=replace(
                scenario.replanning, interval_s=interval_s, shortest_s=interval_s
            ),
        ),
    )


def _thinned(wave: Wave, scenario: Scenario, share: float) -> Wave:
    """A share of a wave, its times drawn out with the whole raid's."""
    first_s = min(each.arrives_s.low for each in scenario.waves)
    last_s = max(each.arrives_s.high for each in scenario.waves)
    scale = _NIGHT_S / (last_s - first_s)
    span = wave.arrives_s
    return replace(
        wave,
        count=round(wave.count * share),
        arrives_s=Span(
            _WARNING_S + (span.low - first_s) * scale,
            _WARNING_S + (span.high - first_s) * scale,
        ),
    )


def shares(stats: Stats) -> dict[str, float]:
    """Share of the time that each part of the program takes.

    Time in a library counts for the part that called it, one call deep.
    """
    seconds = dict.fromkeys((*(name for name, _ in _PARTS), ELSEWHERE), 0.0)
    lines: Mapping[Any, Any] = vars(stats)["stats"]
    for function, (_, _, own_s, _, callers) in lines.items():
        part = part_of(function[0])
        if part is not None:
            seconds[part] += own_s
            continue
        told_s = 0.0
        for caller, (_, _, there_s, _) in callers.items():
            seconds[part_of(caller[0]) or ELSEWHERE] += there_s
            told_s += there_s
        seconds[ELSEWHERE] += max(0.0, own_s - told_s)
    total = sum(seconds.values()) or 1.0
    return {name: spent / total for name, spent in seconds.items()}


def part_of(file: str) -> str | None:
    """The part of the program that a source file is in; None outside of it."""
    _, package, inside = Path(file).as_posix().rpartition("/zaslin/")
    if not package:
        return None
    for name, folder in _PARTS:
        if inside.startswith(f"{folder}/"):
            return name
    return ELSEWHERE

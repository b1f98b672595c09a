"""How fast and how good a live plan is, picture by picture: ``zaslin bench live``.

Every picture is a synthetic raid of a stated size and seed. What a user waits for is
timed through the public door of the optimiser; the parts of a warm re-plan are timed
once more on their own. Kernels are warmed first. Before the timing of each picture
the garbage collector runs and then forgets what lives (``gc.freeze``), as the command
line does after its imports; it stays switched on.
"""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from zaslin.assignment.baselines import BASELINES
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan, plan_by
from zaslin.assignment.prices import carry_prices
from zaslin.assignment.solvers.dual import find_prices
from zaslin.assignment.stop import MaxIterations, Never
from zaslin.bench.live_report import (
    SIZES,
    LiveReport,
    LiveSize,
    Size,
    Standing,
    mean_of,
    ratio,
    spread_of,
)
from zaslin.bench.machine import this_machine
from zaslin.config.at_desk import at_desk
from zaslin.config.settings import DeskSettings
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import Plan
from zaslin.sim.synthetic import moved, synthetic_raid

MOVED_S = 15.0
"""How much later the picture of the warm re-plan is."""

DONE = {
    "compile": "compile a picture",
    "compile_changed": "compile the changed picture",
    "floor_made": "floor made, after compile",
    "floor_checked": "floor checked, after compile",
    "floor_shown": "floor with a plan on the screen, checked",
    "first_plan": "first bounded plan, from the picture",
    "full_plan": "full plan, from the picture",
    "warm_plan": "warm re-plan with bound, from the picture",
}
"""What is timed."""

FULL, FIRST, FLOOR = "plan", "first_plan", "floor"
OWN = (FULL, FIRST, FLOOR)
"""Methods that are zaslin's own; the others are the baselines."""

_WARM_UP = Size(tracks=40, units=8)


class _Outcome(NamedTuple):
    """What a method's plan comes to."""

    value: float
    rounds: float


@dataclass(frozen=True, slots=True)
class _Sample:
    """All measured on one picture."""

    options: int
    seconds: Mapping[str, float]
    floor_parts: Mapping[str, float]
    warm_parts: Mapping[str, float]
    outcomes: Mapping[str, _Outcome]
    bound: float
    undefended: float
    warm_to_bound: float


def run_live(
    sizes: Sequence[Size] = SIZES,
    pictures: int = 30,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
    params: PlanParams | None = None,
) -> LiveReport:
    """Measure speed and quality on synthetic raids.

    Parameters
    ----------
    sizes
        Tracks against fire units.
    pictures
        How many of each size; each has its own seed, made of ``seed``, its size and
        its number, so that adding pictures or sizes changes none of the others.
    seed
        Of everything drawn.
    progress
        Told in a few words what is being done.
    params
        Planning parameters; by default the default ones.
    """
    if pictures < 1:
        raise ValueError(f"pictures is {pictures}; accepted: at least 1")
    tell = progress or _nobody
    params = params or PlanParams()
    machine = this_machine()
    tell("warming the kernels")
    _measure(_WARM_UP, np.random.default_rng(seed), params)
    return LiveReport(
        machine=machine,
        seed=seed,
        moved_s=MOVED_S,
        sizes=tuple(_run_size(size, pictures, seed, tell, params) for size in sizes),
    )


def _nobody(_: str) -> None:
    """Nobody is listening."""


def _run_size(
    size: Size,
    pictures: int,
    seed: int,
    tell: Callable[[str], None],
    params: PlanParams,
) -> LiveSize:
    samples = []
    for number in range(pictures):
        tell(f"{size}: picture {number + 1} of {pictures}")
        rng = np.random.default_rng([seed, size.tracks, size.units, number])
        samples.append(_measure(size, rng, params))
    return LiveSize(
        size=size,
        pictures=pictures,
        options=mean_of([sample.options for sample in samples]),
        seconds={
            name: spread_of([sample.seconds[name] for sample in samples])
            for name in DONE
        },
        floor_parts={
            name: spread_of([sample.floor_parts[name] for sample in samples])
            for name in samples[0].floor_parts
        },
        warm_parts={
            name: spread_of([sample.warm_parts[name] for sample in samples])
            for name in samples[0].warm_parts
        },
        standings={
            method: _standing(method, samples) for method in samples[0].outcomes
        },
        bound_meur=mean_of([sample.bound for sample in samples]),
        undefended_meur=mean_of([sample.undefended for sample in samples]),
        warm_to_bound=mean_of([sample.warm_to_bound for sample in samples]),
    )


def _standing(method: str, samples: Sequence[_Sample]) -> Standing:
    own = [(sample, sample.outcomes[method]) for sample in samples]
    return Standing(
        value_meur=mean_of([each.value for _, each in own]),
        to_bound=mean_of([ratio(each.value, sample.bound) for sample, each in own]),
        plan_to_it=mean_of(
            [ratio(sample.outcomes[FULL].value, each.value) for sample, each in own]
        ),
        averted=mean_of(
            [
                ratio(sample.undefended - each.value, sample.undefended - sample.bound)
                for sample, each in own
            ]
        ),
        rounds=mean_of([each.rounds for _, each in own]),
    )


def _measure(size: Size, rng: np.random.Generator, params: PlanParams) -> _Sample:
    """One picture: the plans first, then what they are compared with."""
    picture = synthetic_raid(size.tracks, size.units, rng)
    later = moved(picture, MOVED_S, rng)
    gc.collect()
    gc.freeze()
    clock = time.perf_counter
    floor = plan(picture, params, MaxIterations(0), clock=clock)
    # As many units of work as there are price steps: the plan built from the prices,
    # before any search.
    first = plan(picture, params, MaxIterations(params.price_steps), clock=clock)
    full = plan(picture, params, clock=clock)
    later = replace(later, shown=_firm(full))
    warm = plan(later, params, previous=full, clock=clock)
    steadied = at_desk(params, DeskSettings().change_cost_meur)
    steady = plan(later, steadied, MaxIterations(0), clock=clock)
    floor_parts = _floor_parts(floor)
    warm_parts = _warm_parts(later, params, full, warm)
    outcomes = {FULL: _outcome(full), FIRST: _outcome(first), FLOOR: _outcome(floor)}
    for method, baseline in BASELINES.items():
        outcomes[method] = _outcome(plan_by(picture, params, baseline))
    gc.unfreeze()
    return _Sample(
        options=compile_picture(picture, params).problem.option_count,
        seconds={
            "compile": floor.times.compile_s,
            "compile_changed": warm.times.compile_s,
            "floor_made": floor.times.floor_s,
            "floor_checked": sum(floor_parts.values()),
            "floor_shown": sum(_floor_parts(steady).values()),
            "first_plan": first.times.total_s,
            "full_plan": full.times.total_s,
            "warm_plan": warm.times.total_s,
        },
        floor_parts=floor_parts,
        warm_parts=warm_parts,
        outcomes=outcomes,
        bound=full.bound,
        undefended=full.undefended,
        warm_to_bound=ratio(warm.value, warm.bound),
    )


def _firm(shown: Plan) -> tuple[ShownShot, ...]:
    """What the operator has on screen of a plan and would not like to see change."""
    return tuple(
        ShownShot(
            track=line.shot.track,
            fire_unit=line.shot.fire_unit,
            interceptor_type=line.shot.interceptor_type,
            salvo_size=line.shot.salvo_size,
            launch_s=line.shot.launch_s,
        )
        for line in shown.recommendations
        if line.firm
    )


def _outcome(made: Plan) -> _Outcome:
    rounds = sum(
        line.rounds_expected + line.rounds_for_forecast for line in made.stock_after
    )
    return _Outcome(made.value, rounds)


def _floor_parts(floor: Plan) -> dict[str, float]:
    """Seconds from the compiled picture to the checked floor, by what they went to."""
    times = floor.times
    return {
        "floor": times.floor_s,
        "write": times.explain_s,
        "check": times.check_s,
    }


def _warm_parts(
    picture: Picture, params: PlanParams, previous: Plan, warm: Plan
) -> dict[str, float]:
    """Seconds of a warm re-plan, by what they went to.

    The plan's own stopwatch has larger parts: prices and bound are measured once more
    alone, and what then remains is the rest of the part they belong to.
    """
    compiled = compile_picture(picture, params)
    laps = [time.perf_counter()]
    carried = carry_prices(previous, compiled)
    laps.append(time.perf_counter())
    prices, _ = find_prices(compiled.problem, carried, params.warm_price_steps, Never())
    laps.append(time.perf_counter())
    lower_bound(compiled.problem, prices)
    laps.append(time.perf_counter())
    carry_s, prices_s, bound_s = np.diff(laps).tolist()
    times = warm.times
    solve_s = times.prices_s + times.improve_s
    return {
        "compile": times.compile_s,
        "floor": times.floor_s,
        "carry prices": carry_s,
        "price steps": prices_s,
        "build from prices": max(0.0, solve_s - carry_s - prices_s),
        "bound": bound_s,
        "write and explain": max(0.0, times.explain_s - bound_s),
        "check": times.check_s,
    }

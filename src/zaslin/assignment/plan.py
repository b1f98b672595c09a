"""The one public door of the optimiser: a picture in, a checked plan out."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from zaslin.assignment.bound import lower_bound
from zaslin.assignment.check import PlanRejected, check_plan
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.explain import Explained, recommend
from zaslin.assignment.interpret import miss_probabilities, planned_shots, terms_of
from zaslin.assignment.outlook import (
    asset_outlooks,
    leakers,
    not_engaged,
    stock_after,
    threats_of,
)
from zaslin.assignment.prices import carry_prices, name_prices
from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.assignment.solvers.solve import (
    Effort,
    Solution,
    floor,
    nothing,
    refine,
    solution_of,
)
from zaslin.assignment.static_case import solve_static, static_case
from zaslin.assignment.stop import Never, Stop
from zaslin.assignment.stopwatch import Stopwatch
from zaslin.assignment.witness import witness_arrays
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import BoundCovers, Plan, Posture

_MOST_STARTS = 1000
"""Launch times of one window that the parameters allow."""
_LIKELY, _FORESEEN = 0.1, 2
"""A study's plan goes on at a track while a shot is needed so often, up to so many."""


def plan(
    picture: Picture,
    params: PlanParams | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    *,
    previous: Plan | None = None,
    clock: Callable[[], float] | None = None,
    on_plan: Callable[[Plan], None] | None = None,
) -> Plan:
    """Allocate shots for one picture; every plan that leaves here was checked.

    Parameters
    ----------
    picture
        The situation; all positions in metres in its local frame.
    params
        Planning parameters; the defaults are notional.
    stop
        When to stop improving. The greedy floor is made first; it is what comes back,
        checked, if the stop is reached by then or if a better plan fails its check.
        Without a stop every phase runs to its own end, and the same picture,
        parameters and seed give the same plan, byte for byte.
    seed
        Seed of the ruin-and-recreate search.
    previous
        An earlier plan whose prices warm up the dual.
    clock
        Monotonic seconds, for ``Plan.times``; without it they are zero.
    on_plan
        Called with each checked plan as it is found: the floor, the first one with
        prices and so with a bound, and the last one, explained.

    Returns
    -------
    Plan
        Value, bound and terms in notional million euro; see docs/mathematics.md.

    Raises
    ------
    zaslin.assignment.check.PlanRejected
        If the independent checker objects to the plan: a defect, never shown.

    Examples
    --------
    >>> import zaslin
    >>> picture = zaslin.build_raid("2025-09-07", "03:00", seed=1)
    >>> floor = zaslin.plan(picture, stop=zaslin.MaxIterations(0))
    >>> floor.method, floor.value < floor.undefended
    ('floor', True)
    """
    return plan_with_witness(
        picture, params, stop, seed, previous=previous, clock=clock, on_plan=on_plan
    )[0]


def plan_with_witness(
    picture: Picture,
    params: PlanParams | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    *,
    previous: Plan | None = None,
    clock: Callable[[], float] | None = None,
    on_plan: Callable[[Plan], None] | None = None,
) -> tuple[Plan, dict[str, NDArray[Any]]]:
    """As :func:`plan`, with the arrays that let a stranger recompute its proof."""
    params, stop = params or PlanParams(), stop or Never()
    watch = Stopwatch(clock)
    compiled = compile_picture(picture, params)
    problem = compiled.problem
    watch.lap("compile_s")
    warm = _carried(previous, compiled)
    hurried = stop.reached(0)
    unhurried = warm is not None and on_plan is None and isinstance(stop, Never)
    best = least = nothing(problem) if unhurried else floor(problem)
    watch.lap("floor_s")
    if on_plan is not None or hurried:
        shown = _checked(compiled, best, watch, Explained.NONE)
        (on_plan or _nobody)(shown)
        if hurried:
            return shown, witness_arrays(problem, best, shown.bound)
    effort = _effort(params, stop, is_warm=warm is not None)
    steps = refine(problem, best, warm, effort, stop, Generator(PCG64(seed)))
    for number, found in enumerate(steps):
        best = found
        # The first solution comes with the prices, the others are improvements.
        watch.lap("improve_s" if number else "prices_s")
        if number == 0 and on_plan is not None:
            # What the checker rejects is not shown; the last plan will say so.
            with suppress(PlanRejected):
                on_plan(_checked(compiled, best, watch, Explained.NONE))
    if effort.exact_when_small:
        best = _static(problem, best)
    explained = Explained.ALL if warm is None else Explained.FIRST_SHOTS
    everywhere = warm is None and isinstance(stop, Never)
    try:
        final = _checked(compiled, best, watch, explained, everywhere=everywhere)
    except PlanRejected:
        # Better the checked floor than nothing; its method says what happened.
        # A quiet re-plan has skipped the floor so far.
        least = floor(problem) if unhurried else least
        best = least._replace(method="floor, better plan rejected")
        final = _checked(compiled, best, watch, Explained.NONE)
    (on_plan or _nobody)(final)
    return final, witness_arrays(problem, best, final.bound)


def replan(
    picture: Picture,
    params: PlanParams,
    *,
    previous: Plan | None = None,
    clock: Callable[[], float] | None = None,
) -> Plan:
    """A checked and bounded plan for a study: from prices alone, unexplained.

    What :func:`plan` does with a previous plan, but without alternatives, refusal
    effects and search even for the first plan of a night, so that thousands of them
    can be made.  Parameters as there; every run of it gives the same plan.
    """
    watch = Stopwatch(clock)
    compiled = compile_picture(picture, params)
    problem = compiled.problem
    watch.lap("compile_s")
    warm = _carried(previous, compiled)
    steps = params.price_steps if warm is None else params.warm_price_steps
    effort = Effort(steps, 0, 0, exact_when_small=False)
    best = nothing(problem)
    for found in refine(problem, best, warm, effort, Never(), Generator(PCG64(0))):
        best = found
    best = _foreseen(problem, best)
    watch.lap("prices_s")
    try:
        return _checked(compiled, best, watch, Explained.NONE)
    except PlanRejected:
        least = floor(problem)._replace(method="floor, better plan rejected")
        return _checked(compiled, least, watch, Explained.NONE)


def _foreseen(problem: Problem, solution: Solution) -> Solution:
    """The solution without follow-ups that are hardly ever needed.

    Only the ends of chains go, so what is left is needed no more often than before.
    """
    if problem.option_count == 0:
        return solution
    place = np.arange(solution.chain.shape[1])
    used = place < solution.length[:, np.newaxis]
    p_kill = problem.options.p_kill[np.where(used, solution.chain, 0)]
    reached = np.cumprod(np.where(used, 1.0 - p_kill, 1.0), axis=1)
    likely = np.ones_like(used)
    likely[:, 1:] = (reached[:, :-1] >= _LIKELY) & (place[1:] < _FORESEEN)
    length = (used & np.logical_and.accumulate(likely, axis=1)).sum(axis=1)
    if (length == solution.length).all():
        return solution
    return solution_of(
        problem,
        solution.chain,
        length.astype(solution.length.dtype),
        solution.prices,
        solution.method,
    )


def _carried(previous: Plan | None, compiled: Compiled) -> DualPrices | None:
    """Prices of an earlier plan; a floor has none worth carrying over."""
    if previous is None or previous.method.startswith("floor"):
        return None
    return carry_prices(previous, compiled)


def _effort(params: PlanParams, stop: Stop, *, is_warm: bool) -> Effort:
    """A re-plan from earlier prices needs a few steps only."""
    if is_warm:
        return Effort(params.warm_price_steps, 0, 0, exact_when_small=False)
    return Effort(
        params.price_steps,
        params.sweeps,
        params.ruin_rounds,
        # The exact programmes cannot be interrupted by a clock.
        exact_when_small=isinstance(stop, Never),
    )


def _static(problem: Problem, best: Solution) -> Solution:
    """The exact optimum where the picture is a static problem, else what there is."""
    case = static_case(problem)
    answer = None if case is None else solve_static(problem, case)
    if answer is None:
        return best
    return solution_of(problem, answer.chain, answer.length, answer.prices, "static")


def _bound(problem: Problem, solution: Solution, value: float) -> float:
    """The certificate; above the value only by what rounding explains.

    Damage and cost are never negative, so neither is the least of them. A bound that
    is really above the value is left as it is, for the checker to reject.
    """
    bound = max(0.0, lower_bound(problem, solution.prices))
    return min(bound, value) if bound <= value * (1.0 + 1e-9) + 1e-9 else bound


def _bound_all_launches(
    compiled: Compiled, solution: Solution, value: float
) -> float | None:
    """The certificate over every launch of the grid, at the same prices.

    Units, magazines and slots are the same, so the prices fit.
    """
    params = compiled.params
    if params.slot_count > _MOST_STARTS:
        return None
    fine = replace(params, starts_per_window=params.slot_count)
    problem = compile_picture(compiled.picture, fine).problem
    return _bound(problem, solution, value)


def plan_by(
    picture: Picture,
    params: PlanParams,
    method: Callable[[Problem], Solution],
    *,
    clock: Callable[[], float] | None = None,
) -> Plan:
    """Plan with another method, valued and checked just as :func:`plan` does it.

    For comparisons: see :mod:`zaslin.assignment.baselines`. Alternatives and refusal
    effects are left out.
    """
    watch = Stopwatch(clock)
    compiled = compile_picture(picture, params)
    watch.lap("compile_s")
    solution = method(compiled.problem)
    watch.lap("improve_s")
    return _checked(compiled, solution, watch, Explained.NONE)


def _nobody(_: Plan) -> None:
    """Nobody is listening."""


def _checked(
    compiled: Compiled,
    solution: Solution,
    watch: Stopwatch,
    explained: Explained,
    *,
    everywhere: bool = False,
) -> Plan:
    """Write a solution out as a plan and let the independent checker decide."""
    made = _write(compiled, solution, watch, explained)
    watch.lap("explain_s")
    if everywhere:
        wider = _bound_all_launches(compiled, solution, made.value)
        made = replace(made, bound_all_launches=wider)
        watch.lap("improve_s")
    check_plan(compiled.picture, compiled.params, made)
    watch.lap("check_s")
    return watch.stamp(made)


def _write(
    compiled: Compiled, solution: Solution, watch: Stopwatch, explained: Explained
) -> Plan:
    shots = planned_shots(compiled, solution)
    live = [p for p in shots if p.row < compiled.live_count]
    missed = miss_probabilities(compiled, solution)
    round_prices, slot_prices = name_prices(compiled, solution.prices)
    terms = terms_of(compiled, solution, shots)
    problem = compiled.problem
    return Plan(
        revision=compiled.picture.revision,
        made_at_s=compiled.picture.now_s,
        method=solution.method,
        value=terms.total,
        bound=_bound(problem, solution, terms.total),
        bound_covers=BoundCovers(starts_per_window=compiled.params.starts_per_window),
        undefended=float(problem.weight @ problem.value) + problem.constant,
        forecast_leak_meur=float(
            (problem.weight * missed * problem.value)[compiled.live_count :].sum()
        ),
        terms=terms,
        shots=tuple(p.shot for p in live),
        recommendations=recommend(compiled, solution, live, explained),
        not_engaged=not_engaged(compiled, shots, missed),
        leakers=leakers(compiled, missed),
        threats=threats_of(compiled),
        assets=asset_outlooks(compiled, missed),
        stock_after=stock_after(compiled, shots),
        prices=round_prices,
        slot_prices=slot_prices,
        postures=_postures(compiled, solution),
        held_for_forecast=tuple(p.shot for p in shots if p.row >= compiled.live_count),
        withdrawn=compiled.pins.withdrawn,
        times=watch.times(),
    )


def _postures(compiled: Compiled, solution: Solution) -> tuple[Posture, ...]:
    """Where each unit with shots fights from, and each one held somewhere else."""
    held = compiled.pins.held.items()
    used = sorted(
        {(unit, place) for unit, place in held if place != CURRENT_POSITION}
        | {
            (s.unit.id, s.position_id)
            for s in (
                compiled.mounts[compiled.problem.options.mount[i]].station
                for j in range(compiled.problem.track_count)
                for i in solution.chain[j, : solution.length[j]].tolist()
            )
        }
    )
    return tuple(Posture(fire_unit=unit, position=place) for unit, place in used)

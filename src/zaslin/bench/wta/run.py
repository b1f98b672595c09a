"""The static solver beside its rivals: the same instances, one process, one clock.

Every method gets the instance as it is and the same time limit.  What it returns is an
assignment; feasibility and value are found out here, by the definition of the problem,
and nothing that a method says about itself is taken over except its proven bound.
"""

import contextlib
import ctypes
import gc
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from zaslin.assignment.wta.instance import Ints, WtaInstance
from zaslin.assignment.wta.objective import value_of
from zaslin.assignment.wta.rivals import MOST_PAIRS, RIVALS, Answer, Budget, Rival
from zaslin.assignment.wta.solve import solve
from zaslin.bench.live_report import ratio
from zaslin.bench.machine import this_machine
from zaslin.bench.wta.instances import CASES, Case, instance_of
from zaslin.bench.wta.report import OURS, BenchReport, CaseReport, Run

LIMIT_S = 15.0

_WARM_UP = (
    Case(family="andersen", weapons=8, targets=12, rounds=2),
    Case(family="layered", weapons=4, targets=12, rounds=0),
)


def run_bench(
    cases: Sequence[Case] = CASES,
    seed: int = 1,
    limit_s: float = LIMIT_S,
    progress: Callable[[str], None] | None = None,
) -> BenchReport:
    """Run every method on every instance.

    Parameters
    ----------
    cases
        The instances.
    seed
        Of everything drawn.
    limit_s
        Seconds that each method has for each instance. Rules that do not search
        take the time they take.
    progress
        Told in a few words what is being done.
    """
    tell = progress or _nobody
    machine = this_machine()
    tell("warming the kernels")
    for case in _WARM_UP:
        _run_case(case, seed, 2.0, _nobody)
    return BenchReport(
        machine=machine,
        seed=seed,
        limit_s=limit_s,
        cases=tuple(_run_case(case, seed, limit_s, tell) for case in cases),
    )


def ours(instance: WtaInstance, budget: Budget) -> Answer:
    """Our own solver, through the same door as its rivals."""
    result = solve(
        instance,
        seed=budget.seed,
        clock=time.perf_counter,
        time_limit_s=budget.left_s(),
    )
    return Answer(result.assignment, result.bound)


def is_feasible(instance: WtaInstance, assignment: Ints) -> bool:
    """Whether no magazine is overspent; there are no other constraints here."""
    weapon, target, rounds = assignment.T
    spent = np.zeros(instance.weapon_count, dtype=np.int64)
    np.add.at(spent, weapon, rounds)
    named = ((target >= 0) & (target < instance.target_count)).all()
    return bool(named and (rounds > 0).all() and (spent <= instance.rounds).all())


def _run_case(
    case: Case, seed: int, limit_s: float, tell: Callable[[str], None]
) -> CaseReport:
    instance = instance_of(case, seed)
    rounds = int(instance.rounds.sum())
    first = None
    runs = []
    for name, method in {OURS: ours, **RIVALS}.items():
        tell(f"{case}: {name}")
        most = MOST_PAIRS.get(name)
        if most is not None and case.weapons * case.targets > most:
            why = f"more than {most:,} pairs of weapons and targets"
            runs.append(Run(solver=name, skipped=why))
            continue
        run = _timed(name, method, instance, seed, limit_s, first)
        first = run.value if first is None else first
        runs.append(run)
    return CaseReport(case=case, rounds=rounds, runs=tuple(runs))


def _timed(
    name: str,
    method: Rival,
    instance: WtaInstance,
    seed: int,
    limit_s: float,
    our_value: float | None,
) -> Run:
    gc.collect()
    with _nothing_printed():
        started = time.perf_counter()
        budget = Budget(seed, lambda: limit_s - (time.perf_counter() - started))
        answer = method(instance, budget)
        seconds = time.perf_counter() - started
    if not is_feasible(instance, answer.assignment):
        raise RuntimeError(f"{name} returned an assignment that is not feasible")
    value = value_of(instance, answer.assignment)
    return Run(
        solver=name,
        value=value,
        bound=None if answer.bound is None else _finite(answer.bound),
        seconds=seconds,
        ratio=ratio(value, value if our_value is None else our_value),
    )


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


@contextlib.contextmanager
def _nothing_printed() -> Iterator[None]:
    """Keep standard output clean of what a solver's own library prints there."""
    if sys.stdout is not None:
        sys.stdout.flush()
    library = ctypes.CDLL(None)
    library.fflush(None)
    try:
        kept = os.dup(1)
    except OSError:
        # Closed: then nothing can be printed either.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        library.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _nobody(_: str) -> None:
    """Nobody is listening."""

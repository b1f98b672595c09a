"""Our solver's time and memory against the size, family by family."""

import ctypes
import gc
import math
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from zaslin.assignment.wta.result import WtaStatus
from zaslin.assignment.wta.solve import solve
from zaslin.bench.machine import this_machine
from zaslin.bench.wta.instances import Case, instance_of
from zaslin.bench.wta.report import Growth, Point, ScalingReport

LARGEST = 1000
LIMIT_S = 600.0
SIZES = (100, 200, 500, 1000, 2000, 5000, 10_000)


class Ladder(NamedTuple):
    """A family whose instances grow in proportion.

    A size N has N / ``per_weapon`` weapons and N / ``per_target`` targets.
    """

    name: str
    family: str
    per_weapon: int
    per_target: int
    rounds: int

    def at(self, size: int) -> Case:
        """The instance of a size."""
        return Case(
            family=self.family,
            weapons=max(1, size // self.per_weapon),
            targets=max(1, size // self.per_target),
            rounds=self.rounds,
        )


LADDERS = (
    Ladder("ahuja, W = T", "ahuja", 1, 1, 1),
    Ladder("ahuja, W = 2T", "ahuja", 1, 2, 1),
    Ladder("andersen, 1 round", "andersen", 2, 1, 1),
    Ladder("andersen, 2 rounds", "andersen", 2, 1, 2),
    Ladder("andersen, 3 rounds", "andersen", 2, 1, 3),
    Ladder("layered, T = 20W", "layered", 20, 1, 0),
)


def run_scaling(
    ladders: Sequence[Ladder] = LADDERS,
    largest: int = LARGEST,
    seed: int = 1,
    limit_s: float = LIMIT_S,
    progress: Callable[[str], None] | None = None,
) -> ScalingReport:
    """Solve each family at growing sizes.

    Parameters
    ----------
    ladders
        The families.
    largest
        The last of the sizes; a family stops before it at a size without a proof.
    seed
        Of everything drawn.
    limit_s
        Seconds for each instance.
    progress
        Told in a few words what is being done.
    """
    tell = progress or _nobody
    machine = this_machine()
    tell("warming the kernels")
    for ladder in ladders:
        _solved(ladder.at(40), 40, seed, limit_s)
    families = []
    for ladder in ladders:
        points: list[Point] = []
        for size in sizes_to(largest):
            tell(f"{ladder.name}: {ladder.at(size)}")
            points.append(_solved(ladder.at(size), size, seed, limit_s))
            if not points[-1].is_proven:
                break
        families.append(
            Growth(family=ladder.name, points=tuple(points), exponent=fitted(points))
        )
    return ScalingReport(
        machine=machine, seed=seed, limit_s=limit_s, families=tuple(families)
    )


def sizes_to(largest: int) -> tuple[int, ...]:
    """The usual sizes below the largest, and the largest itself."""
    return (*(size for size in SIZES if size < largest), largest)


def fitted(points: Sequence[Point]) -> float | None:
    """Exponent of size in the seconds: least squares on logarithms.

    The smallest size is left out: there the fixed costs of a solve are most of it.
    """
    proven = [point for point in points[1:] if point.is_proven]
    if len(proven) < 2:
        return None
    x = np.log([point.size for point in proven])
    y = np.log([point.seconds for point in proven])
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return slope if math.isfinite(slope) else None


def _solved(case: Case, size: int, seed: int, limit_s: float) -> Point:
    instance = instance_of(case, seed)
    gc.collect()
    _forget_peak()
    started = time.perf_counter()
    result = solve(instance, seed=seed, clock=time.perf_counter, time_limit_s=limit_s)
    seconds = time.perf_counter() - started
    return Point(
        case=case,
        size=size,
        rounds=int(instance.rounds.sum()),
        value=result.value,
        bound=result.bound,
        is_proven=result.status is WtaStatus.OPTIMAL,
        seconds=seconds,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    )


def _forget_peak() -> None:
    """Give back what earlier solves freed, and start the record of memory anew.

    Both only where the system lets us; elsewhere the peak is that of all solves so far.
    """
    # Freed memory stays with the process otherwise, and would be counted again.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _nobody(_: str) -> None:
    """Nobody is listening."""

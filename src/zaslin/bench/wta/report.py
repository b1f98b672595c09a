"""What ``zaslin wta bench`` finds out, as data."""

from dataclasses import dataclass

from zaslin.bench.machine import Machine
from zaslin.bench.wta.instances import Case

OURS = "zaslin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One method on one instance.

    ``value``: recomputed from the assignment, by the definition of the problem.
    ``bound``: proven, where the method proves one.
    ``ratio``: value over that of ours.
    ``skipped``: why it was not run; there is then no other figure.
    """

    solver: str
    value: float | None = None
    bound: float | None = None
    seconds: float | None = None
    ratio: float | None = None
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """All methods on one instance; ``rounds`` are those of all weapons together."""

    case: Case
    rounds: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchReport:
    """One run of ``zaslin wta bench``."""

    machine: Machine
    seed: int
    limit_s: float
    cases: tuple[CaseReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Our solver on one size.

    ``size`` is the larger of weapons and targets; ``peak_mb`` the most memory that
    the process held during the solve, instance, interpreter and compiled code included.
    """

    case: Case
    size: int
    rounds: int
    value: float
    bound: float
    is_proven: bool
    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One family over its sizes.

    ``exponent`` of seconds ∝ size^exponent, over the proven sizes above the smallest;
    none with fewer than two of them.
    """

    family: str
    points: tuple[Point, ...]
    exponent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingReport:
    """One run of ``zaslin wta bench --scaling``."""

    machine: Machine
    seed: int
    limit_s: float
    families: tuple[Growth, ...]

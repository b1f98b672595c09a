"""What was measured of a service under load."""

from collections.abc import Mapping
from dataclasses import dataclass

from zaslin.bench.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """Of a list of measurements; all of them 0 if there is none."""

    count: int
    median: float
    p99: float
    largest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time at one rate.

    ``to_picture_ms``: from a report to the first console that shows it, or a newer one
    of the same track.
    ``plan_age_s``: age of the word of a planner when the next one came.
    ``memory_mb``: of all processes of the service, at the start, middle and end.
    """

    name: str
    seconds: float
    rate_per_s: float
    offered: int
    accepted: int
    shed: int
    rejected: int
    refused: Mapping[str, int]
    unanswered: int
    answered_ms: Percentiles
    to_picture_ms: Percentiles
    plan_age_s: Percentiles
    beats_without_plan: int
    states: Mapping[str, int]
    events: int
    received_mb: float
    memory_mb: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReport:
    """A whole measurement."""

    machine: Machine
    seed: int
    tracks: int
    units: int
    sources: int
    consoles: int
    idle_consoles: int
    started_s: float
    first_plan_s: float | None
    phases: tuple[Phase, ...]
    stopped_with: int
    errors_5xx: int


def percentiles(values: list[float], scale: float = 1.0) -> Percentiles:
    """Median, 99th percentile (nearest rank) and largest."""
    if not values:
        return Percentiles(count=0, median=0.0, p99=0.0, largest=0.0)
    ordered = sorted(values)
    last = len(ordered) - 1
    return Percentiles(
        count=len(ordered),
        median=scale * ordered[last // 2],
        p99=scale * ordered[min(last, round(0.99 * last))],
        largest=scale * ordered[-1],
    )

"""A study: scenarios, policies and seeds, cut into tasks that can run anywhere."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from zaslin.domain.accept import accept_range, accept_unique

MOST_RUNS = 100_000
"""Of one policy in one scenario; also the distance between the seeds of two studies."""

LARGEST_STUDY_SEED = 10**13


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Every policy flies every scenario under the same ``runs`` seeds.

    Policies therefore meet the same raids and the same dice, run by run.
    Run ``r`` of the study has the seed ``seed · 100 000 + r``, so that any run can be
    flown again alone, a longer study holds a shorter one, and studies with different
    seeds share no run.
    ``bounds``: each scenario and seed is bounded once, whatever the policies.
    """

    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    runs: int
    seed: int
    bounds: bool = True

    def __post_init__(self) -> None:
        for what, names in (
            ("scenarios", self.scenarios),
            ("policies", self.policies),
        ):
            if not names:
                raise ValueError(f"{what}: none; accepted: at least one")
            accept_unique(what, names)
        accept_range("runs", self.runs, 1, MOST_RUNS)
        accept_range("seed", self.seed, 0, LARGEST_STUDY_SEED)

    @property
    def seeds(self) -> range:
        """The seeds of its runs, in order."""
        first = self.seed * MOST_RUNS
        return range(first, first + self.runs)

    @property
    def keys(self) -> "tuple[RunKey, ...]":
        """Everything to be computed, in the order of its results."""
        return tuple(
            RunKey(scenario, policy, seed)
            for scenario in self.scenarios
            for policy in self.columns
            for seed in self.seeds
        )

    @property
    def columns(self) -> tuple[str | None, ...]:
        """Its policies, with None for the bounds in front."""
        return (None, *self.policies) if self.bounds else self.policies


class RunKey(NamedTuple):
    """One run of a policy, or the bounds of a raid if ``policy`` is None."""

    scenario: str
    policy: str | None
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Runs of one policy in one scenario, one after the other in one process."""

    scenario: str
    policy: str | None
    seeds: tuple[int, ...]

    @property
    def keys(self) -> tuple[RunKey, ...]:
        """What it computes."""
        return tuple(RunKey(self.scenario, self.policy, seed) for seed in self.seeds)

    def __str__(self) -> str:
        seeds = f"seed {self.seeds[0]}"
        if len(self.seeds) > 1:
            seeds = f"seeds {self.seeds[0]} to {self.seeds[-1]}"
        return f"{self.scenario}, {self.policy or 'bounds'}, {seeds}"


def tasks(study: Study, done: Container[RunKey], chunk: int) -> Iterator[Task]:
    """What is left of a study, ``chunk`` seeds to a task.

    The first seeds come first, for every scenario and policy: a study that stops half
    way has pairs to compare.
    """
    seeds = study.seeds
    for start in range(0, len(seeds), chunk):
        part = seeds[start : start + chunk]
        for scenario in study.scenarios:
            for policy in study.columns:
                left = tuple(
                    each for each in part if RunKey(scenario, policy, each) not in done
                )
                if left:
                    yield Task(scenario=scenario, policy=policy, seeds=left)

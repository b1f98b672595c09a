"""What a study says: each policy's figures, and how they differ, with intervals."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from zaslin.sim.result import Bounds, RunResult, Timing, TypeAccount
from zaslin.sim.statistics import (
    CONFIDENCE,
    Estimate,
    mean,
    paired_difference,
    ratio_of_means,
)
from zaslin.sim.study import RunKey, Study

FIGURES = (
    "leaked_meur",
    "leaked_expected_meur",
    "debris_meur",
    "rounds_meur",
    "total_meur",
    "through",
    "decoys_leaked",
    "downed",
    "decoys_downed",
    "airborne",
    "authorised",
    "refused",
    "fired",
    "aborted",
    "expired",
    "killed",
    "missed",
    "assessed_unknown",
    "plans",
    "failed_plans",
    "churn",
    "decisions_per_minute",
    "busiest_decisions_per_minute",
)
"""Figures of a run that are averaged under their own names."""

Results = Mapping[RunKey, RunResult]

_BOUNDS = ("full_information_meur", "forecast_meur", "chance_meur")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsMean:
    """Rounds of one interceptor type in an average run."""

    at_start: float
    resupplied: float
    fired: Estimate
    at_end: Estimate
    money_meur: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFigures:
    """One policy in one scenario.

    ``difference_meur`` is what it leaks more than the reference, run by run;
    ``to_reference`` and ``to_bound`` are ratios of mean leaked value.
    None: the reference itself, no bound, or a mean of zero below.
    """

    policy: str
    means: Mapping[str, Estimate]
    leakers: Mapping[str, Estimate]
    rounds: Mapping[str, RoundsMean]
    difference_meur: Estimate | None
    to_reference: Estimate | None
    to_bound: Estimate | None

    @property
    def leaked(self) -> Estimate:
        """The figure that policies are ranked by."""
        return self.means["leaked_meur"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFigures:
    """All policies in one scenario, under the same seeds.

    ``rival`` leaks least of the policies that the reference is measured against;
    it is chosen by the same runs, which favours it.
    ``difference_meur`` is what the reference leaks more than it; negative is better.
    """

    scenario: str
    undefended_meur: Estimate
    objects: float
    bound_meur: Estimate | None
    bounds_meur: Mapping[str, Estimate]
    policies: tuple[PolicyFigures, ...]
    rival: str | None
    difference_meur: Estimate | None
    to_rival: Estimate | None

    def of(self, policy: str) -> PolicyFigures:
        """The figures of one of its policies."""
        return next(each for each in self.policies if each.policy == policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The whole study; equal results make equal comparisons."""

    reference: str
    runs: int
    seed: int
    confidence: float
    scenarios: tuple[ScenarioFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingFigures:
    """Seconds of an average run of one policy in one scenario, and of its re-plans."""

    scenario: str
    policy: str
    total_s: float
    planning_s: float
    replan_median_s: float
    replan_p99_s: float


def compare(
    study: Study,
    results: Results,
    bounds: Mapping[RunKey, Bounds],
    reference: str,
    kin: Collection[str] = (),
) -> Comparison:
    """Compare the policies of a study that is complete.

    Parameters
    ----------
    study, results, bounds
        What was flown, and what it came to.
    reference
        The policy that the others are compared with.
    kin
        Variants of the reference, which are no rivals to it.
    """
    if reference not in study.policies:
        raise ValueError(
            f"reference is {reference!r}; accepted: {', '.join(study.policies)}"
        )
    return Comparison(
        reference=reference,
        runs=study.runs,
        seed=study.seed,
        confidence=CONFIDENCE,
        scenarios=tuple(
            _scenario(
                name,
                {p: _runs(study, results, name, p) for p in study.policies},
                _bounds(study, bounds, name),
                reference,
                kin,
            )
            for name in study.scenarios
        ),
    )


def timings(
    study: Study, measured: Mapping[RunKey, Timing]
) -> tuple[TimingFigures, ...]:
    """Mean times by scenario and policy, of those runs that were timed here."""
    figures = []
    for scenario in study.scenarios:
        for policy in study.policies:
            keys = (RunKey(scenario, policy, seed) for seed in study.seeds)
            known = [measured[key] for key in keys if key in measured]
            if known:
                figures.append(_timing(scenario, policy, known))
    return tuple(figures)


def _timing(scenario: str, policy: str, known: Sequence[Timing]) -> TimingFigures:
    def average(name: str) -> float:
        return math.fsum(map(attrgetter(name), known)) / len(known)

    return TimingFigures(
        scenario=scenario,
        policy=policy,
        total_s=average("total_s"),
        planning_s=average("planning_s"),
        replan_median_s=average("replan_median_s"),
        replan_p99_s=average("replan_p99_s"),
    )


def _runs(
    study: Study, results: Results, scenario: str, policy: str
) -> tuple[RunResult, ...]:
    return tuple(results[RunKey(scenario, policy, seed)] for seed in study.seeds)


def _bounds(
    study: Study, bounds: Mapping[RunKey, Bounds], scenario: str
) -> tuple[Bounds, ...]:
    if not study.bounds:
        return ()
    return tuple(bounds[RunKey(scenario, None, seed)] for seed in study.seeds)


def _scenario(
    name: str,
    runs: Mapping[str, Sequence[RunResult]],
    bounds: Sequence[Bounds],
    reference: str,
    kin: Collection[str],
) -> ScenarioFigures:
    leaked = {policy: _values(each, "leaked_meur") for policy, each in runs.items()}
    least = _tightest(bounds)
    rivals = [each for each in runs if each != reference and each not in kin]
    rival = min(rivals, key=lambda each: sum(leaked[each]), default=None)
    ours = leaked[reference]
    first = runs[reference]
    return ScenarioFigures(
        scenario=name,
        undefended_meur=mean(_values(first, "undefended_meur")),
        objects=sum(run.objects for run in first) / len(first),
        bound_meur=mean(least) if least else None,
        bounds_meur={
            kind: mean(known) for kind in _BOUNDS if (known := _known(bounds, kind))
        },
        policies=tuple(
            _policy(policy, each, None if policy == reference else ours, least)
            for policy, each in runs.items()
        ),
        rival=rival,
        difference_meur=None
        if rival is None
        else paired_difference(ours, leaked[rival]),
        to_rival=None if rival is None else ratio_of_means(ours, leaked[rival]),
    )


def _policy(
    policy: str,
    runs: Sequence[RunResult],
    reference: Sequence[float] | None,
    bound: Sequence[float],
) -> PolicyFigures:
    leaked = _values(runs, "leaked_meur")
    return PolicyFigures(
        policy=policy,
        means={name: mean(_values(runs, name)) for name in FIGURES},
        leakers={
            kind: mean([run.leakers.get(kind, 0) for run in runs])
            for kind in sorted({kind for run in runs for kind in run.leakers})
        },
        rounds={
            kind: _rounds([run.rounds[kind] for run in runs])
            for kind in sorted(runs[0].rounds)
        },
        difference_meur=None
        if reference is None
        else paired_difference(leaked, reference),
        to_reference=None if reference is None else ratio_of_means(leaked, reference),
        to_bound=ratio_of_means(leaked, bound) if bound else None,
    )


def _rounds(accounts: Sequence[TypeAccount]) -> RoundsMean:
    def average(of: Callable[[TypeAccount], float]) -> Estimate:
        return mean([of(account) for account in accounts])

    return RoundsMean(
        at_start=average(attrgetter("at_start")).value,
        resupplied=average(attrgetter("resupplied")).value,
        fired=average(attrgetter("fired")),
        at_end=average(attrgetter("at_end")),
        money_meur=average(attrgetter("money_meur")),
    )


def _values(runs: Sequence[RunResult], name: str) -> list[float]:
    return [float(getattr(run, name)) for run in runs]


def _tightest(bounds: Sequence[Bounds]) -> list[float]:
    """The bound that is largest on average, for every run.

    Not the largest for each raid: one of them is an estimate, and the largest of
    several estimates is too large.
    """
    return max((_known(bounds, kind) for kind in _BOUNDS), key=sum)


def _known(bounds: Sequence[Bounds], name: str) -> list[float]:
    """A bound of every run; nothing where a run is without it."""
    values = [getattr(each, name) for each in bounds]
    return [] if any(each is None for each in values) else values

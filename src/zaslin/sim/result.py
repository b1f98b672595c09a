"""What one closed-loop run came to, in numbers that add up."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAccount:
    """Rounds of one interceptor type over all units: what came in went somewhere."""

    at_start: int
    resupplied: int
    fired: int
    at_end: int
    money_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Lower bounds on what any policy leaks of this very raid.

    See docs/bounds.md.  None: not computed.  ``chance_meur`` is an estimate, right on
    average over many raids; ``best_meur`` is the larger one of the other two.
    """

    full_information_meur: float | None = None
    forecast_meur: float | None = None
    chance_meur: float | None = None

    @property
    def best_meur(self) -> float | None:
        """The tightest of those that hold for this raid alone."""
        known = [
            each
            for each in (self.full_information_meur, self.forecast_meur)
            if each is not None
        ]
        return max(known, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Wall-clock seconds of one run; no part of its result."""

    total_s: float = 0.0
    planning_s: float = 0.0
    replan_median_s: float = 0.0
    replan_p99_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """One run of one policy in one scenario under one seed.

    ``leaked_meur`` is the damage done by what got through; decoys do none.
    ``leaked_expected_meur`` is the same with each leaker's warhead as likely as its
    track said, which varies less.
    ``leakers`` counts real objects that got through, by class; ``decoys_leaked`` the
    others.
    Every object of the raid is either down, through, or still in the air at the end.
    ``failed_plans`` counts planner failures, after which the desk shows no plan.
    ``churn`` counts shown recommendations that were dropped before their time.
    """

    scenario: str
    policy: str
    seed: int
    leaked_meur: float
    leaked_expected_meur: float
    undefended_meur: float
    debris_meur: float
    objects: int
    downed: int
    through: int
    airborne: int
    decoys_downed: int
    decoys_leaked: int
    leakers: Mapping[str, int]
    rounds: Mapping[str, TypeAccount]
    authorised: int
    refused: int
    fired: int
    aborted: int
    expired: int
    killed: int
    missed: int
    assessed_unknown: int
    plans: int
    failed_plans: int
    churn: int
    decisions_per_minute: float
    busiest_decisions_per_minute: float
    bounds: Bounds = Bounds()

    @property
    def rounds_meur(self) -> float:
        """Money spent on rounds."""
        return sum(account.money_meur for account in self.rounds.values())

    @property
    def total_meur(self) -> float:
        """Damage done, debris and rounds together."""
        return self.leaked_meur + self.debris_meur + self.rounds_meur

"""What can be wrong with a plan, and the exception that says so."""

from dataclasses import dataclass
from enum import StrEnum

PROBABILITY = 1e-3
MONEY_MEUR = 1e-3
TIME_S = 10.0
LENGTH_M = 1_000.0
"""Magnitudes below which a figure is compared absolutely rather than relatively."""

_RELATIVE_TOLERANCE = 1e-6


class Rule(StrEnum):
    """The rules that a plan can break; see docs/mathematics.md."""

    # What the plan talks about.
    REVISION = "revision"
    FINITE = "finite"
    UNKNOWN = "unknown"
    DUPLICATE = "duplicate"
    # Who may be engaged, and what people have forbidden.
    IDENTITY = "identity"
    STALE = "stale"
    WEAPONS_CONTROL = "weapons_control"
    ZONE = "zone"
    FORBIDDEN = "forbidden"
    # One shot.
    GRID = "grid"
    WINDOW = "window"
    ENVELOPE = "envelope"
    ALTITUDE = "altitude"
    HORIZON = "horizon"
    SECTOR = "sector"
    DOCTRINE = "doctrine"
    INTERCEPT = "intercept"
    ASSESSED = "assessed"
    PK = "pk"
    DEBRIS = "debris"
    # The shots at one track.
    STAGE = "stage"
    P_NEEDED = "p_needed"
    PINNED = "pinned"
    # Capacities.
    MAGAZINE = "magazine"
    RESERVE = "reserve"
    RAILS = "rails"
    CHANNEL = "channel"
    POSTURE = "posture"
    # The account.
    THREAT = "threat"
    TERMS = "terms"
    VALUE = "value"
    BOUND = "bound"
    PRICE = "price"
    RECOMMENDATION = "recommendation"
    ALTERNATIVE = "alternative"
    NOT_ENGAGED = "not_engaged"
    LEAKER = "leaker"
    OUTLOOK = "outlook"
    WITHDRAWN = "withdrawn"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where in the plan, and what was stated and found."""

    rule: Rule
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: {self.detail}"


class PlanRejected(Exception):  # noqa: N818  (the verdict's name, as the desk says it)
    """The plan must not be shown; ``violations`` lists everything wrong with it."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        shown = "; ".join(str(each) for each in violations[:3])
        more = len(violations) - 3
        super().__init__(f"{shown}; and {more} more" if more > 0 else shown)
        self.violations = violations


def differs(stated: float, computed: float, magnitude: float) -> bool:
    """Whether a stated figure is not the computed one, to a relative 1e-6.

    Figures smaller than ``magnitude`` are compared as if they were that large.
    A stated figure that is not a number always differs.
    """
    if stated == computed:
        return False
    size = abs(computed)
    allowed = _RELATIVE_TOLERANCE * (size if size > magnitude else magnitude)
    return not -allowed <= stated - computed <= allowed


def misstated(
    rule: Rule, where: str, name: str, stated: float, computed: float
) -> Violation:
    """The violation that a figure is not what it should be."""
    return Violation(rule, where, f"{name} is {stated!r}; computed {computed!r}")

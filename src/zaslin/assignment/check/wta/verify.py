"""Recompute what a solver claims about an instance."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from zaslin.assignment.check.wta.claim import Claim, price_fault
from zaslin.assignment.check.wta.feasibility import limit_faults, missed, value_of
from zaslin.assignment.check.wta.given import Given, Remainder, after_pins
from zaslin.assignment.check.wta.pricing import Priced, priced
from zaslin.assignment.check.wta.tree import tree_bound
from zaslin.assignment.check.wta.unmet import hopeless, too_few_rounds, unmet_faults

RELATIVE = 1e-9
"""Of the value: a hundredth of the gap at which the solver calls a value optimal."""
OPTIMAL = 1.01e-7
"""Relative gap up to which a value may be called optimal, and its rounding."""
ABSOLUTE = 1e-12
"""Of everything exposed: where nearly all of it is stopped, rounding of the rest."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What is claimed and what recomputing it gives.

    ``proof`` says what the bound rests on: ``prices`` (one pricing pass), ``tree`` (a
    search tree over it), ``alone`` (a target that no permitted rounds can stop often
    enough), or ``solver``: more is claimed than can be recomputed, and ``remark`` says
    what.  ``bound`` is the best bound recomputed.  ``faults`` lists every claim that is
    false and every limit that is broken, each after a word for its kind.
    """

    status: str
    value: float
    value_claimed: float
    bound: float
    bound_claimed: float
    root_bound: float
    root_bound_claimed: float
    proof: str
    remark: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether no claim that can be recomputed is false."""
        return not self.faults


def verify(given: Given, claim: Claim) -> Verification:
    """Recompute value, feasibility and bound from the instance alone.

    Soundness against rounding: see pricing.py for bounds.  A claim is accepted if it is
    true to 1e-9 of the value and 1e-12 of Σ v; far more than the rounding of a solver
    that adds up in another order, and far less than any difference that matters.
    """
    after = after_pins(given)
    faults = list(limit_faults(given, claim.assignment))
    fault = price_fault(claim.prices, len(given.rounds))
    if fault is not None:
        faults.append(fault)
    if claim.status == "infeasible":
        return _infeasible(given, after, claim, faults)
    if claim.status not in ("optimal", "feasible", "unknown"):
        accepted = "optimal, feasible, infeasible, unknown"
        faults.append(f"status: {claim.status!r}; accepted: {accepted}")
    return _finite(given, after, claim, faults)


def _finite(
    given: Given, after: Remainder, claim: Claim, faults: list[str]
) -> Verification:
    value = value_of(given, claim.assignment)
    slack = RELATIVE * value + ABSOLUTE * math.fsum(given.values)
    usable = price_fault(claim.prices, len(given.rounds)) is None
    root = priced(given, after, claim.prices) if usable else Priced(-math.inf, ())
    if claim.status == "unknown":
        # Of no value: the assignment misses a requirement, and says so.
        short = missed(given, claim.assignment)
        faults += unmet_faults(given, short, claim.unmet)
        value = math.inf if short else value
    else:
        faults += (
            f"survival: target {j} reaches {reached!r} of {given.survival[j]!r}"
            for j, reached in missed(given, claim.assignment).items()
        )
    # No cost is negative, so neither is the least of them.
    bound, proof, remark = max(0.0, root.bound), "prices", ""
    faults += _claim_faults(claim, value, bound, slack)
    if claim.leaves and math.isfinite(claim.bound) and math.isfinite(root.bound):
        proof = "tree"
        proven, found = tree_bound(
            given,
            after,
            claim.prices,
            root,
            claim.leaves,
            claim.bound,
            slack,
        )
        faults += found
        bound = max(bound, proven)
    elif claim.bound > bound + slack:
        proof = "solver"
        remark = (
            f"Recomputed are value, feasibility and the bound {bound!r}; that "
            f"nothing lies between it and the claimed {claim.bound!r} is the solver's "
            "word."
        )
    return Verification(
        status=claim.status,
        value=value,
        value_claimed=claim.value,
        bound=bound,
        bound_claimed=claim.bound,
        root_bound=max(0.0, root.bound),
        root_bound_claimed=claim.root_bound,
        proof=proof,
        remark=remark,
        faults=tuple(faults),
    )


def _claim_faults(
    claim: Claim, value: float, root_bound: float, slack: float
) -> Iterator[str]:
    """Claims that differ from what is recomputed; written so that NaN fails as well."""
    if claim.value != value and not abs(claim.value - value) <= slack:
        yield f"value: {claim.value!r} claimed, {value!r} recomputed"
    if not claim.root_bound <= root_bound + slack:
        yield f"root bound: {claim.root_bound!r} claimed, {root_bound!r} recomputed"
    if not claim.bound <= value + slack:
        yield f"bound: {claim.bound!r} claimed, above the value {value!r}"
    if claim.status == "optimal" and not value - claim.bound <= OPTIMAL * value:
        yield f"status: optimal, with the bound {claim.bound!r} for {value!r}"


def _infeasible(
    given: Given, after: Remainder, claim: Claim, faults: list[str]
) -> Verification:
    short = missed(given, claim.assignment)
    if not short:
        faults.append("infeasible: the assignment meets every required survival")
    if claim.value != math.inf or claim.bound != math.inf:
        faults.append("infeasible: value and bound have to be infinite")
    faults += unmet_faults(given, short, claim.unmet)
    targets = range(len(given.values))
    alone = {j for j in targets if hopeless(given, after, j)}
    for each in claim.unmet:
        if each.alone != (each.target in alone):
            verdict = "cannot" if each.target in alone else "can"
            faults.append(f"alone: target {each.target} {verdict} be met by itself")
    proof, remark = "alone", ""
    if not alone:
        usable = price_fault(claim.prices, len(given.rounds)) is None
        proof = "prices"
        if not (usable and too_few_rounds(given, after, claim.prices)):
            proof = "solver"
            remark = (
                "Recomputed is what the assignment reaches, and that each requirement "
                "can be met by itself; that not all can be met together is the "
                "solver's word."
            )
    proven = -math.inf if proof == "solver" else math.inf
    return Verification(
        status=claim.status,
        value=math.inf,
        value_claimed=claim.value,
        bound=proven,
        bound_claimed=claim.bound,
        root_bound=proven,
        root_bound_claimed=claim.root_bound,
        proof=proof,
        remark=remark,
        faults=tuple(faults),
    )

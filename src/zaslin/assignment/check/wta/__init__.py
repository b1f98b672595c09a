"""The independent checker of a solution of the static problem.

Plain Python over plain sequences: it needs no numpy and shares no code with the solver
that it checks, so that it can be read in half an hour and believed.
"""

from zaslin.assignment.check.wta.claim import Claim, Leaf, Unmet
from zaslin.assignment.check.wta.given import Given
from zaslin.assignment.check.wta.verify import Verification, verify

__all__ = ["Claim", "Given", "Leaf", "Unmet", "Verification", "verify"]

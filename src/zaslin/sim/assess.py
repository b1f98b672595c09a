"""Kill assessment: what crews and sensors make of a shot, late and sometimes wrong."""

import numpy as np

from zaslin.domain.engagement import Outcome
from zaslin.sim.scenario import KillAssessment


def assess(
    killed: bool, params: KillAssessment, rng: np.random.Generator
) -> tuple[float, Outcome]:
    """How much later a result is known, and what it is taken for.

    Unknown with ``p_unknown``, the opposite of the truth with ``p_wrong`` (as far as
    both leave room), and the truth otherwise.
    """
    # Two numbers whatever happens, so that the next assessment has its own.
    late, chance = rng.random(2).tolist()
    delay_s = params.delay_s.low + late * (params.delay_s.high - params.delay_s.low)
    if chance < params.p_unknown:
        return delay_s, Outcome.UNKNOWN
    wrong = chance < params.p_unknown + params.p_wrong
    return delay_s, Outcome.KILLED if killed != wrong else Outcome.MISSED

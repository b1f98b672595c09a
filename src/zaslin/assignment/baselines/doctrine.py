"""The order in which a fixed doctrine serves tracks."""

import numpy as np

from zaslin.assignment.baselines.epoch import Walk, at_stake
from zaslin.assignment.problem import Index


def gravest_threat_first(walk: Walk, options: Index) -> Index:
    """Tracks by what is still expected of them; each by the unit with the best pk.

    Ties go to the canonical order of options. (Serving tracks by the last launch that
    still meets them, or just as they come, was tried and is weaker.)
    """
    table = walk.problem.options
    track, p_kill = table.track[options], table.p_kill[options]
    return options[np.lexsort((options, -p_kill, track, -at_stake(walk, options)))]

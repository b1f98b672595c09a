"""Planning parameters where people read each plan, and one comes every second."""

from dataclasses import replace

from zaslin.domain.params import PlanParams


def at_desk(params: PlanParams, change_cost_meur: float) -> PlanParams:
    """Parameters in which a change costs at least so much.

    In a simulation nobody reads: what such parameters say of a change stands for
    crews who are told otherwise, not for a line that vanishes while it is read.
    """
    cost_meur = max(params.change_cost_meur, change_cost_meur)
    return replace(params, change_cost_meur=cost_meur)

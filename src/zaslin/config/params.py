"""Parameters of threat evaluation and planning from ``configs/params``."""

from pathlib import Path

from zaslin.config.folder import find
from zaslin.config.table import read_into
from zaslin.domain.params import PlanParams


def read_params(name: str | Path = "default") -> PlanParams:
    """Parameters by shipped name or by path; keys left out keep their default."""
    return read_into(PlanParams, find("params", name))

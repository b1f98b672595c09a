"""The composition root: configuration, generators and simulation put together."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from zaslin.adapters import picture_json
from zaslin.adapters.read_file import read_file
from zaslin.config import (
    read_interceptor_types,
    read_laydown,
    read_night,
    read_params,
    read_places,
    read_raid_profile,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.sim.laydown import Defence, lay_down
from zaslin.sim.night import instant
from zaslin.sim.scene import Forecast, raid_picture

if TYPE_CHECKING:
    from zaslin.assignment.wta.result import Progress, WtaResult

DEFAULT_LAYDOWN = "notional_ukraine"


def load_params(name: str | Path = "default") -> PlanParams:
    """Parameters by shipped name (``default``, ``fast``) or from a file."""
    return read_params(name)


def read_picture(source: str | Path | bytes) -> Picture:
    """The picture in a file, or in the bytes of its document.

    See docs/formats.md for the format, and ``zaslin raid`` for an example.

    >>> read_picture(
    ...     b'''{"schema": "zaslin/picture/1", "revision": 1,
    ...         "now": "2025-09-07T03:00:00Z",
    ...         "origin": {"latitude_deg": 50.45, "longitude_deg": 30.52}}'''
    ... ).revision
    1

    Raises
    ------
    zaslin.adapters.rejected.Rejected
        If it cannot be used; one line that names the file, the place, the value and
        what is accepted.
    """
    if isinstance(source, bytes):
        return picture_json.decode(source, "picture")
    return picture_json.decode(*read_file(str(source), None))


def build_defence(laydown: str | Path = DEFAULT_LAYDOWN) -> Defence:
    """A shipped or own laydown, laid out with its own seed."""
    stated = read_laydown(laydown)
    return lay_down(
        stated,
        read_places(),
        read_interceptor_types(),
        np.random.default_rng(stated.seed),
    )


def build_raid(
    night: str,
    at: str,
    seed: int = 1,
    laydown: str | Path = DEFAULT_LAYDOWN,
    forecast_scale: float = 0.0,
    forecast_horizon_s: float | None = None,
) -> Picture:
    """The picture of a recorded night at one instant over a laydown.

    Parameters
    ----------
    night
        The date (UTC) on which the night ends, ``YYYY-MM-DD``.
    at
        A clock time in that night, ``HH:MM`` in UTC: on that date, or on the evening
        before, whichever the record covers.  Or ``YYYY-MM-DDTHH:MM`` in UTC.
    seed
        Of everything the record does not say; not of the laydown.
    laydown
        Shipped name or path of a file.
    forecast_scale
        Ghost tracks of what is still to come, as a multiple of the recorded raid;
        none by default.
    forecast_horizon_s
        How far the forecast looks; by default as far as the default parameters plan.
    """
    recorded = read_night(night)
    if forecast_horizon_s is None:
        forecast_horizon_s = read_params().horizon_s
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed is {seed}; accepted: a whole number, 0 to 2^63 - 1")
    return raid_picture(
        recorded,
        instant(recorded, at),
        build_defence(laydown),
        read_places(),
        read_raid_profile(),
        np.random.default_rng(seed),
        Forecast(scale=forecast_scale, horizon_s=forecast_horizon_s),
    )


def solve_wta(
    values: ArrayLike,
    pk: ArrayLike,
    rounds: ArrayLike,
    *,
    time_limit_s: float | None = None,
    gap: float = 1e-8,
    seed: int = 0,
    round_cost: ArrayLike | None = None,
    forbidden: ArrayLike | Iterable[tuple[int, int]] | None = None,
    pinned: Iterable[tuple[int, ...]] | None = None,
    max_per_target: ArrayLike | None = None,
    max_per_pair: int | None = None,
    min_survival: ArrayLike | None = None,
    tree: bool = False,
    on_progress: "Callable[[Progress], None] | None" = None,
) -> "WtaResult":
    """Solve the static weapon-target assignment problem to proven optimality.

    Minimise ``Σ_j v_j Π_i (1 − p_ij)^x_ij + Σ_ij c_ij x_ij`` over whole numbers of
    rounds, ``Σ_j x_ij ≤ w_i``.  See docs/static.md.

    Parameters
    ----------
    values : (targets,)
        ``v_j`` ≥ 0, in any unit.
    pk : (weapons, targets)
        ``p_ij`` in [0, 1], of one round.
    rounds : (weapons,)
        ``w_i``, whole numbers.
    time_limit_s
        The best so far and its bound come back after about so many seconds.
    gap
        Relative difference of value and bound to stop at.
    seed
        Decides between assignments that are equally good.
    round_cost
        ``c_ij`` ≥ 0: one number, one for each weapon, or one for each pair.
    forbidden
        Truth values (weapons, targets), or pairs (weapon, target).
    pinned
        Pairs (weapon, target) that get at least one round, or triples with a number.
    max_per_target, max_per_pair
        The most rounds at a target, and of one weapon at one target.
    min_survival : (targets,)
        The least probability with which what a target threatens has to survive:
        ``Π_i (1 − p_ij)^x_ij ≤ 1 − min_survival_j``.
    tree
        Where prices alone do not prove the optimum, prove it by a search tree that a
        stranger can recompute.
    on_progress
        Called with each line of the log as it is written.

    Returns
    -------
    WtaResult
        Assignment, value, bound, prices, status and log.

    Raises
    ------
    ValueError
        Naming what is wrong, where, its value and what is accepted.
    """
    # With its compiled kernels, which a raid's picture need not wait for.
    from zaslin.assignment.wta.instance import wta_instance
    from zaslin.assignment.wta.solve import solve

    instance = wta_instance(
        values,
        pk,
        rounds,
        round_cost=round_cost,
        forbidden=forbidden,
        pinned=pinned,
        max_per_target=max_per_target,
        max_per_pair=max_per_pair,
        min_survival=min_survival,
    )
    return solve(
        instance,
        gap=gap,
        seed=seed,
        clock=time.monotonic,
        time_limit_s=time_limit_s,
        tree=tree,
        on_progress=on_progress,
    )

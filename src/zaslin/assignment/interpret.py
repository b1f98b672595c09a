"""Chains of options → shots in the picture's terms, and what follows for each track."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy import bool_
from numpy.typing import NDArray

from zaslin.assignment.compile import Compiled
from zaslin.assignment.problem import Floats
from zaslin.assignment.solvers.solve import Solution
from zaslin.domain.plan import Shot, Terms
from zaslin.domain.space import Position

CERTAIN = 1.0 - 1e-9
"""Above this a shot is needed whatever happens."""


class PlannedShot(NamedTuple):
    """A shot with the option it came from; ``row`` is its track in the problem."""

    shot: Shot
    option: int
    row: int


class _Place(NamedTuple):
    """An option's place in its track's chain."""

    row: int
    option: int
    stage: int
    p_needed: float


def planned_shots(compiled: Compiled, solution: Solution) -> list[PlannedShot]:
    """All shots of a solution, track by track in launch order."""
    places = _places(compiled, solution)
    figures = _figures(compiled, [place.option for place in places])
    return [
        PlannedShot(_shot(compiled, place, figure), place.option, place.row)
        for place, figure in zip(places, figures, strict=True)
    ]


def _places(compiled: Compiled, solution: Solution) -> list[_Place]:
    """Stages of the chains (docs/mathematics.md, section 5) and how likely each is."""
    options, weight = compiled.problem.options, compiled.problem.weight.tolist()
    chosen = solution.chain[_used(solution)]
    rows = np.repeat(np.arange(len(solution.length)), solution.length)
    columns = (
        rows, chosen, options.launch[chosen], options.end[chosen],
        options.p_kill[chosen],
    )  # fmt: skip
    places: list[_Place] = []
    before = -1
    for row, option, launch, end, p_kill in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        if row != before:
            before, stage, look, survive = row, 0, -1, weight[row]
        if launch >= look:
            stage, look, reached = stage + 1, end, survive
        look = min(look, end)
        survive *= 1.0 - p_kill
        places.append(_Place(row, option, stage, reached))
    return places


def _used(solution: Solution) -> NDArray[bool_]:
    """Which places of the chains hold an option."""
    used: NDArray[bool_] = (
        np.arange(solution.chain.shape[1]) < solution.length[:, np.newaxis]
    )
    return used


class _Figures(NamedTuple):
    """An option's numbers.

    Gathered for all shots at once: arrays are slow to pick single numbers from.
    """

    mount: int
    salvo: int
    launch_s: float
    intercept_s: float
    assessed_s: float
    east_m: float
    north_m: float
    altitude_m: float
    p_available: float
    pk_low: float
    pk_planned: float
    pk_high: float
    p_kill: float
    harm: float


def _figures(compiled: Compiled, chosen: Sequence[int]) -> list[_Figures]:
    options, sky, now_s = compiled.problem.options, compiled.sky, compiled.picture.now_s
    picked = np.array(chosen, dtype=np.int64)
    row, mount = options.track[picked], options.mount[picked]
    kind = sky.mounts["type_index"][mount]
    tracks, routes = sky.tracks[row], sky.routes[row, options.route[picked]]
    onward = options.intercept_s[picked] - tracks["start_s"]
    available = options.p_available[picked]
    columns = (
        mount,
        options.salvo[picked],
        now_s + options.launch[picked] * compiled.params.slot_s,
        now_s + options.intercept_s[picked],
        now_s + options.assessed_s[picked],
        tracks["east_m"] + routes["east_mps"] * onward,
        tracks["north_m"] + routes["north_mps"] * onward,
        tracks["altitude_m"],
        available,
        available * compiled.pk_low[row, kind],
        available * sky.pk_planned[row, kind],
        available * sky.pk_high[row, kind],
        options.p_kill[picked],
        options.harm[picked],
    )
    return [_Figures(*r) for r in zip(*(c.tolist() for c in columns), strict=True)]


def _shot(compiled: Compiled, place: _Place, figure: _Figures) -> Shot:
    mount = compiled.mounts[figure.mount]
    return Shot(
        track=compiled.tracks[place.row].id,
        fire_unit=mount.station.unit.id,
        position=mount.station.position_id,
        interceptor_type=mount.interceptor_type.id,
        salvo_size=figure.salvo,
        launch_s=figure.launch_s,
        intercept_s=figure.intercept_s,
        assessed_s=figure.assessed_s,
        intercept_at=Position(figure.east_m, figure.north_m, figure.altitude_m),
        stage=place.stage,
        p_needed=place.p_needed,
        p_available=figure.p_available,
        pk_low=figure.pk_low,
        pk_planned=figure.pk_planned,
        pk_high=figure.pk_high,
        p_kill=figure.p_kill,
        debris_meur=figure.harm,
    )


def terms_of(
    compiled: Compiled, solution: Solution, shots: Sequence[PlannedShot]
) -> Terms:
    """The objective's terms; their sum is the solution's value."""
    problem, options = compiled.problem, compiled.problem.options
    missed = miss_probabilities(compiled, solution)
    kept = sum(float(options.keep[p.option]) for p in shots if p.shot.stage == 1)
    idle = problem.constant - compiled.shown_cost
    return Terms(
        leaked_damage=float(problem.value @ (problem.weight * missed)) + idle,
        rounds=sum(p.shot.p_needed * float(options.money[p.option]) for p in shots),
        debris=sum(p.shot.p_needed * float(options.debris[p.option]) for p in shots),
        plan_change=compiled.shown_cost - kept,
    )


def miss_probabilities(compiled: Compiled, solution: Solution) -> Floats:
    """Per problem track, the probability that it survives its chain, from here on."""
    if compiled.problem.option_count == 0:
        return np.ones(compiled.problem.track_count)
    used = _used(solution)
    p_kill = compiled.problem.options.p_kill[np.where(used, solution.chain, 0)]
    missed: Floats = np.prod(np.where(used, 1.0 - p_kill, 1.0), axis=1)
    return missed

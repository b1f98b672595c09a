"""Tiny problems written as choices, for solvers that see arrays and no picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.assignment.problem import Capacity, Floats, Options, Problem

SLOTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option; ``soft`` ones spend no rounds."""

    launch: int
    end: int
    p_kill: float
    track: int = 0
    mount: int = 0
    salvo: int = 1
    money: float = 0.0
    debris: float = 0.0
    keep: float = 0.0
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """A mount whose rails are loaded again."""

    mount: int
    rails: int
    reload_slots: int


def problem_of(
    choices: Sequence[Choice],
    *,
    value: Sequence[float],
    weight: Sequence[float] | None = None,
    rounds: Sequence[int] = (1,),
    mount_station: Sequence[int] | None = None,
    station_unit: Sequence[int] | None = None,
    channels: Sequence[int] | None = None,
    rails: Sequence[Rail] = (),
    constant: float = 0.0,
    most_shots: int = 2,
    slots: int = SLOTS,
) -> Problem:
    """A problem; by default each mount is a unit of its own with ample channels."""
    mounts = len(rounds)
    stations = list(range(mounts)) if mount_station is None else list(mount_station)
    count = max(stations, default=-1) + 1
    units = list(range(count)) if station_unit is None else list(station_unit)
    each = [9] * count if channels is None else list(channels)
    rail_row = np.full(mounts, -1, dtype=np.int32)
    reload_slots = np.zeros(mounts, dtype=np.int32)
    for row, rail in enumerate(rails):
        rail_row[rail.mount], reload_slots[rail.mount] = row, rail.reload_slots
    return Problem(
        options=options_of(choices, len(value)),
        capacity=Capacity(
            mount_station=np.array(stations, dtype=np.int32),
            mount_rounds=np.array(rounds, dtype=np.int32),
            rail_row=rail_row,
            reload_slots=reload_slots,
            station_unit=np.array(units, dtype=np.int32),
            channels=_constant_rows(each, slots),
            rails=_constant_rows([rail.rails for rail in rails], slots),
        ),
        value=np.array(value, dtype=np.float64),
        weight=np.ones(len(value)) if weight is None else np.array(weight, np.float64),
        constant=constant,
        max_shots_per_stage=most_shots,
    )


def options_of(choices: Sequence[Choice], tracks: int) -> Options:
    """Choices in the order of the compiler: by track, then by launch."""
    ordered = sorted(choices, key=lambda each: (each.track, each.launch))
    count = len(ordered)
    of_track = np.zeros(tracks + 1, dtype=np.int64)
    for each in ordered:
        of_track[each.track + 1 :] += 1
    following = [
        next(
            (
                k
                for k in range(i + 1, int(of_track[each.track + 1]))
                if ordered[k].launch >= each.end
            ),
            int(of_track[each.track + 1]),
        )
        for i, each in enumerate(ordered)
    ]
    columns: dict[str, NDArray[np.generic]] = {
        "of_track": of_track,
        "following": np.array(following, dtype=np.int32),
        "rounds": _column([0 if each.soft else each.salvo for each in ordered]),
        "p_available": np.ones(count),
        "harm": _floats([each.debris for each in ordered]),
        "intercept_s": _floats([10.0 * each.end for each in ordered]),
        "assessed_s": _floats([10.0 * each.end for each in ordered]),
        "route": np.zeros(count, dtype=np.int8),
        "window_opens": _column([each.launch for each in ordered]),
        "window_closes": _column([each.launch for each in ordered]),
    }
    for name in ("track", "mount", "launch", "end", "salvo"):
        columns[name] = _column([getattr(each, name) for each in ordered])
    for name in ("p_kill", "money", "debris", "keep"):
        columns[name] = _floats([getattr(each, name) for each in ordered])
    return Options(**columns)  # type: ignore[arg-type]  # the columns by their names


def _column(numbers: Sequence[int]) -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32)


def _floats(numbers: Sequence[float]) -> Floats:
    return np.array(numbers, dtype=np.float64)


def _constant_rows(values: Sequence[int], slots: int) -> NDArray[np.int32]:
    rows = np.empty((len(values), slots), dtype=np.int32)
    rows[:] = np.array(values, dtype=np.int32).reshape(-1, 1)
    return rows

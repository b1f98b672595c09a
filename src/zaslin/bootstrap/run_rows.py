"""Results of runs to what is written of them, and back.

The written forms have the fields of the results, name by name.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
import numpy as np

from zaslin.adapters.study_folder import Stored
from zaslin.sim.campaign import Row
from zaslin.sim.result import Bounds, RunResult, Timing
from zaslin.sim.run import Run
from zaslin.sim.setting import Setting
from zaslin.sim.study import RunKey
from zaslin.wire.form import run as wire
from zaslin.wire.schema import published

T = TypeVar("T")


def encode_run(run: Run, *, timed: bool = True) -> bytes:
    """The document of one run on one line; without times the same run is the same."""
    document = wire.Run(
        result=_as(run.result, wire.Result),
        bounds=_as(run.result.bounds, wire.Bounds),
        timing=_as(run.timing if timed else Timing(), wire.Timing),
    )
    return msgspec.json.encode(document) + b"\n"


def run_schema() -> dict[str, object]:
    """The JSON schema (draft 2020-12) of that document."""
    return published(wire.Run, "run", "Zaslin run: one simulated night, notional")


def stored(rows: Sequence[Row]) -> Iterator[Sequence[Stored]]:
    """Rows of a study by the file that they go to, those that count last.

    A result is what says that its run is done.
    """
    yield [
        wire.TimingRow(**row.key._asdict(), timing=_as(row.timing, wire.Timing))
        for row in rows
    ]
    yield [
        wire.BoundsRow(
            scenario=row.key.scenario,
            seed=row.key.seed,
            bounds=_as(row.result, wire.Bounds),
        )
        for row in rows
        if isinstance(row.result, Bounds)
    ]
    yield [
        _as(row.result, wire.Result)
        for row in rows
        if isinstance(row.result, RunResult)
    ]


def result_of(row: wire.Result) -> tuple[RunKey, RunResult]:
    """A stored result."""
    return RunKey(row.scenario, row.policy, row.seed), _as(row, RunResult)


def bounds_of(row: wire.BoundsRow) -> tuple[RunKey, Bounds]:
    """Stored bounds."""
    return RunKey(row.scenario, None, row.seed), _as(row.bounds, Bounds)


def timing_of(row: wire.TimingRow) -> tuple[RunKey, Timing]:
    """A stored time."""
    return RunKey(row.scenario, row.policy, row.seed), _as(row.timing, Timing)


def digest(setting: Setting) -> str:
    """Tells a setting from any other: SHA-256 of all that it holds."""
    held = msgspec.json.encode(setting, order="deterministic", enc_hook=_plain)
    return hashlib.sha256(held).hexdigest()


def _as(value: object, kind: type[T]) -> T:
    """Field by field."""
    return msgspec.convert(value, kind, from_attributes=True)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no place in a setting")

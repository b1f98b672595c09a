"""The truth of a run, made ready to be written beside its journal."""

from typing import TypeVar

import msgspec

from zaslin.sim.run import Run
from zaslin.wire.form import run as run_wire
from zaslin.wire.form import truth as wire

T = TypeVar("T")


def truth_of(run: Run, journal_digest: str) -> wire.Truth:
    """What a run really was; ``journal_digest`` ties it to its journal's file."""
    advice = run.advice
    return wire.Truth(
        journal=journal_digest,
        result=_as(run.result, run_wire.Result),
        bounds=_as(run.result.bounds, run_wire.Bounds),
        objects=tuple(_as(fate, wire.TrueObject) for fate in run.fates),
        words=tuple(
            wire.Word(
                track=track,
                shots=advice.shots[track],
                reasons=dict(sorted(advice.reasons[track].items())),
            )
            for track in sorted({*advice.shots, *advice.reasons})
        ),
        windows=tuple(
            wire.Window(
                track=track,
                fire_unit=unit,
                interceptor_type=kind,
                opens_s=window.opens_s,
                closes_s=window.closes_s,
            )
            for (track, unit, kind), window in sorted(advice.windows.items())
        ),
    )


def _as(value: object, kind: type[T]) -> T:
    """Field by field."""
    return msgspec.convert(value, kind, from_attributes=True)

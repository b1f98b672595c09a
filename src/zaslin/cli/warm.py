"""``zaslin warm``: compile every numeric kernel once, so that no plan has to wait."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from zaslin.cli.inputs import AsJson
from zaslin.cli.streams import progress, say, write_answer

if TYPE_CHECKING:
    from zaslin.domain.picture import Picture
    from zaslin.domain.plan import Plan

Result = TypeVar("Result")

_NIGHT, _AT, _LAYDOWN = "2025-09-07", "03:00", "notional_city"
_SMALL_SHOTS = 6
_STATIC_SEED = 1


def warm_command(
    as_json: AsJson = False,
) -> None:
    """Compile the numeric kernels and keep them on disk, by planning small pictures.

    Needed once after an installation or a change of the code; takes a minute or two.
    Without it the first plan compiles what it needs.
    """
    started_s = time.monotonic()
    with progress("warm: importing"):
        from zaslin.assignment.plan import plan
        from zaslin.assignment.score import score
        from zaslin.bootstrap import build_raid, load_params
    params = load_params("fast")
    raid = build_raid(_NIGHT, _AT, laydown=_LAYDOWN, forecast_scale=1.0)

    first = _timed("first plan", lambda: plan(raid, params))
    live = _as_ordered(raid, first)
    _timed("plan with pins", lambda: plan(live, params, previous=first))
    _timed("small, exact plan", lambda: plan(_small(raid, first), params))
    _timed("scores", lambda: score(live, params))
    _timed("static problem", _solve_static)
    again_s = time.monotonic()
    plan(live, params)
    again_s = time.monotonic() - again_s
    took_s = time.monotonic() - started_s
    if as_json:
        document = {"took_s": round(took_s, 3), "plan_s": round(again_s, 3)}
        write_answer(f"{json.dumps(document)}\n".encode())
        return
    write_answer(
        f"warm: kernels compiled and cached in {took_s:.1f} s; planning "
        f"{len(live.tracks)} tracks × {len(live.fire_units)} fire units now takes "
        f"{again_s:.2f} s\n".encode()
    )


def _solve_static() -> None:
    """An instance whose relaxation is not whole, so that every kernel has its turn."""
    import numpy as np

    from zaslin.bootstrap.static import solve_wta

    rng = np.random.default_rng(_STATIC_SEED)
    solve_wta(rng.integers(1, 100, 12), rng.uniform(0.0, 1.0, (6, 12)), [2] * 6)


def _timed(name: str, work: Callable[[], Result]) -> Result:
    started_s = time.monotonic()
    with progress(f"warm: {name}"):
        result = work()
    say(f"warm: {name}: {time.monotonic() - started_s:.1f} s")
    return result


def _as_ordered(picture: "Picture", plan: "Plan") -> "Picture":
    """The picture a little later: one shot flies, one is authorised, one is shown.

    With its forecast, zones, rails, electronic warfare, salvos and prepared positions
    this takes every path there is through the kernels.
    """
    from zaslin.domain.control import PinnedEngagement
    from zaslin.domain.picture import ShownShot

    tracks = dict.fromkeys(line.shot.track for line in plan.recommendations)
    first = {line.shot.track: line.shot for line in reversed(plan.recommendations)}
    flying, ordered, seen = (first[track] for track in list(tracks)[:3])
    pins = tuple(
        PinnedEngagement(
            track=shot.track,
            fire_unit=shot.fire_unit,
            interceptor_type=shot.interceptor_type,
            salvo_size=shot.salvo_size,
            launch_s=shot.launch_s,
            intercept_s=shot.intercept_s,
            assessed_s=shot.assessed_s,
            pk=shot.pk_planned,
            authorised_by="nobody (warming up)",
            launched=shot is flying,
            position=shot.position,
            intercept_at=shot.intercept_at,
        )
        for shot in (flying, ordered)
    )
    shown = ShownShot(
        track=seen.track,
        fire_unit=seen.fire_unit,
        interceptor_type=seen.interceptor_type,
        salvo_size=seen.salvo_size,
        launch_s=seen.launch_s,
    )
    control = replace(picture.control, pinned=pins)
    return replace(picture, control=control, shown=(shown,))


def _small(picture: "Picture", plan: "Plan") -> "Picture":
    """Few enough tracks and units to be solved exactly, which takes its own path."""
    engaged = {line.shot.track for line in plan.recommendations[:_SMALL_SHOTS]}
    units = {line.shot.fire_unit for line in plan.recommendations[:_SMALL_SHOTS]}
    return replace(
        picture,
        tracks=tuple(track for track in picture.tracks if track.id in engaged),
        fire_units=tuple(unit for unit in picture.fire_units if unit.id in units),
        forecast=(),
    )

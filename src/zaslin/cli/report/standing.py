"""What was decided or shown before: pinned engagements, and what changed since."""

from collections.abc import Sequence

from rich.console import RenderableType

from zaslin.cli.report.paper import heading, ledger, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import countdown, counted
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Shot


def pinned(view: View) -> RenderableType | None:
    """Engagements that a person authorised, which this plan leaves as they are."""
    pins = sorted(
        view.picture.control.pinned, key=lambda pin: (pin.launch_s, pin.fire_unit)
    )
    if not pins:
        return None
    table = ledger(
        [
            ("launch", "number"),
            ("intercept", "number"),
            ("result", "number"),
            ("fire unit", "name"),
            ("track", "name"),
            ("rounds × interceptor type", "name"),
            ("authorised by", "name"),
        ],
        [
            (
                _state(view, pin),
                countdown(view.ahead_s(pin.intercept_s)),
                countdown(view.ahead_s(pin.assessed_s)),
                _where(pin),
                pin.track,
                f"{pin.salvo_size} × {pin.interceptor_type}",
                pin.authorised_by,
            )
            for pin in pins
        ],
    )
    note = "authorised by a person; not part of the advice below"
    return stack(heading(counted(len(pins), "pinned engagement"), note), table)


def _where(pin: PinnedEngagement) -> str:
    """The unit, and the position it has to go to."""
    away = pin.position != CURRENT_POSITION
    return f"{pin.fire_unit} at {pin.position}" if away else pin.fire_unit


def _state(view: View, pin: PinnedEngagement) -> str:
    launch = "launched" if pin.launched else countdown(view.ahead_s(pin.launch_s))
    if view.is_withdrawn(pin):
        return f"{launch}, withdrawn"
    over = pin.launched and view.ahead_s(pin.assessed_s) <= 0.0
    return f"{launch}, over" if over else launch


def changes(view: View) -> RenderableType | None:
    """Shots that were on the screen and are not advised any more as they were."""
    changed = [shown for shown in view.picture.shown if not _is_kept(view, shown)]
    if not changed:
        return None
    table = ledger(
        [("track", "name"), ("was shown", "name"), ("now", "name")],
        [
            (shown.track, _described(view, [shown]), _now(view, shown))
            for shown in changed
        ],
    )
    kept = len(view.picture.shown) - len(changed)
    title = f"{counted(len(changed), 'shown shot')} changed"
    return stack(heading(title, f"{kept} kept as shown"), table)


def _is_kept(view: View, shown: ShownShot) -> bool:
    """docs/mathematics.md, section 7."""
    return any(
        (shot.fire_unit, shot.interceptor_type, shot.salvo_size)
        == (shown.fire_unit, shown.interceptor_type, shown.salvo_size)
        and abs(shot.launch_s - shown.launch_s) <= view.params.change_tolerance_s
        for shot in _first_shots(view, shown)
    )


def _first_shots(view: View, shown: ShownShot) -> list[Shot]:
    shots = view.plan.shots
    return [shot for shot in shots if shot.track == shown.track and shot.stage == 1]


def _now(view: View, shown: ShownShot) -> str:
    shots = _first_shots(view, shown)
    if shots:
        return _described(view, shots)
    silent = view.silent.get(shown.track)
    return f"no shot: {silent.text}" if silent else "the track is gone"


def _described(view: View, shots: Sequence[Shot | ShownShot]) -> str:
    return " and ".join(
        f"{shot.fire_unit}, {shot.salvo_size} × {shot.interceptor_type}, "
        f"launch {countdown(view.ahead_s(shot.launch_s))}"
        for shot in shots
    )

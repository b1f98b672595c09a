"""What is expected to get through, and where it would do harm."""

import math
from collections import Counter
from collections.abc import Sequence

from rich.console import RenderableType

from zaslin.cli.report.paper import Cell, heading, ledger, more, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import amount, countdown, counted, money, percent
from zaslin.domain.plan import AssetOutlook, Leaker


def leakers(view: View) -> RenderableType | None:
    """Tracks by the damage they are still expected to do.

    Those that no unit reaches within the planning horizon are left out: they have
    not got through anything yet, and the next plans decide about them.
    """
    due = [line for line in view.plan.leakers if line.track not in view.not_due]
    if not due:
        return None
    worst = sorted(due, key=lambda line: (-line.expected_leak_meur, line.track))
    shots = Counter(line.shot.track for line in view.plan.recommendations)
    table = ledger(
        [
            ("damage M€", "number"),
            ("gets through", "number"),
            ("track", "name"),
            ("impact in", "number"),
            ("likely asset", "name"),
            ("decoy", "number"),
            ("defence", "name"),
        ],
        (_leaker(view, line, shots[line.track]) for line in worst[: view.rows]),
    )
    expected = math.fsum(line.p_leak for line in due)
    armed = math.fsum(
        line.p_leak * (1.0 - view.tracks[line.track].p_decoy) for line in due
    )
    title = f"{expected:.1f} leakers expected"
    note = f"of {counted(len(due), 'threatening track')}, {armed:.1f} with a warhead"
    if view.not_due:
        note += f"; {len(view.not_due):,} not due yet are not counted here"
    cut = more(len(worst), view.rows, "tracks that may get through")
    return stack(heading(title, note), table, cut)


def _leaker(view: View, line: Leaker, shots: int) -> list[Cell]:
    impact_s = line.time_to_impact_s
    return [
        amount(line.expected_leak_meur, 1),
        percent(line.p_leak),
        line.track,
        "–" if impact_s is None else countdown(impact_s),
        line.likely_asset or "none known",
        percent(view.tracks[line.track].p_decoy),
        _defence(view, line, shots),
    ]


def _defence(view: View, line: Leaker, shots: int) -> str:
    silent = view.silent.get(line.track)
    if silent is None:
        return f"after {counted(shots, 'shot')}"
    return f"none: {silent.reason.value.replace('_', ' ')}"


def assets(view: View) -> RenderableType | None:
    """Assets by the damage expected there in spite of the plan."""
    outlooks = [o for o in view.plan.assets if o.damage_undefended_meur > 0.0]
    if not outlooks:
        return None
    worst = sorted(outlooks, key=lambda o: (-o.damage_expected_meur, o.asset))
    table = ledger(
        [
            ("expected M€", "number"),
            ("undefended M€", "number"),
            ("averted", "number"),
            ("last shot in", "number"),
            ("asset", "name"),
        ],
        [
            (
                amount(outlook.damage_expected_meur, 1),
                amount(outlook.damage_undefended_meur, 1),
                percent(_averted(outlook)),
                _undefendable(view, outlook),
                f"{outlook.asset} · {view.asset_names[outlook.asset]}",
            )
            for outlook in worst[: view.rows]
        ],
    )
    title = f"{counted(len(outlooks), 'asset')} at risk"
    cut = more(len(worst), view.rows, "assets")
    return stack(heading(title, _harm_note(view, outlooks)), table, cut)


def _averted(outlook: AssetOutlook) -> float:
    return 1.0 - outlook.damage_expected_meur / outlook.damage_undefended_meur


def _undefendable(view: View, outlook: AssetOutlook) -> str:
    """When the last shot for it must go; at the end of the grid it may be later."""
    at_s = outlook.undefendable_at_s
    if at_s is None:
        return "none"
    ahead_s = view.ahead_s(at_s)
    last_s = (view.params.slot_count - 1) * view.params.slot_s
    return f"≥{countdown(ahead_s)}" if ahead_s >= last_s else countdown(ahead_s)


def _harm_note(view: View, outlooks: Sequence[AssetOutlook]) -> str:
    expected = math.fsum(o.damage_expected_meur for o in outlooks)
    note = f"{money(expected)} M€ expected at known assets"
    if view.not_due:
        note += f", {money(view.not_due_meur)} M€ in all by tracks not due yet"
    return note

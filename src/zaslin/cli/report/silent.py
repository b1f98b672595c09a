"""Tracks that are not engaged, by reason; the ones that ask for an action first."""

import itertools
import math
from collections.abc import Sequence

from rich.console import RenderableType

from zaslin.cli.report.paper import Cell, heading, ledger, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import amount, counted
from zaslin.domain.plan import NotEngaged
from zaslin.domain.reason import ReasonCode

_ASKS = (
    ReasonCode.NO_IDENTIFICATION,
    ReasonCode.IDENTIFICATION_EXPIRED,
    ReasonCode.IDENTIFY_SUSPECT,
    ReasonCode.IDENTIFY_UNKNOWN,
    ReasonCode.IDENTIFY_PENDING,
    ReasonCode.STALE,
    ReasonCode.MEASURED_AFTER_NOW,
)
"""Reasons that a person can remove: by identifying, or by a fresh report."""

_NEVER = (
    ReasonCode.FRIEND,
    ReasonCode.ASSUMED_FRIEND,
    ReasonCode.NEUTRAL,
    ReasonCode.CIVIL,
    ReasonCode.CREWED,
    ReasonCode.POSSIBLY_CREWED,
)

_BLOCKS = ("needs a person", "no shot", "never", "not due yet")


def not_engaged(view: View) -> RenderableType | None:
    """Each reason with its tracks, worst first, and what they may still do."""
    lines = view.plan.not_engaged
    if not lines:
        return heading("Every track is engaged") if view.tracks else None
    by_reason: dict[ReasonCode, list[NotEngaged]] = {}
    for line in lines:
        by_reason.setdefault(line.reason, []).append(line)
    groups = sorted(by_reason.values(), key=_importance)
    rows: list[list[Cell]] = []
    for _, block in itertools.groupby(groups, key=_block):
        # An empty line between what asks for a person and what nobody can change.
        rows += [[]] if rows else []
        rows += [_row(group, view.rows) for group in block]
    table = ledger(
        [
            ("tracks", "number"),
            ("M€", "number"),
            ("reason", "name"),
            ("worst of them, with their expected damage in M€", "name"),
        ],
        rows,
    )
    quiet = any(_leak(group) <= 0.0 for group in groups)
    note = "– : not counted as a threat unless identified as hostile" if quiet else ""
    return stack(heading(f"{counted(len(lines), 'track')} not engaged", note), table)


def _row(group: Sequence[NotEngaged], most: int) -> list[Cell]:
    leak = _leak(group)
    return [
        f"{len(group):,}",
        amount(leak, 1) if leak > 0.0 else "–",
        group[0].text,
        _named(group, most),
    ]


def _importance(group: Sequence[NotEngaged]) -> tuple[int, float, str]:
    return (_BLOCKS.index(_block(group)), -_leak(group), group[0].reason.value)


def _block(group: Sequence[NotEngaged]) -> str:
    reason = group[0].reason
    if reason in _ASKS:
        return "needs a person"
    if reason in _NEVER:
        return "never"
    return "not due yet" if reason is ReasonCode.BEYOND_HORIZON else "no shot"


def _leak(group: Sequence[NotEngaged]) -> float:
    return math.fsum(line.expected_leak_meur for line in group)


def _named(group: Sequence[NotEngaged], most: int) -> str:
    worst = sorted(group, key=lambda line: (-line.expected_leak_meur, line.track))
    names = ", ".join(
        f"{line.track} {amount(line.expected_leak_meur, 1)}"
        if line.expected_leak_meur > 0.0
        else line.track
        for line in worst[:most]
    )
    return f"{names}, …" if len(group) > most else names
